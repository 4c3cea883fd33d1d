# Two commands: `make demo` shows the product, `make test` proves it. Both set everything up first.
PYTHON ?= python3
DEMO ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
# Where Python is asked to keep nothing compiled, each process of the tests compiles anew all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo test check format lint types unit lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/setup.sh tools/bootstrap.lock tools/assets.sh package-lock.json
	PYTHON=$(PYTHON) VENV=$(VENV) sh tools/setup.sh
	@touch $(STAMP)

demo: setup
	$(BIN)/saksama demo $(DEMO)

test: lint types unit

check: format test

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

unit: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --all-extras -q pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build node_modules
