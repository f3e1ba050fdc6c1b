"""Downloads from a server on this machine: whole or not there, resumed or begun anew, and every way to fail."""

import gzip
import hashlib
import io
import threading
import zipfile
from functools import partial
from pathlib import Path

import h5py
import numpy as np
import pytest
from file_server import DATA, Server

from core.data import download as downloads
from core.data.download import Source, download
from core.errors import DataError
from core.settings import settings

BY_HAND = r"or fetch http://\S+ in a browser and import what it saves: python -m core import PATH\.$"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "CHUNK", 10_000)
    with Server() as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "downloads"


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def cut_off(server, folder, after=70_000):
    """Start a download that breaks after so many bytes."""
    server.stop_after = after
    with pytest.raises(DataError, match="cut the connection before the end"):
        download(server.url(), folder)
    server.stop_after = None


def test_file_arrives_whole_with_progress(server, folder):
    seen = []
    path = download(server.url(), folder, lambda done, total: seen.append((done, total)))
    assert path == folder / "norm_data.txt.gz"
    assert path.read_bytes() == DATA
    assert names(folder) == ["norm_data.txt.gz"]
    assert seen[0] == (0, len(DATA))
    assert seen[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert len(seen) > 10


def test_files_are_asked_for_as_they_are(server, folder):
    download(server.url(), folder)
    assert server.headers[0]["Accept-Encoding"] == "identity"


def test_files_are_kept_in_the_users_folder(server):
    assert download(server.url()) == settings().home / "downloads" / "others" / "norm_data.txt.gz"


def test_a_server_that_does_not_tell_the_length(server, folder):
    server.length, seen = "none", []
    assert download(server.url(), folder, lambda done, total: seen.append(total)).read_bytes() == DATA
    assert set(seen) == {None}


def test_a_new_download_takes_the_place_of_the_old(server, folder):
    download(server.url(), folder)
    server.data = gzip.compress(b"newer")
    assert gzip.decompress(download(server.url(), folder).read_bytes()) == b"newer"
    assert names(folder) == ["norm_data.txt.gz"]


@pytest.mark.parametrize(
    ("etag", "date"), [('"one"', None), (None, "Sun, 22 Nov 2026 08:00:00 GMT"), ('W/"x"', "today")]
)
def test_a_broken_download_goes_on_where_it_stopped(server, folder, etag, date):
    server.etag, server.date = etag, date
    cut_off(server, folder)
    assert names(folder) == ["norm_data.txt.gz.part", "norm_data.txt.gz.part.json"]
    kept = (folder / "norm_data.txt.gz.part").stat().st_size
    assert 0 < kept <= 70_000
    seen = []
    assert download(server.url(), folder, lambda done, total: seen.append((done, total))).read_bytes() == DATA
    assert server.asked == [None, f"bytes={kept}-"]
    assert server.headers[-1]["If-Range"] == (date or etag)  # a weak ETag does not tell bytes apart
    assert seen[0] == (kept, len(DATA))
    assert seen[-1] == (len(DATA), len(DATA))
    assert names(folder) == ["norm_data.txt.gz"]


def test_a_download_can_break_more_than_once(server, folder):
    for _ in range(3):
        cut_off(server, folder, 50_000)
    assert download(server.url(), folder).read_bytes() == DATA


def changed_tag(server):
    server.etag, server.data = '"two"', gzip.compress(np.random.default_rng(1).bytes(150_000))


def changed_behind_ranges(server):
    server.etag, server.heeds_if_range = '"two"', False
    server.data = gzip.compress(np.random.default_rng(1).bytes(200_000))
    assert len(server.data) == len(DATA)


def changed_length(server):
    server.data = gzip.compress(np.random.default_rng(1).bytes(150_000))


def no_ranges(server):
    server.ranges = False


def nothing_to_compare(server):
    server.etag = None


@pytest.mark.parametrize("change", [changed_tag, changed_behind_ranges, changed_length, no_ranges, nothing_to_compare])
def test_another_file_or_a_server_without_ranges_is_a_clean_start(server, folder, change):
    if change is nothing_to_compare:
        change(server)
    cut_off(server, folder)
    change(server)
    assert download(server.url(), folder).read_bytes() == server.data
    assert names(folder) == ["norm_data.txt.gz"]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"url": "http://elsewhere/norm_data.txt.gz"}'])
def test_a_part_of_which_nothing_is_known_is_begun_anew(server, folder, note):
    folder.mkdir()
    (folder / "norm_data.txt.gz.part").write_bytes(b"of something else")
    (folder / "norm_data.txt.gz.part.json").write_text(note)
    assert download(server.url(), folder).read_bytes() == DATA
    assert server.asked == [None]


def test_a_part_that_is_complete_is_not_fetched_again(server, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(downloads.integrity, "check", lambda *_: 1 / 0)  # as if the program had ended just there
        with pytest.raises(ZeroDivisionError):
            download(server.url(), folder)
    assert download(server.url(), folder).read_bytes() == DATA
    assert server.asked == [None]


def test_a_cancelled_download_can_be_resumed(server, folder):
    def cancel(done, total):
        if done > 50_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(server.url(), folder, cancel)
    kept = (folder / "norm_data.txt.gz.part").stat().st_size
    assert kept > 50_000
    assert download(server.url(), folder).read_bytes() == DATA
    assert server.asked == [None, f"bytes={kept}-"]


def test_a_server_in_trouble_costs_nothing_that_was_there(server, folder, refuses):
    cut_off(server, folder)
    server.ranges, server.status = False, 503
    with refuses(DataError, "503 (Service Unavailable)"):
        download(server.url(), folder)
    server.ranges, server.status = True, 200
    assert download(server.url(), folder).read_bytes() == DATA
    assert server.asked[-1].startswith("bytes=")


def hdf5(shape=(50, 50)):
    file = io.BytesIO()
    with h5py.File(file, "w") as content:
        content["X_train"] = np.zeros(shape)
    return file.getvalue()


DAMAGED = {
    "gzip cut short": ("a.gz", DATA[:-100], r"what arrived is a damaged gzip file \(Compressed file ended"),
    "gzip broken": ("a.gz", DATA[:1000] + b"\0" * 100 + DATA[1100:], r"what arrived is a damaged gzip file"),
    "gzip under another name": ("a.txt", DATA[:-100], r"what arrived is a damaged gzip file"),
    "no gzip": ("a.gz", b"some text", r"what arrived is not a .gz file"),
    "HDF5 cut short": ("a.h5", hdf5()[:-5000], r"what arrived is a damaged HDF5 file"),
    "no HDF5": ("a.h5", DATA, r"what arrived is not a .h5 file"),
    "zip cut short": ("a.zip", b"PK\x03\x04 and no more", r"what arrived is a damaged zip archive"),
    "web page": ("a.txt", b"\n<!DOCTYPE html><p>Log in", r"a web page arrived instead of a file of measurements"),
    "nothing": ("a.txt", b"", r"nothing arrived"),
}


@pytest.mark.parametrize(("name", "data", "message"), DAMAGED.values(), ids=DAMAGED.keys())
def test_what_arrives_damaged_is_not_kept(server, folder, name, data, message):
    server.data = data
    with pytest.raises(DataError, match=rf"{name} is not kept: {message}.*{BY_HAND}"):
        download(server.url(name), folder)
    assert names(folder) == []


@pytest.mark.parametrize(("name", "data"), [("a.h5", hdf5()), ("a.csv", b"seq,X1\nAC,1\n"), ("a", DATA)])
def test_other_files_arrive_as_well(server, folder, name, data):
    server.data = data
    assert download(server.url(name), folder).read_bytes() == data


def test_a_length_that_is_too_short_is_a_damaged_file(server, folder):
    server.length = 1000
    with pytest.raises(DataError, match="damaged gzip file"):
        download(server.url(), folder)
    assert names(folder) == []


def test_a_length_that_is_too_long_is_a_broken_connection(server, folder):
    server.length = len(DATA) + 10
    with pytest.raises(DataError, match=r"cut the connection .*; download again to go on where it stopped, " + BY_HAND):
        download(server.url(), folder)
    assert "norm_data.txt.gz" not in names(folder)


def test_sha256_is_checked_when_it_is_given(server, folder, refuses):
    right = hashlib.sha256(DATA).hexdigest()
    assert download(server.url(), folder, sha256=right.upper()).read_bytes() == DATA
    with refuses(DataError, "SHA-256", right, "not 0123"):
        download(server.url(), folder, sha256="0123")
    assert names(folder) == ["norm_data.txt.gz"]


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8"])
def test_a_web_page_is_refused_before_it_is_fetched(server, folder, kind, refuses):
    server.kind = kind
    with refuses(DataError):
        download(server.url(), folder)
    assert names(folder) == []


def test_a_missing_file_is_refused(server, folder, refuses):
    server.status = 404
    with refuses(DataError, "404 (Not Found)"):
        download(server.url(), folder)
    assert names(folder) == []


def test_a_server_that_is_not_there_is_refused(server, folder, refuses):
    url = server.url()
    server.shutdown()
    server.server_close()
    with refuses(DataError, "127.0.0.1"):
        download(url, folder)
    assert names(folder) == []


def test_a_server_that_does_not_answer_is_refused(folder, monkeypatch, refuses):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(downloads, "TIMEOUTS", (0.2, 0.2))
    with Server() as server, refuses(DataError, "127.0.0.1"):
        download(server.url(), folder)  # it listens, but nothing serves


def test_a_server_that_is_not_trusted_is_refused(server, folder, refuses):
    with refuses(DataError, "127.0.0.1"):
        download(server.url().replace("http:", "https:"), folder)


@pytest.mark.parametrize("url", ["norm_data.txt.gz", "ftp://host/a.gz", "file:///etc/hosts", "http://", "http://[x/a"])
def test_what_is_no_address_is_refused(url, refuses):
    with refuses(DataError):
        download(url)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(server, folder, refuses):
    folder.mkdir()
    (folder / "norm_data.txt.gz.part").symlink_to("/dev/full")
    with refuses(DataError):
        download(server.url(), folder)
    assert "norm_data.txt.gz" not in names(folder)


def test_a_folder_that_cannot_be_made_is_said(server, tmp_path, refuses):
    (tmp_path / "file").write_text("no folder")
    with refuses(DataError):
        download(server.url(), tmp_path / "file" / "downloads")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a%20b.gz", "a_b.gz"),
        ("..", "download"),
        ("", "download"),
        (".hidden", "hidden"),
        ("%2e%2e%2fx.gz?y=/z", "x.gz"),
    ],
)
def test_the_name_of_the_file_is_made_safe(path, name):
    assert downloads._source(f"https://host/{path}").file_name == name


def archive(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as content:
        for name, data in members.items():
            content.writestr(name, data)
    return file.getvalue()


@pytest.fixture
def archived(server, monkeypatch):
    """A named source whose file comes in an archive."""
    source = Source(server.url("download/1"), "some-1.zip", "rnacompete2013.h5")
    monkeypatch.setitem(downloads.SOURCES, "koo", source)
    return server


def test_a_named_source_is_taken_out_of_its_archive(archived, folder):
    archived.data = archive({"Processed/rnacompete2013.h5": hdf5(), "README.txt": b"read me"})
    path = download("koo", folder)
    assert path == folder / "rnacompete2013.h5"
    assert path.read_bytes() == hdf5()
    assert names(folder) == ["rnacompete2013.h5"]


@pytest.mark.parametrize(
    ("members", "facts"),
    [
        ({"README.txt": b""}, ["rnacompete2013.h5", "README.txt"]),
        ({}, ["arrived", "download"]),
        ({"rnacompete2013.h5": b"text"}, ["what arrived"]),
    ],
)
def test_an_archive_without_a_good_file_is_not_kept(archived, folder, members, facts, refuses):
    archived.data = archive(members)
    with refuses(DataError, *facts):
        download("koo", folder)
    assert names(folder) == []


def test_a_damaged_archive_is_not_kept(archived, folder):
    good = archive({"rnacompete2013.h5": hdf5()})
    place = good.index(b"rnacompete2013.h5") + 30
    archived.data = good[:place] + b"\xff" * 8 + good[place + 8 :]
    with pytest.raises(DataError, match="damaged zip archive"):
        download("koo", folder)
    assert names(folder) == []


def test_known_sources_are_addresses_of_files():
    assert list(downloads.SOURCES) == ["rnacompete2013", "koo"]
    for source in downloads.SOURCES.values():
        assert source.url.startswith("https://")
    assert downloads._source(None) == downloads.SOURCES["rnacompete2013"]


def test_a_file_counts_as_a_known_source_by_its_digest_alone(server, monkeypatch):
    monkeypatch.setitem(downloads.SOURCES, "rnacompete2013", Source(server.url(), "norm_data.txt.gz"))
    folder = settings().home / "downloads"
    path = folder / "norm_data.txt.gz"
    state = partial(downloads.download_state, "rnacompete2013")
    download(server.url().replace("/data/", "/other/"))
    folder.mkdir(exist_ok=True)
    path.write_bytes(DATA)  # put there by hand, or by another address
    assert state().path is None
    assert download("rnacompete2013") == path
    assert (state().path, state().n_bytes) == (path, len(DATA))
    damaged = bytearray(DATA)
    damaged[500] ^= 1
    path.write_bytes(damaged)
    assert state().path is None
    path.write_bytes(DATA)
    note = path.with_name("norm_data.txt.gz.fetched.json")
    note.write_text(note.read_text().replace("/data/", "/other/"))
    assert state().path is None
