"""The Python side of the bench's own components; what they do in the browser stands in assets/."""

from components.shared.internals import OwnComponent
from core.sequence import PROBE_LENGTH


class MotifTrack(OwnComponent):
    """Palette, track, coverage strip and text form of the condition that is being edited (assets/track.js).

    state : the bench's state (components/bench/state); the track shows its active condition.
    palette : groups of what can be placed, as `components.bench.palette.palette` makes them; the state's own
        patterns and those that the browser keeps come after them.
    coverage : (length,) share of the probes that reach each position.
    length : nucleotides of the track.
    actions : read it as a callback's input: the actions the state's revision does not hold yet, oldest first.
    """

    def __init__(
        self,
        id: str,
        state: dict,
        palette: list[dict],
        coverage: list[float],
        length: int = PROBE_LENGTH,
        actions: list[dict] | None = None,
    ):
        super().__init__(id=id, state=state, palette=palette, coverage=coverage, length=length, actions=actions or [])


class ConditionList(OwnComponent):
    """The conditions, to be chosen, named, reordered, duplicated and removed (assets/bench_conditions.js).

    rows : what each says, as `components.bench.conditions.condition_rows` makes them.
    """

    def __init__(self, id: str, rows: list[dict]):
        super().__init__(id=id, rows=rows)
