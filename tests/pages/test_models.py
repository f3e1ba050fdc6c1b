import page_world
import pytest
from page_world import ask, everything, links_of, text_of, texts_of

import app as web
import core
from callbacks import shell as callbacks
from callbacks.explore import page as explore_callbacks
from components import ids, shell
from components.bench import page as bench
from components.bench import state as bench_state
from components.discover import page as discover
from components.explore import page as explore
from components.explore import sequence as explore_sequence
from components.explore import state as explore_state
from components.shared import models, one_rna
from core.errors import ModelError
from core.formatting import UNITS

RBFOX1 = "RNCMPT00168"
CORE_LIST = core.list_experiments
PU, CLASSIFIER = f"{RBFOX1}:residualbind-pu", f"{RBFOX1}:residualbind-classification"


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def picker(page):
    return next((one for one in everything(page) if getattr(one, "id", None) == ids.MODEL), None)


@pytest.mark.parametrize("layout", [explore.layout, bench.layout])
def test_several_models_can_be_chosen_from_with_their_test_pearson(layout, wording):
    select = picker(layout({"rbp": [PU]}))
    assert select.value == PU
    options = [option for group in select.data for option in group["items"]]
    assert {option["value"] for option in options} == {f"{RBFOX1}:{label}" for label in page_world.MODELS}
    assert options[0]["label"] == "residualbind, test r 0.825"
    wording(options[0]["help"], "log scores", "highest test r")
    wording.within(next(one["help"] for one in options if one["value"] == PU), "letters", "paired")
    groups = [group["group"] for group in select.data]
    assert groups[0] == "ResidualBind of the paper" and "Reads structure too" in groups
    assert select.to_plotly_json()["props"]["aria-label"] == "Model of RBFOX1"
    assert picker(layout({"rbp": [RBFOX1]})).value == f"{RBFOX1}:residualbind"  # the one in use


@pytest.mark.parametrize("layout", [explore.layout, bench.layout])
def test_where_there_is_one_model_there_is_nothing_to_choose(layout):
    assert picker(layout({"rbp": ["SIM_A"]})) is None


def test_the_bench_switches_between_all_rbps_that_have_a_model():
    page = bench.layout({"rbp": [PU], "c": ["UGCAUG@4"]})
    select = next(one for one in everything(page) if getattr(one, "id", None) == ids.RBP_PICKER)
    assert select.value == RBFOX1 and select.searchable
    assert [one["value"] for one in select.data] == [one.id for one in core.list_experiments() if one.has_model]
    assert {"value": RBFOX1, "label": f"RBFOX1, {RBFOX1}", "names": ["FOX1", "A2BP1"]} in select.data


def test_all_models_are_offered_beside_and_counted():
    page = bench.layout({"rbp": [RBFOX1]})
    beside = next(one for one in everything(page) if getattr(one, "id", None) == ids.bench_choice("with"))
    count = sum(len(experiment.models) for experiment in core.list_experiments()) - 1
    assert len(beside.data) == count and f"any of {count} models" in beside.placeholder
    assert not hasattr(beside, "limit") and all(one["help"] for one in beside.data)


def test_all_models_are_listed_without_reading_every_card_for_each(monkeypatch):
    monkeypatch.setattr(core, "card", None)
    assert {one["value"] for one in models.all_models("")} >= {RBFOX1, PU}


def test_a_damaged_model_is_listed_as_such_and_the_page_works(monkeypatch, wording):
    def card(name):
        if name == PU:
            raise ModelError(f"the card was changed by hand; train it again: python -m core train {RBFOX1}.")
        return page_world.card_of(name)

    monkeypatch.setattr(core, "card", card)
    damaged = picker(explore.layout({"rbp": [RBFOX1]})).data[-1]
    assert damaged["group"] == "Damaged" and damaged["items"][0]["label"] == "residualbind-pu (damaged)"
    wording(damaged["items"][0]["help"], "Data & models")


def test_a_model_whose_weights_are_damaged_cannot_be_chosen_and_says_why(monkeypatch, wording):
    def weights_path(card):
        if card.name == PU:
            raise ModelError(f"the weights file of {PU} is truncated; train it again: python -m core train {RBFOX1}")

    monkeypatch.setattr(models.registry, "weights_path", weights_path)
    damaged = picker(explore.layout({"rbp": [RBFOX1]})).data[-1]["items"][0]
    beside = next(one for one in models.all_models("") if one["value"] == PU)
    for one in (damaged, beside):
        assert one["disabled"]
        wording(one["help"], PU, "Data & models")
    assert damaged["label"] == "residualbind-pu (damaged)"
    others = [one for group in picker(explore.layout({"rbp": [RBFOX1]})).data[:-1] for one in group["items"]]
    assert others and not any("disabled" in one for one in others)


@pytest.mark.parametrize("layout", [explore.layout, bench.layout, discover.layout])
def test_pages_say_of_a_model_that_is_not_good_how_far_to_trust_it(layout, monkeypatch):
    assert "doubts" not in str(layout({"rbp": [RBFOX1]}))
    monkeypatch.setattr(core, "doubtful", lambda names: [f"{names[0]}: weak."])
    assert f"{RBFOX1}: weak." in text_of(layout({"rbp": [RBFOX1]}))


def test_many_doubts_are_folded_into_one_line(wording):
    assert models.doubts([RBFOX1]) == []
    known = [one.id for one in CORE_LIST() if one.has_model]
    folded = models.doubts(known)
    assert " models need care" in text_of(folded)
    wording.within(texts_of(folded), "QKI", "RNCMPT00047")


def test_links_between_pages_keep_the_model():
    page, rbp, nav, badge, _ = callbacks.show_page("/explore", f"?rbp={PU}", None)
    assert rbp == PU
    assert [link.href for link in nav] == ["/", *(f"{path}?rbp={PU}" for path in shell.PAGES if path != "/")]
    assert links_of(badge[0]) == [f"/explore?rbp={PU}"] and PU in badge[0].title
    assert f"/bench?rbp={PU}&c=UGCAUG@18" in links_of(page)
    seen = one_rna.see(explore_state.state(PU, "AAUGCAUGAA")["query"])
    assert links_of(explore_sequence.stretch_link(seen)) == [f"/bench?rbp={PU}&c=CAUGAA@5"]


def test_a_remembered_model_that_is_gone_falls_back_to_the_one_in_use():
    assert callbacks.show_page("/explore", "", f"{RBFOX1}:residualbind-seed9")[1] == RBFOX1
    assert callbacks.show_page("/explore", "", PU)[1] == PU
    assert callbacks.show_page("/", "", "GONE:residualbind")[1] is None


def test_the_model_stands_in_state_design_and_file_names_without_a_colon():
    page = explore.layout({"rbp": [PU]})
    assert next(one.data for one in everything(page) if getattr(one, "id", None) == ids.EXPLORE_STATE)["query"][
        "rbp"
    ] == (PU)
    graph = next(one for one in everything(bench.layout({"rbp": [PU]})) if getattr(one, "id", None) == ids.BENCH_FIGURE)
    assert graph.config["toImageButtonOptions"]["filename"] == f"gia_{RBFOX1}_residualbind-pu"
    state, _ = bench_state.read_query({"rbp": [PU]}, PU, bench_state.about(core.card(PU)))
    assert bench_state.design(state).model_name == PU


def test_the_scatter_is_coloured_by_the_models_own_best_kmer(monkeypatch):
    page_world.change_card(monkeypatch, top_kmers=[["AAAAAA", 1.0]])
    figure, _ = explore_callbacks.show_scatter(
        "light", "mismatches", None, None, None, explore_state.state("SIM_A", None)
    )
    assert figure["layout"]["legend"]["title"]["text"] == "Mismatches to AAAAAA (probes)"


def test_a_classifiers_numbers_are_probabilities(monkeypatch, wording):
    unit = UNITS["classification"]
    assert models.unit_of(CLASSIFIER) == unit and models.unit_of(RBFOX1).short == "SD"
    asked = explore_state.state(CLASSIFIER, "ACGU")
    figure, _ = explore_callbacks.show_scatter("light", "mismatches", None, None, None, asked)
    wording(figure["layout"]["yaxis"]["title"]["text"])
    assert figure["layout"]["xaxis"]["title"]["text"] == "Measured: bound (1) or not (0)"
    figure, _, facts, *_ = explore_callbacks.show_sequence(asked, "light")
    assert figure["layout"]["yaxis"]["title"]["text"] == "Sensitivity (probability)"
    assert "+1.50 probability" in text_of(facts[1])
    page = text_of(explore.layout({"rbp": [CLASSIFIER]})) + text_of(bench.layout({"rbp": [CLASSIFIER]}))
    assert "global importance (probability)" in page
    wording.within(page, "probability", "being")
    assert "SD of binding" not in page


def test_a_model_that_reads_structure_says_that_it_folds():
    assert "it is folding 4,000 RNAs" in text_of(bench.layout({"rbp": [PU]}))
    waiting = [getattr(one, "custom_spinner", None) for one in everything(explore.layout({"rbp": [PU]}))]
    assert "folding 124 RNAs" in " ".join(text_of(one) for one in waiting if one)
    assert "folding" not in text_of(bench.layout({"rbp": [RBFOX1]}))


def test_an_unknown_model_is_said_on_the_page(monkeypatch, wording):
    def card(name):
        raise ModelError(f"{RBFOX1} has no model 'pwm-seed9'; use one of: residualbind.")

    monkeypatch.setattr(core, "card", card)
    answer = ask(
        web.create_app(), f"{ids.PAGE}.children", {f"{ids.URL}.pathname": "/bench", f"{ids.URL}.search": "?rbp=X"}
    )
    assert answer.status_code == 200
    wording.within(texts_of(bench.layout({"rbp": [f"{RBFOX1}:pwm-seed9"]})), "RNCMPT00168", "'pwm-seed9'")
