"""A model's card as people read it: how good, how made, what it learned; and another model beside it."""

from itertools import zip_longest

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.data import model_pair, trained
from components.figures.theme import graph_config
from components.shared import models
from components.shared.attributes import aria
from components.shared.cures import sentence
from components.shared.links import page_href
from components.shared.long_work import duration
from components.shared.share import share_menu
from components.shared.sources import simulated_badge
from core.discovery.motifs import measured_at
from core.errors import ModelError
from core.exports.subject import subject
from core.formatting import NONE, UNITS, number_text
from core.library import model_removal
from core.models import registry

SHIPPED = "It comes with the app and stays."
LEARNED = "How it learned"
CURVES_NAME = "Validation Pearson and loss by epoch; the numbers follow"
FIT = "Where the probes of set B lie, measured against predicted. Set B was asked once, when training had ended."
EACH = "Each learned alone, from a different seed; their curves are on their own cards. The mean keeps what they share."
PROFILE = (
    "Share of each letter at each position of set B, which profile backgrounds are drawn from, and of probes that "
    "reach it: where few do, the model guesses."
)


def view(card: core.Card, other: core.Card | None) -> Component:
    """Show the card of a model, with ``other`` next to it if given."""
    return html.Section(
        [
            dcc.Store(id=ids.MODELS_STATE, data={"model": card.name, "with": other.name if other else ""}),
            dcc.Store(id=ids.MODELS_DELETED),
            dcc.Download(id=ids.MODELS_FILE),
            _head(card),
            html.Div([_facts(card), _learning(card, other)], className="model-grid"),
            model_pair.card(card, other),
            html.Div([_fit(card), _motif(card)], className="model-grid"),
            _profile(card),
            _sure(),
        ],
        className="model-card",
        **aria(label=f"Card of {card.name}"),
    )


def _head(card: core.Card) -> Component:
    is_simulated = subject(card.name).is_simulated
    badges = simulated_badge(is_simulated)
    is_shipped = model_removal.is_shipped(card.name)
    delete = dmc.Button("Delete …", id=ids.MODELS_DELETE, size="sm", variant="default", disabled=is_shipped)
    actions = [
        dcc.Link("Explore", href=page_href("/explore", card.name), className="button-link"),
        dcc.Link("GIA bench", href=page_href("/bench", card.name), className="button-link"),
        dmc.Button("Card as JSON", id=ids.MODELS_JSON, size="sm", variant="default"),
        delete,
        share_menu("values"),
    ]
    title = html.H2(card.name if card.gene == card.experiment else f"{card.gene}, {card.name}")
    texts = [f"The mean of {card.mean_of}." if card.is_ensemble else "", SHIPPED if is_shipped else ""]
    said = html.P(" ".join(filter(None, texts)), className="quiet") if any(texts) else None
    parts = [title, *badges, html.Div(actions, className="model-actions"), said]
    return html.Div([*parts, *models.doubts([card.name])], className="model-head")


def facts(card: core.Card) -> dict[str, str]:
    """Return the facts to know before trusting a model, by their names."""
    spec = card.spec
    known = subject(card.name).facts
    epochs = f"{len(card.history)} of at most {spec.get('epochs', len(card.history))}"
    more = {key.upper(): number_text(value, digits=3) for key, value in card.metrics.items()}
    own = {
        "Validation Pearson": f"{number_text(card.validation_pearson, digits=3)}, best epoch" if card.history else "",
        **more,
        "Schedule": f"{spec.get('schedule', '')}, {epochs} epochs" if card.history else spec.get("schedule", ""),
        "Seed": "" if card.is_ensemble else str(card.seeds[0]),
        "Time": f"{duration(card.seconds)}{', all its networks' * card.is_ensemble}" if card.seconds else "",
        "Trained together with": ", ".join(one for one in spec.get("experiments", []) if one != card.experiment),
        "Energies of folding": str(spec.get("energies", "")),
        "Made with": ", ".join(f"{name} {version}" for name, version in card.versions.items()),
        "Weights": f"{card.weights}, {card.weights_bytes:,} bytes" if card.weights else "",
        "Probes (SHA-256)": _short(spec.get("data", "")),
        "Key of the training": card.key[:16],
    }
    return {**known, **{name: text for name, text in own.items() if text}}


def _short(digest: str | list[str]) -> str:
    return ", ".join(one[:16] for one in ([digest] if isinstance(digest, str) else digest[:3]))


def _facts(card: core.Card) -> Component:
    rows = [html.Tr([html.Th(name, scope="row"), html.Td(text)]) for name, text in facts(card).items()]
    table = html.Table(html.Tbody(rows), className="model-facts")
    return html.Div([html.H3("How it was made, and how good it is"), table], className="card")


def _learning(card: core.Card, other: core.Card | None) -> Component:
    """Show the members of an ensemble, and how those learned that have epochs."""
    graph = figure(ids.MODELS_CURVES, "training", CURVES_NAME)
    shown = [("", card)] if other is None else [(card.name, card), (other.name, other)]
    learned = [(name, one) for name, one in shown if one.history]
    parts = _members(card) if card.is_ensemble else []
    if not learned:
        parts += [] if card.is_ensemble else [html.H3(LEARNED), html.P("Its card keeps no epochs.", className="quiet")]
        return html.Div([*parts, html.Div(graph, hidden=True)], className="card")
    numbers = [
        part for name, one in learned for part in (html.P(name, className="quiet"), *trained.numbers(one.history))
    ]
    return html.Div([*parts, html.H3(LEARNED), graph, *numbers], className="card")


def _members(card: core.Card) -> list[Component]:
    """Show the networks of an ensemble, each with how good it is alone."""
    title = html.H3("Its members")
    try:
        networks = registry.networks_of(card)
    except ModelError as error:
        return [title, html.P(sentence(error), className="bench-problem")]
    names = ("Network", "Seed", "Test r, set B", "Validation r")
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    body = [
        html.Tr(
            [
                html.Th(dcc.Link(one.label, href=_href(one), className="rank-link"), scope="row"),
                html.Td(str(one.seeds[0]), className="number"),
                html.Td(number_text(one.test_pearson, digits=3), className="number"),
                html.Td(number_text(one.validation_pearson, digits=3), className="number"),
            ]
        )
        for one in networks
    ]
    table = html.Table([head, html.Tbody(body)], className="ranks")
    return [title, html.P(EACH, className="quiet"), html.Div(table, className="wide-table")]


def _href(card: core.Card) -> str:
    return page_href("/data", card.experiment, part="models", model=card.name)


def _fit(card: core.Card) -> Component:
    said = f"{FIT} {UNITS[card.architecture.task].measured} against predicted."
    pearson = number_text(card.test_pearson, digits=3)
    name = f"Density of measured against predicted; Pearson {pearson}, {card.n_test:,} probes"
    graph = figure(ids.MODELS_DENSITY, "fit", name)
    return html.Div([html.H3("Measured against predicted"), html.P(said, className="quiet"), graph], className="card")


def _motif(card: core.Card) -> Component:
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("k-mer", "Global importance", "Bench")]))
    body = [
        html.Tr(
            [
                html.Th(html.Span([html.Span(a, className=a) for a in kmer], className="rna"), scope="row"),
                html.Td(number_text(importance), className="number"),
                html.Td(
                    dcc.Link("To the bench", href=page_href("/bench", card.name, c=f"{kmer}@18"), className="rank-link")
                ),
            ]
        )
        for kmer, importance in card.top_kmers[:10]
    ]
    said = f"Its best 6-mers {measured_at(card.architecture)}, aligned, and what each adds to the prediction."
    graph = figure(ids.MODELS_LOGO, "motif", f"Motif; top 6-mer {card.top_kmers[0][0] if card.top_kmers else 'none'}")
    table = html.Table([head, html.Tbody(body)], className="ranks")
    parts = [html.H3("What it looks for"), html.P(said, className="quiet"), graph]
    return html.Div([*parts, html.Div(table, className="wide-table")], className="card")


def _profile(card: core.Card) -> Component:
    names = ("Position", "A", "C", "G", "U", "Probes")
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in names]))
    body = [
        html.Tr(
            [
                html.Th(str(n), scope="row"),
                *(html.Td(NONE if share is None else f"{share:.1%}") for share in (*shares, reach)),
            ]
        )
        for n, (shares, reach) in enumerate(zip_longest(card.profile, card.coverage), start=1)
    ]
    table = html.Div(html.Table([head, html.Tbody(body)], className="ranks epochs"), className="wide-table")
    numbers = html.Details([html.Summary("The numbers"), table], className="numbers")
    graph = figure(ids.MODELS_PROFILE, "profile", "Share of each letter, and of probes, at each position")
    parts = [html.H3("What its backgrounds are made of"), html.P(PROFILE, className="quiet"), graph, numbers]
    return html.Div(parts, className="card")


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{share:.1%}"


def figure(name: str, file: str, said: str) -> Component:
    """Make a graph with a name for people who do not see it."""
    return html.Div(dcc.Graph(id=name, config=graph_config(file)), role="group", **aria(label=said))


def _sure() -> Component:
    buttons = [
        dmc.Button("Keep it", id=ids.MODELS_KEEP, variant="default"),
        dmc.Button("Delete it for good", id=ids.MODELS_DELETE_SURE, color="red"),
    ]
    parts = [html.Div(id=ids.MODELS_SURE_TEXT), dmc.Group(buttons, justify="flex-end", mt="md")]
    return dmc.Modal(
        parts,
        id=ids.MODELS_SURE,
        title="Delete this model?",
        centered=True,
        closeButtonProps={"aria-label": "Close"},
    )
