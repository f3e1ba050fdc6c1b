"""The Atlas page on the toy networks: what links restore, what is asked, what is said, what leads where."""

import dataclasses

import pytest
import toy_network
from dash.exceptions import PreventUpdate
from page_world import ask, everything, ids_of, links_of, text_of, texts_of

import app as web
import core
from callbacks import asking
from callbacks import atlas as callbacks
from components import ids, views
from components.atlas import page
from components.atlas import state as states
from core import atlas
from core.data.published import published
from core.errors import AppError, ModelError
from core.models import registry

KMER = toy_network.KMER


@pytest.fixture
def rbp(monkeypatch):
    return toy_network.install(monkeypatch)


def opened(rbp, **fields):
    """The state of a link."""
    query = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return states.state(rbp, states.read_query(query))


def drawn(state, answer=None, progress=None, before=None):
    return callbacks.show_findings(answer, progress, state, "light", "field", before)[0]


def store(layout, id):
    return next(part for part in everything(layout) if getattr(part, "id", None) == id)


@pytest.mark.parametrize("part", states.PARTS)
def test_a_link_restores_what_it_says(rbp, part):
    query = {"rbp": [rbp], "part": [part], "source": ["simulated"], "n": ["20"], "c": [f"{KMER}@4"], "order": ["gene"]}
    state = store(page.layout(query), ids.ATLAS_STATE).data
    again = states.read_query({k: v if isinstance(v, list) else [v] for k, v in state["query"].items()})
    assert states.state(rbp, again) == state
    assert state["query"]["part"] == part and state["query"]["source"] == ["simulated"]


def test_what_is_wrong_with_a_link_is_said_and_the_rest_is_shown(rbp, wording):
    text = text_of(page.layout({"rbp": [rbp], "part": ["colours"], "later": ["1"]}))
    wording.within(text, "'colours'")
    assert "'later'" in text
    question, problem, *_ = callbacks.show_question(opened(rbp, part="gc", n="many"), [{"field": "n"}], [])
    assert question is None
    wording(problem, "'many'", "from 2 to 10,000")
    assert callbacks.show_question(opened(rbp, part="gc", n="many"), [{"field": "n"}], [])[4] == [True]
    count = callbacks.show_question(opened(rbp, part="gc", only=["NOPE"]), [], [])[2]
    wording.within(count, "'NOPE'")


def test_performance_needs_no_question_and_leads_to_training(rbp):
    state = opened(rbp)
    assert callbacks.show_question(state, [], [])[0] is None
    shown = drawn(state)
    text, links = text_of(shown), links_of(shown)
    assert "Su et al. 2019" in text and "Koo et al. 2021" in text and "No such models" in text
    assert any(link.startswith("/data?") and "part=train" in link for link in links)
    (grid,) = [part for part in everything(shown) if getattr(part, "id", None) == ids.ATLAS_TABLE]
    first = grid.rowData[0]
    assert first["explore"] == f"/explore?rbp={rbp}" and first["residualbind"] == 0.5
    assert first["facets"]["source"] == ["simulated"] and len(grid.rowData) > 244


def test_performance_has_means_pairs_and_the_ceiling(rbp, monkeypatch, wording):
    real = "RNCMPT00168"
    cards = []
    for label, kind, pearson, more in (("log", "log", 0.8, {}), ("clip", "clip", 0.75, {"transform": "clip"})):
        card = toy_network.toy_card(rbp, **more)
        about = {"experiment": real, "test_pearson": pearson, "replicate_pearson": 0.9 if label == "clip" else 0.5}
        cards.append(dataclasses.replace(card, transform={**card.transform, "kind": kind}, **about))
    toy_network.use_models(monkeypatch, lambda: {real: {card.label: card for card in cards}})
    state = opened(rbp, only=[real], pair="residualbind~ThermoNet")
    shown = drawn(state)
    text = text_of(shown)
    best = published(real)["ThermoNet"]
    for said in ("Means", "Each experiment", "a rough ceiling", "would reach its square root", "log / clip"):
        assert said in text
    wording.within(text, "ResidualBind", "ThermoNet", f"{0.8 - best:.3f}", "1 of 1 real")
    wording.within(text, "correlations", "transforms")
    assert f"+{0.75 - best:.3f}" in text  # of clipped scores, among the means
    (grid,) = [part for part in everything(shown) if getattr(part, "id", None) == ids.ATLAS_TABLE]
    (row,) = [one for one in grid.rowData if one["id"] == real]
    assert row["replicate_pearson"] == 0.9 and row["gain"] == pytest.approx(0.75 - max(published(real).values()))
    heads = [column["headerName"] for column in grid.columnDefs]
    assert heads[4:8] == ["Ours − best", "Replicates", "Ours, log", "Ours, clip"]
    (figure,) = [one.figure for one in everything(shown) if getattr(one, "id", None) == ids.atlas_graph("beside")]
    assert {trace["name"]: trace["x"] for trace in figure["data"]} == {
        "Ours": [0.75],
        "ThermoNet": [best],
        "Replicates, a rough ceiling": [0.9],
    }
    assert "ResidualBind, clip: 0.750" in figure["data"][-1]["text"][0]
    assert any("pair=residualbind-clip~ThermoNet" in link for link in links_of(shown))


def test_a_motif_says_how_the_best_kmer_lies_on_the_consensus(rbp, monkeypatch, wording):
    card = dataclasses.replace(registry.models()[rbp]["residualbind"], gene="RBM42", top_kmers=[["ACUAAG", 2.0]])
    toy_network.use_models(monkeypatch, lambda: {rbp: {card.label: card}})
    state = opened(rbp, part="motifs", n="8", only=[rbp])
    question = callbacks.show_question(state, [], [])[0]
    shown = drawn(state, {"question": question, "record": asking.survey(question, lambda *_: None)})
    text = text_of(shown)
    assert "lies within the consensus" in text and "tell at least 3.5 letters" in text
    wording.within(texts_of(shown), "in 1 of 1")
    (grid,) = [part for part in everything(shown) if getattr(part, "id", None) == ids.ATLAS_TABLE]
    assert (grid.rowData[0]["core"], grid.rowData[0]["core_motif"]) == ("within it", "AACUAMG")


def test_the_order_of_gaps_is_one_that_there_is(rbp):
    assert states.order_of(opened(rbp, part="spacing", order="close")["query"]) == "close"
    assert states.order_of(opened(rbp, part="spacing", order="position")["query"]) == "cluster"
    assert views.read("/atlas", f"?rbp={rbp}&part=spacing&order=position").order == "cluster"


@pytest.mark.parametrize("part", [one for one in states.PARTS if one != "performance"])
def test_every_part_is_asked_and_drawn(rbp, part, wording):
    state = opened(rbp, part=part, n="8", only=[rbp])
    question = callbacks.show_question(state, [], [])[0]
    assert callbacks.show_cost(state, None).startswith("About")
    assert "Not asked yet" in str([getattr(one, "rowData", "") for one in everything(drawn(state))])
    told = []
    record = asking.survey(question, lambda *parts: told.append(parts))
    assert told[0][2]["models"] == 1 and told[0][2]["gene"] == core.find_experiment(rbp).gene
    shown = drawn(state, {"question": question, "record": record})
    assert f"rbp={rbp}" in str([getattr(one, "rowData", "") for one in everything(shown)])
    figures = [one.figure for one in everything(shown) if getattr(one, "figure", None)]
    assert part == "motifs" or figures
    for figure in figures:
        links = [link for trace in figure["data"] for link in trace.get("customdata", []) if isinstance(link, str)]
        cells = [link for trace in figure["data"] for line in trace.get("customdata", []) for link in line]
        assert all(link.startswith("/bench?rbp=") for link in links or cells if len(link) > 1)
    wording(callbacks.show_cost(state, None), "1 experiment")
    assert callbacks.show_question(state, [], [])[0] is None  # its button rests


def test_what_one_link_asked_another_has_at_once(rbp):
    state = opened(rbp, part="gc", n="8", only=[rbp])
    asking.survey(callbacks.show_question(state, [], [])[0], lambda *_: None)
    other = opened(rbp, part="gc", n="8", source="simulated")
    assert "Effect: global importance" in text_of(drawn(other))


def test_findings_are_drawn_anew_only_when_more_is_known(rbp, wording):
    state = opened(rbp, part="gc", n="8", only=[rbp])
    now = {"more": {"gene": "A", "known": 1, "models": 3}}
    _, stamp = callbacks.show_findings(None, now, state, "light", "field", None)
    with pytest.raises(PreventUpdate):
        callbacks.show_findings(None, now, state, "light", "field", stamp)
    assert callbacks.show_findings(None, {"more": {"known": 2}}, state, "light", "field", stamp)
    wording(callbacks.show_now(now, True), "1 of 3 experiments")
    assert callbacks.show_now(now, False) == callbacks.show_now(None, True) == ""


def test_one_that_fails_is_named_and_the_rest_is_drawn(rbp, monkeypatch, wording):
    state = opened(rbp, part="additivity", n="9", only=[rbp])
    question = callbacks.show_question(state, [], [])[0]

    def broken(_):
        raise ModelError("the weights are on fire; train it again.")

    monkeypatch.setattr(core.library.analyses, "open_model", broken)
    record = asking.survey(question, lambda *_: None)
    text = text_of(drawn(state, {"question": question, "record": record}))
    assert "1 could not be asked" in text
    wording.within(text, "weights", "train")


def test_fields_of_other_parts_stay(rbp):
    state = opened(rbp, part="positions", order="gene", c=[f"{KMER}@4"])
    changed = callbacks.read_form(["20", None], [], [{"field": "n"}, {"field": "family"}], [], state)
    assert changed["query"] == {**state["query"], "n": "20"}
    typed = callbacks.read_form(
        [f"{KMER}@4\n\n {KMER.lower()}@4,{KMER}@11 \nrubbish"], ["2-1"], [{"field": "c"}], [{"field": "show"}], state
    )
    assert typed["query"]["c"] == [f"{KMER}@4", f"{KMER}@4,{KMER}@11", "rubbish"] and typed["query"]["show"] == "2-1"


def test_a_condition_that_cannot_be_read_is_said_in_place(rbp):
    problem = callbacks.show_question(opened(rbp, part="design", c=["XYZ@4"]), [{"field": "c"}], [])
    assert "has the letter 'X'" in problem[1] and problem[4] == [True] and problem[0] is None


def test_a_design_shows_a_condition_or_a_difference(rbp):
    conditions = [f"{KMER}@4", f"{KMER}@4,{KMER}@11"]
    state = opened(rbp, part="design", n="8", only=[rbp], c=conditions, show="2-1")
    question = callbacks.show_question(state, [], [{"field": "show"}])
    assert [option["value"] for option in question[5][0]] == ["1", "2", "2-1"]
    record = asking.survey(question[0], lambda *_: None)
    shown = drawn(state, {"question": question[0], "record": record})
    assert "2 − 1: what 2 adds to 1" in text_of(shown) and "clearly not 0 in" in text_of(shown)
    design = core.Design(rbp, tuple(map(core.parse_condition, conditions)), n=8)
    difference = core.run_gia(design).comparisons[0].difference
    (figure,) = [one.figure for one in everything(shown) if getattr(one, "figure", None)]
    assert figure["data"][0]["x"] == [pytest.approx(difference)]


def test_the_bench_leads_to_its_design_on_every_rbp(rbp):
    from components.bench import state as bench_state

    query = {"c": [f"{KMER}@4", f"{KMER}@11"], "n": ["50"], "seed": ["3"]}
    state, _ = bench_state.read_query(query, rbp, bench_state.about(core.card(rbp)))
    link = callbacks.show_bench_link(state)
    asked = f"/atlas?rbp={rbp}&part=design&c={KMER}@4&c={KMER}@11&background=profile&n=50&seed=3"
    assert link.href == asked


def test_files_are_made_of_what_was_asked(rbp, refuses):
    search = f"?rbp={rbp}&part=gc&n=8&only={rbp}"
    view = views.read("/atlas", search)
    assert view.survey == atlas.Survey("gc", (rbp,), n=8)
    with refuses(AppError, "Ask", "RBPs"):
        callbacks.found(view)
    atlas.ask(view.survey)
    assert callbacks.found(view)[0]["asked"]
    from callbacks.share import send_file

    sent, said = send_file({"format": "csv", "path": "/atlas", "search": search, "href": "", "number": 1})
    assert said == "Saved atlas_gc.csv" and sent["type"] == "text/csv"
    with pytest.raises(AppError, match="give a whole number from 2"):
        views.read("/atlas", f"?rbp={rbp}&part=gc&n=many")


def test_the_app_answers_as_a_browser_asks(rbp):
    state = opened(rbp, part="gc", n="8", only=[rbp])
    values = {f"{ids.ATLAS_STATE}.data": state}
    answer = ask(web.create_app(), f"{ids.ATLAS_COST}.children", values).json
    assert "About" in answer["response"][ids.ATLAS_COST]["children"]
    layout = page.layout({"rbp": [rbp], "part": ["design"]})
    assert {ids.ATLAS_STATE, ids.ATLAS_FINDINGS, ids.long_start(states.JOB)} <= {
        one for one in ids_of(layout) if isinstance(one, str)
    }
