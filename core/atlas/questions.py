"""The atlas's questions to one model: the paper's protocols with its best k-mer, its motif, or a given design.

Each returns plain numbers, lists and texts, which are kept unchanged; importances are in the unit of the model.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from core.atlas import measured
from core.data.known_motifs import KnownMotif, known_motifs
from core.discovery.discover import similar
from core.discovery.motifs import LEAST_CORE, alignment_motif, information, letters_told, shared_core, top_kmer_logo
from core.formatting import plain
from core.gia.importance import ConditionResult
from core.gia.protocols.affinity import kmer_mutagenesis
from core.gia.protocols.context import gc_bias, named
from core.gia.protocols.protocol import Outcome
from core.gia.protocols.sites import multiple_sites, positional_bias
from core.gia.protocols.sites import spacing as spacing_of_sites
from core.gia.run import run_together
from core.library import analyses
from core.models.card import Card
from core.models.scoring import Model
from core.progress import OnProgress
from core.sequence import PROBE_LENGTH
from core.statistics import difference, ratio

if TYPE_CHECKING:
    from core.atlas.survey import Survey

Values = dict[str, Any]
GAPS = tuple(range(13))
"""Letters between two sites. Two 6-mers 12 apart stand at 10 and 28, where nearly all probes have letters."""
INSIDE = ("contains", "within")
"""Relations in which a k-mer and a consensus agree."""
BEST_KMERS = 10
MEASURED = tuple(f"measured_{name}" for name in ("mean", "error", "n", "share"))
MOST_CONDITIONS = 12
"""Most conditions of a design for all RBPs, since every two of them are compared."""


class Analysis(NamedTuple):
    """One question to all models.

    title : its name in tables and files. help : the question in one line. columns : the single values that it finds,
    except the pattern. together : whether the outputs of one network are asked at once.
    ask : takes names, cards, survey and ``on_progress`` and returns the values of each model. size : sequences that a
    model scores.
    """

    title: str
    help: str
    columns: tuple[str, ...]
    ask: Callable[[Sequence[str], Sequence[Card], "Survey", OnProgress], list[Values]]
    size: Callable[["Survey", Card | None], int]
    together: bool = False


def _of_one(question: Callable[[Model, Card, dict], Values]):
    """Turn a question about a model, its pattern and setting into a question to a group of one model."""

    def ask(names: Sequence[str], cards: Sequence[Card], survey: "Survey", tell: OnProgress) -> list[Values]:
        model, pattern = analyses.open_model(names[0]), cards[0].top_kmers[0][0]
        found = question(model, cards[0], {"pattern": pattern, **survey.setting, "on_progress": tell})
        return [plain({"pattern": pattern, **found})]

    return ask


def additivity(model: Model, card: Card, asked: dict) -> Values:
    """Fit the line through one, two and three copies of the best k-mer.

    If the measurements are here, add the binding of probes with one, two or more copies of the k-mer's core: hardly any
    probe has a 6-mer twice, so the core is the k-mer without its first and last letter.

    Source: Koo et al. 2021, Fig 2g.
    """
    found = multiple_sites(model, **asked)
    core, probes = asked["pattern"][1:-1], measured.measured_for(card)
    beside = {f"measured_{name}": given for name, given in measured.copies(probes, core).items()} if probes else {}
    return {
        "copies": [row["sites"] for row in found.rows],
        **_importances(found),
        **found.summary,
        **dict.fromkeys(MEASURED),
        **beside,
        "measured_of": core if probes else None,
    }


def spacing(model: Model, _card: Card, asked: dict) -> Values:
    """Divide the importance of two centred copies of the best k-mer, over a growing gap, by twice that of one.

    Each share has Fieller's interval; gained is the importance of the pair with the widest gap minus that without a
    gap.

    Source: Koo et al. 2021, Fig 2d, which shows it for RBFOX1.
    """
    k = len(asked["pattern"])
    found = spacing_of_sites(model, **asked, separations=tuple(k + gap for gap in GAPS))
    single, *pairs = found.results[0].conditions
    shares = [ratio(pair.local, 2 * single.local) for pair in pairs]
    return {
        "gaps": list(GAPS),
        **{name: [share[place] for share in shares] for place, name in enumerate(("share", "share_low", "share_high"))},
        "importance": [pair.global_importance for pair in pairs],
        "single": single.global_importance,
        "single_low": single.ci_low,
        "single_high": single.ci_high,
        **dict(zip(("close", "close_low", "close_high"), shares[0], strict=True)),
        **dict(zip(("wide", "wide_low", "wide_high"), shares[-1], strict=True)),
        **named("gained", difference(pairs[-1].local - pairs[0].local)),
        "full_from_gap": found.summary["full_from_gap"],
    }


def gc(model: Model, _card: Card, asked: dict) -> Values:
    """Add GC at the 3' and at the 5' end to the best k-mer.

    Source: Koo et al. 2021, Fig 4d, e.
    """
    found = gc_bias(model, **asked)
    alone = found.results[0].conditions[1]
    return {"site": alone.global_importance, "site_low": alone.ci_low, "site_high": alone.ci_high, **found.summary}


def positions(model: Model, card: Card, asked: dict) -> Values:
    """Embed the best k-mer at every position.

    Source: Koo et al. 2021, Results (positional bias).
    """
    found = positional_bias(model, **asked)
    places = [row["position"] for row in found.rows]
    return {"positions": places, **_importances(found), **found.summary, "coverage": list(card.coverage)}


def motif(model: Model, card: Card, asked: dict) -> Values:
    """Compute both logos of the paper, and compare the model's motif with known motifs and measurements.

    The known motifs are those that the aligned logo resembles: of the gene itself, and of all genes; the core that the
    best k-mer shares with a consensus of the gene, of any evidence, and of evidence other than RNAcompete; the rank of
    the first of `BEST_KMERS` that contains a consensus or lies within it. If the measurements are here, the k-mer whose
    probes bind best is compared, too, and its core.

    Source: Koo et al. 2021, Methods (motif visualisation).
    """
    found = kmer_mutagenesis(model, **asked)
    kmers, importances = zip(*card.top_kmers, strict=True)
    aligned = alignment_motif(kmers, importances) if max(importances) > 0 else None
    heights = top_kmer_logo(asked["pattern"], found.summary["matrix"])
    own = similar(aligned, card.gene) if aligned and known_motifs(card.gene) else []
    best = similar(aligned)
    known = known_motifs(card.gene)
    ranks = [rank for rank, kmer in enumerate(kmers[:BEST_KMERS], 1) if own_core(kmer, known)["core"] in INSIDE]
    probes = measured.measured_for(card)
    strongest = measured.strongest_kmer(probes, len(asked["pattern"])) if probes else None
    return {
        "importance": found.rows[0]["global_importance"],
        "importance_low": found.rows[0]["ci_low"],
        "importance_high": found.rows[0]["ci_high"],
        "top_kmer_logo": heights,
        "alignment_logo": information(aligned) if aligned else [],
        "own_motif": own[0]["consensus"] if own else None,
        "own_pearson": own[0]["pearson"] if own else None,
        "own_source": own[0]["source"] if own else None,
        "nearest_gene": best[0]["gene"] if best else None,
        "nearest_motif": best[0]["consensus"] if best else None,
        "nearest_pearson": best[0]["pearson"] if best else None,
        **own_core(asked["pattern"], known),
        "core_rank": ranks[0] if ranks else None,
        "measured_kmer": strongest,
        "measured_core": own_core(strongest, known)["core"] if strongest else None,
    }


def own_core(kmer: str, known: Sequence[KnownMotif]) -> Values:
    """Find the core that a k-mer shares with the consensuses of a gene.

    Returns
    -------
    dict : core, for the best consensus: ``contains``, ``within``, ``overlap`` (`motifs.SharedCore`), ``none``,
        or None if no known consensus is specific enough; core_motif, core_letters and core_source; core_beside, like
        core, for consensuses that do not come from RNAcompete.
    """
    able = [motif for motif in known if letters_told(motif.consensus) >= LEAST_CORE]
    found = [(core, motif) for motif in able if (core := shared_core(kmer, motif.consensus))]
    found.sort(key=lambda pair: (pair[0].kind == "overlap", -pair[0].told))
    core, motif = found[0] if found else (None, None)
    beside = [motif for motif in able if motif.is_independent]
    kinds = [core.kind for core, motif in found if motif.is_independent]
    return {
        "core": core.kind if core else "none" if able else None,
        "core_motif": core and core.consensus,
        "core_letters": core and core.letters,
        "core_source": motif and motif.source,
        "core_beside": kinds[0] if kinds else "none" if beside else None,
    }


def design(names: Sequence[str], cards: Sequence[Card], survey: "Survey", tell: OnProgress) -> list[Values]:
    """Ask the conditions of a design; outputs of one network share the backgrounds of its first experiment."""
    models = [analyses.open_model(name) for name in names]
    first = cards[0]
    source = analyses.open_model(f"{first.spec['experiments'][0]}:{first.label}") if first.is_multitask else models[0]
    results = run_together(models, survey.design(names[0]), lambda done, of: tell(done * len(models), of), source)
    return [
        plain(
            {
                "conditions": list(survey.conditions),
                "importance": [one.global_importance for one in result.conditions],
                "low": [one.ci_low for one in result.conditions],
                "high": [one.ci_high for one in result.conditions],
                "differences": _differences(result.conditions),
                "backgrounds_of": source.name,
            }
        )
        for result in results
    ]


def _differences(conditions: list[ConditionResult]) -> dict[str, list[float]]:
    """Compare every two conditions, named ``later-earlier`` by numbers from 1: mean difference, interval and p."""
    return {
        f"{later + 1}-{earlier + 1}": list(difference(conditions[later].local - conditions[earlier].local))
        for earlier, later in combinations(range(len(conditions)), 2)
    }


def _importances(found: Outcome) -> Values:
    """Collect importance and interval of each condition of an outcome."""
    columns = {"importance": "global_importance", "low": "ci_low", "high": "ci_high"}
    return {name: [row[column] for row in found.rows] for name, column in columns.items()}


def _times(conditions: int) -> Callable[["Survey", Card | None], int]:
    return lambda survey, _card: survey.n * (1 + conditions)


def _pattern_length(card: Card | None) -> int:
    return len(card.top_kmers[0][0]) if card else 6


ENDS = ("3", "5")
OF_AN_END = ("effect_{}", "effect_{}_low", "effect_{}_high", "gain_{}", "gain_{}_low", "gain_{}_high", "gain_{}_p")
ANALYSES = {
    "additivity": Analysis(
        "Additivity",
        "Do copies of the best k-mer add up? R² of the line through one, two and three copies, at 4, 11 and 18.",
        ("r_squared", "slope", "slope_low", "slope_high", "intercept", "measured_of", "measured_share"),
        _of_one(additivity),
        _times(3),
    ),
    "spacing": Analysis(
        "Spacing",
        "Do close sites weaken each other? Two copies of the best k-mer, 0 to 12 letters apart, over twice one copy.",
        (
            *("single", "single_low", "single_high", "close", "close_low", "close_high", "wide", "wide_low"),
            *("wide_high", "gained", "gained_low", "gained_high", "gained_p", "full_from_gap"),
        ),
        _of_one(spacing),
        _times(1 + len(GAPS)),
    ),
    "gc": Analysis(
        "GC bias",
        "Does GC at an end help a site? The best k-mer at 18, with GCGCGC at 35 (3' end) or at 3 (5' end).",
        (
            *("site", "site_low", "site_high"),
            *(name.format(end) for end in ENDS for name in OF_AN_END),
            *("ends", "ends_low", "ends_high", "ends_p"),
        ),
        _of_one(gc),
        _times(5),
    ),
    "positions": Analysis(
        "Positional bias",
        "Does it matter where a site stands? The best k-mer at every position.",
        ("best_position", "best", "worst_position", "worst", "mean", "trend", "trend_low", "trend_high", "p_value"),
        _of_one(positions),
        lambda survey, card: survey.n * (1 + PROBE_LENGTH - _pattern_length(card) + 1),
    ),
    "motifs": Analysis(
        "Motifs",
        "Which motif does each model prefer? The best k-mer, the cost of every change, and the best k-mers aligned.",
        (
            *("importance", "importance_low", "importance_high", "own_motif", "own_pearson", "own_source"),
            *("nearest_gene", "nearest_motif", "nearest_pearson"),
            *("core", "core_motif", "core_letters", "core_source", "core_beside"),
            *("core_rank", "measured_kmer", "measured_core"),
        ),
        _of_one(motif),
        lambda survey, card: survey.n * (2 + 3 * _pattern_length(card)),
    ),
    "design": Analysis(
        "One design, every RBP",
        "How does each model answer the same conditions?",
        (),
        design,
        lambda survey, _card: survey.n * (1 + len(survey.conditions)),
        together=True,
    ),
}
"""Questions by name."""
