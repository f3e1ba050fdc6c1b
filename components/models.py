"""Which model of an experiment a page asks: its picker, its unit, and what of its name goes into other names."""

import dash_mantine_components as dmc
from dash.development.base_component import Component

import core
from components import ids
from components.figures.units import UNITS, Unit
from core.errors import ModelError
from core.model.registry import split_name


def known(name: str | None, experiments: dict[str, core.Experiment]) -> str | None:
    """A model's name as far as it is on this machine: itself, its experiment, or None."""
    experiment_id, label = split_name(name or "")
    experiment = experiments.get(experiment_id)
    if experiment is None:
        return None
    return name if label is None or label in experiment.models else experiment_id


def experiment_id(name: str | None) -> str:
    """The experiment of a model's name."""
    return split_name(name or "")[0]


def file_stem(name: str) -> str:
    """A model's name as part of a file's name, which may hold no colon everywhere."""
    return name.replace(":", "_")


def unit_of(name: str) -> Unit:
    """What a model's predictions are in; errors as `core.card`."""
    return UNITS[core.card(name).architecture.task]


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


def _option(name: str, label: str) -> dict[str, str]:
    try:
        pearson = core.card(name).test_pearson
    except ModelError:  # whoever picks it reads why
        return {"value": name, "label": f"{label} (damaged)"}
    return {"value": name, "label": f"{label}, test r {pearson:.3f}"}
