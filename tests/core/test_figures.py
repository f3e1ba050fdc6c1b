"""Whole figures: what is written where, what is said to be missing, and what is refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.figure import Figure
from toy_network import KMER, install

import core
from core.errors import AppError, DataError, SequenceError
from core.figures import FIGURES, draw
from core.figures.drawing import STYLE
from core.figures.sheet import WIDTH, Panel, _rows, draw_sheet

KDS = f"{KMER}=1,ACUACA=20,UUUUUU=400"


@pytest.fixture
def toy(monkeypatch):
    """The first simulated experiment, the only one with a model: a toy."""
    return install(monkeypatch)


def document(folder, number):
    return json.loads((folder / f"figure{number}.json").read_text())


def panel(folder, number, letter):
    return next(one["numbers"] for one in document(folder, number)["panels"] if one["panel"] == letter)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """All figures of the toy, and their reports."""
    out = tmp_path_factory.mktemp("figures") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIA_HOME", str(out.parent))
        toy = install(patch)
        reports = draw(out, model_name=toy, hairpin=toy, affinities=KDS, n=20, seed=3)
    return out, {report.figure: report for report in reports}


@pytest.mark.slow
def test_every_figure_is_drawn_for_what_is_at_hand_and_says_what_is_missing(drawn, toy):
    out, reports = drawn
    assert {number: "".join(report.panels) for number, report in reports.items()} == {
        1: "a",
        2: "abcdefg",
        3: "abcd",
        4: "ade",
    }
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"figure{number}.{suffix}" for number in FIGURES for suffix in ("svg", "png", "json")
    )
    for number, report in reports.items():
        assert [path.name for path in report.files] == [f"figure{number}.{s}" for s in ("svg", "png", "json")]
        written = document(out, number)
        assert (written["n"], written["seed"], written["missing"]) == (20, 3, report.missing)
        assert {"date", "versions", "background", "energies", "after"} <= set(written)
        assert [one["panel"] for one in written["panels"]] == report.panels
        assert all({"title", "source", "models", "numbers"} <= set(one) for one in written["panels"])
    assert reports[2].missing == []
    assert document(out, 2)["panels"][0]["models"] == [f"{toy}:residualbind"]
    # the foot of the figure
    assert "HuR (UUAUUU)" in (out / "figure4.svg").read_text()
    assert "python -m core train SIM_ADDITIVE --inputs phime" in (out / "figure3.svg").read_text()
    # simulated data says so in every title that shows it
    assert all("simulated" in one["title"] for one in document(out, 2)["panels"][:6])


@pytest.mark.slow
def test_the_numbers_are_those_of_the_library(drawn, toy):
    out, _ = drawn
    texts = [f"{KMER}@4", f"{KMER}@4,{KMER}@11", f"{KMER}@4,{KMER}@11,{KMER}@18"]
    asked = core.run_gia(core.Design(toy, tuple(map(core.parse_condition, texts)), n=20, seed=3)).conditions
    rows, local = (panel(out, 2, "b")[name] for name in ("rows", "local_importance"))
    assert [row["text"] for row in rows] == texts
    assert [row["global_importance"] for row in rows] == pytest.approx([c.global_importance for c in asked], rel=1e-5)
    np.testing.assert_allclose(local, [c.local for c in asked], rtol=1e-5)
    scores = core.test_scores(toy)
    shown = panel(out, 2, "a")
    assert shown["pearson"] == pytest.approx(scores.pearson, rel=1e-5)
    np.testing.assert_allclose(shown["measured"], scores.measured, rtol=1e-5, atol=1e-9)
    best = scores.sequences[np.argmax(scores.measured)]
    assert shown["ism"][0]["sequence"] == best
    np.testing.assert_allclose(shown["ism"][0]["delta"], core.ism(toy, best).delta, rtol=1e-5, atol=1e-9)


def test_the_same_question_gives_the_same_svg(drawn, toy, tmp_path):
    out, _ = drawn
    draw(tmp_path / "again", (3,), toy, toy, n=20, seed=3)
    for name in ("figure3.svg", "figure3.png", "figure3.json"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_one_reason_is_said_once(toy, tmp_path, wording):
    (report,) = draw(tmp_path, (2,), model_name="SIM_LOOP", n=5)
    assert report.panels == ["g"]
    no_model, no_affinities = report.missing
    wording(no_model, "a, b, c, d, e", "python -m core train SIM_LOOP")
    wording(no_affinities, "f left out", "UGCAUGU=0.83,AGCAUGU=4.8")


@pytest.mark.parametrize(
    "arguments, error, facts",
    [
        ({"figures": (1, 5)}, AppError, ["figure 5", "of 1", "2", "3", "4"]),
        ({"model_name": "RBX"}, DataError, ["'RBX'", "python -m core import"]),
        ({"hairpin": "RBX"}, DataError, ["'RBX'", "python -m core import"]),
        ({"n": 1}, SequenceError, ["from 2"]),
        ({"seed": -1}, SequenceError, ["from 0"]),
        ({"affinities": "UGC=0,UUC=2,AGC=3"}, SequenceError, ["above 0"]),
        ({"affinities": "nowhere.csv"}, DataError, ["KDs"]),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_asked(toy, tmp_path, arguments, error, facts, refuses):
    with refuses(error, *facts):
        draw(tmp_path / "out", **{"model_name": toy, **arguments})
    assert not (tmp_path / "out").exists()


def test_a_figure_is_written_whole_or_not_at_all(toy, tmp_path, monkeypatch, refuses):
    save = Figure.savefig

    def full_disk(figure, path, **options):
        if path.suffix == ".png":
            raise OSError(28, "No space left on device")
        save(figure, path, **options)

    monkeypatch.setattr(Figure, "savefig", full_disk)
    with refuses(AppError):
        draw(tmp_path, (1,))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(toy, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(AppError, match="out cannot be written"):
        draw(tmp_path / "out", (1,))


def test_progress_counts_panels_and_cancels(toy, tmp_path):
    told = []

    class Cancelled(Exception):
        pass

    def stop_at_the_second_figure(done, total):
        told.append((done, total))
        if done > 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        draw(tmp_path, (1, 3), n=5, hairpin=toy, on_progress=stop_at_the_second_figure)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {8}
    assert {path.stem for path in tmp_path.iterdir()} == {"figure1"}


@given(st.lists(st.floats(0.5, WIDTH), max_size=12))
def test_panels_keep_their_order_and_rows_are_full_but_not_too_full(widths):
    panels = {str(place): Panel("", lambda cell: None, {}, "", size=(width, 1)) for place, width in enumerate(widths)}
    rows = _rows(panels)
    assert [letter for row in rows for letter in row] == list(panels)
    sums = [sum(panels[letter].size[0] for letter in row) for row in rows]
    assert all(total <= WIDTH + 1e-5 for total in sums)
    assert all(total + panels[after[0]].size[0] > WIDTH for total, after in zip(sums, rows[1:], strict=False))


def test_panels_stand_side_by_side_and_what_is_missing_below():
    third = (WIDTH / 3, 2)
    panels = {letter: Panel(f"Title {letter}", lambda cell: cell.subplots(), {}, "", size=third) for letter in "abcd"}
    with rc_context(STYLE):
        figure = draw_sheet("Header", panels, ["e left out: no model"])
        figure.draw_without_rendering()
    assert figure.get_figwidth() == WIDTH
    on_paper = [axes.get_window_extent() for axes in figure.axes]
    assert len(on_paper) == 4
    assert on_paper[0].y0 == pytest.approx(on_paper[2].y0, abs=1)
    assert on_paper[0].x0 == pytest.approx(on_paper[3].x0, abs=1)
    assert on_paper[0].x1 < on_paper[1].x0 < on_paper[2].x0
    assert on_paper[3].y1 < on_paper[0].y0
    places = np.array([axes.get_position(original=True).get_points() for axes in figure.axes])
    np.testing.assert_array_equal(places, places.round(5))  # the solver's last digits differ from run to run


def test_a_sheet_without_any_panel_still_says_why():
    with rc_context(STYLE):
        figure = draw_sheet("Header", {}, ["a left out: no model"])
        figure.draw_without_rendering()
    assert any("a left out: no model" in text.get_text() for text in figure.findobj(lambda a: hasattr(a, "get_text")))


def test_a_simulated_hairpin_binder_is_found_where_it_was_planted(tmp_path):
    """The shipped model of the loop binder, which stands in for VTS1 in a fresh clone."""
    (report,) = draw(tmp_path, (3,), n=60)
    assert report.panels == ["a", "b", "c", "d"]
    summary = panel(tmp_path, 3, "c")["summary"]
    assert summary["loop_minus_stem_low"] > 1.5
    assert panel(tmp_path, 3, "d")["summary"]["most_important"] == "CUGGAA@18"
    assert "SimLoop (SIM_LOOP, simulated)" in (tmp_path / "figure3.svg").read_text()
