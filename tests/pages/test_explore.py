import page_world
import pytest
from dash import dcc
from dash.exceptions import PreventUpdate
from page_world import SCORES, ask, everything, ids_of, links_of, mutant, text_of, texts_of

import app as web
import core
from callbacks.explore import page as callbacks
from components import ids
from components.explore import own as explore_own
from components.explore import page as explore
from components.explore import points as explore_points
from components.explore import scatter as explore_scatter
from components.explore import sequence as explore_sequence
from components.explore import state as explore_state
from components.explore import table as explore_table
from core.errors import DataError, ModelError, SequenceError
from core.models.card import TAKEN_FROM
from core.rna_scan import link as packed

SIMULATED = explore_state.state("SIM_A", None)


@pytest.fixture(autouse=True)
def world(monkeypatch):
    page_world.install(monkeypatch)


def part(page, component_id):
    return next(one for one in everything(page) if getattr(one, "id", None) == component_id)


def scatter(state=SIMULATED, color="mismatches", motif=None, scores=None, scheme="light"):
    return callbacks.show_scatter(scheme, color, motif, scores, None, state)


# the page


def test_the_address_is_the_state():
    page = explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"], "from": ["ACGA"], "color": ["gc"], "else": ["x"]})
    stored = part(page, ids.EXPLORE_STATE).data
    assert stored["path"] == "/explore"
    assert stored["query"] == {"rbp": "SIM_A", "sequence": "ACGU", "from": "ACGA", "color": "gc"}
    assert (stored["past"], stored["future"], stored["original"]) == ([], [], "ACGA")
    assert part(explore.layout({"rbp": ["SIM_A"]}), ids.EXPLORE_STATE).data == SIMULATED


def test_controls_show_what_the_address_says():
    query = {"rbp": ["SIM_A"], "color": ["length"], "motif": ["GCAUGU"], "scores": ["clip"], "contexts": ["phime"]}
    page = explore.layout(query)
    controls = (ids.EXPLORE_COLOR, ids.EXPLORE_MOTIF, ids.EXPLORE_SCORES, ids.EXPLORE_CONTEXTS)
    assert [part(page, one).value for one in controls] == ["length", "GCAUGU", "clip", "phime"]
    page = explore.layout({"rbp": ["SIM_A"], "color": ["taste"], "scores": ["sqrt"], "contexts": ["?"]})
    assert [part(page, one).value for one in controls] == ["mismatches", "UGCAUG", "log", "pu"]
    motif = part(explore.layout({"rbp": ["SIM_A"], "motif": ["WGCAUG"]}), ids.EXPLORE_MOTIF)
    assert motif.value == "WGCAUG" and motif.data[0]["label"] == "WGCAUG (from the link)"


def test_simulated_is_labelled_and_says_what_was_planted(wording):
    page = explore.layout({"rbp": ["SIM_A"]})
    assert "Simulated" in text_of(page)
    wording.within(texts_of(page), "Planted", "UGCAUG")
    assert "Simulated" not in text_of(explore.layout({"rbp": ["RNCMPT00168"]}))


def test_top_kmers_lead_to_the_bench(wording):
    page = explore.layout({"rbp": ["SIM_A"]})
    assert "/bench?rbp=SIM_A&c=UGCAUG@18" in links_of(page)
    assert "+4.39" in text_of(page)
    wording.within(texts_of(page), "18 of 500 profile")


def test_without_a_model_the_cure_is_said_and_nothing_can_be_asked(wording):
    page = explore.layout({"rbp": ["MY RBP"]})
    wording.within(texts_of(page), "MY RBP", "model")
    assert "/data?rbp=MY+RBP&part=train" in links_of(page) and "python" not in text_of(page)
    assert ids_of(page) == []


def test_an_unknown_experiment_is_an_error():
    with pytest.raises(DataError, match="use one of SIM_A"):
        explore.layout({"rbp": ["NOPE"]})


def test_what_was_chosen_shows_at_once():
    assert part(explore.layout({"rbp": ["SIM_A"]}), ids.EXPLORE_PANEL).className == explore_sequence.NOT_CHOSEN
    chosen = explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"]})
    assert part(chosen, ids.EXPLORE_PANEL).className == explore_sequence.CHOSEN


def test_chance_needs_probes_and_an_example_does_not():
    assert ids.EXPLORE_SURPRISE in ids_of(explore.layout({"rbp": ["SIM_A"]}))
    without = ids_of(explore.layout({"rbp": ["RNCMPT00168"]}))
    assert ids.EXPLORE_SURPRISE not in without and ids.EXPLORE_EXAMPLE in without


def test_slow_figures_say_that_they_are_coming():
    loading = [one for one in everything(explore.layout({"rbp": ["SIM_A"]})) if isinstance(one, dcc.Loading)]
    assert [one.target_components for one in loading] == [
        {ids.EXPLORE_SCATTER: "figure"},
        {ids.EXPLORE_STACK: "figure"},
    ]


# the scatter


def test_with_probes_points_can_be_clicked():
    figure, note = scatter()
    assert "Click a point" in note and "drag over points" in note
    assert sum(len(trace.get("customdata", [])) for trace in figure["data"]) == len(SCORES.sequences)
    assert figure["layout"]["legend"]["title"]["text"] == "Mismatches to UGCAUG (probes)"


def test_a_restored_sequence_is_ringed_and_a_restored_selection_drawn():
    state = explore_state.state("SIM_A", "CCCCCCCCCC", region="0:0.5,1:2")
    figure, _ = scatter(state, scheme="dark")
    assert figure["data"][-1]["x"] == [-1.0]
    assert [figure["layout"]["selections"][0][key] for key in ("x0", "y0", "x1", "y1")] == [0, 0.5, 1, 2]


def test_another_transform_of_the_measured_scores_is_said_plainly(wording):
    figure, note = scatter(scores="clip")
    wording.within(note, "predictions", "compares")
    wording(figure["layout"]["xaxis"]["title"]["text"], "SD")
    assert max(max(trace["x"]) for trace in figure["data"] if trace.get("customdata")) == 25
    assert "two scales" not in scatter(scores="log")[1]


def test_another_transform_is_refused_with_the_reason_where_it_cannot_be_shown(monkeypatch, wording):
    page = explore.layout({"rbp": ["RNCMPT00168"]})
    assert part(page, ids.EXPLORE_SCORES).disabled is True
    assert "needs the measured probes" in explore_scatter.why_fixed(page_world.RBFOX1, page_world.CARD)
    page_world.change_card(monkeypatch, spec=page_world.CARD.spec | {TAKEN_FROM: "another training"})
    page = explore.layout({"rbp": ["SIM_A"]})
    assert part(page, ids.EXPLORE_SCORES).disabled is True
    wording.within(texts_of(page), "trained", "experiment")


def test_a_model_of_the_other_transform_is_opened_where_there_is_one():
    experiment = page_world.SIMULATED._replace(models=("residualbind-seed1", "residualbind-clip-seed1"))
    control = part(explore_scatter._scores("SIM_A", experiment, core.card("SIM_A"), {}), ids.EXPLORE_SCORES)
    assert [one["value"] for one in control.data] == ["log", "model:SIM_A:residualbind-clip-seed1"]


def test_until_a_large_set_is_predicted_its_density_stands_for_the_points_and_nobody_waits(
    monkeypatch, refuses, wording
):
    monkeypatch.setattr(core, "has_test_scores", lambda _: False)
    asked = []
    monkeypatch.setattr(core, "list_probes", lambda *given: asked.append(given) or page_world.list_probes(*given))
    figure, note = scatter()
    assert [trace["type"] for trace in figure["data"]] == ["heatmap"]
    wording.within(note, "model", "asked")
    wording(callbacks.show_measured(explore_state.state("SIM_A", "CCCC"))[0])
    with refuses(core.AppError):
        explore_table.rows(SIMULATED["query"], {"startRow": 0, "endRow": 9})
    question = explore_points.question("SIM_A")
    assert question == {"rbp": "SIM_A", "model": core.card("SIM_A").answers_key} and asked == []
    assert callbacks.hide_work(question, None) is False
    answer = {"question": question, "record": {"n": 5}}
    figure, _ = callbacks.show_scatter("light", "mismatches", None, None, answer, SIMULATED)
    assert any(trace.get("customdata") for trace in figure["data"]) and callbacks.hide_work(question, answer)


def test_points_that_are_kept_or_few_are_not_waited_for(monkeypatch):
    assert explore_points.question("SIM_A") is None and explore_points.question("RNCMPT00168") is None
    monkeypatch.setattr(core, "has_test_scores", lambda _: False)
    page_world.change_card(monkeypatch, n_test=12_981)
    assert explore_points.question("SIM_A") is None


def test_without_probes_the_stored_density_shows_with_the_reason_and_the_cure(monkeypatch):
    monkeypatch.setattr(core, "list_probes", lambda *_: pytest.fail("there are no probes to ask"))
    figure, note = scatter(explore_state.state("RNCMPT00168", None))
    assert "not on this machine" in text_of(note) and "python" not in text_of(note)
    assert links_of(note) == ["/data?rbp=RNCMPT00168&part=measurements"]
    assert [trace["type"] for trace in figure["data"]] == ["heatmap"]


def test_a_damaged_model_leaves_no_figure_but_its_sentence(monkeypatch, wording):
    def damaged(*_):
        raise ModelError("the weights are truncated; train again.")

    monkeypatch.setattr(core, "list_probes", damaged)
    values = {f"{ids.EXPLORE_STATE}.data": SIMULATED, f"{ids.COLOR_SCHEME}.data": "light"}
    answer = ask(web.create_app(), f"{ids.EXPLORE_SCATTER}.figure", values).json
    assert answer["response"][ids.EXPLORE_SCATTER]["figure"]["data"] == []
    wording(answer["sideUpdate"][ids.ALERT]["children"])


@pytest.mark.parametrize(
    ("rbp", "sequence", "said", "x"),
    [
        ("SIM_A", "CCCCCCCCCC", "−1.00 SD", [-1.0]),
        ("SIM_A", "AAUGCAUGAA", "+2.00 and +2.50 SD", [2.0, 2.5]),
        ("SIM_A", "GGGG", "not a probe of set B", []),
        ("RNCMPT00168", "CCCCCCCCCC", "not on this machine", []),
    ],
)
def test_what_was_measured_is_said(rbp, sequence, said, x):
    text, at = callbacks.show_measured(explore_state.state(rbp, sequence))
    assert (text, at["x"]) == (said, x)


def test_of_a_mutant_the_original_was_measured():
    asked = mutant("SIM_A", "CCCCCCCCCC", "CCCCGCCCCC")
    assert callbacks.show_measured(asked) == ("−1.00 SD (the original)", {"x": [-1.0], "y": [pytest.approx(-0.8)]})


# own RNAs


def test_own_rna_is_read_as_people_write_it_kept_and_the_old_message_goes():
    offered, own, problem = callbacks.choose_own(1, " acgtt ", None, SIMULATED)
    chosen = explore_state.state("SIM_A", "ACGUU")
    assert offered == {"over": SIMULATED, "state": chosen, "text": " acgtt "}
    assert own == [{"name": "RNA 1", "sequence": "ACGUU", "unnamed": True}]
    assert problem == ""


def test_many_own_rnas_are_listed_once_each_and_the_first_is_shown():
    _, first, *_ = callbacks.choose_own(1, "ACGU", None, SIMULATED)
    offered, new, _ = callbacks.choose_own(2, ">mine\nGGG\n>again\nACGU\n>other\nCCC", first, SIMULATED)
    state, own = offered["state"], first + new
    assert state["query"]["sequence"] == "GGG"
    listed = [("RNA 1", "ACGU"), ("mine", "GGG"), ("again", "ACGU"), ("other", "CCC")]
    assert [(one["name"], one["sequence"]) for one in own] == listed
    rows, count, shown, _ = callbacks.show_own(own, state)
    assert [row["prediction"] for row in rows] == [0.5, 1.5, 2.5, 3.5]
    assert [row["length"] for row in rows] == [4, 3, 4, 3]
    assert count.startswith("4 RNAs, kept on this browser only") and "empty" not in shown


def test_names_of_own_rnas_stay_as_they_are():
    _, own, *_ = explore_own.paste(">RNA 2\nACGU\n>RNA 1\nGGG\n>5'\nACGT", None)
    assert [one["name"] for one in own] == ["RNA 2", "RNA 1", "5'"]
    _, own, *_ = explore_own.paste("CCC\nACGU\nUUU", own)
    assert [one["name"] for one in own] == ["RNA 2", "RNA 1", "5'", "RNA 3", "RNA 5"]


def test_what_was_left_out_of_a_paste_is_said(wording):
    *_, said = callbacks.choose_own(1, ">E1\nSequence unavailable\n>h\nACGU\n(..)", None, SIMULATED)
    wording.within(said, "'Sequence unavailable'", "E1")
    wording.within(said, "RNAfold")


def test_what_is_too_long_here_is_opened_on_scan(refuses):
    with refuses(explore_own.ForScan, "50 nt", "1 to 41 nt") as caught:
        explore_own.paste(f">utr\n{'ACGUC' * 10}", None, "SIM_A")
    said = callbacks.show_own_problem(caught.value)[2]
    link = said[1].href
    assert link.startswith("/scan?rbp=SIM_A&rnas=z.")
    assert packed.unpack(link.partition("rnas=")[2]) == (("utr", "ACGUC" * 10),)


def test_an_empty_list_is_not_shown_and_asks_nothing(monkeypatch):
    monkeypatch.setattr(core, "predict", lambda *_: pytest.fail("there is nothing to predict"))
    for nothing in (None, [], [{"name": "damaged"}], ["x"]):
        assert callbacks.show_own(nothing, SIMULATED)[2] == "card own empty"


def test_own_rnas_download_with_their_predictions():
    file = callbacks.download_own(1, [{"name": "a, b", "sequence": "ACGU"}], SIMULATED)
    assert file["filename"] == "own_rnas_SIM_A.csv"
    assert file["content"].splitlines() == ["name,sequence,length,prediction", '"a, b",ACGU,4,0.5']
    file = callbacks.download_own(1, [{"name": "=1+1", "sequence": "ACGU"}], SIMULATED)
    assert file["content"].splitlines()[1] == "'=1+1,ACGU,4,0.5"


def test_what_a_browser_kept_that_is_no_rna_does_not_stop_a_paste():
    kept = [{"name": ["odd"], "sequence": None}, {"sequence": "GGG"}, "none"]
    first, own, *_ = explore_own.paste("ACGU", kept)
    assert first == "ACGU" and own[-1]["sequence"] == "ACGU"


def test_a_list_that_would_grow_too_long_is_refused(refuses):
    own = [{"name": str(n), "sequence": "A" * (n % 41 + 1) + "C" * (n // 41)} for n in range(500)]
    with refuses(core.AppError, "501 RNAs", "keeps 500"):
        explore_own.paste("GGGG", own)


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("ACGX", ["line 1", "'X'", "'ACGX'"]),
        ("ACG1U", ["line 1", "'1'", "'ACG1U'"]),
        ("MKVLAAGE", ["RNA", "1 looks"]),
        ("", ["RNA"]),
        (None, ["RNA"]),
        ("A" * 42, ["42 nt", "1 to 41 nt"]),
        ("A" * 10_000_000, ["10,000,000 characters", "most 100,000"]),
    ],
)
def test_bad_rna_is_said_and_changes_nothing(typed, facts, refuses):
    with refuses(SequenceError, *facts):
        callbacks.choose_own(1, typed, None, SIMULATED)


def test_a_page_just_drawn_chooses_nothing():
    with pytest.raises(PreventUpdate):
        callbacks.choose_own(0, "", None, SIMULATED)
    with pytest.raises(PreventUpdate):
        callbacks.choose_example(None, SIMULATED)


def test_another_example_comes_at_each_click():
    first, second = (callbacks.choose_example(clicks, SIMULATED)["state"]["query"]["sequence"] for clicks in (1, 2))
    assert (first, second) == ("CUGCAUGA", "GUGCAUGA")


def test_bad_rna_over_http_is_one_sentence_in_place():
    values = {
        f"{ids.EXPLORE_SHOW}.n_clicks": 1,
        f"{ids.EXPLORE_INPUT}.value": "ACGX",
        f"{ids.EXPLORE_STATE}.data": SIMULATED,
    }
    answer = ask(web.create_app(), f"{ids.EXPLORE_PROBLEM}.children", values).json
    sentence = (
        "Line 1 has 'X' in 'ACGX', which is not a nucleotide; paste FASTA, a line '>name' and then letters A, C, G, U "
        "(T reads as U), or the letters alone."
    )
    assert answer["response"] == {ids.EXPLORE_PROBLEM: {"children": sentence}}
    assert "sideUpdate" not in answer


def test_the_browser_refuses_the_length_of_text_that_core_refuses():
    from pathlib import Path

    from core.rna_scan.fasta import MOST_LIST_TEXT

    script = Path(web.__file__).with_name("assets") / "explore.js"
    assert f"const MOST_TEXT = {MOST_LIST_TEXT};" in script.read_text()


def test_a_link_of_a_newer_version_says_what_is_left_out_and_shows_the_rest(wording):
    page = explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"], "fold3d": ["1"]})
    wording.within(texts_of(page), "'fold3d'")
    assert ids.EXPLORE_STATE in ids_of(page)
    assert "does not know" not in text_of(explore.layout({"rbp": ["SIM_A"], "sequence": ["ACGU"]}))
