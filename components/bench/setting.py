"""The bench's first line: background model, number and seed, and the menu of experiments."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import core
from components import ids
from components.bench import document as bench_document
from components.bench import presets as bench_presets
from components.bench import view as bench_view
from core.gia.backgrounds import BACKGROUNDS

NO_PROBES = "Needs the probes, which are not on this machine."
OCCLUDE = "Choose “One RNA without a stretch” among the experiments for it."
MENU = "The paper's experiments"
MENU_LOOK = "bench-tool strong"


def setting_bar(document: dict, experiment: core.Experiment) -> Component:
    """The fields, the menu, and under them why some backgrounds cannot be chosen."""
    fields = html.Div([_backgrounds(document, experiment), *_numbers(document)], className="bench-fields")
    problem = html.P(id=ids.BENCH_FIELDS_PROBLEM, className="bench-problem", role="alert")
    note = html.Div(setting_note(document), id=ids.BENCH_NOTE, className="bench-note")
    missing = [] if experiment.has_probes else [_missing_probes(experiment)]
    notes = html.Div([note, *missing], className="bench-notes")
    tools = html.Div([*_history(), _open(), _menu()], className="bench-tools")
    return html.Div([html.Div([fields, tools], className="bench-bar"), problem, notes])


def setting_note(document: dict) -> list[Component]:
    """What the background model is, and the experiment that is on the bench."""
    note = [html.P([html.B("Backgrounds. "), bench_view.help_of(document["background"])], className="quiet")]
    if bench_document.plan(document):
        protocol = bench_presets.parse(document["preset"])[0].protocol
        note.append(html.P([html.B(f"{protocol.title}. "), protocol.help], className="quiet"))
    return note


def _backgrounds(document: dict, experiment: core.Experiment) -> Component:
    kind = document["view"]["kind"]
    return dmc.Select(
        id=ids.bench_field("background"),
        label="Backgrounds",
        data=[_option(name, label, experiment) for name, label in bench_view.NAMES.items()],
        value=kind,
        allowDeselect=False,
        size="xs",
        w=168,
        maxDropdownHeight=420,
        renderOption={"function": "benchOption"},
        comboboxProps={"width": "min(360px, 92vw)", "position": "bottom-start"},
    )


def _option(name: str, label: str, experiment: core.Experiment) -> dict:
    """One background model with its help, or with the reason why it cannot be chosen."""
    text = BACKGROUNDS.get(name) or {"sequences": bench_view.OWN, "occluded": OCCLUDE}[name]
    lacks = name in bench_view.NEEDS_PROBES and not experiment.has_probes
    disabled = lacks or name == "occluded"
    return {"value": name, "label": label, "help": f"{text} {NO_PROBES}" if lacks else text, "disabled": disabled}


def _missing_probes(experiment: core.Experiment) -> Component:
    cure = html.Code("python -m core import PATH")
    text = f"Shuffled probes and quartiles are made of {experiment.gene}'s probes, which are not on this machine; "
    return html.P([text, "import them with ", cure, "."], className="quiet")


def _numbers(document: dict) -> list[Component]:
    n = document["view"]["n"]
    given = document["view"]["kind"] == "sequences"
    return [_number("n", "N", n, 76, given), _number("seed", "Seed", document["seed"], 76)]


def _number(field: str, label: str, value: int, width: int, disabled: bool = False) -> Component:
    """A text field, not a number field: that one would change a bad value silently."""
    return dmc.TextInput(
        id=ids.bench_field(field),
        label=label,
        value=str(value),
        debounce=True,
        disabled=disabled,
        size="xs",
        w=width,
        inputProps={"inputMode": "numeric"},
    )


def _history() -> list[Component]:
    """Undo and redo; the browser makes them ready where there is something (assets/bench.js)."""
    return [
        html.Button(
            [html.Span(sign, **{"aria-hidden": "true"}), f" {text}"],
            id=ids.bench_history(do),
            className="bench-tool",
            title=f"Nothing to {do}",
            **{"data-bench-do": do, "aria-disabled": "true"},
        )
        for do, sign, text in [("undo", "↶", "Undo"), ("redo", "↷", "Redo")]
    ]


def _open() -> Component:
    title = "A design as JSON, as the command line or a script saves it"
    return html.Button("Open a design file", className="bench-tool", title=title, **{"data-bench-do": "open"})


def _menu() -> Component:
    """The experiments, each with its one line of help."""
    papers = [name for name in bench_presets.PRESETS if name not in bench_presets.BEYOND]
    entries = [dmc.MenuLabel("Koo et al. 2021, with this model's best k-mer"), *map(_entry, papers)]
    entries += [dmc.MenuLabel("Beyond the paper"), *map(_entry, bench_presets.BEYOND)]
    label = [MENU, html.Span(" ▾", **{"aria-hidden": "true"})]
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
