"""What questions of the Scan page ask of `core`. Imports no Dash, as jobs read it."""

from typing import Any

import core
from core.rna_scan import link


def scan_of(asked: dict[str, Any], on_progress: Any = None) -> core.RnaScan:
    """Return the scan of a question, at once if it was computed before."""
    rnas, given = link.unpack(asked["rnas"]), ("window", "step", "quantile", "fold_window", "fold_span")
    names = [name for name, _ in asked["models"]]
    return core.scan_rnas(names, rnas, **{name: asked[name] for name in given}, on_progress=on_progress)


def effects_of(asked: dict[str, Any], on_progress: Any = None) -> list[core.Effect]:
    """Return the effects of a question's substitutions; errors as in `core.variant_effects`."""
    rnas = link.unpack(asked["rnas"])
    listed = core.read_variants("\n".join(asked["variants"]), rnas)
    names = [name for name, _ in asked["models"]]
    return core.variant_effects(names, rnas, listed.substitutions, asked["window"], on_progress)
