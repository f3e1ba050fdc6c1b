"""Flip one bit in each kind of file that is kept: what comes back is what was kept, or nothing, or one sentence."""

import shutil

import numpy as np
import pytest

import core
from core.__main__ import main
from core.data import staging, store
from core.errors import DataError, SequenceError
from core.rna_scan import link as packed
from core.sequence import NamedRna
from core.settings import settings
from core.storage import cache
from core.structure import cache as structure_cache
from core.training.checkpoints import SIGNATURE, Keeper, State, listed

RNA, OTHER = "GGACUUAGCAUGCUAAGCAUUGG", "GGGGAAAACCCC"
SOME = 25
"""Places of a file that are tried, beside those where the kept values stand."""


def flip(path, place):
    """Flip one bit of the byte at a place of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << place % 8
    path.write_bytes(content)


def places(path, value=b"", seed=0):
    """Return places of a file to flip: some anywhere, and some in each piece of a value that stands in it."""
    content = path.read_bytes()
    anywhere = np.random.default_rng(seed).integers(0, len(content), SOME).tolist()
    first = content.find(value) if value else -1
    return anywhere + (list(range(first, first + len(value), max(1, len(value) // 40))) if first >= 0 else [])


@pytest.fixture
def each_flip(tmp_path):
    """Give a folder's file back as it was before each flip of one bit in it."""

    def flips(folder, name, value=b""):
        shutil.copytree(folder, tmp_path / "whole")
        for place in places(folder / name, value):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "whole", folder)
            flip(folder / name, place)
            yield place

    return flips


def forget_open_cache():
    cache._open(settings().cache).close()
    cache._open.cache_clear()


@pytest.mark.parametrize("size", [6, 20_000], ids=["in the index", "in a file of its own"])
def test_a_kept_result_with_one_bit_flipped_is_computed_again(each_flip, size):
    kept = np.random.default_rng(0).random(size, np.float32)
    cache.keep(("one",), kept)
    cache.keep(("two",), kept + 1)
    forget_open_cache()
    folder = settings().cache
    file = next(path for path in folder.rglob("*") if path.is_file() and kept.tobytes()[:4000] in path.read_bytes())
    missed = 0
    for _ in each_flip(folder, file.relative_to(folder), kept.tobytes()[:4000]):
        found = cache.recall(("one",))
        assert found is None or np.array_equal(found, kept)
        other = cache.recall(("two",))
        assert other is None or np.array_equal(other, kept + 1)
        missed += found is None
        np.testing.assert_array_equal(cache.remembered(("one",), lambda: kept), kept)
        forget_open_cache()
    assert missed > 10


def test_a_result_under_another_key_is_not_taken():
    sealed = cache.seal(("one",), 1.5)
    assert cache.unseal(("one",), sealed) == 1.5
    assert cache.unseal(("two",), sealed) is None
    assert cache.unseal(("one",), 1.5) is None


def test_a_damaged_result_is_dropped_and_kept_anew():
    store = cache._open(settings().cache)
    cache.keep(("one",), 1.5)
    sealed = bytearray(store[("one",)])
    sealed[-3] ^= 1
    store[("one",)] = bytes(sealed)
    assert cache.recall(("one",)) is None
    assert ("one",) not in store
    assert cache.remembered(("one",), lambda: 2.5) == 2.5
    assert cache.recall(("one",)) == 2.5


def test_a_kept_fold_with_one_bit_flipped_is_folded_again(each_flip):
    kept = {rna: np.linspace(0, 1, 5 * len(rna), dtype=np.float32).tobytes() for rna in (RNA, OTHER)}
    structure_cache.keep(kept, "turner2004")
    missed = 0
    for _ in each_flip(settings().cache / "folds", "folds.sqlite", kept[RNA]):
        found = structure_cache.look_up(kept, "turner2004")
        assert found.items() <= kept.items()
        missed += RNA not in found
        structure_cache.keep(kept, "turner2004")
        assert structure_cache.look_up(kept, "turner2004") == kept
    assert missed >= 40


def test_kept_rnas_with_one_bit_flipped_are_refused_until_they_are_kept_again(each_flip, refuses):
    rng = np.random.default_rng(0)
    rnas = tuple(NamedRna(name, "".join(rng.choice([*"ACGU"], 20_000))) for name in ("utr1", "utr2"))
    link = packed.pack(rnas)
    assert packed.unpack(link) == rnas
    (file,) = settings().rnas.iterdir()
    for _ in each_flip(settings().rnas, file.name):
        with refuses(SequenceError):
            packed.unpack(link)
    assert packed.pack(rnas) == link
    assert packed.unpack(link) == rnas


def test_a_kept_training_with_one_bit_flipped_is_begun_anew(each_flip):
    keeper = Keeper("k", {"what": "x"})
    state = State({"what": "x", "epochs": [1, 2]}, {"model 0": np.linspace(0, 1, 50, dtype=np.float32)})
    keeper.keep(state)
    for place in each_flip(settings().trainings, keeper.path.name, keeper.path.read_bytes()):
        found, size = keeper.kept(), keeper.path.stat().st_size
        in_signature = size - 32 - len(SIGNATURE) <= place < size - 32
        assert (found is not None) == in_signature  # then it reads as a file of older code: whole, without a checksum
        assert len([*listed()]) == in_signature
    keeper.path.write_bytes(keeper.path.read_bytes()[: -32 - len(SIGNATURE)])
    keeper.keep(state)
    assert keeper.kept().about == state.about


def test_a_training_that_older_code_kept_goes_on():
    keeper = Keeper("k", {"what": "x"})
    keeper.keep(State({"epochs": [1]}, {"model 0": np.ones(3)}))
    keeper.path.write_bytes(keeper.path.read_bytes()[: -32 - len(SIGNATURE)])
    assert keeper.kept().about == {"what": "x", "epochs": [1]}


TABLE = "seq,set,X1,X2\nACGUA,A,1.5,1\nGGUUC,B,2.5,2\nCCAAA,A,3.5,\n"


def imported(folder, text=TABLE, name="mine.csv"):
    (folder / name).write_text(text)
    core.import_file(folder / name)
    return store.locate("X1")


def test_kept_measurements_with_one_bit_flipped_are_refused_by_name(tmp_path, each_flip, wording):
    path = imported(tmp_path)
    whole = {name: store.load(name) for name in ("X1", "X2")}
    refused = 0
    for _ in each_flip(path.parent, path.name, path.read_bytes()):
        for name, probes in whole.items():
            try:
                assert store.load(name).digest == probes.digest
            except DataError as error:
                wording(str(error))
                refused += 1
    assert refused > SOME
    imported(tmp_path)
    assert store.load("X1").digest == whole["X1"].digest


def test_a_description_with_one_bit_flipped_is_refused_by_name(tmp_path, each_flip, refuses):
    path = imported(tmp_path).with_suffix(".json")
    (before,) = [one for one in store.datasets() if one.layout != store.SIMULATED]
    gone = 0
    for place in each_flip(path.parent, path.name, path.read_bytes()):
        listed = [one for one in store.datasets() if one.layout != store.SIMULATED]
        assert listed in ([], [before]), place
        if not listed:
            gone += 1
            with refuses(DataError):
                store.load("X1")
    assert gone > SOME


@pytest.mark.parametrize("both", [False, True], ids=["the description", "the measurements too"])
def test_an_older_import_does_not_answer_for_a_damaged_one(tmp_path, capsys, both, refuses, wording):
    imported(tmp_path, "seq,set,X1,Y\nAC,A,7,1\nGG,B,8,1\n", "older.csv")
    path = imported(tmp_path)
    flip(path.with_suffix(".json"), 40)
    if both:
        path.write_bytes(b"x")
    with refuses(DataError):
        store.load("X1")
    if not both:
        assert store.load("Y").scores.tolist() == [1, 1]
    ((_, sentence),) = store.damaged()
    wording(sentence, path.with_suffix(".json"))
    assert main(["datasets"]) == 0
    wording.within(capsys.readouterr().err, "damaged", "measurements")
    path.with_suffix(".json").unlink()
    assert store.load("X1").scores.tolist() == [7, 8]


def test_a_preview_with_one_bit_flipped_is_not_kept(tmp_path, each_flip):
    (tmp_path / "mine.csv").write_text(TABLE)
    digest = core.preview_file(tmp_path / "mine.csv", lay_aside=True).digest
    folder = settings().home / "staged"
    whole = staging.probes(digest, "X2").digest
    for name in (f"{digest}.json", f"{digest}.parquet"):
        shutil.rmtree(tmp_path / "whole", ignore_errors=True)
        for _ in each_flip(folder, name, (folder / name).read_bytes()):
            try:
                core.keep_previewed(digest, ["X2"])
                assert store.load("X2").digest == whole
                core.remove_dataset(store.locate("X2").stem)
            except DataError as error:
                assert "damaged" in str(error) or "in this preview" in str(error)
        shutil.copy(tmp_path / "whole" / name, folder / name)


def test_measurements_that_older_code_kept_are_compared_with_their_name(tmp_path, monkeypatch, refuses):
    from core.data import probe_file

    with monkeypatch.context() as patch:
        patch.setattr(probe_file, "digests_of", lambda *_: {})
        path = imported(tmp_path)
    assert probe_file.digests(path) == {}
    assert store.load("X1").scores.tolist() == [1.5, 2.5, 3.5]
    path.rename(path.with_name(f"{'0' * 64}.parquet"))
    path.with_suffix(".json").rename(path.with_name(f"{'0' * 64}.json"))
    with refuses(DataError):
        store.load("X1")
