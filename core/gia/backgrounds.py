"""Background models, the paper's null models: the sequences without the pattern over which GIA averages.

Links, files and commands hold a background model as one text, in which positions count from 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import ceil
from typing import NamedTuple

import numpy as np

from core.checks import check_seed, is_count
from core.errors import DataError, SequenceError, quoted
from core.gia.shuffles import shuffle, shuffle_dinucleotides
from core.models.scoring import Model
from core.sequence import PAD, PROBE_LENGTH, clean, encode

DEFAULT_STEM = "6-16,23-33"
"""The stem of Koo et al. 2021, Fig 3 (their code has 8-16 with 24-32)."""
PAPER_BACKGROUNDS = ("profile", "shuffle", "dinucleotide", "quartile1", "quartile2", "quartile3", "quartile4")
"""The seven background models of Koo et al. 2021."""
COMPLEMENT = np.array([3, 2, 1, 0, PAD], np.int8)
"""The letter that pairs with each letter (Watson and Crick); padding stays padding."""


@dataclass(frozen=True)
class Background:
    """A background model, read from its text.

    text : its text form, the shortest one.
    kind : a name of ``BACKGROUNDS``, ``sequences`` or ``occluded``.
    pairs : indices, from 0, of letters kept complementary, left before right.
    sequences : the given RNAs, or the RNA that is occluded.
    stretch : first and end index, from 0, of the occluded letters.
    """

    text: str
    kind: str
    pairs: tuple[tuple[int, int], ...] = ()
    sequences: tuple[str, ...] = ()
    stretch: tuple[int, int] = (0, 0)


@lru_cache(maxsize=64)
def parse_background(text: str) -> Background:
    """Read a background model from its text: a name of ``BACKGROUNDS``, or one of these forms.

    - ``stem-loop:6-16,23-33``: profile backgrounds in which these two stretches pair;
    - ``sequences:RNA1,RNA2``: these RNAs; with a single RNA the answer holds for that context only;
    - ``occluded:RNA:18-23``: this RNA with the stretch replaced by letters drawn from the profile.

    Raises
    ------
    SequenceError : anything else.
    """
    kind, colon, rest = text.strip().partition(":")
    if kind in BACKGROUNDS and not colon and kind != "stem-loop":
        return Background(kind, kind)
    if kind == "stem-loop" and (rest or not colon):
        return _stem_loop(rest or DEFAULT_STEM)
    if kind == "sequences" and rest:
        parts = rest.split(",")
        what = "sequence {} of the background" if len(parts) > 1 else "sequence of the background"
        rnas = tuple(clean(rna, what.format(row)) for row, rna in enumerate(parts, start=1))
        return Background(f"sequences:{','.join(rnas)}", "sequences", sequences=rnas)
    if kind == "occluded" and rest.count(":") == 1:
        rna, _, stretch = rest.partition(":")
        rna = clean(rna, "occluded sequence")
        first, end = parse_stretch(stretch, len(rna))
        return Background(f"occluded:{rna}:{first + 1}-{end}", "occluded", (), (rna,), (first, end))
    raise SequenceError(f"there is no background model {quoted(text)}; use one of: {FORMS}.")


def parse_stretch(text: str, length: int = PROBE_LENGTH) -> tuple[int, int]:
    """Convert a stretch such as ``18-23``, both ends counted from 1, to its first and end index from 0.

    Raises
    ------
    SequenceError : another form, or a stretch that leaves the ``length`` letters.
    """
    first, dash, last = (part.strip() for part in text.partition("-"))
    if not dash or not (is_count(first) and is_count(last)) or not 1 <= int(first) <= int(last) <= length:
        raise SequenceError(
            f"{text.strip()!r} is not a stretch of {length} letters; write its first and last position, "
            f"from 1 to {length}, such as 1-{min(6, length)}."
        )
    return int(first) - 1, int(last)


def sample(background: Background, model: Model, n: int, seed: int) -> np.ndarray:
    """Draw n sequences of a background model, (n, L) int8; of given sequences, return them all.

    Test probes are drawn without replacement as long as they last.

    Raises
    ------
    DataError : the background model is made of test probes, and this machine has none or too few.

    Source: Koo et al. 2021, Methods. Unlike the authors' code, quartile 1 is the lowest, and padding is not shuffled.
    """
    if background.kind == "sequences":
        return encode(background.sequences)
    if background.kind == "occluded":
        return _occluded(background, model.profile, n, seed)
    return KINDS[background.kind].sample(background, model, n, seed)


def sample_profile(profile: np.ndarray, n: int, seed: int) -> np.ndarray:
    """Draw n sequences, (n, L) int8, each letter independently from the frequencies (L, 4) of its position.

    Source: Koo et al. 2021, Methods (profile background).
    """
    draws = np.random.default_rng(check_seed(seed)).random((n, len(profile), 1))
    edges = np.cumsum(profile, axis=1)[:, :-1]
    return (draws >= edges).sum(axis=2).astype(np.int8)


def hold_pairs(letters: np.ndarray, pairs: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Return a copy of letters (N, L) in which the right letter of every pair complements the left one."""
    held = letters.copy()
    for left, right in pairs:
        held[:, right] = COMPLEMENT[held[:, left]]
    return held


def _stem_loop(text: str) -> Background:
    parts = text.split(",")
    if len(parts) != 2:
        raise SequenceError(f"{quoted(text)} is not a stem; write its two stretches, such as stem-loop:{DEFAULT_STEM}.")
    (start, left_end), (right_start, end) = sorted(parse_stretch(part) for part in parts)
    if left_end > right_start or left_end - start != end - right_start:
        raise SequenceError(
            f"the stretches {text.strip()} cannot pair; give two of the same length that do not overlap, "
            f"such as stem-loop:{DEFAULT_STEM}."
        )
    canonical = f"{start + 1}-{left_end},{right_start + 1}-{end}"
    pairs = tuple(zip(range(start, left_end), range(end - 1, right_start - 1, -1), strict=True))
    return Background("stem-loop" if canonical == DEFAULT_STEM else f"stem-loop:{canonical}", "stem-loop", pairs)


def _occluded(background: Background, profile: np.ndarray, n: int, seed: int) -> np.ndarray:
    occluded = np.tile(encode(background.sequences), (n, 1))
    first, end = background.stretch
    occluded[:, first:end] = sample_profile(profile[first:end], n, seed)
    return occluded


def _profile(background: Background, model: Model, n: int, seed: int) -> np.ndarray:
    return hold_pairs(sample_profile(model.profile, n, seed), background.pairs)


def _shuffled(
    change: Callable[[np.ndarray, int], np.ndarray], background, model: Model, n: int, seed: int
) -> np.ndarray:
    letters, _ = model.probes()
    return change(_draw(_enough(letters, letters, background, model), n, seed), seed)


def _quarter(which: int, background: Background, model: Model, n: int, seed: int) -> np.ndarray:
    """Draw n test probes from one quarter, counted from 0, of the measured binding scores."""
    letters, measured = model.probes()
    by_score = np.argsort(measured, kind="stable")[: int(np.isfinite(measured).sum())]
    pool = letters[np.array_split(by_score, 4)[which]]
    return _draw(_enough(pool, letters, background, model), n, seed)


def _enough(pool: np.ndarray, letters: np.ndarray, background: Background, model: Model) -> np.ndarray:
    if not len(pool):
        raise DataError(
            f"{model.name} has {len(letters)} test probes, too few for the background model {background.kind!r}; "
            "use profile, or import more measurements."
        )
    return pool


def _draw(pool: np.ndarray, n: int, seed: int) -> np.ndarray:
    """Draw n rows of the pool; no row comes twice before every row came once."""
    rng = np.random.default_rng(check_seed(seed))
    rows = np.concatenate([rng.permutation(len(pool)) for _ in range(ceil(n / len(pool)))])
    return pool[rows[:n]]


class Kind(NamedTuple):
    """A background model chosen by its name alone.

    title : its name in lists. help : one line on it. sample : ``sample(background, model, n, seed)`` draws (n, L) int8.
    of_probes : whether it is made of test probes of the model's experiment.
    """

    title: str
    help: str
    sample: Callable[[Background, Model, int, int], np.ndarray]
    of_probes: bool = False


_QUARTER = "Test probes as they are, from the {} quarter of measured binding scores."
KINDS = {
    "profile": Kind(
        "Profile", "Each position drawn independently from the letter frequencies of the test probes there.", _profile
    ),
    "shuffle": Kind(
        "Shuffled probes", "Test probes with their letters in random order.", partial(_shuffled, shuffle), True
    ),
    "dinucleotide": Kind(
        "Dinucleotide shuffle",
        "Test probes in random order, with exactly the same count of each dinucleotide.",
        partial(_shuffled, shuffle_dinucleotides),
        True,
    ),
    "quartile1": Kind("Quartile 1, lowest", _QUARTER.format("lowest"), partial(_quarter, 0), True),
    "quartile2": Kind("Quartile 2", _QUARTER.format("second lowest"), partial(_quarter, 1), True),
    "quartile3": Kind("Quartile 3", _QUARTER.format("second highest"), partial(_quarter, 2), True),
    "quartile4": Kind("Quartile 4, highest", _QUARTER.format("highest"), partial(_quarter, 3), True),
    "stem-loop": Kind(
        "Stem-loop",
        f"Profile backgrounds in which two stretches pair, by default {DEFAULT_STEM.replace(',', ' with ')}.",
        _profile,
    ),
}
"""The background models chosen by name alone."""
BACKGROUNDS = {name: kind.help for name, kind in KINDS.items()}
"""Background models by name, with their one-line help."""
OF_PROBES = tuple(name for name, kind in KINDS.items() if kind.of_probes)
"""Background models that are made of test probes."""
FORMS = f"{', '.join(BACKGROUNDS)}, stem-loop:{DEFAULT_STEM}, sequences:RNA,RNA or occluded:RNA:18-23"
