"""Judges cases in other processes, ahead of the reader; what comes out is the same as in one.

A process gets some cases at a time and gives their verdicts, and the reasons that may be wanted. If
it finds a fault of a library, on which later verdicts depend, the rest is judged in this process.
"""

from __future__ import annotations

import pickle
from collections import deque
from concurrent.futures import BrokenExecutor
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.errors import IncompleteRunError
from conformance.jsontext.text import read_input
from conformance.judges.panel import Judged, Rule, judged_here
from conformance.judges.schema import schema_judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Input, Judgement, Record, Verdict

A_CHUNK = 500
"""So many cases are sent to a process at a time."""

_AHEAD = 3
"""So many chunks wait for each process."""

_Vector: TypeAlias = "tuple[Verdict, ...]"
_Pairs: TypeAlias = "list[tuple[Case, bool]]"
"""Cases, each with whether it gets reasons whatever its verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The processes that judge the cases of a record.

    Attributes:
        executor: It runs the work.
        jobs: The number of its processes.
        record: The record.
    """

    executor: Executor
    jobs: int
    record: Record

    def judged(
        self, cases: Iterable[Case], judges: Sequence[SchemaJudge], rule: Rule
    ) -> Iterator[Judged]:
        """Yield the cases with their judgements, in their order.

        Raises:
            DefectError: The two validators differ.
            IncompleteRunError: A process ended before its work.
        """
        spec = pickle.dumps((self.record, tuple(judge.column.id for judge in judges)))
        left = ((case, rule.is_sure(case)) for case in cases)
        waiting: deque[tuple[_Pairs, Future[_Found]]] = deque()
        try:
            while True:
                while len(waiting) < self.jobs * _AHEAD and (pairs := [*islice(left, A_CHUNK)]):
                    asked = [(case.input, sure) for case, sure in pairs]
                    future = self.executor.submit(_found, spec, asked, frozenset(rule.seen))
                    waiting.append((pairs, future))
                if not waiting:
                    return
                pairs, future = waiting.popleft()
                found = _result(future)
                if found.is_faulty:
                    others = chain.from_iterable(more for more, _ in waiting)
                    yield from judged_here(chain(pairs, others, left), judges, rule)
                    return
                yield from _taken(pairs, found, judges, rule)
        finally:
            for _, future in waiting:
                future.cancel()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a process found of a chunk.

    Attributes:
        vectors: The verdicts on each case.
        explained: The number of a case in the chunk -> its judgements with reasons.
        is_faulty: Whether a fault of a library was found.
    """

    vectors: list[_Vector]
    explained: dict[int, list[Judgement]]
    is_faulty: bool


def _result(future: Future[_Found]) -> _Found:
    try:
        return future.result()
    except BrokenExecutor as error:
        raise IncompleteRunError(
            "a process that judges cases was ended from outside",
            hint="if memory was short, use fewer with --jobs",
        ) from error


def _taken(
    pairs: _Pairs, found: _Found, judges: Sequence[SchemaJudge], rule: Rule
) -> Iterator[Judged]:
    columns = [judge.column.id for judge in judges]
    for number, (case, sure) in enumerate(pairs):
        vector = found.vectors[number]
        if rule.explains(vector, sure=sure):
            judgements: Mapping[str, Judgement] = dict(
                zip(columns, found.explained[number], strict=True)
            )
        else:
            judgements = rule.bare(vector, columns)
        yield Judged(case=case, parsed=read_input(case.input), judgements=judgements)


def _found(spec: bytes, cases: list[tuple[Input, bool]], seen: frozenset[_Vector]) -> _Found:
    judges = _judges(spec)
    met = set(seen)
    vectors = []
    explained = {}
    for number, (given, sure) in enumerate(cases):
        parsed = read_input(given)
        vector = tuple(judge.verdict(parsed) for judge in judges)
        vectors.append(vector)
        if sure or vector not in met:
            explained[number] = [judge.judge(parsed) for judge in judges]
        met.add(vector)
    is_faulty = any(judge.faults for judge in judges)
    return _Found(vectors=vectors, explained=explained, is_faulty=is_faulty)


@lru_cache(maxsize=1)
def _judges(spec: bytes) -> list[SchemaJudge]:
    """Return the judges of a record; a process keeps the last ones."""
    record, columns = pickle.loads(spec)  # noqa: S301  from the process that started this one
    known = record.columns
    return [schema_judge(*known[column]) for column in columns]
