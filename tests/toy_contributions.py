"""A small example of everything that CONTRIBUTING.md says how to add: new files, and what old ones get."""

BACKGROUND = {
    "core/gia/backgrounds.py": {
        "KINDS = {\n": '''def _toy(background: Background, model: Model, n: int, seed: int) -> np.ndarray:
    """Draw every letter alike."""
    return np.random.default_rng(check_seed(seed)).integers(0, 4, (n, PROBE_LENGTH), np.int8)


''',
        '}\n"""The background models chosen by name alone.': '    "toy": Kind("Toy", "Every letter alike.", _toy),\n',
    }
}

PROTOCOL = {
    "core/gia/protocols/toy.py": '''"""A protocol of two sites."""

from core.gia.importance import GiaResult
from core.gia.protocols.protocol import PATTERN, Plan, Row, Setting, protocol


@protocol("One site or two", beyond_paper=True, pattern=PATTERN)
def toy(setting: Setting, pattern: str) -> Plan:
    """Compare one site with two."""
    columns = [{"label": "one"}, {"label": "two"}]
    design = setting.design([f"{pattern}@4", f"{pattern}@4,{pattern}@20"])
    return Plan(setting, [design], columns, _finish, {"pattern": pattern})


def _finish(rows: list[Row], results: list[GiaResult]) -> tuple[list[Row], dict]:
    one, two = (row["global_importance"] for row in rows)
    return rows, {"gained": two - one}
''',
    "core/gia/protocols/named.py": {
        "from core.gia.protocols.robustness": "from core.gia.protocols.toy import toy\n",
    },
}

NETWORK = {
    "core/models/networks/toy.py": '''"""A network that learns nothing."""


def build_toy(architecture):
    """Say what would be built; a real one gives a Keras model."""
    return f"{architecture.channels} channels to {architecture.outputs} outputs"
''',
    "core/models/architectures.py": {
        "from core.models.networks.keras_backend import": "from core.models.networks import toy\n",
        '}\n"""Networks by name: ': '    "toy": Network("Toy", "a network that learns nothing", toy.build_toy),\n',
    },
}

LAYOUT = {
    "core/data/layouts/toy.py": '''"""A layout of lines ``sequence;set;score``."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.data.records import ProbeTable


def is_toy(path: Path) -> bool:
    """Whether the name of a file ends in .toy."""
    return path.suffix == ".toy"


def read_toy(path: Path) -> ProbeTable:
    """Read the measurements of one experiment, named as the file."""
    sequences, sets, scores = zip(*(line.split(";") for line in path.read_text().split()), strict=True)
    frame = pd.DataFrame({path.stem: np.array(scores, np.float32)})
    return ProbeTable(np.array(sequences), np.array(sets) == "B", frame)
''',
    "core/data/layouts/__init__.py": {
        "from core.errors import DataError\n": "from core.data.layouts.toy import is_toy, read_toy\n",
        '    "table": Layout(': '    "toy": Layout(is_toy, read_toy),\n',
    },
    "components/data/datasets.py": {'    "hughes": "Hughes lab"': '    "toy": "Toy lines",\n'},
}

PAGE = {
    "components/toy/__init__.py": "",
    "components/toy/page.py": '''"""A page that greets."""

from dash import dcc, html

from components import ids


def layout(query):
    """Make the page of ``/toy?rbp=ID``."""
    return html.Div([html.H1("Toy"), dcc.Input(id=ids.TOY_NAME), html.P(id=ids.TOY_GREETING)])
''',
    "components/ids/__init__.py": {"# shell\n": 'TOY_NAME, TOY_GREETING = "toy-name", "toy-greeting"\n'},
    "components/shell.py": {'    "/data": "Data & models"': '    "/toy": "Toy",\n'},
    "callbacks/toy.py": '''"""What the toy page does."""

from dash import Input, Output

from components import ids


def greet(name):
    """Greet by name."""
    return f"Hello {name}"


def register(app):
    app.callback(Output(ids.TOY_GREETING, "children"), Input(ids.TOY_NAME, "value"))(greet)
''',
    "callbacks/__init__.py": {"\n    for page in": "    from callbacks import toy\n", "shell, help, rbps,": "toy, "},
    "callbacks/shell.py": {
        "from core.errors import": "from components.toy import page as toy\n",
        '    "/data": data.layout': '    "/toy": toy.layout,\n',
    },
    "components/help.py": {'    "/atlas": {"Enter"': '    "/toy": {"Enter": "Greet"},\n'},
    "pyproject.toml": {
        'atlas | bench | data | discover | explore | rbps | scan",\n    "shared': "toy | ",
        'atlas | bench | data | discover | explore | rbps | scan",\n    "uploads': "toy | ",
    },
}

TOYS = {
    "A background model": BACKGROUND,
    "A protocol": PROTOCOL,
    "A network": NETWORK,
    "A layout of measurements": LAYOUT,
    "A page": PAGE,
}
"""By heading of CONTRIBUTING.md: the text of each new file; of each old one, what is put before which text of it."""

ASKED = {
    "A background model": """
design = core.Design("toy", (core.parse_condition("UUUU@4"),), "toy", n=200, seed=1)
(found,) = core.run_gia(design, core.wrap_model(lambda letters: (letters == 3).sum(1))).conditions
assert 2.5 < found.global_importance < 3.5, found
from components.shared import backgrounds
from components.discover import page
assert backgrounds.NAMES["toy"] == "Toy" and backgrounds.help_of("toy") == "Every letter alike."
absent = next(one for one in core.list_experiments() if not one.has_probes)
assert page._backgrounds(absent)["toy"] == "Toy"
from core.glossary import background_words
assert background_words()["toy backgrounds"] == "Every letter alike."
""",
    "A protocol": """
model = core.wrap_model(lambda letters: (letters == 3).sum(1), name="m")
from core.gia.protocols.named import toy
outcome = toy(model, "UUUU", n=50)
assert [row["label"] for row in outcome.rows] == ["one", "two"] and outcome.summary["gained"] > 2
assert core.PROTOCOLS["toy"].ask is toy
robust = core.PROTOCOLS["robustness"].ask(model, "toy", pattern="UUUU", backgrounds=["profile"], seeds=[0, 1], n=50)
assert len(robust.summary["settings"]) == 2
from components.bench import presets, sentences, setting
from core.formatting import UNITS
made = presets.plan("toy", "UUUU", presets.Setting("m"))
assert made.designs[0].conditions[1].text == "UUUU@4,UUUU@20"
assert sentences.sentence(outcome, UNITS["regression"]) == f"Gained {outcome.summary['gained']:.2f}."
menu = str(setting._menu())
assert menu.index("Beyond the paper") < menu.index("One site or two")
command_line(["experiment", "toy", "--help"], "Compare one site with two.")
""",
    "A network": """
from core.models.architectures import Architecture
assert Architecture("toy", outputs=2).build() == "4 channels to 2 outputs" and Architecture("toy").label == "toy"
from components.data import training_state
assert training_state.CHOICES["network"]["toy"] == "Toy"
from core.models.registry import split_name
assert split_name("RNCMPT00168:toy-clip") == ("RNCMPT00168", "toy-clip")
command_line(["train", "--help"], "toy")
""",
    "A layout of measurements": """
from pathlib import Path
rows = [f"{'ACGU' * 7}{a}{b}{c};{'AB'[(i + j) % 2]};{i}.{j}" for i, a in enumerate("ACGU") for j, b in enumerate("ACGU")
        for c in "ACGU"]
Path("RNCMPT99999.toy").write_text("\\n".join(rows))
preview = core.preview_file("RNCMPT99999.toy")
assert preview.layout == "toy" and preview.n_probes == 64, preview
assert core.import_file("RNCMPT99999.toy").n_b == 32
assert {one.layout for one in core.list_datasets()} == {"toy", "simulated"}
from components.data import datasets
assert "Toy lines" in str(datasets.here(core.list_datasets()))
""",
    "A page": """
import app
from callbacks.shell import show_page
from components.help import keys
page, rbp, nav, *_ = show_page("/toy", "?rbp=RNCMPT00168", None)
assert page.children[0].children == "Toy" and [link.href for link in nav][-2] == "/toy?rbp=RNCMPT00168"
assert "Greet" in str(keys("/toy"))
web = app.create_app()
from importlinter.cli import lint_imports
assert lint_imports("pyproject.toml", no_cache=True) == 0
assert "toy-greeting.children" in web.callback_map and "Toy" in web.server.test_client().get("/").text
""",
}
"""Python that shows that the example works, by heading."""
