"""Ensembles: the mean prediction of networks that differ only in their seed, as a model of its own.

An ensemble is a card that names its networks and has no weights; `core.models.registry` asks it like any other model.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from core.data import store
from core.data.transform import Transform
from core.errors import DataError, ModelError
from core.library.experiments import find_experiment, full_name
from core.models import registry
from core.models.card import MEMBERS, SEEDS, TRANSFORMS, Card, ensemble_digest, spec_key
from core.models.families import family, why_single
from core.training.evaluation import measured_cards
from core.training.splits import set_b


def make_ensemble(model_name: str) -> list[Card]:
    """Make a model of all networks that differ from one only in their seed: it predicts the mean of theirs.

    The ensemble is measured on set B once; an ensemble of the same networks is not measured again, and an older one of
    other seeds is replaced. Networks of several outputs give an ensemble for each output.

    Parameters
    ----------
    model_name : of any of these networks, or of an ensemble of some of them.

    Returns
    -------
    The card of each output's ensemble, in their order.

    Raises
    ------
    DataError : an unknown experiment, or one whose probes are not on this machine, or are not the probes that the
        networks were trained on.
    ModelError : no such model, an external model, a model without others of its kind, or a damaged network.
    """
    find_experiment(model_name := full_name(model_name))
    asked = registry.card(model_name)
    networks = family(asked)
    _check(asked, networks)
    specs, digest = list(_specs(asked, networks)), ensemble_digest(networks)
    kept = [registry.of_key(spec["experiment"], spec_key(spec)) for spec in specs]
    alike = [one for one in kept if one and one.weights_sha256 == digest]
    if len(alike) == len(specs):
        return alike
    return registry.save_ensemble(_measured(networks, specs, digest))


def _check(asked: Card, networks: Sequence[Card]) -> None:
    if asked.architecture.is_external:
        raise ModelError(f"{asked.name} was trained elsewhere, without a seed; choose a model that was trained here.")
    if len(networks) < 2:
        raise ModelError(why_single(asked, "network", "and an ensemble needs two"))


def _specs(asked: Card, networks: Sequence[Card]) -> Iterator[dict]:
    """Yield the spec of each output's ensemble: what its networks share, their seeds and the keys of their cards."""
    for output, experiment in enumerate(asked.spec.get("experiments", [asked.experiment])):
        own = {"experiment": experiment, **({"output": output} if asked.is_multitask else {})}
        if TRANSFORMS in asked.spec:
            own["transform"] = asked.spec[TRANSFORMS][output]
        of_each = [spec_key({**one.spec, **own}) for one in networks]
        yield {**asked.family, **own, SEEDS: [one.seeds[0] for one in networks], MEMBERS: of_each}


def _measured(networks: Sequence[Card], specs: Sequence[dict], digest: str) -> list[Card]:
    """Measure all outputs and make their cards; scores are transformed as for the network of the lowest seed."""
    lowest = []
    for spec in specs:
        card = registry.of_key(spec["experiment"], spec[MEMBERS][0])
        if card is None:
            raise ModelError(
                f"the card of {spec['experiment']}, another output of {networks[0].name}, is missing or damaged; "
                "restore it, or train again."
            )
        lowest.append(card)
    probes = {name: store.load(name) for name in dict.fromkeys(card.experiment for card in lowest)}
    known = networks[0].spec.get("data")
    if [probes[card.experiment].digest for card in lowest] != ([known] if isinstance(known, str) else known):
        raise DataError(
            f"the probes of {lowest[0].experiment} on this machine are not those that its networks were trained on, so "
            "their mean cannot be measured; import those again, or train again."
        )
    shared: dict[str, Any] = {
        "validation_pearson": None,
        "history": [],
        "seconds": round(sum(one.seconds for one in networks), 1),
        "versions": _agreed([one.versions for one in networks]),
        "weights_sha256": digest,
    }
    told = ("experiment", "gene", "transform", "n_train", "n_validation")
    about = [
        {**{name: getattr(card, name) for name in told}, "spec": spec, **shared}
        for card, spec in zip(lowest, specs, strict=True)
    ]
    names = list(probes)
    outputs = [(names.index(card.experiment), Transform.from_dict(card.transform)) for card in lowest]
    test = set_b(list(probes.values()), outputs)
    return measured_cards(registry.loaded(networks), networks[0].architecture, test, about)


def _agreed(versions: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return the versions that all networks share."""
    return {name: made for name, made in versions[0].items() if all(one.get(name) == made for one in versions)}
