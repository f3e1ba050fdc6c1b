"""The simulated measurements that a fresh clone explores: probes, scores by planted rules, and the rules."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.checks import check_seed
from core.data import store
from core.data.records import ProbeTable
from core.data.transform import fit_transform
from core.gia.design import parse_condition
from core.gia.importance import local_importance
from core.sequence import ALPHABET, PROBE_LENGTH
from core.simulation.probe_design import LENGTHS, LOOP, STEM, covering_probes, designed_probes, reverse_complement
from core.simulation.rules import RULES, Rule, planted_score, score_letters
from core.storage import files

__all__ = ["RULES", "SIZES", "Rule", "Sizes", "generate", "planted_score", "true_importance", "write"]

DESCRIPTION = (
    "Simulated RNAcompete measurements. Set A holds {copies_a} and set B {copies_b} random de Bruijn sequence(s) of "
    "order {order}, different ones, cut into probes of {shortest} to {longest} nt that overlap by {overlap}, so "
    "that every {order}-mer occurs {copies_a} times in A and {copies_b} time(s) in B; then {designed_a} (A) and "
    "{designed_b} (B) designed probes: half of them stem-loops (stems of {stem[0]} to {stem[1]} bp, loops of "
    "{loop[0]} to {loop[1]} nt) with a planted motif in the loop, in an arm, nowhere, or in the loop of a control "
    "whose right arm is random, half with one to three sites of a planted motif. The score of a probe is "
    "exp(planted score + normal noise), shifted so that the lowest of set A is 1: the log transform, log(S - Smin + "
    "1), gives back planted score + noise - constant. Planted score = effect x sum over sites of occupancy 2 / (1 + "
    "exp(energy)), each times its steric share and its loop share, + gc3 x share of G and C among the last 8 nt. "
    "Effects ending in _z are in standard deviations of the log-transformed scores of set A; global_importance_z is "
    "what GIA gives for the rule itself, without noise, on {backgrounds} uniform backgrounds."
)


@dataclass(frozen=True)
class Sizes:
    """Sizes of the set: de Bruijn sequences of ``order`` (copies) and designed probes of set A and of set B.

    backgrounds : number of backgrounds for the true importance that is stored with the data.
    """

    order: int = 9
    copies_a: int = 3
    copies_b: int = 1
    designed_a: int = 12_000
    designed_b: int = 4_000
    backgrounds: int = 1_000


SIZES = Sizes()


class Simulation(NamedTuple):
    """The table; by experiment id the SD of the noise, and the correlation of planted with noisy scores in set B."""

    table: ProbeTable
    noise_sd: dict[str, float]
    ceiling_b: dict[str, float]


def generate(seed: int = 0, sizes: Sizes = SIZES) -> ProbeTable:
    """Generate the simulated measurements; equal seeds and sizes give equal content."""
    return _simulate(seed, sizes).table


def true_importance(rule: Rule, conditions: Sequence[str], n: int = 1000, seed: int = 0) -> dict[str, float]:
    """Ask the rule itself the global importance of conditions ("GACUAC@18"), in log units: what a model should find.

    The n backgrounds have 41 letters, each letter equally likely at each position.
    """
    backgrounds = np.random.default_rng(check_seed(seed)).integers(0, len(ALPHABET), (n, PROBE_LENGTH), np.int8)
    score = partial(score_letters, rule)
    null = score(backgrounds)
    return {
        text: float(local_importance(score, backgrounds, parse_condition(text), null).mean()) for text in conditions
    }


def write(folder: str | Path, seed: int = 0, sizes: Sizes = SIZES) -> None:
    """Write simulated.parquet and simulated.json: the measurements, and everything planted in them."""
    folder = Path(folder)
    simulation = _simulate(seed, sizes)
    table = simulation.table
    n_b = int(table.in_b.sum())
    words = {"overlap": sizes.order - 1, "stem": STEM, "loop": LOOP, "shortest": min(LENGTHS), "longest": max(LENGTHS)}
    document = {
        "file_name": f"{store.SIMULATED}.parquet",
        "layout": store.SIMULATED,
        "date": "",
        "description": DESCRIPTION.format(**asdict(sizes), **words),
        "seed": seed,
        "digest": table.digest,
        "n_a": len(table.in_b) - n_b,
        "n_b": n_b,
        "experiments": [_describe(rule, simulation, sizes.backgrounds) for rule in RULES],
    }
    store.write_parquet(table, folder / f"{store.SIMULATED}.parquet", np.float16)
    files.write_json(folder / f"{store.SIMULATED}.json", document)


def _simulate(seed: int, sizes: Sizes) -> Simulation:
    rng = np.random.default_rng(check_seed(seed))
    probes_a = _probes(rng, sizes.order, sizes.copies_a, sizes.designed_a)
    probes_b = _probes(rng, sizes.order, sizes.copies_b, sizes.designed_b)
    sequences = np.array(probes_a + probes_b, f"U{PROBE_LENGTH}")
    in_b = np.arange(len(sequences)) >= len(probes_a)
    scores, noise_sd, ceiling_b = {}, {}, {}
    for rule in RULES:
        planted = planted_score(rule, sequences.tolist())
        noise_sd[rule.id] = float(planted[~in_b].std() * np.sqrt(rule.ceiling**-2 - 1))
        noisy = planted + rng.normal(0, noise_sd[rule.id], len(planted))
        scores[rule.id] = np.exp(noisy - noisy[~in_b].min()).astype(np.float16).astype(np.float32)  # as it is stored
        ceiling_b[rule.id] = float(np.corrcoef(planted[in_b], noisy[in_b])[0, 1])
    order = rng.permutation(len(sequences))
    frame = pd.DataFrame(scores).iloc[order].reset_index(drop=True)
    return Simulation(ProbeTable(sequences[order], in_b[order], frame), noise_sd, ceiling_b)


def _probes(rng: np.random.Generator, order: int, copies: int, n_designed: int) -> list[str]:
    covering = [probe for _ in range(copies) for probe in covering_probes(rng, order)]
    motifs = [rule.consensus for rule in RULES]
    loop_motif = next(rule.consensus for rule in RULES if rule.loop_floor < 1)
    return covering + designed_probes(rng, n_designed, motifs, loop_motif)


def _describe(rule: Rule, simulation: Simulation, backgrounds: int) -> dict:
    """List every planted parameter, in log units and in standard deviations of the transformed scores of set A."""
    table = simulation.table
    scale = fit_transform(table.scores[rule.id].to_numpy()[~table.in_b], "log").parameter("sd")
    planted = {key: value for key, value in asdict(rule).items() if key not in ("id", "gene", "note")}
    truth = true_importance(rule, _telling_conditions(rule.consensus), backgrounds)
    planted["effect_z"] = round(rule.effect / scale, 4)
    planted["gc3_z"] = round(rule.gc3 / scale, 4)
    planted["noise_sd"] = round(simulation.noise_sd[rule.id], 4)
    planted["log_score_sd"] = round(scale, 4)
    planted["ceiling_b"] = round(simulation.ceiling_b[rule.id], 4)
    entry = store.Entry(rule.id, rule.gene, "", store.SIMULATED, rule.note)
    truth_z = {text: round(importance / scale, 3) for text, importance in truth.items()}
    return {**entry._asdict(), "planted": planted, "global_importance_z": truth_z}


def _telling_conditions(motif: str) -> list[str]:
    """List conditions that tell the rules apart: copies near and far, in a loop and in a stem, GC at either end."""
    loop_stem, stem = "GCGCGACCGAC", f"{motif}GACGA"
    return [
        f"{motif}@18",
        f"{motif}@4,{motif}@28",
        f"{motif}@4,{motif}@16,{motif}@28",
        f"{motif}@15,{motif}@21",
        f"{loop_stem}@6,{motif}@17,{reverse_complement(loop_stem)}@23",
        f"{stem}@6,{reverse_complement(stem)}@23",
        "GCGCGC@35",
        f"{motif}@18,GCGCGC@35",
        f"GCGCGC@3,{motif}@18",
    ]
