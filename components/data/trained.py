"""The progress and the outcome of a training: its curves and numbers, the models that it made."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import core
from components.figures.curves import Curve, curves_figure
from components.figures.theme import empty_figure
from components.shared import models
from components.shared.attributes import aria
from components.shared.links import page_href
from components.shared.sources import simulated_badge
from core.formatting import number_text

HERE = "This model is here already, trained on {}; press Train to see it, or change a field."
GOES_ON = "{} of {} epochs are kept: Train resumes from them, and ends as if it had never stopped."


def kept_text(found: core.Unfinished | None, cards: Sequence[core.Card]) -> str:
    """Say which part of a training is already on this machine."""
    if cards:
        return HERE.format(cards[0].trained[:10])
    return GOES_ON.format(len(found.epochs), found.total) if found and found.epochs else ""


def curve_of(epochs: Sequence[Sequence[float]], kept: int = 0, name: str = "this training") -> Curve:
    """Return the curve of epochs (number, total, loss, validation Pearson, seconds)."""
    return Curve(name, [epoch[2] for epoch in epochs], [epoch[3] for epoch in epochs], kept)


def figure(epochs: Sequence[Sequence[float]], dark: bool, kept: int = 0) -> dict[str, Any]:
    """Draw the curves so far, in a frame for the largest number of epochs; nothing before the first."""
    if not epochs:
        return empty_figure("", dark)
    most = int(epochs[0][1])
    return curves_figure([curve_of(epochs, kept)], dark, most if most <= 60 else None)


def numbers(rows: Sequence[tuple[float, float]]) -> list[Component]:
    """Return a table of loss and validation Pearson of each epoch, folded away; nothing before the first epoch."""
    if not rows:
        return []
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("Epoch", "Loss", "Validation Pearson")]))
    body = [
        html.Tr(
            [
                html.Th(str(n), scope="row"),
                html.Td(number_text(loss, digits=4)),
                html.Td(number_text(pearson, digits=4)),
            ]
        )
        for n, (loss, pearson) in enumerate(rows, start=1)
    ]
    table = html.Table([head, html.Tbody(body)], className="ranks epochs")
    return [html.Details([html.Summary("The numbers"), html.Div(table, className="wide-table")], className="numbers")]


def outcome(record: dict[str, Any] | None) -> Component | list:
    """Show the models of a finished training, and where to go with them."""
    if not record:
        return []
    rows = [_row(one) for one in record["models"]]
    names = ("RBP", "Model", "Test r, set B", "Validation r", "Ask it")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    seconds, epochs = record["models"][0]["seconds"], len(record["epochs"])
    said = f"{epochs} epochs in {seconds:,.0f} s." if record["models"][0]["is_new"] else "Trained before; here it is."
    table = html.Table([head, html.Tbody(rows)], className="ranks trained")
    doubts = models.doubts([one["model"] for one in record["models"]])
    parts = [html.H2("Trained"), html.P(said, className="quiet"), *doubts, html.Div(table, className="wide-table")]
    return html.Section(parts, className="card", **aria(label="Trained"))


def _row(one: dict[str, Any]) -> Component:
    name = one["model"]
    places = {
        "Explore": page_href("/explore", name),
        "GIA bench": page_href("/bench", name),
        "RBPs": page_href("/", None, q=one["experiment"]),
        "Its card": page_href("/data", one["experiment"], part="models", model=name),
    }
    listed = [dcc.Link(text, href=href, className="rank-link") for text, href in places.items()]
    more = "".join(f", {key.upper()} {value:.3f}" for key, value in one["metrics"].items())
    badge = simulated_badge(one["source"] == "simulated")
    return html.Tr(
        [
            html.Th([one["gene"], " ", *badge], scope="row"),
            html.Td(name),
            html.Td(f"{one['test_pearson']:.3f}{more}", className="number strong"),
            html.Td(f"{one['validation_pearson']:.3f}", className="number"),
            html.Td(html.Div(listed, className="train-links")),
        ]
    )
