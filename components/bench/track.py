"""The Python side of the bench's own components; what they do in the browser stands in assets/."""

from dash.development.base_component import Component

from core.sequence import PROBE_LENGTH


class MotifTrack(Component):
    """Palette, track, coverage strip and text form of the condition that is being edited (assets/track.js).

    state : the bench's state (components/bench/state); the track shows its active condition.
    palette : groups of what can be placed, as `components.bench.palette.palette` makes them; the state's own
        patterns and those that the browser keeps come after them.
    coverage : (length,) share of the probes that reach each position.
    length : nucleotides of the track.
    actions : read it as a callback's input: the actions the state's revision does not hold yet, oldest first.
    """

    _namespace = "gia_components"
    _type = "MotifTrack"

    def __init__(
        self,
        id: str,
        state: dict,
        palette: list[dict],
        coverage: list[float],
        length: int = PROBE_LENGTH,
        actions: list[dict] | None = None,
    ):
        self._prop_names = ["id", "state", "palette", "coverage", "length", "actions"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(self._prop_names)
        self.available_wildcard_properties: list[str] = []
        super().__init__(id=id, state=state, palette=palette, coverage=coverage, length=length, actions=actions or [])


class ConditionList(Component):
    """The conditions, to be chosen, named, reordered, duplicated and removed (assets/bench_conditions.js).

    rows : what each says, as `components.bench.conditions.condition_rows` makes them.
    """

    _namespace = "gia_components"
    _type = "ConditionList"

    def __init__(self, id: str, rows: list[dict]):
        self._prop_names = ["id", "rows"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(self._prop_names)
        self.available_wildcard_properties: list[str] = []
        super().__init__(id=id, rows=rows)
