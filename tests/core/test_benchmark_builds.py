"""Two builds side by side: which they are, how they are asked, and what the table says. No test asserts a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import asked, builds, memory, start

OLD, NEW = builds.Ratio("a drag", "ms", 300.0, 120.0, 0.4), builds.Ratio("memory", "MB", 851.0, 123.456)


def made(tmp_path, name, numbers):
    """A build whose answers are these numbers."""
    folder = tmp_path / name / "core"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(
        "from types import SimpleNamespace as Some\n"
        "print('a library talks')\n"
        "parse_condition = Design = lambda *_, **named: None\n"
        f"run_gia = lambda _: Some(conditions=[Some(global_importance=one) for one in {numbers}])\n"
        "open_model = str\n"
        "ism_together = lambda *_: [[]]\n"
        "scan_kmers = lambda *_, **named: Some(kmers=[])\n"
    )
    return folder.parent


def test_a_build_is_asked_in_a_process_of_its_own(tmp_path):
    one, other = made(tmp_path, "one", [1.0, 200.0]), made(tmp_path, "other", [1.0, 200.4])
    with builds.Worker(one) as worker:
        assert worker.ask("GIA, 4 conditions x 1,000")["numbers"] == [1.0, 200.0]
        assert worker.ask("answers")["cpu"] >= 0
        with pytest.raises(RuntimeError, match="cannot be asked: nothing"):
            worker.ask("nothing")
    assert builds.difference([one, other]) == pytest.approx(0.4 / 200)
    assert builds.difference([one, one]) == 0


def test_a_build_is_a_folder_or_a_commit(tmp_path, monkeypatch, refuses):
    with builds.build(str(made(tmp_path, "here", []))) as folder:
        assert folder == tmp_path / "here"
    with (
        refuses(SystemExit, "'no-such'"),
        builds.build("no-such"),
    ):
        pass
    repository = made(tmp_path, "repository", [])
    git = ["git", "-C", str(repository), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "core"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    monkeypatch.setattr(builds, "ROOT", repository)
    with builds.build("HEAD") as folder:
        assert (folder / "core" / "__init__.py").is_file() and folder != repository
    assert not folder.exists()
    listed = subprocess.run([*git, "worktree", "list"], check=True, capture_output=True, text=True).stdout
    assert len(listed.splitlines()) == 1


def test_the_table_says_what_part_of_the_old_build_is_left_unless_the_machine_is_busy():
    _head, drag, used = builds.table([OLD, NEW], quiet=True).splitlines()
    assert drag.split() == ["a", "drag", "300", "120", "ms", "0.40", "0.4"]
    assert used.split() == ["memory", "851", "123", "MB", "0.15"]
    *_, drag, _used, why = builds.table([OLD, NEW], quiet=False).splitlines()
    assert "0.40" not in drag and why.startswith("no ratios: the load before this run was above 1")


def test_a_fresh_process_is_measured_and_its_failure_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "WORKS", {"use": ("-c", "held = bytearray(60_000_000)"), "fail": ("-c", "1 / 0")})
    taken = start.run("use", tmp_path)
    assert taken.memory > 60_000_000 and taken.cpu > 0 and taken.wall > 0
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        start.run("fail", tmp_path)
    one, two, six = (start.Fresh("w", float(n), float(-n), 10 * n) for n in (1, 2, 6))
    assert start.middle([six, one, two]) == ("w", 2.0, -2.0, 20)
    assert start.lines([one])[1].split() == ["w", "1.00", "-1.00", "0"]


def test_memory_is_that_of_a_process_and_of_those_that_it_started():
    held = "import subprocess, sys; held = bytearray(80_000_000); print(flush=True); sys.stdin.read()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert memory.tree(process.pid) > 80_000_000
        process.stdin.close()
    assert memory.Memory(300, 450, 1.0).added == 150


def test_what_is_asked_of_a_build_is_what_this_one_answers():
    assert Path(asked.__file__).read_text().count("benchmarks") == 2, "named in its docstring, and not imported"
    assert len(asked.gia(4, 0)) == 4 and len(asked.ism(0)) == asked.PROBES
    assert asked.gia(1, 0) == asked.gia(4, 0)[:1]
