"""The run: who is asked about what, what is kept, and what a fault costs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from bench_fakes import RIGHT, SETTINGS, Fake, card_of, dataset_of, opener, truth_of

from idvision.bench import run as running
from idvision.bench.answer import Answer
from idvision.bench.assemble import note_of, report_of
from idvision.bench.dataset import Dataset
from idvision.bench.environment import data_hash
from idvision.bench.pictures import PictureFiles
from idvision.bench.providers.protocol import Hint
from idvision.bench.run import FAILED, UNREADABLE, Outcome, Plan, chosen, hint_of, run

FILES = tuple(f"{number}.jpg" for number in range(8))


def plan_of(folder: Path, *providers: str, **changes: object) -> Plan:
    plan = Plan((dataset_of(*FILES),), providers or ("fake",), folder, SETTINGS)
    return replace(plan, **changes)  # type: ignore[arg-type]


def done(plan: Plan, *fakes: Fake) -> Outcome:
    return run(plan, io.StringIO(), opener(*fakes), lambda _: None)


def test_every_picture_is_asked_once_and_never_again(tmp_path: Path) -> None:
    fake = Fake()
    first = done(plan_of(tmp_path), fake)
    assert sorted(fake.asked) == [file.encode() for file in FILES]
    assert first.answers["own", "fake"] == dict.fromkeys(FILES, RIGHT)
    assert [(column.name, column.about, column.not_run) for column in first.columns] == [
        ("fake", fake.about, "")
    ]
    again = done(plan_of(tmp_path), fake)
    assert len(fake.asked) == len(FILES)
    assert again.answers == first.answers
    assert first.faults == again.faults == []


def test_the_order_follows_the_seed_and_a_limit_takes_the_first_of_it() -> None:
    dataset = dataset_of(*FILES)
    whole, order = chosen(dataset, 1, None)
    assert chosen(dataset, 1, None)[1] == order != chosen(dataset, 2, None)[1]
    assert sorted(photo.file for photo in order) == list(FILES)
    assert whole.photos == dataset.photos
    few, first = chosen(dataset, 1, 3)
    assert first == order[:3]
    assert sorted(few.pictures) == [photo.file for photo in few.photos] == sorted(p.file for p in first)
    assert len(few.pictures) == 3
    with pytest.raises(KeyError):
        few.pictures[order[3].file]


def test_an_engine_is_warmed_up_before_it_is_timed_a_cloud_is_not(tmp_path: Path) -> None:
    engine, cloud = Fake("engine", kind="engine"), Fake("cloud")
    rests: list[float] = []
    plan = plan_of(tmp_path, "engine", "cloud", pause_s=0.75)
    run(plan, io.StringIO(), opener(engine, cloud), rests.append)
    assert len(engine.asked) == len(FILES) + running.WARM_UP_CALLS
    assert len(set(engine.asked[: running.WARM_UP_CALLS + 1])) == 1, "the picture that is timed first"
    assert len(cloud.asked) == len(FILES)
    assert rests == [0.75] * (len(FILES) - 1), "between two calls of the cloud, and nowhere else"


def test_an_engine_that_is_slow_is_warm_after_one_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WARM_UP_S", 0.0)
    engine = Fake(kind="engine")
    done(plan_of(tmp_path), engine)
    assert len(engine.asked) == len(FILES) + 1


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    def until(limit: int) -> Fake:
        fake = Fake()

        def says(_picture: bytes) -> Answer:
            if len(fake.asked) > limit:
                raise KeyboardInterrupt
            return RIGHT

        fake.says = says
        return fake

    with pytest.raises(KeyboardInterrupt):
        done(plan_of(tmp_path), until(3))
    fake = Fake()
    outcome = done(plan_of(tmp_path), fake)
    assert len(fake.asked) == len(FILES) - 3
    assert outcome.answers["own", "fake"] == dict.fromkeys(FILES, RIGHT)


def test_a_fault_on_one_picture_stops_nothing_and_is_asked_again(tmp_path: Path) -> None:
    def says(picture: bytes) -> Answer:
        if picture == b"3.jpg":
            raise RuntimeError("SECRET NAME")
        return RIGHT

    outcome = done(plan_of(tmp_path), Fake(says=says))
    answers = outcome.answers["own", "fake"]
    assert {file for file, answer in answers.items() if answer.error == FAILED} == {"3.jpg"}
    (fault,) = outcome.faults
    assert fault.startswith("fake: 3.jpg: unexpected RuntimeError at test_bench_engines_run.py:")
    assert "SECRET" not in fault + "".join(path.read_text() for path in tmp_path.iterdir())
    fake = Fake()
    assert done(plan_of(tmp_path), fake).answers["own", "fake"]["3.jpg"] == RIGHT
    assert fake.asked == [b"3.jpg"]


def test_an_error_that_was_answered_is_asked_again_only_on_demand(tmp_path: Path) -> None:
    done(plan_of(tmp_path), Fake(says=lambda picture: Answer(error="busy") if picture == b"1.jpg" else RIGHT))
    fake = Fake()
    assert done(plan_of(tmp_path), fake).answers["own", "fake"]["1.jpg"].error == "busy"
    assert fake.asked == []
    assert done(plan_of(tmp_path, retry=True), fake).answers["own", "fake"]["1.jpg"] == RIGHT
    assert fake.asked == [b"1.jpg"]


def test_a_provider_without_keys_or_that_breaks_stops_no_other(tmp_path: Path) -> None:
    def opened(name: str, settings: object) -> Fake:
        if name == "broken":
            raise ZeroDivisionError("SECRET")
        return opener(Fake())(name, SETTINGS)

    screen = io.StringIO()
    outcome = run(plan_of(tmp_path, "missing", "broken", "fake"), screen, opened, lambda _: None)
    missing, broken, fake = outcome.columns
    assert (missing.about, missing.not_run) == (None, "FAKE_KEY is not set")
    assert broken.not_run.startswith("cannot be opened: ZeroDivisionError at test_bench_engines_run.py:")
    assert fake.not_run == ""
    assert set(outcome.answers) == {("own", "fake")}
    assert "missing\n  not run: FAKE_KEY is not set\n" in screen.getvalue()
    assert "SECRET" not in screen.getvalue()


def test_a_damaged_recording_costs_its_column_alone(tmp_path: Path) -> None:
    (tmp_path / "own@bad.jsonl").write_text("nonsense\n", encoding="utf-8")
    outcome = done(plan_of(tmp_path, "bad", "fake"), Fake("bad"), Fake())
    assert [bool(column.not_run) for column in outcome.columns] == [True, False]
    assert outcome.faults == ["bad: own@bad.jsonl: line 1 is damaged (JSONDecodeError)"]


def test_a_picture_that_cannot_be_read_is_asked_of_nobody(tmp_path: Path) -> None:
    here = tmp_path / "a.jpg"
    here.write_bytes(b"a.jpg")
    pictures = PictureFiles({"a.jpg": here, "b.jpg": tmp_path / "b.jpg"})
    dataset = Dataset("files", (truth_of("a.jpg"), truth_of("b.jpg")), pictures)
    fake = Fake()
    plan = plan_of(tmp_path / "out", datasets=(dataset,))
    outcome = done(plan, fake)
    assert outcome.answers["files", "fake"]["b.jpg"] == Answer(error=UNREADABLE)
    assert (fake.asked, outcome.faults) == ([b"a.jpg"], ["fake: files: b.jpg: No such file or directory"])
    replayed = done(replace(plan, replay=True))
    assert replayed.answers == outcome.answers
    assert note_of(dataset).pictures_hash == data_hash({"a.jpg": b"a.jpg", "b.jpg": b""})


def test_a_replay_opens_nobody(tmp_path: Path) -> None:
    first = done(plan_of(tmp_path), Fake())
    again = done(plan_of(tmp_path, replay=True))
    assert again.answers == first.answers
    assert again.columns == first.columns


def test_a_replay_of_half_a_column_is_none(tmp_path: Path) -> None:
    done(plan_of(tmp_path, limit=3), Fake())
    half = done(plan_of(tmp_path, "fake", "other", replay=True))
    assert [column.not_run for column in half.columns] == [
        "3 of 8 pictures of own are recorded",
        "nothing is recorded of it on own",
    ]
    assert half.answers == {}
    assert done(plan_of(tmp_path, replay=True, limit=3)).columns[0].not_run == ""


def test_a_redacted_run_and_its_replay_agree_and_keep_no_value(tmp_path: Path) -> None:
    wrong = Answer(
        cards=(card_of({"name": "林小丹", "surname": "BRANDT"}),), text=("林小丹",), milliseconds=9
    )
    plan = plan_of(tmp_path, redact=True)
    first = done(plan, Fake(says=lambda _: wrong))
    again = done(replace(plan, replay=True))
    assert again.answers == first.answers
    files = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert "林小" not in files
    assert "BRANDT" not in files
    made = [report_of(outcome, (), SETTINGS.today, {}, "now", 1) for outcome in (first, again)]
    assert made[0] == made[1]


def test_a_new_version_is_asked_anew(tmp_path: Path) -> None:
    done(plan_of(tmp_path), Fake())
    fake = Fake(version="2")
    done(plan_of(tmp_path), fake)
    assert len(fake.asked) == len(FILES)


def test_the_time_of_a_provider_counts_before_the_time_around_it(tmp_path: Path) -> None:
    untimed = done(plan_of(tmp_path), Fake(says=lambda _: replace(RIGHT, milliseconds=0.0)))
    assert all(answer.milliseconds > 0 for answer in untimed.answers["own", "fake"].values())


def test_a_hint_tells_what_a_caller_would_know(tmp_path: Path) -> None:
    photo = truth_of("a.jpg")
    assert hint_of(photo) == Hint("passport", "page")
    assert hint_of(replace(photo, cards=())) == hint_of(replace(photo, cards=photo.cards * 2)) == Hint()
    fake = Fake()
    done(plan_of(tmp_path), fake)
    assert set(fake.hints) == {Hint("passport", "page")}


def test_a_report_scores_every_provider_and_compares_every_two(tmp_path: Path) -> None:
    poor = Fake("poor", says=lambda _: replace(RIGHT, cards=(card_of({}),)))
    outcome = done(plan_of(tmp_path, "poor", "missing", "fake"), poor, Fake())
    report = report_of(outcome, (), SETTINGS.today, {"seed": 0}, "2026-11-22T00:00:00+00:00", 3)
    assert [(one.dataset, one.provider) for one in report.measured] == [("own", "poor"), ("own", "fake")]
    values = [one.scores["field_exact"].value for one in report.measured]
    assert values == [0.0, 1.0]
    (exact,) = [one for one in report.comparisons if one.metric == "field_exact"]
    assert (exact.first, exact.second, exact.difference, exact.n) == ("poor", "fake", -1.0, 8)
    (note,) = report.datasets
    assert (note.photos, note.documents, note.synthetic) == (8, 8, False)
    assert note.pictures_hash == data_hash({file: file.encode() for file in FILES})
    assert report.environment["data"] == data_hash({"own": note.pictures_hash.encode()})
    assert (report.environment["threads"], report.options, report.started[:4]) == (3, {"seed": 0}, "2026")
