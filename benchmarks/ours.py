"""What the contests and the growth ask of `core`; each returns how many sequences it scored."""

from collections.abc import Callable, Sequence
from itertools import count

import core
from core.discovery.ism import ism_together
from core.discovery.kmer_scan import Progress
from core.gia.run import run
from core.models.scoring import Model
from core.sequence import ALPHABET

_seeds = count()
"""Of designs: each gets backgrounds of its own, so that nothing of it is remembered."""


class Shown(Exception):
    """The first ranking of a scan is there."""


def gia(models: Sequence[Model], texts: Sequence[str], n: int) -> Callable[[], int]:
    """A design on n backgrounds, asked of models one after the other; never one that was asked before."""
    conditions = tuple(core.parse_condition(text) for text in texts)

    def ask() -> int:
        seed = next(_seeds)
        for model in models:
            run(model, core.Design(model.name, conditions, n=n, seed=seed))
        return len(models) * n * (1 + len(conditions))

    return ask


def ism(model: Model, probes: Sequence[str]) -> int:
    """Every single-nucleotide variant of probes."""
    ism_together([model.score], probes)
    return sum(1 + (len(ALPHABET) - 1) * len(probe) for probe in probes)


def scan(model: Model, **asked) -> int:
    """A k-mer scan; ``asked`` as of `core.scan_kmers`."""
    return core.scan_kmers(model, **asked).evaluations


def first_ranking(model: Model, **asked) -> int:
    """A k-mer scan up to the moment when a page that listens has k-mers to show."""
    done = 0

    def listen(progress: Progress) -> None:
        nonlocal done
        done = progress.done
        if progress.best:
            raise Shown

    try:
        return scan(model, on_progress=listen, **asked)
    except Shown:
        return done
