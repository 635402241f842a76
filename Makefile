# `make run` and `make test` work on a bare Debian or Ubuntu machine; the other targets are for who changes Inloop.
# Every target first makes sure that what it needs is installed; when all is there that costs well under a second.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench lock

BIN := .venv/bin

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 10

setup:  ## install what running Inloop needs; leaves .venv/bin/inloop working
	@scripts/setup --for run

run:  ## install, prepare the store and start everything; Ctrl-C stops all of it
	@scripts/setup --for run
	@exec $(BIN)/inloop run

test:  ## install what the tests need as well, and run them all (ARGS="-k sms" for some)
	@scripts/setup --for test
	@$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

check:  ## lint, format, types, import rules, migrations, texts, licences
	@scripts/setup --for test
	@scripts/check $(ARGS)

format:  ## put imports and lay-out in order
	@scripts/setup --for test
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench:  ## run the benchmarks; prints a table and writes benchmarks/results.json (ARGS="webhook" for one)
	@scripts/setup --for bench
	@$(BIN)/python -m benchmarks.run $(ARGS)

lock:  ## work out the lock files anew from pyproject.toml (ARGS="--upgrade" for newer versions)
	@scripts/setup --for test
	@scripts/lock $(ARGS)
