"""Scores for training loops."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stand_in

import auditor
from auditor.batch import fuse
from auditor.scoring import score


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fuse, "COMMAND", stand_in.COMMAND)
    fuse.close_idle()
    yield
    fuse.close_idle()


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("$a = a$ and $b = b$", 1.0, ""),
        ("$a = a$ and $a = b$", 0.0, ""),
        ("$a = x$ and $a = b$", 0.0, ""),  # wrong, whatever the undecided step is
        ("$a = a$ and $a = x$", None, "1 of 2 steps not decided"),
        ("just words", None, "no mathematics was read"),
        ("fail!", None, "failed: RuntimeError: the sky fell"),
        ("crash!", None, "crashed: the process was ended by SIGSEGV"),
        ("hang!", None, "out-of-time: more than 2 seconds"),
        (None, None, "no text"),
        (3, None, "neither a text nor a list of messages, but int"),
        ([{"role": "assistant", "content": "$a = a$"}], 1.0, ""),
    ],
)
def test_a_text_is_worth_what_its_weakest_step_is(text: Any, value: float | None, reason: str) -> None:
    found = score(text, budget=2)
    assert (found.value, found.reason) == (value, reason)


def test_steps_have_scores_of_their_own() -> None:
    found = score("$a = a$\n$a = x$\n$a = b$")
    assert found.steps == (1.0, None, 0.0)
    assert (found.share, found.first_wrong_line, found.coverage) == (0.5, 3, round(2 / 3, 6))


def test_what_cannot_start_is_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "COMMAND", ("/nowhere/python",))
    found = score("$a = a$")
    assert found.value is None
    assert "no process" in found.reason


def test_nonsense_for_an_argument_is_no_exception() -> None:
    assert score("$a = a$", budget="soon").value is None  # type: ignore[arg-type]


def test_threads_may_score_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(_value, ["$a = a$", "$a = b$", "$a = x$"] * 4)) == [1.0, 0.0, None] * 4


def test_forked_processes_may_score_at_the_same_time() -> None:
    assert _value("$a = a$") == 1.0
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_value, ["$a = a$", "$a = b$"] * 3) == [1.0, 0.0] * 3
    assert _value("$a = a$") == 1.0


def test_scores_need_none_of_the_packages_for_batches() -> None:
    program = (
        "import sys; sys.modules.update(dict.fromkeys(['pyarrow', 'distributed', 'dask', 'rich']));"
        "import auditor; print(auditor.score('$1 + 1 = 2$').value, auditor.score('$1 + 1 = 3$').value)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "1.0 0.0\n"


def test_the_package_has_them() -> None:
    assert auditor.score is score


def _value(text: str) -> float | None:
    return score(text).value
