"""A scan of the user's own RNAs as a view: predictions along them, peaks, and effects of substitutions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.about import PAPER
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import columns, subject, written_by
from core.exports.table import Table
from core.figures.picture import Picture
from core.figures.tracks import tracks_panel
from core.formatting import number_text, p_text
from core.models.registry import file_stem
from core.rna_scan.scan import BACKGROUNDS, QUANTILE, RnaScan, chance_text, scan_rnas
from core.rna_scan.variants import Effect, Substitution, variant_effects
from core.rna_scan.windows import LONGEST
from core.sequence import NamedRna
from core.settings import settings
from core.structure.fold import FOLD_SPAN, FOLD_WINDOW

MOST_NAMED = 3
"""Most models named in the name of a file."""
GLANCE = 25
"""Most peaks, and effects, of a report; the CSV has all."""


@dataclass(frozen=True)
class RnaScanView:
    """A question to `core.scan_rnas`, and to `core.variant_effects` if there are variants.

    shown : number, from 1, of the RNA in the figure.
    """

    models: tuple[str, ...]
    rnas: tuple[NamedRna, ...]
    window: int = LONGEST
    step: int = 1
    quantile: float = QUANTILE
    fold_window: int = FOLD_WINDOW
    fold_span: int = FOLD_SPAN
    variants: tuple[Substitution, ...] = ()
    shown: int = 1

    @property
    def asked(self) -> dict[str, Any]:
        """The arguments of `core.scan_rnas`, except models and RNAs."""
        return {name: getattr(self, name) for name in ("window", "step", "quantile", "fold_window", "fold_span")}

    def ask(self) -> RnaScan:
        """Run the scan; errors as `core.scan_rnas`."""
        return scan_rnas(self.models, self.rnas, **self.asked)

    def answer(self, asked: RnaScan) -> Answer:
        """Compose the content of all files of this view."""
        subjects = [subject(name) for name in self.models]
        effects = variant_effects(self.models, self.rnas, self.variants, self.window) if self.variants else []
        stem = scan_stem("scan", self.models, [rna.name for rna in self.rnas])
        titles = ", ".join(one.title for one in subjects)
        passages = [Passage("Peaks", rows=_glance(asked, subjects[0].unit.short))]
        if effects:
            passages.append(Passage("Effects of substitutions", rows=_changes(effects, subjects[0].unit.short)))
        return Answer(
            stem=stem,
            title=f"Scan of {_names(self.rnas)}: {titles}",
            subjects=subjects,
            table=peaks_table(asked),
            document=self._document(asked, effects) | written_by(subjects[0]),
            picture=draw_rna_scan(asked, self.shown),
            method=_method(asked),
            passages=passages,
            cells=self._cells(stem),
            values=tracks_table(asked),
        )

    def _document(self, asked: RnaScan, effects: list[Effect]) -> dict[str, Any]:
        return {"models": list(self.models), **self.asked, **scan_document(asked, effects)}

    def _cells(self, stem: str) -> list[Cell]:
        given = "".join(f", {name}={value(one)}" for name, one in self.asked.items())
        rnas = value([(rna.name, rna.typed(rna.sequence)) for rna in self.rnas], 0)
        cells = [
            Cell("", "import core\nfrom core.exports import draw_rna_scan, effects_table, peaks_table, tracks_table"),
            Cell(
                "The models and the RNAs. `core.read_fasta(text).rnas` reads others.",
                f"models = {value(list(self.models), 0)}\nrnas = {rnas}",
            ),
            Cell(
                "Predict every window; peaks are local maxima above a quantile of random RNA.",
                f"scan = core.scan_rnas(models, rnas{given})\nfor peak in scan.peaks[:10]:\n"
                '    print(f"{peak.model} {peak.rna} {peak.position}: {peak.prediction:.3f}, site {peak.site}")',
            ),
            Cell(
                "Peaks, every window, and the figure.",
                f'peaks_table(scan).save("{stem}.csv")\ntracks_table(scan).save("{stem}_local.csv")\n'
                f'draw_rna_scan(scan, {self.shown}).save("{stem}.svg")',
            ),
        ]
        if self.variants:
            lines = value("\n".join(one.text for one in self.variants))
            cells.append(
                Cell(
                    "Effects of substitutions, over all windows that hold them.",
                    f"variants = core.read_variants({lines}, rnas).substitutions\n"
                    f"effects = core.variant_effects(models, rnas, variants, window={self.window})\n"
                    f'effects_table(effects).save("{stem}_mutations.csv")',
                )
            )
        return cells


def scan_stem(what: str, models: Sequence[str], rnas: Sequence[str]) -> str:
    """Name the files of a scan by its first models and its first RNA, with the number of the others."""
    listed, names = list(dict.fromkeys(models)), list(dict.fromkeys(rnas))
    parts = [what, *map(file_stem, listed[:MOST_NAMED]), *(re.sub(r"[^\w.-]+", "-", name)[:40] for name in names[:1])]
    more = [f"and_{len(names) - 1}_more"] if len(names) > 1 else []
    return "_".join(filter(None, [*parts, *more]))


def scan_document(scan: RnaScan, effects: Sequence[Effect] = ()) -> dict[str, Any]:
    """Write a scan as JSON: tracks by the position of the middle letter, peaks, and effects; positions from 1."""
    return {
        "thresholds": dict(zip(scan.models, scan.thresholds.tolist(), strict=True)),
        "n_peaks": dict(zip(scan.models, scan.n_peaks, strict=True)),
        "rnas": [
            {
                "name": track.rna.name,
                "sequence": track.rna.typed(track.rna.sequence),
                "positions": scan.middle(track.starts, len(track.rna.sequence)),
                "predictions": dict(zip(scan.models, track.predictions, strict=True)),
                "unpaired": track.unpaired,
            }
            for track in scan.tracks
        ],
        "peaks": [peak._asdict() for peak in scan.peaks],
        "mutations": [effect.to_dict() for effect in effects],
    }


def peaks_table(scan: RnaScan) -> Table:
    """Tabulate the peaks, model by model, best first."""
    asked = {name: subject(name) for name in scan.models}
    rows = []
    for peak in scan.peaks:
        unit = asked[peak.model].unit.short
        given = {name: one for name, one in peak._asdict().items() if name != "model"}
        measured = ("prediction", "site_prediction")
        named = {f"{name} ({unit})" if name in measured else name: one for name, one in given.items()}
        rows.append(
            named | {"threshold_quantile": scan.quantile, "window_nt": scan.window} | columns(asked[peak.model])
        )
    return Table(rows)


def tracks_table(scan: RnaScan) -> Table:
    """Tabulate each letter of each RNA: prediction of the window around it, and probability of being unpaired."""
    units = {name: subject(name).unit.short for name in scan.models}
    rows = []
    for track in scan.tracks:
        sequence = track.rna.sequence
        at = {int(x): w for w, x in enumerate(scan.middle(track.starts, len(sequence)))}
        for position, letter in enumerate(sequence, start=1):
            w = at.get(position)
            predicted = {
                f"{name} ({units[name]})": None if w is None else float(track.predictions[m, w])
                for m, name in enumerate(scan.models)
            }
            unpaired = {"unpaired": float(track.unpaired[position - 1])}
            rows.append(
                {
                    "rna": track.rna.name,
                    "position": position,
                    "letter": track.rna.typed(letter),
                    **predicted,
                    **unpaired,
                }
            )
    return Table(rows)


def effects_table(effects: Sequence[Effect]) -> Table:
    """Tabulate each substitution and model."""
    asked = {name: subject(name) for name in dict.fromkeys(effect.model for effect in effects)}
    rows = []
    for effect in effects:
        unit = asked[effect.model].unit.short
        numbers = effect.to_dict()
        del numbers["model"]
        measured = ("strongest_change", "best_before", "best_after", "best_change", "summed_change")
        rows.append(
            {f"{name} ({unit})" if name in measured else name: one for name, one in numbers.items()}
            | {"window_nt": effect.window}
            | columns(asked[effect.model])
        )
    return Table(rows)


def draw_rna_scan(scan: RnaScan, shown: int = 1) -> Picture:
    """Draw predictions and structure along the RNA with that number, from 1; `Picture.save` writes SVG or PNG."""
    asked = [subject(name) for name in scan.models]
    track = scan.tracks[shown - 1]
    panel = tracks_panel(scan, shown - 1, [one.title for one in asked], asked[0].unit)
    dotted = ("Triangles: peaks, the best with their six most sensitive letters. Dotted: the thresholds.",)
    header = f"Scan of {track.rna.name}, {len(track.rna.sequence):,} nt"
    return Picture(header, panel, notes(_method(scan), asked, dotted))


def _names(rnas: Sequence[NamedRna]) -> str:
    return rnas[0].name if len(rnas) == 1 else f"{len(rnas)} RNAs"


def _method(scan: RnaScan) -> list[str]:
    return [
        f"Each point is the prediction of the {scan.window}-nt window around it, every {scan.step} nt.",
        f"Peaks: local maxima above {100 * scan.quantile:g}% of {BACKGROUNDS:,} random backgrounds, a row for each "
        f"site that keeps the window above when the earlier sites are replaced. {chance_text(scan)}",
        f"Unpaired: ViennaRNA, windows of {scan.fold_window} nt, pairs over at most {scan.fold_span} nt, energies of "
        f"Turner {settings().energies[-4:]} (Bernhart et al. 2006; Tafer et al. 2008).",
        f"Network: {PAPER}.",
    ]


def _glance(scan: RnaScan, unit: str) -> list[dict[str, str]]:
    return [
        {
            "": str(peak.rank),
            "Model": peak.model,
            "RNA": peak.rna,
            "Position": f"{peak.position:,}",
            "Window": Rna(peak.letters),
            f"Predicted ({unit})": number_text(peak.prediction),
            "Site": Rna(peak.site),
            "at": f"{peak.site_first:,}",
            "p": p_text(peak.p).removeprefix("p ").removeprefix("= "),
            "q": p_text(peak.q).removeprefix("p ").removeprefix("= "),
        }
        for peak in sorted(scan.peaks, key=lambda one: -one.prediction)[:GLANCE]
    ]


def _changes(effects: list[Effect], unit: str) -> list[dict[str, str]]:
    rows = []
    for effect in effects[:GLANCE]:
        numbers = effect.to_dict()
        named = {
            name: number_text(numbers.get(f"{name}_change"), sign=True) for name in ("strongest", "best", "summed")
        }
        rows.append(
            {
                "Mutation": effect.substitution.text,
                "Model": effect.model,
                f"Strongest change ({unit})": named["strongest"],
                "Best window": named["best"],
                "Sum": named["summed"],
            }
        )
    return rows
