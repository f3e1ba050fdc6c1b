"""An external model: a Keras network is brought, looked at step by step, kept, and then asked as the others are."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

import core
from components import ids
from components.shared import models
from components.shared.attributes import aria
from components.shared.fields import Field, Form, Texts, whole
from components.shared.links import notice, page_href, unknown
from components.shared.long_work import controls, form, stores
from components.shared.upload import drop_zone
from core.errors import AppError
from core.formatting import number_text
from core.models.external.network import read_alphabet
from core.sequence import ALPHABET
from core.training.external import check_experiment, network_name

CHECK, KEEP = "own-check", "own-keep"
"""The two kinds of long work of this part."""
FILE = Form(Field("upload"), Field("file"))
"""The file that is looked at, in a link."""
FORM = Form(
    Field("experiment", lambda _, text: check_experiment(text)),
    Field("gene"),
    Field("name", lambda _, text: text and network_name(text)),
    Field("alphabet", lambda _, text: read_alphabet(text), ALPHABET),
    Field("output", whole(0, 9_999), "0", "output"),
)
"""The fields that describe the network."""
LEAD = (
    "Bring a network that you trained in Keras 3, and ask it what all other networks here are asked: mutations, global "
    "importance, motifs. It is looked at first, in a process of its own and without running any code of the file; "
    "nothing is kept before you say so."
)
HINT = "A .keras file, up to 500 MB: one-hot RNA of 41 or more nt in, a score out."
GONE = "This network was deleted since. Choose its file again to bring it back."

Query = dict[str, list[str]]


def layout(query: Query) -> Component:
    """Make the part of ``/data?part=own&upload=…&file=…&experiment=…``; the default experiment is the chosen RBP."""
    given, file = FORM.texts(query), FILE.texts(query)
    given["experiment"] = given["experiment"] or query.get("rbp", [""])[0].partition(":")[0]
    upload = {"upload": file["upload"], "name": file["file"]} if file["upload"] else None
    return html.Div(
        [
            dcc.Store(id=ids.EXTERNAL_UPLOAD, data=upload),
            dcc.Store(id=ids.EXTERNAL_STATE),
            dcc.Store(id=ids.EXTERNAL_ADDRESS),
            *stores(CHECK),
            *stores(KEEP),
            notice(unknown(query, ("part", "rbp", *FILE.fields, *FORM.fields))),
            html.P(LEAD, className="lead"),
            _form(given),
            html.Div(id=ids.EXTERNAL_SEEN),
            _keep(),
            html.Div(id=ids.EXTERNAL_KEPT, role="status"),
        ],
        className="external-network",
    )


def _form(given: dict[str, str]) -> Component:
    names = [{"value": one.id, "label": one.id} for one in core.list_experiments()]
    fields = [
        dmc.Autocomplete(
            id=ids.EXTERNAL_EXPERIMENT,
            label="Experiment that it predicts",
            description="One of this machine, or a new name",
            data=names,
            value=given["experiment"],
            limit=50,
            maxDropdownHeight=300,
        ),
        _text(ids.EXTERNAL_GENE, "RBP", "For a new experiment", given["gene"]),
        _text(ids.EXTERNAL_NAME, "Name of the network", "Letters and digits; default: the file's name", given["name"]),
        _text(ids.EXTERNAL_ALPHABET, "Alphabet", "Letters of its channels, in order", given["alphabet"], "rna"),
        _text(ids.EXTERNAL_OUTPUT, "Output", "Output to use, from 0", given["output"]),
    ]
    zone = drop_zone(ids.EXTERNAL_FILE, "Choose a network", HINT, accept=".keras")
    here = html.P(id=ids.EXTERNAL_HERE, className="quiet", role="status")
    parts = [
        html.H2("Look at a network"),
        zone,
        here,
        form(CHECK, [form(KEEP, fields, "named")]),
        controls(CHECK, "Check it"),
    ]
    return html.Section(parts, className="card", **aria(label="Look at a network"))


def _text(component_id: str, label: str, description: str, value: str, class_name: str = "") -> Component:
    """Make a text field; its value counts when the field is left or Enter is pressed."""
    return dmc.TextInput(
        id=component_id,
        label=label,
        description=description,
        value=value,
        debounce=True,
        classNames={"input": class_name},
    )


def _keep() -> Component:
    parts = [html.H2("Keep it"), form(KEEP, []), controls(KEEP, "Keep it")]
    said = html.P(
        "Its answers to set B, if that is here, and its best 6-mers are computed; then it works like every other "
        "model here.",
        className="quiet",
    )
    parts.insert(1, said)
    return html.Section(parts, id=ids.EXTERNAL_KEEP, className="card", hidden=True, **aria(label="Keep the network"))


def read_form(upload: dict | None, fields: Texts) -> tuple[dict | None, dict[str, str]]:
    """Return the question of the check, None if it cannot be asked, and what is wrong with each field, by name."""
    values, problems = FORM.read(fields)
    if not upload or set(problems) - {"name"}:
        return None, problems
    experiment = next((one for one in core.list_experiments() if one.id == values["experiment"]), None)
    has_probes = experiment is not None and experiment.has_probes
    file = {name: upload[name] for name in ("upload", "name")}
    asked = {name: values[name] for name in ("experiment", "alphabet", "output")}
    return {**file, **asked, "measured": has_probes}, problems


def address(upload: dict | None, fields: Texts) -> dict[str, Any]:
    """Return the link of the page; default values are left out."""
    file = {"upload": upload["upload"], "file": upload["name"]} if upload else {}
    return {"path": "/data", "query": {"part": "own", **file, **FORM.link(fields)}}


def here_text(upload: dict | None, has_arrived: bool) -> str:
    """Say which file is examined, unless the zone above says so."""
    if has_arrived:
        return ""
    return f"The file is {upload['name']}, which was uploaded before." if upload else ""


def seen(answer: dict | None, question: dict | None) -> Any:
    """Show the result of the check of what is in the fields now."""
    record = record_of(answer, question)
    if record is None:
        return None
    checks = html.Ul([_check(one) for one in record["checks"]], className="external-checks")
    parts = [html.H2("What was found"), checks]
    if record["hint"]:
        parts.append(html.P([html.Strong("Another alphabet? "), record["hint"]], className="external-hint"))
    if record["examples"]:
        parts += [_facts(record["facts"]), _examples(record["examples"])]
    return html.Section(parts, className="card", **aria(label="What was found"))


def record_of(answer: dict | None, question: dict | None) -> dict | None:
    """Return the record of an answer, if it answers this question."""
    return answer.get("record") if answer and question and answer["question"] == question else None


def _check(one: dict[str, Any]) -> Component:
    sign, said = ("✓", "Passed: ") if one["is_fine"] else ("✗", "Failed: ")
    mark = html.Span(sign, className="external-sign", **aria(hidden="true"))
    words = html.Span(said, className="visually-hidden")
    return html.Li([mark, words, one["text"]], className="fine" if one["is_fine"] else "failed")


def _facts(facts: dict[str, str]) -> Component:
    parts = [part for name, text in facts.items() for part in (html.Dt(name), html.Dd(text))]
    return html.Dl(parts, className="external-facts")


def _examples(examples: list[dict[str, Any]]) -> Component:
    known = any(one["measured"] is not None for one in examples)
    head = ["RNA", *(["Measured (SD)"] if known else []), "Predicted (own units)"]
    rows = [
        html.Tr(
            [
                html.Th(html.Span([html.Span(n, className=n) for n in one["sequence"]], className="rna"), scope="row"),
                *([html.Td(number_text(one["measured"], sign=True))] if known else []),
                html.Td(number_text(one["predicted"], digits=4)),
            ]
        )
        for one in examples
    ]
    caption = html.Caption("Some RNAs, and what the network predicts for them")
    table = html.Table([caption, html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(rows)])
    return html.Div(table, className="external-examples", tabIndex=0, role="region", **aria(label="Some predictions"))


def keep_question(answer: dict | None, question: dict | None, name: str | None, gene: str | None) -> dict | None:
    """Return the question that keeps a network: one that was checked without a problem, under a possible name."""
    record = record_of(answer, question)
    if question is None or record is None or record["problem"]:
        return None
    try:
        called = network_name(name or question["name"].removesuffix(".keras"))
    except AppError:  # said beneath the field
        return None
    return {**question, "called": called, "gene": (gene or "").strip()}


def kept(answer: dict | None, question: dict | None) -> Any:
    """Show what can be done with a network that is kept."""
    record = record_of(answer, question)
    if record is None:
        return None
    try:
        card = core.card(record["model"])
    except AppError:
        return html.P(GONE, className="card")
    pages = {"/explore": "Explore it", "/bench": "Ask it on the GIA bench", "/discover": "Discover its motifs"}
    links = [dcc.Link(text, href=page_href(path, card.name), className="button-link") for path, text in pages.items()]
    good = "It was not measured: no measurements of its experiment are here."
    if card.test_pearson is not None:
        good = f"Test Pearson {card.test_pearson:.3f} on {card.n_test:,} probes of set B."
    best = ", ".join(kmer for kmer, _ in card.top_kmers[:3])
    said = html.P([html.Strong(f"Kept as {card.name}."), f" {good} Its best 6-mers: {best}."])
    parts = [said, *models.doubts([card.name]), html.Div(links, className="external-links")]
    return html.Section(parts, className="card", **aria(label="Kept"))
