"""The preview of a file: how each part is read, what is left out, the experiments and their scores."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.data.datasets import LAYOUTS, megabytes, named
from components.figures.distribution import HEIGHT, length_figure, score_figure
from components.figures.theme import graph_config
from components.shared.attributes import aria
from components.shared.grid import ag_table, number
from core.formatting import number_text
from core.sequence import PROBE_LENGTH

ROLES = {
    "sequence": "Sequences",
    "set": "Sets",
    "experiment": "Names of experiments",
    "scores": "Binding scores",
    "scores and sequences": "Binding scores and sequences",
    "left out": "Left out",
}
"""Names of the roles of a file's parts on pages."""
SCALES = {
    "raw": ("Score as measured", "as measured"),
    "log": ("After the log transform, SD", "log, z-scores"),
    "clip": ("After the clip transform, SD", "clip, z-scores"),
}
"""The axis and the name of each scale."""
ROW, HEADER, MOST_HEIGHT = 36, 40, 420
"""Pixels of the table of experiments."""


def preview(record: dict[str, Any], chosen: str | None) -> list[Component]:
    """Show all that is known about a file before it is kept.

    record : as `core.data.preview.Preview.to_dict`. chosen : the experiment whose scores are drawn.
    """
    titled = {
        "In short": [*_facts(record), _notes(record)],
        "Experiments": _experiments(record),
        "Distribution of the scores": _scores(record, chosen),
        "How each part is read": [_parts(record["parts"])],
        "The first probes, as read": [_rows(record)],
    }
    return [
        html.Section([html.H2(title), *parts], className="card", **aria(label=title)) for title, parts in titled.items()
    ]


def experiment_of(record: dict[str, Any], chosen: str | None) -> str:
    """Return the experiment whose scores are drawn: the chosen one if the file has it, else its first."""
    listed = [one["id"] for one in record["experiments"]]
    return chosen if chosen and chosen in listed else listed[0]


def _facts(record: dict[str, Any]) -> list[Component]:
    lengths = [int(length) for length in record["lengths"]]
    span = f"{lengths[0]} nt" if len(lengths) == 1 else f"{lengths[0]} to {lengths[-1]} nt"
    n = len(record["experiments"])
    files = named(record["file_names"], 3)
    facts = {
        "File" if len(record["file_names"]) == 1 else "Files": f"{files}, {megabytes(record['n_bytes'])}",
        "Layout": LAYOUTS[record["layout"]],
        "Experiments": f"{n:,}",
        "Probes": f"{record['n_probes']:,}, of {span}",
        "Set A (trains)": f"{record['n_a']:,} probes",
        "Set B (tests)": f"{record['n_b']:,} probes",
        "Sets come from": record["sets_from"],
    }
    if record["dna"] is not None:
        facts["Letters"] = "A, C, G, T; T reads as U" if record["dna"] else "A, C, G, U"
    listed = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in facts.items()]
    return [html.Dl(listed, className="facts")]


def notes(record: dict[str, Any]) -> list[str]:
    """Say what will not be used and why, and what to know before trusting a test."""
    listed = record["experiments"]
    unscored = record["n_unscored"]
    missing = sum(one["n_missing"] for one in listed) - unscored * len(listed)
    untrainable = [one["id"] for one in listed if one["problem"]]
    again = [one["id"] for one in listed if one["here"]]
    is_short = any(int(length) < PROBE_LENGTH for length in record["lengths"])
    said = {
        f"This cannot be kept as it is: {record['refused']}": record["refused"],
        f"Sequences that stand in both sets: {record['n_leaked']:,}. So the test on set B is not on unseen RNAs only: "
        "take them out of one set, or remove the column of sets to have them split by sequence.": record["n_leaked"],
        f"Probes without a score in any experiment: {record['n_unscored']:,}. They are never used.": record[
            "n_unscored"
        ],
        f"Probes that repeat a sequence of their set: {record['n_repeated']:,}. Each counts.": record["n_repeated"],
        f"Missing scores: {missing:,}. An experiment leaves those probes out.": missing,
        f"No model can be trained on {named(untrainable)}; the table of experiments says why.": untrainable,
        f"Here already: {named(again)}. The newest import counts.": again,
        f"Probes shorter than {PROBE_LENGTH} nt are padded at their 3' end, as in the paper.": is_short,
    }
    return [*record.get("notes", ()), *(text for text, so in said.items() if so)]


def _notes(record: dict[str, Any]) -> Component:
    return html.Ul([html.Li(text) for text in notes(record)], className="notes")


def _parts(parts: list[dict]) -> Component:
    """Join parts of the same role and reason into one row, such as 244 columns of scores."""
    ordered = sorted(parts, key=lambda part: (list(ROLES).index(part["role"]), part["why"]))
    rows = []
    for (role, why), group in groupby(ordered, key=lambda part: (part["role"], part["why"])):
        some = list(group)
        values = named(some[0]["values"]) if some[0]["values"] else "–"
        count = f" ({len(some)})" if len(some) > 1 else ""
        rows.append([f"{ROLES[role]}{count}", named([part["name"] for part in some], 4), why, html.Code(values)])
    return table("Parts of the file", ("Taken for", "In the file", "Because", "First values"), rows)


def _rows(record: dict[str, Any]) -> Component:
    shown = list(record["first_rows"][0]["scores"])
    rows = [
        [
            str(place),
            html.Span(row["sequence"], className="rna"),
            row["set"],
            *(number_text(row["scores"][name]) for name in shown),
        ]
        for place, row in enumerate(record["first_rows"], start=1)
    ]
    more = len(record["experiments"]) - len(shown)
    note = [html.P(f"and {more:,} more experiments.", className="quiet")] if more > 0 else []
    return html.Div([table("The first probes", ("Probe", "Sequence", "Set", *shown), rows), *note])


def table(name: str, heads: Iterable[str], rows: list[list]) -> Component:
    """Make a table that scrolls by itself on a narrow screen; its first column names the row."""
    body = [html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in rows]
    made = html.Table(
        [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(body)], className="known"
    )
    return html.Div(made, className="wide-table", tabIndex="0", role="region", **aria(label=name))


def _experiments(record: dict[str, Any]) -> list[Component]:
    listed = record["experiments"]
    columns = [
        {"field": "id", "headerName": "Experiment", "flex": 2, "minWidth": 130, "tooltipField": "id"},
        {"field": "gene", "headerName": "RBP", "flex": 1, "minWidth": 80},
        number("n_a", "Set A", "Probes of set A that have a score", ",", 90),
        number("n_b", "Set B", "Probes of set B that have a score", ",", 90),
        number("n_missing", "Missing", "Probes without a score, which this experiment leaves out", ",", 96),
        {"field": "here", "headerName": "Here already", "flex": 2, "minWidth": 120, "tooltipField": "here"},
        {"field": "problem", "headerName": "To train on", "flex": 3, "minWidth": 120, "tooltipField": "problem"},
    ]
    rows = [{**one, "problem": one["problem"] or "enough"} for one in listed]
    grid = ag_table(
        ids.DATA_EXPERIMENTS,
        columns,
        "params.data.id",
        heights=(ROW, HEADER),
        options={"rowSelection": {"mode": "multiRow"}},
        rowData=rows,
        selectedRows={"ids": [one["id"] for one in listed]},
        style={"height": min(HEADER + 4 + ROW * max(2, len(listed)) + 16, MOST_HEIGHT)},
    )
    keep = dmc.Button(
        "Keep these measurements", id=ids.DATA_KEEP, disabled=bool(record["refused"]) and len(listed) == 1
    )
    said = html.P(
        f"{len(listed):,} experiment{'' if len(listed) == 1 else 's'}; those ticked are kept.", className="quiet"
    )
    problem = html.P(id=ids.DATA_KEEP_PROBLEM, className="problem", role="alert")
    return [said, grid, html.Div([keep, problem], className="buttons keep")]


def _scores(record: dict[str, Any], chosen: str | None) -> list[Component]:
    names = [
        {"value": one["id"], "label": f"{one['gene']} ({one['id']})" if one["gene"] else one["id"]}
        for one in record["experiments"]
    ]
    select = dmc.Select(
        id=ids.DATA_EXPERIMENT,
        label="Experiment",
        data=names,
        value=experiment_of(record, chosen),
        searchable=len(names) > 8,
        allowDeselect=False,
        size="xs",
        w=260,
    )
    return [
        html.P("A model learns one of the transformed scores; training lets you choose which.", className="quiet"),
        select,
        html.Div(id=ids.DATA_SCORES, className="spread"),
    ]


def _length_words(lengths: dict[str, int]) -> str:
    return "Probes by length: " + named([f"{number:,} of {length} nt" for length, number in lengths.items()], 12)


def distributions(found: Iterable[Any], experiment: str, lengths: dict[str, int], dark: bool) -> list[Component]:
    """Show the scores of one experiment on each scale with their numbers, and the lengths of probes.

    found : records of `core.score_distribution`. lengths : probes of each length, of all experiments.
    """
    found = list(found)
    graphs = []
    for one in found:
        title, name = SCALES[one.kind]
        words = f"Scores of {experiment} {name}: {number_text(one.low)} to {number_text(one.high)}, median "
        figure = score_figure({"edges": one.edges, "a": list(one.a), "b": list(one.b)}, title, dark)
        graphs.append(_graph(figure, f"scores_{one.kind}", words + number_text(one.median)))
    rows = [
        [
            SCALES[one.kind][1],
            *(number_text(value) for value in (one.low, one.median, one.high)),
            f"{sum(one.a):,}",
            f"{sum(one.b):,}",
        ]
        for one in found
    ]
    heads = ("Scale", "Least", "Median", "Most", "Set A", "Set B")
    legend = html.P(
        [html.Span(className="swatch a"), "set A (trains) ", html.Span(className="swatch b"), "set B (tests)"],
        className="quiet legend",
    )
    return [
        legend,
        html.Div(graphs, className="spread-graphs"),
        table("Scores in numbers", heads, rows),
        html.H3("How long the probes are"),
        _graph(length_figure(lengths, dark), "lengths", _length_words(lengths)),
    ]


def _graph(figure: dict, name: str, words: str) -> Component:
    graph = dcc.Graph(figure=figure, config=graph_config(name), style={"height": HEIGHT})
    return html.Div(graph, role="figure", className="spread-graph", **aria(label=words))
