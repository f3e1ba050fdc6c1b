"""The RBPs that an atlas shows: all on this machine, or those of chosen sources, families, species or names."""

from collections.abc import Iterable
from typing import NamedTuple

from core.errors import DataError
from core.library.experiments import Experiment, list_experiments
from core.models.registry import split_name


class Choice(NamedTuple):
    """Conditions on the RBPs to show; an empty part allows all.

    sources : ``simulated``, ``rnacompete2013``, ``imported``, ``own``. families : kinds of RNA-binding domain.
    names : experiments, or one of their models (``EXPERIMENT:LABEL``).
    """

    sources: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def takes(self, source: str, families: Iterable[str], species: str, experiment: str) -> bool:
        """Say whether an experiment with these properties is shown."""
        named = {split_name(name)[0] for name in self.names}
        return (
            (not self.sources or source in self.sources)
            and (not self.families or bool(set(families) & set(self.families)))
            and (not self.species or species in self.species)
            and (not named or experiment in named)
        )


EVERYTHING = Choice()


def choose(choice: Choice = EVERYTHING) -> list[tuple[str, Experiment]]:
    """List the chosen experiments with the name of the model that represents each, ordered as `list_experiments`.

    Experiments without a model are included. An experiment named with a label is represented by that model, and one
    named several times by each of the named models.

    Raises
    ------
    DataError : a name without an experiment on this machine.
    """
    labelled: dict[str, list[str]] = {}
    for name in dict.fromkeys(choice.names):
        labelled.setdefault(split_name(name)[0], []).append(name)
    listed = list_experiments()
    here = {experiment.id for experiment in listed}
    if unknown := [name for name in labelled if name not in here]:
        raise DataError(
            f"there is no experiment {unknown[0]!r} here; use ids of: python -m core experiments, or import its "
            "measurements first with: python -m core import PATH"
        )
    return [
        (name, one)
        for one in listed
        for name in labelled.get(one.id, [one.id])
        if choice.takes(one.source, one.families, one.species, one.id)
    ]
