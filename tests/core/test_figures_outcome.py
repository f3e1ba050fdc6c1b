"""The figure of an experiment's outcome: what it plots is what the outcome says."""

import json

import numpy as np
import pytest
from matplotlib.figure import Figure
from toy_models import count_sites, count_u

from core.errors import AppError
from core.figures.outcome import _draw, draw_outcome, title_of
from core.gia.protocols.named import conditions, interaction, robustness, spacing
from core.models.scoring import wrap_model

MODEL = wrap_model(count_sites("GGC"), ["ACGU" * 9, "GGCA" * 9, "UUAC" * 9], [1.0, 2.0, 3.0], name="toy")


def axes_of(outcome):
    figure = Figure()
    _draw(figure.subfigures(), outcome)
    return figure.axes


def points(axes):
    """(x, y) of every mark, in the order in which they are drawn."""
    return np.array([container.lines[0].get_xydata()[0] for container in axes.containers])


def test_every_condition_stands_at_its_mean():
    outcome = spacing(MODEL, "GGC", n=20)
    (axes,) = axes_of(outcome)
    expected = [row["global_importance"] for row in outcome.rows]
    np.testing.assert_allclose(points(axes), list(enumerate(expected)))
    assert [tick.get_text() for tick in axes.get_xticklabels()] == [row["label"] for row in outcome.rows]
    assert axes.get_legend() is None


def test_settings_stand_side_by_side_with_a_legend():
    outcome = robustness(
        [MODEL, wrap_model(count_u, name="other")], conditions=["GGC@3", "UUU@9"], backgrounds=["profile"], n=8
    )
    (axes,) = axes_of(outcome)
    np.testing.assert_allclose(points(axes)[:, 0], [-0.175, 0.825, 0.175, 1.175])
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    assert names == ["toy, seed 0", "other, seed 0", "profile"]


def test_an_interaction_over_gaps_plots_the_interaction():
    outcome = interaction(MODEL, "GGC", gaps=(0, 5), n=20)
    (axes,) = axes_of(outcome)
    np.testing.assert_allclose(points(axes)[:, 1], [row["interaction"] for row in outcome.rows])
    assert axes.get_ylabel() == "Interaction (SD)"


def test_an_interaction_over_positions_is_a_map_with_gaps_where_they_overlap():
    outcome = interaction(MODEL, "GGC", positions=(2, 3, 20), n=20)
    axes, _ = axes_of(outcome)
    shown = np.ma.filled(axes.images[0].get_array().astype(float), np.nan)
    np.testing.assert_allclose(shown, np.transpose(np.array(outcome.summary["interaction"], float)))
    assert np.isnan(shown[0, 1])


def test_a_single_background_has_a_mark_and_no_interval(tmp_path):
    outcome = conditions(MODEL, ["GGC@3"], background="sequences:" + "ACGU" * 9)
    (axes,) = axes_of(outcome)
    assert points(axes).tolist() == [[0, 1]]
    draw_outcome(outcome, tmp_path)


def test_files_hold_the_outcome(tmp_path):
    outcome = spacing(MODEL, "GGC", n=20)
    assert [path.name for path in draw_outcome(outcome, tmp_path)] == ["spacing.svg", "spacing.png", "spacing.json"]
    (panel,) = json.loads((tmp_path / "spacing.json").read_text())["panels"]
    rows = [row["global_importance"] for row in panel["numbers"]["rows"]]
    assert rows == pytest.approx([row["global_importance"] for row in outcome.rows], rel=1e-5)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, refuses):
    (tmp_path / "file").write_text("")
    with refuses(AppError):
        draw_outcome(spacing(MODEL, "GGC", n=4), tmp_path / "file")


def test_a_figure_has_the_title_that_the_pages_have():
    assert [title_of(name) for name in ("gc-bias", "spr", "my-own")] == [
        "GC at the ends",
        "Measured affinities",
        "My own",
    ]
