"""The Explore page: how well the model predicts an experiment, and what it sees in one RNA."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.explore import own as explore_own
from components.explore import points as explore_points
from components.explore import scatter as explore_scatter
from components.explore import sequence as explore_sequence
from components.explore import state as explore_state
from components.explore import table as explore_table
from components.explore.sequence import CENTRE
from components.figures.scatter import chosen_at
from components.figures.sequence import signed
from components.shared import links, models
from components.shared.cures import sentence, train_href
from components.shared.links import page_href
from components.shared.parts import rna
from components.shared.share import resume_offer, share_menu
from components.shared.sources import SOURCES
from core.discovery.motifs import measured_at
from core.errors import ModelError
from core.formatting import UNITS

SHOWN_KMERS = 5


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``?rbp=ID[&sequence=RNA]`` and the other keys in `explore_state.KEYS`.

    Raises
    ------
    DataError : an unknown experiment.
    """
    shown = explore_state.of_address(query)
    model_name = shown["query"]["rbp"]
    if not model_name:
        return _nothing_to_explore()
    experiment = core.find_experiment(model_name)
    if not experiment.has_model:
        return html.Div([_head(model_name, experiment), _no_model(experiment)])
    try:
        card = core.card(model_name)
    except ModelError as error:
        return html.Div([_head(model_name, experiment), _damaged(sentence(error))])
    structure = explore_sequence.structure_card()
    left = [
        explore_scatter.card(model_name, experiment, card, shown["query"]),
        html.Div(explore_table.card(), hidden=not experiment.has_probes, className="fills"),
        *([] if experiment.has_probes else [structure]),  # in place of the table, which leaves a gap
        explore_own.card(),
    ]
    right = [explore_sequence.card(experiment, card, shown["query"]), *([structure] if experiment.has_probes else [])]
    return html.Div(
        [
            dcc.Store(id=ids.EXPLORE_STATE, data=shown),
            dcc.Store(id=ids.EXPLORE_OFFERED),
            dcc.Store(id=ids.EXPLORE_ADDRESS),
            dcc.Store(id=ids.EXPLORE_MEASURED_AT),
            dcc.Store(id=ids.EXPLORE_OWN, storage_type="local"),
            dcc.Store(id=ids.EXPLORE_PASTED),
            _head(model_name, experiment, card),
            links.notice(links.unknown(query, explore_state.KEYS)),
            html.Div(
                [html.Div(left, className="explore-column"), html.Div(right, className="explore-column")],
                className="explore",
            ),
        ]
    )


def _head(model_name: str, experiment: core.Experiment, card: core.Card | None = None) -> Component:
    about = [experiment.id] if experiment.gene != experiment.id else []
    about += [experiment.species] if experiment.source != "simulated" else []
    return html.Div(
        [
            html.Div(
                [
                    dmc.Title(experiment.gene, order=1),
                    html.Span(
                        SOURCES.get(experiment.source, experiment.source), className=f"source {experiment.source}"
                    ),
                    html.Span(" · ".join(part for part in about if part), className="quiet") if any(about) else None,
                    dcc.Link("Change RBP", href="/"),
                    models.model_picker(model_name, experiment),
                    share_menu("values") if card else None,
                ],
                className="explore-head",
            ),
            html.P(experiment.note, className="lead") if experiment.note else None,
            *(models.doubts([model_name]) if card else []),
            _top_kmers(model_name, card) if card and card.top_kmers else None,
            resume_offer() if card else None,
        ],
        className="explore-top",
    )


def _top_kmers(model_name: str, card: core.Card) -> Component:
    chips = [
        dcc.Link(
            [rna(kmer), html.Span(signed(importance), className="quiet")],
            href=page_href("/bench", model_name, c=f"{kmer}@{CENTRE}"),
            className="chip",
            title=f"Open {kmer} on the GIA bench",
        )
        for kmer, importance in card.top_kmers[:SHOWN_KMERS]
    ]
    unit = UNITS[card.architecture.task].short
    text = f"Top 6-mers, global importance ({unit}) {measured_at(card.architecture)}:"
    label = html.Span(text, className="quiet")
    return html.Div([label, *chips], className="chips")


def _no_model(experiment: core.Experiment) -> Component:
    return html.Div(
        html.Div(
            [
                html.P(html.Strong(f"{experiment.gene} has no model yet, so there is nothing to explore.")),
                dcc.Link("Train one on Data & models", href=train_href(experiment.id), className="button-link"),
                dcc.Link("Choose another RBP", href="/", className="button-link"),
            ]
        ),
        className="invite",
    )


def _damaged(text: str) -> Component:
    said = html.P(html.Strong(text), role="alert")
    return html.Div(
        html.Div([said, dcc.Link("Choose another RBP", href="/", className="button-link")]), className="invite"
    )


def _nothing_to_explore() -> Component:
    text = html.P(html.Strong("No RBP has a model on this machine yet."))
    return html.Div(
        html.Div([text, dcc.Link("Train one on Data & models", href=train_href(None), className="button-link")]),
        className="invite",
    )


def measured(query: dict[str, Any]) -> tuple[str, dict[str, list[float]]]:
    """Describe what was measured for an RNA, or the original of a mutated one, and its place in the scatter."""
    nowhere: dict[str, list[float]] = {"x": [], "y": []}
    sequence = query.get("from") or query["sequence"]
    if not sequence:
        return "", nowhere
    if not core.find_experiment(query["rbp"]).has_probes:
        return "not on this machine", nowhere
    if not explore_points.are_ready(query["rbp"]):
        return "known when the points are there", nowhere
    at = chosen_at(explore_table.listed(query), sequence)
    text = measured_text(at["x"], models.unit_of(query["rbp"]).of_measured)
    return f"{text} (the original)" if query.get("from") and at["x"] else text, at


def measured_text(scores: list[float], unit: str) -> str:
    """Write measured scores in words; a probe can be spotted twice."""
    if not scores:
        return "not a probe of set B"
    return f"{' and '.join(signed(score) for score in scores)} {unit}"
