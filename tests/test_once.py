from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from idvision.once import Once


def test_a_value_is_made_at_the_first_call_whichever_thread_asks() -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    value, start = Once(make), Barrier(8)
    assert made == []

    def ask(_: int) -> object:
        start.wait()
        return value()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == set(made)
    assert len(made) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    answers = iter([None, "made"])

    def make() -> str:
        answer = next(answers)
        if answer is None:
            raise OSError("not yet")
        return answer

    value = Once(make)
    with pytest.raises(OSError, match="not yet"):
        value()
    assert (value(), value()) == ("made", "made")
