PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
BENCH_STAMP := $(VENV)/.installed-bench
LINTED = @$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
# Half of the tests' time is spent waiting: three workers keep two cores busy. Each, and each process they start, would
# compile every module anew without its bytecode.
TESTED = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# $(call install,LOCK): pip alone is either silent for a minute or three lines a package.
install = @{ $(BIN)/python -m pip install --disable-pip-version-check --no-color --progress-bar off --require-hashes -r $(1); \
		echo "exit $$?"; } | { n=0; while read -r word name rest; do case $$word in \
		Collecting | Processing) n=$$((n + 1)); [ $$((n % 10)) -ne 0 ] || echo "  $$n of $$(grep -c == $(1)) packages: $$(basename "$$name")" ;; \
		Installing) echo "  $$n fetched; installing them" ;; \
		exit) exit $$name ;; esac; done; }

.DEFAULT_GOAL := help
.PHONY: help demo up test quick lint bench docs audit stop lock clean

help: ## Lists these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 20

demo: $(STAMP) ## Loads the sample reports into an embedded Postgres and shows what landed
	@$(BIN)/gio-pipeline demo

up: $(STAMP) ## Opens the Dagster UI with schedules running, on reports.yaml and .env
	@$(BIN)/gio-pipeline up

test: $(DEV_STAMP) ## Runs lint, type check and every test
	$(LINTED)
	@$(TESTED)

quick: $(DEV_STAMP) ## The same without the slow tests
	$(LINTED)
	@$(TESTED) -m "not slow"

lint: $(DEV_STAMP) ## Puts the code in order as far as a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(BENCH_STAMP) ## Measures the load path beside its rivals; BENCH="--quick" for a short look
	@$(BIN)/python -m benchmarks $(BENCH)

docs: $(DEV_STAMP) ## Writes the generated pages of docs/
	@$(BIN)/python -m gio_pipeline_tests.docs.reference

audit: $(DEV_STAMP) ## Looks for known vulnerabilities in what is shipped (asks an advisory service)
	@$(BIN)/python .ci/audit.py requirements.lock

stop: $(STAMP) ## Stops the embedded Postgres
	@$(BIN)/gio-pipeline db stop

lock: ## Renews the requirements files (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras --python-version 3.11 --extra embedded --extra notify pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras --python-version 3.11 --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras --python-version 3.11 --extra fleet --extra notify -c requirements.lock pyproject.toml -o requirements-fleet.lock
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' | \
		uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -c requirements-dev.lock - -o docs/deploy/requirements-build.lock

clean: ## Removes the virtual environment; data in .gio stay
	rm -rf $(VENV)

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) # one that failed half-way is made anew
	@echo "Setting up $(VENV), once: up to $$(grep -c == $<) packages of requirements.lock, a minute or so"
	$(call install,requirements.lock)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(STAMP)
	$(call install,requirements-dev.lock)
	@touch $@

$(BENCH_STAMP): requirements-bench.lock $(STAMP)
	$(call install,requirements-bench.lock)
	@touch $@
