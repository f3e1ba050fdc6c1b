"""The paper's Figures 1 to 4, redrawn from the data and models at hand: each as SVG, PNG and a JSON of its numbers.

One module per figure asks and draws; ``drawing`` holds shared marks, ``sheet`` lays panels out and writes them.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from core.about import PAPER
from core.errors import AppError
from core.figures import figure1, figure2, figure3, figure4
from core.figures.drawing import BOXES, STYLE
from core.figures.sheet import FigureReport, Panel, describe, draw_sheet, write_sheet
from core.figures.subjects import Request
from core.gia.design import Design
from core.gia.protocols.affinity import read_affinities
from core.library.experiments import find_experiment
from core.progress import OnProgress
from core.settings import settings

__all__ = ["FIGURES", "FigureReport", "draw"]

FIGURES = {1: figure1, 2: figure2, 3: figure3, 4: figure4}


def draw(
    out: Path,
    figures: Sequence[int] = (1, 2, 3, 4),
    model_name: str = "RNCMPT00168",
    hairpin: str | None = None,
    affinities: str | None = None,
    n: int = 1000,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> list[FigureReport]:
    """Redraw figures of the paper from the data and models on this machine.

    A panel that lacks data or models is left out; the report, the JSON and the foot of the figure say why, and what to
    do. ``figureK.svg``, ``.png`` and ``.json`` are written together, figure by figure.

    Parameters
    ----------
    out : a folder, made if necessary.
    figures : 1 to 4.
    model_name : name of the model of Figure 2; by default the paper's RBFOX1.
    hairpin : name of the model of Figure 3; by default VTS1 if it has a model, otherwise the simulated loop binder.
    affinities : for Figure 2f, a CSV file or a text of KDs, as in `core.gia.protocols.named.spr`.
    n, seed : of the profile backgrounds.
    on_progress : called with (panels done, total), several times per panel; an exception it raises cancels the run.

    Raises
    ------
    AppError : an unknown figure, or a folder that cannot be written.
    DataError : an unknown experiment, or affinities that cannot be read.
    SequenceError : n or seed out of range, or affinities of impossible patterns.

    Source: Koo et al. 2021, Fig 1 to 4.
    """
    for figure in figures:
        if figure not in FIGURES:
            raise AppError(f"there is no figure {figure}; use one or more of {', '.join(map(str, FIGURES))}.")
    Design(model_name, (), n=n, seed=seed)
    hairpin = hairpin or figure3.default_name()
    for figure, name in ((2, model_name), (3, hairpin)):
        if figure in figures:
            find_experiment(name)
    progress = _Progress(on_progress)
    known = None if affinities is None else read_affinities(affinities)
    request = Request(model_name, hairpin, known, n, seed, progress.tell)
    questions = {figure: FIGURES[figure].panels(request) for figure in dict.fromkeys(figures)}
    progress.total = sum(map(len, questions.values()))
    return [_draw(Path(out), figure, asked, request, progress) for figure, asked in questions.items()]


class _Progress:
    """Panels done and their total, reported to ``on_progress``."""

    def __init__(self, on_progress: OnProgress | None):
        self.done, self.total, self._on_progress = 0, 0, on_progress

    def tell(self, *_: int) -> None:
        if self._on_progress:
            self._on_progress(self.done, self.total)


def _draw(
    out: Path, number: int, questions: dict[str, Callable[[], Panel]], request: Request, progress: _Progress
) -> FigureReport:
    """Ask, draw and write one figure."""
    from matplotlib import rc_context

    panels, missing = {}, []
    left_out: dict[str, list[str]] = {}
    for letter, ask in questions.items():
        progress.tell()
        try:
            panels[letter] = ask()
            missing += [f"{letter}: {text}" for text in panels[letter].missing]
        except AppError as error:
            left_out.setdefault(str(error), []).append(letter)
        progress.done += 1
    missing += [f"{', '.join(letters)} left out: {reason}" for reason, letters in left_out.items()]
    title = f"Figure {number}. {FIGURES[number].TITLE.format(n=request.n)}"
    about = {"figure": number, "title": title, "after": PAPER, "background": "profile", "n": request.n}
    about |= {"seed": request.seed, "energies": settings().energies, "missing": missing}
    with rc_context(STYLE):
        drawn = draw_sheet(title, panels, [BOXES, *missing])
        files = write_sheet(out, f"figure{number}", drawn, describe(panels, **about))
    progress.tell()
    return FigureReport(number, list(panels), missing, files)
