"""Write the golden files of declared documents: `python -m tests.golden [--draw] [TYPE ...]`.

A side without a file is drawn and read, which needs the networks and the fonts of `training/synth/fonts.py`;
of the others the answer is written anew from the lines that are there. `--draw` draws them anew too: after a
change of captions, places or looks. Of a few drawn documents the first that is read without a fault is kept.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from idvision.documents import DocumentSpec, all_specs
from idvision.geometry import frame_quad
from idvision.interpret import ReadDocument
from idvision.models import Models, load_models
from idvision.read_document import read_documents, read_page
from idvision.rectify import CARD_HEIGHT_PX, PAGE_HEIGHT_PX, long_side_first, rectify
from idvision.types import ReadLine
from tests.golden_documents import (
    DOCUMENT,
    FOLDER,
    OPTIONS,
    ZONE,
    Golden,
    GoldenLine,
    answer_of,
    as_text,
    load,
    path_of,
    remembered_specs,
    wrong_values,
)
from training.synth.catalogue import draw_type
from training.synth.types import Document

SEEDS = range(12)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("types", nargs="*", metavar="TYPE", help="these types alone")
    parser.add_argument("--draw", action="store_true", help="draw and read the documents anew")
    options = parser.parse_args(arguments)
    known = {spec.type for spec in all_specs()}
    unknown = sorted(set(options.types) - known)
    if unknown:
        parser.error(f"no document type {unknown[0]}")
    FOLDER.mkdir(exist_ok=True)
    models = load_models()
    for spec in remembered_specs():
        if not options.types or spec.type in options.types:
            golden = renewed(spec, models, draw=options.draw)
            path_of(spec).write_text(as_text(golden), encoding="utf-8")
            sys.stdout.write(f"{spec.key}: {', '.join(golden.wrong) or 'all right'}\n")
    expected = {path_of(spec) for spec in remembered_specs()}
    for path in sorted(set(FOLDER.glob("*.json")) - expected):
        path.unlink()
        sys.stdout.write(f"{path.stem}: no longer declared, removed\n")


def renewed(spec: DocumentSpec, models: Models, *, draw: bool) -> Golden:
    """Return the golden reading of a side, of the document that is there or of a new one."""
    if draw or not path_of(spec).exists():
        return best_of(drawn_readings(spec, models))
    golden = load(path_of(spec))
    answer = answer_of(golden.lines, golden.zone, golden.size_wh)
    return replace(golden, answer=answer, wrong=wrong_values(answer, golden.drawn["values"]))


def best_of(readings: Iterator[Golden]) -> Golden:
    """Return the first reading without a fault, else the one with the fewest."""
    found: list[Golden] = []
    for golden in readings:
        found.append(golden)
        if not golden.wrong:
            break
    return min(found, key=lambda golden: len(golden.wrong))


def drawn_readings(spec: DocumentSpec, models: Models) -> Iterator[Golden]:
    """Draw documents of that side one after the other and read them."""
    short_px = PAGE_HEIGHT_PX if spec.page else CARD_HEIGHT_PX
    width_px = round(short_px * max(spec.aspect, 1 / spec.aspect))
    for seed in SEEDS:
        rng = np.random.default_rng([seed, zlib.crc32(spec.key.encode())])
        document = draw_type(rng, "bench", spec, width_px)
        height, width = document.picture.shape[:2]
        card = rectify(document.picture, long_side_first(frame_quad(width, height))[0], short_px)
        every_line = replace(OPTIONS, every_line=True)
        assessed = card, models.assess(card)
        read = read_page(assessed, models) if spec.page else read_documents([assessed], models, every_line)[0]
        yield golden_of(seed, spec, document, read)


def golden_of(seed: int, spec: DocumentSpec, document: Document, read: ReadDocument) -> Golden:
    """Return what is kept of one drawn and read document."""
    declared = {field.name for field in spec.fields}
    printed = {name: value for name, value in document.values.items() if name in declared}
    values: dict[str, object] = {DOCUMENT: document_of(spec), **printed}
    zone = [line.text for line in document.lines if line.field == ZONE]
    if zone:
        values[ZONE] = zone
    size_wh = (read.text.image.shape[1], read.text.image.shape[0])
    lines = tuple(golden_line(line, read) for line in read.text.lines)
    rows = read.mrz.lines if read.mrz is not None else ()
    answer = answer_of(lines, rows, size_wh)
    wrong = wrong_values(answer, values)
    return Golden({"seed": seed, "values": values}, size_wh, lines, tuple(rows), wrong, answer)


def document_of(spec: DocumentSpec) -> dict[str, str]:
    """Return how a native result names that side."""
    return {"type": spec.type, "side": spec.side.value, "form": spec.form}


def golden_line(line: ReadLine, read: ReadDocument) -> GoldenLine:
    """Return one line, rounded."""
    a, b, c, d = ((round(x), round(y)) for x, y in line.quad)
    reading = line.reading
    probabilities = tuple(round(value, 3) for value in reading.probabilities)
    centres = tuple(round(value, 3) for value in reading.centres)
    return GoldenLine(reading.text, (a, b, c, d), probabilities, centres, _row_of(line, read))


def _row_of(line: ReadLine, read: ReadDocument) -> int | None:
    """Return the row of the zone that a line lies in."""
    middle = np.mean([y for _, y in line.quad])
    for number, quad in enumerate(read.mrz.quads if read.mrz is not None else ()):
        top, bottom = (quad[0][1] + quad[1][1]) / 2, (quad[2][1] + quad[3][1]) / 2
        if top <= middle <= bottom:
            return number
    return None


if __name__ == "__main__":
    main()
