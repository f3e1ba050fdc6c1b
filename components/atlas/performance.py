"""How good the models are: methods side by side, their means, every experiment in a row of its own."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.atlas.pairs import open_href, pairs
from components.atlas.parts import Look, card, graph, mark, quiet, row_names, tall, wide_table
from components.atlas.table import RBP, SOURCE, about, columns, grid, logo
from components.figures.atlas_lines import by_experiment
from components.figures.atlas_rows import methods
from components.shared import models
from components.shared.cures import train_href
from core.atlas import Method, Performance, Summary, method_title
from core.atlas.methods import BEST, CLIP, OURS, RIDGE
from core.atlas.performance import SOURCES
from core.data.published import N_PUBLISHED, OTHERWISE
from core.formatting import NONE, number_text

SUMMARY_HEADS = ("Method", "n", "Mean", "SD", f"{BEST} there", "Difference", "on", "Scores", "Trained", "Data")
ROUGH = (
    "Replicates: the correlation of the spots of probes of set B that were spotted twice, a rough ceiling. One spot is "
    "as noisy as the other, so that predictions without any error would reach its square root, and good models may lie "
    "above it."
)
BESIDE = {"ours": "Ours", "reference": BEST, "floor": "6-mer ridge", "ceiling": "Replicates, a rough ceiling"}
"""The four numbers of the figure that has a row for each experiment."""


def performance(found: Performance, look: Look) -> list[Component]:
    """Show the whole part, from cards and publications; no model is asked."""
    upper = html.Div([_methods(found, look), _beside(found, look)], className="atlas-two")
    sources = [
        quiet(
            f"Of each experiment: {SOURCES['published']}. DLPRB-CNN and cDeepbind-CNN are the convolutional variants."
        ),
        quiet(
            f"Published means over all {N_PUBLISHED} experiments, while ours stand beside published numbers "
            f"{found.coverage}: {found.means_text}. Source: {SOURCES['means']}."
        ),
        quiet(OTHERWISE),
    ]
    return [
        *models.doubts([row["model"] for row in found.rows if row["model"]]),
        upper,
        _summaries(found),
        pairs(found, look),
        card("One row for each experiment", [_rows(found), quiet(ROUGH), *sources]),
    ]


def _methods(found: Performance, look: Look) -> Component:
    """Draw all methods and the ceiling; simulated experiments, with nothing published, have a row of their own."""
    by_id = {row["experiment"]: row for row in found.rows}
    rows = []
    for method in [*found.methods, found.ceiling]:
        for kind, pearson in found.by_kind(method).items():
            if pearson:
                title = f"{method.title}, simulated" if kind == "simulated" else method.title
                rows.append((title, [_mark(by_id[one], r, method) for one, r in pearson.items()]))
    if not rows:
        return card("Methods", [quiet("No method has a number for these RBPs; clear the filters above.")])
    figure = methods(rows, "Test Pearson (set B)", look.dark)
    text = (
        "▲ mean; box: quartiles; shape: density. Large dots: experiments with a model here; small ones: published "
        "alone. Methods may be shown over different experiments: below they are compared on those that both have."
    )
    return card("Methods", [graph("performance", figure, f"Test Pearson of {len(rows)} methods"), quiet(text)])


def _mark(row: dict[str, Any], pearson: float, method: Method) -> dict[str, Any]:
    missing = [] if row["model"] else ["no model here: a click leads to training one"]
    lines = [f"{method.title}: {number_text(pearson, digits=3)}", *missing]
    return mark(row, open_href(row), lines, value=pearson, quiet=not row["model"])


def _summaries(found: Performance) -> Component:
    """Show number, mean, SD and the mean difference to ThermoNet for every method."""
    table = wide_table("Means of methods", SUMMARY_HEADS, [_summary(one) for one in found.summaries])
    text = (
        f"Mean and SD of test Pearson over the n experiments of a method; what {BEST} reached on those that both have, "
        "the mean difference to it, and on how many. Scores: what predictions are correlated with; published ones are "
        "of clipped scores, so that a model of log scores is not quite compared. Trained together: on other "
        f"experiments too. Ours are compared with published methods {found.coverage} experiments, those that have a "
        "model here."
    )
    return card("Means", [table, quiet(text)])


def _summary(one: Summary) -> Component:
    numbers = [
        str(one.n),
        number_text(one.mean, digits=3),
        number_text(one.sd, digits=3),
        number_text(one.reference, digits=3),
        number_text(one.difference, sign=True, digits=3),
        str(one.n_shared or NONE),
    ]
    texts = [one.transform or NONE, one.trained or NONE, "simulated" if one.is_simulated else "real"]
    cells = [*(html.Td(text, className="number") for text in numbers), *map(html.Td, texts)]
    return html.Tr([html.Th(one.title, scope="row"), *cells])


def _beside(found: Performance, look: Look) -> Component:
    """Draw every experiment with a model here: ours, the best published method, k-mer ridge and the ceiling."""
    listed = [row for row in found.rows if row["model"]]
    marks = [_beside_mark(row, name) for row, name in zip(listed, row_names(listed), strict=True)]
    marks = [one for one in marks if one["ours"] is not None or one["floor"] is not None]
    if not marks:
        return card("Each experiment", [quiet("No experiment that is shown has a model here.")])
    marks.sort(key=lambda one: (one["simulated"], -(one["floor"] if one["ours"] is None else one["ours"])))
    figure = by_experiment(marks, BESIDE, "Test Pearson (set B)", look.dark)
    drawn = graph("beside", figure, f"Test Pearson of {len(marks)} experiments")
    text = (
        "Ours: one network of clipped scores, of the kind that most experiments have, else of log scores; 6-mer ridge "
        "likewise. A hover says which."
    )
    return card("Each experiment", [tall(drawn, len(marks)), quiet(text)])


def _beside_mark(row: dict[str, Any], name: str) -> dict[str, Any]:
    """Show the four numbers of an experiment; ours and the ridge of clipped scores if they are here."""
    ours = row["ours"]
    ridge = next((key for key in (f"{RIDGE}-clip", RIDGE) if row.get(key) is not None), None)
    numbers = {"ours": ours and row[ours], "floor": ridge and row[ridge]}
    numbers |= {"reference": row.get(BEST), "ceiling": row["replicate_pearson"]}
    called = {**BESIDE, "ours": ours and method_title(ours), "floor": ridge and method_title(ridge)}
    lines = [f"{called[one]}: {number_text(r, digits=3)}" for one, r in numbers.items() if r is not None]
    return {**mark(row, open_href(row), lines, **numbers), "gene": name}


def _rows(found: Performance) -> Component:
    """Make a row for each experiment: logo, our r and those of others, the ceiling, and ours minus the best."""
    shown = [one for one in found.methods if one.is_residualbind or one.is_published or one.is_ridge]
    shown.sort(key=_column)
    heads = {method.key: method_title(method.key).replace("ResidualBind", "Ours") for method in shown}
    heads |= {OURS: "Ours, log"} if OURS in heads else {}
    said = {method.key: f"Test Pearson; {method.source or SOURCES['here']}" for method in shown}
    numbers = [(key, heads[key], said[key], ".3f", max(110, 48 + 7 * len(heads[key]))) for key in heads]
    told = f"Ours, as in the figure above, minus the best published number of it; known {found.coverage} experiments"
    gain = ("gain", "Ours − best", told, "+.3f", 122)
    ceiling = (
        "replicate_pearson",
        "Replicates",
        "Correlation of replicate spots of set B: a rough ceiling",
        ".3f",
        116,
    )
    motif = {"field": "kmer", "headerName": "Motif", "cellRenderer": "Motif", "tooltipField": "kmer", "width": 120}
    listed = []
    for row in found.rows:
        kmers = row["top_kmers"]
        line = about(
            row,
            gene=row["gene"],
            kmer=kmers[0][0] if kmers else "",
            logo=logo(kmers),
            train=None if row["model"] else train_href(row["experiment"]),
            **{name: row[name] for name in ("gain", "replicate_pearson", *heads)},
        )
        listed.append(line if row["model"] else {**line, "explore": train_href(row["experiment"])})
    train = {"field": "train", "headerName": "Train", "cellRenderer": "AtlasLink", "width": 88, "sortable": False}
    order = [RBP, {"field": "id", "headerName": "Experiment", "width": 136}, SOURCE, motif]
    return grid(listed, [*order, *columns(gain, ceiling, *numbers), train], "Performance")


def _column(method: Method) -> int:
    """Return the place of a method in the table: ours of sequence, published, k-mer ridge, ours of another kind."""
    is_usual = method.key in (OURS, CLIP) or method.is_ensemble or method.is_together
    return 0 if is_usual else 1 if method.is_published else 2 if method.is_ridge else 3
