"""The models on this machine: their table, the card of one, and another one beside it."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import core
from components import ids
from components.data import model_card
from components.shared import links
from components.shared.attributes import aria, data
from components.shared.cures import sentence
from components.shared.fields import Field, Form
from components.shared.grid import ag_table, number
from components.shared.links import page_href
from components.shared.model_words import words_of
from core.data import catalogue
from core.errors import AppError
from core.glossary import WORDS
from core.library import model_removal
from core.models import registry
from core.models.card import seeds_text

FORM = Form(*map(Field, ("part", "rbp", "model", "with", "gone")))
SHIPPED, TRAINED, EXTERNAL = "Shipped", "Trained here", "External model"
"""Where a model comes from."""
ORIGINS = "Shipped with the app, trained on this machine, or brought as a file"
INPUTS = "Letters alone (sequence), or structure as well: paired or unpaired (pu), or five contexts (phime)"
NONE = "No models on this machine yet; train one under Train."
NO_MATCH = "No model matches; try a shorter word."
MEGABYTE = 1e6
MOST_ROWS = 9
ROW, HEADER = 36, 40
LABEL = {
    "field": "label",
    "headerName": "Model",
    "cellRenderer": "ModelLink",
    "headerTooltip": "Its name among the models of its experiment; hover over one to read what it is",
    "tooltipField": "words",
    "minWidth": 290,
    "flex": 2,
}
SEEDS = {"function": "params.data.seeds"}
"""A column is sorted by the seed, and shows those of an ensemble, too."""


def layout(query: dict[str, list[str]]) -> Component:
    """Make the part of ``/data?part=models[&rbp=NAME][&model=NAME][&with=NAME]``.

    Without ``model`` the one in use of the ``rbp`` is open; if a model is not here, the page says so above the table.
    """
    asked = FORM.texts(query)
    problems = links.unknown(query, FORM.fields)
    card, problem = found(asked["model"]) if asked["model"] else (found(asked["rbp"])[0], "")
    other, other_problem = found(asked["with"]) if card else (None, "")
    problems += [text for text in (problem, other_problem) if text]
    listed = rows()
    gone = asked["gone"][:200]
    said = f"{gone} was deleted." if gone and gone not in {row["name"] for row in listed} else ""
    return html.Div(
        [
            links.notice(problems),
            html.P(said, className="quiet", role="status"),
            _table(listed, card),
            model_card.view(card, other) if card else html.P("Choose a model to see its card.", className="quiet"),
        ],
        className="models",
    )


def found(name: str) -> tuple[core.Card | None, str]:
    """Return the card of a model in a link, or why there is none."""
    if not name:
        return None, ""
    try:
        return core.card(name), ""
    except AppError as error:
        return None, sentence(error)


def rows() -> list[dict[str, Any]]:
    """Make a row for each model, in the order of the experiments; an experiment's model in use comes first."""
    models = registry.models()
    listed = [(one, card) for one in core.list_experiments() for card in models.get(one.id, {}).values()]
    return [_row(experiment, card) for experiment, card in listed]


def _row(experiment: core.Experiment, card: core.Card) -> dict[str, Any]:
    spec, architecture = card.spec, card.architecture
    return {
        "name": card.name,
        "gene": experiment.gene,
        "names": _names(experiment.gene),
        "experiment": experiment.id,
        "label": card.label,
        "words": words_of(card),
        "in_use": "in use" if card.label == experiment.models[0] else "",
        "r": card.test_pearson,
        "validation": card.validation_pearson,
        "inputs": architecture.inputs,
        "transform": spec.get("transform", ""),
        "schedule": spec.get("schedule", ""),
        "epochs": len(card.history) or None,
        "seed": None if card.is_ensemble else card.seeds[0],
        "seeds": seeds_text(card.seeds),
        "trained": card.trained[:10],
        "size": card.weights_bytes / MEGABYTE if card.weights else None,
        "origin": _origin(card),
        "simulated": "simulated" if experiment.source == "simulated" else "",
        "href": href(card),
    }


def _origin(card: core.Card) -> str:
    if card.architecture.is_external:
        return EXTERNAL
    return SHIPPED if model_removal.is_shipped(card.name) else TRAINED


def _names(gene: str) -> str:
    """Return the names by which the search finds a gene: as written, and with letters and digits alone."""
    known = (gene, *catalogue.aliases(gene))
    return " ".join(dict.fromkeys([*known, *map(catalogue.name_key, known)]))


def href(card: core.Card, **more: str) -> str:
    """Return the address of a model's card."""
    return page_href("/data", card.experiment, part="models", model=card.name, **more)


def _table(listed: list[dict[str, Any]], card: core.Card | None) -> Component:
    search = dmc.TextInput(
        id=ids.MODELS_SEARCH,
        label="Search",
        placeholder="Gene, id, label, schedule, external …",
        className="search",
        **data(shortcut="/"),
    )
    count = html.P(f"{len(listed)} model{'s' * (len(listed) != 1)}", className="quiet")
    shown = max(3, min(len(listed), 5 if card else MOST_ROWS))
    grid = ag_table(
        ids.MODELS_TABLE,
        _columns(),
        "params.data.name",
        opens="openModel",
        texts={"noRowsToShow": NO_MATCH if listed else NONE, "loadingOoo": "Reading the list …"},
        heights=(ROW, HEADER),
        rowData=listed,
        className="models-grid",
        style={"height": HEADER + ROW * shown + 18},
    )
    bar = html.Div([search, count], className="models-bar")
    return html.Section([bar, grid], **aria(label="Models on this machine"))


def _columns() -> list[dict[str, Any]]:
    gene = _text("gene", "RBP", "The RNA-binding protein; the search also knows its other names", 108)
    return [
        {**gene, "getQuickFilterText": {"function": "params.data.names"}},
        LABEL,
        _text("experiment", "Experiment", "The measurement that it predicts", 142),
        number("r", "Test r", "Pearson of measured and predicted binding scores on set B", ".3f", 84),
        number("validation", "Val. r", "Best validation Pearson", ".3f", 84),
        _text("inputs", "Reads", INPUTS, 98),
        _text("transform", "Transform", WORDS["log, clip"], 106),
        _text("schedule", "Schedule", "How long and at which rates it was trained: quick, paper or together", 102),
        number("epochs", "Epochs", "Epochs that it was trained for", "d", 86),
        number("seed", "Seed", "Fixes split, weights, order and dropout", "d", 76, valueFormatter=SEEDS),
        _text("trained", "Trained", "Day of its training, or on which it was brought", 116),
        number("size", "MB", "Size of its weights", ".1f", 72),
        _text("origin", "From", ORIGINS, 126),
        _text("in_use", "In use", "Asked unless another model of its experiment is chosen", 86),
        _text("simulated", "Data", "Whether the scores that it learned are simulated", 96),
    ]


def _text(field: str, name: str, help_text: str, width: int) -> dict[str, Any]:
    return {"field": field, "headerName": name, "headerTooltip": help_text, "width": width}


def removal_text(plan: core.Removal) -> list[Component]:
    """Say what goes with a model, and what is asked instead of it then."""
    said = [f"{plan.name} and its weights ({plan.weights_bytes / MEGABYTE:.1f} MB) are deleted for good."]
    if not plan.weights_bytes:
        said = [f"{plan.name} is deleted; the networks that it is the mean of stay, and it can be made of them again."]
    if plan.others:
        said.append(f"Outputs of the same network, which go with it: {', '.join(plan.others)}.")
    if plan.ensembles:
        said.append(f"Ensembles that need it, which go with it: {', '.join(plan.ensembles)}.")
    if plan.lost:
        said.append(f"Left without a model: {', '.join(plan.lost)}; links to them will only open Train.")
    said += [f"{experiment} will then use {name}." for experiment, name in plan.instead.items()]
    if not (plan.lost or plan.instead):
        said.append("The model in use stays as it is.")
    return [html.P(text) for text in said]


def after_removal(plan: core.Removal) -> str:
    """Return the address of the list that says what was deleted."""
    return page_href("/data", None, part="models", gone=plan.name)
