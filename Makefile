# Everything runs in .venv, installed from the pinned and hashed lock; nothing else is needed than Python 3.11, git and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.pret
export DAGSTER_HOME := $(CURDIR)/.dagster

.PHONY: run test dev lint types lock clean

run: $(READY)  ## compute every edition of data_raw into data_lake
	$(BIN)/barometre run

test: $(READY)  ## the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

dev: $(READY)  ## Dagster UI on http://127.0.0.1:3000
	$(BIN)/barometre editions --inscrire
	$(BIN)/dagster dev -h 127.0.0.1 -p 3000 -w workspace.yaml

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

lock:  ## pin again what pyproject.toml asks for
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 --quiet --output-file requirements.lock

clean:
	rm -rf data_lake .dagster/storage .dagster/history .dagster/schedules .dagster/logs

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)
