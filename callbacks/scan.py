"""What the Scan page does: a text becomes RNAs, fields become questions, long work answers them.

The window or substitution to look at is chosen in the browser (assets/scan.js); this module asks `core`.
"""

from collections.abc import Callable
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

import core
from callbacks import asking, long_work
from callbacks.errors import error_text, show_error
from components import ids
from components.figures.theme import empty_figure
from components.scan import page as pages
from components.scan import results, variants
from components.scan import state as states
from components.scan import window as windows
from components.scan.asked import effects_of, scan_of
from components.scan.state import EFFECTS, JOB
from core.rna_scan import link
from core.rna_scan.example import example

SHOWN = {"rna": None, "open": None, "change": None}
"""State in which no window is open."""


def score(question: dict, tell: Callable) -> dict:
    """Compute the effects of substitutions, as rows."""
    found = effects_of(question, lambda done, total: tell(done, total, {"counted": "substitutions"}))
    return {"rows": variants.rows(found)}


def take_text(text: str | None) -> tuple:
    """Read the RNAs of a pasted text; other RNAs than before close an open window."""
    if not text or not text.strip():
        return None, [], "", SHOWN
    read = core.read_fasta(text)
    token = link.pack(read.rnas)
    return token, pages.read_note(read.rnas, read.notices, link.is_kept(token)), "", SHOWN


def show_text_problem(error: Exception) -> tuple:
    """Show what is wrong with the text, below it; the text stays."""
    return None, [], error_text(error), no_update


def take_example(clicks: int | None, form: dict) -> dict:
    """Make a simulated RNA with sites of the first chosen RBP, and substitutions in it."""
    if not clicks:
        raise PreventUpdate
    names = form["query"].get("rbp") or [one.id for one in core.list_experiments() if one.has_model]
    best = core.card(names[0]).top_kmers
    made = example(best[0][0] if best else "UGCAUG")
    return {"text": made.fasta, "variants": made.variants}


def read_form(values: list, token: str | None, names: list[dict]) -> dict:
    """Return the state of the fields as they are now."""
    return states.state(states.FORM.typed(names, values), token)


def show_question(form: dict, names: list[dict]) -> tuple:
    """Show what can be asked now and what it costs, and what is wrong with which field."""
    query = form["query"]
    values, problems = states.FORM.read(query)
    asked = states.question(query, values, problems)
    rnas = link.unpack(query["rnas"]) if query.get("rnas") else ()
    cost = states.cost(asked, rnas) if asked else ""
    wrong = [name["field"] in problems for name in names]
    return asked, cost, " ".join(problems.values()), wrong, pages.badge(query.get("rbp") or [], rnas)


def show_variants(form: dict) -> tuple:
    """Show which substitutions can be scored, and what is wrong with the other lines."""
    query = form["query"]
    values, problems = states.FORM.read(query)
    listed = states.variants_of(query)
    asked = states.effects_question(query, values, problems, listed)
    return asked, variants.problems(listed), variants.read_note(listed)


def show_variants_problem(error: Exception) -> tuple:
    """Show what is wrong with the list as a whole, below it."""
    return None, error_text(error), ""


def show_results(answer: dict | None, shown: dict | None) -> tuple:
    """Show the results of a scan, in words and as a table, with its RNAs to choose from."""
    if not answer or "record" not in answer:
        return results.CLOSED, [], [], {}, [], None
    found = scan_of(answer["question"])
    rows = results.rows(found)
    rna = str(results.chosen(found, (shown or {}).get("rna")) + 1)
    return results.OPEN, results.summary(found), rows, results.style(len(rows)), results.choices(found), rna


def show_figure(answer: dict | None, rna: str | None, scheme: str | None, letters: str | None) -> dict:
    """Draw the tracks of the chosen RNA."""
    if not answer or "record" not in answer:
        return empty_figure("", scheme == "dark")
    return results.figure(scan_of(answer["question"]), rna, scheme == "dark", letters == "safe")


def show_window(look: dict | None, scheme: str | None, letters: str | None) -> list:
    """Show the window, or the substitution, that is open."""
    if not look:
        return []
    opened = windows.opened(look["shown"], look["query"])
    return windows.panel(opened, scheme == "dark", letters == "safe", look.get("logo"))


def show_window_error(error: Exception) -> list:
    """Show the error as `show_error` does, and close the window, which could be taken for the answer."""
    show_error(error)
    return []


def show_effects(answer: dict | None) -> tuple:
    """Show the effects as a table; it is hidden before they are asked for."""
    if not answer or "record" not in answer:
        return [], variants.style(0), "scan-effects empty"
    rows = answer["record"]["rows"]
    return rows, variants.style(len(rows)), "scan-effects"


def download_peaks(clicks: int | None, answer: dict | None) -> dict:
    """Send all peaks as CSV."""
    if not clicks or not answer or "record" not in answer:
        raise PreventUpdate
    return results.peaks_file(scan_of(answer["question"]))


def download_effects(clicks: int | None, answer: dict | None) -> dict:
    """Send all effects as CSV."""
    if not clicks or not answer or "record" not in answer:
        raise PreventUpdate
    return variants.effects_file(effects_of(answer["question"]))


def found(view: Any) -> core.RnaScan | None:
    """Return the answer of a scan that a page has asked for; the web process does not scan.

    Raises
    ------
    AppError : the scan was not run yet.
    """
    models = [[name, core.card(name).answers_key] for name in view.models]
    question = {"models": models, "rnas": link.pack(view.rnas), **view.asked}
    if long_work.look_up(JOB, question)[0] is None:
        raise core.AppError("this scan has no answer yet; press Scan, and save what it finds.")
    return view.ask()


def register(app: Dash) -> None:
    """Register the callbacks of Scan."""
    long_work.register(app, JOB, asking.scan_rnas)
    long_work.register(app, EFFECTS, score)
    _register_form(app)
    _register_results(app)
    _register_in_browser(app)


def _register_form(app: Dash) -> None:
    app.callback(
        Output(ids.SCAN_RNAS, "data"),
        Output(ids.SCAN_READ, "children"),
        Output(ids.SCAN_TEXT_PROBLEM, "children"),
        Output(ids.SCAN_SHOWN, "data"),
        Input(ids.SCAN_TEXT, "value"),
        prevent_initial_call=True,
        on_error=show_text_problem,
    )(take_text)
    app.callback(
        Output(ids.SCAN_OFFERED, "data"),
        Input(ids.SCAN_EXAMPLE, "n_clicks"),
        State(ids.SCAN_FORM, "data"),
        prevent_initial_call=True,
    )(take_example)
    app.callback(
        Output(ids.SCAN_FORM, "data"),
        Input(ids.scan_field(ALL), "value"),
        Input(ids.SCAN_RNAS, "data"),
        State(ids.scan_field(ALL), "id"),
        prevent_initial_call=True,
    )(read_form)
    app.callback(
        Output(ids.long_question(JOB), "data"),
        Output(ids.SCAN_COST, "children"),
        Output(ids.SCAN_PROBLEM, "children"),
        Output(ids.scan_field(ALL), "error"),
        Output(ids.SCAN_BADGE, "children"),
        Input(ids.SCAN_FORM, "data"),
        State(ids.scan_field(ALL), "id"),
    )(show_question)
    app.callback(
        Output(ids.long_question(EFFECTS), "data"),
        Output(ids.SCAN_VARIANTS_PROBLEM, "children"),
        Output(ids.SCAN_VARIANTS_READ, "children"),
        Input(ids.SCAN_FORM, "data"),
        on_error=show_variants_problem,
    )(show_variants)


def _register_results(app: Dash) -> None:
    answer, effects = Input(ids.long_answer(JOB), "data"), ids.long_answer(EFFECTS)
    look = (Input(ids.COLOR_SCHEME, "data"), Input(ids.LETTERS, "data"))
    app.callback(
        Output(ids.SCAN_RESULTS, "className"),
        Output(ids.SCAN_SUMMARY, "children"),
        Output(ids.SCAN_PEAKS, "rowData"),
        Output(ids.SCAN_PEAKS, "style"),
        Output(ids.SCAN_RNA, "data"),
        Output(ids.SCAN_RNA, "value"),
        answer,
        State(ids.SCAN_SHOWN, "data"),
    )(show_results)
    app.callback(Output(ids.SCAN_FIGURE, "figure"), answer, Input(ids.SCAN_RNA, "value"), *look)(show_figure)
    app.callback(
        Output(ids.SCAN_WINDOW, "children"),
        Input(ids.SCAN_LOOK, "data"),
        *look,
        on_error=show_window_error,
    )(show_window)
    app.callback(
        Output(ids.SCAN_EFFECTS, "rowData"),
        Output(ids.SCAN_EFFECTS, "style"),
        Output(ids.SCAN_EFFECTS_CARD, "className"),
        Input(effects, "data"),
    )(show_effects)
    for button, file, state, make in (
        (ids.SCAN_PEAKS_CSV, ids.SCAN_PEAKS_FILE, ids.long_answer(JOB), download_peaks),
        (ids.SCAN_EFFECTS_CSV, ids.SCAN_EFFECTS_FILE, effects, download_effects),
    ):
        made = Output(file, "data")
        app.callback(made, Input(button, "n_clicks"), State(state, "data"), prevent_initial_call=True)(make)


def _register_in_browser(app: Dash) -> None:
    def browser(name: str, *parts: Any, **more: Any) -> None:
        app.clientside_callback(ClientsideFunction("giaScan", name), *parts, **more)

    form, shown = Input(ids.SCAN_FORM, "data"), Input(ids.SCAN_SHOWN, "data")
    browser("remember", Output(ids.SCAN_ADDRESS, "data"), form, shown)
    browser("look", Output(ids.SCAN_LOOK, "data"), form, shown)
    browser("accept", Input(ids.SCAN_OFFERED, "data"), prevent_initial_call=True)
    browser("listen", Input(ids.SCAN_FIGURE, "figure"))
    browser("chooseRna", Input(ids.SCAN_RNA, "value"))
    browser("range", Input(ids.SCAN_FROM, "value"), Input(ids.SCAN_TO, "value"))
    browser("whole", Input(ids.SCAN_WHOLE, "n_clicks"))
    browser("mark", shown)
    browser("logo", Input(ids.SCAN_LOGO, "value"), State(ids.SCAN_LOGO, "data"), prevent_initial_call=True)
