"""The results of a scan: ranks, both motifs with similar known ones, and every mutant of the best k-mer."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.discover.ranks import ranks
from components.figures.motif_logo import motif_logo
from components.figures.theme import graph_config
from components.shared import models
from components.shared.attributes import aria
from components.shared.links import bench_href
from components.shared.long_work import duration
from components.shared.parts import rna
from core.formatting import Unit, interval_text, number_text
from core.sequence import ALPHABET
from core.storage.shipped import IS_SHIPPED

BITS = 2.0
LOGO_HEIGHT = 210
"""Pixels."""
GOOD, FAIR = 0.8, 0.6
"""Pearson from which two motifs are said to agree, or to be alike."""
STRONGEST_TINT = 52
"""Percent of colour in the cell of the largest change; more would be hard to read."""
EMPTY = (
    "Press “Scan”, and see which k-mers raise the prediction most, the motif they make, the known motif it resembles, "
    "and what every single change of the best one costs."
)
FIRST = "First ranks, from {seen} of {n:,} backgrounds, so their intervals are wide; they are refined as the scan runs."
EARLY = "First ranks, refined as the scan runs: these k-mers are scored on all backgrounds, others may still join them."
PLANTED = "No motif of {} is known here. Known motifs of other RBPs that are most like it:"


def findings(
    answer: dict | None, progress: dict | None, busy: bool, gene: str, dark: bool, safe: bool = False
) -> list[Component]:
    """Make the section below the form: an invitation, a skeleton, early ranks, or the full answer.

    answer, progress : as the stores of a scan hold them. gene : whose model it is.
    safe : letters in the colours for colour-blind eyes.
    """
    if busy:
        early = (progress or {}).get("more")
        return [_early(early)] if early and early["kmers"] else [_skeleton()]
    if not answer or "record" not in answer:
        return [_invite()]
    record, question = answer["record"], answer["question"]
    unit = models.unit_of(question["rbp"])
    motifs = [_sensitivity(record, question, dark, safe), _alignment(record, gene, dark, safe)]
    return [_ranks(record, question, unit), html.Div(motifs, className="two")]


def _invite() -> Component:
    return html.Section(html.Div(html.P(EMPTY), className="invite small"), className="card")


def _skeleton() -> Component:
    bars = [html.Div(className="skeleton-bar") for _ in range(6)]
    return html.Section([html.H2("Best k-mers"), *bars], className="card", **aria(busy="true"))


def _early(early: dict) -> Component:
    question = early["question"]
    table = ranks(early["kmers"], question, models.unit_of(question["rbp"]))
    said = FIRST if early["seen"] < question["n"] else EARLY
    text = html.P(said.format(seen=early["seen"], n=question["n"]), className="quiet")
    return html.Section([html.H2("Best k-mers"), text, table], className="card")


def _ranks(record: dict, question: dict, unit: Unit) -> Component:
    scan = record["scan"]
    total = 4 ** scan["k"]
    took = "" if IS_SHIPPED in record else f" in {duration(scan['seconds'])}"  # of another machine
    text = (
        f"The best {len(scan['kmers'])} of all {total:,} {scan['k']}-mers at position {scan['position']}, on "
        f"{scan['n']:,} {scan['background'].partition(':')[0]} backgrounds, seed {scan['seed']}: global importance in "
        f"{unit.long} with its 95% interval. {scan['evaluations']:,} predictions{took}."
    )
    parts = [html.H2("Best k-mers"), html.P(text, className="quiet"), ranks(scan["kmers"], question, unit)]
    return html.Section(parts, className="card", **aria(label="Best k-mers"))


def _sensitivity(record: dict, question: dict, dark: bool, safe: bool) -> Component:
    unit = models.unit_of(question["rbp"])
    kmer = record["scan"]["kmers"][0]["kmer"]
    heights = [
        [height if letter == wild else 0.0 for letter in ALPHABET]
        for wild, height in zip(kmer, record["mutagenesis"]["summary"]["sensitivity"], strict=True)
    ]
    figure = motif_logo(heights, f"Sensitivity ({unit.short})", dark, safe=safe)
    said = "The best k-mer, each letter as high as its changes matter (L2 norm over the three of them)."
    mutants = _mutants(record["mutagenesis"], question, unit)
    return _logo("Top-k-mer logo", said, figure, f"logo_{models.file_stem(question['rbp'])}_{kmer}", mutants)


def _alignment(record: dict, gene: str, dark: bool, safe: bool) -> Component:
    if record["motif"] is None:
        nothing = html.P("No k-mer raises the prediction, so there is no motif to align.", className="quiet")
        return html.Section([html.H2("Alignment motif"), nothing], className="card")
    figure = motif_logo(record["motif"]["bits"], "Information (bits)", dark, BITS, safe)
    said = "The ten best k-mers aligned to the first and weighted by their importance."
    return _logo("Alignment motif", said, figure, f"motif_{gene}", _known(record, gene))


def _logo(title: str, said: str, figure: dict, filename: str, more: list[Component]) -> Component:
    graph = dcc.Graph(figure=figure, config=graph_config(filename), style={"height": LOGO_HEIGHT})
    parts = [html.H2(title), html.P(said, className="quiet"), graph, *more]
    return html.Section(parts, className="card", **aria(label=title))


def _known(record: dict, gene: str) -> list[Component]:
    """Say how well the motif fits the known ones of its own gene, and the best of all others."""
    own, others = record["own_motifs"], record["known_motifs"]
    text: list[str | Component] = [PLANTED.format(gene)]
    if own:
        best = own[0]
        text = [
            f"{_fit(best['pearson'])} known motif of {gene}, ",
            rna(best["consensus"]),
            f" (r = {number_text(best['pearson'])}, {best['source']}). Most like it of all:",
        ]
    rows = [_known_row(match) for match in others]
    heads = html.Tr([html.Th(name, scope="col") for name in ("RBP", "Motif", "r", "Reported in")])
    table = html.Table([html.Thead(heads), html.Tbody(rows)], className="known")
    return [html.P(text, className="known-text"), html.Div(table, className="wide-table")]


def _fit(pearson: float) -> str:
    if pearson >= GOOD:
        return "Agrees with the"
    return "Is like the" if pearson >= FAIR else "Differs from the"


def _known_row(match: dict[str, Any]) -> Component:
    species = html.Span(f" {match['species']}", className="quiet") if match["species"] != "Homo sapiens" else ""
    cells = [
        html.Th([match["gene"], species], scope="row"),
        html.Td(rna(match["consensus"])),
        html.Td(number_text(match["pearson"]), className="number"),
        html.Td(match["source"], className="quiet"),
    ]
    return html.Tr(cells)


def _mutants(mutagenesis: dict, question: dict, unit: Unit) -> list[Component]:
    """Make a table of every single mutant: colour and number give the change, a click opens the mutant on the bench."""
    kmer, found = mutagenesis["parameters"]["pattern"], mutagenesis["summary"]
    most = max(max(abs(value) for value in line) for line in found["matrix"]) or 1.0
    heads = [html.Th(html.Span("Change to", className="only-read"), scope="col")]
    heads += [html.Th([rna(wild), html.Sub(str(place))], scope="col") for place, wild in enumerate(kmer, start=1)]
    rows = []
    for code, letter in enumerate(ALPHABET):
        cells = [_mutant(kmer, place, letter, code, found, most, question) for place in range(len(kmer))]
        rows.append(html.Tr([html.Th(rna(letter), scope="row"), *cells]))
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="mutants")
    said = (
        f"What each change of {kmer} does to its global importance ({unit.long}), red above 0 and blue below. Click "
        "one to compare it with the k-mer itself on the bench."
    )
    scroll = html.Div(
        table, className="wide-table", tabIndex="0", role="region", **aria(label=f"Every change of {kmer}")
    )
    return [html.H3(f"Every change of {kmer}"), html.P(said, className="quiet"), scroll]


def _mutant(kmer: str, place: int, letter: str, code: int, found: dict, most: float, question: dict) -> Component:
    if kmer[place] == letter:
        return html.Td(html.Span(letter, className="wild", title="The k-mer's own letter"))
    change = found["matrix"][place][code]
    interval = interval_text(found["low"][place][code], found["high"][place][code])
    position = question["position"]
    variant = f"{kmer[:place]}{letter}{kmer[place + 1 :]}@{position}"
    link = dcc.Link(
        number_text(change, sign=True),
        href=bench_href(question["rbp"], [f"{kmer}@{position}", variant], question),
        title=f"{kmer[place]}{place + 1}{letter}: {number_text(change, sign=True)} ({interval}). Open it on the bench",
        className="gain" if change > 0 else "loss",
        style={"--tint": f"{STRONGEST_TINT * abs(change) / most:.0f}%"},
    )
    return html.Td(link)
