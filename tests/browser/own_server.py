"""A server in a process of its own: one that a test can stop and end, and whose imports are its own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parents[1]
STARTS = 180
"""Seconds that a busy machine may take to start a server."""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(script, port):
    """Run a script of this folder, which serves on that port, until the end of the block."""
    command = [sys.executable, Path(__file__).with_name(script), str(port)]
    path = os.pathsep.join(map(str, (TESTS.parent, TESTS)))
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + STARTS
        while not answers(port):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()
