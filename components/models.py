"""Which model of an experiment a page asks: its picker, its unit, and what of its name goes into other names."""

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

import core
from components import ids
from core.errors import DataError, ModelError
from core.experiments import full_name
from core.model.registry import file_stem, split_name
from core.units import UNITS, Unit

__all__ = ["doubts", "experiment_id", "file_stem", "known", "model_picker", "unit_of"]


def known(name: str | None, experiments: dict[str, core.Experiment]) -> str | None:
    """A model's name as far as it is on this machine: itself, its experiment, or None."""
    experiment_id, label = split_name(name or "")
    experiment = experiments.get(experiment_id)
    if experiment is None:
        return None
    return name if label is None or label in experiment.models else experiment_id


def named(text: str) -> str:
    """A model's name with the id of its experiment, where the name of an RBP tells it; else as it was given."""
    try:
        return full_name(text)
    except DataError:  # several: the page says which
        return text


def experiment_id(name: str | None) -> str:
    """The experiment of a model's name."""
    return split_name(name or "")[0]


def unit_of(name: str) -> Unit:
    """What a model's predictions are in; errors as `core.card`."""
    return UNITS[core.card(name).architecture.task]


def same(name: str, other: str) -> bool:
    """Whether two names are one model's: an experiment alone means its model in use; errors as `core.card`."""
    return name == other or core.card(name).name == core.card(other).name


def beside(name: str, other: str) -> str:
    """The name of a model that is shown beside another, checked; "" stays "".

    Raises
    ------
    DataError, ModelError : no such model, the same one, or one whose predictions are in another unit.
    """
    if not other:
        return ""
    units = [unit_of(one).long for one in (name, other)]
    if units[0] != units[1]:
        raise ModelError(
            f"{other} predicts in {units[1]} and {name} in {units[0]}, and they cannot share an axis; choose another."
        )
    if same(name, other):
        raise ModelError(f"{other} is the model of this page; choose another one to see beside it.")
    return other


def titles(names: list[str]) -> list[str]:
    """What people read for each of several models: genes where they tell them apart, else with id and label."""
    experiments = [core.find_experiment(name) for name in names]
    genes = [experiment.gene for experiment in experiments]
    if len(set(genes)) == len(names):
        return [experiment.title for experiment in experiments]
    if len({experiment_id(name) for name in names}) == len(names):
        return [f"{gene}, {experiment_id(name)}" for gene, name in zip(genes, names, strict=True)]
    return [f"{gene}, {core.card(name).label}" for gene, name in zip(genes, names, strict=True)]


def all_models(but: str) -> list[dict[str, str]]:
    """Every model on this machine but one as options of a Select; that in use of an experiment by its id alone."""
    options = []
    for experiment in core.list_experiments():
        for place, label in enumerate(experiment.models):
            name = f"{experiment.id}:{label}" if place else experiment.id
            title = f"{experiment.gene}, {experiment.id}" if experiment.gene != experiment.id else experiment.id
            if but not in (name, f"{experiment.id}:{label}"):
                options.append({"value": name, "label": f"{title}, {label}" if place else title})
    return options


def model_picker(name: str, experiment: core.Experiment) -> Component | None:
    """A choice among the models of an experiment, with their test Pearson; nothing where there is one."""
    if len(experiment.models) < 2:
        return None
    options = [_option(f"{experiment.id}:{label}", label) for label in experiment.models]
    chosen = split_name(name)[1] or experiment.models[0]
    return dmc.Select(
        id=ids.MODEL,
        data=options,
        value=f"{experiment.id}:{chosen}",
        allowDeselect=False,
        size="xs",
        w=260,
        className="model-picker",
        **{"aria-label": f"Model of {experiment.gene}"},
    )


def doubts(names: list[str]) -> Component | None:
    """What stands beside answers of models that are not good: a sentence each, several folded into one line."""
    said = core.doubtful(names)
    if len(said) <= 2:
        return html.Div([html.P(one) for one in said], className="doubts", role="note") if said else None
    head = html.Summary(f"{len(said)} of these {len(names)} models are weak, untested or know next to nothing")
    return html.Details([head, html.Ul([html.Li(one) for one in said])], className="doubts")


def _option(name: str, label: str) -> dict[str, str]:
    try:
        card = core.card(name)
    except ModelError:  # whoever picks it reads why
        return {"value": name, "label": f"{label} (damaged)"}
    label += f" of {len(card.seeds)}" if card.is_ensemble else ""
    return {"value": name, "label": label if card.test_pearson is None else f"{label}, test r {card.test_pearson:.3f}"}
