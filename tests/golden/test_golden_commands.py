"""Every command takes the options, and prints the keys, that it did before the rebuild; it may take and print more."""

import json

import pytest

from tests.golden import commands
from tests.golden.table import OLDER, read_json

BEFORE = read_json(commands.FILE)


def test_every_command_takes_its_options():
    now = json.loads(json.dumps(commands.options()))
    lost = {
        (command, name): how
        for command, before in BEFORE["options"].items()
        for name, how in before.items()
        if now.get(command, {}).get(name) != how
    }
    assert lost == {}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The keys of every command, asked in one process."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("commands")
        patch.setenv("GIA_HOME", str(folder))
        return commands.keys(folder)


@pytest.mark.parametrize("command", BEFORE["keys"])
@pytest.mark.slow
def test_a_command_prints_its_keys(found, command):
    assert set(BEFORE["keys"][command]) - {OLDER.get(name, name) for name in found[command]} == set()


def test_every_command_is_asked():
    asked = {command.split()[0] for command in BEFORE["keys"]}
    assert asked | {"protocol"} == {name.split()[0] for name in commands.options()}  # "experiment" until it was renamed
