"""What each nucleotide of an RNA is likely to be part of, folded with ViennaRNA: one RNA, or many over the cores.

Energies are those of Turner 2004, or of Turner 1999 where ``GIA_ENERGIES`` says so when the process starts (the
binaries of the paper's authors use those of 1999). They are a global state of ViennaRNA: a process keeps to one set.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

import numpy as np

from core.errors import SequenceError
from core.progress import OnProgress
from core.sequence import PAD, PROBE_LENGTH, clean, decode
from core.settings import settings
from core.storage.parallel import parallel_map
from core.structure import cache

SHORTEST_FOLD = 5
"""A base pair closes at least three nucleotides; ViennaRNA's window folding writes outside its memory under this."""
FOLD_WINDOW, FOLD_SPAN, LONGEST_FOLD = 80, 40, 300
"""Nucleotides of a window of `unpaired_locally`, of its longest pair, and of the longest window that can be asked."""
PART = 2000
"""Nucleotides that `unpaired_locally` folds between two signs of progress, a third of a second."""
FEWEST_SHARED, CHUNK = 200, 100
"""Sequences from which on folding is spread over the cores, and how many a core gets at a time."""


class Structure(NamedTuple):
    """Probabilities (L,) of five structural contexts, adding up to 1 at each nucleotide.

    paired, or unpaired in: hairpin loop, internal loop or bulge, multiloop, exterior. The first against the rest is the
    paper's PU profile, the five are its PHIME profile.
    """

    paired: np.ndarray
    hairpin: np.ndarray
    internal: np.ndarray
    multi: np.ndarray
    external: np.ndarray

    @property
    def unpaired(self) -> np.ndarray:
        return 1 - self.paired


def fold(sequence: str) -> Structure:
    """Fold one RNA as a single window of full length (RNAplfold with -W and -L at full length).

    Raises
    ------
    SequenceError : as `core.sequence.clean`.

    Source: Koo et al. 2021, Methods. The authors' binaries use Turner 1999 energies.
    """
    return Structure(*_contexts(clean(sequence), settings().energies))


def check_local(window: int, span: int) -> None:
    """A `SequenceError` for a folding window or span that `unpaired_locally` does not take."""
    if not SHORTEST_FOLD <= span <= window <= LONGEST_FOLD:
        raise SequenceError(
            f"the folding window is {window} nt and the longest pair spans {span}; give a span of {SHORTEST_FOLD} up "
            f"to that of the window, and a window of at most {LONGEST_FOLD} nt, such as {FOLD_WINDOW} and {FOLD_SPAN}."
        )


def unpaired_locally(
    rna: str, window: int = FOLD_WINDOW, span: int = FOLD_SPAN, tell: Callable[[int], None] | None = None
) -> np.ndarray:
    """How likely each letter of a long RNA is unpaired, over all windows that hold it (as RNAplfold does it).

    Folded in parts of `PART` nt with a window's length on either side: the same numbers as in one pass.

    Parameters
    ----------
    rna : letters A, C, G, U, and N, which pairs with nothing.
    window, span : nt of a window, and between the letters of a pair at most (RNAplfold's -W and -L). 80 and 40 are
        those of Tafer et al. 2008, Nat Biotechnol 26: 578; RNAplfold's own are 70 and 70.
    tell : hears how many letters were folded since it was told last; what it raises cancels.

    Returns
    -------
    (L,) float32. An RNA that is no longer than window and span is folded as of `fold`.

    Raises
    ------
    SequenceError : a window or span that cannot be.

    Source: Bernhart, Hofacker and Stadler 2006, Bioinformatics 22: 614; Lorenz et al. 2011 (ViennaRNA).
    """
    check_local(window, span)
    unpaired = np.empty(len(rna), np.float32)
    for start in range(0, len(rna), PART):
        end, first = min(start + PART, len(rna)), max(0, start - window)
        contexts = _contexts(rna[first : end + window], settings().energies, window, span)
        unpaired[start:end] = contexts[1:, start - first : end - first].sum(axis=0)
        if tell:
            tell(end - start)
    return unpaired


class MfeStructure(NamedTuple):
    """The most likely secondary structure of an RNA: that of minimum free energy.

    dot_bracket : ``(`` and ``)`` pair, ``.`` is unpaired. energy : of folding, kcal/mol at 37 °C. xy : (L, 2)
    coordinates of a drawing, in which neighbours are 25 apart, and what no pair encloses lies on a line.
    """

    sequence: str
    dot_bracket: str
    energy: float
    xy: np.ndarray

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Indices of the paired nucleotides, the 5' partner first."""
        waiting, found = [], []
        for index, mark in enumerate(self.dot_bracket):
            if mark == "(":
                waiting.append(index)
            elif mark == ")":
                found.append((waiting.pop(), index))
        return sorted(found)


def mfe(sequence: str, longest: int | None = PROBE_LENGTH) -> MfeStructure:
    """The structure of minimum free energy of one RNA, and where to draw its nucleotides.

    Raises
    ------
    SequenceError : as `core.sequence.clean`.

    Source: Lorenz et al. 2011, Algorithms Mol Biol 6: 26 (ViennaRNA); dangling ends on both sides of every helix, as in
    `fold`. Most likely of all single structures, it may still be unlikely: `fold` gives the probabilities.
    """
    sequence = clean(sequence, longest=longest)
    RNA = _engine(settings().energies)
    dot_bracket, energy = RNA.fold_compound(sequence, RNA.md()).mfe()
    return MfeStructure(sequence, dot_bracket, round(float(energy), 2), layout(dot_bracket))


def layout(dot_bracket: str) -> np.ndarray:
    """Where to draw the nucleotides of a structure, (L, 2), without overlaps (Wiegreffe et al. 2019, RNApuzzler)."""
    drawn = _engine(settings().energies).get_xy_coordinates(dot_bracket)
    return np.array([(drawn.get(at).X, drawn.get(at).Y) for at in range(len(dot_bracket))], float)


def fold_letters(letters: np.ndarray, on_progress: OnProgress | None = None) -> np.ndarray:
    """Fold many RNAs, over all cores where there are many; what was folded before, by anybody here, is remembered.

    Parameters
    ----------
    letters : (N, L) int8; padding is left out of the RNA, wherever it stands.
    on_progress : is told (folded, N), remembered ones at once; what it raises ends the folding.

    Returns
    -------
    (N, L, 5) float32, contexts in the order of `Structure`; zero at padding.

    Raises
    ------
    SequenceError : this process began with other energies.
    """
    rnas = decode(letters)
    contexts = np.zeros((*letters.shape, len(Structure._fields)), np.float32)
    folded = _fold_distinct(Counter(rnas), on_progress)
    contexts[letters != PAD] = np.frombuffer(b"".join([folded[rna] for rna in rnas]), np.float32).reshape(-1, 5)
    return contexts


def channels(contexts: np.ndarray, inputs: str) -> np.ndarray:
    """The channels (N, L, C) that a network reads beside the letters: ``pu`` has 2 (paired, unpaired), ``phime`` 5."""
    if inputs == "phime":
        return contexts
    return np.stack([contexts[..., 0], contexts[..., 1:].sum(axis=-1)], axis=-1)


def _fold_distinct(rows: Counter[str], on_progress: OnProgress | None) -> dict[str, bytes]:
    """The contexts (L, 5) float32 of each RNA, as bytes; ``rows`` says how many rows it stands for in the progress."""
    # What decides a fold beside its letters: a new version of ViennaRNA folds afresh.
    energies = f"{settings().energies} {_engine(settings().energies).__version__}"
    folded = cache.look_up(rows, energies)
    missing = [rna for rna in rows if rna not in folded]
    chunks = [missing[start : start + CHUNK] for start in range(0, len(missing), CHUNK)]
    done = sum(rows[rna] for rna in folded)
    if done and on_progress:
        on_progress(done, rows.total())
    for chunk, contexts in zip(chunks, _map(_fold_chunk, chunks, len(missing)), strict=True):
        fresh = dict(zip(chunk, contexts, strict=True))
        cache.keep(fresh, energies)
        folded |= fresh
        done += sum(rows[rna] for rna in chunk)
        if on_progress:
            on_progress(done, rows.total())
    return folded


_sharing = Lock()


def _map(function: Callable, chunks: list, n: int):
    """The results of a function of chunks and energies, in their order; in this process where there are few."""
    energies = settings().energies
    if n < FEWEST_SHARED:
        yield from map(function, chunks, itertools.repeat(energies))
        return
    with _sharing:
        yield from parallel_map(function, ((chunk, energies) for chunk in chunks))


def _fold_chunk(rnas: list[str], energies: str) -> list[bytes]:
    return [np.transpose(_contexts(rna, energies)).astype(np.float32).tobytes() for rna in rnas]


def _contexts(sequence: str, energies: str, window: int | None = None, span: int | None = None) -> np.ndarray:
    """The five contexts (5, L) of an RNA, which may be empty; in one window unless another length is given."""
    length = len(sequence)
    if length < SHORTEST_FOLD:
        return np.array([*np.zeros((4, length)), np.ones(length)])
    RNA = _engine(energies)
    model = RNA.md()
    model.window_size, model.max_bp_span = min(window or length, length), min(span or length, length)
    context = {
        RNA.PROBS_WINDOW_UP | RNA.HP_LOOP: 1,
        RNA.PROBS_WINDOW_UP | RNA.INT_LOOP: 2,
        RNA.PROBS_WINDOW_UP | RNA.MB_LOOP: 3,
        RNA.PROBS_WINDOW_UP | RNA.EXT_LOOP: 4,
    }
    probabilities = np.zeros((5, length))

    def collect(unpaired, size, position, longest, kind, data):
        if kind in context:
            probabilities[context[kind], position - 1] = unpaired[1]

    folded = RNA.fold_compound(sequence, model, RNA.OPTION_WINDOW)
    folded.probs_window(1, RNA.PROBS_WINDOW_UP | RNA.PROBS_WINDOW_UP_SPLIT, collect)
    probabilities[0] = np.maximum(1 - probabilities[1:].sum(axis=0), 0)  # rounding alone goes below
    return probabilities


_starting = Lock()
_started: dict[str, object] = {}
"""ViennaRNA by the energies it was started with: one entry, once there is any."""


def _engine(energies: str):
    with _starting:
        if not _started:
            _started[energies] = _start(energies)
    if energies not in _started:
        raise SequenceError(
            f"this process folds with the energies {next(iter(_started))}, not {energies}; "
            f"start another one with GIA_ENERGIES={energies}."
        )
    return _started[energies]


def _start(energies: str):
    import RNA

    RNA.cvar.rna_plot_type = RNA.PLOT_TYPE_PUZZLER
    if energies == "turner1999":
        RNA.params_load_RNA_Turner1999()
    return RNA
