"""Says whether a finding's words are enough: a value with only its facts shows its stances.

A schema really judges a smallest value with only these facts, in the best context. A program is not
asked: of all recorded cases that have the facts, the one that goes best for it counts.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from conformance.compare.votes import Columns, Votes, best_of
from conformance.compare.worlds import Worlds
from conformance.jsontext.text import Parsed
from conformance.model import OTHER_STRING, UNLISTED, Fact, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from conformance.compare.case_causes import Facts, Observer
    from conformance.compare.findings import Evidence
    from conformance.judges.panel import JudgedCase
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Finding, Json, Witness

MAX_CASES = 2_000
"""At most this many cases are examined, smallest first."""

_SIZE = attrgetter("size")
_WHOLES = frozenset({"an array", "an object"})


class Holding:
    """Knows the stances that hold by a cause's words alone."""

    def __init__(
        self,
        cases: Sequence[JudgedCase],
        *,
        observer: Observer,
        judges: Sequence[SchemaJudge] = (),
        example: Callable[[Facts], Witness | None] = lambda _: None,
        shown: Mapping[Facts, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """Find the facts of all cases.

        Args:
            cases: All cases, with the programs' verdicts.
            observer: Knows what is special in a case.
            judges: The columns that are schemas; without a judge, the cases count.
            example: Returns a smallest value with some facts in the best context; None if it
                cannot make one.
            shown: Known causes -> the ids of the cases that show them.
        """
        self._judges = {judge.column.id: judge for judge in judges}
        self.observer = observer
        self._example = example
        self._shown = shown
        self._by_id = {judged.case.id: judged for judged in cases}
        self._order = {x.case.id: n for n, x in enumerate(sorted(cases, key=_SIZE))}
        self.columns = Columns(cases[0].judgements if cases else ())
        self._programs = [x for x in self.columns.bits if x not in self._judges]
        self.votes = {x.case.id: self.columns.judged(x.judgements) for x in cases}
        parsed = (judged for judged in cases if isinstance(judged.parsed, Parsed))
        self.cases = sorted(parsed, key=_SIZE)[:MAX_CASES]
        programs = [x for x in self.columns.bits if x not in observer.columns]
        fine = {x.case.id: observer.worlds(value_of(x), fine=True) for x in self.cases}
        self._singled = self._single_out(fine, programs)
        self.fine = Worlds({x: [*map(self._without_singled, worlds)] for x, worlds in fine.items()})
        self.worlds = Worlds(
            {
                x.case.id: [*map(self._without_singled, observer.worlds(value_of(x)))]
                for x in self.cases
            }
        )
        self._facts = {
            x.case.id: frozenset[Fact]().union(*self.worlds.of(x.case.id)) for x in self.cases
        }
        self._causing: defaultdict[Facts, set[str]] = defaultdict(set)
        for judged in cases:
            for cause in observer.causes(judged):
                self._causing[frozenset(cause.facts)].add(judged.case.id)
        self._known: dict[Facts, tuple[JudgedCase, ...]] = {}
        self._best: dict[Facts, Votes] = {}
        self._tested: dict[Facts, Votes] = {}
        self._stances: defaultdict[Facts, dict[str, Verdict]] = defaultdict(dict)
        self._nevers: dict[str, Mapping[Fact, int]] = {}
        self._often: dict[tuple[str, int], Facts] = {}
        self._values: dict[Facts, Witness | None] = {}
        self._with_names: dict[Facts, Facts] = {}

    def note(self, facts: Facts, cases: Iterable[str]) -> None:
        """Take cases that show facts which only a program told, at places that no schema knows."""
        new = {*cases} - self._causing[facts]
        if new:
            self._causing[facts] |= new
            for known in (self._known, self._best, self._tested, self._stances):
                known.pop(facts, None)

    def facts(self, judged: JudgedCase) -> Facts:
        """Return the facts of a case, special or not."""
        return self._facts[judged.case.id]

    def showing(self, facts: Facts) -> tuple[JudgedCase, ...]:
        """Return the cases that have the facts, smallest first."""
        if facts not in self._known:
            found = {*self.fine.cases(self.fine.having(facts))}
            told = {*self._shown.get(facts, ())} | self._causing.get(facts, set())
            # Of very many cases, some are named and not kept.
            told &= self._by_id.keys()
            found |= {x for x in told if not self._singles_out(facts, x)}
            ordered = sorted(found, key=self._order.__getitem__)
            self._known[facts] = tuple(self._by_id[x] for x in ordered)
        return self._known[facts]

    def best(self, facts: Facts) -> Votes:
        """Return each column's best vote on the cases that have the facts."""
        if facts not in self._best:
            self._best[facts] = best_of(self.votes[x.case.id] for x in self.showing(facts))
        return self._best[facts]

    def _without_singled(self, world: Facts) -> Facts:
        """Return facts without the words for a string's kind if programs single the string out."""
        return world - {Fact(x.place, OTHER_STRING) for x in world & self._singled}

    def _singles_out(self, facts: Facts, case: str) -> bool:
        """Return whether the facts are about any other string, and programs single out this one."""
        places = {fact.place for fact in facts if fact.special == OTHER_STRING}
        own = self.fine.among([case]) if places else 0
        return any(self.fine.having([fact]) & own for fact in self._singled if fact.place in places)

    def stance(self, column: str, facts: Facts) -> Verdict:
        """Return what a column says of the facts alone; `not-run` if nothing tells.

        A schema judges a smallest value with the facts, in the best context. Without such a value,
        and for programs, the best verdict on the cases with the facts counts.
        """
        known = self._stances[facts]
        if column not in known:
            known[column] = self._stance(column, facts)
        return known[column]

    def _stance(self, column: str, facts: Facts) -> Verdict:
        value = self._smallest(facts) if column in self._judges else None
        if value is not None:
            return self._judges[column].verdict(Parsed(value=value.value))
        best = self.columns.verdict(column, self.best(facts))
        if best is Verdict.REJECT and not self._blamed(column, facts):
            return Verdict.NOT_RUN
        return best

    def tested(self, facts: Facts) -> Votes:
        """Return the stances of all programs on the facts alone."""
        if facts not in self._tested:
            stances = {column: self.stance(column, facts) for column in self._programs}
            self._tested[facts] = self.columns.votes(stances)
        return self._tested[facts]

    def _blamed(self, column: str, facts: Facts) -> bool:
        """Return whether a column rejects some case with the facts that shows no better reason.

        A better reason is another fact that the column never accepts and rejects in more cases.
        """
        bit = self.columns.bits[column]
        rejected = [x for x in self.showing(facts) if self.votes[x.case.id].reject & bit]
        better = self._oftener(column, len(rejected)) - facts
        better -= _implied(better, facts)
        return any(
            better.isdisjoint(world)
            for judged in rejected
            for world in self._having_all(facts, judged)
        )

    def _having_all(self, facts: Facts, judged: JudgedCase) -> list[Facts]:
        worlds = self.worlds.of(judged.case.id)
        return [world for world in worlds if facts <= world] or [frozenset().union(*worlds)]

    def named(self, facts: Facts) -> Facts:
        """Return the facts with an unlisted property's name, if the cases show only one name."""
        if facts not in self._with_names:
            self._with_names[facts] = self._named(facts)
        return self._with_names[facts]

    def _named(self, facts: Facts) -> Facts:
        result = facts
        having = self.fine.having(facts)
        for fact in facts:
            if fact.special == UNLISTED:
                names = [
                    x for x in self._names.get(fact.place, ()) if self.fine.having([x]) & having
                ]
                if len(names) == 1:
                    result = result - {fact} | {*names}
        return result

    @cached_property
    def _names(self) -> Mapping[str, Sequence[Fact]]:
        """The facts that an unlisted property has some name, by their places."""
        found: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in self.fine.facts:
            if fact.special.startswith(f"{UNLISTED} "):
                found[fact.place].append(fact)
        return found

    def taken(self, column: str) -> list[str]:
        """Return the ids of the cases that a column accepts, or on which it is silent."""
        bit = self.columns.bits[column]
        votes = ((x.case.id, self.votes[x.case.id]) for x in self.cases)
        return [case for case, found in votes if (found.accept | found.silent) & bit]

    def nevers(self, column: str) -> Mapping[Fact, int]:
        """Return the facts of which a column rejects every case, with the number of cases."""
        if column not in self._nevers:
            bit = self.columns.bits[column]
            votes = [self.votes[x.case.id] for x in self.cases]
            rejected = _marks(one.reject & bit for one in votes)
            taken = _marks((one.accept | one.silent) & bit for one in votes)
            self._nevers[column] = {
                fact: (cases & rejected).bit_count()
                for fact, cases in self._cases_of.items()
                if cases & rejected and not cases & taken
            }
        return self._nevers[column]

    def _oftener(self, column: str, count: int) -> Facts:
        """Return the facts that a column never accepts, and rejects in more cases than so many."""
        if (column, count) not in self._often:
            found = (fact for fact, cases in self.nevers(column).items() if cases > count)
            self._often[column, count] = frozenset(found)
        return self._often[column, count]

    @cached_property
    def _cases_of(self) -> Mapping[Fact, int]:
        """The cases that have a fact: one bit for each, the smallest case lowest."""
        found: defaultdict[Fact, int] = defaultdict(int)
        for number, judged in enumerate(self.cases):
            for fact in self.facts(judged):
                found[fact] |= 1 << number
        return found

    def _smallest(self, facts: Facts) -> Witness | None:
        if facts not in self._values:
            found = map(self._example, _wider(facts))
            self._values[facts] = next((x for x in found if x is not None), None)
        return self._values[facts]

    def held(self, one: Evidence) -> Evidence:
        """Return a cause without the verdicts that do not hold by its words."""
        facts = frozenset(one.cause.facts)
        held = {
            column: found
            for column, found in one.judgements.items()
            if self.stance(column, facts) is found.verdict.counted
        }
        return replace(one, judgements=held)

    def broken(self, finding: Finding) -> tuple[str, ...]:
        """Return the columns whose stance does not hold by the finding's words, in column order.

        A finding without a value is about texts: what a column says of one counts.
        """
        facts = frozenset(finding.cause.facts)
        self.note(facts, finding.cases)
        kept = [self.votes[x] for x in finding.cases if x in self.votes]
        texts = kept if finding.witness is None else []
        best = best_of(texts)
        return tuple(
            column
            for column, stance in finding.stances.items()
            if (self.columns.verdict(column, best) if texts else self.stance(column, facts))
            is not stance.counted
        )

    def _single_out(self, worlds: Mapping[str, Sequence[Facts]], programs: Sequence[str]) -> Facts:
        """Return the strings that a program treats unlike most others that no schema names.

        What a program accepts in one case and rejects in others counts as accepted.
        """
        having: defaultdict[Fact, set[str]] = defaultdict(set)
        for case, found in worlds.items():
            for world in found:
                for fact in world:
                    if fact.special.startswith('"') and Fact(fact.place, OTHER_STRING) in world:
                        having[fact].add(case)
        places: defaultdict[str, dict[Fact, Votes]] = defaultdict(dict)
        for fact, cases in having.items():
            places[fact.place][fact] = best_of(self.votes[case] for case in cases)
        singled: set[Fact] = set()
        for best in places.values():
            for program in programs:
                verdicts = {x: self.columns.verdict(program, votes) for x, votes in best.items()}
                counted = Counter(verdicts.values())
                decided = len(verdicts) - counted[Verdict.NOT_RUN]
                singled |= {
                    fact
                    for fact, verdict in verdicts.items()
                    if verdict is not Verdict.NOT_RUN and counted[verdict] * 2 < decided
                }
        return frozenset(singled)


def _implied(some: Facts, facts: Facts) -> set[Fact]:
    """Return those of some facts that hold wherever others do: of their places, or around them."""
    around = {other.place[:end] for other in facts for end, x in enumerate(other.place) if x == "/"}
    here = {other.place for other in facts}
    return {
        fact
        for fact in some
        if fact.place in here or (fact.special in _WHOLES and fact.place in around)
    }


def _marks(marked: Iterable[int]) -> int:
    """Return a number with a bit for each number that is not 0, the first one lowest."""
    digits = ["1" if one else "0" for one in marked]
    return int("".join(reversed(digits)) or "0", 2)


def value_of(judged: JudgedCase) -> Json:
    """Return the value of a case; null if its text has none."""
    return judged.parsed.value if isinstance(judged.parsed, Parsed) else None


def _wider(facts: Facts) -> Iterator[Facts]:
    """Yield the facts, then with wider classes in place of literals that schemas may not name."""
    yield facts
    yield frozenset(Fact(x.place, _class(x.special, OTHER_STRING)) for x in facts)
    yield frozenset(Fact(x.place, _class(x.special, "a string")) for x in facts)


def _class(special: str, string: str) -> str:
    if special.startswith(UNLISTED):
        return UNLISTED
    try:
        value = json.loads(special)
    except ValueError:
        return special
    match value:
        case str():
            return string
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case _:
            return special
