"""Files that are whole or not there, and what is swept."""

import errno
import json
import os
import time

import pytest

from core.errors import DataError
from core.storage import files


def test_an_interrupted_write_leaves_what_was_there(tmp_path):
    path = tmp_path / "kept.json"
    files.write_json(path, {"a": "ß"})

    def write_half(file):
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write_whole(path, write_half)
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": "ß"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept.json"]


def test_a_file_takes_the_place_of_the_one_before_in_a_folder_that_is_made(tmp_path):
    path = tmp_path / "new" / "folder" / "file"
    files.write_whole(path, b"one")
    files.write_whole(path, lambda file: file.write(b"two"))
    assert path.read_bytes() == b"two" and [*path.parent.iterdir()] == [path]


def test_what_a_disk_refuses_says_why_and_what_to_do(tmp_path, refuses):
    (tmp_path / "file").write_text("no folder")
    with refuses(DataError, "file/in"):
        files.write_whole(tmp_path / "file" / "in" / "it", b"")

    def full(file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with refuses(DataError):
        files.write_whole(tmp_path / "it", full)
    with pytest.raises(DataError, match="no strerror"), files.disk_errors(tmp_path):
        raise OSError("no strerror")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_files_and_folders_that_are_old_and_left_are_swept(tmp_path):
    (tmp_path / "folder" / "in").mkdir(parents=True)
    (tmp_path / "folder" / "in" / "file").write_text("")
    for name in ("file", "needed", "new"):
        (tmp_path / name).write_text("")
    for name in ("folder", "file", "needed"):
        os.utime(tmp_path / name, (time.time() - files.DAY - 60,) * 2)
    files.sweep(tmp_path, is_left=lambda path: path.name != "needed")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["needed", "new"]
    files.sweep(tmp_path / "nowhere")
