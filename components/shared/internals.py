"""Names inside Dash, Plotly, AG Grid and Mantine that the pages use, and that these libraries do not promise to keep.

One list: each name with its use and its place in the package. Python reaches private names through this
module, scripts through ``assets/_internals.js``, style sheets by the class names below. After an update of a library
``tests/pages/test_internals.py`` names those that vanished; then look up the use, adapt it, and write the
version into `CHECKED`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash.background_callback.managers import BaseBackgroundCallbackManager as JobManager
from dash.development.base_component import Component

CHECKED = {"dash": "4.4.1", "plotly": "6.9.0", "dash-mantine-components": "2.8.1", "dash-ag-grid": "35.3.0"}
"""The versions that the list was checked on."""
QUESTIONS = "_dash-update-component"
"""The end of the address of every callback."""
OLD_JOB = "oldJob"
"""The argument of a request that begins a job: Dash would end this one, which the page asked for before."""
SCHEME, SCHEME_KEY = "data-mantine-color-scheme", "mantine-color-scheme-value"
"""The attribute of ``<html>`` that Mantine reads its colour scheme from, and where the browser keeps the choice."""

__all__ = [
    "CHECKED",
    "INTERNALS",
    "OLD_JOB",
    "QUESTIONS",
    "SCHEME",
    "SCHEME_KEY",
    "JobManager",
    "OwnComponent",
    "progress_key",
]


class OwnComponent(Component):
    """A React component of ``assets``; its properties are the arguments that its constructor passes on."""

    _namespace = "gia_components"

    def __init_subclass__(cls) -> None:
        cls._type = cls.__name__

    def __init__(self, **props: Any):
        self._prop_names = list(props)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(props)
        self.available_wildcard_properties: list[str] = []
        super().__init__(**props)


def progress_key(manager: JobManager, key: str) -> str:
    """Return the key under which a job keeps its progress."""
    return manager._make_progress_key(key)


class Internal(NamedTuple):
    """One name of another library.

    library : its distribution; file : the file of its package that it stands in.
    name : as our code writes it; use : its purpose.
    texts : texts that the file must contain; empty for the name itself.
    """

    library: str
    file: str
    name: str
    use: str
    texts: Sequence[str] = ()


_RENDERER, _MANAGERS = "dash/dash-renderer/build/dash_renderer.min.js", "dash/background_callback/managers/"
_COMPONENT, _PLOTLY = "dash/development/base_component.py", "plotly/package_data/plotly.min.js"
_GRID, _MANTINE = "dash_ag_grid/dash_ag_grid.min.js", "dash_mantine_components/dash_mantine_components.js"


def _styled(component: str, part: str, use: str) -> Internal:
    """Return the class that Mantine makes from the names of a component and of one of its parts."""
    texts = (f'"{component}"', f'"{part}"')
    return Internal("dash-mantine-components", _MANTINE, f"mantine-{component}-{part}", use, texts)


INTERNALS = (
    Internal("dash", _RENDERER, QUESTIONS, "server.js keeps what is asked while the server is away"),
    Internal("dash", _RENDERER, "_dash-layout", "server.js learns which components every page has"),
    Internal("dash", _RENDERER, "dash_component_api", "scripts read the properties of components", ("getLayout",)),
    Internal("dash", _RENDERER, "outputs_list", "one script serves every kind of long work"),
    Internal("dash", "dash/_callback.py", OLD_JOB, "work that others have joined goes on when a page asks anew"),
    Internal("dash", f"{_MANAGERS}__init__.py", "_make_progress_key", "jobs are processes of ours"),
    Internal("dash", f"{_MANAGERS}diskcache_manager.py", "make_job_fn", "jobs are processes of ours"),
    Internal("dash", f"{_MANAGERS}diskcache_manager.py", "call_job_fn", "jobs are processes of ours"),
    Internal("dash", f"{_MANAGERS}diskcache_manager.py", "terminate_job", "a job that ends by itself is no error"),
    Internal("dash", _COMPONENT, "_namespace", "components of ours: the track, the list of conditions, logos"),
    Internal("dash", _COMPONENT, "_type", "components of ours"),
    Internal("dash", _COMPONENT, "_prop_names", "components of ours"),
    Internal("dash", _COMPONENT, "_valid_wildcard_attributes", "components of ours"),
    Internal("dash", _COMPONENT, "available_wildcard_properties", "components of ours"),
    Internal("dash", "dash/dash.py", "_dash-loading", "the skeleton of a page shows while scripts are loaded"),
    Internal("dash", "dash/dash.py", "react-entry-point", "the skeleton of a page shows while scripts are loaded"),
    Internal(
        "dash", "dash/dcc/async-graph.js", "data-dash-is-loading", "the plot of the bench fades while it is asked"
    ),
    Internal("plotly", _PLOTLY, "js-plotly-plot", "scripts find the plot of a graph"),
    Internal("plotly", _PLOTLY, "_ev", "clicks on a plot are heard once, also after it was drawn anew"),
    Internal("plotly", _PLOTLY, "_fullLayout", "a plot is drawn"),
    Internal(
        "plotly", _PLOTLY, "xaxislayer-above", "conditions out of sight are counted", ("xaxislayer-above", "xtick")
    ),
    Internal("plotly", _PLOTLY, "modebar-container", "no buttons of a plot on a phone"),
    Internal("dash-ag-grid", _GRID, "ag-root-wrapper", "keys in a table are the table's"),
    Internal("dash-ag-grid", _GRID, "ag-row", "a row that opens something shows it"),
    Internal("dash-ag-grid", _GRID, "ag-cell", "text in a cell, its height and its room"),
    Internal("dash-ag-grid", _GRID, "ag-header-cell", "room in the heads of columns"),
    Internal("dash-ag-grid", _GRID, "ag-header-cell-filter-button", "room in the heads of columns"),
    Internal("dash-ag-grid", _GRID, "ag-right-aligned-cell", "numbers stand below each other"),
    Internal("dash-ag-grid", _GRID, "--ag-icon-size", "room in the heads of columns"),
    Internal("dash-mantine-components", _MANTINE, SCHEME, "dark and light from the first moment on"),
    Internal("dash-mantine-components", _MANTINE, SCHEME_KEY, "dark and light from the first moment on"),
    Internal(
        "dash-mantine-components", _MANTINE, '-target"]', "a menu tells on its button that it is open", ("-target`",)
    ),
    Internal("dash-mantine-components", _MANTINE, "--mantine-color-placeholder", "contrast of text"),
    Internal(
        "dash-mantine-components", _MANTINE, "--mantine-color-indigo-light-color", "contrast of text", ("-light-color",)
    ),
    Internal("dash-mantine-components", _MANTINE, "--mantine-primary-color-light-color", "contrast of text"),
    Internal("dash-mantine-components", _MANTINE, "data-combobox-disabled", "a choice that cannot be made says why"),
    _styled("Alert", "body", "an alert on the bench leaves the plot its room"),
    _styled("Alert", "message", "contrast of text"),
    _styled("Alert", "title", "contrast of text"),
    _styled("Input", "input", "a field with a problem keeps its ink"),
    _styled("InputWrapper", "description", "contrast of text"),
    _styled("InputWrapper", "error", "contrast of text"),
    _styled("Menu", "label", "contrast of text"),
    _styled("Pill", "root", "contrast of text"),
    _styled("Select", "option", "a choice that cannot be made says why"),
    _styled("Switch", "description", "contrast of text"),
    _styled("Title", "root", "size of headings"),
)
"""Every such name."""
