# Every command of the project. Presumed: Debian 12 or like it, with python3 >= 3.11, make, git and ca-certificates; no pip, no venv.
# uv is taken from PATH or fetched, checked against a pinned hash, into .tools/ (see tools/get_uv.py).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
BIN := .venv/bin
ARGS ?=

export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON_PREFERENCE := only-system
export UV_PROJECT_ENVIRONMENT := .venv
export UV_NO_PROGRESS ?= 1
export UV_SYSTEM_CERTS ?= 1
export NO_MKDOCS_2_WARNING := 1
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
# A home that is missing or not writable (a service account) keeps uv's cache in the checkout instead.
ifneq ($(shell test -n "$${HOME:-}" && test -w "$$HOME" && echo writable),writable)
export UV_CACHE_DIR ?= $(CURDIR)/.tools/cache
endif

RUNTIME := .venv/.runtime
DEV := .venv/.dev
LOCKED := uv.lock pyproject.toml tools/get_uv.py tools/uv.sha256
CODE := src tests benchmarks tools

.PHONY: help demo test lint format pytest bench soak fuzz docs reference licences report-size system clean

help: ## list these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

SYNC = command -v $(PYTHON) >/dev/null \
	  || { echo "make: no $(PYTHON): install Python 3.11 or newer (Debian 12: apt install python3)" >&2; exit 4; }; \
	uv=$$($(PYTHON) tools/get_uv.py); \
	echo "setting up .venv from uv.lock (the first time this downloads packages)" >&2; \
	"$$uv" sync --quiet --locked

# `--inexact`: a demo after a test keeps what the test installed.
$(RUNTIME): $(LOCKED)
	@$(SYNC) --no-dev --inexact
	@touch $@

$(DEV): $(LOCKED)
	@$(SYNC) --all-groups
	@touch $(RUNTIME) $@

demo: $(RUNTIME) ## the story in under a minute; installs runtime dependencies only
	@$(BIN)/ceasewatch demo $(ARGS)

test: $(DEV) system lint licences pytest ## everything that must pass: lint, types, layers, licences, tests with coverage

lint: $(DEV) ## format, lint, types, layers
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/ruff check --quiet $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(DEV) ## put the code in form
	$(BIN)/ruff check --quiet --fix $(CODE)
	$(BIN)/ruff format --quiet $(CODE)

licences: $(DEV) ## licences of the locked runtime dependencies
	$(BIN)/python tools/check_licences.py

pytest: $(DEV) # last in `test`: pytest's closing line is what a reader looks for
	$(BIN)/pytest -n $(JOBS) -m "not soak" --cov --cov-report=term:skip-covered $(ARGS)

soak: $(DEV) system ## long runs: random kills while data flow in
	$(BIN)/pytest -m soak $(ARGS)

fuzz: $(DEV) ## the property tests with many more examples than `make test` gives them
	$(BIN)/python -m pytest -n $(JOBS) -m "hypothesis and not soak" -p tools.fuzz_profile $(ARGS)

bench: $(DEV) ## figures as JSON, with the machine's load beside them; ARGS="--short" for the quick form
	@$(BIN)/python -m benchmarks.run $(ARGS)

docs: $(DEV) ## the documentation, into site/; a broken link fails
	$(BIN)/mkdocs build --strict --quiet

reference: $(DEV) ## write the generated reference pages anew
	$(BIN)/python tools/make_reference.py

report-size: $(DEV) ## lines by package, longest files and functions
	@$(BIN)/python tools/report_size.py

system: # strace shows that an fsync precedes each acknowledgement; without it those tests say so and skip
	@tools/system-packages strace

clean: ## remove what these commands made (not uv's cache)
	rm -rf .venv .tools site out htmlcov .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
