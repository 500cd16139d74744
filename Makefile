# Everything runs in .venv, installed from pinned and hashed locks; nothing else is needed than Python 3.11, git and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.pret
READY_DEV := $(VENV)/.pret-dev
SUPPLY := $(VENV)/approvisionnement

# uv installs in a fraction of pip's time; it reads none of pip's settings, so pip is tried where it fails.
UV := $(shell command -v uv 2>/dev/null)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ifeq ($(UV),)
install = $(PIP) $(1)
else
install = $(UV) pip install --quiet --python $(BIN)/python --compile-bytecode $(1) || \
	{ echo "uv n’y arrive pas : nouvel essai avec pip." && $(BIN)/python -m ensurepip >/dev/null && $(PIP) $(1); }
endif
PIN = $(or $(UV),$(BIN)/uv) pip compile pyproject.toml --group build --generate-hashes --no-emit-index-url --no-header \
	--no-annotate --python-version 3.11 --quiet
# What the image of deploy/ holds: the same versions as are computed and tested with.
IMAGE = --extra s3 --extra postgres --extra kubernetes --constraint requirements.lock --constraint requirements-dev.lock
# Dagster's home is that of the lake, as for the command line: one history for both.
HOME_OF_LAKE = $(BIN)/python -c "from barometre_pipeline.folders import dagster_home, default_lake; print(dagster_home(default_lake()))"

.PHONY: run test setup docs mutation dev lint types contracts dead-code dependencies lock refresh-lock sbom vulnerabilities clean

run: $(READY)  ## compute every edition of data_raw into data_lake
	$(BIN)/barometre run

test: $(READY_DEV)  ## the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

setup: $(READY_DEV)  ## the environment, to work on the code

docs: $(READY_DEV)  ## the pages that are generated from declarations
	$(BIN)/python -m barometre_pipeline.tables.documentation
	$(BIN)/python -m barometre_pipeline.indicators.documentation
	$(BIN)/python -m tools.architecture
	$(BIN)/python -m tools.supply_chain.licences

mutation: $(READY_DEV)  ## change the code one place at a time and count what the tests notice, an hour a room at most: for the night
	$(BIN)/python -m tools.mutation.run --report docs/mutation.md

dev: $(READY)  ## Dagster UI on http://127.0.0.1:3000, the published pages on http://127.0.0.1:8000
	$(BIN)/barometre editions --inscrire
	@mkdir -p data_lake/publication
	@$(BIN)/barometre serve & site=$$!; trap "kill $$site" EXIT INT TERM; \
		DAGSTER_HOME="$$($(HOME_OF_LAKE))" $(BIN)/dagster dev -h 127.0.0.1 -p 3000 -w workspace.yaml

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_DEV)
	$(BIN)/mypy

contracts: $(READY_DEV)  ## which room may import which: [tool.importlinter] in pyproject.toml
	PYTHONPATH=. $(BIN)/lint-imports --no-cache

dead-code: $(READY_DEV)  ## nothing in the package that only tests name
	$(BIN)/python -m tools.dead_code

dependencies: $(READY_DEV)  ## what is imported is declared, what is declared is imported
	$(BIN)/deptry barometre_pipeline

lock:  ## pin again what pyproject.toml asks for: to compute, to work on the code too, and for the image of deploy/
	$(PIN) --output-file requirements.lock
	$(PIN) --extra dev --extra s3 --extra postgres --constraint requirements.lock --output-file requirements-dev.lock
	$(PIN) $(IMAGE) --output-file requirements-deploy.lock

refresh-lock:  ## the newest versions that pyproject.toml allows: once a week, see docs/supply-chain.md
	$(PIN) --upgrade --output-file requirements.lock
	$(PIN) --upgrade --extra dev --extra s3 --extra postgres --constraint requirements.lock --output-file requirements-dev.lock
	$(PIN) --upgrade $(IMAGE) --output-file requirements-deploy.lock

sbom: $(READY_DEV) $(SUPPLY)/.pret  ## the bill of materials of the lock (CycloneDX), in dist/
	@mkdir -p dist
	$(BIN)/python -m tools.supply_chain.bill $(SUPPLY)/bin/cyclonedx-py dist/barometre-pipeline.cdx.json

vulnerabilities: $(READY_DEV) $(SUPPLY)/.pret  ## is one known of any package of the locks? 3: nobody answered
	$(BIN)/python -m tools.supply_chain.vulnerabilities $(SUPPLY)/bin/pip-audit

clean:  ## all that is computed, but the versions that were published
	find data_lake -mindepth 1 -maxdepth 1 ! -name LISEZMOI.md ! -name publication ! -name sous_embargo -exec rm -rf {} + 2>/dev/null || true
	find data_lake/publication -mindepth 1 -maxdepth 1 ! -name versions -exec rm -rf {} + 2>/dev/null || true
	rm -rf .dagster/storage .dagster/history .dagster/schedules .dagster/logs .dagster/executions

# The environment: .pret has what it takes to compute, .pret-dev what it takes to test and check the code too.
$(READY): requirements.lock pyproject.toml
	@echo "Préparation de .venv avec $(if $(UV),uv,pip) : une fois par version, une minute au plus…"
	@$(PYTHON) -m venv $(if $(UV),--without-pip) $(VENV)
	@$(call install,--require-hashes --no-deps -r requirements.lock)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

$(READY_DEV): $(READY) requirements-dev.lock
	@echo "Installation des outils de test et de relecture…"
	@$(call install,--require-hashes --no-deps -r requirements-dev.lock)
	@touch $@

# What looks at the locks has a lock of its own: none of it is needed to compute or to test.
$(SUPPLY)/.pret: tools/supply_chain/requirements.lock $(READY)
	@$(PYTHON) -m venv $(SUPPLY)
	@$(SUPPLY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@
