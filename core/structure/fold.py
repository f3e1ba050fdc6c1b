"""The structural context of each nucleotide of an RNA, folded with ViennaRNA: one RNA, or many on all cores.

Energies are those of Turner 2004, or of Turner 1999 if ``GIA_ENERGIES`` says so when the process starts (the binaries
of the paper's authors use those of 1999). They are a global state of ViennaRNA: a process keeps to one set.
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
"""Shortest fold: a base pair encloses at least three nucleotides; below, ViennaRNA writes outside its memory."""
FOLD_WINDOW, FOLD_SPAN, LONGEST_FOLD = 80, 40, 300
"""Nucleotides of a window of `unpaired_locally` and of its longest pair by default, and of the longest window."""
PART = 2000
"""Nucleotides that `unpaired_locally` folds between two reports of progress, a third of a second."""
FEWEST_SHARED, CHUNK = 200, 100
"""Fewest sequences that are folded on several cores, and how many a core gets at a time."""


class Structure(NamedTuple):
    """Probabilities (L,) of five structural contexts, adding up to 1 at each nucleotide.

    The contexts are paired, or unpaired in a hairpin loop, an internal loop or bulge, a multiloop, or the exterior. The
    first against the rest is the paper's PU profile; all five are its PHIME profile.
    """

    paired: np.ndarray
    hairpin: np.ndarray
    internal: np.ndarray
    multi: np.ndarray
    external: np.ndarray

    @property
    def unpaired(self) -> np.ndarray:
        """Probability (L,) that each nucleotide is unpaired."""
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
    """Raise a SequenceError for a folding window or span that `unpaired_locally` does not take."""
    if not SHORTEST_FOLD <= span <= window <= LONGEST_FOLD:
        raise SequenceError(
            f"the folding window is {window} nt and the longest pair spans {span}; give a span of {SHORTEST_FOLD} up "
            f"to that of the window, and a window of at most {LONGEST_FOLD} nt, such as {FOLD_WINDOW} and {FOLD_SPAN}."
        )


def unpaired_locally(
    rna: str, window: int = FOLD_WINDOW, span: int = FOLD_SPAN, tell: Callable[[int], None] | None = None
) -> np.ndarray:
    """Compute how likely each letter of a long RNA is unpaired, over all windows that hold it (as RNAplfold).

    The RNA is folded in parts of `PART` nt with a window's length on either side, with the same numbers as in one pass.

    Parameters
    ----------
    rna : letters A, C, G, U, and N, which pairs with nothing.
    window, span : nt of a window, and the most nt between the letters of a pair (RNAplfold's -W and -L). 80 and 40 are
        those of Tafer et al. 2008, Nat Biotechnol 26: 578; RNAplfold's own are 70 and 70.
    tell : called with the number of letters folded since its last call; an exception it raises cancels the run.

    Returns
    -------
    (L,) float32. An RNA no longer than window and span is folded as by `fold`.

    Raises
    ------
    SequenceError : a window or span out of range.

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
    """The most likely secondary structure of an RNA: the one of minimum free energy.

    dot_bracket : ``(`` and ``)`` pair, ``.`` is unpaired. energy : of folding, kcal/mol at 37 °C. xy : (L, 2)
    coordinates of a drawing, in which neighbours are 25 apart, and nucleotides that no pair encloses lie on a line.
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
    """Find the structure of minimum free energy of one RNA, with a place to draw each nucleotide.

    Raises
    ------
    SequenceError : as `core.sequence.clean`.

    Source: Lorenz et al. 2011, Algorithms Mol Biol 6: 26 (ViennaRNA); dangling ends on both sides of every helix, as in
    `fold`. It is the most likely single structure, but may still be unlikely: `fold` gives the probabilities.
    """
    sequence = clean(sequence, longest=longest)
    RNA = _engine(settings().energies)
    dot_bracket, energy = RNA.fold_compound(sequence, RNA.md()).mfe()
    return MfeStructure(sequence, dot_bracket, round(float(energy), 2), layout(dot_bracket))


def layout(dot_bracket: str) -> np.ndarray:
    """Place the nucleotides of a structure, (L, 2), without overlaps (Wiegreffe et al. 2019, RNApuzzler)."""
    drawn = _engine(settings().energies).get_xy_coordinates(dot_bracket)
    return np.array([(drawn.get(at).X, drawn.get(at).Y) for at in range(len(dot_bracket))], float)


def fold_letters(letters: np.ndarray, on_progress: OnProgress | None = None) -> np.ndarray:
    """Fold many RNAs, on all cores if there are many; RNAs in the structure cache are not folded again.

    Parameters
    ----------
    letters : (N, L) int8; padding is left out of the RNA, wherever it is.
    on_progress : called with (folded, N), first with the cached RNAs; an exception it raises cancels the run.

    Returns
    -------
    (N, L, 5) float32, contexts in the order of `Structure`; zero at padding.

    Raises
    ------
    SequenceError : this process started with other energies.
    """
    rnas = decode(letters)
    contexts = np.zeros((*letters.shape, len(Structure._fields)), np.float32)
    folded = _fold_distinct(Counter(rnas), on_progress)
    contexts[letters != PAD] = np.frombuffer(b"".join([folded[rna] for rna in rnas]), np.float32).reshape(-1, 5)
    return contexts


def channels(contexts: np.ndarray, inputs: str) -> np.ndarray:
    """Make the channels (N, L, C) that a network reads with letters: ``pu`` has 2 (paired, unpaired), ``phime`` 5."""
    if inputs == "phime":
        return contexts
    return np.stack([contexts[..., 0], contexts[..., 1:].sum(axis=-1)], axis=-1)


def _fold_distinct(rows: Counter[str], on_progress: OnProgress | None) -> dict[str, bytes]:
    """Return the contexts (L, 5) float32 of each RNA, as bytes; ``rows`` counts its rows for the progress."""
    # What decides a fold apart from its letters: a new version of ViennaRNA folds anew.
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
    """Yield the results of a function of chunks and energies, in order; in this process if there are few."""
    energies = settings().energies
    if n < FEWEST_SHARED:
        yield from map(function, chunks, itertools.repeat(energies))
        return
    with _sharing:
        yield from parallel_map(function, ((chunk, energies) for chunk in chunks))


def _fold_chunk(rnas: list[str], energies: str) -> list[bytes]:
    return [np.transpose(_contexts(rna, energies)).astype(np.float32).tobytes() for rna in rnas]


def _contexts(sequence: str, energies: str, window: int | None = None, span: int | None = None) -> np.ndarray:
    """Compute the five contexts (5, L) of an RNA, which may be empty; in one window unless another length is given."""
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
"""ViennaRNA by the energies it was started with; at most one entry."""


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
