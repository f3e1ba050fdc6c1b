"""What the Atlas shows and asks: read from a link, checked, and made into a survey. Plain data.

A state is ``{"path", "query": {"rbp", "part", field: text or list}}``, so that it is its own link. Fields keep what
was typed, right or wrong; what is wrong is said in place.
"""

from typing import Any, NamedTuple

import core
from components.shared.cures import sentence
from components.shared.fields import BACKGROUND, SEED, Field, Form, N, one_of
from components.shared.long_work import duration
from components.shared.models import gene_and_id
from components.shared.rates import pace
from components.shared.sources import SOURCES
from core import atlas
from core.errors import AppError, SequenceError
from core.gia.design import parse_condition
from core.models.registry import split_name

PATH = "/atlas"
JOB = "atlas"
PARTS = {
    "performance": "Performance",
    "additivity": "Additivity",
    "spacing": "Spacing",
    "gc": "GC bias",
    "positions": "Positional bias",
    "motifs": "Motifs",
    "design": "One design, every RBP",
}
"""Titles of the parts, by their name in the address; all but the first are analyses of `core.atlas`."""
FILTERS = {"source": "Data", "family": "Family", "species": "Species", "only": "RBPs"}
"""Which RBPs are shown, and the label of each filter; several values of each may be chosen."""
SETTING = ("n", "seed", "background")
FORM = Form(
    Field("part", one_of(PARTS), next(iter(PARTS)), "part"),
    N,
    SEED,
    BACKGROUND,
    Field("order", default="cluster"),
    Field("scale", default="max"),
    Field("pair"),
    Field("show"),
    *(Field(name, default=(), several=True) for name in FILTERS),
    Field("c", default=(), several=True, most=4000),
    always=["part"],
)
"""The fields of all parts; how rows are ordered depends on the part, so that it is read with it."""
Query = dict[str, list[str]]
Fields = dict[str, Any]


class Asked(NamedTuple):
    """The values that the fields stand for.

    choice : which RBPs. listed : (name of its model, experiment) of all that are chosen, with a model or not.
    survey : what is asked of those that have one; None in the part of the performance, or where something is wrong.
    problems : by field, a sentence.
    """

    part: str
    choice: atlas.Choice
    listed: list[tuple[str, core.Experiment]]
    survey: atlas.Survey | None
    problems: dict[str, str]

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the listed experiments that have a model."""
        return tuple(name for name, experiment in self.listed if experiment.has_model)


def read_query(query: Query) -> Fields:
    """Take the texts of a link; nothing is refused here, but an unknown part becomes the first."""
    return {**FORM.texts(query), "part": FORM.values(query)["part"]}


def state(model_name: str | None, fields: Fields) -> dict[str, Any]:
    """Return the state of these fields, which is the link that restores them; default values are left out."""
    return {"path": PATH, "query": {"rbp": model_name, **FORM.link(fields)}}


def read(fields: Fields, model_name: str | None = None) -> Asked:
    """Read the question of the fields; a wrong field is reported, and the others count."""
    part = fields["part"]
    values, problems = FORM.read(fields)
    choice = atlas.Choice(*(tuple(fields[name]) for name in FILTERS))
    try:
        listed = atlas.choose(choice)
    except AppError as error:
        problems["only"] = sentence(error)
        listed = []
    models = tuple(name for name, experiment in listed if experiment.has_model)
    survey = None
    setting = {name: values[name] for name in SETTING if name in values}
    if part != "performance" and models and len(setting) == len(SETTING):
        conditions = tuple(conditions_of(fields, model_name)) if part == "design" else ()
        try:
            survey = atlas.Survey(part, models, **setting, conditions=conditions)
        except AppError as error:
            problems["c" if part == "design" else "n"] = sentence(error)
    return Asked(part, choice, listed, survey, problems)


def conditions_of(fields: Fields, model_name: str | None) -> list[str]:
    """Return the conditions of the design; by default one, two and three copies of the RBP's best k-mer."""
    return fields["c"] or example(model_name)


def example(model_name: str | None) -> list[str]:
    """Return the design of a first visit."""
    try:
        kmer = core.card(model_name).top_kmers[0][0] if model_name else "UGCAUG"
    except (AppError, IndexError):
        kmer = "UGCAUG"
    placed = [f"{kmer}@{position}" for position in (4, 11, 18)]
    return [",".join(placed[:copies]) for copies in (1, 2, 3)]


def typed_conditions(text: str) -> list[str]:
    """Read the conditions of a text, one per line, each in its canonical form if it can be read."""
    found = []
    for line in filter(None, map(str.strip, (text or "").splitlines())):
        try:
            found.append(parse_condition(line).text)
        except SequenceError:
            found.append(line)
    return list(dict.fromkeys(found))


def order_of(fields: Fields) -> str:
    """Return the order of a heatmap's rows; the default if the link names none that exists."""
    known = atlas.GAP_ORDERS if fields["part"] == "spacing" else atlas.ORDERS
    return fields["order"] if fields["order"] in known else FORM.fields["order"].default


def shown_of(survey: atlas.Survey, fields: Fields) -> str:
    """Return the condition, or difference of two, in the strip: the chosen one, else the last condition."""
    return fields["show"] if fields["show"] in shown_options(survey) else str(len(survey.conditions))


def shown_options(survey: atlas.Survey) -> dict[str, str]:
    """Return what the strip can show for the conditions in the link."""
    numbered = {str(number): f"{number}. {text}" for number, text in enumerate(survey.conditions, start=1)}
    differences = {
        f"{later}-{earlier}": f"{later} − {earlier}: what {later} adds to {earlier}"
        for later in range(1, len(numbered) + 1)
        for earlier in range(1, later)
    }
    return numbered | differences


def question(survey: atlas.Survey | None) -> dict | None:
    """Return everything that the answer of a survey depends on, in the form that long work takes."""
    if survey is None:
        return None
    asked = {"analysis": survey.analysis, "models": list(survey.models), **survey.setting}
    return {**asked, "conditions": list(survey.conditions), "as_of": atlas.fingerprint(survey)}


def cost(survey: atlas.Survey, rows: list[dict]) -> str:
    """Say in one line how many answers are known, and how long the others take."""
    missing = [row["model"] for row in rows if not row["asked"]]
    if not missing:
        return f"All {_rbps(len(rows))} were asked; nothing is left to do."
    folding = sum(core.card(name).architecture.reads_structure for name in missing)
    total = len(missing) * atlas.size(survey)
    seconds = atlas.size(survey) * ((len(missing) - folding) / pace(False) + folding / pace(True))
    known = f"{len(rows) - len(missing)} of {_rbps(len(rows))} were asked before. " if len(missing) < len(rows) else ""
    return f"{known}About {total:,} predictions, {duration(max(seconds, 2))} on a small machine."


def counted(asked: Asked) -> str:
    """Say how many RBPs are shown."""
    without = len(asked.listed) - len(asked.models)
    more = f", and {without} without" if without else ""
    return f"{_rbps(len(asked.models))} with a model{more}"


def options(listed: list[core.Experiment]) -> dict[str, dict[str, str]]:
    """Return the options of each filter: the values that experiments have, by their labels."""
    sources = {one.source for one in listed}
    families = sorted({family for one in listed for family in one.families})
    species = sorted({one.species for one in listed if one.species})
    return {
        "source": {value: text for value, text in SOURCES.items() if value in sources},
        "family": {value: value for value in families},
        "species": {value: value for value in species},
        "only": {one.id: gene_and_id(one) for one in listed},
    }


def experiment_of(model: str) -> str:
    """Return the experiment in a model's name."""
    return split_name(model)[0]


def _rbps(count: int) -> str:
    return f"{count:,} experiment{'' if count == 1 else 's'}"
