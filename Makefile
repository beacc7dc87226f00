# What one can do here. `make` alone lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
SITES  ?= 2  # browsers at once, each before a site of its own; 0: one, in this process

# what was compiled once stays beside its source, whatever a shell says: every start would compile 1,600 files
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test proof check types rest bench clean lock messages pictures audit

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run node_modules/.run  ## the site with Yangpu's catalogue and demonstration data, on localhost:8000
	@HUIQI_DEMO=1 $(BIN)/huiqi run --port $(PORT)

test: $(VENV)/.dev node_modules/.dev  ## rulebook, rooms, and journeys in headless Chromium
	@$(BIN)/python -m tests.preflight
	@failed=0; \
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser" $(TESTS) || failed=1; \
	$(BIN)/python -m pytest -n $(SITES) --dist worksteal -m browser $(TESTS) || failed=1; \
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n auto --dist worksteal -m database tests/district || failed=1; \
	exit $$failed  # one run says all that fails

proof:  ## the tests with everything that otherwise takes turns from run to run
	HUIQI_THOROUGH=1 $(MAKE) test

check: types rest  ## style, types, arrows, the catalogue, translations, migrations, documents; at once with -j2

types: $(VENV)/.dev node_modules/.dev
	$(BIN)/mypy

rest: $(VENV)/.dev node_modules/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/rulebook check catalogue/yangpu
	HUIQI_DEBUG=1 HUIQI_DATA=$(VENV)/check $(BIN)/huiqi check --fail-level WARNING
	HUIQI_DEBUG=1 HUIQI_DATA=$(VENV)/check $(BIN)/huiqi makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/house/test_language.py tests/house/test_rooms.py

bench: $(VENV)/.dev .venv-bench/.done  ## speed, side by side in one run, as ratios
	@for each in bench/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

.venv-bench/.done: requirements/bench.txt  # what the benchmarks compare with, apart from what the project needs
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

audit: $(VENV)/.dev .venv-audit/.done  ## advisories on what the project stands on, and of what nobody could be asked
	@$(BIN)/python -m tests.audit

.venv-audit/.done: requirements/audit.txt  # the tool that asks, apart from what it asks about
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --require-hashes -r requirements/audit.txt
	@touch $@

messages: $(VENV)/.dev  ## collect the pages' sentences for translation (needs gettext)
	HUIQI_DEBUG=1 $(BIN)/huiqi makemessages -l en --no-obsolete --no-wrap --add-location file -i node_modules -i .venv -i var -i tests

pictures: $(VENV)/.dev node_modules/.dev  ## the README's pictures, of the demonstration on a fixed day
	$(BIN)/python -m tests.pictures

lock: $(VENV)/.dev  ## resolve requirements/*.in anew, with hashes and without any registry's address
	$(BIN)/pip install --quiet uv
	for each in base dev bench audit; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate requirements/$$each.in -o requirements/$$each.txt; done

clean:  ## remove everything that was installed or generated, the database included
	rm -rf $(VENV) .venv-bench .venv-audit node_modules var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Huiqi needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/base.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run

EDITORS := $(wildcard district/authoring/editor/*.mjs)

node_modules/.run: package-lock.json $(EDITORS)
	npm ci --omit=dev --silent
	npm run --silent build
	@touch $@

node_modules/.dev: package-lock.json $(EDITORS)
	npm ci --silent
	npm run --silent build
	@touch $@ node_modules/.run
