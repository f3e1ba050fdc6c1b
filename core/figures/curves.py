"""The figure of trainings: validation Pearson and loss by epoch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.figures.drawing import BLUE, ORANGE
from core.figures.sheet import Panel
from core.models.card import Card

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

SIZE = (5.2, 2.2)
"""Width and height in inches."""
LOOKS = ((BLUE, "-"), (ORANGE, "--"))


def curves_panel(cards: Sequence[Card], titles: Sequence[str]) -> Panel:
    """Draw one or two trainings, validation Pearson left, loss right; the best epoch, which was kept, is marked."""

    def draw(cell: "SubFigure") -> None:
        left, right = cell.subplots(1, 2)
        for card, title, (color, line) in zip(cards, titles, LOOKS, strict=False):
            epochs = range(1, len(card.history) + 1)
            losses, pearsons = [row[0] for row in card.history], [row[1] for row in card.history]
            left.plot(epochs, pearsons, line, color=color, marker="o", markersize=2, label=title)
            right.plot(epochs, losses, line, color=color, marker="o", markersize=2)
            if pearsons:
                best = int(np.argmax(pearsons))
                left.plot([epochs[best]], [pearsons[best]], "o", color=color, markersize=4.5)
        left.set(xlabel="Epoch", ylabel="Validation Pearson")
        right.set(xlabel="Epoch", ylabel="Loss")
        right.set_ylim(bottom=0)
        if len(cards) > 1:
            left.legend(loc="lower right")

    rows = [{"model": card.name, "history": card.history} for card in cards]
    return Panel("", draw, {"trainings": rows}, "training", tuple(card.name for card in cards), SIZE)
