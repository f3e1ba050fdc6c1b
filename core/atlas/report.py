"""The atlas as Markdown: one row for each experiment, how methods compare, and where every number comes from."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.about import NAME, PAPER, VERSION
from core.atlas.arrange import answered, corrected
from core.atlas.performance import OURS, PUBLISHED, SOURCES, Comparison, Method, Performance, method_title
from core.numbers import NONE, number_text

Row = dict[str, Any]
CLIP = "residualbind-clip"


def report(found: Performance, surveys: dict[str, Sequence[Row]], setting: dict[str, Any]) -> str:
    """A document to keep, print or commit.

    Parameters
    ----------
    surveys : rows of the analyses ``motifs``, ``additivity`` and ``gc``, as far as they were asked.
    setting : background, n and seed of the surveys.
    """
    said = "{n:,} {background} backgrounds, seed {seed}".format(**setting)
    parts = [
        "# Atlas of RNA-binding proteins",
        f"Written by {NAME} {VERSION} (`python -m core atlas --report FILE`). Method: {PAPER}.",
        "## Methods",
        _table([row for method in found.methods for row in _method(method, found)]),
        "Published means over all 244 experiments, as the paper quotes them: "
        + "; ".join(f"{one.method} ({one.transform}) {one.pearson:.3f}" for one in found.means)
        + ".",
        "## Paired comparisons",
        "First minus second, on the experiments that both have; Wilcoxon's signed-rank test, p corrected (Holm) for "
        "the comparisons of this table.",
        _table([_comparison(one) for one in found.comparisons if one.points]) or "No two methods share an experiment.",
        "## Experiments",
        f"Motif, additivity and GC: the best k-mer of each model on its own {said}. R²: line through one, two and "
        "three copies. GC: importance of site and GC over that of the site; p, corrected (Holm) over the RBPs, that GC "
        "adds nothing to the site. Motif: Pearson of the aligned k-mers with the known consensus of the gene.",
        _table(_experiments(found, surveys)),
        *_problems(surveys),
        "## Sources",
        f"Published Pearson of each experiment: {SOURCES['published']}. Published means: {SOURCES['means']}. All other "
        "numbers: models on this machine, set B of their experiment.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _method(method: Method, found: Performance) -> list[Row]:
    """A row for real experiments, and one for simulated ones, as far as there are any."""
    rows = []
    for kind, pearson in found.by_kind(method).items():
        values = np.array(list(pearson.values()))
        if len(values):
            spread = f"{values.std(ddof=1):.3f}" if len(values) > 1 else NONE
            mean = {"mean r": f"{values.mean():.3f}", "SD": spread, "source": method.source or "this machine"}
            rows.append({"method": method.title, "data": kind, "experiments": str(len(values)), **mean})
    return rows


def _comparison(one: Comparison) -> Row:
    first, second = (name if name in PUBLISHED else method_title(name) for name in (one.first, one.second))
    return {
        "first": first,
        "second": second,
        "data": "simulated" if one.is_simulated else "real",
        "n": str(len(one.points)),
        "mean first": f"{one.first_mean:.3f}",
        "mean second": f"{one.second_mean:.3f}",
        "difference": number_text(one.difference, sign=True, digits=3),
        "p": _p(one.p_value),
        "p, Holm": _p(one.p_adjusted),
    }


def _experiments(found: Performance, surveys: dict[str, Sequence[Row]]) -> list[Row]:
    """The experiments that have a model here."""
    motifs, lines = (_by_model(surveys.get(name, ())) for name in ("motifs", "additivity"))
    gc = _by_model(corrected(surveys["gc"], ("gain_3_p", "gain_5_p")) if "gc" in surveys else ())
    rows = []
    for row in found.rows:
        if not (name := row["model"]):
            continue
        motif, line, ends = (known.get(name, {}) for known in (motifs, lines, gc))
        rows.append(
            {
                "experiment": row["experiment"],
                "RBP": row["gene"],
                "data": "simulated" if row["source"] == "simulated" else "real",
                "r, log": _r(row.get(OURS)),
                "r, clip": _r(row.get(CLIP)),
                **{method: _r(row.get(method)) for method in PUBLISHED},
                "top k-mer": motif.get("pattern") or (row["top_kmers"][0][0] if row["top_kmers"] else NONE),
                "known motif": motif.get("own_motif") or NONE,
                "match": number_text(motif.get("own_pearson")),
                "R²": number_text(line.get("r_squared"), digits=3),
                **{f"GC {end}'": number_text(ends.get(f"effect_{end}")) for end in ("3", "5")},
                **{f"p, GC {end}'": _p(ends.get(f"gain_{end}_p_adjusted")) for end in ("3", "5")},
            }
        )
    return rows


def _problems(surveys: dict[str, Sequence[Row]]) -> list[str]:
    said = [
        f"- {name}, {row['gene']} ({row['model']}): {row['problem']}"
        for name, rows in surveys.items()
        for row in rows
        if row["problem"]
    ]
    return ["## What could not be asked", "\n".join(said)] if said else []


def _by_model(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["model"]: row for row in answered(rows)}


def _table(rows: list[Row]) -> str:
    if not rows:
        return ""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(map(str, row.values())) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _r(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _p(p: float | None) -> str:
    if p is None or p != p:
        return NONE
    return f"{p:.1e}" if p < 0.001 else f"{p:.3f}"
