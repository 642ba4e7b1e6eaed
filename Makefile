# claimgraph: what a person needs to try it, and what a developer needs to check it.
# Only make and Python 3.11 or newer are needed; everything else is installed into $(VENV).

VENV ?= .venv
# The first Python on the path that is new enough; set PYTHON=… to choose another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STYLED := graph tests bench

.DEFAULT_GOAL := help
.PHONY: help install demo test test-services lint format bench wheel clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

$(STAMP): pyproject.toml constraints.txt graph/claimgraph/__init__.py
	@test -n "$(PYTHON)" || { echo "make: claimgraph needs Python 3.11 or newer; install it, or give PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "make: $(PYTHON) is missing or older than Python 3.11; give PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x "$(BIN)/python" || "$(PYTHON)" -m venv "$(VENV)" || \
		{ echo "make: $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "installing claimgraph and its development tools into $(VENV), some minutes …"
	@"$(BIN)/python" scripts/install.py --constraint constraints.txt --editable '.[dev]'
	@touch "$(STAMP)"

install: $(STAMP)  ## install claimgraph and the development tools into .venv

demo: $(STAMP)  ## load the example reports and ask who said what about the Moskva
	@BIN="$(BIN)" scripts/demo

test: lint  ## style, types and all tests that need no other program
	"$(BIN)/python" -m pytest -n 2 --dist worksteal -m "not service"

test-services: $(STAMP)  ## tests against real servers, a browser, a JVM
	scripts/test-services "$(BIN)/python"

lint: $(STAMP)  ## ruff and mypy
	"$(BIN)/ruff" check $(STYLED)
	"$(BIN)/ruff" format --check $(STYLED)
	"$(BIN)/mypy" --strict

format: $(STAMP)  ## rewrite the sources in the common style
	"$(BIN)/ruff" check --fix $(STYLED)
	"$(BIN)/ruff" format $(STYLED)

bench: $(STAMP)  ## benchmarks: tables on the screen
	@for script in bench/*.py; do echo "== $$script"; "$(BIN)/python" "$$script" || exit 1; done

wheel: $(STAMP)  ## build the wheel, install it into a fresh environment, use it there
	scripts/check-wheel "$(BIN)/python"

clean:  ## remove what the other targets made
	rm -rf "$(VENV)" dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
