# Two commands are enough: make run, make test. Python 3.11 or newer and make are all they need.

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help run test lint format keys screenshots example faults fuzz audit soak promises bench bench-archive bench-desk bench-lists bench-stories bench-companies bench-placing bench-refresh bench-stance bench-suggesting bench-ui wheel clean

help:  ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

run: $(VENV)/.run  ## Open the board (ARGS="..." for another command)
	@$(BIN)/signalboard $(ARGS)

test: $(VENV)/.test  ## Run every test, the pure core's first and to every branch
	@$(BIN)/coverage run -m pytest tests/board tests/brief tests/test_model.py tests/test_text.py tests/test_times.py tests/test_judge*.py tests/test_links.py tests/test_values.py
	@$(BIN)/coverage report --include='*/signalboard/board/*,*/signalboard/brief/*,*/signalboard/judge/*,*/signalboard/model/*,*/signalboard/text.py,*/signalboard/times.py,*/signalboard/links.py,*/signalboard/values.py' --format=total --fail-under=100
	@$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

lint: $(VENV)/.test  ## Style, types and the floors of the house
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo

keys: $(VENV)/.test  ## Write the key table of the README anew
	@$(BIN)/python -m scripts.readme_keys

format: $(VENV)/.test  ## Put the code in order
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format .

screenshots: $(VENV)/.test  ## Make the pictures of screenshots/ anew
	@$(BIN)/python -m scripts.screenshots

example: $(VENV)/.test  ## Write the example logs of docs/example/ anew
	@$(BIN)/python -m scripts.example $(ARGS)

faults: $(VENV)/.test  ## What bad servers do, and what comes of it (ARGS="NAME..." for some)
	@$(BIN)/python -m tests.faults $(ARGS)

fuzz: $(VENV)/.test  ## Throw bytes at every door for a minute each (ARGS="TARGET... --seconds 10")
	@$(BIN)/python -m tests.fuzz $(ARGS)

audit: $(VENV)/.test $(VENV)/audit/.audit  ## Ask whether a package we stand on has a known hole
	@$(BIN)/python -m scripts.audit --with $(VENV)/audit/bin/pip-audit $(ARGS)

soak: $(VENV)/.test  ## Four weeks of use in minutes: does anything grow, leak, warn or get lost?
	@$(BIN)/python -m tests.soak.weeks $(ARGS)

promises: $(VENV)/.test  ## Run the trials of docs/promises.md and write its table (ARGS="kill power")
	@$(BIN)/python -m scripts.promises $(ARGS)

bench: bench-archive bench-desk bench-lists bench-stories bench-placing bench-companies bench-stance bench-suggesting bench-refresh bench-ui  ## Everything that is measured

bench-archive: $(VENV)/.test  ## How quick the archive is (ARGS="--stories 1000000")
	@$(BIN)/python -m bench.archive_speed $(ARGS)

bench-desk: $(VENV)/.test  ## What the desk takes to answer a key on a full board
	@$(BIN)/python -m bench.desk $(ARGS)

bench-lists: $(VENV)/.test  ## How soon each kind of list shows its first page (ARGS="HOME...")
	@$(BIN)/python -m bench.lists $(ARGS)

bench-stories: $(VENV)/.test  ## How well events are told apart (ARGS=FILE, or --halves)
	@$(BIN)/python -m bench.stories $(ARGS)

bench-placing: $(VENV)/.test  ## How long putting an entry into its story takes (ARGS=SIZE...)
	@$(BIN)/python -m bench.placing $(ARGS)

bench-companies: $(VENV)/.test  ## How companies are found (ARGS=--speed: in a million stories too)
	@$(BIN)/python -m bench.companies $(ARGS)

bench-stance: $(VENV)/.test  ## How well theses and a stance are suggested (ARGS="--test FILE", or --write)
	@$(BIN)/python -m bench.relatedness
	@$(BIN)/python -m bench.stance $(ARGS)

bench-suggesting: $(VENV)/.test  ## What suggesting costs (ARGS="HOME...")
	@$(BIN)/python -m bench.suggesting $(ARGS)

bench-refresh: $(VENV)/.test  ## How fast a refresh is, beside newsboat and reader
	@$(BIN)/python -m bench.refresh --keep $(ARGS)

bench-ui: $(VENV)/.test  ## How quick the board is with a million stories (ARGS="--sizes 10000")
	@$(BIN)/python -m bench.ui $(ARGS)

.PHONY: soak-kill soak-power soak-faults soak-together soak-backups soak-corruption
soak-kill: $(VENV)/.test  ## Kill the board 1,000 times at random moments (ARGS="--seed 7")
	@$(BIN)/python -m tests.soak.kill $(ARGS)

soak-power: $(VENV)/.test  ## Cut the power after every call to the system (ARGS="--seed 7")
	@$(BIN)/python -m tests.soak.power $(ARGS)

soak-faults: $(VENV)/.test  ## Let each call to the system fail once, with each of four errors
	@$(BIN)/python -m tests.soak.faults $(ARGS)

soak-together: $(VENV)/.test  ## Everybody on one home for five minutes, with random kills (ARGS="--seed 7")
	@$(BIN)/python -m tests.soak.together $(ARGS)

soak-backups: $(VENV)/.test  ## Kill who makes, restores or mends from a backup (ARGS="--kills 1000")
	@$(BIN)/python -m tests.soak.rotation $(ARGS)

soak-corruption: $(VENV)/.test  ## Damage each file of a home in every way (ARGS="--seed 7")
	@$(BIN)/python -m tests.soak.corruption $(ARGS)

wheel: $(VENV)/.test  ## Build the wheel into dist/
	@$(BIN)/python -m pip wheel -q --no-deps -w dist .

# The environment of a checkout that was moved or copied points to where it was: make it anew.
ifneq ($(shell cat $(VENV)/place 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.run $(VENV)/.test
endif

clean:  ## Take away what was made; boards and settings live elsewhere
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.run $(VENV)/.test: $(VENV)/.%: pyproject.toml constraints.txt scripts/environment.sh
	@sh scripts/environment.sh $* $(VENV)

$(VENV)/audit/.audit: constraints.txt scripts/environment.sh
	@sh scripts/environment.sh audit $(VENV)/audit
