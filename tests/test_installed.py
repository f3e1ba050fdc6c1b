"""The project as people install it: a wheel in an environment of its own, used from another folder."""

import os
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path
from socket import socket
from typing import NamedTuple

import pytest
from hatchling.build import build_editable

import core
from core.about import VERSION
from gia_explorer import main

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "components", "callbacks", "assets", "cached_models")
PATIENCE = 180
"""Seconds that a busy machine may take to serve the first page."""
RBP = "RNCMPT00168"
EXPORTED = f"""
import runpy
from pathlib import Path
import core, nbformat
from core.exports import DesignView, export

view = DesignView(core.Design("{RBP}", (core.parse_condition("UGCAUG@18"),), n=20))
asked = view.ask()
script, notebook, table = (export(view, kind, "", asked) for kind in ("script", "notebook", "csv"))

def run_notebook(path):
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code":
            exec(cell.source, globals())

for kind, file, run in (("script", script, runpy.run_path), ("notebook", notebook, run_notebook)):
    Path(file.name).write_bytes(file.content)
    run(file.name)
    print(kind + ":", "the same" if Path(table.name).read_bytes() == table.content else "another table")
    Path(table.name).unlink()
"""
"""Exports a script and a notebook into the folder it runs in, runs both there, and compares the table they save."""


class Installed(NamedTuple):
    """An environment that has the wheel: its folder, that of its packages, and one to be in, outside of the project."""

    folder: Path
    packages: Path
    elsewhere: Path

    def command(self, name, *arguments):
        """The words that run a program of this environment."""
        return [str(self.folder / ("Scripts" if os.name == "nt" else "bin") / name), *arguments]

    def environment(self):
        """The variables of this process, without what leads Python to the project's own folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return {**kept, "GIA_HOME": str(self.elsewhere / "home")}

    def run(self, name, *arguments):
        """What a program of this environment prints."""
        done = subprocess.run(
            self.command(name, *arguments),
            cwd=self.elsewhere,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the project, built by the build back end of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment with nothing but the wheel, which sees the libraries of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False)
    pip("--python", str(folder / "venv"), "install", "--no-deps", "--no-index", str(wheel))
    there = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    packages = Path(sysconfig.get_path("purelib", "venv", there))
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "libraries.pth").write_text("\n".join(sorted(libraries)))
    (folder / "elsewhere").mkdir()
    return Installed(folder / "venv", packages, folder / "elsewhere")


def pip(*arguments):
    quiet = ("--disable-pip-version-check", "--quiet")
    done = subprocess.run([sys.executable, "-m", "pip", *arguments, *quiet], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_wheel_holds_every_file_of_the_rooms_in_one_folder(wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name) for name in archive.namelist()}
    tops = {path.parts[0] for path in inside}
    assert tops == {"gia_explorer", "gia_explorer.pth", f"gia_explorer-{VERSION}.dist-info"}
    files = {path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    ours = {path.relative_to(ROOT) for path in files if "__pycache__" not in path.parts}
    assert {"gia_explorer" / path for path in ours} <= inside
    assert Path(f"gia_explorer-{VERSION}.dist-info", "licenses", "LICENSE") in inside


def test_an_editable_install_copies_nothing(tmp_path, monkeypatch):
    """What is changed in the project is what runs."""
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build_editable(str(tmp_path))) as archive:
        files = [name for name in archive.namelist() if ".dist-info" not in name]
        assert files == ["_gia_explorer.pth"]
        assert Path(archive.read(files[0]).decode().strip()) == ROOT


def test_core_is_imported_from_any_folder_and_brings_its_models(installed):
    code = "import core; print(core.__file__, *(one.id for one in core.list_experiments() if one.has_model), sep='\\n')"
    where, *models = installed.run("python", "-c", code).splitlines()
    assert Path(where).is_relative_to(installed.packages)
    assert models == [one.id for one in core.list_experiments() if one.has_model]


def test_the_command_line_is_behind_the_word_core(installed):
    said = installed.run("gia-explorer", "core", "models", RBP)
    assert f"{RBP}:residualbind" in said
    assert installed.run("gia-explorer", "core", "protocol", "--help").startswith("usage: gia-explorer core protocol")
    done = subprocess.run(
        installed.command("gia-explorer", "core", "models", "NOTHING"),
        env=installed.environment(),
        cwd=installed.elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "gia-explorer core experiments" in done.stderr and "python -m core" not in done.stderr


def test_the_command_finds_its_own_rooms_beside_others_of_the_same_names(installed):
    """Another project may bring an `app` or a `core`, too."""
    others = [installed.packages / f"{name}.py" for name in ("app", "core", "components", "callbacks")]
    for other in others:
        other.write_text("raise SystemExit('another project')")
    try:
        assert installed.run("gia-explorer", "--version") == f"gia-explorer {VERSION}\n"
        assert RBP in installed.run("gia-explorer", "core", "models", RBP)
    finally:
        for other in others:
            other.unlink()


def test_exported_scripts_and_notebooks_run_from_any_folder(installed):
    said = installed.run("python", "-c", EXPORTED).splitlines()
    assert {"script: the same", "notebook: the same"} <= set(said)


def test_the_command_serves_the_app_with_its_style(installed):
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = installed.command("gia-explorer", "--port", str(port))
    served = subprocess.Popen(command, cwd=installed.elsewhere, env=installed.environment(), stdout=subprocess.DEVNULL)
    try:
        assert "<title>GIA Explorer</title>" in wait_for(f"http://127.0.0.1:{port}/", served)
        assert wait_for(f"http://127.0.0.1:{port}/assets/app.css", served) == (ROOT / "assets/app.css").read_text()
    finally:
        served.terminate()
        served.wait(60)


def wait_for(address, served):
    """What is served at an address, once something is."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            assert served.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)


def test_a_port_that_is_in_use_is_said(capsys):
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        error = refused(["--port", str(port)], capsys)
    assert error.startswith(f"error: port {port} cannot be used (") and error.endswith("for example --port 8051.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "abc"], "--port is 'abc'; give a port number from 1 to 65535"),
        (["--port", "70000"], "--port is '70000'; give a port number from 1 to 65535"),
        (["--host", "203.0.113.7"], "--host is '203.0.113.7'"),
        (["--prot", "1"], "unrecognized arguments: --prot 1; see: gia-explorer --help"),
        (["bench"], "unrecognized arguments: bench"),
    ],
)
def test_a_wrong_option_ends_with_one_sentence(capsys, arguments, said):
    assert refused(arguments, capsys).startswith(f"error: {said}")


def refused(arguments, capsys):
    """The one line that the command says of arguments that it does not take."""
    before = list(sys.path)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    sys.path[:] = before
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error
