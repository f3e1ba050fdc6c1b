"""The command that asks a model a protocol."""

from pathlib import Path

import core
from core.cli.progress import count, once, say_doubts
from core.gia.protocols.protocol import Protocol

FORMERLY = {"experiment": "protocol"}
"""Today's names of parameters, by their former names."""


def ask(options) -> dict:
    """Ask the named protocol, with its parameters, of the named models."""
    protocol = core.PROTOCOLS[options.name]
    texts = _texts(options, protocol)
    if protocol.name == "robustness" and not {"protocol", "conditions"} & set(texts):
        texts["protocol"] = "multiple-sites"
    if "pattern" in protocol.missing(texts):
        texts["pattern"] = core.card(options.id[0]).top_kmers[0][0]
    arguments = protocol.parse(texts)
    names = once(options.id)
    say_doubts(names)
    models = [core.open_model(name) for name in names]
    if len(models) > 1 and protocol.name != "robustness":
        raise core.AppError(f"{protocol.name} asks one model, not {len(models)}; compare several with robustness.")
    asked = models if len(models) > 1 else models[0]
    outcome = protocol.ask(asked, **arguments, on_progress=count("sequences scored"))
    return {**outcome.to_dict(), **_figure(outcome, options.figure)}


def _texts(options, protocol: Protocol) -> dict[str, str]:
    """Collect the given parameters, each as an option of its own or in ``--parameters``."""
    given = {name: getattr(options, name, None) for name in protocol.parameters}
    texts = {name: text for name, text in given.items() if text is not None}
    for pair in options.parameters:
        name, equals, value = pair.partition("=")
        if not equals:
            raise core.AppError(f"{pair!r} is not a parameter; write NAME=VALUE, such as pattern=UGCAUG.")
        name = name.strip().replace("-", "_")
        if (now := FORMERLY.get(name)) in protocol.parameters:
            name = now
        if name in texts:
            raise core.AppError(f"{name} is given twice, {texts[name]!r} and {value!r}; give it once.")
        texts[name] = value
    return texts


def _figure(outcome: core.Outcome, folder: Path | None) -> dict:
    """Draw the figure of an outcome if a folder is given, and list its files."""
    if folder is None:
        return {}
    from core.figures.outcome import draw_outcome

    return {"files": [str(path) for path in draw_outcome(outcome, folder)]}
