"""Reports made by hand, and the data set and answers that belong to them. Names and numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.dataset import Dataset
from idvision.bench.providers.protocol import About, Price
from idvision.bench.results import (
    BadPicture,
    Column,
    Comparison,
    CurvePoint,
    DatasetNote,
    Measured,
    Published,
    Report,
    Score,
)
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import Quad

TRUE_QUAD: Quad = ((100.0, 80.0), (700.0, 90.0), (690.0, 470.0), (110.0, 460.0))
SAID_QUAD: Quad = ((120.0, 90.0), (700.0, 90.0), (690.0, 470.0), (130.0, 450.0))
SECRET = "QUENDRYN"
"""Stands for the value of a document: in truth and answer, and nowhere in a report."""
FILE = "mara_quendryn.jpg"
PRICE = Price(21.0, "CNY", "https://vendor.example/price", date(2026, 5, 4))


def score(value: float | None, low: float | None = None, high: float | None = None, n: int = 0) -> Score:
    return Score(value, low, high, n)


LOCAL = Measured(
    dataset="drawn",
    provider="local",
    scores={
        "field_exact": score(0.9, 0.85, 0.94, 200),
        "sure_wrong": score(0.005, 0.001, 0.02, 200),
        "latency_p50": score(412.4, 401.2, 430.9, 40),
        "mrz_zone_exact": score(None),
    },
    by_group={
        "plain": {"field_exact": score(0.97, 0.92, 0.99, 100)},
        "证件 glare": {"field_exact": score(0.70, 0.60, 0.79, 80)},
        "tiny": {"field_exact": score(0.8, 0.58, 0.92, 20)},
    },
    confusion={"passport": {"passport": 9, "visa_mrva": 1}, "visa_mrva": {"visa_mrva": 4, "none": 1}},
    latencies_ms=(380.0, 400.0, 420.0, 900.0),
    risk_coverage=(CurvePoint(0.5, 0.0, 100), CurvePoint(1.0, 0.05, 200)),
    severity=(CurvePoint(0.0, 0.98, 100), CurvePoint(1.0, 0.61, 100)),
    worst=(BadPicture("drawn", FILE, 0.8, ("outline off", "2 fields wrong")),),
)
OTHER = Measured(
    dataset="drawn",
    provider="rapidocr",
    scores={
        "field_exact": score(0.8, 0.74, 0.85, 200),
        "sure_wrong": score(None),
        "latency_p50": score(95.26, 92.0, 99.0, 40),
        "cost_per_1000": score(21.0, None, None, 40),
    },
    by_group={"plain": {"field_exact": score(0.85, 0.77, 0.91, 100)}},
    confusion={},
    latencies_ms=(90.0, 95.0, 99.0),
    risk_coverage=(),
    severity=(),
    worst=(),
)


def compared(metric: str, values: tuple[float, float, float], p_value: float, test: str) -> Comparison:
    return Comparison("drawn", metric, "local", "rapidocr", *values, p_value=p_value, test=test, n=40)


def report() -> Report:
    """One synthetic data set, two providers with figures, one that was not run, one published figure."""
    ran = {"field_exact", "latency"}
    return Report(
        datasets=(DatasetNote("drawn", 40, 40, True, "Apache-2.0", "https://layout.example/a", "ab" * 32),),
        columns=(
            Column("aliyun-dococrmax", None, "the environment variable KEY_ID is not set"),
            Column("local", About("local", "0.1.0", "local", frozenset(ran)), ""),
            Column("rapidocr", About("rapidocr", "3.10", "engine", frozenset(ran), PRICE), ""),
        ),
        measured=(LOCAL, OTHER),
        comparisons=(
            compared("field_exact", (0.1, 0.04, 0.16), 0.002, "exact McNemar"),
            compared("latency_p50", (317.1, 300.0, 335.0), 0.0001, "paired bootstrap"),
            compared("sure_wrong", (-0.01, -0.03, 0.01), 0.3, "exact McNemar"),
        ),
        published=(
            Published("aliyun-dococrmax", "latency", "about 3 s", "https://vendor.example/doc", PRICE),
            Published("tencent-ci", "forgery accuracy", "90 %", "a talk of the vendor"),
        ),
        environment={"cpu": "Some CPU", "cores": 2, "packages": {"numpy": "2.4.6"}},
        options={"providers": ["local", "rapidocr"], "seed": 0},
        started="2026-11-22T05:00:00+00:00",
    )


def real_report() -> Report:
    """The same figures as if the pictures were photos."""
    made = report()
    return replace(made, datasets=(replace(made.datasets[0], synthetic=False),))


def dataset() -> Dataset:
    card = TruthCard("passport", "page", TRUE_QUAD, (("surname", SECRET),))
    photo = TruthPhoto(FILE, "plain", 800, 560, (card,))
    canvas = np.full((560, 800, 3), 150, np.uint8)
    cv2.fillConvexPoly(canvas, np.rint(np.array(TRUE_QUAD)).astype(np.int32), (225, 220, 200))
    done, encoded = cv2.imencode(".jpg", canvas)
    assert done
    return Dataset("drawn", (photo,), {FILE: encoded.tobytes()}, synthetic=True)


def answers() -> dict[tuple[str, str], dict[str, Answer]]:
    card = AnsweredCard("passport", "page", SAID_QUAD, (AnsweredField("surname", SECRET, 0.9),))
    return {("drawn", "local"): {FILE: Answer(cards=(card,), text=(SECRET,))}}
