"""Which model of an experiment a page asks: its picker, its unit, and what of its name goes into other names."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import core
from components import ids
from components.shared.attributes import aria
from components.shared.cures import sentence
from components.shared.model_words import group_of, words_of
from core.data import catalogue
from core.errors import DataError, ModelError
from core.formatting import UNITS, Unit
from core.library.experiments import full_name, quality
from core.library.experiments import meant as experiments_meant
from core.models import registry
from core.models.registry import file_stem, split_name

DAMAGED = "Damaged"
USUAL = "The usual one: asked unless another is chosen."
BEST = "The highest test r of these."
FIND = {"function": "findRbp"}
"""How a choice among RBPs searches its entries (assets/dashMantineFunctions.js); they are made by `option`."""

__all__ = ["doubts", "experiment_id", "file_stem", "known", "model_picker", "unit_of"]


def known(name: str | None, experiments: dict[str, core.Experiment]) -> str | None:
    """Return a model's name as far as it is on this machine: itself, its experiment, or None."""
    experiment_id, label = split_name(name or "")
    experiment = experiments.get(experiment_id)
    if experiment is None:
        return None
    return name if label is None or label in experiment.models else experiment_id


def named(text: str) -> str:
    """Return a model's name with the id of its experiment, if the name of an RBP tells it; else as it was given."""
    try:
        return full_name(text)
    except DataError:  # several: the page says which
        return text


def meant(text: str) -> dict[str, str]:
    """Describe each experiment that the name of an RBP or of its model can mean, by the name of the model."""
    asked, label = split_name(text)
    said = {one.id: f"{one.title}: {quality(one)}" for one in experiments_meant(asked)}
    return {f"{name}:{label}" if label else name: one for name, one in said.items()}


def experiment_id(name: str | None) -> str:
    """Return the experiment in a model's name."""
    return split_name(name or "")[0]


def unit_of(name: str) -> Unit:
    """Return the unit of a model's predictions; errors as in `core.card`."""
    return UNITS[core.card(name).architecture.task]


def same(name: str, other: str) -> bool:
    """Whether two names are one model's: an experiment alone means its model in use; errors as `core.card`."""
    return name == other or core.card(name).name == core.card(other).name


def beside(name: str, other: str) -> str:
    """Return the name of the second model on a page, checked; "" stays "".

    Raises
    ------
    DataError, ModelError : no such model, or the same one.
    """
    if not other:
        return ""
    core.card(other)
    if same(name, other):
        raise ModelError(f"{other} is the model of this page; choose another one to see beside it.")
    return other


def titles(names: list[str]) -> list[str]:
    """Return a title for each of several models: genes if they tell them apart, else with id and label."""
    experiments = [core.find_experiment(name) for name in names]
    genes = [experiment.gene for experiment in experiments]
    if len(set(genes)) == len(names):
        return [experiment.title for experiment in experiments]
    if len({experiment_id(name) for name in names}) == len(names):
        return [f"{gene}, {experiment_id(name)}" for gene, name in zip(genes, names, strict=True)]
    return [f"{gene}, {core.card(name).label}" for gene, name in zip(genes, names, strict=True)]


def all_models(but: str) -> list[dict[str, str]]:
    """Every model on this machine but one as options of a Select; that in use of an experiment by its id alone."""
    options, cards = [], registry.models()  # read once: there are hundreds
    for experiment in core.list_experiments():
        for place, label in enumerate(experiment.models):
            name = f"{experiment.id}:{label}" if place else experiment.id
            if but in (name, f"{experiment.id}:{label}"):
                continue
            title = f"{gene_and_id(experiment)}, {label}" if place else gene_and_id(experiment)
            card = cards.get(experiment.id, {}).get(label)  # none where it was deleted meanwhile
            options.append(option(name, title, experiment) | (_about(card) if card else {}))
    return options


def option(value: str, label: str, experiment: core.Experiment | None) -> dict[str, Any]:
    """Make an entry of a choice that `FIND` searches: by its label and by the other names of its RBP, if it has one."""
    return {"value": value, "label": label, "names": list(catalogue.aliases(experiment.gene)) if experiment else []}


def _about(card: core.Card) -> dict[str, Any]:
    """Make a line on a model for its option; a model whose weights are missing cannot be chosen, and says why."""
    try:
        registry.weights_path(card)
    except ModelError as error:
        return {"help": f"{sentence(error).removesuffix('.')}.", "disabled": True}
    return {"help": words_of(card)}


def rbp_picker(chosen: core.Experiment) -> Component:
    """Make a searchable choice among the experiments that have a model; the rest of the page stays as it is."""
    options = [option(one.id, gene_and_id(one), one) for one in core.list_experiments() if one.has_model]
    return dmc.Select(
        id=ids.RBP_PICKER,
        data=options,
        value=chosen.id,
        allowDeselect=False,
        searchable=True,
        filter=FIND,
        nothingFoundMessage="No RBP of that name has a model here",
        size="xs",
        w=200,
        maxDropdownHeight=420,
        comboboxProps={"width": "min(300px, 92vw)", "position": "bottom-start"},
        **aria(label="RBP; the design stays"),
    )


def model_picker(name: str, experiment: core.Experiment) -> Component | None:
    """Make a choice among the models of an experiment, grouped, with a line on each; nothing if there is one."""
    if len(experiment.models) < 2:
        return None
    chosen = split_name(name)[1] or experiment.models[0]
    return dmc.Select(
        id=ids.MODEL,
        data=_grouped(experiment),
        value=f"{experiment.id}:{chosen}",
        allowDeselect=False,
        size="xs",
        w=260,
        maxDropdownHeight=460,
        renderOption={"function": "benchOption"},
        comboboxProps={"width": "min(440px, 92vw)", "position": "bottom-start"},
        className="model-picker",
        **aria(label=f"Model of {experiment.gene}"),
    )


def doubts(names: list[str]) -> list[Component]:
    """Return what stands beside answers of models that are not good: a sentence each, several folded into one line."""
    said = core.doubtful(names)
    if not said:
        return []
    if len(said) <= 2:
        return [html.Div([html.P(one) for one in said], className="doubts", role="note")]
    head = html.Summary(f"{len(said)} of these {len(names)} models need care: open to read why")
    return [html.Details([head, html.Ul([html.Li(one) for one in said])], className="doubts")]


def gene_and_id(experiment: core.Experiment) -> str:
    """Gene and id of an experiment, the id alone where they are one."""
    return f"{experiment.gene}, {experiment.id}" if experiment.gene != experiment.id else experiment.id


def _grouped(experiment: core.Experiment) -> list[dict]:
    """Group the models, that of the model in use first; the best on the test set and the one in use are marked."""
    options = {label: _option(f"{experiment.id}:{label}", label) for label in experiment.models}
    best = max(options.values(), key=lambda one: -2 if one["r"] is None else one["r"])
    groups: dict[str, list] = {}
    for place, option in enumerate(options.values()):
        said = [option["help"], USUAL * (place == 0), BEST * (option is best and option["r"] is not None)]
        shown = {name: option[name] for name in ("value", "label", "disabled") if name in option}
        shown["help"] = " ".join(filter(None, said))
        groups.setdefault(option["group"], []).append(shown)
    return [{"group": name, "items": items} for name, items in groups.items()]


def _option(name: str, label: str) -> dict:
    """Make a model's option: its label with the test Pearson, its group, and a line on it."""
    try:
        card = core.card(name)
        about = _about(card)
    except ModelError as error:
        about = {"help": sentence(error), "disabled": True}
    if "disabled" in about:
        return {"value": name, "label": f"{label} (damaged)", "group": DAMAGED, "r": None, **about}
    r = card.test_pearson
    shown = f"{label} of {len(card.seeds)}" if card.is_ensemble else label
    shown = shown if r is None else f"{shown}, test r {r:.3f}"
    return {"value": name, "label": shown, "group": group_of(card), "r": r, **about}
