"""One RNA on the Explore page: its facts, its figures, and what mutating it does."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.explore import own as explore_own
from components.figures.theme import empty_figure, graph_config
from components.shared import one_rna
from components.shared.attributes import aria, data
from components.shared.links import page_href
from components.shared.parts import fact, labelled, loading, rna, tip
from core.sequence import PROBE_LENGTH

CENTRE = 18
"""Position (from 1) where the paper embeds 6-mers."""
VARIANTS = 1 + 3 * PROBE_LENGTH
"""RNAs that the ISM of a full probe asks about."""
CHOSEN, NOT_CHOSEN = "card sequence chosen", "card sequence"
"""Class names of the sequence card; explore.css shows the figures or the invitation."""


def original(seen: one_rna.Seen) -> list[Component]:
    """Show the RNA before it was changed, and the changes, below the figure, which they must not move."""
    if not seen.before:
        return []
    letters = fact("Original", rna(seen.before.ism.sequence, seen.marked), "chosen-rna")
    return [letters, fact("Changed, click to take back", [_undoing(change) for change in seen.changes])]


def _undoing(change: str) -> Component:
    """Make the button that undoes a single change."""
    return html.Button(
        [change, html.Span(" ×", **aria(hidden="true"))],
        className="change",
        title=f"Take {change} back",
        **data(revert=change),
    )


def stretch_link(seen: one_rna.Seen) -> list:
    """Make the letters of the stretch and the link to the bench with them."""
    pattern = seen.now.ism.sequence[seen.stretch.first - 1 : seen.stretch.last]
    href = page_href("/bench", seen.model_name, c=f"{pattern}@{seen.stretch.first}")
    which = "your stretch" if seen.is_own_stretch else "the most sensitive stretch"
    return [rna(pattern), html.Span(f" {which} ", className="quiet"), dcc.Link("Test it on the bench", href=href)]


def card(experiment: core.Experiment, model: core.Card, query: dict[str, Any]) -> Component:
    """Make the card of one RNA: the box that asks for it, the prediction, the figures, and what can be done with it."""
    parts = [
        _facts(),
        _figure(experiment, model),
        html.P(id=ids.EXPLORE_SAID, className="said", role="status"),
        _tools(experiment, model, query),
        html.Div(id=ids.EXPLORE_BEFORE, className="facts"),
        html.P(FOOTER, className="quiet"),
    ]
    return html.Section(
        [
            html.Div([html.H2("One RNA"), explore_own.ask(experiment)], className="sequence-head"),
            html.Div(parts, className="if-chosen"),
            _invite(experiment),
        ],
        id=ids.EXPLORE_PANEL,
        className=CHOSEN if query.get("sequence") else NOT_CHOSEN,
    )


def structure_card() -> Component:
    """Make the card that shows how the chosen RNA folds; explore.css hides it until an RNA is chosen."""
    drawings = html.Div(id=ids.EXPLORE_STRUCTURE, className="structures")
    return html.Section(drawings, className="card structure-card", **aria(label="Most likely structure"))


FOOTER = (
    f"{one_rna.HEIGHTS} Blue mutations lower binding, red ones raise it: click one to make it. Drag over the logo to "
    "choose a stretch."
)


def _button(text: str, id: str, title: str, **more: Any) -> Component:
    return dmc.Button(text, id=id, variant="default", size="xs", attributes=tip(title), **more)


def _facts() -> Component:
    measured = fact("Measured", html.Span(id=ids.EXPLORE_MEASURED, role="status"), "measured")
    return html.Div([html.Div(id=ids.EXPLORE_FACTS, className="facts"), measured], className="facts of-the-rna")


def _tools(experiment: core.Experiment, model: core.Card, query: dict[str, Any]) -> Component:
    return html.Div(
        [_steps(experiment), _history(), _change(), _stretch(query), _views(model, query)], className="controls"
    )


def _steps(experiment: core.Experiment) -> Component:
    return html.Div(
        [
            _button("← Previous", ids.EXPLORE_PREVIOUS, "The probe before this one in the table (left arrow key)"),
            _button("Next →", ids.EXPLORE_NEXT, "The probe after this one in the table (right arrow key)"),
            html.Span(id=ids.EXPLORE_PLACE, className="quiet", role="status"),
        ],
        className="buttons",
        hidden=not experiment.has_probes,
    )


def _history() -> Component:
    return html.Div(
        [
            _button("Undo", ids.EXPLORE_UNDO, "Take the last change back (Ctrl+Z)", disabled=True),
            _button("Redo", ids.EXPLORE_REDO, "Make it again (Ctrl+Shift+Z)", disabled=True),
            _button("Back to the original", ids.EXPLORE_ORIGINAL, "Take all changes back", disabled=True),
            _button("Keep in my list", ids.EXPLORE_KEEP, "Add this RNA to your own list on this browser"),
        ],
        className="buttons",
    )


def _change() -> Component:
    field = dmc.TextInput(
        id=ids.EXPLORE_CHANGE,
        placeholder="G21A",
        size="xs",
        w=84,
        classNames={"input": "rna"},
        **aria(label="Change a letter: what is there, its position, the new letter, such as G21A; then Enter"),
    )
    return labelled("Change", field)


def _views(model: core.Card, query: dict[str, Any]) -> Component:
    """Make the choices of logo and track; the browser remembers the logo (explore.js), unless a link names one."""
    usual = one_rna.usual_contexts(model)
    contexts = dmc.SegmentedControl(
        id=ids.EXPLORE_CONTEXTS,
        data=[
            {"value": value, "label": one_rna.CONTEXTS[value]}
            for value in sorted(one_rna.CONTEXTS, key=lambda one: one != usual)
        ],
        value=query["contexts"] if query.get("contexts") in one_rna.CONTEXTS else usual,
        size="xs",
        **aria(label="Structure track"),
    )
    return html.Div(
        [one_rna.logo_choice(ids.EXPLORE_LOGO, one_rna.logo_of(query)), labelled("Structure", contexts)],
        className="control",
    )


def _figure(experiment: core.Experiment, model: core.Card) -> Component:
    graph = dcc.Graph(
        id=ids.EXPLORE_STACK,
        figure=empty_figure(""),
        config=graph_config(f"{experiment.gene}_ism", displayModeBar="hover"),
        style=one_rna.figure_style(False),
    )
    waiting = "Asking the model…"
    if model.architecture.reads_structure:
        waiting = f"The model reads structure: folding {VARIANTS} RNAs and asking it takes a few seconds."
    return html.Div(
        loading(graph, ids.EXPLORE_STACK, waiting),
        className="wide-figure",
        tabIndex="0",
        role="region",
        **aria(label="Logo, structure and mutations; scrolls sideways on narrow screens"),
    )


def _stretch(query: dict[str, Any]) -> Component:
    chosen = one_rna.stretch(query, len(query["sequence"] or ""))

    def end(id: str, label: str, value: int | None) -> Component:
        limits = {"min": 1, "max": PROBE_LENGTH, "allowDecimal": False, "hideControls": True}
        return dmc.NumberInput(id=id, value=value, size="xs", w=52, **limits, **aria(label=label))

    first = end(ids.EXPLORE_FIRST, "First position of the stretch", chosen and chosen.first)
    last = end(ids.EXPLORE_LAST, "Last position of the stretch", chosen and chosen.last)
    said = html.Div(id=ids.EXPLORE_STRETCH, className="stretch")
    return html.Div([labelled("Stretch", first), labelled("to", last), said], className="control")


def _invite(experiment: core.Experiment) -> Component:
    ways = "Click a point in the scatter, paste an RNA above, or try an example."
    if not experiment.has_probes:
        ways = "Paste an RNA above and press Enter, or try an example."
    text = "You will see which letters the prediction depends on, how the RNA folds, and what every mutation does."
    return html.Div(
        html.Div([html.P(html.Strong(ways)), html.P(text, className="quiet")]), className="invite if-not-chosen"
    )
