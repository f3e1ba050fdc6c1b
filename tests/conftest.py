"""What every test may need: a data folder of its own, real measurements where they are, a check of sentences."""

import os
import re
from contextlib import contextmanager
from pathlib import Path

import made_up_slice
import numpy as np
import pytest
from hypothesis import settings

from core.models.networks.keras_backend import use_cores

settings.register_profile("busy", deadline=None)  # no test asserts a time
settings.load_profile("busy")

if workers := os.environ.get("PYTEST_XDIST_WORKER_COUNT"):
    use_cores(max(1, os.cpu_count() // int(workers)))  # two workers that both use all cores wait for each other

TRAINED = {"trained_home", "fitted_home"}
"""Fixtures that train networks."""
BROWSER = Path(__file__).parent / "browser"
REAL_DATA = Path(__file__).parents[2] / "shared" / "data"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|\n+")
"""Where a text is cut into sentences."""
CHANGING = {
    r"(?<=127\.0\.0\.1:)\d{5}": "PORT",
    r"(?<=-)[0-9a-f]{8}(?=\.weights\.h5)|\b(?=[0-9]*[a-f])[0-9a-f]{10,}\b": "DIGEST",
}
"""What differs from run to run or between versions of a library, and its name in the snapshots."""


@pytest.fixture(scope="session", autouse=True)
def shared_home(tmp_path_factory):
    """A data folder for what a module or the session shares, which pytest makes before a test has its own.

    Without it these wrote to the data folder of whoever runs the tests, and read what older code had kept there.
    """
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("shared-home")
        patch.setenv("GIA_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """An empty data folder of its own for every test; a test that needs a shared one sets ``GIA_HOME`` again."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GIA_HOME", str(folder))
    return folder


def pytest_collection_modifyitems(items):
    """Put files with slow tests first, so that two workers end together.

    Tests in a browser are slow, and those that ask what was trained for them.
    """
    for item in items:
        if BROWSER in item.path.parents or TRAINED & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish(session):
    """Note where the generator of each module stands before any test has drawn from it."""
    for module in {item.module for item in session.items}:
        module.begins = {
            name: one.bit_generator.state for name, one in vars(module).items() if isinstance(one, np.random.Generator)
        }


@pytest.fixture(autouse=True)
def own_draws(request):
    """A test draws the same numbers from the generator of its module whichever tests ran before it."""
    _begin_anew(request.module)
    yield
    _begin_anew(request.module)  # for what a whole module or class shares, which the next test may set up


def _begin_anew(module):
    for name, state in module.begins.items():
        getattr(module, name).bit_generator.state = state


@pytest.fixture(scope="session")
def real_data():
    """The folder of real RNAcompete measurements, which are never part of the project."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real measurements are not at {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def made_up_data(tmp_path_factory):
    """A folder like that of the real measurements whose numbers are made up, for what is true of any measurements."""
    return made_up_slice.write(tmp_path_factory.mktemp("made-up"))


class Wording:
    """A check of texts: a test names the facts in one, and `__snapshots__` beside it holds the wording.

    Sentences that changed on purpose are written again by ``pytest FILE --snapshot-update``; ``git diff`` shows them.
    """

    def __init__(self, snapshot, folder):
        self._snapshot, self._seen = snapshot, set()
        self._changing = {rf"{re.escape(str(folder))}(/[\w.-]+)?": "FOLDER", **CHANGING}

    def __call__(self, text, *facts):
        """Check that a text names these facts and has the wording of the snapshot, which holds equal texts once."""
        missing = [fact for fact in map(str, facts) if fact not in text]
        assert not missing, f"{missing} missing in {text!r}"
        for pattern, name in self._changing.items():
            text = re.sub(pattern, name, text)
        if text not in self._seen:
            self._seen.add(text)
            assert text == self._snapshot

    def within(self, text, *facts):
        """Check the first sentence of a long text, or the shortest of several texts, that names these facts."""
        parts = SENTENCE.split(text) if isinstance(text, str) else sorted(text, key=len)
        found = [part for part in parts if all(fact in part for fact in map(str, facts))]
        assert found, f"nothing names {facts} in {text!r}"
        self(found[0])


@pytest.fixture
def wording(snapshot, tmp_path_factory):
    """Check the facts in a text and its wording, as `Wording` does."""
    return Wording(snapshot, tmp_path_factory.getbasetemp())


@pytest.fixture
def refuses(wording):
    """Expect an error that names these facts in the wording of the snapshot: ``with refuses(core.DataError, 41):``."""

    @contextmanager
    def check(kind, *facts):
        with pytest.raises(kind) as caught:
            yield caught
        wording(str(caught.value), *facts)

    return check
