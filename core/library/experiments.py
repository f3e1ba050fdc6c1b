"""The experiments of this machine: those with probes, shipped or imported, and those with a model."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.data import catalogue, store
from core.data.store import Entry
from core.errors import DataError, ModelError
from core.models import registry
from core.models.card_files import slug
from core.models.lookup import Library
from core.models.reliability import Reliability
from core.models.scoring import Model


class Experiment(NamedTuple):
    """One experiment as lists show it.

    gene : the RBP; the id if an import does not name it.
    source : ``simulated``, ``rnacompete2013`` or ``imported``; ``own`` if nothing but an external network is known of
        it.
    top_kmer : the k-mer with the highest global importance in its model; note : one line about the experiment.
    models : labels of its models, the one in use first.
    families : its kinds of RNA-binding domain, such as RRM, if they are known.
    top_kmers : (k-mer, global importance) of the model in use, best first.
    reliability : how far its model can be trusted; None without a model.
    shares_gene : whether other experiments on this machine are of the same gene.
    """

    id: str
    gene: str
    species: str
    source: str
    has_model: bool
    has_probes: bool
    test_pearson: float | None
    top_kmer: str | None
    note: str
    models: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    top_kmers: tuple[tuple[str, float], ...] = ()
    reliability: Reliability | None = None
    shares_gene: bool = False

    @property
    def title(self) -> str:
        """The name to show: the gene, with the id if the gene has several experiments here."""
        return f"{self.gene}, {self.id}" if self.shares_gene and self.gene != self.id else self.gene


def list_experiments() -> list[Experiment]:
    """List every experiment that has probes or a model on this machine: real ones first, then by gene and id."""
    return list(_here().values())


def find_experiment(name: str) -> Experiment:
    """Find an experiment by its id, the name of its RBP, or a model's name (``EXPERIMENT:LABEL``); see `full_name`.

    Raises
    ------
    DataError : there is none, or several of that RBP.
    ModelError : nothing is left of it but a model with a damaged card, or the experiment has no model of that name.
    """
    experiment_id, _ = registry.split_name(full_name(name))
    here = _here(experiment_id)
    if experiment_id in here:
        return here[experiment_id]
    store.check_descriptions()
    for one in registry.damaged():
        if one.slug == slug(experiment_id):
            raise ModelError(one.problem)
    head, _, label = experiment_id.rpartition(":")
    if owner := here.get(full_name(head)) if head else None:
        raise ModelError(f"{owner.id} has no model {label!r}; use one of: {', '.join(owner.models) or 'none'}.")
    if missing := not_here(experiment_id):
        raise DataError(missing)
    known = ", ".join(list(here)[:8]) + (", …" if len(here) > 8 else "")
    raise DataError(
        f"there is no experiment {experiment_id!r} here; use one of {known} (all: python -m core experiments), "
        "or import its measurements first with: python -m core import PATH"
    )


def full_names(names: Sequence[str | Model]) -> list[str]:
    """Return `full_name` of each."""
    return [full_name(name) for name in names]


def full_name(name: str | Model) -> str:
    """Return a model's name with the id of its experiment: ``RBFOX1:pwm`` is ``RNCMPT00168:pwm``.

    An id, in any case, means itself. Any other name is looked up among the RBPs of this machine, first in the same
    case, then in any, then among their other names (ELAVL1, TDP-43). An unknown name is returned unchanged.

    Raises
    ------
    DataError : several experiments of that RBP are here; the sentence lists them.
    ModelError : a model made by `core.wrap_model`, whose name says nothing about a model of this machine.
    """
    if isinstance(name, Model):
        if not is_registered(name):
            raise ModelError(f"{name.name} was made by wrap_model, so it has no card; name a model of this machine.")
        return name.name
    asked, label = registry.split_name(name)
    found = meant(asked)
    if len(found) > 1:
        choices = ", ".join(f"{one.id} ({quality(one)})" for one in found)
        genes = " and ".join(dict.fromkeys(one.gene for one in found))
        raise DataError(f"{len(found)} experiments of {genes} are on this machine: {choices}; name one of them.")
    return name if not found else f"{found[0].id}:{label}" if label else found[0].id


def is_registered(model: Model) -> bool:
    """Say whether a model was opened from this machine's registry; a wrapped model was not, whatever its name."""
    try:
        return registry.card(model.name).answers_key == model.key
    except ModelError:
        return False


def meant(name: str) -> list[Experiment]:
    """List the experiments of this machine that a name can mean, as `full_name` reads it: none, one, or several."""
    listed = list(_here(name).values())
    ways = (lambda one, asked: one.id == asked, *_SPELLINGS)
    return next(filter(None, (_called(name, listed, how) for how in ways)), [])


def not_here(text: str) -> str:
    """Say which RNAcompete experiments of an RBP exist but are not on this machine, and how to get one; "" if none."""
    here = {one.id for one in list_experiments()}
    ids = [text] if catalogue.gene(text) else catalogue.named(text)
    ids = [one for one in ids if one not in here]
    if not ids:
        return ""
    genes = " and ".join(dict.fromkeys(catalogue.genes()[one].gene for one in ids))
    listed = ", ".join(ids)
    called = f"{genes} ({listed})" if text in ids else f"{text} ({'' if text == genes else f'{genes}: '}{listed})"
    return _cure(called, ids[0])


def absent() -> list[tuple[tuple[str, ...], str]]:
    """List the RBPs of RNAcompete without an experiment here: their names, and the sentence of `not_here`."""
    listed = list_experiments()
    here, genes = {one.id for one in listed}, {catalogue.name_key(one.gene) for one in listed}
    ids: dict[str, list[str]] = {}
    for one in catalogue.ids():
        gene = catalogue.genes()[one].gene
        if one not in here and catalogue.name_key(gene) not in genes:
            ids.setdefault(gene, []).append(one)
    return [
        ((gene, *catalogue.aliases(gene), *found), _cure(f"{gene} ({', '.join(found)})", found[0]))
        for gene, found in ids.items()
    ]


def _cure(called: str, experiment: str) -> str:
    return (
        f"{called} is not on this machine; get its measurements with: python -m core download --import and a model "
        f"with: python -m core train {experiment}"
    )


def _called(asked: str, listed: list[Experiment], how: Callable[[Experiment, str], bool]) -> list[Experiment]:
    return [one for one in listed if how(one, asked)]


_SPELLINGS: tuple[Callable[[Experiment, str], bool], ...] = (
    lambda one, asked: one.id.casefold() == asked.casefold(),
    lambda one, asked: one.gene == asked,
    lambda one, asked: one.gene.casefold() == asked.casefold(),
    lambda one, asked: (
        bool(key := catalogue.name_key(asked))
        and key in map(catalogue.name_key, (one.gene, *catalogue.aliases(one.gene)))
    ),
)
"""Ways in which a name can mean an experiment; the first way that finds any decides."""


def quality(one: Experiment) -> str:
    """Say the test Pearson of the model in use of an experiment, or that it has none."""
    return "no model" if one.test_pearson is None else f"test r {one.test_pearson:.3f}"


def _here(experiment_id: str | None = None) -> Mapping[str, Experiment]:
    """Return every experiment by id, as `list_experiments` sorts them, made anew only if a card or a data set changed.

    experiment_id : the one that is asked for, as of `registry.library`.
    """
    return _listed(registry.library(experiment_id), tuple(store.datasets()))


@lru_cache(maxsize=4)
def _listed(library: Library, datasets: Sequence[store.Dataset]) -> Mapping[str, Experiment]:
    entries, models = store.entries_of(datasets), library.models
    listed = [_experiment(key, entries.get(key), models.get(key, {})) for key in {**entries, **models}]
    genes = Counter(one.gene.lower() for one in listed)
    listed = [one._replace(shares_gene=genes[one.gene.lower()] > 1) for one in listed]
    listed.sort(key=lambda e: (e.source == "simulated", e.gene.lower(), e.id))
    return MappingProxyType({one.id: one for one in listed})


def _experiment(key: str, entry: Entry | None, models: dict[str, registry.Card]) -> Experiment:
    has_probes = entry is not None
    card = next(iter(models.values()), None)
    entry = entry or _of_models(key, card)
    top_kmers = tuple(map(tuple, card.top_kmers)) if card else ()
    return Experiment(
        id=key,
        gene=entry.gene or key,
        species=entry.species,
        source=entry.source,
        has_model=card is not None,
        has_probes=has_probes,
        test_pearson=card.test_pearson if card else None,
        top_kmer=top_kmers[0][0] if top_kmers else None,
        note=entry.note,
        models=tuple(models),
        families=catalogue.families(key),
        top_kmers=top_kmers,
        reliability=card.reliability if card else None,
    )


def _of_models(key: str, card: registry.Card | None) -> Entry:
    """Describe an experiment without probes by its id, or else by the external network that it stands for."""
    entry = store.describe(key)
    if card is None or not card.architecture.is_external or entry.gene:
        return entry
    return entry._replace(gene=card.gene, source="own")
