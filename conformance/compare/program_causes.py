"""Adds programs to the disagreements: their stances on known causes, and causes only they show.

No engine can look into a program, so all of this comes from cases: tested, not proven.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import reduce
from operator import attrgetter, or_
from typing import TYPE_CHECKING

from conformance.compare.findings import Evidence
from conformance.compare.importance import TEXTS
from conformance.compare.unexplained import remaining
from conformance.compare.votes import Votes
from conformance.jsontext.diff import differing
from conformance.jsontext.pointers import steps
from conformance.jsontext.text import Parsed
from conformance.judges.panel import NOT_ASKED
from conformance.model import Cause, Judgement, Verdict, Witness
from conformance.programs.decoded_type import MISTYPED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.compare.holding import Holding
    from conformance.judges.panel import JudgedCase
    from conformance.model import Program

_SIZE = attrgetter("size")


def attributed(
    shown: Sequence[Evidence],
    cases: Sequence[JudgedCase],
    *,
    holding: Holding,
    programs: Sequence[Program],
    undecided: Sequence[str] = (),
) -> list[Evidence]:
    """Return the causes with the programs' stances, then the causes that only programs show.

    A program has a stance on a cause if it decides a case in which nothing else is special. The
    stance is its best verdict on the cases that show the cause: what it accepts once, it does not
    reject because of the cause.

    Args:
        shown: The causes that are known from schemas.
        cases: All cases, with the programs' verdicts.
        holding: Knows the stances that hold for a cause alone.
        programs: The programs' columns.
        undecided: Ids of schemas that the exact comparison does not decide.
    """
    if not programs and not undecided:
        return list(shown)
    stances = _Stances(cases, holding, programs)
    known = [stances.on(one) for one in shown]
    causes = {one.cause for one in shown}
    found = [*known, *stances.others(causes)]
    return remaining(found, holding=holding, programs=programs, undecided=undecided)


class _Stances:
    def __init__(
        self, cases: Sequence[JudgedCase], holding: Holding, programs: Sequence[Program]
    ) -> None:
        self._holding = holding
        self._observer = holding.observer
        self._programs = {program.column.id: program for program in programs}
        self._columns = holding.columns
        self._asked = self._columns.mask(self._programs)
        self._strict = self._columns.mask(x.column.id for x in programs if not x.column.permissive)
        self._schemas = self._columns.mask(self._columns.bits) & ~self._asked
        self._alone: defaultdict[Cause, list[JudgedCase]] = defaultdict(list)
        self._lost: defaultdict[Cause, dict[str, JudgedCase]] = defaultdict(dict)
        self._refused: defaultdict[Cause, dict[str, JudgedCase]] = defaultdict(dict)
        self._taken: defaultdict[Cause, dict[str, JudgedCase]] = defaultdict(dict)
        for judged in sorted(cases, key=_SIZE):
            self._look(judged)
        for judged in sorted(cases, key=_SIZE, reverse=True):
            self._look_for_types(judged)
        for found in (self._taken, self._lost, self._refused):
            for cause, shows in found.items():
                holding.note(frozenset(cause.facts), (x.case.id for x in shows.values()))

    def on(self, shown: Evidence) -> Evidence:
        """Return a known cause with the programs' stances."""
        cases = {case.case.id for case in self._lost.get(shown.cause, {}).values()}
        return replace(
            shown,
            judgements={**shown.judgements, **self._stances(shown.cause)},
            cases=tuple(sorted({*shown.cases, *cases})),
        )

    def others(self, known: set[Cause]) -> Iterator[Evidence]:
        """Yield the causes that only programs show.

        They are: values that a program changes, cases that it rejects and no schema objects to, and
        cases that it accepts and all schemas reject, which is no cause among schemas.
        """
        told = (self._taken, self._lost, self._refused)
        for cause in dict.fromkeys(cause for found in told for cause in found):
            if cause not in known:
                shows: dict[str, JudgedCase] = {}
                for found in told:
                    shows |= found.get(cause, {})
                yield self._shown(cause, shows)

    def _look(self, judged: JudgedCase) -> None:
        causes = self._observer.causes(judged)
        alone = [
            cause for cause in causes if all({*other.facts} <= {*cause.facts} for other in causes)
        ]
        for cause in alone:
            self._alone[cause].append(judged)
        votes = self._votes(judged)
        schemas = votes.among(self._schemas)
        if schemas.reject == self._schemas != 0:
            for column in self._columns.of(votes.accept & self._strict) if alone else ():
                for cause in alone:
                    self._taken[cause].setdefault(column, judged)
        for place, columns in self._losses(judged, votes.accept & self._asked).items():
            lost = self._lost[self._lost_at(judged, place)]
            for column in columns:
                lost.setdefault(column, judged)
        if not schemas.reject | schemas.silent:
            for column in self._columns.of(votes.reject & self._asked):
                for cause in self._refusals(judged, column):
                    self._refused[cause].setdefault(column, judged)

    def _look_for_types(self, judged: JudgedCase) -> None:
        """Let the smallest input of a wrong type show it, not one that is changed otherwise."""
        for column in self._programs:
            for reason in judged.judgements[column].reasons:
                if reason.keyword == MISTYPED:
                    self._lost[self._lost_at(judged, reason.instance)][column] = judged

    def _losses(self, judged: JudgedCase, columns: int) -> dict[str, list[str]]:
        """Return the places at which some of the columns change a case, each with the columns."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for column in self._columns.of(columns):
            judgement = judged.judgements[column]
            if judgement.verdict is Verdict.LOSSY:
                for reason in judgement.reasons:
                    found[reason.instance].append(column)
        return found

    def _lost_at(self, judged: JudgedCase, place: str) -> Cause:
        """Return the cause of a loss at a place of a case."""
        value = judged.parsed.value if isinstance(judged.parsed, Parsed) else None
        return self._observer.cause_at([steps(place)], value)

    def _refusals(self, judged: JudgedCase, column: str) -> Iterator[Cause]:
        """Yield the causes for which a program rejects a case that no schema objects to."""
        if not isinstance(judged.parsed, Parsed):
            if self._votes(judged).accept & self._asked:
                special = f"{TEXTS[judged.parsed.kind][0]} ({judged.case.id})"
                yield Cause.of("", special)
        elif self._near_accepted(judged, column) and judged.near is not None:
            paths = differing(judged.parsed.value, judged.near.value)
            yield self._observer.cause_at(paths, judged.parsed.value)

    def _near_accepted(self, judged: JudgedCase, column: str) -> bool:
        near = self._programs[column].judgements.get(judged.case.near or "", NOT_ASKED)
        return near.verdict.accepts

    def _stances(self, cause: Cause) -> dict[str, Judgement]:
        """Return the stances of the programs that have one on a cause."""
        lost = self._lost.get(cause, {})
        alone = self._showing_alone(cause)
        decided = reduce(or_, (self._votes(x).decided for x in alone), 0) & self._asked
        facts = frozenset(cause.facts)
        best = self._holding.tested(facts) if decided else Votes()
        showing = (*alone, *self._holding.showing(facts)) if decided else ()
        found = {column: judged.judgements[column] for column, judged in lost.items()}
        for column in self._columns.of(best.decided & decided & ~self._columns.mask(found)):
            side = self._columns.verdict(column, best)
            judgement = next(
                x.judgements[column]
                for x in showing
                if x.judgements[column].verdict.counted is side
            )
            found[column] = _taken(judgement) if judgement.verdict.accepts else judgement
        return {column: found[column] for column in self._programs if column in found}

    def _showing_alone(self, cause: Cause) -> list[JudgedCase]:
        """Return the cases with the facts of a cause in which nothing else is special."""
        showing = {x.case.id for x in self._holding.showing(frozenset(cause.facts))}
        return [x for x in self._alone.get(cause, ()) if x.case.id in showing]

    def _votes(self, judged: JudgedCase) -> Votes:
        return self._holding.votes[judged.case.id]

    def _shown(self, cause: Cause, shows: Mapping[str, JudgedCase]) -> Evidence:
        """Return a cause with the smallest case in which nothing else is special.

        Without a case like that, only the columns that accept count. The verdicts that do not hold
        for the cause alone are left out.
        """
        alone = {judged.case.id for judged in self._alone.get(cause, ())}
        whole = [judged for judged in shows.values() if judged.case.id in alone]
        best = min(whole or shows.values(), key=_SIZE)
        judgements = {
            column: _taken(found) if found.verdict.accepts else found
            for column, found in best.judgements.items()
            if found.verdict.accepts or (whole and column not in self._programs)
        }
        judgements |= {column: judged.judgements[column] for column, judged in shows.items()}
        judgements |= self._stances(cause)
        schemas = {column: x for column, x in judgements.items() if column not in self._programs}
        parsed = best.parsed
        return Evidence(
            cause=cause,
            judgements={
                column: judgements[column]
                for column in best.judgements
                if column in judgements and self._holds(column, judgements[column], cause, best)
            },
            witness=Witness(value=parsed.value) if isinstance(parsed, Parsed) else None,
            twin=best.near,
            cases=tuple(sorted({judged.case.id for judged in shows.values()})),
            claims=self._observer.claims(cause, schemas) if whole else (),
        )

    def _holds(self, column: str, found: Judgement, cause: Cause, best: JudgedCase) -> bool:
        """Return whether a verdict holds for the cause alone; of a text, any does."""
        if not isinstance(best.parsed, Parsed):
            return True
        return self._holding.stance(column, frozenset(cause.facts)) is found.verdict.counted


def _taken(found: Judgement) -> Judgement:
    """Return the judgement as `accept`: a loss at another place has its own cause."""
    return replace(found, verdict=Verdict.ACCEPT)
