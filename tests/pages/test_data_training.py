"""The part Train: fields become a question, a job trains, its epochs become curves, its models links."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from page_world import ask, everything, links_of, text_of

import core
from app import create_app
from callbacks import answering, long_work
from callbacks.data import training as does
from components import ids
from components.data import trained
from components.data import training as page
from components.data import training_state as states
from components.figures.curves import Curve, curves_figure
from core.sequence import decode
from core.training.checkpoints import State
from core.training.loop import Epoch
from core.training.train import keeper_of

NAMES = [{"type": "train-field", "field": name} for name in (states.EXPERIMENTS, *states.FORM.fields)]
KEPT = [[1, 3, 0.9, 0.2, 5.0], [2, 3, 0.5, 0.4, 9.0]]


@pytest.fixture
def tiny(home):
    """TINY: 80 probes of set A, 20 of B."""
    letters = np.random.default_rng(0).integers(0, 4, (100, 41))
    rows = zip(decode(letters), ["A"] * 80 + ["B"] * 20, (letters == 3).sum(axis=1), strict=True)
    path = home / "tiny.csv"
    path.write_text("sequence,set,TINY\n" + "\n".join(",".join(map(str, row)) for row in rows))
    core.import_file(path)
    return "TINY"


def shown(**fields):
    """What the page shows of these fields."""
    usual = {states.EXPERIMENTS: ["TINY"], **states.FORM.texts({})}
    made = does.read_form([{**usual, **fields}[name["field"]] for name in NAMES], NAMES)
    question, cost, errors = does.show_question(made, NAMES)
    wrong = {name["field"]: text for name, text in zip(NAMES, errors, strict=True) if text}
    return SimpleNamespace(question=question, cost=cost, errors=wrong, query=made["query"])


def test_the_link_is_the_form_and_the_form_is_the_link(tiny):
    query = {"rbp": ["TINY:pwm"], "also": ["SIM_LOOP", "TINY"], "schedule": ["paper"], "seed": ["7"], "part": ["train"]}
    fields = states.texts(query)
    assert fields[states.EXPERIMENTS] == ["TINY", "SIM_LOOP"]
    made = states.state(fields)
    assert made["query"] == {"part": "train", "rbp": "TINY", "also": ["SIM_LOOP"], "schedule": "paper", "seed": "7"}
    assert states.texts(made["query"]) == fields


def test_what_is_asked_is_all_that_a_training_depends_on(tiny, wording):
    found = shown(epochs="3", network="deepbind")
    assert found.errors == {}
    assert found.question["recipe"] == {**vars(core.Recipe()), "epochs": 3, "network": "deepbind"}
    assert json.loads(json.dumps(found.question)) == found.question
    wording.within(found.cost, "72 probes", "8", "20", "3 epochs", "of 16")
    assert shown(epochs="3", network="deepbind", seed="1").question["key"] != found.question["key"]
    assert "solved exactly" in shown(network="kmer-ridge").cost
    assert "folded once" in shown(inputs="pu").cost


@pytest.mark.parametrize(
    ("fields", "where", "facts"),
    [
        ({"epochs": "0"}, "epochs", ["from 1 to 10,000"]),
        ({"seed": "-1"}, "seed", ["from 0 to 4,294,967,295"]),
        ({"seed": ""}, "seed", ["seed", "empty"]),
        ({"schedule": "fast"}, "schedule", ["quick", "together"]),
        ({"network": "transformer"}, "network", ["residualbind"]),
        ({"network": "pwm", "inputs": "pu"}, "network", ["sequence", "instead"]),
        ({states.EXPERIMENTS: []}, states.EXPERIMENTS, ["choose", "more"]),
        ({states.EXPERIMENTS: ["RNCMPT00168"]}, states.EXPERIMENTS, ["Data & models", "page", "models"]),
        (
            {states.EXPERIMENTS: ["NONE"]},
            states.EXPERIMENTS,
            ["'NONE'"],
        ),
    ],
)
def test_what_is_wrong_is_said_beneath_its_field_and_nothing_can_be_asked(tiny, fields, where, facts, wording):
    found = shown(**fields)
    assert found.question is None and list(found.errors) == [where]
    wording(found.errors[where], *facts)


def test_a_bad_link_shows_the_form_with_what_it_says(tiny):
    layout = page.layout({"rbp": ["NONE"], "schedule": ["fast"], "colour": ["red"]})
    select = next(part for part in everything(layout) if getattr(part, "id", None) == ids.train_field("schedule"))
    assert select.value == "fast" and "fast" in [option["value"] for option in select.data]
    assert "does not know 'colour'" in text_of(layout)
    client = create_app().server.test_client()
    assert client.get("/data?part=train&rbp=NONE&schedule=fast").status_code == 200


def view(question, answer=None, progress=None, busy=False):
    names = ("text", "anew", "figure", "style", "numbers", "outcome")
    return SimpleNamespace(
        **dict(zip(names, does.show_training(question, answer, progress, busy, None, "light"), strict=True))
    )


def half_done(question):
    keeper_of(question[states.EXPERIMENTS], core.Recipe(**question["recipe"])).keep(State({"epochs": KEPT}, {}))


def test_what_is_kept_is_offered_and_can_be_begun_anew(tiny, wording):
    question = shown(epochs="3", network="deepbind").question
    assert view(question).text == "" and view(question).anew == does.HIDDEN
    half_done(question)
    found = view(question)
    wording(found.text, "2 of 3 epochs")
    assert (found.anew, found.figure["data"][0]["y"]) == (does.SHOWN, [0.2, 0.4])
    assert does.begin_anew(1, question)["key"] == question["key"]
    assert view(question).text == "" and core.list_trainings() == []


def test_curves_grow_while_it_trains_and_only_those_of_this_question(tiny):
    question = shown(epochs="3", network="deepbind").question
    more = {"key": question["key"], "kept": 1, "epochs": KEPT}
    found = view(question, progress={"done": 2, "total": 3, "more": more}, busy=True)
    assert found.figure["data"][1]["y"] == [0.9, 0.5]
    assert found.figure["layout"]["xaxis"]["range"] == [0.5, 3.5]
    assert found.figure["layout"]["shapes"][0]["x0"] == 1.5, "where it went on"
    assert "0.4000" in text_of(found.numbers)
    assert view(question, progress={"more": {**more, "key": "other"}}, busy=True).numbers == []
    assert view(None).style == does.HIDDEN


def test_the_job_goes_on_tells_every_epoch_and_reports(tiny, monkeypatch):
    question, told = shown(epochs="3", network="deepbind").question, []
    half_done(question)

    def train_together(ids_asked, recipe, on_progress, on_folded):
        on_folded(1, 2)
        on_progress(Epoch(3, 3, 0.4, 0.5, 12.0))
        return [core.TrainingReport("SIM_LOOP", 0.5, 0.4, 3, 12.0, "SIM_LOOP", {})]

    monkeypatch.setattr(core, "train_together", train_together)
    record = does.train(question, lambda *now: told.append(json.loads(json.dumps(now))))
    assert [len(more["epochs"]) for _, _, more in told] == [2, 2, 3]
    assert told[-1][2]["epochs"][2] == [3, 3, 0.4, 0.5, 12.0]
    assert told[-1][:2] == [3, 3] and told[-1][2]["counted"] == "epochs" and told[-1][2]["kept"] == 2
    assert record["epochs"][:2] == KEPT and record["models"][0]["is_new"]
    outcome = trained.outcome(record)
    assert "0.885" in text_of(outcome) and "3 epochs in" in text_of(outcome)
    paths = [link.partition("?")[0] for link in links_of(outcome)]
    assert paths == ["/explore", "/bench", "/", "/data"]


def test_a_model_that_is_there_answers_at_once_and_a_deleted_one_no_longer(monkeypatch):
    card = core.card("SIM_LOOP")
    monkeypatch.setattr(core, "trained_already", lambda *_: [card])
    monkeypatch.setattr(core, "train_together", lambda *_: pytest.fail("trained again"))
    question = {states.EXPERIMENTS: ["SIM_LOOP"], "recipe": vars(core.Recipe()), "key": "k"}
    record = does.train(question, lambda *_: None)
    assert record["models"][0]["test_pearson"] == card.test_pearson and len(record["epochs"]) == len(card.history)
    assert "Trained before" in text_of(trained.outcome(record))
    said = {"question": question, "visitor": "me", "nonce": "1"}
    answering.answer(answering.Kind(does.JOB, lambda *_: record, does.is_there), said, lambda _: None)
    assert long_work.look_up(does.JOB, question, does.is_there)[0]["record"] == record
    monkeypatch.setattr(core, "trained_already", lambda *_: [])
    assert long_work.look_up(does.JOB, question, does.is_there) == (None, None)
    again = answering.answer(answering.Kind(does.JOB, lambda *_: {"anew": 1}, lambda *_: False), said, lambda _: None)
    assert again["record"] == {"anew": 1}


def test_by_the_browser_what_is_kept_is_shown(tiny):
    question = shown(epochs="3", network="deepbind").question
    half_done(question)
    asked = {f"{ids.long_question(does.JOB)}.data": question, f"{ids.COLOR_SCHEME}.data": "dark"}
    found = ask(create_app(), f"{ids.TRAIN_KEPT}.children", asked).json["response"]
    assert found[ids.TRAIN_KEPT]["children"].startswith("2 of 3 epochs are kept")
    assert found[ids.TRAIN_ANEW]["style"] == {}


def test_two_curves_have_names_and_the_best_epoch_is_marked(wording):
    curves = [Curve("one", [3, 2, 1], [0.1, 0.5, 0.4]), Curve("two", [2], [0.3]), Curve("none", [], [])]
    figure = curves_figure(curves, dark=True)
    assert [trace["name"] for trace in figure["data"]] == ["one", "one, loss", "two", "two, loss"]
    assert figure["data"][0]["marker"]["size"] == [6, 11, 6]
    assert figure["layout"]["showlegend"] and figure["layout"]["xaxis"]["range"] == [0.5, 3.5]
    wording(curves_figure([], False)["layout"]["annotations"][0]["text"])
