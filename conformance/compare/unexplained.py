"""Adds causes for program disagreements that no known cause explains.

A program rejects an input for a reason that no schema knows, and seldom names the place. Its reason
is taken to be the smallest set of facts of the input that no input it accepts has: as far as the
cases can tell, tested and not proven.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from conformance.compare.findings import Evidence
from conformance.jsontext.text import Parsed
from conformance.model import ABSENT, OTHER_STRING, Cause, Fact, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.compare.case_causes import Observer
    from conformance.judges.panel import JudgedCase
    from conformance.model import Json, Program

Facts: TypeAlias = frozenset[Fact]

MAX_CASES = 2_000
"""At most this many cases are examined, smallest first."""

_SIZE = attrgetter("size")


def remaining(
    shown: Sequence[Evidence],
    cases: Sequence[JudgedCase],
    *,
    observer: Observer,
    programs: Sequence[Program],
) -> list[Evidence]:
    """Return the causes, with causes added for program disagreements that none of them explains.

    A cause explains a program's verdict on a case if the case shows the cause, the cause has the
    program on that side, and on the other side a column that is there in the case too. A verdict
    without an explanation joins a known cause that does not name the program, or makes a new one.
    The stances on a new cause are the verdicts on its smallest case, hand-written ones first.

    Args:
        shown: The causes that are known.
        cases: All cases, with the programs' verdicts.
        observer: Knows what is special in a case.
        programs: The columns that are programs.
    """
    found = _Remaining(shown, cases, observer, programs)
    found.explain(Verdict.REJECT)
    found.explain(Verdict.ACCEPT)
    return found.shown


class _Remaining:
    def __init__(
        self,
        shown: Sequence[Evidence],
        cases: Sequence[JudgedCase],
        observer: Observer,
        programs: Sequence[Program],
    ) -> None:
        self._observer = observer
        self._programs = [x.column.id for x in programs if not x.column.permissive]
        self._permissive = {x.column.id for x in programs if x.column.permissive}
        parsed = (judged for judged in cases if isinstance(judged.parsed, Parsed))
        self._cases = sorted(parsed, key=_SIZE)[:MAX_CASES]
        self._facts = {x.case.id: observer.facts(_value(x)) for x in self._cases}
        self._known = {one.cause: one for one in shown}
        self._nevers: dict[str, _Never] = {}
        self._by_case: defaultdict[str, set[Cause]] = defaultdict(set)
        for one in shown:
            for case in one.cases:
                self._by_case[case].add(one.cause)

    @property
    def shown(self) -> list[Evidence]:
        """All causes, in the order in which they were found."""
        return list(self._known.values())

    def explain(self, verdict: Verdict) -> None:
        """Add causes for cases that programs reject, or accept, and no cause explains."""
        cases: defaultdict[Facts, dict[str, JudgedCase]] = defaultdict(dict)
        refusing: defaultdict[Facts, set[str]] = defaultdict(set)
        for program, unlisted in self._all_unlisted(verdict).items():
            never = self._never(program)
            for judged, facts in (
                never.reasons(unlisted, self._facts)
                if verdict is Verdict.REJECT
                else self._why_taken(unlisted)
            ):
                cases[facts][judged.case.id] = judged
                refusing[facts].add(program)
        for facts, by_id in sorted(cases.items(), key=lambda item: self._order(*item)):
            ordered = sorted(by_id.values(), key=lambda x: (x.case.origin is not None, x.size))
            if len(facts) == 1:
                refusing[facts] |= {x for x in self._programs if not facts & self._never(x).some}
            self._add(facts, ordered, refusing[facts])

    def _order(self, facts: Facts, by_id: Mapping[str, JudgedCase]) -> tuple[bool, list[Fact]]:
        """Return a sort key that puts causes first that may cover others."""
        some = next(iter(by_id.values()))
        return any(self._unnamed(fact, some) for fact in facts), sorted(facts)

    def _add(self, facts: Facts, cases: Sequence[JudgedCase], refusing: Collection[str]) -> None:
        """Add a cause, or add the programs' verdicts to the known one.

        Columns that reject the first case for another reason are left out. So is silence, which is
        about other places. The programs that stay are those in `refusing`; the schemas that stay
        reject all the cases. A value that a program changes has its own cause.
        """
        best = cases[0]
        judgements = {
            column: replace(judgement, verdict=judgement.verdict.counted)
            for column, judgement in best.judgements.items()
            if judgement.verdict.accepts
            or (column in refusing and judgement.verdict is Verdict.REJECT)
            or (
                column not in self._programs
                and all(x.judgements[column].verdict is Verdict.REJECT for x in cases)
            )
        }
        one = Evidence(
            cause=_cause(self._widened(facts, best)),
            judgements=judgements,
            witness=Witness(value=_value(best)),
            twin=best.near,
            cases=tuple(sorted(judged.case.id for judged in cases)),
            claims=(),
        )
        known = self._known.get(one.cause)
        if known is not None:
            named = {x: one.judgements[x] for x in self._programs if x in one.judgements}
            merged = {**named, **known.judgements}
            one = replace(
                known,
                judgements={x: merged[x] for x in best.judgements if x in merged},
                cases=tuple(sorted({*known.cases, *one.cases})),
            )
        self._known[one.cause] = one
        for case in one.cases:
            self._by_case[case].add(one.cause)

    def _all_unlisted(self, verdict: Verdict) -> dict[str, list[JudgedCase]]:
        """Return program -> the cases with this verdict that no cause explains."""
        found: defaultdict[str, list[JudgedCase]] = defaultdict(list)
        for judged in self._cases:
            sides = self._sides(judged)
            for program in self._unlisted(judged, sides):
                if sides[program] is verdict:
                    found[program].append(judged)
        return found

    def _sides(self, judged: JudgedCase) -> dict[str, Verdict]:
        """Return the sides of the columns that decide a case; permissive ones do not."""
        return {
            column: judgement.verdict.counted
            for column, judgement in judged.judgements.items()
            if column not in self._permissive
            and judgement.verdict.counted in {Verdict.ACCEPT, Verdict.REJECT}
        }

    def _unlisted(self, judged: JudgedCase, sides: Mapping[str, Verdict]) -> Iterator[str]:
        if len({*sides.values()}) == 1:
            return
        causes = self._by_case[judged.case.id].union(self._observer.causes(judged))
        listed = [self._known[cause] for cause in causes if cause in self._known]
        for program in self._programs:
            if program in sides and not any(_lists(one, program, sides) for one in listed):
                yield program

    def _never(self, column: str) -> _Never:
        if column not in self._nevers:
            taken = (x for x in self._cases if _passes(x.judgements[column].verdict))
            self._nevers[column] = _Never(self._facts[x.case.id] for x in taken)
        return self._nevers[column]

    def _why_taken(self, cases: Iterable[JudgedCase]) -> Iterator[tuple[JudgedCase, Facts]]:
        """Yield each case with the fact that most of its rejecting columns never accept."""
        for judged in cases:
            counted: Counter[Fact] = Counter()
            for column, side in self._sides(judged).items():
                if side is Verdict.REJECT:
                    counted.update(self._facts[judged.case.id] - self._never(column).some)
            unnamed = {fact for fact in counted if self._unnamed(fact, judged)}
            ranked = sorted(counted, key=lambda fact: (-counted[fact], fact not in unnamed, fact))
            for best in ranked[:1]:
                if _cause(frozenset({best})) not in self._known or best in unnamed:
                    yield judged, frozenset({best})

    def _unnamed(self, fact: Fact, judged: JudgedCase) -> bool:
        """Return whether a fact is a string that no schema names where they name others."""
        return (
            fact.special.startswith('"')
            and Fact(fact.place, OTHER_STRING) in self._facts[judged.case.id]
        )

    def _widened(self, facts: Facts, judged: JudgedCase) -> Facts:
        """Return the facts with unnamed strings as one class, if all programs treat them alike."""
        wider = frozenset(
            fact._replace(special=OTHER_STRING) if self._unnamed(fact, judged) else fact
            for fact in facts
        )
        known = self._known.get(_cause(wider))
        if known is None:
            return facts
        sides = self._sides(judged)
        alike = all(
            sides[x] is known.judgements[x].verdict.counted
            for x in self._programs
            if x in known.judgements and x in sides
        )
        return wider if alike else facts


class _Never:
    """The facts, and the pairs of facts, that no case has which a column does not reject."""

    def __init__(self, taken: Iterable[Facts]) -> None:
        self._taken = list(taken)
        self.some: Facts = frozenset().union(*self._taken)

    def reasons(
        self, cases: Sequence[JudgedCase], facts_of: Mapping[str, Facts]
    ) -> Iterator[tuple[JudgedCase, Facts]]:
        """Yield the reason for each rejection: one fact, else two; the most frequent ones.

        Two absent parts explain little, so facts about present parts are preferred.
        """
        pairs = {pair for facts in self._taken for pair in combinations(sorted(facts), 2)}
        options: dict[str, list[tuple[Fact, ...]]] = {}
        for judged in cases:
            facts = sorted(facts_of[judged.case.id])
            options[judged.case.id] = [(x,) for x in facts if x not in self.some] or [
                pair for pair in combinations(facts, 2) if pair not in pairs
            ]
        support = Counter(option for found in options.values() for option in found)
        for judged in cases:
            found = options[judged.case.id] or [self._fewest(facts_of[judged.case.id])]
            best = min(found, key=lambda option: (_absent(option), -support[option], option))
            yield judged, frozenset(best)

    def _fewest(self, facts: Facts) -> tuple[Fact, ...]:
        """Return a minimal set of facts that no accepted case has.

        If an accepted case has all of them, the reason is the whole value.
        """
        if any(facts <= taken for taken in self._taken):
            return tuple(fact for fact in sorted(facts) if not fact.place)[:1]
        kept = set(facts)
        for fact in sorted(facts):
            if not any(kept - {fact} <= taken for taken in self._taken):
                kept.remove(fact)
        return tuple(sorted(kept))


def _lists(one: Evidence, program: str, sides: Mapping[str, Verdict]) -> bool:
    """Return whether a cause has the program on its side of a case, and a column on the other."""
    stances = {column: judgement.verdict.counted for column, judgement in one.judgements.items()}
    return stances.get(program) is sides[program] and any(
        stances.get(column) is side for column, side in sides.items() if side is not sides[program]
    )


def _passes(verdict: Verdict) -> bool:
    return verdict.accepts or verdict is Verdict.SILENT


def _absent(facts: Sequence[Fact]) -> bool:
    return len(facts) > 1 and all(fact.special == ABSENT for fact in facts)


def _cause(facts: Facts) -> Cause:
    return Cause(tuple(sorted(facts)))


def _value(judged: JudgedCase) -> Json:
    return judged.parsed.value if isinstance(judged.parsed, Parsed) else None
