"""What the Discover page does: fields become questions, long work answers them, answers become figures."""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

import core
from callbacks import asking, long_work
from components import ids
from components.discover import state as states
from components.discover.page import PAIR, SCAN
from components.discover.pairs import pairs
from components.discover.results import findings
from core.discovery.kmer_scan import KmerImportance, KmerScan


def found(view: Any) -> KmerScan:
    """Return the answer of a scan from where it is kept: the web process does not scan.

    Raises
    ------
    AppError : the scan was not run yet.
    """
    question = {"model": core.card(view.model_name).answers_key, "rbp": view.model_name, **view.asked}
    kept, _ = long_work.look_up(SCAN, question)
    if kept is None:
        raise core.AppError("this scan has no answer yet; press Scan, and save what it finds.")
    scan = kept["record"]["scan"]
    return KmerScan(**{**scan, "kmers": [KmerImportance(**one) for one in scan["kmers"]]})


def read_form(values: list[str], names: list[dict], state: dict) -> dict:
    """Return the state of the fields as they are now."""
    model_name = state["query"]["rbp"]
    return states.state(model_name, states.FORM.typed(names, values), core.card(model_name))


def show_questions(state: dict, names: list[dict]) -> tuple:
    """Show what can be asked now and what it costs, and what is wrong with which field."""
    model_name = state["query"]["rbp"]
    card = core.card(model_name)
    values, problems = states.form(card).read(state["query"])
    of_scan = states.kmer_scan_question(model_name, card, values, problems)
    of_pair = states.pair_question(model_name, card, values, problems)
    reads_structure = card.architecture.reads_structure
    said = [problems[name] for name in (*states.OF_SCAN, "scan") if name in problems]
    said_pair = [problems[name] for name in ("a", "b", "map", "pair") if name in problems]
    return (
        of_scan,
        of_pair,
        states.kmer_scan_cost(of_scan, reads_structure) if of_scan else "",
        states.pair_cost(of_pair, reads_structure) if of_pair else "",
        " ".join(said),
        " ".join(said_pair),
        [name["field"] in problems for name in names],
    )


def show_findings(
    answer: dict | None, progress: dict | None, busy: bool, scheme: str | None, letters: str | None, state: dict
) -> Any:
    """Show the answer of a scan, or what is known of it so far."""
    gene = core.find_experiment(state["query"]["rbp"]).gene
    return findings(answer, progress, bool(busy), gene, scheme == "dark", letters == "safe")


def show_pairs(answer: dict | None, busy: bool, scheme: str | None) -> Any:
    """Show the interaction of two motifs."""
    return pairs(answer, bool(busy), scheme == "dark")


def register(app: Dash) -> None:
    """Register the callbacks of Discover."""
    long_work.register(app, SCAN, asking.find_kmers)
    long_work.register(app, PAIR, asking.interact)
    state, scheme = ids.DISCOVER_STATE, Input(ids.COLOR_SCHEME, "data")
    app.callback(
        Output(state, "data"),
        Input(ids.discover_field(ALL), "value"),
        State(ids.discover_field(ALL), "id"),
        State(state, "data"),
        prevent_initial_call=True,
    )(read_form)
    app.callback(
        Output(ids.long_question(SCAN), "data"),
        Output(ids.long_question(PAIR), "data"),
        Output(ids.DISCOVER_COST, "children"),
        Output(ids.DISCOVER_PAIR_COST, "children"),
        Output(ids.DISCOVER_PROBLEM, "children"),
        Output(ids.DISCOVER_PAIR_PROBLEM, "children"),
        Output(ids.discover_field(ALL), "error"),
        Input(state, "data"),
        State(ids.discover_field(ALL), "id"),
    )(show_questions)
    app.callback(
        Output(ids.DISCOVER_FINDINGS, "children"),
        Input(ids.long_answer(SCAN), "data"),
        Input(ids.long_progress(SCAN), "data"),
        Input(ids.long_busy(SCAN), "data"),
        scheme,
        Input(ids.LETTERS, "data"),
        State(state, "data"),
    )(show_findings)
    app.callback(
        Output(ids.DISCOVER_PAIRS, "children"),
        Input(ids.long_answer(PAIR), "data"),
        Input(ids.long_busy(PAIR), "data"),
        scheme,
    )(show_pairs)
    app.clientside_callback(
        ClientsideFunction("discover", "open"),
        Output(ids.DISCOVER_MAP, "clickData"),
        Input(ids.DISCOVER_MAP, "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.DISCOVER_ADDRESS, "data"), Input(state, "data")
    )
