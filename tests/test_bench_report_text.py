"""The table for a terminal, the sentences under it, and what they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.bench.report.reading import reading_of
from idvision.bench.report.terminal import text_of
from idvision.bench.report.text_table import blocks, table, text_width, wrapped
from idvision.bench.report.view import holm, views_of
from idvision.bench.report.wording import MetricText, interval, metric_text, number, quantity, signed
from idvision.bench.results import Column, Comparison, DatasetNote, Report, Score
from tests.bench_reports import SECRET, real_report, report, score

SHARE = MetricText("a", "A", "share", True, format=".1%")
PLAIN = MetricText("b", "B", "ratio", False)


class TestWording:
    def test_shares_are_per_cent_and_small_zeros_have_no_sign(self) -> None:
        assert number(0.1234, SHARE) == "12.3"
        assert quantity(0.5, SHARE) == "50.0 %"
        assert interval(0.1, 0.25, SHARE) == "[10.0, 25.0]"
        assert interval(None, 0.25, SHARE) == ""
        assert number(-0.0001, PLAIN) == "0.000"
        assert (signed(0.02, SHARE), signed(-0.02, SHARE), signed(0.0, SHARE)) == ("+2.0", "-2.0", "0.0")

    def test_a_metric_of_another_version_goes_by_its_id(self) -> None:
        assert metric_text("some_thing") == MetricText("some_thing", "Some thing", "", None)
        assert metric_text("field_exact").heading == "Fields exact, %"
        assert metric_text("latency_p50").heading.endswith(", ms")


class TestColumns:
    def test_han_letters_take_two_cells(self) -> None:
        assert text_width("a证b") == 4
        rows = [["证件", "1"], ["abc", "2"]]
        assert table(["x", "y"], rows) == ["x     y", "-------", "证件  1", "abc   2"]

    def test_long_text_is_broken_between_words_and_han_text_anywhere(self) -> None:
        assert wrapped("aa bb cc", 5, indent=" ") == ["aa bb", " cc"]
        assert wrapped("证件证件", 5) == ["证件", "证件"]
        assert wrapped("", 5) == []

    def test_columns_are_put_into_blocks(self) -> None:
        # 10 + (2 + 20) + (2 + 20) = 54: a third column of 20 would need 76.
        assert blocks([20, 20, 20], first=10, line_width=60) == [[0, 1], [2]]
        assert blocks([90], first=30, line_width=60) == [[0]]
        assert blocks([], first=30) == []


class TestSignificance:
    def test_holm_by_hand(self) -> None:
        # Ordered 0.01, 0.02, 0.04: times 3, 2, 1, never falling.
        assert holm([0.04, 0.01, 0.02]) == pytest.approx((0.04, 0.03, 0.04))
        assert holm([0.5, 0.6]) == (1.0, 1.0)
        assert holm([]) == ()

    def test_the_mark_follows_what_is_better(self) -> None:
        (view,) = views_of(report())
        assert view.reference == "local"
        # local has more exact fields, and waits longer.
        assert view.mark("rapidocr", "field_exact") == "worse"
        assert view.mark("rapidocr", "latency_p50") == "better"
        assert view.mark("rapidocr", "sure_wrong") == ""
        assert view.mark("local", "field_exact") == ""

    def test_an_interval_that_holds_zero_gives_no_mark(self) -> None:
        made = report()
        one = replace(made.comparisons[0], low=-0.01)
        (view,) = views_of(replace(made, comparisons=(one,)))
        assert view.mark("rapidocr", "field_exact") == ""

    def test_many_tests_make_a_mark_harder(self) -> None:
        made = report()
        one = replace(made.comparisons[0], p_value=0.03)
        alone = views_of(replace(made, comparisons=(one,)))[0]
        among = views_of(replace(made, comparisons=(one, *made.comparisons[2:])))[0]
        assert alone.mark("rapidocr", "field_exact") == "worse"
        assert among.mark("rapidocr", "field_exact") == ""


class TestTerminal:
    def test_the_table_by_hand(self) -> None:
        lines = text_of(report()).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("metric"))
        assert lines[start].split() == ["metric", "local", "rapidocr"]
        assert lines[start + 2].split("  ")[0] == "Fields exact, %"
        assert "90.0° [85.0, 94.0] n 200  80.0° [74.0, 85.0] n 200 ▼" in lines[start + 2]
        latency = next(line for line in lines if "412° [401, 431] n 40" in line)
        assert latency.endswith("95° [92, 99] n 40 ▲")
        assert any("21.00 CNY° n 40" in line for line in lines)

    def test_what_was_not_run_is_a_column_with_its_reason(self) -> None:
        text = text_of(report())
        assert "metric  aliyun-dococrmax\n------------------------\nall     not run" in text
        assert "Not run\naliyun-dococrmax: the environment variable KEY_ID is not set" in text

    def test_published_figures_stand_apart_from_the_measured(self) -> None:
        measured, _, rest = text_of(report()).partition("NOT MEASURED HERE")
        assert "about 3 s" not in measured
        assert "aliyun-dococrmax: latency: about 3 s (https://vendor.example/doc)" in rest
        assert "price: 21 CNY for 1,000 calls" in rest

    def test_only_synthetic_figures_have_the_mark(self) -> None:
        assert "°" not in text_of(real_report())
        assert "synthetic" not in text_of(real_report())
        drawn = [line for line in text_of(report()).splitlines() if " n 200" in line]
        assert drawn and all("°" in line for line in drawn)

    def test_no_line_is_wider_than_a_hundred_cells(self) -> None:
        made = report()
        names = [f"some-cloud-with-a-name-{number}" for number in range(7)]
        more = tuple(replace(made.measured[1], provider=name) for name in names)
        columns = tuple(Column(name, None, "") for name in names)
        reason = Column("late", None, "many words " * 30)
        wide = replace(made, columns=(*made.columns, *columns, reason), measured=(*made.measured, *more))
        lines = text_of(wide).splitlines()
        assert max(map(text_width, lines)) <= 100
        for name in names:
            assert any(name in line and line.startswith("metric") for line in lines)

    def test_names_cannot_steer_the_terminal_and_values_are_not_there(self) -> None:
        made = report()
        note = replace(made.datasets[0], licence="", name="a\x1b[2J")
        assert "\x1b" not in text_of(replace(made, datasets=(note,)))
        assert SECRET not in text_of(made)

    def test_an_empty_report(self) -> None:
        assert text_of(Report((), (), (), (), (), {}, {}, "now")).startswith("Comparison of nothing, now")


class TestReading:
    def test_where_local_is_behind(self) -> None:
        _, own = reading_of(report())
        assert (own.dataset, own.synthetic) == ("drawn", True)
        assert own.sentences[0].startswith("local is significantly worse than rapidocr in: ")
        assert "+317 ms [300, 335], p < 0.001, n 40 (lower is better)" in own.sentences[0]
        assert "Fields exact" not in own.sentences[0]
        assert own.sentences[1] == ("1 of 3 paired tests with local leave open which of the two is better.")

    def test_the_sign_is_that_of_local_whoever_is_named_first(self) -> None:
        made = report()
        turned = Comparison("drawn", "field_exact", "rapidocr", "local", 0.1, 0.04, 0.16, 0.001, "test", 40)
        sentences = reading_of(replace(made, comparisons=(turned,)))[1].sentences
        assert "Fields exact -10.0 points [-16.0, -4.0], p = 0.001" in sentences[0]

    def test_the_worst_group_is_one_whose_interval_is_below_the_total(self) -> None:
        text = " ".join(reading_of(report())[1].sentences)
        # tiny is at 80 % but its interval reaches 92 %, over the total of 90 %.
        assert "local: Fields exact is 90.0 % over all and clearly worse on 证件 glare (70.0 % " in text
        assert "worse on tiny" not in text
        assert "Groups with fewer than 30 values behind Fields exact of local: tiny." in text

    def test_what_is_to_be_said_of_everything(self) -> None:
        general = reading_of(report())[0]
        assert general.dataset == ""
        assert "not how they read photos of real documents" in general.sentences[0]
        assert general.sentences[1] == "Not run and therefore not compared: aliyun-dococrmax."
        photos = DatasetNote("own", 5, 5, False, "", "", "")
        made = report()
        mixed = reading_of(replace(made, datasets=(*made.datasets, photos)))
        assert mixed[0].sentences[0] == (
            "The pictures of drawn are drawn or simulated and do not stand for photos."
        )
        assert mixed[2].sentences == ("Nothing was measured.",)

    def test_few_pictures_and_no_tests_are_told(self) -> None:
        made = report()
        few = replace(made, datasets=(replace(made.datasets[0], photos=1),), comparisons=())
        sentences = reading_of(few)[1].sentences
        assert sentences[0] == "1 picture: too few for more than a first impression."
        assert sentences[1] == "The providers were not held against each other by a paired test."

    def test_no_significant_difference_is_no_victory(self) -> None:
        made = report()
        open_ones = replace(made, comparisons=made.comparisons[2:])
        sentences = reading_of(open_ones)[1].sentences
        assert sentences[0].startswith("No paired test of 1 found local significantly worse")
        assert sentences[1].startswith("1 of 1 paired test with local")

    def test_groups_go_by_the_first_metric_that_has_them(self) -> None:
        made = report()
        groups = {"a": {"found": score(0.2, 0.1, 0.3, 50)}, "b": {"found": Score(0.9, 0.8, 0.95, 50)}}
        scores = {"found": score(0.6, 0.5, 0.7, 100)}
        local = replace(made.measured[0], scores=scores, by_group=groups)
        text = " ".join(reading_of(replace(made, measured=(local,)))[1].sentences)
        assert "clearly worse on a (20.0 % [10.0, 30.0], n 50)." in text
