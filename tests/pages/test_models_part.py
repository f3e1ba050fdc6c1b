"""The part Models: the table, a card, another one beside it, and deleting."""

import dataclasses
import json

import pytest
from page_world import ask, everything, ids_of, text_of, texts_of

import core
from app import create_app
from callbacks import asking, share
from callbacks.data import models as does
from components import ids, views
from components.data import model_card, model_pair
from components.data import models as page
from components.figures.profile import profile_figure
from core.exports import CardView
from core.library.model_removal import Removal

NAME, OTHER = "SIM_LOOP:residualbind", "RNCMPT00168:pwm"


def test_every_model_is_a_row_and_its_link_leads_to_its_card():
    rows = page.rows()
    assert {row["name"] for row in rows} >= {NAME, OTHER}
    row = next(row for row in rows if row["name"] == NAME)
    assert (row["r"], row["epochs"], row["origin"], row["in_use"]) == (
        core.card(NAME).test_pearson, 14, "Shipped", "in use",
    )  # fmt: skip
    assert row["href"] == f"/data?rbp=SIM_LOOP&part=models&model={NAME}"
    assert json.loads(json.dumps(rows)) == rows


def test_every_column_and_every_model_explains_itself_on_hover():
    assert [column["field"] for column in page._columns() if not column.get("headerTooltip")] == []
    assert page.LABEL["tooltipField"] == "words"
    assert [row["name"] for row in page.rows() if not row["words"]] == []


def test_a_card_says_what_a_reader_needs_to_trust_it():
    card, layout = core.card(NAME), page.layout({"model": ["SIM_LOOP"]})
    text = text_of(layout)
    for part in (
        f"{card.test_pearson:.3f} on 12,981 probes of set B",
        "35,044 probes of set A",
        "quick, 14 of at most 14 epochs",
        f"keras {card.versions['keras']}",
        card.weights,
        card.weights_sha256[:16],
        card.spec["data"][:16],
        "simulated: no measurement",
        "It comes with the app and stays.",
    ):
        assert part in text
    assert ids.SHARE_BUTTON in ids_of(layout)
    delete = next(part for part in everything(layout) if getattr(part, "id", None) == ids.MODELS_DELETE)
    assert delete.disabled


def test_the_rbp_of_an_address_opens_the_model_in_use():
    layout = page.layout({"part": ["models"], "rbp": ["SIM_LOOP"]})
    assert text_of(layout) == text_of(page.layout({"part": ["models"], "model": ["SIM_LOOP"]}))
    asked = page.layout({"rbp": ["SIM_LOOP"], "model": ["SIM_GC3"]})
    assert text_of(asked) == text_of(page.layout({"model": ["SIM_GC3"]}))
    assert text_of(page.layout({"rbp": ["NOT_HERE"]})) == text_of(page.layout({}))


def test_a_model_that_is_not_here_is_said_above_the_table():
    for query, said in (
        ({"model": ["SIM_LOOP:deepbind"]}, "has no model 'deepbind'; use one of"),
        ({"model": ["NONE"]}, "use one of"),
        ({"model": ["SIM_LOOP"], "with": ["NONE"]}, "There is no experiment 'NONE'"),
        ({"gone": ["X:pwm"]}, "X:pwm was deleted."),
        ({"colour": ["red"]}, "does not know 'colour'"),
    ):
        layout = page.layout(query)
        assert said in text_of(layout) and ids.MODELS_TABLE in ids_of(layout)
    assert "was deleted" not in text_of(page.layout({"gone": [NAME]}))


def test_figures_of_two_trainings_share_their_axes():
    curves, fit, profile, logo = does.show_card({"model": NAME, "with": OTHER}, "dark", None)
    assert [trace["name"] for trace in curves["data"]][::2] == [NAME, OTHER]
    assert curves["data"][0]["y"] == [r for _, r in core.card(NAME).history]
    assert fit["data"][0]["type"] == "heatmap" and logo["layout"]["shapes"]
    assert [line["name"] for line in profile["data"]] == [*"ACGU", "probes that reach it"]
    assert len(does.show_card({"model": NAME, "with": ""}, "light", "safe")[0]["data"]) == 2


def test_the_profile_counts_positions_from_1():
    figure = profile_figure([[0.25] * 4] * 3, [1.0, 1.0, 0.5], False)
    assert figure["data"][0]["x"] == [1, 2, 3] and figure["data"][4]["y"] == [1.0, 1.0, 0.5]


def test_what_two_trainings_differ_in_is_a_table(wording):
    text = text_of(model_pair.card(core.card(NAME), core.card(OTHER)))
    assert "network residualbind pwm" in text
    wording.within(texts_of(model_pair.card(core.card(NAME), core.card(OTHER))), "two models", "SIM_LOOP")
    one, two = (
        dataclasses.replace(core.card(NAME), spec={**core.card(NAME).spec, "seed": n}, key=str(n)) for n in (0, 1)
    )
    assert "seed 0 1" in text_of(model_pair.card(one, two))


@pytest.mark.parametrize(
    ("low", "high", "facts"),
    [
        (0.01, 0.03, ["predicts", "better"]),
        (-0.03, -0.01, ["predicts", "better"]),
        (-0.01, 0.03, ["neither", "clearly"]),
    ],
)
def test_the_interval_decides_what_is_said(low, high, facts, wording):
    record = {"ci_low": low, "ci_high": high, "difference": 0.01, "pearson": [0.8, 0.81], "n": 1000}
    text = model_pair.sentence(record, "one", "two")
    wording.within(text, *facts)
    assert "0.8000 and 0.8100" in text and "N = 1,000" in text


def test_the_comparison_is_asked_told_and_shown(monkeypatch):
    from core.library.comparison import PairedPearson

    found = PairedPearson((0.8, 0.9), 0.1, 0.05, 0.15, 100, 1000, 0, 0.95, [[1, 2], [3, 4]], ([0, 1, 2], [0, 1, 2]))

    def compare_models(first, second, on_progress):
        on_progress(1, 2)
        return found

    monkeypatch.setattr(core, "compare_models", compare_models)
    asked, told = {"first": NAME, "second": OTHER}, []
    record = json.loads(json.dumps(asking.compare(asked, lambda *now: told.append(now))))
    assert told == [(1, 2, {"counted": "resamples of the probes"})]
    state = {"model": NAME, "with": OTHER}
    shown = does.show_pair({"question": asked, "record": record}, "light", state)
    assert f"{OTHER} predicts set B better" in text_of(shown)
    graph = next(part for part in everything(shown) if hasattr(part, "figure"))
    assert graph.figure["layout"]["xaxis"]["title"]["text"] == f"Prediction of {NAME}"
    assert does.show_pair(None, "light", state) == []


def test_what_goes_with_a_model_is_said_before(monkeypatch):
    plan = Removal("X:m", ("Y:m",), ("Y",), {"X": "X:n"}, 2_000_000)
    text = " ".join(text_of(part) for part in page.removal_text(plan))
    for said in (
        "X:m and its weights (2.0 MB)",
        "go with it: Y:m",
        "Left without a model: Y",
        "X will then use X:n",
    ):
        assert said in text
    assert "stays as it is" in text_of(page.removal_text(Removal("X:m", (), (), {}, 1)))
    gone = []
    monkeypatch.setattr(core, "plan_removal", lambda name: plan)
    monkeypatch.setattr(core, "remove_model", lambda name: gone.append(name) or plan)
    assert does.ask_to_delete(1, {"model": "X:m"})[1] is True
    assert does.delete(1, {"model": "X:m"}) == "/data?part=models&gone=X:m"
    assert gone == ["X:m"] and does.keep(1) is False


def test_deleting_a_shipped_model_by_hand_is_refused_in_a_sentence(wording):
    said = ask(create_app(), f"{ids.MODELS_DELETED}.data", {
        f"{ids.MODELS_DELETE_SURE}.n_clicks": 1, f"{ids.MODELS_STATE}.data": {"model": NAME}
    })  # fmt: skip
    wording.within(said.text, "GIA")
    assert core.card(NAME)


def test_the_card_is_a_file_and_the_address_a_view():
    file = does.send_card(1, {"model": NAME})
    assert file["filename"] == "SIM_LOOP_residualbind.card.json"
    assert json.loads(file["content"])["test_pearson"] == core.card(NAME).test_pearson
    search = f"?rbp=SIM_LOOP&part=models&model={NAME}&with={OTHER}"
    assert views.read("/data", search) == CardView(NAME, OTHER)
    with pytest.raises(core.AppError, match="choose one under Models"):
        views.read("/data", "?rbp=SIM_LOOP&part=train")
    asked = {"format": "csv", "path": "/data", "search": search, "href": "http://here", "number": 1}
    sent, said = share.send_file(asked)
    assert said == "Saved card_SIM_LOOP_residualbind.csv"
    assert sent["filename"].endswith(".csv")


def test_facts_of_a_card_with_little_on_it():
    card = dataclasses.replace(core.card(NAME), history=[], seconds=0.0)
    assert "Time" not in (found := model_card.facts(card)) and found["Schedule"] == "quick"
