# Uses the active environment: . .venv/bin/activate
PYTHON ?= python

.PHONY: check test lint types examples schema

check: lint types test

test:
	$(PYTHON) -m pytest

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

# Draws the example photos and their truth again; the result is committed.
examples:
	$(PYTHON) -m examples.draw

# Writes the JSON Schema of the native result; the result is committed.
schema:
	$(PYTHON) -m idvision.schemas.generate
