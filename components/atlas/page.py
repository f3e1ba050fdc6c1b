"""The Atlas: all RBPs side by side. The frame of its parts: which RBPs, what is asked, the way from part to part."""

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.atlas import state as states
from components.atlas.state import FILTERS, JOB, PARTS, Fields
from components.shared import backgrounds, links, models
from components.shared.attributes import aria
from components.shared.links import page_href
from components.shared.long_work import controls, form, stores
from components.shared.pickers import NUMERIC, text_box, wide_choice
from components.shared.share import share_menu
from core.atlas import ANALYSES, GAP_ORDERS, ORDERS, SCALES
from core.gia.backgrounds import BACKGROUNDS

LEAD = "All RBPs side by side: how good their models are, and what they have learned. A click on any mark opens it."
HELP = {
    "performance": "Pearson correlation of predicted and measured binding scores on set B, which no model was trained "
    "on, beside what published methods reached on the same experiments, and the agreement of replicate spots.",
    **{name: analysis.help for name, analysis in ANALYSES.items()},
    "design": "What does every model make of the same conditions? Each is asked on backgrounds of its own probes' "
    "profile, with the same number and seed.",
}
CONDITIONS = "Conditions, one per line, such as UGCAUG@4,UGCAUG@11"


def layout(query: dict[str, list[str]]) -> Component:
    """Make the page of ``/atlas?part=gc&source=simulated&…``; a wrong field of the link is explained in place."""
    model_name = query.get("rbp", [None])[0]
    fields = states.read_query(query)
    listed = core.list_experiments()
    head = html.Div([dmc.Title("Atlas", order=1), share_menu("values")], className="bench-title")
    return html.Div(
        [
            dcc.Store(id=ids.ATLAS_STATE, data=states.state(model_name, fields)),
            dcc.Store(id=ids.ATLAS_ADDRESS),
            dcc.Store(id=ids.ATLAS_CLICKED),
            dcc.Store(id=ids.ATLAS_DRAWN),
            *stores(JOB),
            html.Div([head, html.P(LEAD, className="lead")]),
            links.notice(_unread(query)),
            html.Nav(
                parts(model_name, fields), id=ids.ATLAS_PARTS, className="parts", **aria(label="Parts of the atlas")
            ),
            _filters(fields, listed),
            _question(fields, model_name),
            html.Div(id=ids.ATLAS_FINDINGS, className="findings"),
        ],
        className="atlas",
    )


def parts(model_name: str | None, fields: Fields) -> list[Component]:
    """Make the links from part to part, which carry the chosen RBPs, number and seed along."""
    kept = {name: fields[name] for name in FILTERS}
    changed = states.FORM.link(fields)
    kept |= {name: changed[name] for name in states.SETTING if name in changed}
    return [
        dcc.Link(
            name,
            href=page_href(
                states.PATH, model_name, part=part, **kept, **({"c": fields["c"]} if part == "design" else {})
            ),
            className="part-link active" if part == fields["part"] else "part-link",
            title="You are here" if part == fields["part"] else None,
        )
        for part, name in PARTS.items()
    ]


def bench_link(model_name: str, query: Fields) -> Component:
    """Link from the bench to the same conditions on every RBP."""
    asked = {name: query[name] for name in ("background", "n", "seed")}
    conditions = [text for text in query["c"] if text and text != "-"]
    href = page_href(states.PATH, model_name, part="design", c=conditions, **asked)
    return dcc.Link("Run on every RBP", href=href, className="bench-tool strong", title="This design, on all models")


def _filters(fields: Fields, listed: list[core.Experiment]) -> Component:
    offered = states.options(listed)
    chosen = [_filter(name, offered[name], fields[name], listed) for name in FILTERS if offered[name] or fields[name]]
    count = html.P(id=ids.ATLAS_COUNT, className="quiet", role="status")
    filters = form(JOB, [html.Div(chosen, className="atlas-filters")], "filters")
    return html.Section([filters, count], **aria(label="Which RBPs"))


def _filter(name: str, values: dict[str, str], chosen: list[str], listed: list[core.Experiment]) -> Component:
    shown = values | {value: value for value in chosen if value not in values}
    named = {one.id: one for one in listed} if name == "only" else {}
    return dmc.MultiSelect(
        id=ids.atlas_field(name),
        label=FILTERS[name],
        data=[models.option(value, text, named.get(value)) for value, text in shown.items()],
        filter=models.FIND,
        value=chosen,
        placeholder="" if chosen else "All",
        clearable=True,
        clearButtonProps={"aria-label": f"Clear the filter {FILTERS[name]}"},
        searchable=len(shown) > 8,
        limit=60,
        nothingFoundMessage="None of that name",
        hidePickedOptions=False,
        size="sm",
        className="filter",
    )


def _question(fields: Fields, model_name: str | None) -> Component:
    """Make the settings of a part that asks models, and its button; the performance asks nothing."""
    part = fields["part"]
    said = html.P(HELP[part], className="quiet")
    heading = html.H2(PARTS[part])
    problem = html.P(id=ids.ATLAS_PROBLEM, className="bench-problem", role="alert")
    cost = html.P(id=ids.ATLAS_COST, className="quiet")
    now = html.P(id=ids.ATLAS_NOW, className="quiet")
    hidden = part == "performance"
    shown = [] if hidden else [*_conditions(fields, model_name), *_settings(fields)]
    asked = html.Div([form(JOB, shown), problem, cost, controls(JOB, "Ask all RBPs"), now], hidden=hidden)
    return html.Section([heading, said, asked], className="card", **aria(label=PARTS[part]))


def _settings(fields: Fields) -> list[Component]:
    known = {name: backgrounds.NAMES[name] for name in BACKGROUNDS}
    shown = [
        wide_choice(ids.atlas_field("background"), "Backgrounds", fields["background"], known, 190),
        text_box(ids.atlas_field("n"), "N", fields["n"], w=84, inputProps=NUMERIC),
        text_box(ids.atlas_field("seed"), "Seed", fields["seed"], w=84, inputProps=NUMERIC),
    ]
    if fields["part"] == "positions":
        shown.append(wide_choice(ids.atlas_field("order"), "Rows", fields["order"], ORDERS, 190))
        shown.append(wide_choice(ids.atlas_field("scale"), "Values", fields["scale"], SCALES, 250))
    if fields["part"] == "spacing":
        shown.append(wide_choice(ids.atlas_field("order"), "Rows", fields["order"], GAP_ORDERS, 250))
    return shown


def _conditions(fields: Fields, model_name: str | None) -> list[Component]:
    if fields["part"] != "design":
        return []
    texts = states.conditions_of(fields, model_name)
    area = dmc.Textarea(
        id=ids.atlas_field("c"),
        label=CONDITIONS,
        value="\n".join(texts),
        debounce=True,
        autosize=True,
        minRows=3,
        maxRows=10,
        size="xs",
        className="atlas-conditions",
        classNames={"input": "rna"},
    )
    return [area, _shown(fields, model_name)]


def _shown(fields: Fields, model_name: str | None) -> Component:
    """Make the choice of the condition, or difference of two, that is shown."""
    survey = states.read(fields, model_name).survey
    known = states.shown_options(survey) if survey else {}
    chosen = states.shown_of(survey, fields) if survey else ""
    return wide_choice(ids.atlas_choice("show"), "Show", chosen, known, 270)


def _unread(query: dict[str, list[str]]) -> list[str]:
    """Name the parts of a link that are not known, in sentences."""
    part = query.get("part", [""])[0]
    unknown = [f"There is no part {part[:40]!r}; use one of: {', '.join(PARTS)}."] if part and part not in PARTS else []
    return unknown + links.unknown(query, ("rbp", *states.FORM.fields))
