# figkg: the two commands a newcomer needs are `make graph` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MAIN := $(VENV)/.main
READY := $(VENV)/.ready
# what the main job needs, or everything where that is there already
ENOUGH := $(or $(wildcard $(READY)),$(MAIN))
# quiet but for errors
INSTALL := -m pip install -qq --no-compile --disable-pip-version-check
PEERS := benchmarks/.venv/.ready
FUZZ ?= 600

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup graph test check lint types format package audit lock sbom cover fuzz mutants bench clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(MAIN): pyproject.toml constraints.txt
	@echo "figkg: setting up $(VENV) for the main job (a minute and 400 MB, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(INSTALL) -c constraints.txt -e .
	@touch $@

$(READY): pyproject.toml constraints.txt
	@echo "figkg: setting up $(VENV) with everything (two minutes and 1.4 GB, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

graph: $(ENOUGH)  ## build the graph of the shipped records and print its edges
	@$(BIN)/figkg build tests/records --prefect --out output --show PMC6676106__CAS-110-2421-g006
	@echo "figkg: the command is $(BIN)/figkg; to write figkg alone: . $(BIN)/activate"

test: $(READY)  ## run the quick tests, which are most
	@$(BIN)/python -m pytest -n 3 -m "not slow"

check: lint types  ## everything that CI checks: style, types, all tests (half an hour on two processors)
	@$(BIN)/python -m pytest -n 3

lint: $(READY)  ## check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)  ## check types
	@$(BIN)/mypy

setup: $(READY)  ## install everything, pages and tests too, in pinned versions into .venv

format: $(READY)  ## format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

package: $(READY)  ## build wheel and sdist, and do the main job with each in an empty environment
	@.ci/package

audit:  ## look the pinned packages up among known vulnerabilities (asks pypi.org)
	@$(PYTHON) -m venv --clear .audit && .audit/bin/python $(INSTALL) pip-audit
	@.audit/bin/pip-audit -r constraints.txt --no-deps --disable-pip; rm -rf .audit

lock:  ## look up the hashes of the pinned packages, into requirements.txt (asks the index that pip uses)
	@$(PYTHON) -m venv --clear .audit && .audit/bin/python $(INSTALL) uv
	@.audit/bin/uv pip compile constraints.txt --quiet --no-deps --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -o requirements.txt; rm -rf .audit

sbom: $(READY)  ## write dist/sbom.cdx.json: what is installed in .venv, as CycloneDX
	@$(PYTHON) -m venv --clear .audit && .audit/bin/python $(INSTALL) cyclonedx-bom && mkdir -p dist
	@.audit/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json $(BIN)/python; rm -rf .audit
	@echo "figkg: dist/sbom.cdx.json"

cover: $(READY)  ## run all tests and show which lines and branches they miss
	@$(BIN)/python -m pytest -n 3 --cov --cov-report=term

fuzz: $(READY)  ## guided fuzzing of the readers of front matter and captions, ten minutes each; FUZZ=SECONDS for longer
	@for target in front_matter captions; do $(BIN)/python -m tests.fuzz.$$target -max_total_time=$(FUZZ) || exit 1; done

mutants: $(READY)  ## change a sample of relate/ and ground/ and see whether the tests notice (a quarter of an hour)
	@$(BIN)/python benchmarks/mutants.py

$(PEERS): benchmarks/requirements.txt
	@echo "figkg: setting up benchmarks/.venv (about a minute, once)"
	@$(PYTHON) -m venv benchmarks/.venv
	@benchmarks/.venv/bin/python $(INSTALL) -r benchmarks/requirements.txt
	@touch $@

bench: $(READY) $(PEERS)  ## compare with other programs; writes benchmarks/RESULTS.md, ends with 1 when a bar is missed
	@$(BIN)/python benchmarks/bench.py

clean:  ## remove everything that make made
	@rm -rf $(VENV) benchmarks/.venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz mappings/.cache
	@find output -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
