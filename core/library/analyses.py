"""Questions that can be asked of a model by its name, the same for pages, command line and scripts.

A name is an experiment, or ``EXPERIMENT:LABEL`` if that has several models (`core.models.registry`).
"""

from collections.abc import Sequence
from functools import wraps

import numpy as np

from core.data import store
from core.discovery.discover import Findings
from core.discovery.discover import discover as _discover
from core.discovery.ism import Ism
from core.discovery.ism import ism_together as mutate
from core.discovery.kmer_scan import KmerScan
from core.discovery.kmer_scan import scan_kmers as _scan_kmers
from core.errors import DataError, ModelError
from core.gia import run
from core.gia.design import Design
from core.gia.importance import GiaResult
from core.gia.seeds import OverSeeds, over_seeds
from core.library.experiments import find_experiment, full_name, is_registered
from core.models import registry
from core.models.card import MEMBERS
from core.models.families import family, other_families, why_single
from core.models.scoring import Model, TestProbes
from core.progress import OnProgress
from core.sequence import encode


def open_model(model: str | Model) -> Model:
    """Open a model by its name, ready to be asked; a `Model` is returned unchanged. Errors as `predict`.

    Its shuffled and quartile backgrounds come from set B of its experiment, which must be on this machine for them.

    Parameters
    ----------
    model : an experiment's id, ``EXPERIMENT:LABEL``, or the name of an RBP (`core.library.experiments.full_name`).
    """
    if isinstance(model, Model):
        return model
    name = full_name(model)
    find_experiment(name)
    found = registry.card(name)

    def probes() -> TestProbes:
        loaded = store.load(found.experiment)
        return TestProbes(loaded.letters[loaded.in_b], loaded.scores[loaded.in_b])

    return Model(found.answers_key, name, registry.predictor(name), np.array(found.profile), probes)


def registry_name(model: str | Model) -> str:
    """Return the name by which the registry knows a model; "" for a model made by `core.wrap_model`.

    Raises
    ------
    DataError : several experiments of that RBP are here.
    """
    if not isinstance(model, Model):
        return full_name(model) or find_experiment(model).id  # an empty name is no wrapped model: it is refused
    return model.name if is_registered(model) else ""


def card(model: str | Model) -> registry.Card:
    """Return the card of a model: how it was made and how good it is.

    Raises
    ------
    DataError : an unknown experiment.
    ModelError : no model, a damaged card, or a model made by `core.wrap_model`, which has no card.
    """
    find_experiment(name := full_name(model))
    return registry.card(name)


def doubtful(names: Sequence[str | Model]) -> list[str]:
    """Say how far each model that is not good can be trusted, in one sentence that begins with its RBP.

    The same holds for a model that reads structures, if the installed ViennaRNA may fold differently from the one it
    was trained with. Models that are not on this machine are left out; `card` names them.
    """
    found = []
    here = [full_name(one) for one in names if not isinstance(one, Model) or is_registered(one)]
    for name in dict.fromkeys(here):
        experiment, label = registry.split_name(name)
        labelled = registry.models_of(experiment)
        one = labelled.get(label) if label else next(iter(labelled.values()), None)
        if one and (said := one.folding_doubt if one.reliability.is_good else one.trust):
            title = name if one.gene == experiment else f"{one.gene} ({name})"
            found.append(f"{title}: {said}")
    return found


def predict(model: str | Model, sequences: Sequence[str]) -> np.ndarray:
    """Predict binding scores (N,), in standard deviations of the transformed score, or in the model's own units.

    Parameters
    ----------
    model : a name as in `open_model`, or a model such as `core.wrap_model` makes.

    Raises
    ------
    SequenceError : a sequence that is empty, too long, or has letters other than A, C, G, U, T.
    DataError, ModelError : an unknown experiment, or an experiment without a usable model.
    """
    letters = encode(sequences)
    return open_model(model).score(letters)


def ism(model: str | Model, sequence: str) -> Ism:
    """Mutate one sequence in silico, every letter to every other; arguments and errors as `predict`."""
    return ism_together([model], [sequence])[0][0]


def ism_together(
    models: Sequence[str | Model], sequences: Sequence[str], on_progress: OnProgress | None = None
) -> list[list[Ism]]:
    """Mutate many sequences in silico by several models, a list for each model; errors as `predict`.

    Outputs of one multi-task model, and all sequences, share a forward pass. ``on_progress`` is called with (sequences
    mutated, total); an exception it raises cancels the run.
    """
    return mutate([open_model(model).score for model in models], sequences, on_progress)


def run_gia(design: Design, model: str | Model | None = None, on_progress: OnProgress | None = None) -> GiaResult:
    """Ask every condition of a design on the same backgrounds, and compare them with the reference.

    Conditions asked before with the same model and backgrounds are not computed again.

    Parameters
    ----------
    model : asked in place of the model that the design names, such as one made by `wrap_model`.
    on_progress : called with (sequences scored, total); an exception it raises cancels the run.

    Raises
    ------
    DataError, ModelError : an unknown experiment, one without a usable model, or backgrounds made of probes that are
        not on this machine.

    Source: Koo et al. 2021, Eq. 2.
    """
    return run.run(open_model(model or design.model_name), design, on_progress)


def run_gia_together(
    models: Sequence[str | Model], design: Design, on_progress: OnProgress | None = None
) -> list[GiaResult]:
    """Ask several models a design, a result for each, all on the backgrounds of the design's own experiment.

    If that experiment is not on this machine, as with wrapped models, the backgrounds are those of the first model.

    Outputs of one multi-task model share a forward pass. Otherwise as `run_gia`.
    """
    opened = [open_model(model) for model in models]
    of_it = next((one for one in opened if one.name == design.model_name), None)
    is_wrapped = opened and not registry_name(opened[0])
    owner = of_it or (opened[0] if is_wrapped and not _is_here(design.model_name) else open_model(design.model_name))
    return run.run_together(opened, design, on_progress, owner)


def _is_here(model_name: str) -> bool:
    try:
        return bool(card(model_name))
    except (DataError, ModelError):
        return False


@wraps(_discover)
def discover(model: str | Model, *asked, **named) -> Findings:
    return _discover(open_model(model), *asked, **named)


@wraps(_scan_kmers)
def scan_kmers(model: str | Model, *asked, **named) -> KmerScan:
    return _scan_kmers(open_model(model), *asked, **named)


def seeds_of(model: str | Model) -> list[str]:
    """List the models that differ from this one only in their seed, itself included, by seed; errors as `card`.

    For an ensemble, list its members.
    """
    asked = card(model)
    return [one.name for one in family(asked) if not asked.is_ensemble or one.key in asked.spec[MEMBERS]]


def others_with_seeds(model_name: str) -> list[str]:
    """List other kinds of models of the experiment that have several seeds, each by its model of the lowest seed."""
    return [alike[0].name for alike in other_families(card(model_name))]


def run_gia_seeds(design: Design, on_progress: OnProgress | None = None) -> list[OverSeeds]:
    """Ask a design of all models that differ from its own only in their seed.

    Raises
    ------
    ModelError : there is only one such model.
    DataError, ModelError : as `run_gia`.
    """
    names = seeds_of(design.model_name)
    if len(names) < 2:
        raise ModelError(why_single(card(design.model_name), "model", "so there is no interval over seeds"))
    return over_seeds(run_gia_together(names, design, on_progress))
