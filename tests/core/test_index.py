"""What is read again of a folder of files, and that nothing is missed."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace

import pytest

from core.storage import index
from core.storage.index import Index, Kind


class Texts:
    """An index of text files, grouped by their first letter; ``read`` lists what was read."""

    def __init__(self, folder):
        self.folder, self.read = folder, []
        self.index = Index(
            folder, Kind(".txt", self._read, lambda path, error: f"?{error.errno}", lambda text: text[:1])
        )

    def _read(self, path):
        self.read.append(path.name)
        return path.read_text()

    def write(self, name, text):
        """Put a whole file in place, as the app does."""
        draft = self.folder / f".{name}-draft"
        draft.write_text(text)
        draft.replace(self.folder / name)

    def found(self, group=None):
        """What the files hold, and which of them were read for it; what is changed afterwards bears another time."""
        self.read.clear()
        contents = self.index.contents(group)
        seen = time.time_ns()
        while (clock := self.folder.with_name("clock")).write_text("") or clock.stat().st_mtime_ns <= seen:
            pass
        return contents.found, sorted(self.read)


@pytest.fixture
def settled(monkeypatch):
    """A file system whose times tell every change from the next."""
    monkeypatch.setattr(index, "SETTLED", 0)


@pytest.fixture
def texts(tmp_path, settled):
    made = Texts(tmp_path)
    for name, text in (("a1.txt", "a first"), ("a2.txt", "a second"), ("b.txt", "b"), ("other.json", "{}")):
        made.write(name, text)
    return made


ALL = {"a1.txt": "a first", "a2.txt": "a second", "b.txt": "b"}


def test_each_file_is_read_once(texts):
    assert texts.found() == (ALL, list(ALL))
    for group in (None, "a", "b", "c"):
        assert texts.found(group) == (ALL, [])
    assert texts.index.look("a1.txt") == "a first" and texts.read == []
    assert texts.index.contents() is texts.index.contents("b"), "what is arranged of it need not be arranged again"


@pytest.mark.parametrize("group", [None, "a", "b"])
def test_of_a_file_that_was_replaced_that_one_is_read(texts, group):
    before = texts.index.contents()
    texts.write("a2.txt", "a newer")
    assert texts.found(group) == ({**ALL, "a2.txt": "a newer"}, ["a2.txt"])
    assert before.found == ALL, "what was given away stays as it was"


@pytest.mark.parametrize("group", [None, "a", "b"])
def test_files_that_come_and_go_are_seen(texts, group):
    texts.found()
    texts.write("c.txt", "c")
    (texts.folder / "b.txt").unlink()
    kept = {name: text for name, text in ALL.items() if name != "b.txt"}
    assert texts.found(group) == ({**kept, "c.txt": "c"}, ["c.txt"])
    (texts.folder / "a1.txt").rename(texts.folder / "z.txt")
    assert texts.found(group) == ({"a2.txt": "a second", "c.txt": "c", "z.txt": "a first"}, ["z.txt"])


def test_what_somebody_writes_into_a_file_that_stays_is_seen_by_who_asks_for_it(texts):
    """An editor that writes in place changes nothing of the folder."""
    texts.found()
    (texts.folder / "a1.txt").write_text("a edited")
    assert texts.found("b") == (ALL, [])
    assert texts.found("a")[0]["a1.txt"] == "a edited"
    (texts.folder / "b.txt").write_text("b edited")
    assert texts.found()[0]["b.txt"] == "b edited"


def test_a_file_that_was_looked_at_alone_is_in_the_list_too(texts):
    texts.found()
    texts.write("a1.txt", "a newer")
    assert texts.index.look("a1.txt") == "a newer"
    assert texts.found("b") == ({**ALL, "a1.txt": "a newer"}, [])
    assert texts.index.look("none.txt") is None


def test_of_a_file_that_was_just_written_no_time_is_trusted(texts, monkeypatch):
    """On a file system that counts seconds a file may change twice, and neither its size nor its times tell."""
    stat = (texts.folder / "b.txt").stat()
    monkeypatch.setattr(index, "_stat", lambda _: stat)
    monkeypatch.setattr(index, "SETTLED", 3600 * 10**9)
    texts.found()
    (texts.folder / "b.txt").write_text("B")
    assert texts.found() == ({**ALL, "b.txt": "B"}, list(ALL))
    assert texts.index.look("b.txt") == "B"
    contents = texts.index.contents()
    assert texts.index.contents() is contents, "the same again is no change"


def test_a_folder_that_just_changed_is_listed_again(texts, monkeypatch):
    texts.found()
    stat, look = texts.folder.stat(), index._stat
    at = stat.st_mtime_ns
    monkeypatch.setattr(index, "_stat", lambda file: stat if file == texts.folder else look(file))
    texts.write("c.txt", "c")
    assert "c.txt" not in texts.found("b")[0], "the times of the folder are those of before"
    monkeypatch.setattr(index, "SETTLED", time.time_ns() - at + 3600 * 10**9)
    assert "c.txt" in texts.found("b")[0]


@pytest.mark.parametrize("field", ["st_ino", "st_size", "st_mtime_ns", "st_ctime_ns"])
def test_anything_that_is_other_is_a_change(field, settled):
    """A file that takes the place of another may have its size and times; a file written into keeps its number."""
    fields = dict.fromkeys(("st_ino", "st_size", "st_mtime_ns", "st_ctime_ns"), 5)
    before, same, after = (SimpleNamespace(**{**fields, field: value}) for value in (5, 5, 6))
    assert index._stamp(before) == index._stamp(same) != index._stamp(after)


def test_a_folder_may_come_and_go(tmp_path, settled):
    texts = Texts(tmp_path / "later")
    assert texts.found() == ({}, [])
    texts.folder.mkdir()
    texts.write("b.txt", "b")
    assert texts.found("b") == ({"b.txt": "b"}, ["b.txt"])
    shutil.rmtree(texts.folder)
    assert texts.found("b") == ({}, [])


def test_a_file_that_is_locked_is_read_again_each_time(texts, monkeypatch):
    def locked(path):
        raise PermissionError(13, "locked")

    monkeypatch.setattr(texts.index, "_kind", texts.index._kind._replace(read=locked))
    assert texts.found()[0] == dict.fromkeys(ALL, "?13")
    monkeypatch.undo()
    monkeypatch.setattr(index, "SETTLED", 0)
    assert texts.found()[0] == ALL


def test_a_file_that_goes_while_it_is_read_is_not_there(texts, monkeypatch):
    def gone(path):
        path.unlink()
        return path.read_text()

    monkeypatch.setattr(texts.index, "_kind", texts.index._kind._replace(read=gone))
    assert texts.found()[0] == {}


def test_more_files_than_any_cache_has_room_for_are_read_once(tmp_path, settled):
    texts = Texts(tmp_path)
    for number in range(5000):
        (tmp_path / f"{number}.txt").touch()
    assert len(texts.found()[1]) == 5000
    assert texts.found("x")[1] == [] == texts.found()[1]


def write_many(folder, letter, count):
    texts = Texts(folder)
    for number in range(count):
        texts.write(f"{letter}{number % 7}.txt", f"{letter} {number}")


def test_what_other_processes_write_meanwhile_is_seen(tmp_path):
    """Without waiting for times to settle: two processes replace seven files each, as fast as they can."""
    texts, context = Texts(tmp_path), get_context("spawn")
    writers = [context.Process(target=write_many, args=(tmp_path, letter, 40)) for letter in "ab"]
    with ThreadPoolExecutor(4) as askers:
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            for contents in askers.map(texts.index.contents, ("a", "b", None, "a")):
                assert all(text.startswith(name[0]) for name, text in contents.found.items())
        for writer in writers:
            writer.join()
            assert writer.exitcode == 0
    last = {f"{letter}{number % 7}.txt": f"{letter} {number}" for letter in "ab" for number in range(40)}
    assert texts.index.contents("a").found == last == texts.index.contents().found
