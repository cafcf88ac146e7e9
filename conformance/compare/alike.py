"""Finds the cases that are like an input: the same causes, and few places apart.

Programs are not asked for this: what one did with such a case tells what it does with the input.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from conformance.compare.case_causes import Observer
from conformance.compare.seen import facts_of
from conformance.dataclass import dataclass, replace
from conformance.jsontext.diff import differing, places_apart
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import Parsed, read_input
from conformance.judges.panel import JudgedCase
from conformance.model import Fact, Verdict, unnamed_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from conformance.compare.seen import Seen
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Case, Cause, Input, Json, Judgement, Record

_MAX_TRIED = 40
"""At most this many cases are judged to find one that shows a cause alone."""

_ENOUGH = 8
"""Once so many cases like an input are found, those that are farther from it are not looked at."""

_WORSE = {Verdict.ACCEPT: 0, Verdict.SILENT: 1, Verdict.REJECT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A case that is like an input.

    Attributes:
        case: Its id.
        same: Whether it is the input: the same bytes, or the same JSON value.
        differs: JSON Pointers to the places at which it differs from the input.
        distance: First how many facts hold of only one of the two, counted from 1, then at how many
            places they differ; 0, 0 for the same bytes.
    """

    case: str
    same: bool
    differs: tuple[str, ...]
    distance: tuple[int, int]

    @property
    def is_certain(self) -> bool:
        """Whether no schema names a value that tells the two apart."""
        return self.distance[0] <= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCause:
    """A cause that an input shows.

    Attributes:
        cause: The cause.
        judgements: The schema columns whose stance on it is known -> their judgement.
        alone: Whether that is known of all of them, from an input that shows nothing else.
        likes: The cases that show it and nothing else, the one most like the input first.
    """

    cause: Cause
    judgements: Mapping[str, Judgement]
    alone: bool
    likes: tuple[Like, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An input with the cases that are like it.

    Attributes:
        judged: The input with the schema columns' judgements.
        likes: The cases, the one most like the input first.
        shown: The causes that it shows.
        facts: The facts that hold of it.
    """

    judged: JudgedCase
    likes: tuple[Like, ...]
    shown: tuple[ShownCause, ...]
    facts: frozenset[Fact] = frozenset()


class Cases:
    """The cases of a record, of which some are like an input.

    The schemas' verdicts on a case are known; reasons, which tell the causes, take long. So they
    are found only for cases with the verdicts of the input.
    """

    def __init__(
        self,
        record: Record,
        judges: Sequence[SchemaJudge],
        cases: Sequence[Seen],
        causes: Mapping[str, frozenset[Cause]] | None = None,
    ) -> None:
        """Keep the cases of a record and the judges of all its schemas.

        Args:
            record: The record.
            judges: The judges.
            cases: The cases.
            causes: The causes of some cases by their ids, if they are known.
        """
        self._judges = judges
        self._cases = cases
        self._observer = Observer(record.variants)
        self._found: dict[str, JudgedCase] = {}
        self._known = dict(causes or {})

    @property
    def causes(self) -> Mapping[str, frozenset[Cause]]:
        """The causes of cases by their ids: those that were known, and those found since."""
        return self._known

    def alike(self, given: Input, judgements: Mapping[str, Judgement] | None = None) -> Alike:
        """Return an input with the cases that are like it.

        An input that is no JSON text is like a case only if their bytes are the same.

        Args:
            given: The input.
            judgements: What the judges answer to it; None if they are not asked yet.

        Raises:
            DefectError: The two validators contradict each other.
        """
        judged = self._judged(unnamed_case(given), judgements)
        if not isinstance(judged.parsed, Parsed):
            return Alike(judged=judged, likes=self._identical(given), shown=())
        value, causes = judged.parsed.value, self._observer.causes(judged)
        asked = _Asked(judged, value, frozenset(causes), facts_of(self._observer, value))
        return Alike(
            judged=judged,
            likes=self._likes(asked, judged.vector, asked.causes),
            shown=tuple(self._shown(asked, cause) for cause in causes),
            facts=asked.facts,
        )

    def around(self, facts: frozenset[Fact]) -> Iterator[list[str]]:
        """Yield the ids of all cases that are JSON, those with the nearest facts first.

        Cases that are equally near are yielded together.
        """
        by_distance: defaultdict[int, list[str]] = defaultdict(list)
        for case, known in self._facts.items():
            by_distance[len(facts ^ known)].append(case)
        for distance in sorted(by_distance):
            yield by_distance[distance]

    def facts(self, case: str) -> frozenset[Fact]:
        """Return the facts that hold of a case that is JSON."""
        return self._facts[case]

    @cached_property
    def _facts(self) -> Mapping[str, frozenset[Fact]]:
        return {known.id: known.facts for cases in self._by_vector.values() for known in cases}

    @cached_property
    def _by_vector(self) -> Mapping[tuple[Verdict, ...], list[Seen]]:
        """The cases that are JSON, by the verdicts of the schemas."""
        found: defaultdict[tuple[Verdict, ...], list[Seen]] = defaultdict(list)
        for known in self._cases:
            if known.vector is not None:
                found[known.vector].append(known)
        return found

    def _judged(self, case: Case, judgements: Mapping[str, Judgement] | None = None) -> JudgedCase:
        parsed = read_input(case.input)
        if judgements is None:
            judgements = {judge.column.id: judge.answer(parsed) for judge in self._judges}
        return JudgedCase(case=case, parsed=parsed, judgements=judgements, near=None)

    def _explained(self, known: Seen) -> JudgedCase:
        """Return a case with its reasons, which are found once."""
        if known.id not in self._found:
            self._found[known.id] = self._judged(known.case())
        return self._found[known.id]

    def _causes(self, vector: tuple[Verdict, ...], known: Seen) -> frozenset[Cause]:
        if set(vector) <= {Verdict.ACCEPT}:
            return frozenset()
        if known.id not in self._known:
            self._known[known.id] = frozenset(self._observer.causes(self._explained(known)))
        return self._known[known.id]

    def _identical(self, given: Input) -> tuple[Like, ...]:
        return tuple(
            Like(case=known.id, same=True, differs=(), distance=(0, 0))
            for known in self._cases
            if known.input.raw == given.raw
        )

    def _likes(
        self, asked: _Asked, vector: tuple[Verdict, ...], causes: frozenset[Cause]
    ) -> tuple[Like, ...]:
        """Return the nearest cases with these verdicts of the schemas and exactly these causes.

        Of cases with as many different facts all are there, or none of them. The smaller of two
        equally near cases comes first.
        """
        by_facts: defaultdict[int, list[Seen]] = defaultdict(list)
        for known in self._by_vector.get(vector, ()):
            by_facts[len(asked.facts ^ known.facts)].append(known)
        found: list[tuple[tuple[int, int], int, str, Like]] = []
        for apart in sorted(by_facts):
            for known in by_facts[apart]:
                if self._causes(vector, known) == causes:
                    like = _like(asked, known, apart)
                    found.append((like.distance, len(known.input.raw), like.case, like))
            if len(found) >= _ENOUGH:
                break
        return tuple(like for *_, like in sorted(found, key=lambda x: x[:3]))

    def _shown(self, asked: _Asked, cause: Cause) -> ShownCause:
        """Return a cause of an input with the stances on it.

        They are the verdicts on an input that shows this cause alone: the input itself, or the
        smallest case. Without one they are known only of the columns that object to the cause, and
        of those that accept the input as it is.
        """
        judgements = asked.judged.judgements
        if _is_alone(cause, asked.causes):
            likes = self._likes(asked, asked.judged.vector, asked.causes)
            return ShownCause(cause=cause, judgements=judgements, alone=True, likes=likes)
        objecting = {
            column: found
            for column, found in judgements.items()
            if cause in self._behind(asked.judged, column)
        }
        best = self._alone(asked, cause, {column: x.verdict for column, x in objecting.items()})
        if best is None:
            accepting = {x: found for x, found in judgements.items() if found.verdict.accepts}
            known = {x: found for x, found in judgements.items() if x in objecting | accepting}
            return ShownCause(cause=cause, judgements=known, alone=False, likes=())
        case = self._explained(best)
        likes = self._likes(asked, case.vector, frozenset(self._observer.causes(case)))
        return ShownCause(cause=cause, judgements=case.judgements, alone=True, likes=likes)

    def _behind(self, judged: JudgedCase, column: str) -> tuple[Cause, ...]:
        """Return the causes for which one column objects to an input."""
        only = replace(judged, judgements={column: judged.judgements[column]})
        return self._observer.causes(only)

    def _alone(self, asked: _Asked, cause: Cause, objecting: Mapping[str, Verdict]) -> Seen | None:
        """Return the smallest case that shows a cause of an input, and nothing else.

        No column says worse of it than of the input, and those that object to the cause say the
        same of both.
        """
        columns = [judge.column.id for judge in self._judges]
        fits = [
            known
            for vector, cases in self._by_vector.items()
            if all(
                here is objecting.get(column, here) and _WORSE[here] <= _WORSE[there]
                for column, here, there in zip(columns, vector, asked.judged.vector, strict=True)
            )
            for known in cases
            if known.facts.issuperset(cause.facts)
        ]
        fits.sort(key=lambda known: known.size)
        for known in fits[:_MAX_TRIED]:
            causes = self._observer.causes(self._explained(known))
            if cause in causes and _is_alone(cause, causes):
                return known
        return None


def _is_alone(cause: Cause, causes: Collection[Cause]) -> bool:
    """Return whether a cause among others implies all of them."""
    own = {*cause.facts}
    others = [other for other in causes if not own.issuperset(other.facts)]
    if not others:
        return True
    from conformance.exact.facts import closure  # noqa: PLC0415  many inputs show one cause

    implied = closure(frozenset(own)) | own
    return all(implied.issuperset(other.facts) for other in others)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An input with the schema columns' judgements, and what is special in it."""

    judged: JudgedCase
    value: Json
    causes: frozenset[Cause]
    facts: frozenset[Fact]


def _like(asked: _Asked, known: Seen, apart: int) -> Like:
    differs = differing(asked.value, known.value)
    identical = known.input.raw == asked.judged.case.input.raw
    return Like(
        case=known.id,
        same=not differs,
        differs=tuple(sorted(joined("", *path) for path in differs)),
        distance=(0, 0) if identical else (1 + apart, places_apart(asked.value, known.value)),
    )
