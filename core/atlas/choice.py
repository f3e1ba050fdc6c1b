"""Which RBPs an atlas shows: all on this machine, or those of some sources, families, species or names."""

from collections.abc import Iterable
from typing import NamedTuple

from core.errors import DataError
from core.library.experiments import Experiment, list_experiments
from core.models.registry import split_name


class Choice(NamedTuple):
    """What RBPs must be to be shown; an empty part takes all.

    sources : ``simulated``, ``rnacompete2013``, ``imported``, ``own``. families : kinds of RNA-binding domain.
    names : experiments, or one of their models (``EXPERIMENT:LABEL``).
    """

    sources: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def takes(self, source: str, families: Iterable[str], species: str, experiment: str) -> bool:
        """Whether an experiment of these is shown."""
        named = {split_name(name)[0] for name in self.names}
        return (
            (not self.sources or source in self.sources)
            and (not self.families or bool(set(families) & set(self.families)))
            and (not self.species or species in self.species)
            and (not named or experiment in named)
        )


EVERYTHING = Choice()


def choose(choice: Choice = EVERYTHING) -> list[tuple[str, Experiment]]:
    """The chosen experiments, each with the name of the model that stands for it; ordered as `list_experiments`.

    Experiments without a model are among them; of one that is named with a label, that model stands for it, and of one
    that is named several times each of these models.

    Raises
    ------
    DataError : a name that is no experiment on this machine.
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
