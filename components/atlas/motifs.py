"""The gallery of motifs: a card for each RBP with both logos, the known motif that it resembles, and the ways on."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import core
from components.atlas.logo import BITS, AtlasLogo
from components.atlas.table import DISCOVER, NOTE, PATTERN, RBP, SOURCE, asked, bench_href, columns, grid, logo
from components.atlas.view import Look, Row, by_kind, card, good, setting_text
from components.discover.ranks import letters
from components.figures.small_logo import logo_columns
from components.shell import page_href
from core.atlas import Survey
from core.numbers import interval_text, number_text

AGREES = 0.75
"""Pearson of aligned k-mers and a known motif from which on they agree, as on Discover."""
SITE = 18


def motifs(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """A card for each RBP, those that were not asked yet with the motif of their card alone."""
    known = {experiment.id: experiment for experiment in core.list_experiments()}
    cards = [html.Li(_motif(row, known.get(row["experiment"]), survey), className="atlas-motif") for row in rows]
    gallery = html.Ul(cards, className="atlas-gallery")
    text = (
        "Left: the best k-mer, each letter as high as its changes matter (L2 norm, SD of binding score). Right: the "
        f"ten best k-mers aligned and weighted by importance (bits). {setting_text(survey)}."
    )
    found = good(rows)
    shown = [by_kind(found, _agreeing)] if found else []
    importance, own, nearest = columns(
        ("importance", "Importance", "Global importance of the best k-mer, SD", ".2f", 112),
        ("own_pearson", "r, own", "Aligned k-mers against the known motif of the gene", ".2f", 84),
        ("nearest_pearson", "r, nearest", "Against the nearest known motif of any gene", ".2f", 100),
    )
    known_motif = {"field": "own_motif", "headerName": "Known motif", "cellRenderer": "Rna", "width": 130}
    other = {"field": "nearest_gene", "headerName": "Nearest", "width": 110}
    names = ("importance", "own_pearson", "own_motif", "nearest_gene", "nearest_pearson")
    listed = [
        asked(
            row, "kmer-mutagenesis", [f"{row.get('pattern')}@{SITE}"], survey.setting, **{n: row.get(n) for n in names}
        )
        for row in rows
    ]
    order = [RBP, PATTERN, importance, known_motif, own, other, nearest, SOURCE, DISCOVER, NOTE]
    table = grid(listed, order, "Motifs")
    return [
        card("What each model wants", [*shown, html.P(text, className="quiet")]),
        gallery,
        card("Every RBP", [table]),
    ]


def _motif(row: Row, experiment: Any, survey: Survey) -> list[Component]:
    name, gene = row["model"], row["gene"]
    simulated = [html.Span("Simulated", className="source simulated")] if row["source"] == "simulated" else []
    title = html.H3([dcc.Link(gene, href=page_href("/explore", name), title=f"Explore {gene}, {name}"), *simulated])
    pearson = experiment and experiment.test_pearson
    about = f"{name}{f', test r {number_text(pearson, digits=3)}' if pearson is not None else ''}"
    ways = [dcc.Link("Discover", href=page_href("/discover", name), title=f"Scan the k-mers of {gene}")]
    if "pattern" in row:
        href = bench_href(name, [f"{row['pattern']}@{SITE}"], survey.setting)
        ways.append(dcc.Link("Bench", href=href, title=f"Open the best k-mer of {gene} on the bench"))
    parts = [title, html.P(about, className="quiet"), html.Div(_logos(row, experiment), className="atlas-logos")]
    return [*parts, *_known(row), html.Div(ways, className="ways")]


def _logos(row: Row, experiment: Any) -> list[Component]:
    """Both logos; before the RBP was asked, that of its card alone."""
    name = row["model"]
    drawn = []
    if row.get("top_kmer_logo"):
        heights = logo_columns(row["top_kmer_logo"])
        top = max(sum(height for _, height in column) for column in heights) or 1.0
        label = f"{row['pattern']}, as high as changes matter, at most {number_text(top)} SD"
        drawn.append(_figure(f"atlas-top-{name}", heights, label, top, _importance(row)))
    bits = logo_columns(row["alignment_logo"]) if row.get("alignment_logo") else []
    bits = bits or (logo(experiment.top_kmers) if experiment else [])
    if bits:
        drawn.append(
            _figure(f"atlas-aligned-{name}", bits, f"Aligned k-mers of {row['gene']}, in bits", BITS, "aligned")
        )
    return drawn


def _figure(id: str, drawn: list, label: str, top: float, caption: str) -> Component:
    return html.Figure([AtlasLogo(id=id, columns=drawn, label=label, top=top), html.Figcaption(caption)])


def _importance(row: Row) -> str:
    interval = interval_text(row["importance_low"], row["importance_high"])
    return f"{row['pattern']}: {number_text(row['importance'])} SD ({interval})"


def _known(row: Row) -> list[Component]:
    """The known motif of the gene, or the nearest of another, and how alike they are."""
    if row["problem"]:
        return [html.P(row["problem"])]
    if not row["asked"]:
        return [html.P("Not asked yet.", className="quiet")]
    if row["own_motif"]:
        verdict = "agrees with" if row["own_pearson"] >= AGREES else "differs from"
        known = letters(row["own_motif"])
        return [html.P([f"{verdict} ", known, f", r {number_text(row['own_pearson'])} ({row['own_source']})"])]
    if row["nearest_gene"] is None:
        return [html.P("No k-mer raises the prediction.", className="quiet")]
    near = [
        f"nearest: {row['nearest_gene']} ",
        letters(row["nearest_motif"]),
        f", r {number_text(row['nearest_pearson'])}",
    ]
    return [html.P(near, className="quiet")]


def _agreeing(rows: list[Row]) -> str:
    known = [row for row in rows if row["own_motif"]]
    if not known:
        return "no motif of these genes is known here."
    agree = sum(row["own_pearson"] >= AGREES for row in known)
    return f"{agree} of the {len(known)} with a known motif agree with it (r of {AGREES} or more)."
