"""The measurements part of Data & models: the address, the preview in words, keeping, downloading, removing."""

import hashlib
import json
import re

import pytest
from dash.exceptions import PreventUpdate
from page_world import everything, ids_of, links_of, text_of, texts_of

import core
from app import create_app
from callbacks import uploads
from callbacks.data import measurements as callbacks
from components import ids
from components.data import datasets, measurements, source
from components.data import preview as previews
from components.figures.distribution import length_figure, score_figure
from components.shared import long_work
from core.data import store
from core.data.download import SOURCES, DownloadState
from core.errors import AppError, DataError
from core.library import dataset_removal

ROWS = "".join(f"{'ACGU'[i % 4]}{'ACGU'[i // 4 % 4]}{'ACGU'[i // 16]},{'AB'[i % 2]},{i},{i * i}\n" for i in range(60))
TABLE = f"sequence,set,X1,X2\n{ROWS}"


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


@pytest.fixture
def upload(client):
    """A function that uploads files, by name, and gives their token."""

    def bring(**files):
        token = {}
        for name, text in files.items():
            body = text.encode() if isinstance(text, str) else text
            answer = client.post("/upload", query_string={"name": name.replace("__", "."), **token}, data=body)
            token = {"upload": answer.json["upload"]}
        return token["upload"]

    return bring


def told(*_):
    """A ``tell`` that nobody hears."""


def read(token, layout=None, tell=told):
    return callbacks.read({"upload": token, "layout": layout}, tell)


def answered(record):
    return {"question": {}, "record": record}


def test_an_address_says_what_is_read():
    assert source.question({"part": ["measurements"]}) is None
    assert source.question({"upload": ["abc"]}) == {"upload": "abc", "layout": None}
    asked = source.question({"download": ["koo"], "at": ["1f"], "again": ["yes"], "layout": ["koo"]})
    assert asked == {"download": "koo", "at": "1f", "again": True, "layout": "koo"}
    first, second = source.download_href("koo", "R"), source.download_href("koo", "R")
    assert first != second
    assert "again" not in first
    assert "again=yes" in source.download_href("koo", None, again=True)


def test_a_state_is_its_own_link():
    state = source.state({"upload": ["abc"], "rbp": ["R"], "junk": ["x"], "layout": ["koo"]})
    assert source.href(state) == "/data?rbp=R&upload=abc&layout=koo&part=measurements"
    assert source.with_fields(state, layout=None)["query"] == {"part": "measurements", "rbp": "R", "upload": "abc"}
    assert callbacks.ask(state) == {"upload": "abc", "layout": "koo"}


def test_the_page_offers_files_downloads_and_what_is_here():
    page = measurements.layout({"part": ["measurements"]})
    text = text_of(page)
    assert "Choose files" in text
    assert "Simulated" in text
    assert "51,919 probes" in text
    assert "Read it" in text
    assert [link.count("download=") for link in links_of(page) if "download=" in link] == [1, 1]
    reading = next(part for part in everything(page) if getattr(part, "id", None) == ids.DATA_READING)
    assert reading.hidden
    assert not removals(page)


def removals(page):
    """The ids of the buttons that remove a data set."""
    return [one for one in ids_of(page) if isinstance(one, dict) and one["type"] == "data-set-remove"]


def test_every_layout_and_source_has_its_words():
    assert set(datasets.LAYOUTS) == {*core.LAYOUTS, store.SIMULATED}
    assert set(measurements.DOWNLOADS) == set(SOURCES)
    assert set(previews.SCALES) == {"raw", "log", "clip"}


def test_what_a_link_has_too_much_is_said():
    assert "does not know 'color'" in text_of(measurements.layout({"color": ["red"]}))


def test_an_upload_is_read_told_and_laid_aside(upload, wording):
    said = []
    record = read(upload(mine__csv=TABLE), tell=lambda done, total, more: said.append(more["said"]))
    wording("\n".join(said), "mine.csv", "60 probes", "experiments: 2")
    assert json.loads(json.dumps(record)) == record
    assert (record["n_a"], record["n_b"], record["layout"]) == (30, 30, "table")
    assert store.entries().keys().isdisjoint({"X1"})


def test_several_files_are_read_together(upload):
    token = upload(
        sequences__tsv="Fold ID\tEvent ID\tseq\nA\t1\tACGU\nB\t2\tGGUA\n",
        targets__tsv="RNCMPT00001\tRNCMPT00002\n0.5\t1\n2\t-1\n",
    )
    record = read(token)
    assert (record["layout"], record["file_names"]) == ("deepbind", ["sequences.tsv", "targets.tsv"])


BAD = {
    "one of two": (
        {"targets__tsv": "RNCMPT1\n1\n"},
        r"^the upload has no sequences.tsv.gz; put .* in one folder or upload",
    ),
    "several tables": ({"a__csv": TABLE, "b__csv": TABLE}, r"^the upload is a folder without .*; give the file with"),
    "one set": ({"VTS1_data_full_A__txt": "1 ACGU\n"}, r"^experiment 'VTS1' has .* but no test file \(set B\)"),
    "decimal comma": (
        {"a__csv": "seq;X1\nAC;1\nGG;2,5\n"},
        r"^column 'X1' of a.csv has the decimal comma '2,5' in row 3",
    ),
    "workbook": (
        {"a__csv": b"PK\x03\x04" + b"\0" * 99},
        r"^a.csv is a spreadsheet or zip archive; save the sheet as CSV",
    ),
    "web page": ({"a__txt": "<html><table></table></html>"}, r"^a.txt is a web page or XML, not a table"),
    "utf-16": ({"a__txt": TABLE.encode("utf-16")}, r"^a.txt is text in UTF-16; save it as UTF-8"),
    "protein": ({"a__csv": "seq,X1\nMKLE,1\n"}, r"^the sequence in row 2 of a.csv looks like a protein"),
    "same names": ({"a__csv": "seq,X1,X1\nAC,1,2\n"}, r"^a.csv has 2 columns named 'X1'; give each its own name"),
    "cut gzip": ({"a__csv__gz": b"\x1f\x8b\x08\x00cut"}, r"^a.csv.gz cannot be read .*; get the file again"),
    "cut hdf5": ({"a__h5": b"\x89HDF\r\n\x1a\ncut"}, r"^a.h5 is a damaged HDF5 file .*; get the file again"),
}


@pytest.mark.parametrize(("files", "message"), BAD.values(), ids=BAD.keys())
def test_bad_files_are_a_sentence_that_names_no_folder_of_this_machine(upload, home, files, message):
    token = upload(**files)
    with pytest.raises(AppError, match=message) as caught:
        read(token)
    assert str(home) not in str(caught.value)
    assert token not in str(caught.value)
    assert not (home / "staged").exists()
    assert not (home / "probes").exists()


def test_a_layout_named_by_hand_counts(upload, refuses):
    token = upload(mine__csv=TABLE)
    with refuses(DataError, "RNCMPT"):
        read(token, "hughes")
    with refuses(DataError, "'excel'"):
        read(token, "excel")


def test_an_upload_that_is_gone_is_said(refuses):
    with refuses(AppError):
        read("0" * 32)
    with pytest.raises(AppError, match="names no upload"):
        read("../../etc")


def test_the_preview_says_all_in_words(upload, wording):
    text = TABLE + "ACA,A,,\n" + "ACA,B,1,1\n" + "GGG,B,,5\n"
    record = read(upload(mine__csv=text.replace("sequence", "id,sequence").replace("\n", "\n7,").removesuffix("7,")))
    said = previews.notes(record)
    wording.within(said, "both sets", "2")
    wording.within(said, "Probes without", "1")
    wording.within(said, "Probes that repeat", "1")
    wording.within(said, "Missing scores", "1")
    wording.within(said, "41 nt", "their 3")
    shown = text_of(previews.preview(record, None))
    for words in ("mine.csv", "63, of 3 nt", "31 probes", "32 probes", "the column set", "describes the probes"):
        assert words in shown
    parts = everything(previews.preview(record, None))
    grid = next(part for part in parts if getattr(part, "id", None) == ids.DATA_EXPERIMENTS)
    assert grid.selectedRows == {"ids": ["X1", "X2"]}
    assert [(row["n_a"], row["n_b"], row["n_missing"], row["problem"]) for row in grid.rowData] == [
        (30, 31, 2, "enough"),
        (30, 32, 1, "enough"),
    ]


def test_columns_of_one_role_share_a_row():
    parts = [{"name": f"R{i}", "role": "scores", "why": "w", "values": ["1", "2"]} for i in range(244)]
    [row] = [part for part in everything(previews._parts(parts)) if type(part).__name__ == "Tr"][1:]
    assert text_of(row) == "Binding scores (244) R0, R1, R2, R3 and 240 more w 1, 2"


def test_the_scores_of_the_chosen_experiment_are_drawn(upload, wording):
    record = read(upload(mine__csv=TABLE))
    assert previews.experiment_of(record, "X2") == "X2"
    assert previews.experiment_of(record, "gone") == "X1"
    shown = callbacks.show_scores("X2", "dark", answered(record))
    figures = [part.figure for part in everything(shown) if hasattr(part, "figure")]
    assert [sum(figures[i]["data"][0]["y"]) for i in range(3)] == [30, 30, 30]
    assert figures[3]["data"][0]["x"] == [3]
    assert figures[3]["data"][0]["y"] == [60]
    words = [part for part in everything(shown) if getattr(part, "role", None) == "figure"]
    wording(getattr(words[0], "aria-label"), "X2", "0.00 to 3481.00", "median 870.50")
    with pytest.raises(PreventUpdate):
        callbacks.show_scores(None, "dark", answered(record))
    with pytest.raises(PreventUpdate):
        callbacks.show_scores("X1", "dark", {"problem": "no"})


def test_figures_are_plain_and_stacked():
    figure = score_figure({"edges": (0, 1, 3), "a": [1, 2], "b": [0, 4]}, "Score", False)
    assert [trace["y"] for trace in figure["data"]] == [[1, 2], [0, 4]]
    assert figure["data"][0]["x"] == [0.5, 2]
    assert figure["layout"]["barmode"] == "stack"
    assert figure["layout"]["xaxis"]["title"]["text"] == "Score"
    assert length_figure({"30": 2, "41": 5}, True)["data"][0]["x"] == [30, 41]


def test_what_is_ticked_is_kept_and_the_upload_is_gone(upload, home, wording):
    token = upload(mine__csv=TABLE)
    record, state = read(token), source.state({"upload": [token]})
    with pytest.raises(PreventUpdate):  # a click before the answer is there
        callbacks.keep(1, {"ids": ["X1", "X2"]}, None, state)
    href, problem = callbacks.keep(1, {"ids": ["X1", "X2"]}, answered(record), state)
    assert problem == ""
    assert href == f"/data?part=measurements&kept={record['digest']}"
    assert store.load("X2").scores[-1] == 59 * 59
    assert list((home / "uploads").iterdir()) == []
    assert list((home / "staged").iterdir()) == []
    shown = measurements.layout({"kept": [record["digest"]]})
    wording.within(texts_of(shown), "mine.csv", "2 experiments", "60 probes")
    ways = links_of(shown)
    assert "/data?rbp=X1&part=train" not in ways and "/data?rbp=X2&part=train" not in ways  # nobody said which
    chosen = links_of(measurements.layout({"kept": [record["digest"]], "rbp": ["X2:residualbind"]}))
    assert "/data?rbp=X2&part=train" in chosen and "/data?rbp=X1&part=train" not in chosen
    elsewhere = links_of(measurements.layout({"kept": [record["digest"]], "rbp": ["SIM_LOOP"]}))
    assert not [one for one in elsewhere if "part=train" in one]
    assert "/explore?rbp=X1" in links_of(shown)


def test_some_can_be_kept_and_none_cannot(upload, refuses):
    record = read(upload(mine__csv=TABLE))
    state = source.state({})
    with refuses(DataError):
        callbacks.keep(1, {"ids": []}, answered(record), state)
    callbacks.keep(1, [{"id": "X2"}], answered(record), state)
    assert "X2" in store.entries()
    assert "X1" not in store.entries()
    with pytest.raises(PreventUpdate):
        callbacks.keep(None, {"ids": []}, None, state)
    assert callbacks.keep_error(DataError("no room; make some."))[1] == "No room; make some."


def test_a_layout_chosen_by_hand_is_an_address():
    state = source.state({"upload": ["abc"], "experiment": ["X1"]})
    assert "layout=hughes" in callbacks.choose_layout("hughes", state)
    assert "experiment" not in callbacks.choose_layout("hughes", state)
    with pytest.raises(PreventUpdate):
        callbacks.choose_layout(source.AUTO, state)
    named = source.with_fields(state, layout="hughes")
    assert "layout" not in callbacks.choose_layout(source.AUTO, named)


def test_a_download_is_read_at_once_and_not_fetched_twice(monkeypatch, tmp_path):
    path = tmp_path / "norm_data.txt.gz"
    fetched = []

    def download(name, on_progress):
        fetched.append(name)
        on_progress(5_000_000, 20_000_000)
        path.write_text(TABLE)
        return path

    here = [DownloadState(None, 0, "")]
    monkeypatch.setattr(core, "download", download)
    monkeypatch.setattr(core, "download_state", lambda _: here[-1])
    said = []
    question = {"download": "rnacompete2013", "at": "1", "again": False, "layout": None}
    record = callbacks.read(question, lambda done, total, more: said.append((done, total, more["said"])))
    assert said[0] == (5_000_000, 20_000_000, "Downloading: 5.0 MB of 20 MB")
    assert record["file_names"] == ["norm_data.txt.gz"]
    here.append(DownloadState(path, path.stat().st_size, "2026-01-01"))
    callbacks.read(question, told)
    assert fetched == ["rnacompete2013"]
    callbacks.read({**question, "again": True}, told)
    assert len(fetched) == 2


def test_downloads_say_what_is_here_already(home):
    folder = home / "downloads"
    folder.mkdir()
    (folder / "norm_data.txt.gz").write_bytes(b"x" * 2_000_000)
    known = {"url": SOURCES["rnacompete2013"].url, "sha256": hashlib.sha256(b"x" * 2_000_000).hexdigest()}
    (folder / "norm_data.txt.gz.fetched.json").write_text(json.dumps(known))
    part = folder / "m2yzh6ktzb-1.zip.part"
    part.write_bytes(b"x" * 300_000)
    about = {"url": SOURCES["koo"].url, "validator": '"v"', "total": 9_000_000}
    part.with_name(f"{part.name}.json").write_text(json.dumps(about))
    text = text_of(measurements.layout({}))
    assert re.search(r"Read the one of \d{4}-\d\d-\d\d, 2.0 MB", text)
    assert "Download again" in text
    assert "Continue: 0.3 MB are here" in text


def test_progress_in_words_takes_the_place_of_predictions():
    shown = long_work.bar({"done": 1, "total": 4, "seconds": 9, "more": {"said": "Downloading: 1 of 4 MB"}})
    assert "Downloading: 1 of 4 MB" in text_of(shown)
    assert "predictions" not in text_of(shown)
    assert shown[0].value == 25


def test_removal_asks_first_and_says_what_depends_on_it(upload, client):
    record = read(upload(mine__csv=TABLE))
    core.keep_previewed(record["digest"])
    [button] = removals(measurements.layout({}))
    assert button == ids.data_set_remove(record["digest"])
    found = core.dataset_dependents(record["digest"])
    text = text_of(datasets.confirmation(found))
    assert "mine.csv" in text
    assert "2 experiments lose their probes: X1, X2." in text
    with pytest.raises(PreventUpdate):
        callbacks.remove(None, {"name": record["digest"], "at": 1})
    shown, chosen = callbacks.confirm(record["digest"], 1)
    assert text_of(shown) == text
    left, listed, said = callbacks.remove(1, chosen)
    assert (left, said) == (None, "mine.csv is removed.")
    assert "mine.csv" not in text_of(listed)
    assert "X1" not in store.entries()


def test_damaged_measurements_are_named(upload, wording):
    core.keep_previewed(read(upload(mine__csv=TABLE))["digest"])
    path = store.locate("X1").with_suffix(".json")
    path.write_text(path.read_text().replace("mine", "nine"))
    wording.within(texts_of(measurements.layout({})), path)


def test_dependents_in_words(wording):
    entry = store.Entry("X1", "X1", "", "imported", "")
    dataset = store.Dataset((entry,), "new.csv", "table", "2026-01-02T", 1, 1, store.Path("/nowhere/a.parquet"))
    older = dataset_removal.TakenOver(entry, "old.csv", "2025-05-05T10")
    found = core.Dependents(dataset, (entry,), (older,), (entry,), ("X1:residualbind",), ("X1:ridge",))
    text = text_of(datasets.confirmation(found))
    assert "1 experiment loses its probes: X1." in text
    said = texts_of(datasets.confirmation(found))
    wording.within(said, "1 experiment", "older", "old.csv", "2025-05-05", "X1")
    wording.within(said, "1 experiment", "newer", "X1")
    wording.within(said, "without probes", "X1:residualbind")
    wording.within(said, "older measurements", "X1:ridge")


def test_nothing_here_is_json_that_a_shelf_cannot_hold(upload):
    record = read(upload(mine__csv="seq,set,X1\nAC,A,\nGG,B,2\n"))
    assert record["first_rows"][0]["scores"] == {"X1": None}
    assert uploads.LARGEST == 10**9
