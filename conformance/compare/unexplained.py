"""Adds causes for program disagreements that no known cause explains.

A program rejects an input for a reason that no schema knows, and seldom names the place. Its reason
is taken to be a known cause that it never accepts, else the smallest set of facts of the input that
no input it accepts has: as far as the cases can tell, tested and not proven.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from operator import or_
from typing import TYPE_CHECKING

from conformance.compare.findings import Evidence
from conformance.compare.holding import value_of
from conformance.compare.reasons import Never
from conformance.compare.votes import Votes
from conformance.dataclass import dataclass
from conformance.model import OTHER_STRING, Cause, Fact, Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from conformance.compare.case_causes import Facts
    from conformance.compare.holding import Holding
    from conformance.judges.panel import JudgedCase
    from conformance.model import Judgement, Program

WHOLE = "an input of its own"


def remaining(
    shown: Sequence[Evidence],
    *,
    holding: Holding,
    programs: Sequence[Program],
    undecided: Sequence[str] = (),
) -> list[Evidence]:
    """Return the causes, with causes added for program disagreements that none of them explains.

    A cause explains a program's verdict on a case if the case shows the cause, the cause has the
    program on that side, and on the other side a column that is there in the case too. A verdict
    without an explanation joins a known cause that does not name the program, or makes a new one.
    The stances on a new cause are the verdicts on its smallest case, hand-written ones first, as
    far as they hold for the cause alone.

    Args:
        shown: The causes that are known.
        holding: Knows the cases, and the stances that hold for a cause alone.
        programs: The columns that are programs.
        undecided: Ids of schemas that the exact comparison does not decide: they count as programs.
    """
    found = _Remaining(shown, holding, programs, undecided)
    found.explain(Verdict.REJECT)
    found.explain(Verdict.ACCEPT)
    found.name_the_rest()
    return found.shown


@dataclass(slots=True)
class _Told:
    """What is known of a cause.

    Attributes:
        facts: Its facts.
        stances: The columns' stances.
        naming: The columns that have one, whether it decides or not.
    """

    facts: Facts
    stances: Votes = Votes()
    naming: int = 0


def _counted(found: Judgement) -> Judgement:
    """Return a judgement by what it counts as: what is changed is accepted."""
    counted = found.verdict.counted
    return found if counted is found.verdict else replace(found, verdict=counted)


class _Remaining:
    def __init__(
        self,
        shown: Sequence[Evidence],
        holding: Holding,
        programs: Sequence[Program],
        undecided: Sequence[str],
    ) -> None:
        self._holding = holding
        asked = [x.column.id for x in programs if not x.column.permissive]
        self._undecided = undecided
        self._programs = [*undecided, *asked]
        self._columns = holding.columns
        permissive = self._columns.mask(x.column.id for x in programs if x.column.permissive)
        self._sides = {case: votes.among(~permissive) for case, votes in holding.votes.items()}
        self._asked = self._columns.mask(self._programs)
        self._known = {one.cause: one for one in shown}
        self._nevers: dict[str, Never] = {}
        self._told: dict[Cause, _Told] = {}
        self._alone: dict[Facts, Votes] = {}
        self._by_case: defaultdict[str, dict[Facts, _Told]] = defaultdict(dict)
        for one in shown:
            self._index(one)

    @property
    def shown(self) -> list[Evidence]:
        """All causes, in the order in which they were found."""
        return list(self._known.values())

    def explain(self, verdict: Verdict) -> None:
        """Add causes for cases that programs reject, or accept, and no cause explains."""
        cases: defaultdict[Facts, dict[str, JudgedCase]] = defaultdict(dict)
        naming: defaultdict[Facts, set[str]] = defaultdict(set)
        all_unlisted, all_known = self._all_unlisted(verdict)
        for program, unlisted in all_unlisted.items():
            known = all_known[program]
            for judged, facts in (
                self._never(program).reasons(unlisted, known)
                if verdict is Verdict.REJECT
                else self._why_taken(unlisted, known)
            ):
                cases[facts][judged.case.id] = judged
                naming[facts].add(program)
        for facts, by_id in sorted(cases.items(), key=lambda item: self._order(*item)):
            ordered = sorted(by_id.values(), key=lambda x: (x.case.origin is not None, x.size))
            if len(facts) == 1:
                naming[facts] |= {x for x in self._programs if not facts & self._never(x).some}
            self._add(facts, ordered, naming[facts])

    def name_the_rest(self) -> None:
        """Add a cause for each case whose facts do not tell it from others: the input itself."""
        for judged in self._holding.cases:
            if self._unlisted(judged):
                one = self._of_whole(judged)
                self._known[one.cause] = one

    def _order(self, facts: Facts, by_id: Mapping[str, JudgedCase]) -> tuple[bool, list[Fact]]:
        """Return a sort key that puts causes first that may cover others."""
        some = next(iter(by_id.values()))
        return any(self._unnamed(fact, some) for fact in facts), sorted(facts)

    def _add(self, facts: Facts, cases: Sequence[JudgedCase], naming: AbstractSet[str]) -> None:
        """Add a cause, or add the programs' verdicts to the known one.

        Verdicts that do not hold for the cause alone are left out; so is silence, which is about
        other places, and a program's rejection if it is not in `naming`. A value that a program
        changes has its own cause.
        """
        facts = self._widened(facts, cases[0], naming)
        known = self._known.get(_cause(facts))
        joined = known and self._joined(known, cases, naming)
        one = joined or self._new(facts, cases, naming)
        self._known[one.cause] = one
        self._index(one)

    def _joined(
        self, known: Evidence, cases: Sequence[JudgedCase], naming: AbstractSet[str]
    ) -> Evidence:
        """Return a known cause with the programs in `naming`."""
        facts = frozenset(known.cause.facts)
        mask = self._columns.mask(naming)
        named: dict[str, Judgement] = {}
        left = self._columns.mask(self._programs)
        for judged in cases:
            held = left & self._holding_verdicts(facts, judged, mask)
            left &= ~held
            named |= self._judgements(judged, held) if held else {}
        merged = {**named, **known.judgements}
        return replace(
            known,
            judgements={x: merged[x] for x in cases[0].judgements if x in merged},
            cases=tuple(sorted({*known.cases, *(judged.case.id for judged in cases)})),
        )

    def _new(self, facts: Facts, cases: Sequence[JudgedCase], naming: AbstractSet[str]) -> Evidence:
        """Return a new cause with the case that shows most of its stances."""
        showing = {x.case.id: x for x in (*cases, *self._holding.showing(facts))}.values()
        named = self._columns.mask(naming)

        def shows(judged: JudgedCase) -> tuple[int, int, bool]:
            found = self._holding_verdicts(facts, judged, named)
            return (found & named).bit_count(), found.bit_count(), judged.case.origin is None

        best = max(showing, key=shows)
        return Evidence(
            cause=_cause(facts),
            judgements=self._held(facts, best, naming),
            witness=Witness(value=value_of(best)),
            twin=best.near,
            cases=tuple(sorted({best.case.id, *(judged.case.id for judged in cases)})),
            claims=(),
        )

    def _held(
        self, facts: Facts, judged: JudgedCase, naming: AbstractSet[str]
    ) -> dict[str, Judgement]:
        """Return the verdicts on a case that hold for the facts alone."""
        found = self._holding_verdicts(facts, judged, self._columns.mask(naming))
        return self._judgements(judged, found)

    def _holding_verdicts(self, facts: Facts, judged: JudgedCase, named: int) -> int:
        """Return the columns whose verdict on a case holds for the facts alone."""
        if facts not in self._alone:
            columns = self._columns.bits
            self._alone[facts] = self._columns.votes(
                {column: self._holding.stance(column, facts) for column in columns}
            )
        votes = self._holding.votes[judged.case.id]
        told = votes.accept | named | ~self._asked
        return votes.agreeing(self._alone[facts]) & told

    def _judgements(self, judged: JudgedCase, columns: int) -> dict[str, Judgement]:
        """Return the judgements of some columns; what is changed is accepted."""
        return {
            column: _counted(found)
            for column, found in judged.judgements.items()
            if columns & self._columns.bits[column]
        }

    def _index(self, one: Evidence) -> None:
        facts = frozenset(one.cause.facts)
        told = self._told.setdefault(one.cause, _Told(facts))
        told.stances = self._columns.judged(one.judgements)
        told.naming = self._columns.mask(one.judgements)
        for case in {*one.cases, *(x.case.id for x in self._holding.showing(facts))}:
            self._by_case[case][facts] = told

    def _joinable(self, judged: JudgedCase, programs: int) -> Iterator[tuple[Facts, int]]:
        """Yield known causes with the programs whose verdicts they explain once they name them."""
        sides = self._sides[judged.case.id]
        for told in self._by_case[judged.case.id].values():
            found = programs & ~told.naming & sides.opposed(told.stances)
            if found:
                found &= sides.agreeing(self._of_programs(told.facts))
            if found:
                yield told.facts, found

    def _of_programs(self, facts: Facts) -> Votes:
        """Return the stances of programs on the facts alone, and of schemas that count as such."""
        found = self._holding.tested(facts)
        if not self._undecided:
            return found
        said = {x: self._holding.stance(x, facts) for x in self._undecided}
        return Votes(*map(or_, found, self._columns.votes(said)))

    def _all_unlisted(
        self, verdict: Verdict
    ) -> tuple[dict[str, list[JudgedCase]], dict[str, dict[str, list[Facts]]]]:
        """Return program -> the cases with this verdict that no cause explains.

        And program -> case -> the known causes that explain it once they name the program.
        """
        found: defaultdict[str, list[JudgedCase]] = defaultdict(list)
        known: defaultdict[str, dict[str, list[Facts]]] = defaultdict(dict)
        for judged in self._holding.cases:
            sides = self._sides[judged.case.id]
            unlisted = self._unlisted(judged)
            unlisted &= sides.reject if verdict is Verdict.REJECT else sides.accept
            joinable = [*self._joinable(judged, unlisted)] if unlisted else []
            for program in self._programs if unlisted else ():
                bit = self._columns.bits[program]
                if unlisted & bit:
                    found[program].append(judged)
                    known[program][judged.case.id] = [x for x, some in joinable if some & bit]
        return found, known

    def _unlisted(self, judged: JudgedCase) -> int:
        """Return the programs whose verdict on a case no cause explains.

        A cause that explains it has the program on its side of the case, and on the other side a
        column that is there in the case too.
        """
        sides = self._sides[judged.case.id]
        if not sides.split:
            return 0
        listed = 0
        for told in self._by_case[judged.case.id].values():
            listed |= sides.agreeing(told.stances) & sides.opposed(told.stances)
        return sides.decided & self._asked & ~listed

    def _never(self, column: str) -> Never:
        if column not in self._nevers:
            self._nevers[column] = Never(column, self._holding)
        return self._nevers[column]

    def _why_taken(
        self, cases: Sequence[JudgedCase], known: Mapping[str, Sequence[Facts]]
    ) -> Iterator[tuple[JudgedCase, Facts]]:
        """Yield each case with a known cause, else the fact that most others never accept."""
        support = Counter(facts for found in known.values() for facts in found)
        for judged in cases:
            joinable = known[judged.case.id]
            if joinable:
                yield judged, min(joinable, key=lambda x: (-support[x], len(x), sorted(x)))
                continue
            counted: Counter[Fact] = Counter()
            rejecting = self._sides[judged.case.id].reject
            for column in (x for x, bit in self._columns.bits.items() if bit & rejecting):
                counted.update(
                    fact
                    for fact in self._holding.facts(judged) - self._never(column).some
                    if self._holding.stance(column, frozenset({fact})) is Verdict.REJECT
                )
            ranked = sorted(counted, key=lambda x: (-counted[x], not self._unnamed(x, judged), x))
            for best in ranked[:1]:
                yield judged, frozenset({best})

    def _unnamed(self, fact: Fact, judged: JudgedCase) -> bool:
        """Return whether a fact is a string that no schema names where they name others."""
        return fact.special.startswith('"') and Fact(
            fact.place, OTHER_STRING
        ) in self._holding.facts(judged)

    def _widened(self, facts: Facts, judged: JudgedCase, naming: AbstractSet[str]) -> Facts:
        """Return the facts with unnamed strings as one class, if all programs treat them alike."""
        wider = frozenset(
            fact._replace(special=OTHER_STRING) if self._unnamed(fact, judged) else fact
            for fact in facts
        )
        known = self._known.get(_cause(wider))
        if known is None:
            return facts
        sides = self._sides[judged.case.id]
        named = self._columns.judged(known.judgements)
        known_here = self._columns.mask(known.judgements) & sides.decided & self._asked
        alike = known_here & ~sides.agreeing(named) == 0
        holds = all(
            self._holding.stance(x, wider) is self._columns.verdict(x, sides)
            for x in naming
            if self._columns.bits[x] & sides.decided
        )
        return wider if alike and holds else facts

    def _of_whole(self, judged: JudgedCase) -> Evidence:
        """Return the cause that an input is what it is; no other input shows it."""
        return Evidence(
            cause=Cause.of("", f"{WHOLE} ({judged.case.id})"),
            judgements=self._judgements(judged, self._sides[judged.case.id].decided),
            witness=None,
            twin=judged.near,
            cases=(judged.case.id,),
            claims=(),
        )


def _cause(facts: Facts) -> Cause:
    return Cause(tuple(sorted(facts)))
