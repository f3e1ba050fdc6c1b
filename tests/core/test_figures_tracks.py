"""The printed figure of a scan along one RNA."""

from matplotlib.figure import Figure
from toy_models import count_sites

import core
from core.figures.tracks import tracks_panel
from core.models.scoring import wrap_model


def test_names_of_peaks_stand_clear_of_the_names_of_models():
    rna = core.NamedRna("utr", "GCC" * 8 + "A" * 200)
    models = [wrap_model(count_sites("GCC"), name=name) for name in ("A", "B", "C")]
    panel = tracks_panel(core.scan_rnas(models, [rna]), 0, ["A rather long name of a model"] * 3)
    figure = Figure(figsize=panel.size, layout="constrained")
    panel.draw(figure.subfigures(1, 1))
    figure.draw_without_rendering()
    *upper, _ = figure.axes
    assert len(upper) == 3
    for axes in upper:
        title = axes.get_title("left"), axes._left_title.get_window_extent()
        assert title[0] and axes.texts
        assert not any(text.get_window_extent().overlaps(title[1]) for text in axes.texts)
