"""The Scan page: a text becomes RNAs, fields become questions, answers become a figure, tables and a window."""

import json
import re
from itertools import pairwise
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
import toy_network
from page_world import ask, everything, ids_of, links_of, text_of, texts_of

import app as web
import core
from callbacks import asking, long_work
from callbacks import scan as does
from callbacks import share as sharing
from components import ids, views
from components.figures.sequence import signed
from components.figures.tracks import MOST_POINTS, thinned
from components.scan import page as pages
from components.scan import results, variants, window
from components.scan import state as states
from components.scan.asked import scan_of
from components.shared import one_rna
from core.errors import AppError
from core.exports import RnaScanView
from core.rna_scan import link, null
from core.rna_scan import scan as scan_room
from core.sequence import NamedDna, NamedRna, random_rna

KMER = toy_network.KMER
SEQUENCE = random_rna(3, 300).replace(KMER, "AAAAAA")
PLANTED = SEQUENCE[:100] + KMER + SEQUENCE[106:]
RNAS = (NamedRna("utr1", PLANTED), NamedRna("other", SEQUENCE[:90]))
TOKEN = link.pack(RNAS)
NAMES = [{"type": "scan-field", "field": name} for name in states.FORM.fields]


@pytest.fixture
def rbp(monkeypatch):
    monkeypatch.setattr(scan_room, "BACKGROUNDS", 100)
    monkeypatch.setattr(null, "SHUFFLED", 500)
    monkeypatch.setattr(null, "FEWEST", 5)
    return toy_network.install(monkeypatch)


@pytest.fixture
def asked(rbp):
    """The state and question of one RBP on both RNAs, and the answer as a job gives it."""

    form = form_of(rbp)
    question = does.show_question(form, NAMES)[0]
    answer = {"question": question, "record": asking.scan_rnas(question, lambda *_: None)}
    return SimpleNamespace(form=form, question=question, answer=answer, scan=scan_of(question))


def form_of(rbp, token=TOKEN, lines="", **fields):
    names = [rbp] if isinstance(rbp, str) else rbp
    return states.state({**states.FORM.texts({}), "rbp": names, "variants": lines, **fields}, token)


def look(shown, form):
    return {"shown": shown, "query": {name: form["query"].get(name) for name in ("rbp", "rnas", "window")}}


def test_a_pasted_text_becomes_rnas_for_the_link():
    token, note, problem, shown = does.take_text(">utr1\nacgt\n>b\nGGN")
    assert link.unpack(token) == (("utr1", "ACGU"), ("b", "GGN"))
    assert "utr1 (4 nt), b (3 nt)" in text_of(note) and "1 letter other than" in text_of(note)
    assert (problem, shown) == ("", does.SHOWN)
    assert does.take_text(" ") == (None, [], "", does.SHOWN)


def test_what_is_wrong_with_the_text_is_said_beneath_it_and_it_stays(rbp):
    answer = ask(web.create_app(), f"{ids.SCAN_RNAS}.data", {f"{ids.SCAN_TEXT}.value": ">a\nMKVLAEELQ"}).json[
        "response"
    ]
    assert "looks like a protein" in answer[ids.SCAN_TEXT_PROBLEM]["children"]
    assert answer[ids.SCAN_RNAS]["data"] is None and ids.SCAN_TEXT not in answer


def test_rnas_too_long_for_a_link_say_where_the_link_works(wording):
    token, note, *_ = does.take_text(f">a\n{random_rna(0, 20_000)}\n>b\n{random_rna(1, 20_000)}")
    assert link.is_kept(token)
    wording.within(texts_of(note), "machine", "alone")


def test_the_example_is_simulated_and_says_so(rbp):
    fasta, lines = does.take_example(1, form_of(rbp)).values()
    read = core.read_fasta(fasta).rnas
    assert "Simulated" in fasta and KMER in read[0].sequence
    assert not core.read_variants(lines, read).problems
    assert "Simulated" in text_of(pages.badge([], read))
    assert text_of(pages.badge(["RNCMPT00168"], RNAS)) == ""
    assert "Simulated" in text_of(pages.badge([rbp], RNAS))


def test_fields_become_a_question_with_its_cost(rbp):
    question, cost, problem, wrong, _ = does.show_question(form_of([rbp, f"{rbp}:residualbind-seed1"]), NAMES)
    assert [name for name, _ in question["models"]] == [rbp, f"{rbp}:residualbind-seed1"]
    assert {**question, "models": 0} == {
        "models": 0, "rnas": TOKEN, "window": 41, "step": 1, "quantile": 0.99, "fold_window": 80, "fold_span": 40,
    }  # fmt: skip
    assert "predictions" in cost and problem == "" and not any(wrong)
    assert does.show_question(form_of(rbp, None), NAMES)[0] is None


@pytest.mark.parametrize(
    ("fields", "wrong", "facts"),
    [
        ({"window": "29"}, "window", ["'29'", "from 30 to 41"]),
        ({"window": "wide"}, "window", ["'wide'", "from 30 to 41"]),
        ({"step": "0"}, "step", ["'0'", "from 1 to 41"]),
        ({"window": "30", "step": "31"}, "window", ["31 nt", "give 1 to 30,"]),
        ({"fold_window": ""}, "fold_window", ["from 5 to 300"]),
        ({"threshold": "101"}, "threshold", ["RNA", "50 to 99.9"]),
        ({"fold_span": "90"}, "fold_window", ["spans 90"]),
        ({"fold_window": "1.5"}, "fold_window", ["'1.5'"]),
        ({"rbp": []}, "rbp", ["RBPs", "choose 1 to 8"]),
        ({"rbp": ["NOPE"]}, "rbp", ["'NOPE'"]),
    ],
)
def test_what_is_wrong_with_a_field_is_said_and_marked(rbp, fields, wrong, facts, wording):
    question, _, problem, marked, _ = does.show_question(form_of(**{"rbp": rbp, **fields}), NAMES)
    assert question is None
    wording(problem, *facts)
    assert [name["field"] for name, is_wrong in zip(NAMES, marked, strict=True) if is_wrong] == [wrong]


def test_a_link_restores_fields_rnas_and_substitutions(rbp):
    query = {
        "rbp": [rbp],
        "rnas": [TOKEN],
        "window": ["35"],
        "variants": ["utr1 101 G A"],
        "open": ["1:81"],
        "rna": ["2"],
    }
    page = pages.layout(query)
    parts = {str(part.id): part for part in everything(page) if getattr(part, "id", None)}
    assert parts[ids.SCAN_FORM].data["query"] == {
        "rbp": [rbp], "rnas": TOKEN, "window": "35", "variants": "utr1 101 G A",
    }  # fmt: skip
    assert parts[ids.SCAN_SHOWN].data == {"rna": "2", "open": "1:81", "change": None}
    assert core.read_fasta(parts[ids.SCAN_TEXT].value).rnas == RNAS
    assert parts[str(ids.scan_field("window"))].value == "35"
    assert "utr1 (300 nt), other (90 nt)" in text_of(page)


def test_what_a_link_says_wrong_is_said_and_the_rest_shown(rbp, wording):
    page = pages.layout({"rbp": [rbp], "rnas": [TOKEN[:-9]], "colour": ["red"]})
    wording.within(texts_of(page), "incomplete", "again")
    assert "'colour'" in text_of(page) and ids.SCAN_FIGURE in ids_of(page)


def test_without_any_model_the_page_says_what_to_do(monkeypatch, wording):
    monkeypatch.setattr(core, "list_experiments", list)
    page = pages.layout({})
    wording.within(texts_of(page), "RBP")
    assert links_of(page) == ["/"]


def test_a_job_says_its_progress_and_keeps_what_it_found(asked, monkeypatch):
    told = []
    question = {**asked.question, "step": 2}
    record = asking.scan_rnas(question, lambda *one: told.append(one))
    assert record == {"rnas": 2, "peaks": len(scan_of(question).peaks)}
    assert told[-1][0] == told[-1][1] and told[-1][2] == {"counted": asking.STEPS}
    assert len(json.dumps(record)) < 100
    monkeypatch.setattr(scan_room, "predict", None)
    assert results.summary(scan_of(question))


def test_results_name_the_planted_site(asked, rbp):
    class_name, summary, rows, _, choices, rna = does.show_results(asked.answer, {"rna": "7"})
    assert class_name == results.OPEN and rna == "1"
    assert f"site {KMER} at 101" in text_of(summary) and "99% of random RNA" in text_of(summary)
    best = rows[0]
    assert (best["site"], best["name"], best["match"], best["rna"]) == (f"{KMER} at 101", "utr1", f"{KMER}, 0 off", "1")
    assert best["open"] == f"1:{asked.scan.peaks[0].first}"
    assert [one["label"] for one in choices] == ["utr1, 300 nt", "other, 90 nt"]
    assert does.show_results(None, None)[0] == results.CLOSED
    assert does.show_results({"question": {}, "problem": "no"}, None)[0] == results.CLOSED


def test_the_figure_draws_each_track_on_one_axis(asked, rbp):
    figure = does.show_figure(asked.answer, "1", "light", None)
    line, peaks, structure, letters = figure["data"]
    track = asked.scan.tracks[0]
    assert line["x"] == list(range(21, 281)) and len(line["y"]) == 260
    assert line["y"] == [round(float(value), 3) for value in track.predictions[0]]
    assert peaks["customdata"] == [[1, one.first] for one in asked.scan.peaks if one.rna == "utr1"]
    assert structure["x"] == list(range(1, 301)) and structure["yaxis"] == "y2"
    assert letters["meta"]["sequence"] == PLANTED
    assert figure["layout"]["shapes"][0]["y0"] == asked.scan.thresholds[0]
    assert "utr1" in figure["layout"]["xaxis"]["title"]["text"]
    other = does.show_figure(asked.answer, "2", "dark", "safe")
    assert len(other["data"][0]["x"]) == 50
    assert does.show_figure(None, None, None, None)["data"] == []


def test_each_rbp_has_a_panel_of_its_own_with_its_threshold(rbp):
    names = [rbp, f"{rbp}:residualbind-seed1"]
    question = does.show_question(form_of(names, link.pack([NamedDna("gene", PLANTED)])), NAMES)[0]
    scan = scan_of(question)
    figure = results.figure(scan, "1", False, False)
    layout, traces = figure["layout"], figure["data"]
    assert [trace.get("yaxis") for trace in traces] == ["y", "y2", "y", "y2", "y3", "y4"]
    assert [(shape["yref"], shape["y0"]) for shape in layout["shapes"]] == list(
        zip(["y", "y2"], scan.thresholds, strict=True)
    )
    tops = [layout[axis]["domain"] for axis in ("yaxis", "yaxis2", "yaxis4", "yaxis3")]
    assert all(upper[0] > lower[1] for upper, lower in pairwise(tops)) and tops[0][1] <= 1
    assert [note["y"] for note in layout["annotations"]] == [tops[0][1], tops[1][1]]
    assert "seed1" in layout["annotations"][1]["text"]
    assert layout["showlegend"] is False
    assert traces[-1]["meta"]["sequence"] == PLANTED.replace("U", "T") and traces[-1]["meta"]["colors"]["T"]


def test_two_sites_of_one_window_have_each_a_row(asked):
    peak = asked.scan.peaks[0]
    scan = asked.scan._replace(peaks=(peak, peak._replace(rank=2, site_first=peak.site_first + 9)))
    grid = next(one for one in everything(results.card()) if getattr(one, "id", None) == ids.SCAN_PEAKS)
    named = re.findall(r"params\.data\.(\w+)", grid.getRowId)
    assert len({tuple(row[name] for name in named) for row in results.rows(scan)}) == 2


def test_unknown_letters_leave_a_gap(rbp):
    form = form_of(rbp, link.pack([NamedRna("a", "A" * 60 + "N" + "C" * 60)]))
    question = does.show_question(form, NAMES)[0]
    figure = results.figure(scan_of(question), "1", False, False)
    assert figure["data"][0]["y"].count(None) == 41 and figure["data"][0]["connectgaps"] is False


def test_a_long_line_is_thinned_but_keeps_its_peaks(rbp):
    form = form_of(rbp, link.pack([NamedRna("a", PLANTED * 15)]))
    scan = scan_of(does.show_question(form, NAMES)[0])
    line = results.figure(scan, "1", False, False)["data"][0]
    values = scan.tracks[0].predictions[0]
    assert len(line["x"]) <= MOST_POINTS + 2 < len(values) == len(line["meta"]["values"])
    assert max(line["y"]) == line["meta"]["values"][values.argmax()] and line["meta"]["first"] == 21
    kept = thinned(values)
    assert kept[0] == 0 and kept[-1] == len(values) - 1 and (kept[1:] > kept[:-1]).all()


def test_an_open_window_shows_its_logo_and_leads_to_explore(asked, rbp):
    peak = asked.scan.peaks[0]
    panel = does.show_window(look({"open": f"1:{peak.first}", "rna": "1"}, asked.form), "light", None)
    assert f"utr1, {peak.first} to {peak.last}" in text_of(panel)
    assert links_of(panel) == [f"/explore?rbp={rbp}&sequence={peak.letters}"]


@pytest.mark.parametrize(
    ("chosen", "shown"), [("signed", "signed"), ("sensitivity", "sensitivity"), (None, "sensitivity")]
)
def test_an_open_window_has_the_logo_that_was_chosen(asked, rbp, chosen, shown):
    peak = asked.scan.peaks[0]
    opened = {**look({"open": f"1:{peak.first}", "rna": "1"}, asked.form), "logo": chosen}
    panel = does.show_window(opened, "light", None)
    (control,) = [one for one in everything(panel) if getattr(one, "id", None) == ids.SCAN_LOGO]
    assert control.value == shown
    seen = one_rna.see({"rbp": rbp, "sequence": peak.letters, "logo": shown})
    drawn = drawn_in(panel)[0]["layout"]["yaxis"]["title"]
    assert drawn == one_rna.figure(seen, False, False)["layout"]["yaxis"]["title"]


def drawn_in(panel):
    """The figures of an open window: the RNA on one axis, then its structures."""
    return [part.figure for part in everything(panel) if getattr(part, "figure", None)]


def test_a_window_counts_as_its_rna_does_and_says_t_where_t_was_typed(asked, rbp, wording):
    """The planted GACUAC stands at 101 to 106."""
    dna = (NamedDna("gene", PLANTED),)
    form = form_of(rbp, link.pack(dna), lines="104 U G\ngene:102A>T")
    shown = look({"open": "1:91", "rna": "1"}, form)
    panel = does.show_window(shown, "light", None)
    written = PLANTED[90:131].replace("U", "T")
    letters = next(part for part in everything(panel) if getattr(part, "className", "") == "rna")
    assert getattr(letters, "aria-label") == written and written in text_of(panel)
    main, fold = drawn_in(panel)
    change = core.ism(rbp, PLANTED[90:131]).delta[11, 3]
    heatmap = next(trace for trace in main["data"] if trace["type"] == "heatmap")
    assert heatmap["x"][0] == 91 and heatmap["y"] == list("ACGT")
    assert heatmap["customdata"][3][11] == f"<b>A102→T</b>: {signed(float(change))}"
    assert main["layout"]["xaxis"]["tickvals"] == [91, 95, 100, 105, 110, 115, 120, 125, 130]
    assert "<b>T</b>" in fold["data"][2]["text"] and "<b>U</b>" not in fold["data"][2]["text"]
    wording.within(texts_of(panel), "Explore", "from 1")
    assert links_of(panel) == [f"/explore?rbp={rbp}&sequence={PLANTED[90:131]}"]

    question = does.show_variants(form)[0]
    assert question["variants"] == ["gene:104T>G", "gene:102A>T"]
    rows = does.show_effects({"question": question, "record": does.score(question, lambda *_: None)})[0]
    assert [row["what"] for row in rows] == ["T104G", "A102T"]
    found = window.opened({"change": rows[1]["change"]}, form["query"])
    assert found.sequence[101 - found.start] == "U" and "T" not in found.sequence
    panel = does.show_window(look({"change": rows[1]["change"]}, form), "dark", None)
    wording.within(texts_of(panel), "A102T")
    (ring,) = (trace for trace in drawn_in(panel)[0]["data"] if trace.get("name") == "original letter")
    assert (ring["x"], ring["y"]) == ([102], ["A"])
    assert "T" not in "".join(links_of(panel)).partition("sequence=")[2]


@pytest.mark.parametrize(
    "shown",
    [{}, {"open": "2:1"}, {"open": "1:999"}, {"open": "1:0"}, {"open": "x"}, {"open": "1:5", "rna": "3"},
     {"change": "1:zz"}],
)  # fmt: skip
def test_what_is_not_there_opens_nothing(asked, shown):
    assert does.show_window(look(shown, asked.form), "light", None) == []


def test_substitutions_are_checked_line_by_line(rbp, wording):
    question, problems, note = does.show_variants(form_of(rbp, lines="utr1 101 G A\nutr1 101 C A\nnope 1 A C"))
    assert question["variants"] == ["utr1:101G>A"] and question["window"] == 41
    wording.within(texts_of(problems), "position 101")
    wording.within(texts_of(problems), "RNA", "'nope'")
    wording(note, "1 substitution", "RNAs", "2 lines")
    assert does.show_variants(form_of(rbp, lines="")) == (None, [], "")
    many = text_of(variants.problems(core.read_variants("bad\n" * 30, RNAS)))
    assert "And 22 lines more." in many


def test_effects_are_cores_and_open_both_logos(asked, rbp, wording):
    form = form_of(rbp, lines="utr1 101 G U\nutr1 5 " + PLANTED[4] + " " + ("C" if PLANTED[4] != "C" else "G"))
    question = does.show_variants(form)[0]
    record = does.score(question, lambda *_: None)
    rows, _, class_name = does.show_effects({"question": question, "record": record})
    (effect, _) = core.variant_effects([rbp], RNAS, core.read_variants("utr1 101 G U", RNAS).substitutions * 2)
    assert class_name == "scan-effects" and rows[0]["what"] == "G101U"
    assert rows[0]["best_change"] == round(effect.to_dict()["best_change"], 3) == -2
    found = window.opened({"change": rows[0]["change"]}, form["query"])
    at = 100 - found.start
    assert (found.original[at], found.sequence[at]) == ("G", "U") and KMER in found.original
    panel = does.show_window(look({"change": rows[0]["change"]}, form), "dark", "safe")
    wording.within(texts_of(panel), "G101U")
    assert "Most likely structure, original" in text_of(panel)
    assert f"&from={found.original}" in links_of(panel)[0]
    assert does.show_effects(None)[0] == []


def test_tables_leave_as_csv(asked, rbp):
    peaks = does.download_peaks(1, asked.answer)
    assert peaks["content"].startswith("rank,rna,first,last,position,letters,prediction (SD)")
    assert len(peaks["content"].splitlines()) == 1 + len(asked.scan.peaks)
    assert peaks["filename"] == f"peaks_{rbp}_utr1_and_1_more.csv"
    question = does.show_variants(form_of(rbp, lines="utr1 101 G U"))[0]
    effects = does.download_effects(1, {"question": question, "record": {}})
    assert "utr1,101,G,U,41" in effects["content"]
    assert effects["filename"] == f"mutations_{rbp}_utr1.csv"


def test_the_link_is_a_view_and_is_saved_once_it_was_asked(asked, rbp, monkeypatch, refuses):
    query = {"rbp": rbp, "variants": "utr1 101 G U", "rna": "2", "rnas": TOKEN}
    view = views.read("/scan", f"?{urlencode(query)}")
    expected = core.read_variants("utr1 101 G U", RNAS).substitutions
    assert view == RnaScanView((rbp,), RNAS, variants=expected, shown=2)
    with refuses(AppError, "Scan"):
        does.found(view)
    monkeypatch.setattr(
        long_work, "look_up", lambda job, question: (asked.answer if question == asked.question else None, None)
    )
    request = {"format": "csv", "path": "/scan", "search": f"?{urlencode(query)}", "href": "http://here/", "number": 1}
    _, said = sharing.send_file(request)
    assert said == f"Saved scan_{rbp}_utr1_and_1_more.csv"
    with refuses(AppError, "RNA", "Scan"):
        views.read("/scan", f"?rbp={rbp}")
