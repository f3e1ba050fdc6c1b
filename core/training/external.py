"""External networks: a .keras file, examined step by step and kept as a model that every page can ask.

The functions load and run the network, so call them where a heavy file does no harm: in a script, or in a job with its
own process. `core.models.external.file` says what a file may hold, `core.models.external.network` how a network must
read RNA.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from core.data import store
from core.data.transform import Transform, fit_transform, split
from core.discovery.motifs import HASTY_LOOK, LOOK, Look, top_kmers
from core.errors import AppError, DataError, ModelError
from core.formatting import capital, interval_text, number_text
from core.library.experiments import full_name, list_experiments
from core.models import registry
from core.models.architectures import EXTERNAL
from core.models.card import Card, answers_key, spec_key
from core.models.external.file import check_file
from core.models.external.network import (
    Reading,
    check_output,
    open_network,
    outputs_of,
    read_alphabet,
    reading_of,
    shapes_of,
)
from core.models.external.trial import Trial, correlations, try_network
from core.models.reliability import pearson_interval
from core.progress import OnProgress, counter
from core.sequence import ALPHABET, PROBE_LENGTH, decode, profile_of
from core.storage.cache import remembered
from core.training.evaluation import density

LONGEST_NAME = 40
COMPARED, EXAMPLES = 500, 5
"""Probes for comparing orders of the alphabet; RNAs shown as examples."""
SLOW = 0.25
"""Seconds per 1,000 predictions from which the search for the best k-mers is shortened."""
CLEARLY = 0.1
"""Gain in correlation from which another order of the alphabet is mentioned."""
MANY_ORDERS = NormalDist().inv_cdf(1 - 0.05 / 2 / math.factorial(len(ALPHABET)))
"""Standard errors of a 95% interval corrected for all orders of the alphabet: 3.08."""
MANY = 1024


class Check(NamedTuple):
    """One check: whether it passed, and a sentence on what was found."""

    is_fine: bool
    text: str


class Example(NamedTuple):
    """An RNA, its measured binding score in standard deviations, or None, and the network's prediction."""

    sequence: str
    measured: float | None
    predicted: float


@dataclass
class Inspection:
    """The result of examining a file: each check up to the first that failed, and facts about the network.

    facts : by name, such as its input and output. hint : what the user may have meant instead, or "".
    problem : the sentence of the check that failed, or "".
    """

    checks: list[Check] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    hint: str = ""
    problem: str = ""


class _Asked(NamedTuple):
    """The arguments, checked."""

    path: Path
    experiment: str
    name: str
    alphabet: str
    output: int


class _Measured(NamedTuple):
    """Set B of an experiment: letters, and binding scores in the transform of set A. digest : of all its probes."""

    letters: np.ndarray
    binding_scores: np.ndarray
    transform: Transform
    digest: str


def inspect_network(path: str | Path, experiment: str, alphabet: str = ALPHABET, output: int = 0) -> Inspection:
    """Examine a .keras file as `import_network` does, and keep nothing.

    Parameters are those of `import_network`. Errors of `import_network` become the ``problem``, except for a name that
    is taken, which only `import_network` checks.
    """
    seen = Inspection()
    try:
        asked = _asked(path, experiment, "network", alphabet, output)
        trial = _look(asked, seen)
        _compare(asked, trial, seen)
    except AppError as error:
        seen.problem = capital(str(error))
        seen.checks.append(Check(False, seen.problem))
    return seen


def import_network(
    path: str | Path,
    experiment: str,
    name: str | None = None,
    gene: str = "",
    alphabet: str = ALPHABET,
    output: int = 0,
    folder: Path | None = None,
    on_progress: OnProgress | None = None,
) -> Card:
    """Keep a trained Keras network as a model of an experiment, to be asked by ``EXPERIMENT:own-NAME``.

    It is measured on set B if the experiment has probes here. Otherwise its backgrounds have the letter frequencies
    that another model of the experiment remembers, or uniform ones.

    Parameters
    ----------
    path : a .keras file of Keras' own layers only: one-hot RNA (N, L, 4) or (N, 4, L) in, L at least 41 or any; a
        score (N, 1), (N,) or (N, outputs) out. RNA is padded at the 3' end with zeros.
    experiment : an experiment of this machine, or the name of a new one, whose RBP is called ``gene``.
    name : of the network among the models of the experiment; by default the name of the file.
    alphabet : the letters of its channels, in their order. output : index of the output, from 0.
    on_progress : called with (predictions made, approximate total); an exception it raises cancels the run, and nothing
        is kept.

    Raises
    ------
    ModelError : a file, network, alphabet, output or name that cannot be used; the sentence says what to do.
    DataError : a name that no experiment can have, or scores that predictions cannot be compared with.
    """
    asked = _asked(path, experiment, name, alphabet, output)
    trial = _look(asked, Inspection())
    _check_free(asked, trial)
    card = _card(asked, gene.strip(), trial, on_progress or (lambda done, total: None))
    return registry.save_file(asked.path, card, folder)


def network_name(text: str) -> str:
    """Make the label of an external model from a text: small letters, digits and hyphens.

    Raises
    ------
    ModelError : no letter or digit is left.
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower())[:LONGEST_NAME].strip("-")
    if not name:
        given = repr(text[:LONGEST_NAME])
        raise ModelError(f"{given} cannot be the name of a network; write letters and digits, such as my-cnn.")
    return name


def check_experiment(text: str) -> str:
    """Return the id of an experiment, known or new; the name of an RBP means its experiment if it has one.

    Raises
    ------
    DataError : an empty or too long name, or signs that links and files cannot hold.
    """
    name = text.strip()
    if not re.fullmatch(rf"\w[\w .+()-]{{0,{LONGEST_NAME - 1}}}", name):
        raise DataError(
            f"{name[:LONGEST_NAME]!r} cannot be the name of an experiment; write up to {LONGEST_NAME} letters, digits, "
            "spaces or any of . + ( ) -, a letter or digit first."
        )
    try:
        return full_name(name)
    except DataError:  # several experiments of that RBP: a new one is meant
        return name


def _asked(path: str | Path, experiment: str, name: str | None, alphabet: str, output: int) -> _Asked:
    path = Path(path)
    return _Asked(
        path,
        check_experiment(experiment),
        network_name(name or path.stem),
        read_alphabet(alphabet),
        int(output),
    )


def _look(asked: _Asked, seen: Inspection) -> Trial:
    """Check the network of a file: passed checks are added to ``seen``, a failed one is raised."""

    def passed(text: str) -> None:
        seen.checks.append(Check(True, text))

    check_file(asked.path)
    megabytes = asked.path.stat().st_size / 1e6
    passed(f"{asked.path.name} is a Keras file of {megabytes:.2g} MB, made of Keras' own layers only.")
    model = open_network(asked.path)
    passed("It opens in Keras' safe mode; no code came with it.")
    reading = reading_of(model, asked.alphabet)
    shapes = shapes_of(model)
    seen.facts |= {"Input": shapes.input, "Output": shapes.output}
    seen.facts |= {"Parameters": f"{shapes.parameters:,}", "Layers": shapes.layers}
    passed(f"It reads one-hot RNA, {_reading_text(reading)}.")
    outputs = outputs_of(model)
    check_output(asked.output, outputs)
    passed("It gives one score." if outputs == 1 else f"It gives {outputs} scores; {asked.output} (from 0) is taken.")
    trial = try_network(model, reading, asked.name, asked.output, outputs)
    seconds = f"{max(trial.seconds, 0.01):.2g} s"
    seen.facts["1,000 predictions"] = f"{seconds} here"
    passed(f"Different RNAs get different answers; 1,000 predictions take about {seconds}.")
    return trial


def _reading_text(reading: Reading) -> str:
    length = f"{reading.length} nt" if reading.length else "of any length"
    where = ", channels first" if reading.channels_first else ""
    padded = (
        f"; after the {PROBE_LENGTH} nt of an RNA here it gets zeros" if (reading.length or 0) > PROBE_LENGTH else ""
    )
    return f"{length}{where}, its channels {', '.join(reading.alphabet)}{padded}"


def _check_free(asked: _Asked, trial: Trial) -> None:
    """Refuse the name of another external model; the same model may be brought again."""
    label = trial.architecture.label
    kept = registry.models_of(asked.experiment).get(label)
    if kept and kept.key != spec_key(_spec(asked, trial)):
        raise ModelError(
            f"{asked.experiment} has another network named {label} already; give this one another name, or delete that "
            "one."
        )


def _compare(asked: _Asked, trial: Trial, seen: Inspection) -> None:
    """Add to ``seen`` the predictions of a few RNAs and their agreement with measurements."""
    measured, rng = _measured(asked.experiment), np.random.default_rng(0)
    if measured is None:
        letters = rng.integers(0, len(ALPHABET), (EXAMPLES, PROBE_LENGTH)).astype(np.int8)
        seen.examples = _examples(letters, None, trial)
        rest = "" if _profile(asked.experiment) else "; its backgrounds will have uniform letters"
        seen.checks.append(Check(True, f"No measurements of {asked.experiment} are here to compare with{rest}."))
        return
    rows = rng.permutation(len(measured.letters))[:COMPARED]
    letters, scores = measured.letters[rows], measured.binding_scores[rows]
    seen.examples = _examples(letters[:EXAMPLES], scores, trial)
    found = correlations(trial, letters, scores)
    given, best = found[asked.alphabet], max(found, key=found.__getitem__)
    seen.checks.append(_agreement(given, len(rows), asked.experiment))
    if is_clearly_better(found[best], given, len(rows)):
        seen.hint = (
            f"With the alphabet {best} they would correlate {number_text(found[best])}; is that the order of its "
            "channels?"
        )


def _agreement(pearson: float, n: int, experiment: str) -> Check:
    """Check whether predictions agree with n measured probes more than chance would."""
    low, high = pearson_interval(pearson, n)
    text = (
        f"On {n} probes of {experiment}, its predictions correlate {number_text(pearson)} with what was measured "
        f"(95% interval {interval_text(low, high)})"
    )
    if low > 0:
        return Check(True, f"{text}.")
    what = "the opposite of what was measured" if high < 0 else "no more than chance"
    cure = "turn the sign of its output" if high < 0 else "check the experiment, the output, and that it was trained"
    return Check(False, f"{text}, which is {what}; {cure}. It can be kept, but it says nothing about this RBP.")


def is_clearly_better(best: float, given: float, n: int) -> bool:
    """Say whether the best of the 24 orders of letters fits n probes far better than the given order and than chance.

    The best of many correlations is high by chance, so its interval is corrected for their number (Bonferroni), and so
    is the interval of its difference from the given correlation, as if both came from different probes.
    """
    above_chance, _ = pearson_interval(best, n, MANY_ORDERS)
    apart = math.atanh(min(best, 1 - 1e-12)) - math.atanh(max(given, -1 + 1e-12))
    return above_chance > 0 and best > given + CLEARLY and apart > MANY_ORDERS * math.sqrt(2 / max(n - 3, 1))


def _examples(letters: np.ndarray, scores: np.ndarray | None, trial: Trial) -> list[Example]:
    known = [None] * len(letters) if scores is None else [round(float(score), 3) for score in scores[: len(letters)]]
    predicted = [float(f"{score:.5g}") for score in trial(letters)]
    return [Example(*row) for row in zip(decode(letters), known, predicted, strict=True)]


def _measured(experiment: str) -> _Measured | None:
    """Load set B of an experiment; None if no probes of it are here."""
    if not any(one.id == experiment and one.has_probes for one in list_experiments()):
        return None
    probes = store.load(experiment)
    if not probes.in_b.any():
        return None
    scores = probes.scores[~probes.in_b]
    training, _ = split(len(scores), 0)
    transform = fit_transform(scores[training], "log")
    return _Measured(probes.letters[probes.in_b], transform.apply(probes.scores[probes.in_b]), transform, probes.digest)


def _profile(experiment: str) -> tuple[np.ndarray, np.ndarray] | None:
    """Return profile and coverage of an experiment's probes as a trained model of it remembers them, or None."""
    for found in registry.models_of(experiment).values():
        if found.coverage:
            return np.array(found.profile), np.array(found.coverage)
    return None


def _spec(asked: _Asked, trial: Trial) -> dict[str, Any]:
    brought = {"file": asked.path.name, "sha256": registry.file_digest(asked.path), "reading": trial.reading.to_dict()}
    return {
        "experiment": asked.experiment,
        "architecture": trial.architecture.to_dict(),
        "output": asked.output,
        EXTERNAL: brought,
    }


def _card(asked: _Asked, gene: str, trial: Trial, on_progress: OnProgress) -> Card:
    """Make the card of a network that passed, measured on set B if there is one."""
    from core.statistics import pearson

    measured, spec = _measured(asked.experiment), _spec(asked, trial)
    look = LOOK if trial.seconds < SLOW else HASTY_LOOK
    n_test = 0 if measured is None else len(measured.letters)
    score = _Counted(trial, n_test + _cost(look), on_progress)
    uniform = np.full((PROBE_LENGTH, len(ALPHABET)), 1 / len(ALPHABET)), np.zeros(0)
    profile, coverage = _profile(asked.experiment) or uniform
    about: dict[str, Any] = {"transform": {}, "test_pearson": None, "density": {}}
    if measured is not None:
        profile, coverage = profile_of(measured.letters)
        key = answers_key(spec[EXTERNAL]["sha256"], spec)
        predicted = remembered(("test scores", key, measured.digest), lambda: score(measured.letters))
        about = {
            "transform": measured.transform.to_dict(),
            "test_pearson": pearson(measured.binding_scores, predicted),
            "density": density(measured.binding_scores, predicted),
        }
    return Card(
        experiment=asked.experiment,
        gene=gene or asked.experiment,
        spec=spec,
        validation_pearson=None,
        n_train=0,
        n_validation=0,
        n_test=n_test,
        profile=profile.round(5).tolist(),
        coverage=coverage.round(5).tolist(),
        top_kmers=[[kmer, round(importance, 4)] for kmer, importance in top_kmers(score, profile, look=look)],
        history=[],
        seconds=0.0,
        versions={name: version(name) for name in ("keras", "numpy")},
        trained=datetime.now(UTC).isoformat(timespec="seconds"),
        **about,
    )


def _cost(look: Look) -> int:
    """Count the predictions that `top_kmers` makes."""
    return (4**6 + 1) * look.first + (look.kept + 1) * look.second


class _Counted:
    """A network as a score that reports how many predictions it has made."""

    def __init__(self, score: Trial, total: int, on_progress: OnProgress):
        self._score, self._tell = score, counter(on_progress, total)

    def __call__(self, letters: np.ndarray) -> np.ndarray:
        return np.concatenate(list(self._parts(letters)))

    def _parts(self, letters: np.ndarray) -> Iterator[np.ndarray]:
        for start in range(0, len(letters), MANY):
            yield self._score(letters[start : start + MANY])
            self._tell(len(letters[start : start + MANY]))
