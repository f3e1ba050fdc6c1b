"""Every benchmark can be imported, also those that ask a peer, whether or not the peer is installed."""

import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

import benchmarks

PEERS = {
    "torch": ("nn", "nn.utils", "nn.utils.fusion"),
    "tangermeme": ("ersatz", "predict", "saturation_mutagenesis"),
    "onnxruntime": (),
}
"""What `requirements-bench.txt` installs, and the modules of it that a benchmark may name."""


class Peer(ModuleType):
    """A package that has everything: its classes can be inherited from and called."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@pytest.fixture
def peers(monkeypatch):
    for package, parts in PEERS.items():
        whole = Peer(package)
        monkeypatch.setitem(sys.modules, package, whole)
        for part in parts:
            made = Peer(f"{package}.{part}")
            monkeypatch.setitem(sys.modules, made.__name__, made)
            setattr(sys.modules[made.__name__.rpartition(".")[0]], part.rpartition(".")[2], made)
    for name in [name for name in sys.modules if name.startswith("benchmarks.")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize("name", [module.name for module in iter_modules(benchmarks.__path__)])
def test_a_benchmark_names_nothing_that_is_not_there(name, peers):
    """CI has no peer, so that what a benchmark imports of ours could go unseen when it is renamed."""
    try:
        import_module(f"benchmarks.{name}")
    finally:
        for module in [module for module in sys.modules if module.startswith("benchmarks.")]:
            del sys.modules[module]
