import csv

import numpy as np
import pytest

import core
from core.errors import AppError, DataError
from core.exports import probes_table
from core.library.probes import choose_rows, clean_motif, tabulate
from core.library.test_set import TestScores

SEQUENCES = np.array(["AAUGCAUGAA", "GGGGCCCC", "UGCACG", "AAAAAAAAAAAA"])
SCORES = TestScores(SEQUENCES, np.array([2.0, 0.5, 1.0, -1.0]), np.array([1.5, 1.0, 1.0, -2.0]), 0.9)


@pytest.fixture
def probes():
    return tabulate(SCORES, "UGCAUG")


def test_columns_are_known_by_hand(probes):
    assert probes.residual.tolist() == [0.5, -0.5, 0.0, 1.0]
    assert probes.mismatches.tolist() == [0, 4, 1, 5]
    assert probes.gc.tolist() == [pytest.approx(3 / 10), 1.0, pytest.approx(4 / 6), 0.0]
    assert probes.length.tolist() == [10, 8, 6, 12]
    assert (probes.motif, probes.pearson) == ("UGCAUG", 0.9)


def test_letters_of_a_motif_stand_for_several():
    assert tabulate(SCORES, "UGCAYG").mismatches.tolist()[2] == 0
    assert tabulate(SCORES, "nnn").mismatches.tolist() == [0, 0, 0, 0]
    assert tabulate(SCORES, None).mismatches is None


def test_without_filters_all_rows_stay_in_their_order(probes):
    assert choose_rows(probes).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"ranges": {"measured": (0.5, None)}}, [0, 1, 2]),
        ({"ranges": {"measured": (0.5, 1.0)}}, [1, 2]),
        ({"ranges": {"measured": (None, 0.5), "length": (9, None)}}, [3]),
        ({"ranges": {"mismatches": (0, 0)}}, [0]),
        ({"contains": "ugca"}, [0, 2]),
        ({"contains": "UGCANG", "ranges": {"length": (7, None)}}, [0]),
        ({"region": [(0, 0), (1.0, 1.0)]}, [1, 2]),
        ({"region": [(1.0, 1.0), (0, 0)]}, [1, 2]),
        ({"region": [(-2, -3), (-2, 0), (0.9, 1.2), (0.9, -3)]}, [1, 3]),
        ({"region": [(5, 5), (6, 6)]}, []),
        ({"order": [("measured", True)]}, [0, 2, 1, 3]),
        ({"order": [("predicted", True), ("length", False)]}, [0, 2, 1, 3]),
        ({"order": [("predicted", True), ("length", True)]}, [0, 1, 2, 3]),
        ({"order": [("sequences", False)]}, [3, 0, 1, 2]),
    ],
)
def test_rows_pass_every_filter_in_the_order_asked_for(probes, asked, rows):
    assert choose_rows(probes, **asked).tolist() == rows


def test_ties_keep_their_order_both_ways(probes):
    assert choose_rows(probes, order=[("predicted", False)]).tolist() == [3, 1, 2, 0]
    assert choose_rows(probes, order=[("predicted", True)]).tolist() == [0, 1, 2, 3]


def test_a_column_that_there_is_not_is_said(probes, refuses):
    with refuses(AppError, "'colour'"):
        choose_rows(probes, order=[("colour", True)])
    with pytest.raises(AppError, match="no column 'pearson'"):
        choose_rows(probes, {"pearson": (0, 1)})


@pytest.mark.parametrize("motif", ["", "UGC4", "UGC-AUG", "A" * 42])
def test_a_motif_of_other_letters_is_said(motif, refuses):
    with refuses(AppError, "1 to 41 IUPAC"):
        clean_motif(motif)


def test_the_file_holds_the_rows_in_their_order(probes):
    rows = list(csv.DictReader(probes_table(probes, np.array([2, 0])).csv.splitlines()))
    assert [row["sequence"] for row in rows] == ["UGCACG", "AAUGCAUGAA"]
    assert rows[1]["measured"] == "2" and rows[1]["residual"] == "0.5"
    assert rows[0]["mismatches_to_UGCAUG"] == "1" and rows[0]["length"] == "6"
    assert rows[0]["gc"] == "0.666667"
    assert "mismatches" not in probes_table(tabulate(SCORES, None), np.array([0])).csv


def test_the_table_of_an_experiment_is_set_b_with_the_models_best_motif(trained):
    scores = core.test_scores(trained)
    probes = core.list_probes(trained)
    assert probes.sequences is scores.sequences and probes.pearson == scores.pearson
    assert probes.motif == core.card(trained).top_kmers[0][0] == next(iter(core.motifs_of(trained)))
    assert core.list_probes(trained, "GCAUG").motif == "GCAUG"


def test_the_other_transform_is_that_of_the_training_probes(trained):
    log, clip = core.test_scores(trained), core.test_scores(trained, "clip")
    assert (clip.predicted == log.predicted).all()
    order = np.argsort(log.measured)
    assert (np.diff(clip.measured[order]) >= 0).all()  # both transforms are monotonic
    assert clip.pearson == pytest.approx(np.corrcoef(clip.measured, clip.predicted)[0, 1], abs=1e-5)
    assert clip.pearson != log.pearson
    assert core.test_scores(trained, "log").measured is log.measured
    with pytest.raises(DataError, match="use log or clip"):
        core.test_scores(trained, "sqrt")


def test_the_other_transform_equals_that_of_a_model_trained_on_it(trained):
    from core.data import store
    from core.training.splits import prepare_splits

    splits = prepare_splits(
        [store.load(trained)], "clip", "sequence", "regression", core.card(trained).spec["seed"], None
    )
    np.testing.assert_array_equal(core.test_scores(trained, "clip").measured, splits.test.binding_scores[:, 0])
