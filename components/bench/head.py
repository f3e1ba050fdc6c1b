"""The head of the bench: which RBP and which models are asked, undo, and Share."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import core
from components import ids
from components.shared import models
from components.shared.attributes import aria, data
from components.shared.share import share_menu
from components.shared.sources import simulated_badge


def head(state: dict, experiment: core.Experiment) -> Component:
    """Make the first line: title, RBP, model, second model, undo and redo, and the Share menu."""
    name = state["model_name"]
    simulated = simulated_badge(experiment.source == "simulated")
    parts = [
        dmc.Title("GIA bench", order=1, **aria(label=f"GIA bench: {experiment.title}")),
        models.rbp_picker(experiment),
        *simulated,
        models.model_picker(name, experiment),
        _beside(state),
        html.Div(_history(), className="bench-tools"),
        share_menu(),
    ]
    return html.Div(parts, className="bench-title")


def _beside(state: dict) -> Component:
    """Make the choice of a second model for the same design, among all on this machine."""
    options = models.all_models(state["model_name"])
    return dmc.Select(
        id=ids.bench_choice("with"),
        data=options,
        value=state["with"] or None,
        placeholder=f"Compare with any of {len(options):,} models",
        searchable=True,
        filter=models.FIND,
        clearable=True,
        nothingFoundMessage="No such model here",
        size="xs",
        w=226,
        maxDropdownHeight=420,
        renderOption={"function": "benchOption"},
        comboboxProps={"width": "min(420px, 92vw)", "position": "bottom-start"},
        **aria(label="Another model, on the same design"),
    )


def _history() -> list[Component]:
    """Make the buttons for undo and redo; the browser enables them (assets/bench.js)."""
    return [
        html.Button(
            [html.Span(sign, **aria(hidden="true")), f" {text}"],
            id=ids.bench_history(do),
            className="bench-tool",
            title=f"Nothing to {do}",
            **data(bench_do=do),
            **aria(disabled="true"),
        )
        for do, sign, text in [("undo", "↶", "Undo"), ("redo", "↷", "Redo")]
    ]
