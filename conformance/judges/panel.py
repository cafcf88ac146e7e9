"""Judges every case with every column, and keeps reasons only where reports show them."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Protocol

from conformance.dataclass import dataclass
from conformance.errors import UsageError, columns_near
from conformance.jsontext.diff import differing
from conformance.jsontext.pointers import generic_steps, joined, steps, typed
from conformance.jsontext.text import Parsed, Problem, read_input
from conformance.judges.schema import schema_judge
from conformance.model import Case, Expectation, Judgement, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Input, Program, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase:
    """A case with every column's judgement.

    Attributes:
        case: The case.
        parsed: Its value, or the problem if it has none.
        judgements: Column id -> judgement, in column order.
        near: The value of the case it is near to; None if there is none.
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
        """Return the sort key of a case's size: the length of its text, then its id."""
        return len(self.case.input.text or ""), self.case.id

    @property
    def departures(self) -> tuple[str, ...]:
        """Return the columns whose accept or reject is the opposite of a `must` expectation."""
        opposite = _opposite(self.case.expect)
        return tuple(
            column for column, found in self.judgements.items() if found.verdict in opposite
        )


MAX_EXPLAINED = 500
"""At most this many generated cases get reasons; a record ships fewer, a benchmark has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case with the judgements of schemas, by column."""

    case: Case
    parsed: Parsed | Problem
    judgements: Mapping[str, Judgement]


class Rule:
    """Says which cases get reasons.

    These are all hand-written cases, the first `MAX_EXPLAINED` generated ones, and others with a
    new verdict vector.

    Attributes:
        seen: The vectors so far.
    """

    def __init__(self) -> None:
        """Start with no case."""
        self.seen: set[tuple[Verdict, ...]] = set()
        self._generated = 0
        self._bare: dict[tuple[Verdict, ...], Mapping[str, Judgement]] = {}

    def is_sure(self, case: Case) -> bool:
        """Return whether a case gets reasons whatever its verdicts; ask of each in their order."""
        self._generated += case.origin is not None
        return case.origin is None or self._generated <= MAX_EXPLAINED

    def explains(self, vector: tuple[Verdict, ...], *, sure: bool) -> bool:
        """Return whether the next case with these verdicts gets reasons."""
        is_new = vector not in self.seen
        self.seen.add(vector)
        return sure or is_new

    def bare(self, vector: tuple[Verdict, ...], columns: Sequence[str]) -> Mapping[str, Judgement]:
        """Return verdicts without reasons; cases with the same verdicts share them."""
        if vector not in self._bare:
            judgements = (Judgement(verdict=verdict) for verdict in vector)
            self._bare[vector] = dict(zip(columns, judgements, strict=True))
        return self._bare[vector]


class Judging(Protocol):
    """Something that judges cases, whether here or elsewhere."""

    def judged(
        self, cases: Iterable[Case], judges: Sequence[SchemaJudge], rule: Rule
    ) -> Iterator[Judged]:
        """Yield the cases with their judgements, in their order."""


def judge_corpus(
    corpus: Corpus, judges: Sequence[SchemaJudge], judging: Judging | None = None
) -> Iterator[JudgedCase]:
    """Yield every case of a corpus with its judgements.

    Reasons are found for every hand-written case, for the first `MAX_EXPLAINED` generated ones, and
    for other cases with a new verdict vector. There both validators judge (see
    `SchemaJudge.judge`).

    Args:
        corpus: The corpus.
        judges: The columns that are schemas.
        judging: Judges the cases; None to judge them in this process.

    Raises:
        DefectError: The two validators differ.
    """
    inputs = _inputs_near(corpus)
    rule = Rule()
    if judging is None:
        found = judged_here(((case, rule.is_sure(case)) for case in corpus.cases), judges, rule)
    else:
        found = judging.judged(corpus.cases, judges, rule)
    for one in found:
        case = one.case
        near = None if case.near is None else read_input(inputs[case.near])
        yield JudgedCase(
            case=case,
            parsed=one.parsed,
            judgements=one.judgements,
            near=Witness(value=near.value) if isinstance(near, Parsed) else None,
        )


def judged_here(
    cases: Iterable[tuple[Case, bool]], judges: Sequence[SchemaJudge], rule: Rule
) -> Iterator[Judged]:
    """Yield cases with their judgements by this process.

    Args:
        cases: The cases, each with whether it gets reasons whatever its verdicts.
        judges: The columns that are schemas.
        rule: Says which other cases get reasons.

    Raises:
        DefectError: The two validators differ.
    """
    columns = [judge.column.id for judge in judges]
    for case, sure in cases:
        parsed = read_input(case.input)
        vector = tuple(judge.verdict(parsed) for judge in judges)
        if rule.explains(vector, sure=sure):
            judgements: Mapping[str, Judgement] = {
                judge.column.id: judge.judge(parsed) for judge in judges
            }
        else:
            judgements = rule.bare(vector, columns)
        yield Judged(case=case, parsed=parsed, judgements=judgements)


def _inputs_near(corpus: Corpus) -> Mapping[str, Input]:
    """Return the inputs of the cases that others are near to, by id."""
    wanted = {case.near for case in corpus.cases if case.near is not None}
    if not wanted:
        return {}
    return {case.id: case.input for case in corpus.cases if case.id in wanted}


def _opposite(expect: Expectation) -> frozenset[Verdict]:
    if expect.level != "must":
        return frozenset()
    if expect.verdict == "accept":
        return frozenset({Verdict.REJECT})
    return frozenset(verdict for verdict in Verdict if verdict.accepts)


NOT_ASKED = Judgement(verdict=Verdict.NOT_RUN)


def with_programs(judged: JudgedCase, programs: Sequence[Program]) -> JudgedCase:
    """Return a case with the programs' verdicts after those of the schemas."""
    if not programs:
        return judged
    judgements = {program.column.id: program.judgement(judged.case.id) for program in programs}
    return replace(judged, judgements={**judged.judgements, **judgements})


def was_asked(judged: JudgedCase, programs: Sequence[Program]) -> bool:
    """Return whether some program was run on a case."""
    verdicts = (judged.judgements[program.column.id].verdict for program in programs)
    return any(verdict is not Verdict.NOT_RUN for verdict in verdicts)


def schema_judges(
    record: Record, patterns: Sequence[str] = (), *, others: Sequence[str] = ()
) -> list[SchemaJudge]:
    """Return the judges of a record's readings whose column ids match a pattern; all without one.

    Args:
        record: The record.
        patterns: Patterns of column ids.
        others: Ids of other columns that a pattern may match instead.

    Raises:
        UsageError: A pattern matches no column.
        BrokenFileError: A schema cannot be compiled.
    """
    known = record.columns
    every = [*known, *others]
    for pattern in patterns:
        if not any(fnmatchcase(column, pattern) for column in every):
            raise UsageError(f"no column matches {pattern!r}", hint=columns_near(pattern, every))
    return [
        schema_judge(variant, reading)
        for column, (variant, reading) in known.items()
        if not patterns or any(fnmatchcase(column, pattern) for pattern in patterns)
    ]


def place_of(judged: JudgedCase, fields: Collection[str] = ()) -> str:
    """Return the place that a case is about.

    It is the place where the case differs from the one it is near to, or where columns object.
    Without one, it is the record's field with the name of the case's topic (the first slug of its
    id), or the whole input, the empty place.
    """
    value = getattr(judged.parsed, "value", None)
    if judged.near is not None:
        paths = [generic_steps(path) for path in differing(value, judged.near.value)]
    else:
        paths = [
            generic_steps(typed(value, steps(reason.instance)))
            for judgement in judged.judgements.values()
            for reason in judgement.reasons
        ]
    topic = judged.case.id.partition("/")[0]
    named = (field for field in fields if field.replace("_", "-") == topic)
    return _common(paths) or joined("", *[*named][:1])


def _common(paths: Sequence[tuple[str, ...]]) -> str:
    if not paths:
        return ""
    shared = []
    for here in zip(*paths, strict=False):
        if len(set(here)) > 1:
            break
        shared.append(here[0])
    return joined("", *shared)
