"""Performance of the models compared with published methods, from cards and papers; no model is asked."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from core.atlas.choice import EVERYTHING, Choice, choose
from core.atlas.methods import CEILING, CLIP, OURS, PUBLISHED, PUBLISHED_TRANSFORM, REPLICATES, Method, usual_title
from core.atlas.paired import Comparison, Summary, comparisons, summarise
from core.data import catalogue
from core.data.published import KARIN, KOO, N_PUBLISHED, SOURCE, PublishedMean, published, published_means
from core.errors import ModelError
from core.models import registry
from core.models.card import Card

OF_RESIDUALBIND = {
    "residualbind": "ResidualBind",
    "residualbind-clip": "ResidualBind, clip",
    "residualbind-pu": "ResidualBind + PU",
    "residualbind-phime": "ResidualBind + PHIME",
}
"""Methods that the paper compares, by label; log transform and sequence only unless the title says otherwise."""


class Performance(NamedTuple):
    """Methods, one row for each experiment, and paired comparisons.

    rows : experiment, gene, title (`title_of`), species, source, model ("" if none is here), top_kmers, Pearson by key
    of method; replicate_pearson, as `ceiling`; ours, the key of the method that represents us (`ours_first`), gain, its
    Pearson minus the best published one.
    means : published means over all 244 experiments. summaries : mean, SD and the difference to ThermoNet of every
    method, with the ceiling last.
    ceiling : correlation between the two spots of set-B probes that were spotted twice, if cards know it: a rough
    ceiling, since both spots are noisy and a model without error would reach its square root.
    """

    methods: list[Method]
    rows: list[dict[str, Any]]
    comparisons: list[Comparison]
    means: list[PublishedMean]
    summaries: list[Summary]
    ceiling: Method

    @property
    def coverage(self) -> str:
        """The number of published experiments for which we have numbers too: ``on 40 of 244``."""
        n = sum(row["gain"] is not None for row in self.rows)
        return f"on {n} of {N_PUBLISHED}"

    @property
    def means_text(self) -> str:
        """The published means in one line."""
        return "; ".join(f"{one.method} ({one.transform}) {one.pearson:.3f}" for one in self.means)

    def by_kind(self, method: Method) -> dict[str, dict[str, float]]:
        """Split the test Pearson of a method into real and simulated experiments."""
        simulated = {row["experiment"] for row in self.rows if row["source"] == "simulated"}
        kinds: dict[str, dict[str, float]] = {"real": {}, "simulated": {}}
        for one, pearson in method.pearson.items():
            kinds["simulated" if one in simulated else "real"][one] = pearson
        return kinds


def performance(choice: Choice = EVERYTHING) -> Performance:
    """Collect test Pearson of the chosen experiments by every method: models on this machine, and published ones.

    Published numbers cover the 244 experiments of RNAcompete 2013; all that the choice allows are included, even
    without a model here. Of several seeds of one method the lowest counts; classifiers, on another scale, are left out.

    Raises
    ------
    DataError : as `choose`.
    """
    chosen = {experiment.id: (name, experiment) for name, experiment in choose(choice)}
    models = registry.models()
    cards = {one: list(models.get(one, {}).values()) for one in chosen}
    ours, ceiling = _ours(cards), _ceiling(cards)
    listed = [one for one in catalogue.ids() if one not in chosen and _is_chosen(choice, one)]
    rows = [_row(name, experiment) for name, experiment in chosen.values()] + [_published_row(one) for one in listed]
    reported = {row["experiment"]: known for row in rows if (known := published(row["experiment"]))}
    theirs = [
        Method(
            key,
            f"{key}, published",
            SOURCE,
            {one: known[key] for one, known in reported.items()},
            PUBLISHED_TRANSFORM,
        )
        for key in PUBLISHED
    ]
    methods = [*ours, *(method for method in theirs if method.pearson)]
    order = ours_first(methods, reported)
    for row in rows:
        row |= _numbers(row["experiment"], methods, order, ceiling)
    genes = Counter(row["gene"] for row in rows)
    for row in rows:
        row["title"] = f"{row['gene']}, {row['experiment']}" if genes[row["gene"]] > 1 else row["gene"]
    rows.sort(key=lambda row: (not row["model"], row["source"] == "simulated", row["gene"].lower(), row["experiment"]))
    pairs, summaries = comparisons(methods, rows), summarise([*methods, ceiling], rows)
    return Performance(methods, rows, pairs, published_means(), summaries, ceiling)


def method_title(label: str) -> str:
    """Return the title of a published method, or of a model label."""
    return OF_RESIDUALBIND.get(label) or usual_title(label)


def ours_first(methods: Sequence[Method], reported: Container[str]) -> list[str]:
    """Rank the methods that may represent us where an experiment has several.

    Networks that read sequence only come first with clipped scores, like the published methods, then with log scores;
    then methods with numbers for the most published experiments.
    """

    def rank(method: Method) -> tuple:
        n = sum(experiment in reported for experiment in method.pearson)
        return method.transform != PUBLISHED_TRANSFORM, -n, method.is_ensemble, method.key not in (CLIP, OURS)

    return [method.key for method in sorted((one for one in methods if one.reads_sequence), key=rank)]


def _numbers(experiment: str, methods: Sequence[Method], order: Sequence[str], ceiling: Method) -> dict[str, Any]:
    """Return what the methods reach on one experiment, its ceiling, and our gain."""
    found: dict[str, Any] = {method.key: method.pearson.get(experiment) for method in methods}
    theirs = [r for method in methods if method.is_published and (r := found[method.key]) is not None]
    ours = next((key for key in order if found[key] is not None), None)
    gain = found[ours] - max(theirs) if ours and theirs else None
    return {**found, "replicate_pearson": ceiling.pearson.get(experiment), "ours": ours, "gain": gain}


def _ours(cards: Mapping[str, Sequence[Card]]) -> list[Method]:
    """Make a method for each kind of model here, those of ResidualBind first, then k-mer ridge."""
    found: dict[str, dict[str, tuple[int, Card]]] = {}
    for experiment, some in cards.items():
        for card in some:
            if card.architecture.task == "classification" or card.test_pearson is None:
                continue
            seed, held = card.spec.get("seed") or 0, found.setdefault(_method_key(card), {})
            if experiment not in held or seed < held[experiment][0]:
                held[experiment] = seed, card
    methods = [_of_cards(key, {one: card for one, (_, card) in held.items()}) for key, held in found.items()]
    listed = list(OF_RESIDUALBIND)
    return sorted(
        methods,
        key=lambda one: (
            listed.index(one.key) if one.key in listed else len(listed),
            not one.is_residualbind,
            not one.is_ridge,
            one.key,
        ),
    )


def _of_cards(key: str, cards: dict[str, Card]) -> Method:
    """Make the method of cards that share a label."""
    pearson = {one: card.test_pearson for one, card in cards.items() if card.test_pearson is not None}
    together = tuple(one for one, card in cards.items() if card.was_trained_together)
    return Method(key, method_title(key), "", pearson, _shared(card.kind for card in cards.values()), together)


def _ceiling(cards: Mapping[str, Sequence[Card]]) -> Method:
    """Collect the correlation of replicate spots by experiment, on clipped scores if a card has them."""
    found: dict[str, tuple[float, str]] = {}
    for experiment, some in cards.items():
        known = [(card.replicate_pearson, card.kind) for card in some if card.replicate_pearson is not None]
        if known:
            found[experiment] = min(known, key=lambda one: one[1] != PUBLISHED_TRANSFORM)
    pearson = {one: replicates for one, (replicates, _) in found.items()}
    return Method(REPLICATES, CEILING, "", pearson, _shared(kind for _, kind in found.values()))


def _shared(transforms: Iterable[str]) -> str:
    """Return the transform that all share, "" if they differ."""
    known = set(transforms)
    return known.pop() if len(known) == 1 else ""


def _method_key(card: Card) -> str:
    """Return the label of a model without its seed."""
    seed = card.spec.get("seed")
    return card.label.removesuffix(f"-seed{seed}") if seed else card.label


def _is_chosen(choice: Choice, rncmpt_id: str) -> bool:
    species = catalogue.genes()[rncmpt_id].species
    return choice.takes("rnacompete2013", catalogue.families(rncmpt_id), species, rncmpt_id)


def _row(name: str, experiment) -> dict[str, Any]:
    model = name if experiment.has_model else ""
    top_kmers = experiment.top_kmers
    if model and name != experiment.id:
        try:
            top_kmers = tuple(map(tuple, registry.card(name).top_kmers))
        except ModelError:  # whoever asks it reads why
            top_kmers = ()
    about = {"experiment": experiment.id, "gene": experiment.gene, "species": experiment.species}
    return {**about, "source": experiment.source, "model": model, "top_kmers": top_kmers}


def _published_row(rncmpt_id: str) -> dict[str, Any]:
    known = catalogue.genes()[rncmpt_id]
    about = {"experiment": rncmpt_id, "gene": known.gene, "species": known.species}
    return {**about, "source": "rnacompete2013", "model": "", "top_kmers": ()}


SOURCES = {"here": "models on this machine", "published": SOURCE, "means": f"{KOO}; of MultiRBP: {KARIN}"}
"""Origins of the numbers."""
