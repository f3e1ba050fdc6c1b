"""The results of a scan: the figure along one RNA, and the peaks of all RNAs as a table."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.figures.theme import empty_figure, graph_config
from components.figures.tracks import figure_height, tracks_figure
from components.shared import models
from components.shared.attributes import aria
from components.shared.grid import ag_table, number
from core.checks import is_count
from core.formatting import number_text
from core.rna_scan.scan import chance_text

CLOSED, OPEN = "card scan-results empty", "card scan-results"
"""Class names of the card; scan.css hides it until there is something."""
CLEAR = 0.1
"""q below which a peak is called clear."""
ROW, HEADER, ROWS = 36, 40, 10
"""Heights in pixels of the table, and rows that are seen at once."""
NOTE = (
    "Each point is the prediction of the window whose middle letter stands there. Drag to zoom, double-click to see "
    "all; letters appear under about 150 nt. Click the line or a peak to open that window. Dotted: the threshold. "
    "Site: the six most sensitive letters of the window. Where it stays above the threshold with random letters in "
    "their place, the next site of that window has a row too."
)


FOR_THE_SITE = (
    "The prediction the site is ranked by: that of the window; for a further site of the window, the one left with "
    "random letters in place of the sites before"
)


def card() -> Component:
    """Make the card of the results, empty."""
    graph = dcc.Graph(
        id=ids.SCAN_FIGURE,
        figure=empty_figure(""),
        config=graph_config("scan", displayModeBar="hover"),
        style={"minHeight": f"{figure_height(1)}px"},
    )
    scrolls: dict[str, Any] = {"tabIndex": "0", "role": "region"}
    figure = html.Div(
        html.Div(graph),
        className="wide-figure",
        **scrolls,
        **aria(label="Predictions and structure along the RNA; the table of peaks and the CSV have the numbers"),
    )
    parts = [
        html.Div([html.H2("Along the RNA"), html.Div(_view(), className="scan-view")], className="scan-bar"),
        html.Div(id=ids.SCAN_SUMMARY, className="bench-finding scan-summary", role="status"),
        figure,
        html.P(NOTE, className="quiet"),
        html.Div(
            [
                html.H3("Peaks"),
                dmc.Button("Download CSV", id=ids.SCAN_PEAKS_CSV, variant="default", size="xs"),
            ],
            className="scan-bar",
        ),
        _grid(),
        dcc.Download(id=ids.SCAN_PEAKS_FILE),
    ]
    return html.Section(parts, id=ids.SCAN_RESULTS, className=CLOSED, **aria(label="Along the RNA"))


def _view() -> list[Component]:
    """Make the choice of an RNA and a stretch of it: the keyboard's way to zoom the figure."""

    def end(id: str, label: str) -> Component:
        limits = {"min": 1, "allowDecimal": False, "hideControls": True, "debounce": 400}
        return dmc.NumberInput(id=id, label=label, size="xs", w=86, **limits)

    choice = dmc.Select(id=ids.SCAN_RNA, label="RNA", data=[], allowDeselect=False, searchable=True, size="xs", w=220)
    whole = dmc.Button("Whole RNA", id=ids.SCAN_WHOLE, variant="default", size="xs")
    return [choice, end(ids.SCAN_FROM, "From"), end(ids.SCAN_TO, "To"), whole]


def choices(scan: core.RnaScan) -> list[dict[str, str]]:
    """Return the RNAs of a scan as options, by their number from 1."""
    names = [(track.rna.name, len(track.rna.sequence)) for track in scan.tracks]
    return [{"value": str(n), "label": f"{name}, {length:,} nt"} for n, (name, length) in enumerate(names, start=1)]


def chosen(scan: core.RnaScan, rna: Any) -> int:
    """Return the index of the RNA with that number; the first if there is none."""
    number = int(rna) if is_count(str(rna or "")) else 1
    return number - 1 if 1 <= number <= len(scan.tracks) else 0


def figure(scan: core.RnaScan, rna: Any, dark: bool, safe: bool) -> dict[str, Any]:
    """Draw the tracks of one RNA of a scan."""
    unit = models.unit_of(scan.models[0])
    return tracks_figure(scan, chosen(scan, rna), models.titles(list(scan.models)), dark, unit, safe)


def summary(scan: core.RnaScan) -> list[Component]:
    """Write the results as a sentence for each RBP."""
    titles = models.titles(list(scan.models))
    said = f"The threshold is what {100 * scan.quantile:g}% of random RNA stays below."
    parts = (*(_found(scan, m, title) for m, title in enumerate(titles)), said, chance_text(scan))
    return [*(html.Span(part) for part in parts), *models.doubts(list(scan.models))]


def _found(scan: core.RnaScan, m: int, title: str) -> str:
    """Describe the peaks of one model: how many, how many of them clear, and the highest."""
    n, peaks = scan.n_peaks[m], [peak for peak in scan.peaks if peak.model == scan.models[m]]
    if not peaks:
        return f"{title}: no peak above {_threshold(scan, m)}."
    best, clear = peaks[0], sum(peak.q < CLEAR for peak in peaks)
    where = f"{best.rna} " if len(scan.tracks) > 1 else ""
    listed = f", the best {len(peaks)} are listed" if n > len(peaks) else ""
    value = f"{number_text(best.prediction)} {models.unit_of(best.model).short}"
    return (
        f"{title}: {n} peak{'s' * (n != 1)} above {_threshold(scan, m)}{listed}, {clear} with q < {CLEAR:g}; highest "
        f"at {where}{best.position:,} ({value}, site {best.site} at {best.site_first:,})."
    )


def _threshold(scan: core.RnaScan, m: int) -> str:
    return number_text(float(scan.thresholds[m]))


def rows(scan: core.RnaScan) -> list[dict[str, Any]]:
    """Return the peaks as rows of the table, highest first among all models; ``open`` names the window."""
    titles = dict(zip(scan.models, models.titles(list(scan.models)), strict=True))
    numbers = {track.rna.name: str(n) for n, track in enumerate(scan.tracks, start=1)}
    order = {name: str(n) for n, name in enumerate(scan.models, start=1)}
    return [
        {
            "rank": peak.rank,
            "rbp": titles[peak.model],
            "name": peak.rna,
            "position": peak.position,
            "window": f"{peak.first:,}–{peak.last:,}",
            "sequence": peak.letters,
            "site": f"{peak.site} at {peak.site_first:,}",
            "site_prediction": round(peak.site_prediction, 3),
            "match": f"{peak.kmer}, {peak.mismatches} off" if peak.kmer else "",
            "prediction": round(peak.prediction, 3),
            "percentile": round(peak.percentile, 2),
            "p": peak.p,
            "q": peak.q,
            "rna": numbers[peak.rna],
            "open": f"{order[peak.model]}:{peak.first}",
        }
        for peak in sorted(scan.peaks, key=lambda one: -one.prediction)
    ]


def style(n: int) -> dict[str, str]:
    """Return the height of the table: its rows, up to ten of them."""
    return {"height": f"{HEADER + ROW * min(max(n, 2), ROWS) + 18}px"}


def _grid() -> Component:
    columns = [
        {"field": "rbp", "headerName": "RBP", "width": 110, "tooltipField": "rbp"},
        number("rank", "Rank", "Among the peaks of this RBP on this RNA", "d", 70),
        {"field": "name", "headerName": "RNA", "width": 120, "tooltipField": "name"},
        number("position", "Position", "Of the window's middle letter, from 1", ",d", 92),
        number("prediction", "Predicted", "Predicted binding score of the window", "+.2f", 96),
        {"field": "site", "headerName": "Site", "width": 150, "headerTooltip": "The six letters most sensitive in ISM"},
        number("site_prediction", "For the site", FOR_THE_SITE, "+.2f", 104),
        {"field": "match", "headerName": "Best k-mer", "width": 130, "headerTooltip": "The model's best k-mer, and the "
         "letters that its best match in the window lacks"},
        number("percentile", "Above %", "Per cent of random RNA that is predicted lower", ".2f", 92),
        number("p", "p", "How often a peak of the same RNA, its dinucleotides shuffled, is as high", ".2g", 84),
        number("q", "q", "p corrected for all local maxima of this RBP on this RNA", ".2g", 84),
        {"field": "window", "headerName": "Window", "width": 120},
        {"field": "sequence", "headerName": "Letters", "cellRenderer": "Rna", "minWidth": 380, "flex": 1},
    ]  # fmt: skip
    return ag_table(
        ids.SCAN_PEAKS,
        columns,
        "params.data.open + ' ' + params.data.rna + ' ' + params.data.rank",
        opens="openWindow",
        chosen="isShownWindow",
        texts={"noRowsToShow": "No window is above the threshold. Lower it to see the highest ones."},
        heights=(ROW, HEADER),
        rowData=[],
        className="explore-grid scan-grid",
        style=style(0),
    )


def peaks_file(scan: core.RnaScan) -> dict[str, str]:
    """Write the peaks as a CSV file, named after what was scanned."""
    from core.exports import peaks_table, scan_stem

    stem = scan_stem("peaks", scan.models, [track.rna.name for track in scan.tracks])
    return {"content": peaks_table(scan).csv, "filename": f"{stem}.csv", "type": "text/csv"}
