"""Splits: the probes of experiments as training, validation and test sets of a network."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from core.data.records import Probes
from core.data.transform import Transform, fit_labels, fit_transform, kinds_of, split
from core.progress import OnProgress
from core.sequence import encode
from core.statistics import pearson
from core.structure import fold
from core.training.loop import Labelled

FEWEST_REPLICATES = 100
"""Fewest probes spotted twice whose correlation says something about an experiment."""


class Splits(NamedTuple):
    """Training and validation from set A, test from set B, scores (N, E) in the transformed space, NaN where missing.

    transforms : one for each of the E outputs, fitted on the training set alone. Outputs are the experiments, or, if
    both transforms are learned, the experiments in the first transform, then in the second.
    test_contexts : structural contexts of the test probes; None for a network that reads none.
    """

    training: Labelled
    validation: Labelled
    test: Labelled
    transforms: list[Transform]
    test_contexts: np.ndarray | None


def prepare_splits(
    experiments: Sequence[Probes], kind: str, inputs: str, task: str, seed: int, on_folded: OnProgress | None = None
) -> Splits:
    """Make the three splits of one experiment, or of several in one table.

    A probe that several experiments measured is one row. A sequence in set B of any experiment is in no training set,
    so that a shared network is tested on unseen probes.

    Parameters
    ----------
    kind : the transform of the scores, or both. inputs, task : as in `core.models.architectures.Architecture`.
    on_folded : called with (rows folded, total), first with the rows folded before; an exception it raises cancels the
        run.

    Raises
    ------
    DataError : scores that cannot be scaled, as `core.data.transform.fit_transform`.
    """
    sequences, in_b, scores = _joined(experiments)
    in_a = np.flatnonzero(~in_b)
    training, validation = (in_a[rows] for rows in split(len(in_a), seed))
    kinds = ("label",) if task == "classification" else kinds_of(kind)
    transforms, columns = [], []
    for one, column in product(kinds, scores.T):
        known = column[training][~np.isnan(column[training])]
        transforms.append(fit_labels(known) if task == "classification" else fit_transform(known, one))
        columns.append(transforms[-1].apply(column))
    binding_scores = np.stack(columns, axis=1)
    letters = encode(sequences.tolist())
    contexts = None if inputs == "sequence" else fold.fold_letters(letters, on_folded)
    parts = []
    for rows in (training, validation, np.flatnonzero(in_b)):
        read = None if contexts is None else fold.channels(contexts[rows], inputs)
        parts.append(Labelled(letters[rows], binding_scores[rows], read))
    first, second, test = parts
    return Splits(first, second, test, transforms, None if contexts is None else contexts[np.flatnonzero(in_b)])


def of_output(splits: Splits, output: int) -> Splits:
    """Restrict the splits to one of their outputs: the probes that have a score there."""

    def of(part: Labelled) -> Labelled:
        scores = part.binding_scores[:, output]
        known = ~np.isnan(scores)
        read = None if part.structure is None else part.structure[known]
        return Labelled(part.letters[known], scores[known, None], read)

    contexts = splits.test_contexts
    if contexts is not None:
        contexts = contexts[~np.isnan(splits.test.binding_scores[:, output])]
    return Splits(of(splits.training), of(splits.validation), of(splits.test), [splits.transforms[output]], contexts)


def without_twins(splits: Splits) -> Splits:
    """Drop validation probes that also occur in the training set.

    Every sixth probe of RNAcompete 2013 was spotted twice. Duplicates inflate validation Pearson once the network
    memorises, and more so the longer it is trained on few scores.
    """
    kept = ~np.isin(_rows(splits.validation.letters), _rows(splits.training.letters))
    letters, scores, structure = splits.validation
    read = None if structure is None else structure[kept]
    return splits._replace(validation=Labelled(letters[kept], scores[kept], read))


def _rows(letters: np.ndarray) -> np.ndarray:
    """View letters (N, L) as one value per row: (N,)."""
    return np.ascontiguousarray(letters).view(np.dtype((np.void, letters.shape[1]))).ravel()


def set_b(experiments: Sequence[Probes], outputs: Sequence[tuple[int, Transform]]) -> Labelled:
    """Make set B as `prepare_splits` does.

    outputs : the index of each output's experiment, and the transform of its scores.
    """
    sequences, in_b, scores = _joined(experiments)
    columns = [transform.apply(scores[in_b, experiment]) for experiment, transform in outputs]
    return Labelled(encode(sequences[in_b].tolist()), np.stack(columns, axis=1))


def replicate_pearson(letters: np.ndarray, measured: np.ndarray) -> float | None:
    """Correlate the two spots of probes (N, L) that were spotted twice: about the best that a model can reach.

    measured : (N,), NaN where missing. Each pair counts in both orders, since neither spot is the first. The result is
    None if fewer than `FEWEST_REPLICATES` probes have two scores.
    """
    known = ~np.isnan(measured)
    _, probe, spots = np.unique(letters[known], axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(probe, kind="stable")
    first = np.cumsum(spots)[spots == 2] - 2
    if len(first) < FEWEST_REPLICATES:
        return None
    pairs = measured[known][order][np.stack([first, first + 1])]
    return pearson(pairs.ravel(), pairs[::-1].ravel())


def rows_of(experiments: Sequence[Probes]) -> tuple[int, int]:
    """Count the rows of `prepare_splits`: of set A, for training and validation, and of set B."""
    in_b = _joined(experiments)[1]
    return int((~in_b).sum()), int(in_b.sum())


def _joined(experiments: Sequence[Probes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Join sequences (N,), sets (N,) and scores (N, E) of all experiments; a probe spotted twice keeps both rows."""
    if len(experiments) == 1:
        probes = experiments[0]
        return probes.sequences, probes.in_b, probes.scores[:, None]
    import pandas as pd

    columns = []
    for output, probes in enumerate(experiments):
        frame = pd.DataFrame({"sequence": probes.sequences, "in_b": probes.in_b, output: probes.scores})
        frame["spot"] = frame.groupby("sequence").cumcount()
        columns.append(frame.set_index(["sequence", "in_b", "spot"]))
    table = pd.concat(columns, axis=1).sort_index(kind="stable").reset_index()
    sequences, in_b = table["sequence"].to_numpy(str), table["in_b"].to_numpy(bool)
    kept = in_b | ~np.isin(sequences, np.unique(sequences[in_b]))
    return sequences[kept], in_b[kept], table[list(range(len(experiments)))].to_numpy(np.float32)[kept]
