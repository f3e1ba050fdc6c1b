"""The upload route: what it keeps, and what it refuses whole."""

import os
import time
from io import BytesIO

import pytest

import core
from app import create_app
from callbacks import uploads
from components.shared.upload import drop_zone
from core.errors import AppError
from core.storage.files import DAY


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


def post(client, name="probes.csv", body=b"seq,X1\nAC,1\n", **more):
    query = {"name": name} | {key: more.pop(key) for key in ("upload", "folder") if key in more}
    return client.post("/upload", query_string=query, data=body, **more)


def everything(home):
    return sorted(path.name for path in home.rglob("*"))


def test_a_file_arrives_as_it_was_sent(client):
    body = os.urandom(3_000_001)
    path = uploads.path_of(post(client, "my probes (1).csv.gz", body).json["upload"])
    assert path.name == "my probes (1).csv.gz"
    assert path.read_bytes() == body


def test_several_files_make_one_folder(client):
    token = post(client, "sequences.tsv", b"s").json["upload"]
    assert post(client, "targets.tsv", b"t", upload=token).json["upload"] == token
    folder = uploads.path_of(token)
    assert folder.is_dir()
    assert [path.name for path in uploads.files_of(token)] == ["sequences.tsv", "targets.tsv"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.csv", "evil.csv"),
        ("/abs/olute.h5", "olute.h5"),
        (".hidden.csv", "hidden.csv"),
        ("a\0b\n.csv", "a_b_.csv"),
        ("données – 1.csv", "données _ 1.csv"),
        ("sneaky.part", "sneaky.part_"),
        ("x" * 400 + ".parquet", "x" * 142 + ".parquet"),
    ],
)
def test_names_lose_their_folders_and_keep_their_endings(client, home, name, kept):
    path = uploads.path_of(post(client, name).json["upload"])
    assert path.name == kept
    assert path.parent.parent == home / "uploads"


@pytest.mark.parametrize("name", ["", "..", "/", "///", " . ", "__", "\\"])
def test_a_name_that_is_none_is_refused(client, home, name, wording):
    answer = post(client, name)
    assert answer.status_code == 400
    wording.within(answer.json["problem"], "cannot", "name")
    assert everything(home) == []


def test_too_large_is_refused_before_it_is_read(client, home, monkeypatch, wording):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    monkeypatch.setattr(uploads, "_write", lambda *_: pytest.fail("was read"))
    answer = post(client, body=b"x" * 101)
    assert answer.status_code == 413
    assert "too large" in answer.json["problem"]
    wording.within(answer.json["problem"], "runs", "import")
    assert everything(home) == []


def test_too_large_without_a_length_is_refused_while_it_is_read(client, home, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    more = {"input_stream": BytesIO(b"x" * 101), "environ_overrides": {"wsgi.input_terminated": True}}
    answer = client.post("/upload?name=a.csv", **more)
    assert answer.status_code == 413
    assert [name for name in everything(home) if name != "uploads"] == []


def test_the_limit_is_of_all_files_together(client, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    token = post(client, "a", b"x" * 60).json["upload"]
    assert post(client, "b", b"x" * 41, upload=token).status_code == 413
    assert post(client, "c", b"x" * 40, upload=token).status_code == 200
    assert [path.name for path in uploads.files_of(token)] == ["a", "c"]


def test_too_many_files_and_two_of_one_name_are_refused(client, monkeypatch, wording):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    token = post(client, "a").json["upload"]
    wording.within(post(client, "a", upload=token).json["problem"], "files", "named")
    post(client, "b", upload=token)
    wording.within(post(client, "c", upload=token).json["problem"], "2 files")


def test_an_empty_file_is_refused(client, home, wording):
    wording.within(post(client, body=b"").json["problem"], "Probes.csv", "Probes", "choose")
    assert [name for name in everything(home) if name != "uploads"] == []


def test_a_cut_upload_leaves_nothing(client, home, wording):
    cut = {"input_stream": BytesIO(b"half"), "environ_overrides": {"CONTENT_LENGTH": "8"}}
    answer = client.post("/upload?name=a.csv", **cut)
    assert answer.status_code == 400
    wording.within(answer.json["problem"], "choose", "again")
    assert [name for name in everything(home) if name != "uploads"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_another_web_site_is_refused(client, home, headers):
    answer = post(client, headers=headers)
    assert answer.status_code == 403
    assert "open the app itself" in answer.json["problem"]
    assert everything(home) == []


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin", "Origin": "https://proxied"}]
)
def test_the_app_itself_and_programs_are_not(client, headers):
    assert post(client, headers=headers).status_code == 200


@pytest.mark.parametrize("token", ["../..", "abc", "", None, "A" * 32, "g" * 32, "0" * 33, "0" * 31 + "\n"])
def test_a_token_that_is_none_finds_nothing(token, refuses):
    with refuses(AppError):
        uploads.path_of(token)
    uploads.forget(token)


def test_a_bad_token_takes_no_further_file(client, home):
    assert "names no upload" in post(client, upload="../../x").json["problem"]
    assert "no longer here" in post(client, upload="0" * 32).json["problem"]
    assert [name for name in everything(home) if name != "uploads"] == []


def test_what_was_not_used_for_a_day_is_removed(client, refuses):
    old, new = (post(client).json["upload"] for _ in "ab")
    long_ago = time.time() - DAY - 60
    os.utime(uploads.path_of(old).parent, (long_ago, long_ago))
    post(client)
    uploads.path_of(new)
    with refuses(AppError):
        uploads.path_of(old)


def test_what_is_forgotten_is_gone(client, home):
    token = post(client).json["upload"]
    uploads.forget(token)
    assert list((home / "uploads").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(client, home, wording):
    (home / "uploads").write_text("a file stands here")
    answer = post(client)
    assert answer.status_code == 507
    wording.within(answer.json["problem"], "server", "again")


def test_only_posts_are_taken(client):
    assert client.get("/upload?name=a").status_code != 200 or b"_dash-" in client.get("/upload?name=a").data


def test_the_zone_says_where_its_files_go():
    zone = drop_zone("some-store", "Choose files", "Tables.", several=True, accept=".csv")
    marks = {key: value for key, value in zone.to_plotly_json()["props"].items() if key.startswith("data-")}
    assert marks == {
        "data-store": "some-store",
        "data-several": "yes",
        "data-accept": ".csv",
        "data-largest": "1000000000",
    }
    assert zone.children[0].id == "some-store"
    assert [button.children for button in zone.children[1].children] == ["Choose files", "Choose a folder"]
    assert len(drop_zone("some-store", "Choose a file", "One.").children[1].children) == 1


def test_files_of_one_name_stay_in_their_folders(client, wording):
    token = post(client, "X.txt", b"1 AC\n", folder="DLPRB/train").json["upload"]
    post(client, "X.txt", b"2 GG\n", folder="DLPRB/test", upload=token)
    wording.within(post(client, "X.txt", upload=token, folder="DLPRB/test").text, "DLPRB/test/X.txt")
    folder = uploads.path_of(token)
    assert folder.name == "DLPRB"
    assert [path.relative_to(folder).as_posix() for path in uploads.files_of(token)] == ["test/X.txt", "train/X.txt"]
    assert core.preview_file(folder).file_names == ("test/X.txt", "train/X.txt")


@pytest.mark.parametrize("folder", ["../..", "a/../../b", "a/./b", "..\\x", "/".join("abcdefghi")])
def test_a_folder_that_is_none_is_refused(client, home, folder):
    assert post(client, folder=folder).status_code == 400
    assert everything(home) == []


def test_folders_are_cleaned_as_names_are(client, home):
    token = post(client, "a.csv", folder="/my\0data//.hidden/").json["upload"]
    assert uploads.path_of(token) == home / "uploads" / token / "my_data" / "hidden" / "a.csv"


def test_an_upload_that_was_damaged_on_the_disk_is_not_read(client, refuses):
    token = post(client, "a.csv", b"seq,X1\nAC,1\n", folder="in").json["upload"]
    path = uploads.path_of(token)
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    with refuses(AppError, "a.csv"):
        uploads.path_of(token)
