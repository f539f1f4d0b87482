# Uses the active environment: . .venv/bin/activate
PYTHON ?= python

.PHONY: check test lint types examples schema docs golden bench

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

# Measures every engine that is installed here on drawn pictures, and writes the figures of the README; both are committed.
# PaddleOCR has an environment of its own: docs/bench.md. What was answered stays in build/bench; an interrupted run goes on.
bench:
	$(PYTHON) -m idvision bench --data idbench --providers local,rapidocr,paddleocr,tesseract --limit 162 --seed 1 \
		--today 2026-11-22 --threads 2 --html --out build/bench
	cp build/bench/report.json benchmarks/results/bench.json
	$(PYTHON) -m benchmarks.readme_figures

# Writes the golden readings of declared documents, also in the vendors' shapes; what is new is drawn, which needs the fonts. Committed.
golden:
	$(PYTHON) -m tests.golden
	$(PYTHON) -m tests.golden_schemas
