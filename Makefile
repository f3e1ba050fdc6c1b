# make run: serve the app on 127.0.0.1:8050.   make test: everything that must hold.   make quick: what a change in core needs first.
# make lint, make bench, make answers, make screenshots, make update.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Workers take whole files; those with slow tests are the first.
PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder
# Keep what Python compiles, the rewritten tests too, also where an image says otherwise: each worker starts seconds earlier.
export PYTHONDONTWRITEBYTECODE :=
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make update"

.PHONY: run test quick lint types scripts bench answers screenshots update browser redis clean

run: .venv/.runtime
	$(BIN)/python app.py

# Of three workers on two cores one mostly waits: for a browser, or for a process that trains.
test: lint browser redis
	$(PYTEST) -n 3

quick: .venv/.dev
	$(BIN)/ruff check .
	$(PYTEST) -n 2 -q -m "not slow" tests/core tests/golden tests/test_rooms.py

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(MAKE) --no-print-directory --jobs 2 types scripts

types:
	$(BIN)/mypy

# The scripts of the pages: checked by eslint and TypeScript, their functions tested. A machine without npm says so and goes on.
scripts:
	@cd tests/scripts && if ! command -v npm > /dev/null; then echo "no npm: assets/*.js are not checked"; \
	elif [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund --fetch-retries 1 --fetch-timeout 60000; \
	then npm run --silent lint && npm test --silent; \
	else echo "npm cannot install what checks assets/*.js: they are not checked"; fi

bench: .venv/.bench browser
	$(BIN)/python -m benchmarks

# The first answers of Discover, which come with the shipped models; only those to questions that have changed are computed.
answers: .venv/.runtime
	$(BIN)/python -m callbacks.shipping cached_models

# Every page in light and dark, wide and narrow, into docs/screenshots; the README shows four of them.
screenshots: browser
	PYTHONPATH=. $(BIN)/python tests/browser/screenshots.py $(FOLDER)

# Renew the lock: the newest versions within the ranges of requirements*.txt, the same for every system and Python.
update: .venv/.dev
	$(LOCK) requirements-dev.txt --output-file requirements-dev.lock
	$(LOCK) --constraint requirements-dev.lock requirements.txt --output-file requirements.lock

.venv/bin/python:
	@$(PYTHON) -c "import sys; found = sys.version_info[:2]; (3, 11) <= found <= (3, 13) or sys.exit( \
	'$(PYTHON) is Python %d.%d; use 3.11, 3.12 or 3.13: make run PYTHON=python3.13' % found)"
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

.venv/.bench: requirements-bench.txt .venv/.runtime
	$(INSTALL) -r requirements-bench.txt
	touch $@

# A Chromium for the browser tests: one that is there, else Playwright's download, else the system's package manager.
HAS_CHROMIUM = $(BIN)/python tests/browser/chromium.py
browser: .venv/.dev
	@$(HAS_CHROMIUM) \
	|| ($(BIN)/python -m playwright install chromium && $(HAS_CHROMIUM)) \
	|| (apt-get update -qq && apt-get install -y -qq chromium && $(HAS_CHROMIUM)) \
	|| (echo "no Chromium for the browser tests: install chromium or google-chrome, and try again" && exit 1)

# A Redis for the test of Celery workers, which is skipped without one.
redis:
	@command -v redis-server > /dev/null \
	|| (apt-get update -qq && apt-get install -y -qq redis-server) \
	|| echo "no redis-server: the test of Celery workers will be skipped"

clean:
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache tests/scripts/node_modules
