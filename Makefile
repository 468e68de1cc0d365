# make run      a rehearsal of the example event in the browser, with no token
# make test     the tests
# make check    everything that must hold before a change is kept
# make bench    speed, beside reference runs; make eval: quality of reading and matching, fairness
# Each sets up what it needs: Python 3.11 or newer is all that must be there.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8081
CAST ?= 12
PYTEST_ARGS ?= -n 2

.PHONY: run test check install lint types bench eval lock clean

run: install
	@$(BIN)/python -m bot rehearse --port $(PORT) --cast $(CAST)

test: install
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: install lint types test

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench
	$(BIN)/python -m bench.matching
	$(BIN)/python -m bench.booking
	$(BIN)/python -m bench.rush

# How well it reads and matches, on texts of its own, and how evenly people are shown.
eval: install
	$(BIN)/python -m bench.quality
	$(BIN)/python -m bench.fairness

install: .venv/fresh

# uv comes from the lock file's own line, through pip, so that a machine without it gets it too.
.venv/fresh: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Multaqa needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		"$$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements.lock)"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	@touch $@

# Takes newer versions of what pyproject.toml allows.
lock:
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --group dev \
		pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
