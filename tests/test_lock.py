"""The lock: one version of every library for every system, with hashes and without an address, that make installs."""

import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.lock": "requirements.txt", "requirements-dev.lock": "requirements-dev.txt"}
HOSTS = r"://|\bfile:|--(extra-)?index|--find-links|--trusted-host| @ "


def requirement(line):
    return Requirement(line.rstrip("\\").strip())


def entries(name):
    """The lines of each pin of a lock, the hashes under it included."""
    text = "\n".join(line for line in (ROOT / name).read_text().splitlines() if not line.strip().startswith("#"))
    return re.split(r"\n(?=\S)", text.strip())


def pins(name):
    found = {}
    for entry in entries(name):
        pin = requirement(entry.splitlines()[0])
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def ranges(name):
    """The requirements of a file and of those that it includes."""
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            yield from ranges(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            yield Requirement(line)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_one_version_with_hashes(lock):
    for entry in entries(lock):
        pin, *hashes = entry.splitlines()
        assert re.fullmatch(r"==[^,*]+", str(requirement(pin).specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert re.findall(HOSTS, (ROOT / lock).read_text()) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_has_one_version_for_every_system(lock):
    assert [name for name, found in pins(lock).items() if len(found) > 1] == []


@pytest.mark.parametrize(("lock", "file"), LOCKS.items())
def test_a_lock_holds_what_its_ranges_ask_for(lock, file):
    found = pins(lock)
    for asked in ranges(file):
        (pin,) = found[canonicalize_name(asked.name)]
        (version,) = pin.specifier
        assert version.version in asked.specifier, f"{asked}, locked as {pin}; run: make update"


def test_running_and_testing_use_the_same_versions():
    tested = pins("requirements-dev.lock")
    for name, found in pins("requirements.lock").items():
        assert list(map(str, found)) == list(map(str, tested[name]))


@pytest.mark.parametrize(("target", "locks"), [("run", ["requirements.lock"]), ("lint", list(LOCKS))])
def test_make_installs_from_the_lock_alone(tmp_path, target, locks):
    for name in ("Makefile", *LOCKS):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    plan = subprocess.run(["make", "-n", target], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    installs = re.findall(r"pip install (.+)", plan)
    assert [line.rpartition(" -r ")[2] for line in installs] == locks
    assert all("--require-hashes" in line for line in installs)
