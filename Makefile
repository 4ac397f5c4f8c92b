# figkg: the two commands a newcomer needs are `make graph` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup graph test check lint types format clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY)  ## create .venv with pinned versions

$(READY): pyproject.toml constraints.txt
	@echo "figkg: setting up $(VENV) (about a minute, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

graph: $(READY)  ## build the graph of the shipped records and print its edges
	@$(BIN)/figkg build tests/records --out output --show PMC6676106__CAS-110-2421-g006

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest -n auto

lint: $(READY)  ## check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY)  ## check types
	@$(BIN)/mypy

check: lint types test  ## everything that CI checks

format: $(READY)  ## format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

clean:  ## remove everything that make made
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis mappings/.cache
	@find output -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
