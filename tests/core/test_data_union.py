"""Experiments of different probes as one table: the same as a naive dictionary makes of them."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import records
from core.data.records import ProbeTable
from core.data.union import union


def measured(name, rows):
    sequences, in_b, scores = zip(*rows, strict=True)
    return name, np.array(sequences, "U41"), np.array(in_b), np.array(scores, np.float32)


def test_the_same_probe_is_one_row_and_what_was_not_measured_is_nan():
    table = union(
        [
            measured("one", [("ACGU", False, 1), ("GG", True, 2)]),
            measured("two", [("GG", False, 3), ("ACGU", False, 4)]),
        ]
    )
    assert table.sequences.tolist() == ["ACGU", "GG", "GG"]
    assert table.in_b.tolist() == [False, True, False]
    np.testing.assert_array_equal(table.scores["one"], np.array([1, 2, np.nan], np.float32))
    np.testing.assert_array_equal(table.scores["two"], np.array([4, np.nan, 3], np.float32))


def test_spots_of_one_sequence_stay_apart():
    table = union([measured("one", [("GG", False, 1), ("GG", False, 2)]), measured("two", [("GG", False, 3)])])
    assert table.sequences.tolist() == ["GG", "GG"]
    np.testing.assert_array_equal(table.scores, np.array([[1, 3], [2, np.nan]], np.float32))


row = st.tuples(st.sampled_from(["A", "C", "AC", "CA"]), st.booleans(), st.integers(0, 9))


@settings(max_examples=50)
@given(st.lists(st.lists(row, min_size=1, max_size=12), min_size=1, max_size=4))
def test_union_is_that_of_a_naive_loop(experiments):
    expected = {}
    for column, rows in enumerate(experiments):
        seen = {}
        for sequence, in_b, score in rows:
            spot = seen[sequence, in_b] = seen.get((sequence, in_b), 0) + 1
            scores = expected.setdefault((sequence, in_b, spot), [np.nan] * len(experiments))
            scores[column] = score
    table = union(measured(f"E{i}", rows) for i, rows in enumerate(experiments))
    assert list(zip(table.sequences.tolist(), table.in_b.tolist(), strict=True)) == [key[:2] for key in expected]
    np.testing.assert_array_equal(table.scores.to_numpy(), np.array(list(expected.values()), np.float32))


@pytest.mark.parametrize("rows_at_once", range(1, 8))
def test_digest_is_that_of_the_whole_content_in_one(rows_at_once, monkeypatch):
    """Datasets are named by it and model cards carry it, so it must never change."""
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(20, 3)).astype(np.float32)
    scores[rng.random((20, 3)) < 0.3] = np.nan
    sequences = np.array(["ACGU"[: 1 + i % 4] for i in range(20)])
    in_b = np.arange(20) % 3 == 0
    parts = ["\n".join(sequences.tolist()).encode(), np.packbits(in_b).tobytes()]
    parts += [np.where(np.isnan(scores), np.float32("nan"), scores).astype("<f4").tobytes(), b"X\nY\nZ"]
    table = ProbeTable(sequences, in_b, pd.DataFrame(scores, columns=["X", "Y", "Z"]))
    monkeypatch.setattr(records, "_ROWS", rows_at_once)
    assert table.digest == hashlib.sha256(b"\0".join(parts)).hexdigest()
