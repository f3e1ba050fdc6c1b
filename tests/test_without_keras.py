"""What asks imports neither Keras nor a framework behind it, nor Dash: commands, shipped models, jobs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOUND = "FOUND = lambda: sorted({'keras', 'tensorflow', 'torch', 'jax', 'dash'} & set(__import__('sys').modules))"
MODELS = """
import core
from core.models import registry
for label in registry.models()["RNCMPT00168"]:
    core.predict(f"RNCMPT00168:{label}", ["GGAUCCGAUUAUGCAUGACUUUUUGCACGAUGAAGACCAUC"])
    print(label, FOUND())
"""
COMMANDS = """
import sys
from unittest.mock import patch
from tests.golden import commands
from tests.golden.table import run
with patch("core.discovery.motifs.LOOK", commands.A_GLANCE):
    for command in commands.SHIPPED:
        run(command.format(folder=sys.argv[1]))
        print(command, FOUND())
"""
JOB = """
from callbacks import asking, job_process
asked = {"rbp": "SIM_ADDITIVE", "k": 3, "position": 18, "method": "race", "top": 2}
asking.find_kmers(asked | {"n": 8, "background": "profile", "seed": 0}, lambda *_: None)
print("a job", FOUND())
"""
TRAINING = """
import core, core.training.loop
from core.models.architectures import Architecture
print("asking", FOUND())
Architecture("pwm").build()
print("training", "keras" in FOUND())
"""


def lines_of(code, folder):
    """What a script prints, line by line, in a fresh process with a data folder of its own."""
    environment = {**os.environ, "GIA_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", f"{FOUND}\n{code}", str(folder)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("code", [MODELS, COMMANDS, JOB], ids=["each kind of shipped model", "commands", "jobs"])
def test_asking_imports_no_framework(code, tmp_path):
    lines = lines_of(code, tmp_path)
    assert lines and [line for line in lines if not line.endswith("[]")] == []


def test_what_would_be_found_is_found(tmp_path):
    assert lines_of(TRAINING, tmp_path) == ["asking []", "training True"]
