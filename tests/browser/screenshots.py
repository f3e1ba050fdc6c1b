"""Pictures of every page, in light and dark, wide and narrow: ``python tests/browser/screenshots.py [FOLDER]``.

They show what a fresh clone shows: the shipped models. The README shows some of those in docs/screenshots.
"""

import logging
import os
import sys
import tempfile
import threading
from pathlib import Path

import chromium
import filled
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from components import shell

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
RBP, KMER = "RNCMPT00168", "UGCAUG"
SCHEMES = ("light", "dark")
WIDTHS = (1360, 390)
COLD = 120_000
"""Milliseconds that a busy machine may take to fill a first page."""


def main(folder: Path) -> None:
    """Serve the app to one Chromium, and write ``PAGE-SCHEME-WIDTH.png`` for each page into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    executable = chromium.find() or sys.exit("no Chromium starts here; run: make browser")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        os.environ["GIA_HOME"] = home
        server = make_server("127.0.0.1", 0, create_app().server, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            context = browser.new_context(color_scheme=scheme, base_url=f"http://127.0.0.1:{server.server_port}")
            context.add_init_script("localStorage.setItem('gia:tour', 'done')")
            page = context.new_page()
            for path in shell.PAGES:
                for width in WIDTHS:
                    take(page, path, width, folder / f"{path.strip('/') or 'rbps'}-{scheme}-{width}.png")
        browser.close()
        server.shutdown()


def take(page: Page, path: str, width: int, file: Path) -> None:
    """One picture of a whole page."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(filled.address(path, RBP, KMER))
    filled.wait(page, path, COLD)
    page.mouse.move(0, 0)
    page.wait_for_timeout(800)  # figures are laid out again after their width has changed
    page.screenshot(path=file, full_page=True, animations="disabled")
    thrifty(Image.open(file).convert("RGB")).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} kB", flush=True)


def thrifty(image: Image.Image) -> Image.Image:
    """The picture in its 256 most frequent colours, a third of the size: those of surfaces and letters stay exact."""
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, color in counted for channel in color])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
