# Wordfield's commands; `make demo` is the one to begin with. All of them work in .venv/, which the first one makes.
#
# PYTHON     the Python to build on, 3.11 or newer
# TORCH      what pip installs as PyTorch. A release of the registry that carries CUDA is several gigabytes; on Linux
#            without a GPU the version named below is asked for, which pip takes from a CPU wheel wherever it knows of
#            one (`find-links` in its configuration). Else point it to PyTorch's own index of CPU wheels, which their
#            "Get Started" page names:  make demo PIP_FLAGS="--index-url ADDRESS-OF-THE-CPU-INDEX"
# PIP_FLAGS  flags for the installation of PyTorch alone
# DEMO       the program that `make demo` samples, with the seed of the README

PYTHON ?= python3
PIP_FLAGS ?=
DEMO ?= examples/00_letter.wf

GPU := $(shell nvidia-smi -L >/dev/null 2>&1 && echo yes)
ifeq ($(shell uname -s)$(GPU),Linux)
TORCH ?= torch==2.13.0
else
TORCH ?= torch
endif

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install

.PHONY: demo test check lint types slow wheel clean

demo: .venv/.installed
	$(BIN)/wordfield sample $(DEMO) -n 10 --seed 7

test: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

slow: .venv/.dev
	$(BIN)/python -m pytest -m slow

check: lint types test

lint: .venv/.dev
	$(BIN)/python -m ruff check .

types: .venv/.dev
	PYTHON="$(CURDIR)/$(BIN)/python" tools/typecheck

wheel: .venv/.dev
	rm -rf build/lib dist
	$(BIN)/python -m build --outdir dist .

clean:
	rm -rf .venv build dist *.egg-info

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Wordfield needs Python 3.11 or newer: name one, as in 'make demo PYTHON=python3.12'." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# PyTorch goes first, so that nothing else chooses its build.
.venv/.torch: .venv/.python
	$(PIP) $(PIP_FLAGS) "$(TORCH)"
	@touch $@

.venv/.installed: .venv/.torch pyproject.toml
	$(PIP) --quiet --editable .
	@touch $@

.venv/.dev: .venv/.installed
	$(PIP) --quiet --editable ".[dev]"
	@touch $@
