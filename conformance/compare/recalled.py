"""Answers for programs from what is recorded of the cases that are like an input.

No program runs. An answer is what the program did with the case most like the input; where cases
are equally like it and the program did not do the same with them, its answer is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from conformance.compare.findings import Evidence, findings_of
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.alike import Alike, Like, ShownCause
    from conformance.model import Column, Finding, Judgement, Program, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a program did with the case that is most like an input.

    Attributes:
        judgement: Its judgement of the case.
        like: The case.
        date: The date of the record, ISO 8601; None if it has none.
    """

    judgement: Judgement
    like: Like
    date: str | None


def recalled(likes: Sequence[Like], programs: Sequence[Program]) -> dict[str, Recalled]:
    """Return by column id what programs did with the case most like an input.

    A program without a recorded verdict on any of the cases is left out, and so is one with
    different verdicts on those most like the input.

    Args:
        likes: The cases, the one most like the input first.
        programs: The programs with their recorded verdicts on these cases.
    """
    found = {}
    for program in programs:
        answer = _recalled(likes, program)
        if answer is not None:
            found[program.column.id] = answer
    return found


def _recalled(likes: Sequence[Like], program: Program) -> Recalled | None:
    known = [x for x in likes if program.judgements[x.case].verdict is not Verdict.NOT_RUN]
    for _, equally in groupby(known, key=attrgetter("distance")):
        first, *others = equally
        judgement = program.judgements[first.case]
        if any(program.judgements[x.case].verdict is not judgement.verdict for x in others):
            return None
        date = None if program.subject is None else program.subject.date
        return Recalled(judgement=judgement, like=first, date=date)
    return None


def shown_findings(
    found: Alike,
    answers: Mapping[str, Recalled],
    programs: Sequence[Program],
    *,
    columns: Sequence[Column],
    variants: Sequence[Variant],
) -> list[Finding]:
    """Return the findings that an input shows, most pressing first, with the stances known.

    Args:
        found: The input with the cases like it.
        answers: What programs did with the case most like it.
        programs: The programs with their recorded verdicts on the cases of `found`.
        columns: The columns of all schemas.
        variants: The record's variants.
    """
    every = [*columns, *(program.column for program in programs)]
    evidence = [_evidence(one, answers, programs) for one in found.shown]
    return findings_of(evidence, every, variants)


def _evidence(
    one: ShownCause, answers: Mapping[str, Recalled], programs: Sequence[Program]
) -> Evidence:
    """Return a cause with the stances of programs, a loss counted as accepting.

    Where no case shows the cause alone, it is known only of the programs that accept the input.
    """
    stances = recalled(one.likes, programs) if one.alone else answers
    judgements = {
        column: replace(answer.judgement, verdict=answer.judgement.verdict.counted)
        for column, answer in stances.items()
        if one.alone or answer.judgement.verdict.accepts
    }
    return Evidence(
        cause=one.cause,
        judgements={**one.judgements, **judgements},
        witness=None,
        twin=None,
        cases=tuple(like.case for like in one.likes),
        claims=(),
    )
