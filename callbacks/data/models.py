"""What the part `components.data.models` does: figures of a card, comparing, deleting, the card as a file."""

import json
from dataclasses import asdict
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc
from dash.exceptions import PreventUpdate

import core
from callbacks import asking, long_work
from components import ids
from components.data import model_pair
from components.data import models as page
from components.data.trained import curve_of
from components.figures.curves import curves_figure
from components.figures.motif_logo import motif_logo
from components.figures.profile import profile_figure
from components.figures.scatter import density_figure, pair_density
from components.figures.theme import empty_figure
from core.discovery.motifs import kmer_logo
from core.formatting import UNITS, plain
from core.models.registry import file_stem

JOB = ids.MODELS_PAIR_JOB


def show_card(state: dict, scheme: str | None, letters: str | None) -> tuple:
    """Draw the figures of a card: curves, fit, backgrounds, motif."""
    dark, safe = scheme == "dark", letters == "safe"
    card = core.card(state["model"])
    shown = [card, *([core.card(state["with"])] if state["with"] else [])]
    curves = [curve_of([(0, 0, loss, r) for loss, r in one.history], name=one.name) for one in shown]
    fit = density_figure(card.density, card.test_pearson, card.n_test, dark, UNITS[card.architecture.task])
    kmers = tuple(map(tuple, card.top_kmers))
    logo = motif_logo(kmer_logo(kmers).tolist(), "Bits", dark, 2.0, safe) if kmers else empty_figure("", dark)
    fit["layout"]["height"], logo["layout"]["height"] = 420, 200
    return curves_figure(curves, dark), fit, profile_figure(card.profile, card.coverage, dark, safe), logo


def show_pair(answer: dict | None, scheme: str | None, state: dict) -> Any:
    """Show the result of a comparison on set B."""
    if not answer or "record" not in answer:
        return []
    record, titles = answer["record"], [state["model"], state["with"]]
    first, second = record["edges"]
    figure = pair_density(record["counts"], first, second, titles, record["between"], scheme == "dark")
    return model_pair.found(answer, figure)


def ask_to_delete(clicks: int | None, state: dict) -> tuple:
    """Ask whether a model shall be deleted, and show what goes with it."""
    if not clicks:
        raise PreventUpdate
    return page.removal_text(core.plan_removal(state["model"])), True


def delete(clicks: int | None, state: dict) -> str:
    """Delete the model, and return the address to open next."""
    if not clicks:
        raise PreventUpdate
    return page.after_removal(core.remove_model(state["model"]))


def keep(clicks: int | None) -> bool:
    """Close the question."""
    if not clicks:
        raise PreventUpdate
    return False


def send_card(clicks: int | None, state: dict) -> dict[str, Any]:
    """Send the card as it is on disk."""
    if not clicks:
        raise PreventUpdate
    text = json.dumps(plain(asdict(core.card(state["model"]))), indent=2)
    return dcc.send_string(text, f"{file_stem(state['model'])}.card.json", type="application/json")


def register(app: Dash) -> None:
    """Register the callbacks of the part for models."""
    long_work.register(app, JOB, asking.compare)
    state, scheme = State(ids.MODELS_STATE, "data"), Input(ids.COLOR_SCHEME, "data")
    app.callback(
        Output(ids.MODELS_CURVES, "figure"),
        Output(ids.MODELS_DENSITY, "figure"),
        Output(ids.MODELS_PROFILE, "figure"),
        Output(ids.MODELS_LOGO, "figure"),
        Input(ids.MODELS_STATE, "data"),
        scheme,
        Input(ids.LETTERS, "data"),
    )(show_card)
    app.callback(Output(ids.long_question(JOB), "data"), Input(ids.MODELS_PAIR_ASKED, "data"))(lambda asked: asked)
    app.callback(
        Output(ids.MODELS_PAIR, "children"),
        Input(ids.long_answer(JOB), "data"),
        scheme,
        state,
        prevent_initial_call=True,
    )(show_pair)
    _register_delete(app, state)
    app.callback(Output(ids.MODELS_FILE, "data"), Input(ids.MODELS_JSON, "n_clicks"), state, prevent_initial_call=True)(
        send_card
    )
    app.clientside_callback(
        ClientsideFunction("dataModels", "search"),
        Output(ids.MODELS_TABLE, "dashGridOptions"),
        Input(ids.MODELS_SEARCH, "value"),
        State(ids.MODELS_TABLE, "dashGridOptions"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("dataModels", "beside"), Input(ids.MODELS_WITH, "value"), state, prevent_initial_call=True
    )


def _register_delete(app: Dash, state: State) -> None:
    app.callback(
        Output(ids.MODELS_SURE_TEXT, "children"),
        Output(ids.MODELS_SURE, "opened"),
        Input(ids.MODELS_DELETE, "n_clicks"),
        state,
        prevent_initial_call=True,
    )(ask_to_delete)
    app.callback(
        Output(ids.MODELS_DELETED, "data"),
        Input(ids.MODELS_DELETE_SURE, "n_clicks"),
        state,
        prevent_initial_call=True,
    )(delete)
    app.callback(
        Output(ids.MODELS_SURE, "opened", allow_duplicate=True),
        Input(ids.MODELS_KEEP, "n_clicks"),
        prevent_initial_call=True,
    )(keep)
    app.clientside_callback(
        ClientsideFunction("dataModels", "leave"), Input(ids.MODELS_DELETED, "data"), prevent_initial_call=True
    )
