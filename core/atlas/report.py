"""The atlas as Markdown: comparisons of methods, a row for each experiment, and the origin of every number."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.about import NAME, PAPER, VERSION
from core.atlas.arrange import answered, corrected
from core.atlas.methods import CLIP, OURS, PUBLISHED, REPLICATES
from core.atlas.overall import CORRECTED, STRAIGHT, sentences
from core.atlas.paired import Comparison, Summary
from core.atlas.performance import SOURCES, Performance, method_title
from core.atlas.questions import GAPS
from core.data.published import N_PUBLISHED, OTHERWISE
from core.discovery.motifs import LEAST_CORE
from core.formatting import NONE, interval_text, number_text

Row = dict[str, Any]
HEADS = {OURS: "ours, log", CLIP: "ours, clip", REPLICATES: "replicates"}
ENDS = {"strongest at (SD)": "best", "weakest at (SD)": "worst"}
CORES = {"contains": "contains", "within": "within", "overlap": "ends overlap", "none": "no", None: NONE}
"""Words for the relation of the best k-mer to a known consensus."""
MIXED = (
    "Published methods, and models here called clip, are correlated with clipped scores, the others with log scores; "
    "a comparison of the two is marked (log / clip)."
)
POSITIONS = (
    "The best k-mer at every position. Few probes reach the last ones, where models guess. The trend is towards the "
    "3′ end."
)
MOTIFS = (
    "The best k-mer against the known consensus of its gene: it contains it, lies within it, or both overlap at their "
    f"ends; all letters of the shared core match (IUPAC), and specify at least {LEAST_CORE:g} letters (a choice of two "
    "counts half), as a random 6-mer does in about 1 of 100 cases. First that agrees: of the ten best k-mers, the "
    "first that contains a consensus or lies within it. Measured best: the k-mer whose probes, of both sets, have the "
    "highest mean binding score, without a model; it shows how far measurement and consensus agree. Next to it: "
    "Pearson of the ten best k-mers, aligned, with the known motif of the gene that they resemble most. "
    "Consensuses of Ray et al. 2013 come from the same measurements. Letters: how much changes of each matter (L2 "
    "norm, SD; the paper's Fig 2e). Affinities (Fig 2f) are known for RBFOX1 only: `python -m core protocol spr`."
)
COPIES = (
    "Global importance of one, two and three copies of the best k-mer at 4, 11 and 18, and the line through them (the "
    f"paper's Fig 2b, c, g; there nearly all R² lie above {STRAIGHT}). Next to it the measurements, without a model: "
    "mean binding score (± standard error) of the probes of both sets with that many copies of the k-mer's core, its "
    "inner letters. Share: the gain from one to three or more copies, over twice the gain from none to one; 1 if "
    "copies add up, 0 if one is as good as many."
)
ROUGH = (
    "Replicates: the correlation between the two spots of set-B probes that were spotted twice, on clipped scores if "
    "a card has them. It is a rough ceiling: both spots are noisy, so predictions without any error would reach its "
    "square root, and good models may lie above it."
)


def report(found: Performance, surveys: Mapping[str, Sequence[Row]], setting: dict[str, Any]) -> str:
    """Write a document to keep, print or commit.

    Parameters
    ----------
    surveys : rows of the analyses that were asked; a design is left out.
    setting : background, n and seed of the surveys.
    """
    said = "{n:,} {background} backgrounds, seed {seed}".format(**setting)
    parts = [
        "# Atlas of RNA-binding proteins",
        f"Written by {NAME} {VERSION} (`python -m core atlas --report FILE`). Method: {PAPER}.",
        *_performance(found),
        *(part for name, section in SECTIONS.items() if surveys.get(name) for part in section(surveys[name])),
        f"Motifs, copies, spacing, positions and GC: the best k-mer of each model on its own {said}; importances are "
        "in SD of the binding score.",
        *_problems(surveys),
        "## Sources",
        f"Published Pearson of each experiment: {SOURCES['published']}. Published means: {SOURCES['means']}. All other "
        "numbers: models on this machine, set B of their experiment.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _performance(found: Performance) -> list[str]:
    compared = _table([comparison_row(one) for one in found.comparisons if one.points])
    return [
        "## Methods",
        "Test Pearson (set B), its mean and SD over the experiments that a method has, and ThermoNet's mean over the "
        f"same ones. Trained together: on other experiments too. {MIXED}",
        _table([summary_row(one) for one in found.summaries]),
        f"Ours are compared with published methods {found.coverage} experiments. Published means over all "
        f"{N_PUBLISHED}, so not of the same experiments: {found.means_text}. {OTHERWISE}",
        "## Paired comparisons",
        "First minus second, on the experiments that both have; Wilcoxon's signed-rank test, p corrected (Holm) for "
        "the comparisons of this table, real and simulated ones apart.",
        compared or "No two methods share an experiment.",
        "## Experiments",
        "Test Pearson of every method. Ours − best: our network of clipped scores, of the kind that most experiments "
        f"have, else of log scores, minus the best published method, known {found.coverage} experiments. {ROUGH}",
        _table(_experiments(found)),
    ]


def summary_row(one: Summary) -> Row:
    """Format a method's summary as texts by heading."""
    return {
        "method": one.title,
        "data": _data(one.is_simulated),
        "scores": one.transform or NONE,
        "trained": one.trained or NONE,
        "experiments": str(one.n),
        "mean r": _r(one.mean),
        "SD": _r(one.sd),
        "shared with ThermoNet": str(one.n_shared) if one.n_shared else NONE,
        "ThermoNet there": _r(one.reference),
        "difference": number_text(one.difference, sign=True, digits=3),
        "source": "published" if one.source else "this machine",
    }


def comparison_row(one: Comparison) -> Row:
    """Format a comparison of two methods as texts by heading."""
    return {
        "first": method_title(one.first),
        "second": method_title(one.second),
        "data": _data(one.is_simulated),
        "scores": one.transform_text,
        "n": str(len(one.points)),
        "mean first": _r(one.first_mean),
        "mean second": _r(one.second_mean),
        "difference": number_text(one.difference, sign=True, digits=3),
        "first higher in": str(sum(first > second for _, first, second in one.points)),
        "p": _p(one.p_value),
        "p, Holm": _p(one.p_adjusted),
    }


def _experiments(found: Performance) -> list[Row]:
    """List the experiments that have a model here, by the most shared methods: ours, k-mer ridge, published."""
    ours = [one.key for one in found.methods if one.is_residualbind]
    ridges = [one.key for one in found.methods if one.is_ridge]
    heads = {key: HEADS.get(key) or method_title(key) for key in (*ours, *PUBLISHED, *ridges)}
    return [
        {
            **_who(row),
            **{head: _r(row.get(key)) for key, head in heads.items()},
            HEADS[REPLICATES]: _r(row["replicate_pearson"]),
            "ours − best": number_text(row["gain"], sign=True, digits=3),
        }
        for row in found.rows
        if row["model"]
    ]


def _motifs(rows: Sequence[Row]) -> list[str]:
    table = [
        {
            **_asked(row),
            "importance": number_text(row["importance"]),
            "letters": " ".join(number_text(max(column), digits=1) for column in row["top_kmer_logo"]),
            "consensus": row["core_motif"] or row["own_motif"] or NONE,
            "k-mer and consensus": CORES[row["core"]],
            "shared core": row["core_letters"] or NONE,
            "first that agrees": f"no. {row['core_rank']}" if row["core_rank"] else NONE,
            "measured best": row["measured_kmer"] or NONE,
            "measured best and consensus": CORES[row["measured_core"]],
            "known motif": row["own_motif"] or NONE,
            "r of the aligned k-mers": number_text(row["own_pearson"]),
            "source": row["core_source"] or row["own_source"] or NONE,
        }
        for row in answered(rows)
    ]
    return ["## Motifs", " ".join(sentences("motifs", rows)), MOTIFS, _table(table)]


def _additivity(rows: Sequence[Row]) -> list[str]:
    table = [
        {
            **_asked(row),
            **{f"x{n}": number_text(value) for n, value in zip(row["copies"], row["importance"], strict=True)},
            "a site adds": _with_interval(row, "slope"),
            "R²": number_text(row["r_squared"], digits=3),
            "core": row["measured_of"] or NONE,
            **{f"probes with {n}": _measured(row, place) for place, n in enumerate(("0", "1", "2", "3 or more"))},
            "share": number_text(row["measured_share"]),
        }
        for row in answered(rows)
    ]
    return ["## Additivity", " ".join(sentences("additivity", rows)), COPIES, _table(table)]


def _measured(row: Row, place: int) -> str:
    if not row["measured_mean"]:
        return NONE
    mean, error = row["measured_mean"][place], row["measured_error"][place]
    return number_text(mean) if error is None else f"{number_text(mean)} ± {number_text(error)}"


def _spacing(rows: Sequence[Row]) -> list[str]:
    shown = [gap for gap in GAPS if gap % 3 == 0]
    table = [
        {
            **_asked(row),
            "one site": number_text(row["single"]),
            **{f"gap {gap}": number_text(row["share"][row["gaps"].index(gap)]) for gap in shown},
            f"gap {GAPS[-1]} − gap 0": _with_interval(row, "gained"),
            "p, Holm": _p(row["gained_p_adjusted"]),
        }
        for row in answered(corrected(rows, CORRECTED["spacing"]))
    ]
    text = (
        "Importance of two copies of the best k-mer over twice that of one, by the letters between them (the paper's "
        "Fig 2d, there of RBFOX1): 1 is additive. The last difference is in SD."
    )
    return ["## Spacing", " ".join(sentences("spacing", rows)), text, _table(table)]


def _positions(rows: Sequence[Row]) -> list[str]:
    table = [
        {
            **_asked(row),
            **{end: f"{row[f'{name}_position']} ({number_text(row[name])})" for end, name in ENDS.items()},
            "trend, SD a nt": number_text(row["trend"], sign=True, digits=3),
        }
        for row in answered(rows)
    ]
    return ["## Positions", " ".join(sentences("positions", rows)), POSITIONS, _table(table)]


def _gc(rows: Sequence[Row]) -> list[str]:
    table = [
        {
            **_asked(row),
            "site": number_text(row["site"]),
            "GC 3'": _with_interval(row, "effect_3"),
            "p, 3'": _p(row["gain_3_p_adjusted"]),
            "GC 5'": _with_interval(row, "effect_5"),
            "p, 5'": _p(row["gain_5_p_adjusted"]),
            "p, 3' − 5'": _p(row["ends_p_adjusted"]),
        }
        for row in answered(corrected(rows, CORRECTED["gc"]))
    ]
    text = (
        "Importance of site and GCGCGC at an end over that of the site alone (the paper's Fig 4d, e); Fieller's "
        "interval; p, corrected (Holm) over the RBPs, that GC adds nothing to the site, and that both ends are alike."
    )
    return ["## GC bias", " ".join(sentences("gc", rows)), text, _table(table)]


SECTIONS: dict[str, Callable[[Sequence[Row]], list[str]]] = {
    "motifs": _motifs,
    "additivity": _additivity,
    "spacing": _spacing,
    "positions": _positions,
    "gc": _gc,
}
"""Sections by analysis, in the order of the document."""


def _who(row: Row) -> Row:
    return {"experiment": row["experiment"], "RBP": row["gene"], "data": _data(row["source"] == "simulated")}


def _asked(row: Row) -> Row:
    """Name the model that was asked, and its pattern."""
    return {**_who(row), "model": row["label"], "top k-mer": row["pattern"]}


def _problems(surveys: Mapping[str, Sequence[Row]]) -> list[str]:
    said = [
        f"- {name}, {row['gene']} ({row['model']}): {row['problem']}"
        for name, rows in surveys.items()
        for row in rows
        if row["problem"]
    ]
    return ["## What could not be asked", "\n".join(said)] if said else []


def _table(rows: list[Row]) -> str:
    if not rows:
        return ""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(map(str, row.values())) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _with_interval(row: Row, name: str) -> str:
    return f"{number_text(row[name])} ({interval_text(row[f'{name}_low'], row[f'{name}_high'])})"


def _data(is_simulated: bool) -> str:
    return "simulated" if is_simulated else "real"


def _r(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _p(p: float | None) -> str:
    if p is None or p != p:
        return NONE
    return f"{p:.1e}" if p < 0.001 else f"{p:.3f}"
