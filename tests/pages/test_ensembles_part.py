"""What pages show of an ensemble: what it is the mean of, and none of what only a trained network has."""

from dataclasses import replace

import pytest
from page_world import everything, links_of, text_of, texts_of

import core
from callbacks.data import models as does
from components.data import model_pair
from components.data import models as page
from components.shared import models
from core import exports
from core.models import registry
from core.models.card import card_text, ensemble_digest, spec_key
from core.settings import settings

SINGLE = "SIM_LOOP:residualbind"
NAME = f"{SINGLE}-ensemble"


@pytest.fixture
def cards(home):
    """The shipped network, another card of the same weights in its place of a seed 1, and the ensemble of both."""
    first = core.card(SINGLE)
    second = replace(first, spec={**first.spec, "seed": 1}, test_pearson=0.5)
    second = replace(second, key=spec_key(second.spec))
    settings().models.mkdir(parents=True)
    (settings().models / f"SIM_LOOP-{second.key[:10]}.card.json").write_text(card_text(second))
    spec = {**first.family, "seeds": [0, 1], "members": [first.key, second.key]}
    empty = {"validation_pearson": None, "history": [], "weights": "", "weights_bytes": 0}
    digest = ensemble_digest([first, second])
    (mean,) = registry.save_ensemble([replace(first, spec=spec, weights_sha256=digest, seconds=90.0, **empty)])
    return first, second, mean


def test_its_row_says_what_it_is_the_mean_of_and_no_size(cards):
    row = next(row for row in page.rows() if row["name"] == NAME)
    shown = {"label": "residualbind-ensemble", "seeds": "0 and 1"}
    shown |= dict.fromkeys(("seed", "size", "epochs", "validation"))
    assert {name: row[name] for name in shown} == shown and row["origin"] == "Trained here" and row["in_use"] == ""
    assert row["words"].startswith("Mean of 2 networks, seeds 0 and 1: ")
    single = next(row for row in page.rows() if row["name"] == SINGLE)
    assert (single["seed"], single["seeds"]) == (0, "0") and single["size"] > 0


def test_pickers_say_how_many_networks_are_asked(cards):
    select = models.model_picker("SIM_LOOP", core.find_experiment("SIM_LOOP"))
    assert select.value != NAME, "a single network is in use"
    labels = {option["value"]: option["label"] for group in select.data for option in group["items"]}
    assert labels[NAME] == f"residualbind-ensemble of 2, test r {cards[0].test_pearson:.3f}"
    assert NAME in {option["value"] for option in models.all_models(SINGLE)}


def test_its_card_lists_its_networks_and_has_no_curves(cards):
    layout = page.layout({"model": [NAME]})
    text = text_of(layout)
    for said in (
        "The mean of 2 networks, seeds 0 and 1.",
        "Mean of 2 networks, seeds 0 and 1",
        "drawn anew for each seed",
        "All weights (SHA-256)",
        "2 min, all its networks",
        "Its members",
        "residualbind-seed1 1 0.500",
    ):
        assert said in text
    for said in ("bytes", "best epoch", "How it learned", "keeps no epochs", "Seed 0", "It comes with the app"):
        assert said not in text
    assert f"/data?rbp=SIM_LOOP&part=models&model={SINGLE}-seed1" in links_of(layout)
    figures = does.show_card({"model": NAME, "with": ""}, "light", None)
    assert figures[1]["data"][0]["type"] == "heatmap" and not figures[0]["data"]


def test_beside_a_single_network_the_curves_are_those_of_the_single_one(cards, wording):
    text = text_of(page.layout({"model": [NAME], "with": [SINGLE]}))
    assert "Its members" in text and "How it learned" in text
    curves = does.show_card({"model": NAME, "with": SINGLE}, "light", None)[0]
    assert [trace["name"] for trace in curves["data"]][::2] == [SINGLE]
    differences = text_of(model_pair.card(cards[2], cards[0]))
    wording.within(texts_of(model_pair.card(cards[2], cards[0])), "mean", "2 networks", "seeds 0 and 1")
    assert "members" not in differences


def test_a_network_that_was_trained_again_is_said_on_the_card(cards, wording):
    path = settings().models / f"SIM_LOOP-{cards[1].key[:10]}.card.json"
    path.write_text(card_text(replace(cards[1], weights_sha256="another")))
    layout = page.layout({"model": [NAME]})
    wording.within(texts_of(layout), "measured", "ensemble")
    wording.within(texts_of(layout), "command line", "python -m core ensemble", NAME)
    assert any(getattr(part, "className", "") == "bench-problem" for part in everything(layout))


def test_what_goes_with_it_and_with_a_network_of_it_is_said(cards, wording):
    alone = text_of(page.removal_text(core.plan_removal(NAME)))
    wording.within(alone, "networks", "mean")
    assert "MB" not in alone
    both = text_of(page.removal_text(core.plan_removal(f"{SINGLE}-seed1")))
    wording.within(both, NAME)
    assert " MB) are deleted" in both


@pytest.mark.parametrize("form", ["svg", "csv", "json", "script", "report"])
def test_its_card_is_shared_in_every_form(cards, form):
    assert exports.export(exports.CardView(NAME), form, "http://127.0.0.1/").content


def test_files_say_how_it_is_made_again(cards):
    said = exports.export(exports.CardView(NAME), "script", "http://127.0.0.1/").content.decode()
    assert f'core.make_ensemble("{NAME}")' in said and "train_together" not in said
