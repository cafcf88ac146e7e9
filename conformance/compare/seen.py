"""What is known of each case of a record before an input is compared with it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.compare.case_causes import Observer
from conformance.dataclass import dataclass, replace
from conformance.jsontext.text import Parsed, read_input
from conformance.model import Fact, unnamed_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Input, Json, Record, Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A case with what its value tells, whatever a program did with it.

    Attributes:
        id: Its id.
        input: Its input.
        vector: The verdicts of all schemas, in column order; None if it is no JSON.
        facts: The facts that hold of its value.
    """

    id: str
    input: Input
    vector: tuple[Verdict, ...] | None
    facts: frozenset[Fact] = frozenset()
    _value: list[Json] = field(default_factory=list)

    @property
    def value(self) -> Json:
        """Its JSON value; None if it is no JSON."""
        if not self._value:
            self._value.append(getattr(read_input(self.input), "value", None))
        return self._value[0]

    @property
    def size(self) -> tuple[int, str]:
        """The sort key of its size: the number of its bytes, then its id."""
        return len(self.input.raw), self.id

    def case(self) -> Case:
        """Return a case with its id and its input, and nothing else."""
        return replace(unnamed_case(self.input), id=self.id)


def seen_cases(record: Record, judges: Sequence[SchemaJudge], cases: Iterable[Case]) -> list[Seen]:
    """Return cases with what their values tell.

    Args:
        record: The record.
        judges: The judges of all its schemas.
        cases: The cases.
    """
    observer = Observer(record.variants)
    return [_seen(case, observer, judges) for case in cases]


def _seen(case: Case, observer: Observer, judges: Sequence[SchemaJudge]) -> Seen:
    parsed = read_input(case.input)
    if not isinstance(parsed, Parsed):
        return Seen(case.id, case.input, None)
    vector = tuple(judge.verdict(parsed) for judge in judges)
    return Seen(case.id, case.input, vector, facts_of(observer, parsed.value), [parsed.value])


def facts_of(observer: Observer, value: Json) -> frozenset[Fact]:
    """Return the facts at each place of a value, whichever element of an array they are about."""
    return frozenset[Fact]().union(*observer.worlds(value))
