"""Every kind of figure, drawn by Chromium: the mark under the mouse says and opens what its number belongs to."""

import numpy as np
import pytest
from hovering import hover, place

import core
from components.figures.atlas_dots import against, dot_histogram, effects
from components.figures.atlas_lines import by_experiment, copies
from components.figures.atlas_rows import Cells, gap_heatmap, methods, position_heatmap, strip
from components.figures.curves import Curve, curves_figure
from components.figures.distribution import length_figure, score_figure
from components.figures.fold import fold_figure
from components.figures.importance import Look, Panel, importance_figure
from components.figures.interaction import gap_line, position_map
from components.figures.motif_logo import motif_logo
from components.figures.null import null_figure
from components.figures.profile import profile_figure
from components.figures.scatter import scatter_figure
from components.figures.sequence import Look as Rna
from components.figures.sequence import Style, sequence_figure
from components.figures.theme import base_layout
from components.figures.tracks import tracks_figure
from core.discovery.ism import Ism
from core.formatting import SCORE
from core.gia import Design, parse_condition
from core.gia.importance import GiaResult, summarise
from core.library.probes import tabulate
from core.library.test_set import TestScores
from core.rna_scan import RnaScan, Track
from core.rna_scan.peaks import Peak
from core.sequence import ALPHABET, NamedRna

DRAW = """figure => {
    document.querySelectorAll('#drawn, .tour-card').forEach(one => one.remove());
    const box = Object.assign(document.createElement('div'), { id: 'drawn' });
    Object.assign(box.style, { position: 'fixed', inset: '0', zIndex: 999, background: 'white' });
    document.body.append(box);
    window.clicked = [];
    return window.Plotly.newPlot(box, figure.data, figure.layout).then(plot => plot.on('plotly_click', event => {
        const [{ customdata, x, y, z }] = event.points;
        window.clicked.push({ customdata, x, y, z });
    }) && null);
}"""
"""Draws a figure over the page, and keeps what a click on it finds."""
XY = ("xaxis", "yaxis")
GENES = ("ONE", "TWO", "THREE", "FOUR", "FIVE")


def mark(number, **more):
    """An RBP whose every number says which it is."""
    return {"gene": GENES[number], "text": GENES[number], "link": f"/{GENES[number]}", "quiet": False} | {
        "simulated": number % 2 == 1,
        "value": 0.1 * number,
        **more,
    }


MARKS = [mark(number) for number in (3, 0, 4, 1, 2)]
"""In an order that is not that of their values."""


def dots_case():
    """Dots of a histogram: each lies above its value."""
    figure = dot_histogram(MARKS, "value", False, ends=(0, 0.4))
    return figure, [
        (x, y, axes(trace), GENES[round(x * 10)], f"/{GENES[round(x * 10)]}") for trace, x, y in points_of(figure)
    ]


def strip_case():
    marks = [{**one, "low": one["value"] - 0.01, "high": one["value"] + 0.01} for one in MARKS]
    return strip(marks, "value", False), [at(one["value"], row, one) for row, one in enumerate(marks)]


def copies_case():
    marks = [{**one, "values": [one["value"], one["value"] + 1]} for one in MARKS]
    said = [
        (one["value"] + 1, row, XY, f"{one['text']}2 copies: {one['value'] + 1:.2f} SD", one["link"])
        for row, one in enumerate(marks)
    ]
    return copies(marks, "value", False), said


def by_experiment_case():
    marks = [
        {**one, "ours": one["value"], "reference": one["value"] + 1, "floor": None, "ceiling": None} for one in MARKS
    ]
    names = dict(zip(("ours", "reference", "floor", "ceiling"), "abcd", strict=True))
    at_reference = [at(one["reference"], row, one) for row, one in enumerate(marks)]
    return by_experiment(marks, names, "r", False), at_reference + [
        at(one["ours"], r, one) for r, one in enumerate(marks)
    ]


def effects_case():
    spread = {f"{axis}_{end}": None for axis in "xy" for end in ("low", "high")}
    marks = [{**one, "x": one["value"], "y": 1 - one["value"] ** 2, **spread} for one in MARKS]
    return effects(marks, ("x", "y"), False), [at(one["x"], one["y"], one) for one in marks]


def against_case():
    marks = [{**one, "x": one["value"], "y": 0.5 - one["value"]} for one in MARKS]
    return against(marks, ("x", "y"), False), [at(one["x"], one["y"], one) for one in marks]


def methods_case():
    marks = [{**one, "value": one["value"] ** 2} for one in MARKS]  # none lies under the mean
    figure = methods([("A", marks), ("B", [{**one, "value": 1 - one["value"]} for one in marks])], "r", False)
    said = []
    for trace, x, y in points_of(figure):
        if trace.get("customdata"):
            name = GENES[round(10 * (x if y < 0.5 else 1 - x) ** 0.5)]
            said.append((x, y, axes(trace), name, f"/{name}"))
    return figure, said


def atlas_heatmap(make, *given):
    values = np.arange(6.0).reshape(3, 2) - 3
    values[1, 1] = np.nan
    texts = [
        [f"{gene} at {place}: {values[r, p]:.0f}" for p, place in enumerate((4, 5))] for r, gene in enumerate(GENES[:3])
    ]
    links = [[f"/{text}" for text in row] for row in texts]
    figure = make(Cells(GENES[:3], (4, 5), values, links, texts), "SD", *given, False)
    said = [
        (place, r, XY, texts[r][p], links[r][p])
        for r in range(3)
        for p, place in enumerate((4, 5))
        if np.isfinite(values[r, p])
    ]
    return figure, said


def interaction_rows(pairs):
    return [
        {
            "position": one,
            "other_position": other,
            "gap": abs(other - one) - 6,
            "label": f"A@{one},C@{other}",
            "interaction": one + other / 100,
            "interaction_low": 0.0,
            "interaction_high": 99.0,
            "p_adjusted": 0.5,
        }
        for one, other in pairs
    ]


def map_case():
    rows = interaction_rows([(1, 8), (2, 9), (1, 9), (9, 1), (8, 1)])
    links = [f"/{row['label']}" for row in rows]
    figure = position_map(rows, links, ("A", "C"), False, SCORE)
    return figure, [
        (
            row["other_position"],
            row["position"],
            XY,
            f"{row['label']}, gap {row['gap']}interaction +{row['interaction']:.2f} SD",
            link,
        )
        for row, link in zip(rows, links, strict=True)
    ]


def gap_case():
    rows = interaction_rows([(1, 9), (1, 12), (1, 8)])
    links = [f"/{row['label']}" for row in rows]
    said = [
        (row["gap"], row["interaction"], XY, f"{row['label']}, gap {row['gap']}", link)
        for row, link in zip(rows, links, strict=True)
    ]
    return gap_line(rows, links, False, SCORE), said


def importance_case(kind):
    texts = ("UGCAUG@4", "GCACG@4", "AAA@9")
    locals_ = [np.arange(5.0) + shift for shift in (20, 0, 10)]
    conditions = [summarise(text, local) for text, local in zip(texts, locals_, strict=True)]
    design = Design("RBP", tuple(map(parse_condition, texts)), n=5, names=("three", "", "one"))
    figure = importance_figure([Panel(GiaResult(design, conditions, []))], Look((2, 5, 7), 5, False, kind))
    named = ("2. three: UGCAUG@4", "5. GCACG@4", "7. one: AAA@9")
    return figure, [
        (n, one.global_importance, XY, f"{said}global importance {one.global_importance:.2f}", None)
        for n, (said, one) in enumerate(zip(named, conditions, strict=True))
    ]


def sequence_case(before=False):
    sequence = "GCAU"
    delta = np.arange(16.0).reshape(4, 4).astype("f4") - 8
    for row, letter in enumerate(sequence):
        delta[row, ALPHABET.index(letter)] = 0
    look = Rna(Ism(sequence, 1.0, delta), core.fold(sequence))
    other = Rna(Ism("GCAC", 1.0, delta), core.fold("GCAC")) if before else None
    figure = sequence_figure(look, Style(False), before=other)
    said = []
    for row, letter in enumerate(sequence):
        for a, to in enumerate(ALPHABET):
            text = f"{letter}{row + 1} wild type" if to == letter else f"{letter}{row + 1}→{to}: {delta[row, a]:+.2f}"
            said.append((row + 1, to, ("xaxis", "yaxis3"), text.replace("-", "−"), None))
    said += [
        (n + 1, 0.5, XY, f"{letter}{n + 1} sensitivity {look.ism.sensitivity[n]:.2f}", None)
        for n, letter in enumerate(sequence)
    ]
    said += [
        (n + 1, 0.5, ("xaxis", "yaxis2"), f"{letter}{n + 1} paired 0.00", None) for n, letter in enumerate(sequence)
    ]
    return figure, said


def scatter_case():
    sequences = np.array(["AAUGCAUGAA", "AAUGCAUCAA", "AAAAAAAAAA", "CCCCCCCCCC"])
    scores = TestScores(sequences, np.array([2.0, 1.0, 0.0, -1.0]), np.array([2.2, 0.5, 0.1, -0.8]), 0.9)
    shown = zip(sequences.tolist(), scores.measured.tolist(), scores.predicted.tolist(), strict=True)
    said = [(m, p, XY, f"{s}measured {m:.2f} SD, predicted {p:.2f} SD", [s]) for s, m, p in shown]
    return scatter_figure(tabulate(scores, "UGCAUG"), False), said


def tracks_case(peaks_alone):
    rna = NamedRna("utr", "ACGU" * 20)
    predictions = np.array([[0, 5, 0, 3, 0, 1.0]], "f4")
    track = Track(rna, np.arange(6), predictions, np.linspace(0, 1, 80).astype("f4"), (9,))
    peaks = [
        Peak(
            "M",
            rank,
            "utr",
            start + 1,
            start + 41,
            start + 21,
            "A" * 41,
            float(predictions[0, start]),
            99,
            0.1,
            0.1,
            f"SITE{rank}",
            start + 3,
            float(predictions[0, start]),
            "",
            None,
        )
        for rank, start in ((1, 1), (2, 3))
    ]
    scan = RnaScan(("M",), 41, 1, 0.99, 80, 80, 0, (track,), predictions, np.array([2.0]), tuple(peaks), (2,))
    figure = tracks_figure(scan, 0, ["RBP"], False)
    figure["layout"]["xaxis"]["range"] = [19, 29]
    if not peaks_alone:
        along = zip(scan.middle(track.starts, 80).tolist(), predictions[0].tolist(), strict=True)
        return figure, [(x, y, XY, f"RBP {x}: {y:.2f} SD", None) for x, y in along]
    figure["data"][0]["visible"] = False
    said = [
        (
            one.position,
            one.prediction,
            XY,
            f"peak {one.rank}, {one.first}–{one.last}site {one.site} at {one.site_first}",
            [1, one.first],
        )
        for one in peaks
    ]
    return figure, said


def fold_case():
    hairpin = "AGGGGAAAACCCCA"
    mfe, structure = core.mfe(hairpin), core.fold(hairpin)
    partner = {a: b for pair in mfe.pairs for a, b in (pair, pair[::-1])}
    said = []
    for n, (x, y) in enumerate(mfe.xy.tolist()):
        other = partner.get(n)
        text = "unpaired here" if other is None else f"pairs with {hairpin[other]}{other + 1} here"
        said.append((x, y, XY, f"{hairpin[n]}{n + 1} {text}", None))
    return fold_figure(mfe, structure, False), said


def logo_case():
    heights = [[0.1, 0.2, 0, 1], [2, 0, 0, 0], [0, 0, 0.5, 0]]
    texts = ("1 U 1.00, C 0.20, A 0.10", "2 A 2.00", "3 G 0.50")
    return motif_logo(heights, "bits", False), [(n, 0.3, XY, text, None) for n, text in enumerate(texts, 1)]


def null_case():
    null = summarise("", np.repeat([0.0, 1.0, 2.0], [20, 10, 5]))
    figure = null_figure([null, null], ["a", "b"], False)
    bars = [(trace, x, y) for trace, x, y in points_of(figure) if trace["type"] == "bar" and y]
    return figure, [(x, y / 2, axes(t), f"{y:.1%} of the backgrounds near {x:.2f}", None) for t, x, y in bars]


def curves_case():
    figure = curves_figure([Curve("run", [0.9, 0.5, 0.3], [0.1, 0.6, 0.5])], False)
    return figure, [(2, 0.6, XY, "Pearson 0.6000", None)]


def distribution_case(figure, unit):
    said = []
    for trace, x, y in points_of(figure):
        name = trace["name"]
        if name != "set B":  # stacked upon set A
            said.append((x, y / 2, axes(trace), f"{y} probes of {f'{name} near {x:g}' if unit else f'{x} nt'}", None))
    return figure, said


def profile_case():
    profile = [[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1], [0.7, 0.1, 0.1, 0.1]]
    return profile_figure(profile, [1.0, 0.8, 0.5], False), [(3, 0.7, XY, "A 70.0%", None)]


def at(x, y, one):
    return x, y, XY, one["text"], one["link"]


def axes(trace):
    return tuple(f"{name}axis{trace.get(f'{name}axis', name)[1:]}" for name in "xy")


def points_of(figure):
    return [
        (trace, x, y)
        for trace in figure["data"]
        if trace["type"] in ("scatter", "bar")
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if x is not None
    ]


CASES = {
    "scatter": scatter_case,
    "mutations": sequence_case,
    "mutations of a mutant": lambda: sequence_case(True),
    "structure": fold_case,
    "scan, line": lambda: tracks_case(False),
    "scan, peaks": lambda: tracks_case(True),
    "boxes": lambda: importance_case("box"),
    "violins": lambda: importance_case("violin"),
    "dots": lambda: importance_case("strip"),
    "bare backgrounds": null_case,
    "two motifs, map": map_case,
    "two motifs, gaps": gap_case,
    "motif": logo_case,
    "atlas, positions": lambda: atlas_heatmap(position_heatmap, True),
    "atlas, gaps": lambda: atlas_heatmap(gap_heatmap),
    "atlas, histogram": dots_case,
    "atlas, strip": strip_case,
    "atlas, copies": copies_case,
    "atlas, effects": effects_case,
    "atlas, pairs": against_case,
    "atlas, methods": methods_case,
    "atlas, experiments": by_experiment_case,
    "training": curves_case,
    "scores": lambda: distribution_case(score_figure({"edges": [0, 1, 2], "a": [3, 9], "b": [1, 2]}, "x", False), True),
    "lengths": lambda: distribution_case(length_figure({"30": 5, "38": 9}, False), False),
    "profile": profile_case,
}


@pytest.fixture(scope="module")
def canvas(open_tab):
    """A tab with plotly.js in it."""
    tab = open_tab()
    tab.goto("/explore?rbp=SIM_ADDITIVE")
    tab.wait_for_function("window.Plotly && document.querySelector('#explore-scatter .js-plotly-plot')")
    return tab


@pytest.mark.parametrize("case", CASES)
def test_each_mark_says_and_opens_what_is_its_own(canvas, case):
    figure, marks = CASES[case]()
    layout = {**base_layout(False), **figure["layout"], "width": 900, "height": 600, "autosize": False}
    canvas.evaluate(DRAW, {"data": figure["data"], "layout": layout})
    assert marks
    for x, y, where, said, opened in marks:
        label = hover(canvas, "#drawn", x, y, where)
        assert said in label, f"{label!r} at {x}, {y}"
        if opened is not None:
            canvas.mouse.click(*place(canvas, "#drawn", x, y, where))
            canvas.wait_for_function("window.clicked.length")
            canvas.wait_for_timeout(
                350 if layout.get("dragmode") else 0
            )  # plotly.js takes the next one for a double click
            assert canvas.evaluate("window.clicked.pop().customdata") == opened
    canvas.mouse.move(0, 0)
