"""The same work done by us, by the loop that people write today, and by peers, timed in turns."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from benchmarks.timing import take_turns, timed

BATCHES = (32, 128, 512)
"""Batch sizes of which tangermeme gets its fastest; 32 is its default."""


class Rival(NamedTuple):
    """Somebody else who does a kind of work.

    name : such as ``tangermeme``. ask : takes a batch size. batches : of which it gets its fastest.
    """

    name: str
    ask: Callable[[int], object]
    batches: Sequence[int]


class Contest(NamedTuple):
    """One kind of work, and who does it.

    ours : returns how many sequences it scored, as a network that shares nothing between them would count.
    rivals : those who are installed, and can be asked this.
    ours_share, share : the part of the work that ours does, and that the others do; their times are extrapolated.
    """

    work: str
    ours: Callable[[], int]
    rivals: Sequence[Rival] = ()
    ours_share: float = 1.0
    share: float = 1.0


class Other(NamedTuple):
    """What a rival took: median seconds, extrapolated where it did a part of the work, and its batch size."""

    seconds: float
    batch: int


class Row(NamedTuple):
    """What a contest took, in seconds, each the median of its repeats.

    scored : sequences. first : seconds of our first call, with what is compiled or planned then.
    repeats : of ours; 0 where the first call took so long that it is the only one.
    others : by the name of the rival.
    ours_share, share : under 1 where the seconds are extrapolated from a part of the work.
    """

    work: str
    scored: int
    first: float
    ours: float
    repeats: int
    others: dict[str, Other]
    ours_share: float
    share: float

    @property
    def per_second(self) -> float:
        return self.scored / self.ours

    @property
    def ratios(self) -> dict[str, float]:
        """How many times as long each rival takes."""
        return {name: other.seconds / self.ours for name, other in self.others.items()}


def play(contest: Contest, repeats: int) -> Row:
    """Time a contest; each rival plays with its fastest batch size."""
    batches = [_fastest(rival) for rival in contest.rivals]
    works = [partial(rival.ask, batch) for rival, batch in zip(contest.rivals, batches, strict=True)]
    scored = []
    ours, *theirs = take_turns([lambda: scored.append(contest.ours()), *works], repeats)
    others = {
        rival.name: Other(times.median / contest.share, batch)
        for rival, batch, times in zip(contest.rivals, batches, theirs, strict=True)
    }
    return Row(
        contest.work,
        round(scored[-1] / contest.ours_share),
        ours.first / contest.ours_share,
        ours.median / contest.ours_share,
        ours.repeats,
        others,
        contest.ours_share,
        contest.share,
    )


def _fastest(rival: Rival) -> int:
    if len(rival.batches) == 1:
        return rival.batches[0]
    return min(rival.batches, key=lambda size: timed(lambda: rival.ask(size))[0])
