"""The setting of the bench: background model, number and seed in one line, and the menu of protocols."""

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.bench import presets as bench_presets
from components.bench import state as bench_state
from components.shared import backgrounds
from components.shared.attributes import aria, data
from components.shared.links import page_href
from components.shared.pickers import NUMERIC, text_box
from core.gia.backgrounds import BACKGROUNDS, OF_PROBES
from core.gia.protocols.protocol import Protocol

NO_PROBES = "Needs the probes, which are not on this machine."
OCCLUDE = "Choose “One RNA without a stretch” among the protocols for it."
MENU = "The paper's protocols"
MENU_LOOK = "bench-tool strong"


def setting_bar(state: dict, experiment: core.Experiment) -> Component:
    """Make the line of the setting, which unfolds its fields, the menu next to it, and the problems of both."""
    fields = html.Div([_backgrounds(state, experiment), *_numbers(state)], className="bench-fields")
    note = html.Div(setting_note(state), id=ids.BENCH_NOTE)
    missing = [] if experiment.has_probes else [_missing_probes(experiment)]
    notes = html.Div([note, *missing], className="bench-notes")
    said = html.Span(setting_line(state), id=ids.BENCH_SETTING, className="setting-line")
    summary = html.Summary([said, html.Span("Change", className="setting-change")])
    fold = html.Details([summary, html.Div([fields, notes], className="setting-fields")], className="setting")
    problem = html.P(id=ids.BENCH_FIELDS_PROBLEM, className="bench-problem", role="alert")
    tools = html.Div([_open(), _menu()], className="bench-tools")
    return html.Div([html.Div([fold, tools], className="bench-bar"), problem])


def setting_line(state: dict) -> list[Component | str]:
    """Write the question in one line: backgrounds, number, seed, transform of the scores, protocol, omissions."""
    view = state["view"]
    count = f"{view['n']:,}"
    if view["kind"] == "sequences":
        text = f"Own sequences, N {count}"
    else:
        text = f"{backgrounds.NAMES[view['kind']]} backgrounds, N {count}, seed {state['seed']}"
    text = ", ".join(filter(None, [text, state["model"].get("scores", "")]))
    made, said = _protocol(state), state["said"]
    head = [html.B(f"{made.title}. ", title=made.help)] if made else []
    notices = said["notices"] if said["of"] == state["background"] else []
    return [*head, text, *[html.Span(f" {notice}", className="quiet") for notice in notices]]


def setting_note(state: dict) -> list[Component]:
    """Describe the background model, and what the protocol on the bench asks."""
    made = _protocol(state)
    asked = [html.P([html.B(f"{made.title}. "), made.help], className="quiet")] if made else []
    return [*asked, html.P(backgrounds.help_of(state["background"]), className="quiet")]


def _protocol(state: dict) -> Protocol | None:
    """Describe the protocol that was loaded, until its conditions are changed."""
    return bench_presets.parse(state["preset"])[0].protocol if bench_state.plan(state) else None


def _backgrounds(state: dict, experiment: core.Experiment) -> Component:
    kind = state["view"]["kind"]
    return dmc.Select(
        id=ids.bench_field("background"),
        label="Backgrounds",
        data=[_option(name, label, experiment) for name, label in backgrounds.NAMES.items()],
        value=kind,
        allowDeselect=False,
        size="xs",
        w=168,
        maxDropdownHeight=420,
        renderOption={"function": "benchOption"},
        comboboxProps={"width": "min(360px, 92vw)", "position": "bottom-start"},
    )


def _option(name: str, label: str, experiment: core.Experiment) -> dict:
    """Make the entry of a background model with its help, or with the reason why it cannot be chosen."""
    text = BACKGROUNDS.get(name) or {"sequences": backgrounds.OWN, "occluded": OCCLUDE}[name]
    lacks = name in OF_PROBES and not experiment.has_probes
    disabled = lacks or name == "occluded"
    return {"value": name, "label": label, "help": f"{text} {NO_PROBES}" if lacks else text, "disabled": disabled}


def _missing_probes(experiment: core.Experiment) -> Component:
    text = f"Shuffled probes and quartiles are made of {experiment.gene}'s probes, which are not on this machine; "
    return html.P(
        [text, dcc.Link("get them on Data & models", href=page_href("/data", experiment.id, part="measurements")), "."],
        className="quiet",
    )


def _numbers(state: dict) -> list[Component]:
    n = state["view"]["n"]
    given = state["view"]["kind"] == "sequences"
    return [_number("n", "N", n, 76, given), _number("seed", "Seed", state["seed"], 76)]


def _number(field: str, label: str, value: int, width: int, disabled: bool = False) -> Component:
    return text_box(ids.bench_field(field), label, str(value), disabled=disabled, w=width, inputProps=NUMERIC)


def _open() -> Component:
    title = "A design as JSON, as the command line or a script saves it"
    return html.Button("Open a design file", className="bench-tool", title=title, **data(bench_do="open"))


def _menu() -> Component:
    """Make the menu of protocols, each with its one line of help."""
    beyond = [name for name, preset in bench_presets.PRESETS.items() if preset.protocol.beyond_paper]
    papers = [name for name in bench_presets.PRESETS if name not in beyond]
    entries = [dmc.MenuLabel("Koo et al. 2021, with this model's best k-mer"), *map(_entry, papers)]
    entries += [dmc.MenuLabel("Beyond the paper"), *map(_entry, beyond)]
    label = [MENU, html.Span(" ▾", **aria(hidden="true"))]
    target = dmc.MenuTarget(label, boxWrapperProps={"component": "button", "type": "button", "className": MENU_LOOK})
    dropdown = dmc.MenuDropdown(entries, className="bench-menu")
    return dmc.Menu([target, dropdown], position="bottom-end", width="min(400px, 92vw)")


def _entry(name: str) -> Component:
    preset = bench_presets.PRESETS[name]
    texts = [
        html.Div(preset.protocol.title, className="option-name"),
        html.Div(preset.protocol.help, className="option-help"),
    ]
    return dmc.MenuItem(texts, id=ids.bench_preset(name))
