"""The same work done by us, by the loop that people write today, and by a peer, timed in turns."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.timing import take_turns, timed

BATCHES = (32, 128, 512)
"""Batch sizes of which a peer gets its fastest; 32 is tangermeme's default."""


class Contest(NamedTuple):
    """One kind of work, and who does it.

    ours : returns how many sequences it scored, as a network that shares nothing between them would count.
    naive : the loop over ``model.predict``.
    peer : takes a batch size; None where it is not installed, or is asked nothing like it.
    ours_share, share : the part of the work that ours does, and that the others do; their times are extrapolated.
    """

    work: str
    ours: Callable[[], int]
    naive: Callable[[], object] | None = None
    peer: Callable[[int], object] | None = None
    ours_share: float = 1.0
    share: float = 1.0


class Row(NamedTuple):
    """What a contest took, in seconds, each the median of its repeats.

    scored : sequences. first : seconds of our first call, with what is compiled or planned then.
    repeats : of ours; 0 where the first call took so long that it is the only one.
    ours_share, share : under 1 where the seconds are extrapolated from a part of the work.
    """

    work: str
    scored: int
    first: float
    ours: float
    repeats: int
    naive: float | None
    peer: float | None
    peer_batch: int | None
    ours_share: float
    share: float

    @property
    def per_second(self) -> float:
        return self.scored / self.ours

    @property
    def naive_ratio(self) -> float | None:
        return self.naive and self.naive / self.ours

    @property
    def peer_ratio(self) -> float | None:
        return self.peer and self.peer / self.ours


def play(contest: Contest, repeats: int) -> Row:
    """Time a contest; a peer plays with its fastest batch size."""
    batch = contest.peer and min(BATCHES, key=lambda size: timed(lambda: contest.peer(size))[0])
    others = {"naive": contest.naive, "peer": contest.peer and (lambda: contest.peer(batch))}
    others = {who: work for who, work in others.items() if work}
    scored = []
    ours, *theirs = take_turns([lambda: scored.append(contest.ours()), *others.values()], repeats)
    seconds = {who: times.median / contest.share for who, times in zip(others, theirs, strict=True)}
    return Row(
        contest.work,
        round(scored[-1] / contest.ours_share),
        ours.first / contest.ours_share,
        ours.median / contest.ours_share,
        ours.repeats,
        seconds.get("naive"),
        seconds.get("peer"),
        batch,
        contest.ours_share,
        contest.share,
    )
