"""Results on the bench: figure, finding, numbers, and the parts that are shown on demand."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

import core
from components.bench import presets as bench_presets
from components.bench import state as bench_state
from components.bench.conditions import summaries
from components.bench.sentences import MEASURED_FROM, line_sentence, null_sentence, sentence
from components.figures.importance import Look, Panel, dots_of, importance_figure, least_width
from components.figures.null import null_figure
from components.figures.theme import graph_config
from components.shared import models
from components.shared.attributes import aria, data
from components.shared.links import page_href
from core.errors import ModelError
from core.formatting import UNITS, Unit, interval_text, number_text, share_an_axis
from core.gia.copies import copies_lines
from core.gia.importance import GiaResult, summarise
from core.gia.protocols.protocol import Outcome
from core.gia.seeds import MEANING
from core.models.registry import split_name

LEGEND = {
    "box": "Line: median; box: quartiles; whiskers: the furthest value within 1.5 box heights; values beyond are not "
    "drawn.",
    "violin": "Shape: how the values lie (Gaussian kernel density, Scott's bandwidth; all are as wide at their densest "
    "place); thick bar: quartiles; line: median.",
    "strip": "Dots: {dots} of the {n} backgrounds, evenly spaced by rank, spread sideways where values are dense; "
    "line: median.",
}
MEAN = " mean: the global importance, with its 95% interval. "
SHARED = " Blue: the condition on the track. All conditions are written into the same backgrounds."
BOTH = " Both models are asked on the same backgrounds, those of {}."
AXES = " Each has an axis of its own, in {}: the heights of boxes compare within a model, not between the two."
NO_LINE = (
    "A line needs conditions with 1, 2 and 3 copies (or more) of one pattern and nothing else: choose “Several sites” "
    "among the paper's protocols."
)


class Shown(NamedTuple):
    """Figure, its smallest width, finding, legend, the parts on demand, and the numbers for the list."""

    figure: dict[str, Any]
    style: dict[str, Any]
    finding: str
    legend: list
    beside: list[Component]
    numbers: dict[str, Any]


def shown(state: dict[str, Any], design: core.Design, dark: bool) -> Shown:
    """Return the results of a design from the page's model and the second one; errors as in `core.run_gia`."""
    outcome = find_outcome(state)
    names = bench_state.asked(state)
    results = core.run_gia_together(names, design)
    titles = models.titles(names) if len(names) > 1 else [""]
    units = [UNITS[state["model"]["task"]], *map(models.unit_of, names[1:])]
    numbers, active = bench_state.numbers(state)
    lines = [copies_lines(result) if "fit" in state["show"] else [] for result in results]
    panels = [Panel(*parts) for parts in zip(results, titles, lines, units, strict=True)]
    return Shown(
        importance_figure(panels, Look(numbers, active, dark, state["plot"])),
        {"minWidth": least_width(len(numbers), len(panels))},
        _titled(titles[0], sentence(outcome, units[0])) if outcome else "",
        legend(state["plot"], results[0], titles, units),
        [*_controls(outcome, units[0]), *_beside(state, panels, dark)],
        summaries(state, results, titles if share_an_axis(units) else _with_units(titles, units)),
    )


def _with_units(titles: list[str], units: list[Unit]) -> list[str]:
    return [f"{title} ({unit.short})" for title, unit in zip(titles, units, strict=True)]


def _controls(outcome: Outcome | None, unit: Unit) -> list[Component]:
    """Show the controls of a protocol, which are asked on other backgrounds than the listed conditions."""
    if outcome is None or len(outcome.results) < 2:
        return []
    others = outcome.rows[len(outcome.results[0].conditions) :]
    names = ("Condition", "What it is", f"Global importance ({unit.short})", "95% interval")
    rows = [
        (
            row["text"],
            row["label"],
            number_text(row["global_importance"]),
            interval_text(row["ci_low"], row["ci_high"]),
        )
        for row in others
    ]
    head = html.H3(f"Controls of this protocol, {others[0]['background']} backgrounds")
    return [head, _table(names, rows, "Controls of this protocol")]


def find_outcome(state: dict[str, Any]) -> Outcome | None:
    """Return the outcome of the loaded protocol; None if there is none, or its conditions were changed."""
    plan = bench_state.plan(state)
    return plan and bench_presets.ask(state["preset"], core.open_model(state["model_name"]), plan)


def legend(kind: str, result: GiaResult | None = None, titles: Sequence[str] = (), units: Sequence[Unit] = ()) -> list:
    """Explain the marks of a plot."""
    counts = {"dots": dots_of(result), "n": f"{result.design.n:,}"} if result else {"dots": "some", "n": ""}
    both = BOTH.format(titles[0]) if len(titles) > 1 else ""
    both += "" if share_an_axis(units) else AXES.format(" and ".join(unit.long for unit in units))
    return [html.Span("▲", className="mean-mark"), MEAN, LEGEND[kind].format(**counts), SHARED, both]


def _beside(state: dict[str, Any], panels: list[Panel], dark: bool) -> list[Component]:
    """Make the sentences of the lines through copies, and the histogram of the bare backgrounds, if asked for."""
    made: dict[str, Callable[[], list[Component]]] = {
        "fit": lambda: _lines(panels),
        "null": lambda: _bare(state, panels, dark),
        "seeds": lambda: _over_seeds(state, panels[0].result.design, panels[0].unit),
    }
    parts = [html.Div(made[part](), **data(part=part)) for part in made if part in state["show"]]
    return [*(models.doubts([state["with"]]) if state["with"] else []), *parts]


def _lines(panels: list[Panel]) -> list[Component]:
    said = [_titled(panel.title, line_sentence(line, panel.unit)) for panel in panels for line in panel.lines]
    return [html.P(text, className="bench-finding") for text in said or [NO_LINE]]


def _over_seeds(state: dict[str, Any], design: core.Design, unit: Unit) -> list[Component]:
    """Show each condition over models that differ only in their seed, with links, or say why there are none."""
    head = html.H3("Over seeds of the training")
    try:
        found = core.run_gia_seeds(design)
    except ModelError as error:
        others = [_of_model(state, name) for name in core.others_with_seeds(design.model_name)]
        said = str(error).replace(
            f"{split_name(design.model_name)[0]}:", ""
        )  # one experiment's: labels tell them apart
        return [head, html.P(said, className="bench-finding"), *others]
    names = (
        "Condition",
        f"Mean of {found[0].n_models} models ({unit.short})",
        "95% over models",
        "95% over backgrounds",
    )
    rows = [
        (
            one.text,
            number_text(one.global_importance),
            interval_text(one.ci_low, one.ci_high),
            interval_text(one.background_low, one.background_high),
        )
        for one in found
    ]
    return [head, html.P(MEANING, className="quiet"), _table(names, rows, "Global importance over seeds")]


def _of_model(state: dict[str, Any], name: str) -> Component:
    """Make a link to the same conditions and settings with another model of the experiment."""
    place = bench_state.link({**state, "model_name": name})
    return html.P(
        dcc.Link(f"The same conditions, asked of {split_name(name)[1]}", page_href(place["path"], **place["query"]))
    )


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]], label: str) -> Component:
    body = [html.Tr([html.Th(row[0], scope="row", className="rna"), *map(html.Td, row[1:])]) for row in rows]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    table = html.Table([head, html.Tbody(body)])
    return html.Div(table, className="seeds", tabIndex=0, role="region", **aria(label=label))


def _bare(state: dict[str, Any], panels: list[Panel], dark: bool) -> list[Component]:
    """Show what the models predict for the bare backgrounds, as a histogram if there are several."""
    bare = [(panel.title, panel.result.null, panel.unit) for panel in panels]
    nulls = [(title, summarise("", null), unit) for title, null, unit in bare if null is not None]
    texts = [html.P(_titled(title, null_sentence(null, unit)), className="quiet") for title, null, unit in nulls]
    texts.append(html.P(MEASURED_FROM, className="quiet"))
    head = html.H3("Predictions of the bare backgrounds")
    if panels[0].result.design.n == 1:
        return [head, *texts]
    together = [nulls] if share_an_axis([unit for *_, unit in nulls]) else [[one] for one in nulls]
    figures = [null_figure([null for _, null, _ in some], [t for t, *_ in some], dark, some[0][2]) for some in together]
    config = graph_config(f"backgrounds_{models.file_stem(state['model_name'])}", modeBarButtons=[["toImage"]])
    graphs = [dcc.Graph(figure=one, config=config, style={"height": one["layout"]["height"]}) for one in figures]
    return [head, *graphs, *texts]


def _titled(title: str, text: str) -> str:
    return f"{title}: {text}" if title else text
