"""What the Atlas does: fields become a survey, long work asks it model by model, what is kept is drawn as it comes."""

from typing import TYPE_CHECKING, Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks import asking, long_work
from components import ids
from components.atlas import page
from components.atlas import state as states
from components.atlas.asked import survey_of
from components.atlas.parts import Look
from components.atlas.results import findings
from components.atlas.state import JOB
from core import atlas
from core.errors import AppError

if TYPE_CHECKING:
    from core.exports import AtlasView


def found(view: "AtlasView") -> list[dict] | None:
    """Return the kept answer of a survey, so that the web process asks no model; None if the part asks none."""
    if view.survey is None:
        return None
    asked = view.survey
    rows = _rows(asked, long_work.look_up(JOB, states.question(asked))[0])
    missing = sum(not row["asked"] for row in rows)
    if missing:
        raise AppError(
            f"{missing} of {len(rows)} experiments were not asked yet; press Ask all RBPs, and save what they say."
        )
    return rows


def read_form(values: list, choices: list, names: list[dict], chosen: list[dict], state: dict) -> dict:
    """Return the state of the fields as they are now; fields of other parts keep their values."""
    query = state["query"]
    given = states.FORM.typed([*names, *chosen], [*values, *choices])
    if "c" in given:
        given["c"] = states.typed_conditions(given["c"])
    return states.state(query.get("rbp"), {**states.FORM.texts(query), **given})


def show_question(state: dict, names: list[dict], chosen: list[dict]) -> tuple:
    """Show what can be asked now: which RBPs, what is wrong, the links to the other parts, the conditions."""
    model_name, fields = state["query"].get("rbp"), states.FORM.texts(state["query"])
    asked = states.read(fields, model_name)
    rows = atlas.kept(asked.survey) if asked.survey else []
    is_done = all(row["asked"] for row in rows)
    options = states.shown_options(asked.survey) if asked.survey else {}
    return (
        None if is_done else states.question(asked.survey),
        " ".join(text for name, text in asked.problems.items() if name != "only"),
        asked.problems.get("only") or states.counted(asked),
        page.parts(model_name, fields),
        [name["field"] in asked.problems for name in names],
        [[{"value": value, "label": text} for value, text in options.items()] for _ in chosen],
    )


def show_cost(state: dict, _answer: dict | None) -> str:
    """Say how many answers are known, and how long the others will take."""
    asked = states.read(states.FORM.texts(state["query"]), state["query"].get("rbp"))
    return states.cost(asked.survey, atlas.kept(asked.survey)) if asked.survey else ""


def show_findings(
    answer: dict | None,
    progress: dict | None,
    state: dict,
    scheme: str | None,
    letters: str | None,
    drawn: list | None,
) -> tuple:
    """Show the open part with all kept answers, more with each RBP that was asked, and what it was drawn from."""
    known = ((progress or {}).get("more") or {}).get("known")
    stamp = [state, scheme, letters, known, answer and answer.get("nonce", "kept")]
    if stamp == drawn:
        raise PreventUpdate
    model_name, fields = state["query"].get("rbp"), states.FORM.texts(state["query"])
    asked = states.read(fields, model_name)
    rows = _rows(asked.survey, answer) if asked.survey else []
    return findings(asked, rows, Look(scheme == "dark", letters == "safe", fields, model_name)), stamp


def show_now(progress: dict | None, busy: bool | None) -> str:
    """Name the RBP that is being asked."""
    more = (progress or {}).get("more")
    if not busy or not more:
        return ""
    return f"Asking {more['gene']}; {more['known']} of {more['models']} experiments are known and shown below."


def show_bench_link(state: dict) -> Any:
    """Link from the bench to its design on every RBP."""
    return page.bench_link(state["model_name"], state["link"]["query"])


def _rows(asked: atlas.Survey, answer: dict | None) -> list[dict]:
    """Return the rows of each model that are kept, or that an answer to this very survey holds."""
    rows = atlas.kept(asked)
    if not answer or "record" not in answer or survey_of(answer["question"]) != asked:
        return rows
    told = {row["model"]: row for row in answer["record"]["rows"]}
    return [row if row["asked"] else told[row["model"]] for row in rows]


def register(app: Dash) -> None:
    """Register the callbacks of the Atlas."""
    long_work.register(app, JOB, asking.survey)
    state, fields, choices = ids.ATLAS_STATE, ids.atlas_field(ALL), ids.atlas_choice(ALL)
    app.callback(
        Output(state, "data"),
        Input(fields, "value"),
        Input(choices, "value"),
        State(fields, "id"),
        State(choices, "id"),
        State(state, "data"),
        prevent_initial_call=True,
    )(read_form)
    app.callback(
        Output(ids.long_question(JOB), "data"),
        Output(ids.ATLAS_PROBLEM, "children"),
        Output(ids.ATLAS_COUNT, "children"),
        Output(ids.ATLAS_PARTS, "children"),
        Output(fields, "error"),
        Output(choices, "data"),
        Input(state, "data"),
        State(fields, "id"),
        State(choices, "id"),
    )(show_question)
    app.callback(Output(ids.ATLAS_COST, "children"), Input(state, "data"), Input(ids.long_answer(JOB), "data"))(
        show_cost
    )
    app.callback(
        Output(ids.ATLAS_FINDINGS, "children"),
        Output(ids.ATLAS_DRAWN, "data"),
        Input(ids.long_answer(JOB), "data"),
        Input(ids.long_progress(JOB), "data"),
        Input(state, "data"),
        Input(ids.COLOR_SCHEME, "data"),
        Input(ids.LETTERS, "data"),
        State(ids.ATLAS_DRAWN, "data"),
    )(show_findings)
    app.callback(
        Output(ids.ATLAS_NOW, "children"), Input(ids.long_progress(JOB), "data"), Input(ids.long_busy(JOB), "data")
    )(show_now)
    app.callback(Output(ids.BENCH_ATLAS, "children"), Input(ids.BENCH_STATE, "data"))(show_bench_link)
    app.clientside_callback(
        ClientsideFunction("atlas", "open"),
        Output(ids.ATLAS_CLICKED, "data"),
        Input(ids.atlas_graph(ALL), "clickData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("gia", "remember"), Output(ids.ATLAS_ADDRESS, "data"), Input(state, "data")
    )
