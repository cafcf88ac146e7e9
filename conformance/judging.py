"""Asks every column about every case, and keeps why only where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.jsontext import Parsed, Problem, parse
from conformance.model import Case, Expectation, Judgement, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Input


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase:
    """A case with what every column says of it.

    Attributes:
        case: The case.
        parsed: Its value, or why it has none.
        judgements: Column id -> judgement, in column order.
        near: The value of the case it is near to; None where there is none.
    """

    case: Case
    parsed: Parsed | Problem
    judgements: Mapping[str, Judgement]
    near: Witness | None

    @property
    def vector(self) -> tuple[Verdict, ...]:
        """Return the verdicts in column order."""
        return tuple(found.verdict for found in self.judgements.values())

    @property
    def size(self) -> tuple[int, str]:
        """Return what smaller cases have less of: the length of the text, then the id."""
        return len(self.case.input.text or ""), self.case.id

    @property
    def departures(self) -> tuple[str, ...]:
        """Return the columns whose accept or reject is the opposite of a `must` expectation."""
        opposite = _opposite(self.case.expect)
        return tuple(
            column for column, found in self.judgements.items() if found.verdict in opposite
        )


MOST_EXPLAINED = 500
"""So many generated cases are explained; a record ships fewer, a benchmark has more."""


def judge_corpus(corpus: Corpus, judges: Sequence[SchemaJudge]) -> Iterator[JudgedCase]:
    """Yield every case of a corpus, judged.

    Reasons are found for every hand-written case, for the first `MOST_EXPLAINED` generated ones,
    and of the others where a verdict vector comes up for the first time; there both validators
    judge (see `SchemaJudge.judge`).

    Raises:
        DefectError: The two validators differ.
    """
    inputs = {case.id: case.input for case in corpus.cases}
    seen: set[tuple[Verdict, ...]] = set()
    generated = 0
    for case in corpus.cases:
        parsed = read_input(case.input)
        vector = tuple(judge.verdict(parsed) for judge in judges)
        generated += case.origin is not None
        if case.origin is None or generated <= MOST_EXPLAINED or vector not in seen:
            judgements = {judge.column.id: judge.judge(parsed) for judge in judges}
        else:
            judgements = {
                judge.column.id: Judgement(verdict=verdict)
                for judge, verdict in zip(judges, vector, strict=True)
            }
        seen.add(vector)
        near = None if case.near is None else read_input(inputs[case.near])
        yield JudgedCase(
            case=case,
            parsed=parsed,
            judgements=judgements,
            near=Witness(value=near.value) if isinstance(near, Parsed) else None,
        )


def unnamed_case(given: Input) -> Case:
    """Return a case for an input that has none: its id is empty, as no other's."""
    return Case(
        id="",
        rev=1,
        title="",
        why=None,
        input=given,
        expect=Expectation(verdict="open"),
        cites=(),
        flags=(),
        near=None,
        direction="both",
        origin=None,
        file="",
    )


def read_input(given: Input) -> Parsed | Problem:
    """Return the value of an input, or why it has none."""
    return parse(given.data or b"" if given.text is None else given.text)


def _opposite(expect: Expectation) -> frozenset[Verdict]:
    if expect.level != "must":
        return frozenset()
    if expect.verdict == "accept":
        return frozenset({Verdict.REJECT})
    return frozenset({Verdict.ACCEPT, Verdict.LOSSY})
