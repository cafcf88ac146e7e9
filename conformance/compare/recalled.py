"""Answers for programs from what is recorded of the cases that are like an input.

No program runs. A program's answer is its verdict on the case most like the input, unless other
cases tell that the input may differ in what matters to the program; then it is not known.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from conformance.compare.findings import Evidence, findings_of
from conformance.dataclass import dataclass
from conformance.model import OTHER_STRING, Judgement, Verdict
from conformance.programs.kept import accepted_by, verdict_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.alike import Alike, Cases, Like, ShownCause
    from conformance.model import Column, Fact, Finding, Program, Variant


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


class Memory:
    """What is recorded of programs, for inputs that are like recorded cases."""

    def __init__(self, cases: Cases, programs: Sequence[Program]) -> None:
        """Keep the cases, and the programs with their recorded verdicts on them."""
        self._cases = cases
        self._programs = programs
        self._orders: dict[str, list[str]] = {}

    def answers(self, found: Alike) -> dict[str, Recalled]:
        """Return by column id what programs did with the case most like an input.

        A program is left out, since its answer is not known, where no case is like the input, where
        it did not do the same with those most like it, or where its verdict on the case may have
        another cause than what the case has in common with the input.
        """
        rings = [*self._cases.around(found.facts)]
        answers = {}
        for program in self._programs:
            answer = self._first(found.likes, program)
            if answer is not None and self._carries_over(answer, program, found, rings):
                answers[program.column.id] = answer
        return answers

    def findings(
        self,
        found: Alike,
        answers: Mapping[str, Recalled],
        *,
        columns: Sequence[Column],
        variants: Sequence[Variant],
    ) -> list[Finding]:
        """Return the findings that an input shows, most pressing first, with the stances known.

        Args:
            found: The input with the cases like it.
            answers: What programs did with the case most like it.
            columns: The columns of all schemas.
            variants: The record's variants.
        """
        every = [*columns, *(program.column for program in self._programs)]
        evidence = [self._evidence(one, answers) for one in found.shown]
        return findings_of(evidence, every, variants)

    def _carries_over(
        self, answer: Recalled, program: Program, found: Alike, rings: Sequence[Sequence[str]]
    ) -> bool:
        """Return whether a program's verdict on a case holds of the input too.

        It does where nothing that a schema names tells the two apart, and where the program did the
        same with the cases whose facts are nearest of all. A rejection also carries over if the
        input has all that the program objects to in the case. That a program has no answer to a
        case says nothing of another.
        """
        verdict = answer.judgement.verdict.counted
        if answer.like.is_certain:
            return True
        if verdict is Verdict.UNSUPPORTED:
            return False
        if self._nearest(rings, program) == {verdict}:
            return True
        if verdict is not Verdict.REJECT:
            return False
        objected = self._objected(answer.like.case, program)
        return bool(objected) and objected <= found.facts

    def _objected(self, case: str, program: Program) -> frozenset[Fact]:
        """Return the facts of a case that the nearest case that a program accepts does not have.

        None are returned if it accepts no case.
        """
        facts = self._cases.facts(case)
        if case not in self._orders:
            self._orders[case] = [*chain.from_iterable(self._cases.around(facts))]
        accepted = self._accepted[program.column.id]
        first = next((x for x in self._orders[case] if x in accepted), None)
        if first is None:
            return frozenset()
        objected = facts - self._cases.facts(first)
        other = {fact.place for fact in objected if fact.special == OTHER_STRING}
        return frozenset(x for x in objected if x.special == OTHER_STRING or x.place not in other)

    @cached_property
    def _accepted(self) -> Mapping[str, frozenset[str]]:
        """The cases that each program accepts; not every input asks for them."""
        return {x.column.id: accepted_by(x.judgements) for x in self._programs}

    def _evidence(self, one: ShownCause, answers: Mapping[str, Recalled]) -> Evidence:
        """Return a cause with the stances of programs, a loss counted as accepting.

        Where no case shows the cause alone, they are known only of programs that accept the input.
        """
        if one.alone:
            stances = {x.column.id: self._stance(one, x) for x in self._programs}
        else:
            taking = [x for x, answer in answers.items() if answer.judgement.verdict.accepts]
            stances = dict.fromkeys(taking, Verdict.ACCEPT)
        judgements = {x: Judgement(verdict=stance) for x, stance in stances.items() if stance}
        return Evidence(
            cause=one.cause,
            judgements={**one.judgements, **judgements},
            witness=None,
            twin=None,
            cases=tuple(like.case for like in one.likes),
            claims=(),
        )

    def _stance(self, one: ShownCause, program: Program) -> Verdict | None:
        """Return a program's stance on a cause, from the cases that show it alone; None if unknown.

        A rejection counts if the nearest case that the program accepts only lacks the cause.
        """
        for like in one.likes:
            verdict = self._did(program, like.case)
            if verdict.accepts:
                return Verdict.ACCEPT
            if verdict is Verdict.REJECT:
                places = {fact.place for fact in self._objected(like.case, program)}
                if places and places <= {*one.cause.places}:
                    return Verdict.REJECT
        return None

    def _nearest(self, rings: Sequence[Sequence[str]], program: Program) -> set[Verdict]:
        """Return what a program did with the first of some cases on which it is recorded."""
        did = ({self._did(program, x).counted for x in ring} - {Verdict.NOT_RUN} for ring in rings)
        return next(filter(None, did))

    def _first(self, likes: Sequence[Like], program: Program) -> Recalled | None:
        """Return what a program did with the first of some cases; None if others tell otherwise."""
        known = [x for x in likes if self._did(program, x.case) is not Verdict.NOT_RUN]
        for _, equally in groupby(known, key=attrgetter("distance")):
            first, *others = equally
            judgement = program.judgements[first.case]
            if any(self._did(program, x.case) is not judgement.verdict for x in others):
                return None
            date = None if program.subject is None else program.subject.date
            return Recalled(judgement=judgement, like=first, date=date)
        return None

    def _did(self, program: Program, case: str) -> Verdict:
        return verdict_on(program.judgements, case)
