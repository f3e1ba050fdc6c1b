"""The gallery of motifs: a card for each RBP with both logos, the known motif that it resembles, and the ways on."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import core
from components.atlas.logo import BITS, AtlasLogo
from components.atlas.parts import Look, Row, by_kind, card, good, quiet, setting_text
from components.atlas.table import DISCOVER, MODEL, NOTE, PATTERN, RBP, SOURCE, asked, columns, grid, logo
from components.figures.small_logo import logo_columns
from components.shared.links import bench_href, page_href
from components.shared.parts import rna
from components.shared.sources import simulated_badge
from core.atlas import Survey, title_of
from core.atlas.overall import AGREES
from core.atlas.questions import BEST_KMERS
from core.discovery.motifs import LEAST_CORE
from core.formatting import interval_text, number_text

CORES = {
    "contains": "{kmer} contains the consensus",
    "within": "{kmer} lies within the consensus",
    "overlap": "{kmer} overlaps the end of the consensus",
    "none": "{kmer} shares no core with the consensus",
}
"""What is said of the best k-mer and the known consensus of its gene."""
SHORT_CORES = {"contains": "contains it", "within": "within it", "overlap": "ends overlap", "none": "no core"}
SITE = 18


def motifs(rows: list[Row], survey: Survey, look: Look) -> list[Component]:
    """Show a card for each RBP; those that were not asked yet show only the motif of their model's card."""
    known = {experiment.id: experiment for experiment in core.list_experiments()}
    cards = [html.Li(_motif(row, known.get(row["experiment"]), survey), className="atlas-motif") for row in rows]
    gallery = html.Ul(cards, className="atlas-gallery")
    text = (
        "Left: the best k-mer, each letter as high as its changes matter (L2 norm, SD of binding score). Right: the "
        f"ten best k-mers aligned and weighted by importance (bits). {setting_text(survey)}."
    )
    judged = (
        f"A core that the best k-mer shares with a consensus: all its letters match (IUPAC), and they tell at least "
        f"{LEAST_CORE:g} letters, a choice of two counting half; a random 6-mer has one in about 1 of 100 cases. "
        "Consensuses of Ray et al. 2013 come from the same measurements; the others are other evidence."
    )
    shown = [by_kind("motifs", rows)] if good(rows) else []
    importance, own, nearest = columns(
        ("importance", "Importance", "Global importance of the best k-mer, SD", ".2f", 112),
        ("own_pearson", "r, own", "Aligned k-mers against the known motif of the gene", ".2f", 84),
        ("nearest_pearson", "r, nearest", "Against the nearest known motif of any gene", ".2f", 100),
    )
    shared = {"field": "core", "headerName": "Shared core", "width": 128}
    rank = {"field": "core_rank", "headerName": "First", "width": 84, "type": "numericColumn"}
    rank["headerTooltip"] = f"Rank of the first of the {BEST_KMERS} best k-mers that agrees with a consensus"
    probes = {"field": "measured_kmer", "headerName": "Measured best", "cellRenderer": "Rna", "width": 132}
    probes["headerTooltip"] = "The k-mer whose probes have the highest mean binding score, no model asked"
    shared["headerTooltip"] = "Whether the best k-mer contains the known consensus of its gene, or lies within it"
    known_motif = {"field": "own_motif", "headerName": "Known motif", "cellRenderer": "Rna", "width": 130}
    other = {"field": "nearest_gene", "headerName": "Nearest", "width": 110}
    names = ("importance", "own_pearson", "own_motif", "nearest_gene", "nearest_pearson", "core_rank", "measured_kmer")
    consensus = {"field": "core_motif", "headerName": "Consensus", "cellRenderer": "Rna", "width": 126}
    listed = [
        asked(
            row,
            "kmer-mutagenesis",
            [f"{row.get('pattern')}@{SITE}"],
            survey.setting,
            core=SHORT_CORES.get(row.get("core") or ""),
            core_motif=row.get("core_motif") or row.get("own_motif"),
            **{n: row.get(n) for n in names},
        )
        for row in rows
    ]
    order = [RBP, PATTERN, importance, consensus, shared, rank, probes, known_motif, own, other, nearest]
    table = grid(listed, [*order, SOURCE, MODEL, DISCOVER, NOTE], "Motifs")
    return [
        card("The motif of each model", [*shown, quiet(text), quiet(judged)]),
        gallery,
        card("Every RBP", [table]),
    ]


def _motif(row: Row, experiment: Any, survey: Survey) -> list[Component]:
    name, gene = row["model"], title_of(row)
    simulated = simulated_badge(row["source"] == "simulated")
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
    """Draw both logos; before the RBP was asked, only that of its card."""
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
            _figure(f"atlas-aligned-{name}", bits, f"Aligned k-mers of {title_of(row)}, in bits", BITS, "aligned")
        )
    return drawn


def _figure(id: str, drawn: list, label: str, top: float, caption: str) -> Component:
    return html.Figure([AtlasLogo(id=id, columns=drawn, label=label, top=top), html.Figcaption(caption)])


def _importance(row: Row) -> str:
    interval = interval_text(row["importance_low"], row["importance_high"])
    return f"{row['pattern']}: {number_text(row['importance'])} SD ({interval})"


def _known(row: Row) -> list[Component]:
    """Show the known motif of the gene, or the nearest of another gene, and their similarity."""
    if row["problem"]:
        return [html.P(row["problem"])]
    if not row["asked"]:
        return [html.P("Not asked yet.", className="quiet")]
    if row["own_motif"]:
        return [*_core(row), html.P(_aligned(row))]
    if row["nearest_gene"] is None:
        return [html.P("No k-mer raises the prediction.", className="quiet")]
    near: list[str | Component] = [
        f"nearest: {row['nearest_gene']} ",
        rna(row["nearest_motif"]),
        f", r {number_text(row['nearest_pearson'])}",
    ]
    return [html.P(near, className="quiet")]


def _core(row: Row) -> list[Component]:
    """Say how the best k-mer lies on the known consensus of its gene."""
    if not row["core"]:
        return []
    start, end = CORES[row["core"]].split("{kmer}")
    consensus = row["core_motif"] or row["own_motif"]
    source = f" ({row['core_source']})" if row["core_source"] else ""
    return [html.P([start, rna(row["pattern"]), f"{end} ", rna(consensus), source])]


def _aligned(row: Row) -> list:
    """Say how similar the aligned k-mers are to the closest known motif of the gene."""
    verdict = "agree with" if row["own_pearson"] >= AGREES else "differ from"
    r = f", r {number_text(row['own_pearson'])}"
    source = "" if row["own_source"] == row["core_source"] else f" ({row['own_source']})"
    return [f"Aligned k-mers {verdict} ", rna(row["own_motif"]), f"{r}{source}"]
