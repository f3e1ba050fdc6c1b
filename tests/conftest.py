"""What every test may need: an own data folder, and the real measurements where they are."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("busy", deadline=None)  # no test asserts a time
settings.load_profile("busy")

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """An empty data folder of its own for every test; a test that needs a shared one sets ``GIA_HOME`` again."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GIA_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def real_data():
    """The folder of real RNAcompete measurements, which are never part of the project."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real measurements are not at {REAL_DATA}")
    return REAL_DATA
