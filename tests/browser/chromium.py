"""Finds the Chromium that the browser tests drive: the system's, else the one that Playwright downloaded."""

import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Path of a Chromium that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates():
    yield from filter(None, map(shutil.which, NAMES))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        downloaded = playwright.chromium.executable_path
    yield downloaded


def _starts(path: str) -> bool:
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"]
    return Path(path).exists() and subprocess.run(command, capture_output=True, timeout=180).returncode == 0


if __name__ == "__main__":
    found = find()
    print(found or "no Chromium starts here", file=sys.stdout if found else sys.stderr)
    sys.exit(0 if found else 1)
