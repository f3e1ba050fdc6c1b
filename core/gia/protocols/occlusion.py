"""The paper's occlusion: the share that a stretch of one RNA has in its prediction."""

from core.checks import whole
from core.errors import SequenceError
from core.gia.backgrounds import parse_stretch
from core.gia.importance import GiaResult
from core.gia.protocols.protocol import Parameter, Plan, Row, Setting, protocol
from core.sequence import clean


@protocol(
    "One RNA without a stretch",
    shared=("n", "seed"),
    sequence=Parameter(clean, "an RNA of 1 to 41 nt"),
    stretch=Parameter(str.strip, "first and last position, such as 18-23 (default: every stretch)"),
    width=Parameter(whole, "letters of each stretch, if every stretch is asked"),
)
def occlusion(setting: Setting, sequence: str, stretch: str | None = None, width: int = 6) -> Plan:
    """What does a stretch of one RNA add to its prediction? The RNA against itself with random letters there.

    Parameters
    ----------
    sequence : 1 to 41 nt.
    stretch : such as ``18-23``, from 1; unless given, every stretch of ``width`` letters in turn.

    Returns
    -------
    Outcome : one row for a stretch, with first, last and letters; its importance is the prediction of the RNA minus
        that of the occluded ones, whose letters are drawn from the profile. Summary: most_important and its importance.

    Raises
    ------
    SequenceError : letters that are no RNA, a stretch or width outside the sequence.

    Source: Koo et al. 2021, Discussion (occlusion, the removal of a feature marginalised).
    """
    sequence = clean(sequence)
    if stretch:
        stretches = [parse_stretch(stretch, len(sequence))]
    elif 1 <= width <= len(sequence):
        stretches = [(first, first + width) for first in range(len(sequence) - width + 1)]
    else:
        raise SequenceError(
            f"the width is {width}; use a number from 1 to {len(sequence)}, the length of the sequence."
        )
    designs, columns = [], []
    for first, end in stretches:
        label, letters = f"{first + 1}-{end}", sequence[first:end]
        occluded = setting._replace(background=f"occluded:{sequence}:{label}")
        designs.append(occluded.design([f"{letters}@{first + 1}"]))
        columns.append({"label": label, "first": first + 1, "last": end, "letters": letters})
    parameters = {"sequence": sequence, "stretch": stretch, "width": width}
    return Plan(setting, designs, columns, _finish_occlusion, parameters)


def _finish_occlusion(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    most = max(rows, key=lambda row: row["global_importance"])
    return rows, {"most_important": most["label"], "importance": most["global_importance"]}
