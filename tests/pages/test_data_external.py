"""The part "External model": its fields, what is shown of a check, and where a kept network leads."""

from dataclasses import replace

import page_world
import pytest
from page_world import ask, ids_of, links_of, text_of, texts_of

import core
from app import create_app
from callbacks.data import external as does
from components import ids
from components.data import external
from core.errors import AppError, ModelError
from core.training.external import Check, Example, Inspection

UPLOAD = {"upload": "a" * 32, "name": "my net.keras", "bytes": 9}
FIELDS = {"experiment": "RNCMPT00168", "gene": "", "name": "", "alphabet": "ACGU", "output": "0"}
QUESTION = {
    "upload": "a" * 32,
    "name": "my net.keras",
    "experiment": "RNCMPT00168",
    "alphabet": "ACGU",
    "output": 0,
    "measured": False,
}
BROUGHT = replace(
    page_world.CARD,
    experiment="X",
    spec={"experiment": "X", "architecture": {"name": "own", "variant": "a"}},
    test_pearson=None,
    n_test=0,
    top_kmers=[["UUUUUU", 1.0]],
)
"""The card of a network that was brought without measurements."""
RECORD = {
    "checks": [{"is_fine": True, "text": "It gives one score."}],
    "facts": {"Input": "(N, 41, 4)"},
    "examples": [{"sequence": "ACGU", "measured": 1.5, "predicted": -0.25}],
    "hint": "",
    "problem": "",
}


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def answered(record=RECORD, question=QUESTION):
    return {"question": question, "record": record}


def test_the_page_begins_with_the_chosen_rbp_and_all_its_parts_are_there(wording):
    page = external.layout({"part": ["own"], "rbp": ["RNCMPT00168:residualbind-pu"]})
    field = next(one for one in page_world.everything(page) if getattr(one, "id", None) == ids.EXTERNAL_EXPERIMENT)
    assert field.value == "RNCMPT00168"
    wording.within(texts_of(page), "nothing", "before")
    assert {ids.long_start(external.CHECK), ids.long_start(external.KEEP), ids.EXTERNAL_FILE, ids.EXTERNAL_SEEN} <= set(
        map(str, ids_of(page))
    )


def test_a_link_brings_back_file_and_fields():
    query = external.address(UPLOAD, {**FIELDS, "name": "mine", "alphabet": "AGCU"})["query"]
    assert query == {
        "part": "own",
        "upload": "a" * 32,
        "file": "my net.keras",
        "experiment": "RNCMPT00168",
        "name": "mine",
        "alphabet": "AGCU",
    }
    page = external.layout({name: [value] for name, value in query.items()})
    by_id = {str(one.id): one for one in page_world.everything(page) if getattr(one, "id", None)}
    assert by_id[ids.EXTERNAL_UPLOAD].data == {"upload": "a" * 32, "name": "my net.keras"}
    assert (by_id[ids.EXTERNAL_NAME].value, by_id[ids.EXTERNAL_ALPHABET].value, by_id[ids.EXTERNAL_OUTPUT].value) == (
        "mine",
        "AGCU",
        "0",
    )


def test_fields_become_a_question_once_there_is_a_file():
    assert external.read_form(None, FIELDS) == (None, {})
    assert external.read_form(UPLOAD, FIELDS) == (QUESTION, {})
    question, _ = external.read_form(UPLOAD, {**FIELDS, "experiment": "SIM_A", "alphabet": "tgca", "output": "2"})
    assert (question["alphabet"], question["output"], question["measured"]) == ("UGCA", 2, True)


@pytest.mark.parametrize(
    ("field", "value", "facts"),
    [
        ("experiment", "", ["40 letters"]),
        ("experiment", "a:b", ["40 letters"]),
        ("alphabet", "ACG", ["A, C, G and U"]),
        ("output", "-1", ["from 0 to 9,999"]),
        ("output", "1e9", ["whole", "number"]),
        ("output", "\u0665", ["whole", "number"]),
    ],
)
def test_a_field_that_is_wrong_says_so_beneath_it_and_nothing_is_asked(field, value, facts, wording):
    question, problems = external.read_form(UPLOAD, {**FIELDS, field: value})
    assert question is None and list(problems) == [field]
    wording(problems[field], *facts)


def test_a_bad_name_stops_the_keeping_only():
    question, problems = external.read_form(UPLOAD, {**FIELDS, "name": "…"})
    assert question == QUESTION and "letters and digits" in problems["name"]
    assert external.keep_question(answered(), question, "…", "") is None
    assert external.keep_question(answered(), question, "", " G ") == {**QUESTION, "called": "my-net", "gene": "G"}


def test_what_was_found_is_shown_for_the_fields_as_they_are_only(wording):
    shown = text_of(external.seen(answered(), QUESTION))
    wording.within(shown.replace("✓ ", ""), "Passed", "gives")
    assert "+1.50" in shown and "−0.2500" in shown and "(N, 41, 4)" in shown
    assert external.seen(answered(), {**QUESTION, "alphabet": "UGCA"}) is None
    assert external.seen({"question": QUESTION, "problem": "no"}, QUESTION) is None
    assert external.seen(None, None) is None


def test_a_check_that_failed_is_marked_in_words_and_cannot_be_kept():
    record = {**RECORD, "checks": [{"is_fine": False, "text": "Two inputs."}], "examples": [], "problem": "Two inputs."}
    _, to_keep, is_hidden = does.show_seen(answered(record), QUESTION, "", "")
    assert "Failed:  Two inputs." in text_of(external.seen(answered(record), QUESTION)).replace("✗ ", "")
    assert to_keep is None and is_hidden


def test_a_hint_about_the_alphabet_is_shown():
    record = {**RECORD, "hint": "With the alphabet GUAC they would correlate 0.90; is that the order of its channels?"}
    assert "GUAC" in text_of(external.seen(answered(record), QUESTION))


def test_rnas_that_were_not_measured_have_no_column_for_it():
    record = {**RECORD, "examples": [{**RECORD["examples"][0], "measured": None}]}
    assert "Measured" not in text_of(external.seen(answered(record), QUESTION))


def test_the_jobs_ask_core_for_the_uploaded_file(monkeypatch):
    asked = []
    monkeypatch.setattr("callbacks.uploads.path_of", lambda token: f"/uploads/{token}")
    found = Inspection([Check(True, "fine")], {}, [Example("ACGU", None, 1.0)])
    monkeypatch.setattr(core, "inspect_network", lambda path, **more: asked.append((path, more)) or found)
    monkeypatch.setattr(core, "import_network", lambda path, **more: asked.append((path, more)) or BROUGHT)
    record = does.check(QUESTION, lambda *told: None)
    assert record["checks"] == [{"is_fine": True, "text": "fine"}]
    assert record["examples"] == [{"sequence": "ACGU", "measured": None, "predicted": 1.0}]
    told = []
    kept = does.keep({**QUESTION, "called": "my-net", "gene": "G"}, lambda *now: told.append(now))
    assert kept == {"model": "X:own-a"}
    (path, more), (same, named) = asked
    assert path == same == f"/uploads/{'a' * 32}"
    assert more == {"experiment": "RNCMPT00168", "alphabet": "ACGU", "output": 0}
    assert (named["name"], named["gene"]) == ("my-net", "G")


def test_an_upload_that_is_gone_says_so():
    with pytest.raises(AppError, match="choose the file again"):
        does.check(QUESTION, lambda *told: None)


def test_a_kept_network_leads_to_every_page(monkeypatch):
    monkeypatch.setattr(core, "card", lambda name: BROUGHT)
    shown = external.kept(answered({"model": "X:own-a"}), QUESTION)
    assert links_of(shown) == [f"/{page}?rbp=X:own-a" for page in ("explore", "bench", "discover")]
    assert "It was not measured" in text_of(shown)
    monkeypatch.setattr(core, "card", lambda name: replace(BROUGHT, test_pearson=0.5, n_test=1200))
    assert "Test Pearson 0.500 on 1,200 probes" in text_of(external.kept(answered({"model": "X:own-a"}), QUESTION))


def test_a_network_that_was_deleted_since_says_so(monkeypatch):
    def gone(name):
        raise ModelError("there is no model; train one.")

    monkeypatch.setattr(core, "card", gone)
    assert "Choose its file again" in text_of(external.kept(answered({"model": "X:own-a"}), QUESTION))


def test_asked_as_a_browser_asks():
    app = create_app()
    values = {f"external-{name}.value": value for name, value in FIELDS.items()}
    question = f"{ids.long_question(external.CHECK)}.data"
    reply = ask(app, question, {"external-file.data": UPLOAD, **values}).json["response"]
    assert reply[ids.long_question(external.CHECK)]["data"] == QUESTION
    assert reply[ids.EXTERNAL_STATE]["data"]["query"]["file"] == "my net.keras"
    bad = ask(app, question, {**values, "external-alphabet.value": "<b>"}).json["response"]
    assert "each of A, C, G and U once" in bad[ids.EXTERNAL_ALPHABET]["error"]
