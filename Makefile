# Pressgraph: `make run` and `make test` need make, Python 3.11 to 3.13 and a package index. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE_HOME ?= var/sample
GOLD := var/gold
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help run test lint types unit integration test-long test-wordpress newest-wordpress dev dbt bench train-quotations score sample table-schema lock audit clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

# The installer is itself pinned by hash; the project is installed editable so that Dagster finds its own files.
$(READY): requirements-uv.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Pressgraph needs Python 3.11 to 3.13; $(PYTHON) is $$($(PYTHON) -V 2>&1). Set PYTHON=/path/to/python."; exit 2; }
	@echo "Setting up $(VENV) (once, about 750 MB) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@$(BIN)/uv pip install --quiet --python $(VENV) --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(VENV) --no-deps --no-build-isolation --editable .
	@touch $@

run: $(READY) ## Run the whole pipeline on the bundled sample newsroom, in its own home
	@PRESSGRAPH_HOME=$(SAMPLE_HOME) $(BIN)/pressgraph run --sample

test: $(READY) ## Lint, types, import contracts, unit, integration and convention tests
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint types
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory integration

lint: $(READY) ## ruff, sqlfluff, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests
	$(BIN)/lint-imports

types: $(READY) ## pyright
	$(BIN)/basedpyright

unit: $(READY) ## No engine, no network: a minute
	$(BIN)/pytest -q -n 2 tests/unit

integration: $(READY) ## Real engines on temporary folders, and the conventions over what they build
	$(BIN)/pytest -q -n 2 --dist loadfile tests/integration tests/conventions

test-long: $(READY) ## What takes minutes: kills at any moment, damaged files, terminals, the daemon, the sample replayed day by day
	$(BIN)/pytest -q -m long

test-wordpress: $(READY) ## Against a real WordPress (needs Debian's packages; skips with the reason without them)
	$(BIN)/pytest -q -rs tests/wordpress

newest-wordpress: ## Unpack the newest WordPress among Debian's packages for test-wordpress, which else takes the installed one
	tests/wordpress/newest_core.sh var/wordpress

dev: $(READY) ## Dagster's UI on http://127.0.0.1:3000, with its daemon
	$(BIN)/pressgraph dev

# dbt's profile takes the warehouse and DuckDB's settings from the environment, as a run hands them over.
dbt: $(READY) ## One command of dbt on the sample, after `make run`: make dbt ARGS="build --select articles"
	@test -f $(SAMPLE_HOME)/warehouse.duckdb || { echo "There is no $(SAMPLE_HOME)/warehouse.duckdb yet: make run"; exit 2; }
	@PRESSGRAPH_WAREHOUSE=$(abspath $(SAMPLE_HOME)/warehouse.duckdb) $(BIN)/python -c \
		'from dbt.cli.main import cli; from warehouse.settings import hand_settings_to_dbt; hand_settings_to_dbt(); cli()' \
		$(ARGS) --project-dir dbt_project --profiles-dir dbt_project \
		--target-path $(abspath $(SAMPLE_HOME)/dbt-by-hand) --log-path $(abspath $(SAMPLE_HOME)/dbt-by-hand)

bench: $(READY) ## One table of ratios to floors measured in the same run
	$(BIN)/python -m benchmarks

train-quotations: $(READY) ## Train the quotation engine's weights anew from the annotated articles, to the same bytes
	$(BIN)/python -m sample_newsroom.gold $(GOLD)
	$(BIN)/python -m quotations.training $(GOLD)/articles.jsonl --pieces sample_newsroom/training/pieces

score: $(READY) ## Measure the quotation engine and write docs/accuracy.md (SHARED=... holds the corpus)
	$(BIN)/python -m sample_newsroom.gold $(GOLD)
	$(BIN)/python -m quotations.evaluation $(GOLD)/articles.jsonl $(GOLD)/held_out.jsonl --page docs/accuracy.md \
		--voices sample_newsroom/voices \
		--polnear $(SHARED)/data/quotes/polnear_dev_val.jsonl.gz --scorer $(SHARED)/tools/score_quotes.py

sample: $(READY) ## Build the sample newsroom's documents anew from its articles, and check its annotations
	$(BIN)/python -m sample_newsroom.build
	$(BIN)/python -m sample_newsroom.check

table-schema: $(READY) ## Write docs/tables/schema.md anew, after a change of a mart's columns
	$(BIN)/python -m tests.published_schema

audit: $(READY) ## Ask PyPI for known vulnerabilities of the locks; fails as well where it cannot ask (needs a network)
	for lock in requirements.lock requirements-dev.lock requirements-uv.lock; do \
		$(BIN)/uv tool run pip-audit@2.10.1 --strict --disable-pip --require-hashes -r $$lock || exit 1; \
	done

lock: $(READY) ## Resolve the locks anew
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements.lock --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and the state
	rm -rf $(VENV) var
