"""One window of a scan, letter by letter, also without and with a substitution, and the link to Explore."""

from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.figures.part import Part
from components.figures.sequence import figure_height
from components.figures.theme import graph_config
from components.scan import state as states
from components.shared import models, one_rna
from components.shared.attributes import aria
from components.shared.links import page_href
from core.checks import is_count
from core.formatting import number_text
from core.rna_scan import link as packed
from core.rna_scan.fasta import UNKNOWN
from core.sequence import NamedRna, to_rna


class Opened(NamedTuple):
    """A window: the model, the RNA, index of its first letter, its letters, and those before they were changed."""

    model: str
    rna: NamedRna
    start: int
    sequence: str
    original: str | None
    effect: core.Effect | None


def opened(shown: dict[str, Any], query: dict[str, Any]) -> Opened | None:
    """Return what is open; None if the link names nothing that exists."""
    if not query.get("rnas") or not query.get("rbp"):
        return None
    rnas = packed.unpack(query["rnas"])
    values, _ = states.FORM.read(query)
    if "window" not in values or "rbp" not in values:
        return None
    names = [name for name, _ in values["rbp"]]
    if shown.get("change"):
        return _changed(shown["change"], names, rnas, values["window"])
    return _window(shown, names, rnas, values["window"])


def _window(shown: dict[str, Any], names: list[str], rnas: tuple[NamedRna, ...], window: int) -> Opened | None:
    model, _, first = (shown.get("open") or "").partition(":")
    rna = shown.get("rna") or "1"
    if not (_within(model, names) and _within(rna, rnas) and is_count(first)):
        return None
    chosen = rnas[int(rna) - 1]
    start = int(first) - 1
    letters = chosen.sequence[start : start + window] if start >= 0 else ""
    if not letters or UNKNOWN in letters:
        return None
    return Opened(names[int(model) - 1], chosen, start, letters, None, None)


def _changed(text: str, names: list[str], rnas: tuple[NamedRna, ...], window: int) -> Opened | None:
    model, _, line = text.partition(":")
    listed = core.read_variants(line, rnas)
    if not _within(model, names) or not listed.substitutions:
        return None
    one = listed.substitutions[0]
    (effect,) = core.variant_effects([names[int(model) - 1]], rnas, [one], window)
    if not effect.is_known:
        return None
    rna = next(rna for rna in rnas if rna.name == one.rna)
    start = int(effect.starts[effect.best])
    original, at = rna.sequence[start : start + window], one.position - 1 - start
    changed = original[:at] + to_rna(one.alt) + original[at + 1 :]
    return Opened(effect.model, rna, start, changed, original, effect)


def _within(number: str, listed: Any) -> bool:
    return is_count(number) and 1 <= int(number) <= len(listed)


def panel(found: Opened | None, dark: bool, safe: bool, logo: str | None = None) -> list[Component]:
    """Make the card of a window, with a logo of `core.discovery.ism.LOGOS`; nothing if none is open."""
    if found is None:
        return []
    query = {"rbp": found.model, "sequence": found.sequence, "from": found.original, "logo": logo}
    seen = one_rna.see(query)._replace(part=Part(found.start + 1, found.rna.typed))
    last, title = found.start + len(found.sequence), models.titles([found.model])[0]
    name = f"{title} on {found.rna.name}, {found.start + 1:,} to {last:,}"
    graph = dcc.Graph(
        figure=one_rna.figure(seen, dark, safe),
        config=graph_config("window_ism", displayModeBar="hover"),
        style={"height": f"{figure_height(seen.before is not None)}px"},
    )
    href = page_href("/explore", found.model, sequence=found.sequence, **{"from": found.original})
    there = f"On Explore, position 1 is {found.start + 1:,} of {found.rna.name}"
    link = dcc.Link("Open it on Explore", href=href, title=there, className="button-link")
    counted = f"Positions are those of {found.rna.name}; on Explore this window counts from 1."
    scrolls = {"tabIndex": "0", "role": "region", **aria(label=f"Logo, structure and mutations: {name}")}
    parts = [
        html.Div([html.H2(name), one_rna.logo_choice(ids.SCAN_LOGO, seen.logo), link], className="scan-bar"),
        *([html.P(_effect(found.effect, seen.unit.short), className="bench-finding")] if found.effect else []),
        html.Div(one_rna.facts(seen), className="facts"),
        html.P(f"{NOTE} {counted}", className="quiet"),
        html.Div(html.Div(graph), className="wide-figure", **scrolls),
        html.Div(one_rna.structure(seen, dark, safe), className="structures"),
    ]
    return [html.Section(parts, className="card sequence chosen", **aria(label=name))]


NOTE = (
    f"{one_rna.HEIGHTS} The map shows every mutation: blue lowers binding, red raises it. The drawing folds only "
    "this window."
)


def _effect(effect: core.Effect, unit: str) -> str:
    """Describe the effect of a substitution in words."""
    numbers, one = effect.to_dict(), effect.substitution
    change, most, summed = (
        number_text(numbers[f"{name}_change"], sign=True) for name in ("best", "strongest", "summed")
    )
    return (
        f"{one.ref}{one.position:,}{one.alt} takes the best window from {number_text(numbers['best_before'])} to "
        f"{number_text(numbers['best_after'])} {unit} ({change}). The strongest change of its {numbers['windows']} "
        f"windows is {most}, in that from {numbers['strongest_first']:,} on; the sum over all is {summed}."
    )
