"""What can be asked of a model by its name, the same for pages, command line and scripts.

A name is an experiment, or ``EXPERIMENT:LABEL`` where it has several models (`core.models.registry`).
"""

from collections.abc import Sequence
from functools import wraps
from threading import Event

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

_warm = Event()


def open_model(model: str | Model) -> Model:
    """A model of the registry, ready to be asked; a `Model` stays what it is. Errors as `predict`.

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
    """The name by which the registry knows a model; "" of one that was made by `core.wrap_model`.

    Raises
    ------
    DataError : several experiments of that RBP are here.
    """
    if not isinstance(model, Model):
        return full_name(model) or find_experiment(model).id  # an empty name is no wrapped model: it is refused
    return model.name if is_registered(model) else ""


def card(model: str | Model) -> registry.Card:
    """The card of a model: how it was made and how good it is.

    Raises
    ------
    DataError : an unknown experiment.
    ModelError : no model, a damaged card, or a model that was made by `core.wrap_model` and so has none.
    """
    find_experiment(name := full_name(model))
    return registry.card(name)


def doubtful(names: Sequence[str | Model]) -> list[str]:
    """Say of each model that is not good how far it can be trusted, one sentence each that begins with its RBP.

    So it does of one that reads structures, if those of the installed ViennaRNA may not be the ones it learned. Models
    that are not on this machine are left out; `card` names them.
    """
    models, found = registry.models(), []
    here = [full_name(one) for one in names if not isinstance(one, Model) or is_registered(one)]
    for name in dict.fromkeys(here):
        experiment, label = registry.split_name(name)
        labelled = models.get(experiment, {})
        one = labelled.get(label) if label else next(iter(labelled.values()), None)
        if one and (said := one.folding_doubt if one.reliability.is_good else one.trust):
            title = name if one.gene == experiment else f"{one.gene} ({name})"
            found.append(f"{title}: {said}")
    return found


def predict(model: str | Model, sequences: Sequence[str]) -> np.ndarray:
    """Predicted binding scores (N,), in standard deviations of the transformed score, or in the model's own units.

    Parameters
    ----------
    model : a name as of `open_model`, or a model such as `core.wrap_model` makes.

    Raises
    ------
    SequenceError : a sequence that is empty, too long, or has letters other than A, C, G, U, T.
    DataError, ModelError : an unknown experiment, or one without a sound model.
    """
    letters = encode(sequences)
    return open_model(model).score(letters)


def ism(model: str | Model, sequence: str) -> Ism:
    """In silico mutagenesis of one sequence; arguments and errors as `predict`."""
    return ism_together([model], [sequence])[0][0]


def ism_together(
    models: Sequence[str | Model], sequences: Sequence[str], on_progress: OnProgress | None = None
) -> list[list[Ism]]:
    """In silico mutagenesis of many sequences by several models, a list for each model; errors as `predict`.

    Of the outputs of one multi-task model, and of all sequences, it is one forward pass. ``on_progress`` is told
    (sequences mutated, all); what it raises cancels.
    """
    return mutate([open_model(model).score for model in models], sequences, on_progress)


def run_gia(design: Design, model: str | Model | None = None, on_progress: OnProgress | None = None) -> GiaResult:
    """Every condition of a design on the same backgrounds, and each later one against the first.

    What was asked before, of the same model and backgrounds, is not computed again.

    Parameters
    ----------
    model : another than the one that the design names, such as one made by `wrap_model`.
    on_progress : is told (sequences scored, all); what it raises cancels.

    Raises
    ------
    DataError, ModelError : an unknown experiment, one without a sound model, or backgrounds that need probes that are
        not on this machine.

    Source: Koo et al. 2021, Eq. 2.
    """
    return run.run(open_model(model or design.model_name), design, on_progress)


def run_gia_together(
    models: Sequence[str | Model], design: Design, on_progress: OnProgress | None = None
) -> list[GiaResult]:
    """As `run_gia`, a result for each of several models, all on the backgrounds of the design's own experiment.

    Where that is none of this machine, as with wrapped models, it is on the backgrounds of the first.

    Of the outputs of one multi-task model it is one forward pass.
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
    """The models that differ from one in nothing but their seed, itself among them, by seed; errors as `card`.

    Of an ensemble those that it is the mean of.
    """
    asked = card(model)
    return [one.name for one in family(asked) if not asked.is_ensemble or one.key in asked.spec[MEMBERS]]


def others_with_seeds(model_name: str) -> list[str]:
    """The model of the lowest seed of each other kind of the same experiment that was trained from several seeds."""
    return [alike[0].name for alike in other_families(card(model_name))]


def run_gia_seeds(design: Design, on_progress: OnProgress | None = None) -> list[OverSeeds]:
    """Every condition of a design, asked of all models that differ from its own in their seed alone.

    Raises
    ------
    ModelError : there is but one such model.
    DataError, ModelError : as `run_gia`.
    """
    names = seeds_of(design.model_name)
    if len(names) < 2:
        raise ModelError(why_single(card(design.model_name), "model", "so there is no interval over seeds"))
    return over_seeds(run_gia_together(names, design, on_progress))


def warm_up() -> None:
    """Load the network's engine and compile its batch shapes, so that the first question is quick.

    Compiled is the architecture, not a model: it needs none, and serves every experiment.
    """
    from core.models.inference.network import RESIDUALBIND, Network

    Network(RESIDUALBIND.build()).warm_up()
    _warm.set()


def is_warm() -> bool:
    """Whether `warm_up` has finished in this process."""
    return _warm.is_set()
