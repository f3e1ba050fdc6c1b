"""Commands on trained models and unfinished trainings: options in, a JSON document out (see `core.cli.commands`)."""

import dataclasses

import core
from core.cli.progress import count, predict_probes, say, say_epoch
from core.formatting import plain
from core.library import model_removal
from core.library.comparison import check_pair, differences
from core.models.card import MEMBERS


def card(options) -> dict:
    """Return a model's complete card."""
    found = core.card(options.id)
    if found.folding_doubt:
        say(found.folding_doubt)
    return plain({**dataclasses.asdict(found), "reliability": found.reliability._asdict()})


def card_text(document: dict) -> str:
    """Format the part of a card that fits on a screen."""
    from core.cli.text import fields, table

    shown = ("experiment", "gene", "validation_pearson", "test_pearson", "n_train", "n_validation", "n_test", "seconds")
    shown += ("trained", *(("weights", "weights_bytes") if document["weights"] else ()))
    spec = {name: [key[:10] for key in given] if name == MEMBERS else given for name, given in document["spec"].items()}
    epochs = [{"epoch": n, "loss": loss, "validation": r} for n, (loss, r) in enumerate(document["history"], start=1)]
    kmers = ", ".join(f"{kmer} {importance:.2f}" for kmer, importance in document["top_kmers"][:5])
    trust = {"reliability": document["reliability"]["text"]}
    trust["made with"] = ", ".join(f"{name} {version}" for name, version in document["versions"].items())
    said = {name: document[name] for name in shown} | trust | spec | {"top 6-mers": kmers}
    return f"{fields(said)}\n\n{table(epochs)}" if epochs else fields(said)


def take_out(options) -> list[dict]:
    """Extract the heads of a multi-task network."""
    kept = core.take_out(options.id, options.folder)
    return [{"model": card.name, "test_pearson": card.test_pearson, "bytes": card.weights_bytes} for card in kept]


def fine_tune(options) -> list[dict]:
    """Train outputs of a multi-task network further, each on its experiment."""
    documents = []
    for name in options.id:
        card = core.fine_tune(name, options.epochs, say_epoch, options.folder)
        reached = {"validation_pearson": card.validation_pearson, "test_pearson": card.test_pearson}
        documents.append({"model": card.name, **reached, "test_pearson_before": core.card(name).test_pearson})
        say(f"{card.name}: test Pearson {card.test_pearson:.4f}, before {core.card(name).test_pearson:.4f}")
    return documents


def ensemble(options) -> dict | list[dict]:
    """Make the ensemble, or those of all experiments of multi-task networks, and list its members' performance."""
    documents = []
    for made in core.make_ensemble(options.id):
        of_each = [core.card(name).test_pearson for name in core.seeds_of(made.name)]
        reached = {"test_pearson": made.test_pearson, **made.metrics, "test_pearson_of_each": of_each}
        documents.append(plain({"model": made.name, "mean_of": made.mean_of, **reached, "n_test": made.n_test}))
    return documents[0] if len(documents) == 1 else documents


def compare_models(options) -> dict:
    """Compare two trainings: recipes, and test Pearson with an interval."""
    first, second = core.card(options.id), core.card(options.other)
    told = [one._asdict() for one in differences(first, second)]
    check_pair(options.id, options.other)
    for name in (options.id, options.other):
        predict_probes(name)
    found = core.compare_models(options.id, options.other, options.resamples, options.seed, count("resamples"))
    shown = ("pearson", "difference", "ci_low", "ci_high", "n", "resamples", "seed", "between")
    return {"differences": told, **{name: plain(getattr(found, name)) for name in shown}}


def comparison_text(document: dict) -> str:
    """Format a comparison: the differences of the recipes, then the numbers."""
    from core.cli.text import fields, table

    numbers = {name: value for name, value in document.items() if name != "differences"}
    told = table(document["differences"]) if document["differences"] else "the recipes are the same"
    return f"{told}\n\n{fields(numbers)}"


def remove_model(options) -> dict:
    """Remove a model, or only say what would go with it."""
    plan = (core.remove_model if options.yes else core.plan_removal)(options.id)
    if not options.yes:
        say("nothing was removed; add --yes to remove it.")
    return {"removed": options.yes, "name": plan.name, **removal_fields(plan)}


def removal_fields(plan: model_removal.Removal) -> dict:
    """List what goes with a removed model, and what takes its place."""
    return {
        "goes_with_it": [*plan.others, *plan.ensembles],
        "without_a_model_then": list(plan.lost),
        "in_use_then": [f"{experiment}: {name}" for experiment, name in plan.instead.items()],
        "bytes": plan.weights_bytes,
    }


def list_trainings(options) -> list[dict]:
    """List the unfinished trainings, or discard one."""
    if options.discard:
        gone = core.discard_training(options.discard)
        return [{**_listed(gone), "discarded": True}]
    return [_listed(one) for one in core.list_trainings()]


def trainings_text(rows: list[dict]) -> str:
    """Format the list of unfinished trainings."""
    from core.cli.text import table

    return table(rows) if rows else "no training is unfinished"


def _listed(one: core.Unfinished) -> dict:
    usual = core.Recipe()
    told = {field.name: getattr(one.recipe, field.name) for field in dataclasses.fields(one.recipe)}
    options = [f"{name}={value}" for name, value in told.items() if value != getattr(usual, name)]
    return {
        "key": one.key[:10],
        "experiments": list(one.experiments),
        "recipe": ", ".join(options) or "as usual",
        "epochs": len(one.epochs),
        "of_at_most": one.total,
        "validation_pearson": one.epochs[-1].validation_pearson if one.epochs else None,
        "changed": one.changed,
    }
