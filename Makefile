# Uses the active environment: . .venv/bin/activate
PYTHON ?= python

.PHONY: check test lint types examples schema docs golden

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

# Writes docs/cli.md, docs/documents.md, docs/vendors.md and docs/bench-datasets.md; the result is committed.
docs:
	$(PYTHON) -m idvision.cli_docs docs/cli.md
	$(PYTHON) -m idvision.documents.docs docs/documents.md
	$(PYTHON) -m tests.vendors_page docs/vendors.md
	$(PYTHON) -m idvision.bench.datasets.docs docs/bench-datasets.md

# Writes the golden readings of declared documents, also in the vendors' shapes; what is new is drawn, which needs the fonts. Committed.
golden:
	$(PYTHON) -m tests.golden
	$(PYTHON) -m tests.golden_schemas
