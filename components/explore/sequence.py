"""One RNA on the Explore page: its facts, its figures, and what mutating it does."""

from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids, models
from components.attributes import aria, data
from components.explore import own as explore_own
from components.explore import state as explore_state
from components.explore.parts import fact, labelled, loading, rna, tip
from components.explore.state import Stretch
from components.figures.fold import drawing_height, drawing_width, fold_figure
from components.figures.part import WHOLE, Part
from components.figures.sequence import Look, Style, figure_height, sequence_figure, signed
from components.figures.theme import empty_figure, graph_config
from components.shell import page_href
from core.discovery.ism import LOGOS, Ism, changes
from core.formatting import Unit, number_text
from core.sequence import PROBE_LENGTH

STRETCH = 6
"""Length of the strongest stretch that the page offers to the bench: that of the k-mers in the paper."""
CENTRE = 18
"""Position (from 1) where the paper embeds 6-mers."""
VARIANTS = 1 + 3 * PROBE_LENGTH
"""RNAs that the ISM of a full probe asks about."""
CHOSEN, NOT_CHOSEN = "card sequence chosen", "card sequence"
"""Class names of the sequence card; explore.css shows the figures or the invitation."""
CONTEXTS = {"pu": "Paired / unpaired", "phime": "Five contexts"}
LOGO_NAMES = {"sensitivity": "Sensitivity", "signed": "Signed"}
"""What people read for a logo of `core.discovery.ism.LOGOS`; the first is the paper's."""


class Seen(NamedTuple):
    """An RNA, its original where it was mutated, their most likely structures, and the stretch to speak of.

    part : how its letters and positions are said, where it was cut from a longer one.
    """

    model_name: str
    unit: Unit
    contexts: str
    logo: str
    now: Look
    fold: core.MfeStructure
    before: Look | None
    fold_before: core.MfeStructure | None
    stretch: Stretch
    is_own_stretch: bool
    part: Part = WHOLE

    @property
    def changes(self) -> list[str]:
        return changes(self.before.ism.sequence, self.now.ism.sequence) if self.before else []

    @property
    def marked(self) -> tuple[int, ...]:
        """Positions of the changes, from 1."""
        return tuple(int(change[1:-1]) for change in self.changes)


def see(query: dict[str, Any]) -> Seen:
    """All that the card shows of an RNA.

    Raises
    ------
    SequenceError : letters other than A, C, G, U, T, too many of them, or an original of another length.
    DataError, ModelError : as `core.ism`.
    """
    model_name, sequence, original = query["rbp"], query["sequence"], query.get("from")
    before = original if original and changes(original, sequence) else None
    now = _look(model_name, sequence)
    chosen = explore_state.stretch(query, len(now.ism.sequence))
    contexts = query["contexts"] if query.get("contexts") in CONTEXTS else usual_contexts(core.card(model_name))
    return Seen(
        model_name,
        models.unit_of(model_name),
        contexts,
        logo_of(query),
        now,
        core.mfe(sequence),
        _look(model_name, before) if before else None,
        core.mfe(before) if before else None,
        chosen or strongest_stretch(now.ism),
        chosen is not None,
    )


def _look(model_name: str, sequence: str) -> Look:
    return Look(core.ism(model_name, sequence), core.fold(sequence))


def usual_contexts(card: core.Card) -> str:
    """The track that fits what the model reads."""
    return "phime" if card.architecture.inputs == "phime" else "pu"


def logo_of(query: dict[str, Any]) -> str:
    """What the letters of the logo are as high as; the paper's where the address says nothing known."""
    return query["logo"] if query.get("logo") in LOGOS else next(iter(LOGOS))


def figure(seen: Seen, dark: bool, safe: bool = False) -> dict[str, Any]:
    """Logo, track and heatmap."""
    stretch = seen.stretch if seen.is_own_stretch else None
    style = Style(dark, seen.unit, seen.contexts, seen.logo, safe, seen.part)
    return sequence_figure(seen.now, style, seen.before, stretch)


def figure_style(is_compared: bool) -> dict[str, str]:
    """The height of the figure."""
    return {"height": f"{figure_height(is_compared)}px"}


def strongest_stretch(ism: Ism, k: int = STRETCH) -> Stretch:
    """The k positions of highest summed sensitivity."""
    k = min(k, len(ism.sequence))
    first = ism.strongest(k) + 1
    return Stretch(first, first + k - 1)


def facts(seen: Seen) -> list[Component]:
    """The RNA and its prediction, before and after where it was changed."""
    now = seen.now.ism
    return [
        fact(f"RNA, {len(now.sequence)} nt", rna(seen.part.typed(now.sequence), seen.marked), "chosen-rna"),
        fact("Predicted", _predicted(seen)),
    ]


def original(seen: Seen) -> list[Component]:
    """The RNA before it was changed, and the changes; below the figure, which they shall not move."""
    if not seen.before:
        return []
    letters = fact("Original", rna(seen.before.ism.sequence, seen.marked), "chosen-rna")
    return [letters, fact("Changed, click to take back", [_undoing(change) for change in seen.changes])]


def _undoing(change: str) -> Component:
    """A change with the way to take it back alone."""
    return html.Button(
        [change, html.Span(" ×", **aria(hidden="true"))],
        className="change",
        title=f"Take {change} back",
        **data(revert=change),
    )


def _predicted(seen: Seen) -> str:
    now = seen.now.ism.prediction
    if not seen.before:
        return f"{signed(now)} {seen.unit.short}"
    was = seen.before.ism.prediction
    return f"{signed(was)} → {signed(now)} {seen.unit.short} (Δ {signed(now - was)})"


def stretch_link(seen: Seen) -> list:
    """The letters of the stretch and the way to the bench with them."""
    pattern = seen.now.ism.sequence[seen.stretch.first - 1 : seen.stretch.last]
    href = page_href("/bench", seen.model_name, c=f"{pattern}@{seen.stretch.first}")
    which = "your stretch" if seen.is_own_stretch else "the most sensitive stretch"
    return [rna(pattern), html.Span(f" {which} ", className="quiet"), dcc.Link("Test it on the bench", href=href)]


def structure(seen: Seen, dark: bool, safe: bool = False) -> list[Component]:
    """The most likely secondary structure, and that of the original before it."""

    def drawn(fold: core.MfeStructure, look: Look) -> dict[str, Any]:
        return fold_figure(fold, look.structure, dark, seen.marked, safe, seen.part)

    now = drawn(seen.fold, seen.now)
    if seen.before is None or seen.fold_before is None:
        return [_drawing("Most likely structure", "", seen.fold, now, seen.part)]
    before = drawn(seen.fold_before, seen.before)
    return [
        _drawing("Most likely structure, original", "", seen.fold_before, before, seen.part),
        _drawing("Most likely structure, now", _refolded(seen), seen.fold, now, seen.part),
    ]


def _refolded(seen: Seen) -> str:
    """What the changes did to the structure, in a few words."""
    lost, won = (set(fold.pairs) if fold else set() for fold in (seen.fold_before, seen.fold))
    gone = len(lost - won)
    return "the same pairs" if lost == won else f"{gone} pair{'s' * (gone != 1)} lost, {len(won - lost)} new"


def _drawing(title: str, note: str, fold: core.MfeStructure, figure: dict[str, Any], part: Part) -> Component:
    graph = dcc.Graph(
        figure=figure,
        config=graph_config(f"structure_{fold.sequence}", displayModeBar="hover"),
        style={"height": f"{drawing_height(fold)}px", "minWidth": f"{drawing_width(fold)}px"},
    )
    text = f"{part.typed(fold.sequence)}\n{fold.dot_bracket}"
    energy = html.Span(f"{number_text(fold.energy, digits=1)} kcal/mol", className="value")
    head = [html.H3(title), html.Span(note, className="quiet"), energy]
    scrolls: dict[str, Any] = {"tabIndex": "0", "role": "region"}
    copy = dmc.CopyButton("Copy dot-bracket", value=text, copiedChildren="Copied", variant="default", size="xs")
    return html.Div(
        [
            html.Div(head, className="structure-head"),
            html.Div(graph, className="wide-figure", **scrolls, **aria(label=f"{title}, drawing")),
            html.Div([html.Pre(text, **scrolls, **aria(label=f"{title}, dot-bracket")), copy], className="dot-bracket"),
        ],
        className="structure",
    )


# the card


def card(experiment: core.Experiment, model: core.Card, query: dict[str, Any]) -> Component:
    """Where an RNA is asked for, and what the model sees in it: the prediction first, what can be done below."""
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
    """How the chosen RNA folds; explore.css hides it until there is one."""
    drawings = html.Div(id=ids.EXPLORE_STRUCTURE, className="structures")
    return html.Section(drawings, className="card structure-card", **aria(label="Most likely structure"))


HEIGHTS = (
    "Letters stand as high as the prediction is sensitive to changing them; in the signed logo, as high as their "
    "changes cost on average, and below the axis where these add binding."
)
"""What the height of a letter means, in either logo."""
FOOTER = (
    f"{HEIGHTS} Blue changes cost binding, red ones add: click one to make it. Drag over the logo to choose a stretch."
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
    """What the logo and the track show; the browser remembers the logo (explore.js), and a link that names one wins."""
    usual = usual_contexts(model)
    contexts = dmc.SegmentedControl(
        id=ids.EXPLORE_CONTEXTS,
        data=[{"value": value, "label": CONTEXTS[value]} for value in sorted(CONTEXTS, key=lambda one: one != usual)],
        value=query["contexts"] if query.get("contexts") in CONTEXTS else usual,
        size="xs",
        **aria(label="Structure track"),
    )
    return html.Div(
        [logo_choice(ids.EXPLORE_LOGO, logo_of(query)), labelled("Structure", contexts)], className="control"
    )


def logo_choice(id: str, logo: str) -> Component:
    """The choice of what the letters of a logo are as high as."""
    choice = dmc.SegmentedControl(
        id=id,
        data=[{"value": value, "label": name} for value, name in LOGO_NAMES.items()],
        value=logo,
        size="xs",
        **aria(label="Logo: heights of the letters"),
    )
    return labelled("Logo", choice)


def _figure(experiment: core.Experiment, model: core.Card) -> Component:
    graph = dcc.Graph(
        id=ids.EXPLORE_STACK,
        figure=empty_figure(""),
        config=graph_config(f"{experiment.gene}_ism", displayModeBar="hover"),
        style=figure_style(False),
    )
    waiting = "Asking the model… its first answer takes a few seconds."
    if model.architecture.folds:
        waiting = f"The model reads structure: folding {VARIANTS} RNAs and asking it takes a few seconds."
    return html.Div(
        loading(graph, ids.EXPLORE_STACK, waiting),
        className="wide-figure",
        tabIndex="0",
        role="region",
        **aria(label="Logo, structure and mutations; scrolls sideways on narrow screens"),
    )


def _stretch(query: dict[str, Any]) -> Component:
    chosen = explore_state.stretch(query, len(query["sequence"] or ""))

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
    text = "You will see which letters the prediction hangs on, how the RNA folds, and what every mutation does."
    return html.Div(
        html.Div([html.P(html.Strong(ways)), html.P(text, className="quiet")]), className="invite if-not-chosen"
    )
