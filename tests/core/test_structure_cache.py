"""What was folded before is found again, and nothing about its store can break folding."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.sequence import PAD, decode, encode
from core.settings import settings
from core.structure import cache
from core.structure import fold as structure
from core.structure.fold import fold, fold_letters

RNAS = ["GGGGAAAACCCC", "GGACUUAGCAUGCUAAGCAUUGG", "ACGU"]


@pytest.fixture
def folded(monkeypatch):
    """The RNAs that are folded, in order, and not looked up."""
    calls = []

    def fold_chunk(rnas, energies, really=structure._fold_chunk):
        calls.extend(rnas)
        return really(rnas, energies)

    monkeypatch.setattr(structure, "_fold_chunk", fold_chunk)
    return calls


def store_file():
    return settings().cache / "folds" / "folds.sqlite"


def blobs(rnas):
    """A value of the right length for each RNA."""
    return {rna: np.full(5 * len(rna), row, np.float32).tobytes() for row, rna in enumerate(rnas)}


def some_rnas(n):
    return decode(np.indices((4,) * 6, np.int8).reshape(6, -1).T[:n])


def test_what_was_kept_is_found_and_nothing_else():
    kept = blobs(RNAS)
    cache.keep(kept, "turner2004")
    assert cache.look_up([*RNAS, "GGG"], "turner2004") == kept
    assert cache.look_up(RNAS[:1], "turner2004") == {RNAS[0]: kept[RNAS[0]]}


def test_other_energies_are_another_fold():
    cache.keep(blobs(RNAS), "turner2004")
    assert cache.look_up(RNAS, "turner1999") == {}
    others = {rna: contexts[::-1] for rna, contexts in blobs(RNAS).items()}
    cache.keep(others, "turner1999")
    assert cache.look_up(RNAS, "turner1999") == others
    assert cache.look_up(RNAS, "turner2004") == blobs(RNAS)


def test_an_rna_is_folded_once_and_comes_back_to_the_last_bit(folded):
    letters = encode([*RNAS, RNAS[0]])
    first = fold_letters(letters)
    assert folded == RNAS
    np.testing.assert_array_equal(fold_letters(letters), first)
    np.testing.assert_array_equal(fold_letters(letters[[2, 0]]), first[[2, 0]])
    assert folded == RNAS
    for rna, contexts in zip(RNAS, first, strict=False):
        np.testing.assert_array_equal(contexts[: len(rna)], np.transpose(fold(rna)).astype(np.float32))


def test_only_what_is_missing_is_folded(folded):
    fold_letters(encode(RNAS[:2]))
    contexts = fold_letters(encode(RNAS))
    assert folded == RNAS
    np.testing.assert_array_equal(contexts[2, :4], np.transpose(fold(RNAS[2])).astype(np.float32))


def test_padding_does_not_make_another_rna(folded):
    letters = encode(RNAS[:1], 12)
    contexts = fold_letters(letters)
    gapped = np.insert(letters, 4, PAD, axis=1)
    np.testing.assert_array_equal(np.delete(fold_letters(gapped), 4, axis=1), contexts)
    assert folded == RNAS[:1]


def test_progress_counts_remembered_rows_at_once():
    fold_letters(encode(RNAS[:1]))
    told = []
    fold_letters(encode([RNAS[0], RNAS[1], RNAS[0], RNAS[1], RNAS[1]]), lambda *progress: told.append(progress))
    assert told == [(2, 5), (5, 5)]
    told.clear()
    fold_letters(encode([RNAS[0], RNAS[1], RNAS[0]]), lambda *progress: told.append(progress))
    assert told == [(3, 3)]


def test_what_was_folded_before_a_cancel_is_kept(folded, monkeypatch):
    monkeypatch.setattr(structure, "CHUNK", 1)

    def cancel(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fold_letters(encode(RNAS), cancel)
    assert folded == RNAS[:2]
    fold_letters(encode(RNAS))
    assert folded == RNAS


def test_the_oldest_are_dropped(monkeypatch):
    monkeypatch.setattr(cache, "MOST", 10)
    rnas = some_rnas(25)
    for start in range(0, 25, 5):
        cache.keep(blobs(rnas[start : start + 5]), "turner2004")
    assert set(cache.look_up(rnas, "turner2004")) == set(rnas[15:])


def test_many_at_once_lose_nothing(monkeypatch):
    monkeypatch.setattr(cache, "PATIENCE", 60)
    parts = [some_rnas(4096)[start : start + 64] for start in range(0, 4096, 64)]

    def keep_and_look_up(part):
        cache.keep(blobs(part), "turner2004")
        return cache.look_up(part, "turner2004") == blobs(part)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(keep_and_look_up, parts))
    assert len(cache.look_up(some_rnas(4096), "turner2004")) == 4096


def test_the_folder_can_be_deleted_at_any_time(folded):
    contexts = fold_letters(encode(RNAS))
    shutil.rmtree(settings().cache)
    np.testing.assert_array_equal(fold_letters(encode(RNAS)), contexts)
    np.testing.assert_array_equal(fold_letters(encode(RNAS)), contexts)
    assert folded == RNAS * 2


def test_where_nothing_can_be_kept_each_time_is_folded(tmp_path, monkeypatch, folded):
    contexts = fold_letters(encode(RNAS))
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GIA_HOME", str(tmp_path / "file"))
    for _ in range(2):
        np.testing.assert_array_equal(fold_letters(encode(RNAS)), contexts)
    assert folded == RNAS * 3


@pytest.mark.parametrize("bytes_left", [0, 100, 4096 + 100])
def test_a_damaged_file_is_begun_anew(folded, bytes_left):
    contexts = fold_letters(encode(RNAS))
    store_file().write_bytes(store_file().read_bytes()[:bytes_left] + b"damaged" * 100)
    for _ in range(3):
        np.testing.assert_array_equal(fold_letters(encode(RNAS)), contexts)
    assert folded == RNAS * 2


def test_a_fold_that_lost_bytes_is_folded_again(folded):
    contexts = fold_letters(encode(RNAS))
    with sqlite3.connect(store_file()) as store:
        store.execute("UPDATE folds SET contexts = substr(contexts, 1, 40) WHERE rna = ?", (RNAS[1],))
    store.close()
    np.testing.assert_array_equal(fold_letters(encode(RNAS)), contexts)
    assert folded == [*RNAS, RNAS[1]]
    fold_letters(encode(RNAS))
    assert folded == [*RNAS, RNAS[1]]


def test_a_store_that_another_process_holds_is_read_but_not_waited_for(folded, monkeypatch):
    contexts = fold_letters(encode(RNAS[:2]))
    monkeypatch.setattr(cache, "PATIENCE", 0)
    other = sqlite3.connect(store_file())
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        np.testing.assert_array_equal(fold_letters(encode(RNAS))[:2], contexts)
    other.close()
    assert folded == [*RNAS, RNAS[2]]
