"""Judging in other processes: the same cases, verdicts and reasons, whatever happens there."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance.errors import IncompleteRunError
from conformance.judges import ahead, panel
from conformance.judges.ahead import Ahead
from conformance.judges.panel import judge_corpus, schema_judges
from conformance.pipeline import judge, load
from conformance.record.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conformance.judges.schema import SchemaJudge
    from conformance.pipeline import Loaded

STATE: Any = {"properties": {"state": {"enum": ["on", "off"]}}}
DIGITS = {"patternProperties": {r"^\d$": {}}, "unevaluatedProperties": False}
ODD: Any = {"properties": {"state": DIGITS}}
"""jsonschema errs on it, if a digit is no ASCII."""


class Here(Executor):
    """Runs work in this process, when it is handed out.

    Attributes:
        chunks: The number of pieces of work.
    """

    def __init__(self) -> None:
        self.chunks = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.chunks += 1
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def loaded(folder: Path, *values: Any, second: Any = STATE, generated: int = 0) -> Loaded:
    entries = [fakes.case_entry(f"state/n{n}", value) for n, value in enumerate(values)]
    origin = {"origin": {"tool": "t", "seed": 1}}
    entries += [
        fakes.case_entry(f"state/g{n}", {"state": n % 3 or "on"}, **origin)
        for n in range(generated)
    ]
    variants = {"one": {"declared": STATE}, "two": {"declared": second}}
    record = fakes.write_record(folder / "thing", variants, entries)
    return load(Settings(), record=str(record))


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ahead, "A_CHUNK", 3)
    monkeypatch.setattr(panel, "MAX_EXPLAINED", 4)
    ahead._judges.cache_clear()  # noqa: SLF001  a process keeps its judges
    yield
    ahead._judges.cache_clear()  # noqa: SLF001


def test_cases_are_judged_as_in_one_process(tmp_path: Path) -> None:
    run = loaded(tmp_path, {"state": "on"}, {"state": 1}, 3, "x", generated=20)
    executor = Here()

    found = [*judge(run, executor, jobs=2)]

    assert found == [*judge(run)]
    assert executor.chunks == 8
    explained = [x.case.id for x in found if any(y.reasons for y in x.judgements.values())]
    assert explained == ["state/n1", *(f"state/g{n}" for n in (1, 2))]


def test_a_vector_that_is_new_among_many_generated_cases_gets_reasons(tmp_path: Path) -> None:
    second = {"properties": {"state": {"not": {"const": 2}}}}
    run = loaded(tmp_path, generated=2, second=second)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(panel, "MAX_EXPLAINED", 0)
        run = loaded(tmp_path / "more", generated=20, second=second)
        found = [*judge(run, Here(), jobs=1)]
        assert found == [*judge(run)]

    explained = [x.case.id for x in found if any(y.reasons for y in x.judgements.values())]
    assert explained == ["state/g1", "state/g2"]


def test_a_fault_of_a_library_leaves_the_rest_to_this_process(tmp_path: Path) -> None:
    values = [{"state": x} for x in (1, 2, 3, 4, {"\u0663": 1}, 6, {"\u0664": 1}, *range(30))]
    run = loaded(tmp_path, *values, second=ODD)
    same = loaded(tmp_path / "again", *values, second=ODD)
    executor = Here()

    found = [*judge(run, executor, jobs=1)]

    assert found == [*judge(same)]
    assert run.judges[1].faults == same.judges[1].faults != ()
    assert executor.chunks == 4


def test_two_processes_judge_as_one(tmp_path: Path) -> None:
    run = loaded(tmp_path, {"state": "on"}, {"state": 1}, generated=10)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        found = [*judge(run, executor, jobs=2)]

    assert found == [*judge(run)]


class Ended(Here):
    """Its process ends at once."""

    def submit(self, _fn: Callable[..., Any], /, *_args: Any, **_kwargs: Any) -> Future[Any]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as real:
            future: Future[Any] = real.submit(os._exit, 9)
            future.exception()
        return future


def test_a_process_that_ends_is_said_and_no_traceback(tmp_path: Path) -> None:
    run = loaded(tmp_path, 1)

    with pytest.raises(IncompleteRunError, match="ended from outside; if memory was short, use"):
        list(judge(run, Ended(), jobs=1))


def test_work_that_nobody_waits_for_is_dropped(tmp_path: Path) -> None:
    run = loaded(tmp_path, *range(20))
    pending: list[Future[Any]] = []

    class Waiting(Here):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(fn, *args, **kwargs) if not pending else Future()
            pending.append(future)
            return future

    cases = judge_corpus(
        run.corpus,
        schema_judges(run.record),
        Ahead(executor=Waiting(), jobs=1, record=run.record),
    )
    next(cases)
    cases.close()  # type: ignore[attr-defined]

    assert [x.cancelled() for x in pending] == [False, True, True]


def test_only_the_chosen_columns_judge(tmp_path: Path) -> None:
    run = loaded(tmp_path, {"state": 1})
    judges: list[SchemaJudge] = schema_judges(run.record, ["two.*"])

    (found,) = judge_corpus(run.corpus, judges, Ahead(executor=Here(), jobs=1, record=run.record))

    assert [*found.judgements] == ["two.declared"]
