"""A k-mer scan as a view: the best k-mers at one position, ranked."""

from dataclasses import dataclass

from core.about import PAPER
from core.discovery.kmer_scan import METHODS, KmerScan, scan_kmers
from core.exports.answer import Answer, Passage, Rna, notes
from core.exports.code import Cell, value
from core.exports.subject import backgrounds_text, columns, subject, written_by
from core.exports.table import Table
from core.figures.kmers import kmers_panel
from core.figures.picture import Picture
from core.formatting import interval_text, number_text
from core.library import analyses
from core.models.registry import file_stem


@dataclass(frozen=True)
class KmerScanView:
    """A question to `core.scan_kmers`."""

    model_name: str
    k: int = 6
    position: int = 18
    method: str = "race"
    top: int = 20
    n: int = 1000
    background: str = "profile"
    seed: int = 0

    @property
    def asked(self) -> dict:
        """The arguments of `core.scan_kmers`, except the model."""
        return {name: given for name, given in vars(self).items() if name != "model_name"}

    def ask(self) -> KmerScan:
        """Run the scan, seconds to minutes; errors as `core.scan_kmers`. A known result goes to `answer` directly."""
        return scan_kmers(analyses.open_model(self.model_name), **self.asked)

    def answer(self, asked: KmerScan) -> Answer:
        """Compose the content of all files of this view."""
        asked_model, stem = subject(self.model_name), f"kmers_{file_stem(self.model_name)}"
        return Answer(
            stem=stem,
            title=f"Best {asked.k}-mers at position {asked.position}: {asked_model.title}",
            subjects=[asked_model],
            table=kmer_scan_table(asked),
            document=written_by(asked_model) | asked._asdict() | {"kmers": [one._asdict() for one in asked.kmers]},
            picture=draw_kmer_scan(asked),
            method=_method(asked),
            passages=[Passage("Ranking", rows=_glance(asked, asked_model.unit.short))],
            cells=self._cells(stem),
        )

    def _cells(self, stem: str) -> list[Cell]:
        given = "".join(f"    {name}={value(given)},\n" for name, given in self.asked.items())
        return [
            Cell("", "import core\nfrom core.exports import draw_kmer_scan, kmer_scan_table"),
            Cell(
                f"Rank all {4**self.k:,} {self.k}-mers by global importance at one position, counted from 1. "
                "`race` gives the numbers of `exhaustive` for the best ones, sooner.",
                f"scan = core.scan_kmers(\n    core.open_model({value(self.model_name)}),\n{given})\n"
                "for rank, one in enumerate(scan.kmers, start=1):\n"
                '    print(f"{rank}. {one.kmer}: {one.global_importance:.3f}, '
                '95% interval {one.ci_low:.3f} to {one.ci_high:.3f}")',
            ),
            Cell(
                "The numbers, and the figure.",
                f'kmer_scan_table(scan).save("{stem}.csv")\ndraw_kmer_scan(scan).save("{stem}.svg")',
            ),
        ]


def kmer_scan_table(scan: KmerScan) -> Table:
    """Tabulate the k-mers, best first."""
    asked = subject(scan.model)
    unit = asked.unit.short
    return Table(
        [
            {
                "rank": rank,
                "kmer": one.kmer,
                f"global_importance ({unit})": one.global_importance,
                f"ci95_low ({unit})": one.ci_low,
                f"ci95_high ({unit})": one.ci_high,
                "position": scan.position,
                "method": scan.method,
                "background": scan.background,
                "n_backgrounds": scan.n,
                "seed": scan.seed,
                **columns(asked),
            }
            for rank, one in enumerate(scan.kmers, start=1)
        ]
    )


def draw_kmer_scan(scan: KmerScan) -> Picture:
    """Draw the k-mers with their intervals; `Picture.save` writes SVG or PNG."""
    asked = subject(scan.model)
    header = f"Best {scan.k}-mers at position {scan.position}: {asked.title}"
    return Picture(header, kmers_panel(scan, asked.unit), notes([*_method(scan)], [asked]))


def _method(scan: KmerScan) -> list[str]:
    return [
        f"All {4**scan.k:,} {scan.k}-mers at position {scan.position}. {METHODS[scan.method]}",
        backgrounds_text(scan.background, scan.n, scan.seed),
        f"Global importance and its 95% interval over backgrounds: {PAPER}.",
    ]


def _glance(scan: KmerScan, unit: str) -> list[dict[str, str]]:
    return [
        {
            "": str(rank),
            "k-mer": Rna(one.kmer),
            f"Global importance ({unit})": number_text(one.global_importance),
            "95% interval": interval_text(one.ci_low, one.ci_high),
            "N": f"{scan.n:,}",
        }
        for rank, one in enumerate(scan.kmers, start=1)
    ]
