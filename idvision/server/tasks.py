"""Asynchronous tasks in SQLite: accepted once, answered once, whatever happens to the process in between.

    queued -> running -> done

A task is on disk before its submitter hears of it. What was running when the process ended is queued again at
the next start; an answer is written with the change of state in one transaction, so there is never a second.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

Json = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tasks (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    accepted REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')),
    request TEXT NOT NULL,
    answer TEXT,
    finished REAL,
    callback TEXT NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0,
    pushes INTEGER NOT NULL DEFAULT 0,
    next_push REAL
) STRICT;
CREATE INDEX IF NOT EXISTS by_state ON tasks (state, accepted);
CREATE INDEX IF NOT EXISTS by_push ON tasks (next_push) WHERE next_push IS NOT NULL;
"""
_BUSY_S = 10.0


@dataclass(frozen=True, slots=True)
class Task:
    """What was asked: `request` is what its service needs for an answer, `callback` where that goes.

    `begun` counts how often it was begun, this time too: more than once if the process ended meanwhile.
    """

    id: str
    owner: str
    request: Json
    callback: Json
    begun: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Push:
    """An answer on its way to a callback, and how often that was tried before."""

    task: Task
    answer: Json
    tried: int


class TaskStore:
    """The tasks of one server. Safe to use from several threads; no call waits for recognition."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._database = sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        # A task that was accepted survives a loss of power, not only the end of the process.
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA secure_delete = ON")
        self._database.executescript(_SCHEMA)
        with self._transaction() as database:
            database.execute("UPDATE tasks SET state = 'queued' WHERE state = 'running'")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def accept(self, tasks: Sequence[Task], now: float) -> None:
        """Keep tasks, all or none. Raises sqlite3.IntegrityError for a name that is taken."""
        rows = [
            (task.id, task.owner, now, json.dumps(task.request), json.dumps(task.callback)) for task in tasks
        ]
        with self._transaction() as database:
            database.executemany(
                "INSERT INTO tasks (id, owner, accepted, state, request, callback)"
                " VALUES (?, ?, ?, 'queued', ?, ?)",
                rows,
            )

    def begin(self) -> Task | None:
        """Return the task that waits longest, which is running then."""
        with self._transaction() as database:
            row = database.execute(
                "UPDATE tasks SET state = 'running', begun = begun + 1 WHERE id ="
                " (SELECT id FROM tasks WHERE state = 'queued' ORDER BY accepted, rowid LIMIT 1)"
                " RETURNING id, owner, request, callback, begun"
            ).fetchone()
        return _task(row) if row is not None else None

    def give_back(self, task_id: str) -> None:
        """Queue a running task again, because its reader stops: as if it had not been begun."""
        with self._transaction() as database:
            database.execute(
                "UPDATE tasks SET state = 'queued', begun = begun - 1 WHERE id = ? AND state = 'running'",
                (task_id,),
            )

    def finish(self, task: Task, answer: Json, now: float) -> bool:
        """Write a running task's answer; returns whether it was the first one.

        The request goes with it: where the picture came from is not kept longer than needed.
        """
        with self._transaction() as database:
            done = database.execute(
                "UPDATE tasks SET state = 'done', answer = ?, finished = ?, request = '{}', next_push = ?"
                " WHERE id = ? AND state = 'running'",
                (json.dumps(answer, ensure_ascii=False), now, now if task.callback else None, task.id),
            )
        return done.rowcount == 1

    def states(self, owner: str, ids: Sequence[str], *, claim: bool) -> dict[str, Json | None]:
        """Return the answers to an owner's tasks, None where there is none yet; unknown tasks are missing.

        An answer that is claimed is forgotten, unless its callback has not been delivered yet.
        """
        found: dict[str, Json | None] = {}
        with self._transaction() as database:
            for task_id in ids:
                row = database.execute(
                    "SELECT answer, next_push FROM tasks WHERE id = ? AND owner = ?", (task_id, owner)
                ).fetchone()
                if row is None:
                    continue
                found[task_id] = None if row[0] is None else json.loads(row[0])
                if claim and row[0] is not None and row[1] is None:
                    database.execute("DELETE FROM tasks WHERE id = ?", (task_id,))
        return found

    def due(self, now: float, most: int) -> list[Push]:
        """Return answers that are to be pushed now, the longest due first."""
        with self._transaction() as database:
            rows = database.execute(
                "SELECT id, owner, request, callback, begun, answer, pushes FROM tasks"
                " WHERE next_push <= ? ORDER BY next_push LIMIT ?",
                (now, most),
            ).fetchall()
        return [Push(_task(row), json.loads(row[5]), row[6]) for row in rows]

    def pushed(self, task_id: str, next_push: float | None) -> None:
        """Count a push; `next_push` is when to try again, None where it arrived or no more tries are left."""
        with self._transaction() as database:
            database.execute(
                "UPDATE tasks SET pushes = pushes + 1, next_push = ? WHERE id = ?", (next_push, task_id)
            )

    def forget(self, before: float) -> int:
        """Delete what was answered before that time; returns how many tasks."""
        with self._transaction() as database:
            return database.execute(
                "DELETE FROM tasks WHERE state = 'done' AND finished < ?", (before,)
            ).rowcount

    def waiting(self) -> int:
        """Return how many tasks are not answered yet."""
        with self._transaction() as database:
            row = database.execute("SELECT count(*) FROM tasks WHERE state != 'done'").fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()


def _task(row: Sequence[Any]) -> Task:
    return Task(row[0], row[1], json.loads(row[2]), json.loads(row[3]), row[4])
