"""The commands: options in, a JSON document out, with the same numbers as pages and scripts."""

import platform
import time
from dataclasses import fields, replace
from pathlib import Path

import core
from core import versions
from core.about import NAME, PAPER, VERSION
from core.cli.progress import (
    count,
    count_ranked,
    once,
    predict_probes,
    say,
    say_damaged,
    say_doubts,
    say_epoch,
    say_megabytes,
)
from core.data.store import damaged
from core.discovery.discover import aligned, similar
from core.formatting import plain
from core.library.experiments import full_name, full_names
from core.rna_scan.fasta import check_file_size, read_text

NAMED = ("id", "other", "experiments", "model_name", "hairpin")
"""Options that name experiments or models."""


def resolve_names(options) -> None:
    """Replace the names of RBPs by ids in all options that name experiments or models."""
    for option in NAMED:
        given = getattr(options, option, None)
        if isinstance(given, str):
            setattr(options, option, full_name(given))
        elif given:
            setattr(options, option, full_names(given))


def about(options) -> dict:
    """Describe this program and the libraries that determine its numbers."""
    shown = {"name": NAME, "version": VERSION, "method": PAPER, "python": platform.python_version()}
    listed = [one._asdict() | {"is_checked": one.is_checked} for one in versions.libraries()]
    return {**shown, "libraries": [{**one, "checked": list(one["checked"])} for one in listed]}


def list_experiments(options) -> list[dict]:
    """List the experiments of this machine."""
    shown = ("id", "gene", "source", "has_model", "has_probes", "test_pearson")
    listed = core.list_experiments()
    say_damaged()
    say_doubts([one.id for one in listed if one.has_model])
    return [{name: getattr(one, name) for name in shown} for one in listed]


def list_models(options) -> list[dict]:
    """List the models of this machine."""
    shown = ("validation_pearson", "test_pearson", "n_test", "seconds")
    experiment = core.find_experiment(options.id)
    say_damaged(experiment.id)
    names = [f"{experiment.id}:{label}" for label in experiment.models]
    cards = [core.card(name) for name in names]
    return [
        {"model": name, **{key: getattr(card, key) for key in shown}, "reliability": card.reliability.level}
        for name, card in zip(names, cards, strict=True)
    ]


def import_probes(options) -> dict:
    """Import a file of measurements, or only preview it."""
    if options.preview:
        found = core.preview_file(options.path, options.layout, say)
        return plain(found.to_dict())
    summary = core.import_file(options.path, options.layout)
    if summary.left_out:
        say(f"columns left out, because they hold no scores: {', '.join(summary.left_out)}")
    for note in summary.notes:
        say(note)
    shown = ("experiments", "n_probes", "n_a", "n_b")
    return {name: getattr(summary, name) for name in shown}


def list_datasets(options) -> list[dict]:
    """List the data sets of this machine."""
    for _path, sentence in damaged():
        say(sentence)
    return [
        {
            "name": one.name[:12],
            "file": one.file_name,
            "layout": one.layout,
            "date": one.date[:10],
            "experiments": len(one.entries),
            "n_a": one.n_a,
            "n_b": one.n_b,
            "bytes": one.n_bytes,
        }
        for one in core.list_datasets()
    ]


def remove_dataset(options) -> dict:
    """Remove a data set, or only say what depends on it."""
    found = (core.remove_dataset if options.yes else core.dataset_dependents)(options.name)
    if not options.yes:
        say("nothing was removed; add --yes to remove it.")
    return {
        "removed": options.yes,
        "name": found.dataset.name[:12],
        "file": found.dataset.file_name,
        "lose_their_probes": [entry.id for entry in found.lost],
        "taken_over": [f"{one.entry.id} by {one.file_name} of {one.date[:10]}" for one in found.taken_over],
        "of_a_newer_import_already": [entry.id for entry in found.unused],
        "models_left_without_probes": list(found.models),
        "models_shown_beside_older_probes": list(found.retold),
    }


def import_network(options) -> dict:
    """Keep a trained Keras network as a model."""
    asked = {name: getattr(options, name) for name in ("name", "gene", "alphabet", "output", "folder")}
    card = core.import_network(options.path, options.experiment, **asked, on_progress=count("predictions made"))
    return {"model": card.name, "test_pearson": card.test_pearson, "n_test": card.n_test, "best": card.top_kmers[0][0]}


def download(options) -> dict:
    """Download public measurements, and import them if asked."""
    path = core.download(options.source, options.folder, say_megabytes)
    document = {"path": str(path), "bytes": path.stat().st_size}
    if options.import_it:
        options.path, options.layout, options.preview = path, None, False
        document |= import_probes(options)
    return document


def train(options) -> dict | list[dict]:
    """Train a model on one experiment, or on several together."""
    recipe = _recipe(options, options.seed)
    if options.fresh:
        core.begin_anew(options.id, recipe)
    elif kept := core.unfinished(options.id, recipe):
        say(f"resumes after epoch {len(kept.epochs)} of at most {kept.total}; --fresh begins anew")
    reports = core.train_together(
        options.id,
        recipe,
        on_progress=say_epoch,
        folder=options.folder,
        on_folded=count("probes folded"),
    )
    documents = [_with_metrics(report) for report in reports]
    return documents[0] if len(documents) == 1 else documents


def train_all(options) -> list[dict]:
    """Train many experiments as one batch."""
    names = options.experiments or [e.id for e in core.list_experiments() if e.has_probes and e.source != "simulated"]
    if not names:
        raise core.AppError("no measurements are on this machine; import some first with: python -m core import PATH")
    recipes = [_recipe(options, seed) for seed in options.seeds]
    if options.schedule == "together":
        if options.folder:
            raise core.AppError(f"--folder is {options.folder}, but networks trained together are kept in GIA_HOME.")
        found = core.train_all_together(names, recipes, _trained(), say_epoch, options.fine_tune)
    elif options.fine_tune:
        raise core.AppError("--fine-tune is for networks trained together; add --schedule together.")
    else:
        found = core.train_all(names, recipes, options.jobs, _trained(), options.folder)
    return [one._asdict() for one in found]


def evaluate(options) -> dict:
    """Measure a model on set B."""
    say_doubts([options.id])
    predict_probes(options.id)
    return _with_metrics(core.evaluate(options.id))


def predict(options) -> dict:
    """Predict the binding of sequences."""
    say_doubts([options.id])
    return {"predictions": core.predict(options.id, options.sequence).tolist()}


def ism(options) -> dict | list[dict]:
    """Mutate sequences in silico."""
    say_doubts([options.id])
    (results,) = core.ism_together([options.id], options.sequence, count("sequences mutated"))
    documents = [
        {"sequence": result.sequence, "prediction": result.prediction, "delta": result.delta.T.tolist()}
        for result in results
    ]
    return documents[0] if len(documents) == 1 else documents


def structure(options) -> dict:
    """Fold a sequence."""
    return {context: values.tolist() for context, values in core.fold(options.sequence)._asdict().items()}


def gia(options) -> dict:
    """Ask the conditions of a design."""
    design = _design(options)
    shown = ("text", "global_importance", "ci_low", "ci_high", "median", "sd")
    models = once(options.id or [design.model_name])
    say_doubts(models)
    if options.over_seeds:
        rows = [plain(one._asdict()) for one in core.run_gia_seeds(design, count("sequences scored"))]
        return {"background": design.background, "n": design.n, "seed": design.seed, "conditions": rows}
    results = core.run_gia_together(models, design, count("sequences scored"))
    rows = []
    for model, result in zip(models, results, strict=True):
        named = {"model": model} if len(results) > 1 else {}
        rows += [plain(named | {name: getattr(found, name) for name in shown}) for found in result.conditions]
    return {"background": design.background, "n": design.n, "seed": design.seed, "conditions": rows}


def kmers(options) -> dict:
    """Rank all k-mers and find the motif."""
    given = ("k", "position", "method", "top", "n", "background", "seed")
    asked = {name: getattr(options, name) for name in given}
    say_doubts([options.id])
    scan = core.scan_kmers(core.open_model(options.id), **asked, on_progress=count_ranked())
    return {
        **scan._asdict(),
        "kmers": [plain(found._asdict()) for found in scan.kmers],
        "known_motifs": _similar(scan.kmers),
    }


def scan(options) -> dict:
    """Scan long RNAs, and score variants in them."""
    from core.exports import scan_document

    read = core.read_fasta(_text(options.fasta, "FASTA"))
    for notice in read.notices:
        say(notice)
    listed = core.read_variants(_text(options.variants, "substitutions"), read.rnas) if options.variants else None
    if listed and listed.problems:
        raise core.AppError(" ".join(listed.problems))
    asked = {
        name: getattr(options, name) for name in ("window", "step", "quantile", "fold_window", "fold_span", "seed")
    }
    names = once(options.id)
    say_doubts(names)
    found = core.scan_rnas(names, read.rnas, **asked, on_progress=count("predictions and folded letters"))
    substitutions = listed.substitutions if listed else ()
    effects = core.variant_effects(names, read.rnas, substitutions, options.window)
    return plain({"models": names, **asked, **scan_document(found, effects)})


def atlas(options) -> dict:
    """Compare many models: performance, and the findings of each analysis; also as a Markdown report."""
    from core import atlas as side_by_side

    chosen = side_by_side.choose(side_by_side.Choice(names=tuple(options.experiments)))
    names = tuple(name for name, experiment in chosen if experiment.has_model)
    if not names:
        raise core.AppError("none of these experiments has a model; train one with: python -m core train ID")
    setting = {name: getattr(options, name) for name in ("background", "n", "seed")}
    found = side_by_side.performance(side_by_side.Choice(names=names))
    asked = [side_by_side.Survey(analysis, names, **setting) for analysis in _analyses(options)]
    if options.condition:
        asked.append(side_by_side.Survey("design", names, **setting, conditions=tuple(options.condition)))
    surveys = {survey.analysis: side_by_side.ask(survey, _surveyed(survey.analysis)) for survey in asked}
    say_doubts(names)
    files = {}
    if options.report:
        text = side_by_side.report(found, surveys, setting)
        try:
            options.report.write_text(text, encoding="utf-8")
        except OSError as error:
            raise core.AppError(f"{options.report} cannot be written ({error.strerror}); name another file.") from error
        files = {"report": str(options.report)}
    if options.folder:
        files["answers"] = str(side_by_side.ship(options.folder, asked))
    shown = {
        "experiments": found.rows,
        "methods": [method._asdict() for method in found.methods],
        "comparisons": [one._asdict() for one in found.comparisons if one.points],
        "summaries": [one._asdict() for one in found.summaries],
        "ceiling": found.ceiling._asdict(),
        "overall": {name: side_by_side.overall(name, rows) for name, rows in surveys.items() if name != "design"},
    }
    return plain({**setting, **shown, "surveys": surveys, **files})


ATLAS = ("motifs", "additivity", "spacing", "positions", "gc")
"""Default analyses of the command atlas: those of its report."""


def _analyses(options) -> list[str]:
    """Return the named analyses; if none is named, those of the report, unless a design is asked."""
    return options.analyses or ([] if options.condition else [*ATLAS])


def _surveyed(analysis: str):
    """Make an ``on_progress`` for `core.atlas.ask`."""
    tell = count(f"sequences scored for {analysis}")
    return lambda now: tell(now.done, now.total)


def figures(options) -> list[dict]:
    """Redraw the paper's figures."""
    from core.checks import wholes
    from core.figures import draw

    asked = {name: getattr(options, name) for name in ("model_name", "hairpin", "affinities", "n", "seed")}
    reports = draw(options.out, wholes(options.figures), **asked, on_progress=count("panels drawn"))
    return [{**report._asdict(), "files": [str(path) for path in report.files]} for report in reports]


def simulate(options) -> dict:
    """Write the simulated measurements."""
    from core.simulation import measurements

    measurements.write(options.folder, options.seed)
    return {"folder": str(options.folder), "seed": options.seed}


def _text(path: Path, what: str) -> str:
    """Read the text of a file that is not too long."""
    try:
        check_file_size(path.stat().st_size)
        return read_text(path.read_bytes())
    except OSError as error:
        raise core.AppError(f"{path} cannot be read ({error.strerror}); name a file of {what}.") from error


def _recipe(options, seed: int) -> core.Recipe:
    given = {field.name: getattr(options, field.name) for field in fields(core.Recipe) if field.name != "seed"}
    return core.Recipe(**given, seed=seed)


def _trained():
    """Make an ``on_progress`` for `core.train_all`: a line per training, and an estimate of the time left."""
    started, trained = time.monotonic(), []

    def on_progress(done: int, total: int, one: core.Training) -> None:
        trained.extend([one] * (one.status != "kept"))
        reached = {"validation": one.validation_pearson, "test": one.test_pearson}
        figures = one.problem or ", ".join(f"{name} {r:.4f}" for name, r in reached.items() if r is not None)
        seed = "" if one.seed is None else f" seed {one.seed}"
        line = f"{done:>4} of {total}  {one.experiment} {one.gene}{seed}: {one.status}, {figures}"
        if trained and seed and done < total:
            left = (time.monotonic() - started) / len(trained) * (total - done)
            line += f"; {one.seconds:.0f} s, about {left / 60:.0f} min to go"
        say(line)

    return on_progress


def _design(options) -> core.Design:
    """Read the design of a file or of the options; models named as well replace the file's own."""
    if options.design is None:
        if not options.id or not options.condition:
            raise core.AppError("name a model and give one or more --condition, or give a --design FILE.")
        conditions = tuple(core.parse_condition(text) for text in options.condition)
        return core.Design(options.id[0], conditions, options.background, options.n, options.seed)
    if options.condition:
        raise core.AppError("the design file holds the conditions; give either --design or --condition.")
    try:
        text = options.design.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise core.AppError(f"{options.design} cannot be read as text; name the JSON file of a design.") from error
    design = core.read_design(text, *options.id[:1])
    if not (options.id or design.model_name):
        raise core.AppError(f"{options.design} names no model; name a model as well.")
    return replace(design, model_name=options.id[0]) if options.id else design


def _similar(kmers: list) -> list[dict]:
    """List known motifs that resemble the alignment motif of k-mers; empty if no k-mer raises the prediction."""
    shown = ("gene", "consensus", "pearson", "source")
    return [{name: match[name] for name in shown} for match in similar(aligned(kmers))]


def _with_metrics(report) -> dict:
    document = report._asdict()
    metrics = document.pop("metrics")
    return {**document, **metrics}
