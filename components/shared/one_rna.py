"""One RNA as a model sees it: its facts, its figures and how it folds. Explore shows one so, and Scan a window."""

from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components.figures.fold import drawing_height, drawing_width, fold_figure
from components.figures.part import WHOLE, Part
from components.figures.sequence import Look, Style, figure_height, sequence_figure, signed
from components.figures.theme import graph_config
from components.shared import models
from components.shared.attributes import aria
from components.shared.parts import fact, labelled, rna
from core.checks import is_count
from core.discovery.ism import LOGOS, Ism, changes
from core.formatting import Unit, number_text

STRETCH = 6
"""Length of the strongest stretch that the page offers to the bench: that of the k-mers in the paper."""
CONTEXTS = {"pu": "Paired / unpaired", "phime": "Five contexts"}
LOGO_NAMES = {"sensitivity": "Sensitivity", "signed": "Signed"}
"""What people read for a logo of `core.discovery.ism.LOGOS`; the first is the paper's."""
HEIGHTS = (
    "The taller a letter, the more a mutation there changes the prediction. In the signed logo the height is the mean "
    "loss by the mutations; letters below the axis lower binding."
)
"""What the height of a letter means, in either logo."""


class Stretch(NamedTuple):
    """First and last position, from 1."""

    first: int
    last: int


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
        """Return the changes from the RNA before to the one now."""
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
    chosen = stretch(query, len(now.ism.sequence))
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
    """Return the track that fits what the model reads."""
    return "phime" if card.architecture.inputs == "phime" else "pu"


def logo_of(query: dict[str, Any]) -> str:
    """Return what the logo's letter heights mean; the paper's choice if the address names nothing known."""
    return query["logo"] if query.get("logo") in LOGOS else next(iter(LOGOS))


def figure(seen: Seen, dark: bool, safe: bool = False) -> dict[str, Any]:
    """Logo, track and heatmap."""
    stretch = seen.stretch if seen.is_own_stretch else None
    style = Style(dark, seen.unit, seen.contexts, seen.logo, safe, seen.part)
    return sequence_figure(seen.now, style, seen.before, stretch)


def figure_style(is_compared: bool) -> dict[str, str]:
    """Return the height of the figure."""
    return {"height": f"{figure_height(is_compared)}px"}


def strongest_stretch(ism: Ism, k: int = STRETCH) -> Stretch:
    """Find the k positions with the highest summed sensitivity."""
    k = min(k, len(ism.sequence))
    first = ism.strongest(k) + 1
    return Stretch(first, first + k - 1)


def facts(seen: Seen) -> list[Component]:
    """Show the RNA and its prediction, before and after if it was changed."""
    now = seen.now.ism
    return [
        fact(f"RNA, {len(now.sequence)} nt", rna(seen.part.typed(now.sequence), seen.marked), "chosen-rna"),
        fact("Predicted", _predicted(seen)),
    ]


def stretch(query: dict[str, Any], length: int) -> Stretch | None:
    """Return the stretch ``12-17`` of the address as far as it lies in the RNA; None for anything else."""
    first, _, last = (query.get("stretch") or "").partition("-")
    if not (is_count(first) and is_count(last) and 1 <= int(first) <= int(last) <= length):
        return None
    return Stretch(int(first), int(last))


def _predicted(seen: Seen) -> str:
    now = seen.now.ism.prediction
    if not seen.before:
        return f"{signed(now)} {seen.unit.short}"
    was = seen.before.ism.prediction
    return f"{signed(was)} → {signed(now)} {seen.unit.short} (Δ {signed(now - was)})"


def structure(seen: Seen, dark: bool, safe: bool = False) -> list[Component]:
    """Show the most likely secondary structure, and that of the original before it."""

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
    """Describe in a few words what the changes did to the structure."""
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


def logo_choice(id: str, logo: str) -> Component:
    """Make the choice of what the letter heights of a logo mean."""
    choice = dmc.SegmentedControl(
        id=id,
        data=[{"value": value, "label": name} for value, name in LOGO_NAMES.items()],
        value=logo,
        size="xs",
        **aria(label="Logo: heights of the letters"),
    )
    return labelled("Logo", choice)
