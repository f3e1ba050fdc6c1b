"""The Explore page: how well the model predicts an experiment, and what it sees in one RNA."""

from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids, links, models
from components.figures.scatter import chosen_at, density_figure, scatter_figure
from components.figures.sequence import signed
from components.figures.theme import empty_figure, graph_config
from components.figures.units import UNITS
from components.rbps import SOURCES, train_command
from components.share import resume_offer, share_menu
from components.shell import page_href
from core.mutagenesis import Ism
from core.sequence import ALPHABET, PROBE_LENGTH

PATH = "/explore"
KEYS = ("rbp", "sequence")
"""What a link to the page may hold."""
STRETCH = 6
"""Length of the strongest stretch that the page offers to the bench: that of the k-mers in the paper."""
CENTRE = 18
"""Position (from 1) where the paper embeds 6-mers."""
SHOWN_KMERS = 5
VARIANTS = 1 + 3 * PROBE_LENGTH
"""RNAs that the ISM of a full probe asks about."""
CHOSEN, NOT_CHOSEN = "card sequence chosen", "card sequence"
"""Class names of the sequence card; app.css shows the figures or the invitation."""


def layout(query: dict[str, list[str]]) -> Component:
    """The page of ``?rbp=ID[&sequence=RNA]``.

    Raises
    ------
    DataError : an unknown experiment.
    ModelError : a damaged model card.
    """
    rbp, sequence = (query.get(key, [None])[0] for key in ("rbp", "sequence"))
    if rbp is None:
        return _nothing_to_explore()
    experiment = core.find_experiment(rbp)
    if not experiment.has_model:
        return html.Div([_head(rbp, experiment), _no_model(experiment)])
    card = core.card(rbp)
    return html.Div(
        [
            dcc.Store(id=ids.EXPLORE_STATE, data=state(rbp, sequence)),
            dcc.Store(id=ids.EXPLORE_ADDRESS),
            dcc.Store(id=ids.EXPLORE_MEASURED_AT),
            _head(rbp, experiment, card),
            links.notice(links.unknown(query, KEYS)),
            html.Div(
                [_scatter_card(experiment), _sequence_card(experiment, card, bool(sequence))], className="explore"
            ),
        ]
    )


def state(rbp: str, sequence: str | None) -> dict[str, Any]:
    """What the page shows, as the address bar and a reload know it."""
    return {"path": PATH, "query": {"rbp": rbp, "sequence": sequence}}


def _head(rbp: str, experiment: core.Experiment, card: core.Card | None = None) -> Component:
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
                    models.model_picker(rbp, experiment),
                    share_menu("values") if card else None,
                ],
                className="explore-head",
            ),
            html.P(experiment.note, className="lead") if experiment.note else None,
            _top_kmers(rbp, card) if card and card.top_kmers else None,
            resume_offer() if card else None,
        ],
        className="explore-top",
    )


def _top_kmers(rbp: str, card: core.Card) -> Component:
    chips = [
        dcc.Link(
            [rna(kmer), html.Span(signed(importance), className="quiet")],
            href=page_href("/bench", rbp, c=f"{kmer}@{CENTRE}"),
            className="chip",
            title=f"Open {kmer} on the GIA bench",
        )
        for kmer, importance in card.top_kmers[:SHOWN_KMERS]
    ]
    unit = UNITS[card.architecture.task].short
    text = f"Top 6-mers by global importance ({unit}); click one to test it on the bench:"
    label = html.Span(text, className="quiet")
    return html.Div([label, *chips], className="chips")


def _scatter_card(experiment: core.Experiment) -> Component:
    graph = dcc.Graph(
        id=ids.EXPLORE_SCATTER,
        figure=empty_figure(""),
        config=graph_config(f"{experiment.gene}_measured_predicted"),
        style={"height": "clamp(380px, 42vw, 560px)"},
    )
    note = html.P(id=ids.EXPLORE_SCATTER_NOTE, className="quiet")
    waiting = "Comparing measured and predicted scores… the first time takes a few seconds."
    return html.Section(
        [html.H2("Measured against predicted"), note, _loading(graph, ids.EXPLORE_SCATTER, waiting)],
        className="card",
    )


def _sequence_card(experiment: core.Experiment, card: core.Card, is_chosen: bool) -> Component:
    graph = dcc.Graph(
        id=ids.EXPLORE_STACK,
        figure=empty_figure(""),
        config={**graph_config(f"{experiment.gene}_ism"), "displayModeBar": "hover"},
        style={"height": "420px"},
    )
    waiting = "Asking the model… its first answer takes a few seconds."
    if card.architecture.folds:
        waiting = f"The model reads structure: folding {VARIANTS} RNAs and asking it takes a few seconds."
    chosen = html.Div(
        [
            html.Div(
                [
                    html.Div(id=ids.EXPLORE_FACTS, className="facts"),
                    fact("Measured", html.Span(id=ids.EXPLORE_MEASURED, role="status")),
                ],
                className="facts",
            ),
            html.Div(
                _loading(graph, ids.EXPLORE_STACK, waiting),
                className="wide-figure",
                tabIndex="0",
                role="region",
                **{"aria-label": "Logo, pairing and mutations; scrolls sideways on narrow screens"},
            ),
            html.P(
                "Letters stand as high as the score is sensitive to changing them. P: paired, U: unpaired. "
                "Blue changes cost binding, red ones add.",
                className="quiet",
            ),
        ],
        className="if-chosen",
    )
    return html.Section(
        [html.H2("One RNA, letter by letter"), _ask(experiment), chosen, _invite(experiment)],
        id=ids.EXPLORE_PANEL,
        className=CHOSEN if is_chosen else NOT_CHOSEN,
    )


def _ask(experiment: core.Experiment) -> Component:
    return html.Div(
        [
            dmc.TextInput(
                id=ids.EXPLORE_INPUT,
                label=f"Your own RNA, 1 to {PROBE_LENGTH} nt (T reads as U)",
                placeholder="Paste a sequence and press Enter",
                classNames={"input": "rna"},
            ),
            dmc.Button("Show", id=ids.EXPLORE_SHOW),
            dmc.Button("Surprise me", id=ids.EXPLORE_SURPRISE, variant="default")
            if experiment.has_probes
            else dmc.Button("Try an example", id=ids.EXPLORE_EXAMPLE, variant="default"),
        ],
        className="ask",
    )


def _invite(experiment: core.Experiment) -> Component:
    ways = "Click a point in the scatter, paste an RNA above, or let yourself be surprised."
    if not experiment.has_probes:
        ways = "Paste an RNA above and press Enter, or try an example: random RNA with the top 6-mer in its middle."
    text = "You will see which letters the prediction hangs on, how the RNA folds, and what every mutation does."
    return html.Div(
        html.Div([html.P(html.Strong(ways)), html.P(text, className="quiet")]), className="invite if-not-chosen"
    )


def _loading(child: Component, target: str, text: str) -> Component:
    spinner = html.Div([dmc.Loader(size="sm"), html.Span(text)], className="waiting", role="status")
    return dcc.Loading(
        child,
        target_components={target: "figure"},
        custom_spinner=spinner,
        overlay_style={"visibility": "visible", "opacity": 0.35},
        delay_show=250,
    )


def _no_model(experiment: core.Experiment) -> Component:
    return html.Div(
        html.Div(
            [
                html.P(html.Strong(f"{experiment.gene} has no model yet, so there is nothing to explore.")),
                html.P(["Train one on this machine: ", html.Code(train_command(experiment.id))], className="quiet"),
                dcc.Link("Choose another RBP", href="/", className="button-link"),
            ]
        ),
        className="invite",
    )


def _nothing_to_explore() -> Component:
    text = html.P(html.Strong("No RBP has a model on this machine yet."))
    return html.Div(
        html.Div([text, dcc.Link("See the list and how to train one", href="/", className="button-link")]),
        className="invite",
    )


def scatter(rbp: str, chosen: str | None, dark: bool) -> tuple[dict[str, Any], str | list]:
    """The figure of measured against predicted, and the line above it that says what can be clicked.

    Raises
    ------
    DataError, ModelError : an unknown experiment, or one without a sound model.
    """
    experiment, card = core.find_experiment(rbp), core.card(rbp)
    unit = UNITS[card.architecture.task]
    if experiment.has_probes:
        kmer = card.top_kmers[0][0] if card.top_kmers else None
        colors = f" Colours: mismatches of its best match to {kmer}, the model's top {len(kmer)}-mer." if kmer else ""
        note = f"Click a point to look into that probe of set B; grey shows where all of them lie.{colors}"
        return scatter_figure(core.test_scores(rbp), kmer, dark, chosen, unit), note
    cure = html.Code("python -m core import PATH")
    note = [
        "The measured probes are not on this machine, so there are no points to click; import them with ",
        cure,
        ".",
    ]
    return density_figure(card.density, card.test_pearson, card.n_test, dark, unit), note


def facts(rbp: str, ism: Ism) -> list[Component]:
    """The RNA, its prediction, and its most sensitive stretch with the way to the bench."""
    kmer, position = strongest_stretch(ism)
    href = page_href("/bench", rbp, c=f"{kmer}@{position}")
    stretch = [rna(kmer), f" at {position} ", dcc.Link("test it on the bench", href=href)]
    return [
        fact(f"RNA, {len(ism.sequence)} nt", rna(ism.sequence), "chosen-rna"),
        fact("Most sensitive stretch", stretch),
        fact("Predicted", f"{signed(ism.prediction)} {models.unit_of(rbp).short}"),
    ]


def fact(term: str, value: Any, class_name: str = "") -> Component:
    """A small heading with its value below."""
    return html.Div([html.Div(term, className="term"), html.Div(value, className="value")], className=class_name)


def strongest_stretch(ism: Ism, k: int = STRETCH) -> tuple[str, int]:
    """The k letters of highest summed sensitivity and the position of their first, from 1."""
    k = min(k, len(ism.sequence))
    start = int(np.convolve(ism.sensitivity, np.ones(k), "valid").argmax())
    return ism.sequence[start : start + k], start + 1


def example(rbp: str, seed: int) -> str:
    """Random RNA with the model's top k-mer in its middle, something to look at where no probes are."""
    kmer = core.card(rbp).top_kmers[0][0]
    letters = "".join(np.random.default_rng(seed).choice(list(ALPHABET), PROBE_LENGTH))
    return letters[: CENTRE - 1] + kmer + letters[CENTRE - 1 + len(kmer) :]


def measured(rbp: str, sequence: str | None) -> tuple[str, dict[str, list[float]]]:
    """What was measured for an RNA, in words, and where it lies in the scatter."""
    nowhere: dict[str, list[float]] = {"x": [], "y": []}
    if not sequence:
        return "", nowhere
    if not core.find_experiment(rbp).has_probes:
        return "not on this machine", nowhere
    at = chosen_at(core.test_scores(rbp), sequence)
    return measured_text(at["x"], models.unit_of(rbp).short), at


def measured_text(scores: list[float], unit: str) -> str:
    """Measured scores in words; a probe can be spotted twice."""
    if not scores:
        return "not a probe of set B"
    return f"{' and '.join(signed(score) for score in scores)} {unit}"


def rna(sequence: str) -> Component:
    """RNA text with coloured letters that reads as one word."""
    letters = [html.Span(letter, className=letter) for letter in sequence]
    return html.Span(letters, className="rna", role="img", **{"aria-label": sequence})
