"""What the server keeps: asynchronous tasks, objects, and how answers are pushed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from idvision.server.bucket import Bucket
from idvision.server.callbacks import LONGEST_WAIT_S, MAX_PUSHES, checksum, form, next_push
from idvision.server.tasks import Task, TaskStore

CALLBACK = {"url": "http://127.0.0.1/x", "seed": "s"}


@pytest.fixture
def store(tmp_path: Path) -> TaskStore:
    return TaskStore(tmp_path / "tasks.db")


def task(name: str, callback: dict[str, str] | None = None, owner: str = "a") -> Task:
    return Task(name, owner, {"url": "http://127.0.0.1/p"}, callback or {})


class TestTasks:
    def test_tasks_begin_in_their_order_and_are_answered_once(self, store: TaskStore) -> None:
        store.accept([task("1"), task("2")], 10.0)
        first = store.begin()
        assert first == task("1")
        assert store.states("a", ["1", "2", "3"], claim=False) == {"1": None, "2": None}
        assert store.finish(first, {"code": 200}, 11.0)
        assert not store.finish(first, {"code": 500}, 12.0)
        assert store.states("a", ["1"], claim=False) == {"1": {"code": 200}}
        second = store.begin()
        assert second is not None and second.id == "2"
        assert store.begin() is None
        assert store.waiting() == 1

    def test_all_tasks_of_a_request_are_accepted_or_none(self, store: TaskStore) -> None:
        store.accept([task("1")], 10.0)
        with pytest.raises(sqlite3.IntegrityError):
            store.accept([task("2"), task("1")], 11.0)
        assert store.states("a", ["2"], claim=False) == {}

    def test_nobody_else_sees_a_task(self, store: TaskStore) -> None:
        store.accept([task("1")], 10.0)
        assert store.states("b", ["1"], claim=True) == {}

    def test_a_claimed_answer_is_forgotten_after_it_was_delivered(self, store: TaskStore) -> None:
        store.accept([task("1"), task("2", CALLBACK)], 10.0)
        for _ in range(2):
            begun = store.begin()
            assert begun is not None
            store.finish(begun, {"code": 200}, 11.0)
        assert len(store.states("a", ["1", "2"], claim=True)) == 2
        assert list(store.states("a", ["1", "2"], claim=True)) == ["2"]
        store.pushed("2", None)
        store.states("a", ["2"], claim=True)
        assert store.states("a", ["2"], claim=True) == {}

    def test_what_was_running_when_the_process_ended_is_queued_again(self, tmp_path: Path) -> None:
        first = TaskStore(tmp_path / "tasks.db")
        first.accept([task("1")], 10.0)
        assert first.begin() is not None
        again = TaskStore(tmp_path / "tasks.db")
        begun = again.begin()
        assert begun == task("1")
        again.give_back("1")
        assert again.begin() == task("1")

    def test_old_answers_and_where_pictures_came_from_are_not_kept(self, store: TaskStore) -> None:
        store.accept([task("1")], 10.0)
        begun = store.begin()
        assert begun is not None
        store.finish(begun, {}, 11.0)
        (kept,) = store._database.execute("SELECT request FROM tasks").fetchone()
        assert kept == "{}"
        assert store.forget(11.0) == 0
        assert store.forget(11.1) == 1

    def test_a_push_is_due_until_it_arrives_or_is_given_up(self, store: TaskStore) -> None:
        store.accept([task("1", CALLBACK)], 10.0)
        begun = store.begin()
        assert begun is not None
        assert store.due(99.0, 10) == []
        store.finish(begun, {"code": 200}, 20.0)
        (push,) = store.due(20.0, 10)
        assert (push.task.callback, push.answer, push.tried) == (CALLBACK, {"code": 200}, 0)
        store.pushed("1", 30.0)
        assert store.due(29.0, 10) == []
        assert store.due(30.0, 10)[0].tried == 1
        store.pushed("1", None)
        assert store.due(1e9, 10) == []

    def test_threads_never_begin_the_same_task(self, store: TaskStore) -> None:
        store.accept([task(str(number)) for number in range(200)], 10.0)

        def drain(_: int) -> list[str]:
            names = []
            while (begun := store.begin()) is not None:
                names.append(begun.id)
                store.finish(begun, {}, 11.0)
            return names

        with ThreadPoolExecutor(8) as pool:
            names = [name for part in pool.map(drain, range(8)) for name in part]
        assert sorted(names, key=int) == [str(number) for number in range(200)]


KILLED = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from idvision.server.tasks import Task, TaskStore
    store = TaskStore(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        store.accept([Task(str(number), "a", {"n": number}, {})], time.time())
        print("accepted", number, flush=True)
        begun = store.begin()
        if begun is not None:
            store.finish(begun, {"n": begun.request["n"]}, time.time())
            print("answered", begun.id, flush=True)
        number += 1
    """
)


def test_after_a_kill_at_any_moment_every_accepted_task_is_answered_exactly_once(tmp_path: Path) -> None:
    rng, path = random.Random(1), tmp_path / "tasks.db"
    accepted: list[str] = []
    answered: list[str] = []
    for attempt in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(100_000 * attempt)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(rng.randrange(3, 40))]
        os.kill(process.pid, signal.SIGKILL)
        lines += process.communicate()[0].splitlines()
        whole = [line.split() for line in lines if len(line.split()) == 2]
        accepted += [name for word, name in whole if word == "accepted"]
        answered += [name for word, name in whole if word == "answered"]
    store = TaskStore(path)
    while (begun := store.begin()) is not None:
        assert begun.id not in answered
        store.finish(begun, {"n": begun.request["n"]}, 1e12)
    states = store.states("a", accepted, claim=False)
    assert len(accepted) > 10
    assert states == {name: {"n": int(name)} for name in accepted}


class TestBucket:
    def test_an_object_is_kept_replaced_and_forgotten(self, tmp_path: Path) -> None:
        bucket = Bucket(tmp_path / "objects")
        assert bucket.get("b", "k") is None
        stored = bucket.put("b", "k", b"hello")
        assert stored.etag == "5d41402abc4b2a76b9719d911017c592"
        assert bucket.get("b", "k") == stored
        assert bucket.get("other", "k") is None
        bucket.put("b", "k", b"new")
        assert bucket.get("b", "k").data == b"new"  # type: ignore[union-attr]
        bucket.delete("b", "k")
        bucket.delete("b", "k")
        assert bucket.get("b", "k") is None

    @pytest.mark.parametrize(
        "key", ["../../etc/passwd", "/etc/passwd", "a/../../b", "x\0y", "证件/一.jpg", "." * 800]
    )
    def test_no_key_leaves_the_folder(self, tmp_path: Path, key: str) -> None:
        bucket = Bucket(tmp_path / "objects")
        bucket.put("b", key, b"1")
        (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert file.parent == tmp_path / "objects"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert bucket.get("b", key).data == b"1"  # type: ignore[union-attr]

    @pytest.mark.parametrize("key", ["", "x" * 851])
    def test_an_empty_or_overlong_key_is_refused(self, tmp_path: Path, key: str) -> None:
        with pytest.raises(ValueError, match="850"):
            Bucket(tmp_path).put("b", key, b"1")

    def test_objects_do_not_stay_for_ever(self, tmp_path: Path) -> None:
        bucket = Bucket(tmp_path)
        bucket.put("b", "k", b"1")
        assert bucket.forget(60) == 0
        assert bucket.forget(-1) == 1
        assert bucket.get("b", "k") is None


class TestCallbacks:
    def test_the_checksum_is_that_of_the_contracts_example(self) -> None:
        expected = "8cc408f37b8384897de7d0fa1c8173e06588f39dd57ca64f24e566a6b772f916"
        assert checksum("1234567890123456", "aabbcc123", "{}", "SHA256") == expected

    def test_sm3_is_the_national_digest(self) -> None:
        expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        assert checksum("a", "b", "c", "SM3") == expected

    def test_a_push_holds_the_text_that_was_signed(self) -> None:
        fields = form("1", "s", {"msg": "好"}, "SHA256")
        assert fields["content"] == '{"msg":"好"}'
        assert fields["checksum"] == checksum("1", "s", fields["content"], "SHA256")

    def test_waits_double_up_to_a_limit_and_end_after_the_last_push(self) -> None:
        waits = [next_push(pushes, 0.0) for pushes in range(1, MAX_PUSHES + 1)]
        assert waits[:3] == [2.0, 4.0, 8.0]
        assert waits[-2] == LONGEST_WAIT_S
        assert waits[-1] is None
