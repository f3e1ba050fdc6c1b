"""Addresses of every page, the state that each is read to, and the address that this state is written as.

A state is told in words of its own, so that a page may call its fields as it likes: the file stays as it is.
"""

from urllib.parse import parse_qs, urlsplit

import core
from components import ids
from components.atlas import state as atlas_fields
from components.bench import state as bench_state
from components.data import external, source, training_state
from components.data import models as data_models
from components.discover import state as discover_fields
from components.explore import state as explore_state
from components.rbps import page as rbps
from components.scan import state as scan_fields
from components.shared import models, one_rna
from components.shared.links import page_href
from tests.golden.table import read_json

FILE = "links.json"


def restored(address):
    """Read an address: the state of its page, and the address that the page writes of it."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    if "rbp" in query and parts.path != "/":
        query["rbp"] = [models.named(one) for one in query["rbp"]]
    part = query.get("part", ["measurements"])[0] if parts.path == "/data" else ""
    return READERS[parts.path + part](query)


def href(state):
    """Write the address of a page as the browser does."""
    given = {key: value for key, value in state["query"].items() if value not in (None, "", [])}
    return page_href(state["path"], given.pop("rbp", None), **given)


def table(query):
    layout = rbps.layout(query)
    found = {str(one.id): one for one in layout._traverse() if getattr(one, "id", None)}
    chosen = {name: found[str(ids.rbps_filter(name))].value for name in rbps.FACETS}
    state = {"search": found[ids.RBPS_SEARCH].value, **chosen, "sort": found[ids.RBPS_SORT].data}
    return state, href({"path": "/", "query": {"q": state["search"], **chosen, "sort": state["sort"]}})


def explore(query):
    now = explore_state.of_address(query)
    shown = now["query"]
    stretch = one_rna.stretch(shown, len(shown["sequence"] or ""))
    read = {"color": explore_state.color(shown), "region": [list(at) for at in explore_state.region(shown)]}
    more = {name: shown.get(name) for name in ("motif", "scores", "contexts", "logo")}
    rna = {"model": shown["rbp"], "rna": shown["sequence"], "original": now["original"]}
    return {**rna, "stretch": stretch and list(stretch), **read, **more}, href(now)


def _told(design):
    """Tell a design in the words of the file."""
    told = design.to_dict()
    return {"experiment": told.pop("model_name"), **told}


def bench(query):
    rbp = query["rbp"][0]
    now, problems = bench_state.read_query(query, rbp, bench_state.about(core.card(rbp)))
    design, plan = bench_state.design(now), bench_state.plan(now)
    state = {
        "design": design and _told(design),
        "number_on_track": bench_state.numbers(now)[1],
        "empty": [number for number, one in enumerate(now["conditions"], start=1) if not one["text"]],
        "beside": now["with"],
        "plot": now["plot"],
        "shown": now["show"],
        "patterns": now["patterns"],
        "experiment_of_paper": now["preset"],
        "conditions_of_its_plan": len(plan.columns) if plan else 0,
        "n_said": len(problems),
    }
    return state, href(now["link"])


def discover(query):
    rbp = query["rbp"][0]
    card = core.card(rbp)
    form = discover_fields.form(card)
    fields = form.texts(query)
    values, problems = form.read(fields)
    return {"model": rbp, **values, "wrong": sorted(problems)}, href(discover_fields.state(rbp, fields, card))


def atlas(query):
    fields = atlas_fields.read_query(query)
    rbp = query.get("rbp", [None])[0]
    asked = atlas_fields.read(fields, rbp)
    survey = asked.survey
    state = {
        "part": asked.part,
        "filters": {name: fields[name] for name in atlas_fields.FILTERS},
        "n_models": len(asked.models),
        "setting": survey and {"background": survey.background, "n": survey.n, "seed": survey.seed},
        "conditions": list(survey.conditions) if survey else [],
        "order": atlas_fields.order_of(fields),
        "scale": fields["scale"],
        "pair": fields["pair"],
        "shown": atlas_fields.shown_of(survey, fields) if survey else "",
        "wrong": sorted(asked.problems),
    }
    return state, href(atlas_fields.state(rbp, fields))


def scan(query):
    token = query.get("rnas", [None])[0]
    fields = scan_fields.FORM.texts(query)
    made = scan_fields.state(fields, token)
    looked_at = {name: value for name, value in scan_fields.shown(query).items() if value}
    whole = {**made, "query": {**made["query"], **looked_at}}
    values, problems = scan_fields.FORM.read(made["query"])
    values["models"] = [name for name, _ in values.pop("rbp", [])]
    values.pop("variants")
    listed = scan_fields.variants_of(made["query"])
    changes = {"substitutions": [one.text for one in listed.substitutions], "n_not_read": len(listed.problems)}
    return {**values, **changes, "looked_at": looked_at, "wrong": sorted(problems)}, href(whole)


def measurements(query):
    now = source.state(query)
    return {"asked": source.question(query), "n_said": len(source.problems(query))}, href(now)


def train(query):
    fields = training_state.texts(query)
    recipe, _, problems = training_state.check(fields)
    problems.pop(training_state.EXPERIMENTS, None)  # what is on this machine
    asked = {"experiments": fields[training_state.EXPERIMENTS], "recipe": recipe and recipe.__dict__}
    return {**asked, "wrong": sorted(problems)}, href(training_state.state(fields))


def listed_models(query):
    names = [query.get(name, [""])[0] for name in ("model", "with")]
    found = [data_models.found(name) for name in names]
    state = {"cards": [card and card.name for card, _ in found], "n_said": sum(bool(text) for _, text in found)}
    gone = query.get("gone", [None])[0]
    written = {"part": "models", "model": names[0], "with": names[1], "gone": gone}
    return {**state, "gone": gone}, href({"path": "/data", "query": {"rbp": query.get("rbp"), **written}})


def external_model(query):
    layout = external.layout(query)
    found = {one.id: one for one in layout._traverse() if isinstance(getattr(one, "id", None), str)}
    upload = found[ids.EXTERNAL_UPLOAD].data
    fields = {name: found[getattr(ids, f"EXTERNAL_{name.upper()}")].value for name in external.FORM.fields}
    return {"upload": upload, **fields}, href(external.address(upload, fields))


READERS = {
    "/": table,
    "/explore": explore,
    "/bench": bench,
    "/discover": discover,
    "/atlas": atlas,
    "/scan": scan,
    "/datameasurements": measurements,
    "/datatrain": train,
    "/datamodels": listed_models,
    "/dataown": external_model,
}
"""By path of the page, and part of it."""


def answered():
    """All addresses with the state that each is read to today, and the address that is written."""
    found = []
    for one in read_json(FILE):
        state, written = restored(one["address"])
        found.append({"address": one["address"], "state": state, "written": written})
    return found
