"""Finds the keywords of the schema files that are behind the stances on a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import steps
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.model import Judgement, Reason
    from conformance.results.lines import CaseLine, ColumnLine, FindingLine, HeaderLine

TELLING = (Verdict.REJECT, Verdict.SILENT, Verdict.ACCEPT)
"""The sides of a finding, the one whose keywords explain it best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A keyword of a schema file, or the statement of a source that was read.

    Attributes:
        file: The file: of a schema, relative to the record's folder; of a source, as it was named.
        pointer: JSON Pointer to the keyword in it; empty for the whole schema, and for a source.
        says: The column's message, or the words of the claim behind the keyword; may be empty.
        line: The line of the statement in the source; None in a schema file.
    """

    file: str
    pointer: str
    says: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What is kept of a case: its place, and the judgements that have reasons."""

    place: str
    judgements: Mapping[str, Judgement]


_NOTHING = _Case(place="", judgements={})


class Behind:
    """Knows the claims of a record's variants, and the reasons that columns give in cases."""

    def __init__(self, header: HeaderLine, columns: Iterable[ColumnLine]) -> None:
        """Take the header and the columns of a run."""
        readings = {variant.id: variant.readings for variant in header.variants}
        self._claims = header.claims
        self._read = {
            line.id: (variant, readings[variant][reading])
            for line in columns
            for variant, reading in ((line.column.variant or "", line.column.reading or ""),)
            if reading in readings.get(variant, {})
        }
        self._cases: dict[str, _Case] = {}
        self._files: dict[str, str] = {}
        self._ranks: dict[tuple[tuple[str, ...], str, str | None], int | None] = {}

    def add(self, line: CaseLine) -> None:
        """Take a case; nothing is kept of one without reasons on which no program was asked."""
        judgements = line.judgements
        given = {column: found for column, found in judgements.items() if found.reasons}
        if given:
            self._cases[line.id] = _Case(place=line.place, judgements=given)
        not_run = Verdict.NOT_RUN
        if any(x.verdict is not not_run and y not in self._read for y, x in judgements.items()):
            self._files[line.id] = line.case.file

    def reason(self, line: FindingLine, column: str) -> Reason | None:
        """Return the reason that a column gives for its stance, nearest to the finding's place.

        None if it accepts, or where no case shows it.
        """
        stance = stance_of(line, column)
        places = line.cause.places
        near = [
            (rank, case.place not in places, number, reason)
            for number, (case, reason) in enumerate(self._given(line, column, stance))
            if (rank := self._rank(reason, places)) is not None
        ]
        return min(near, key=lambda item: item[:3])[3] if near else None

    def _given(
        self, line: FindingLine, column: str, stance: Verdict | None
    ) -> Iterator[tuple[_Case, Reason]]:
        """Yield the reasons for a stance in the cases that show a finding, each with its case."""
        for name in line.finding.cases:
            case = self._cases.get(name, _NOTHING)
            found = case.judgements.get(column)
            if found is not None and found.verdict is stance:
                yield from ((case, reason) for reason in found.reasons)

    def _rank(self, reason: Reason, places: tuple[str, ...]) -> int | None:
        """Return how far above the nearest of the places a reason is, worked out once."""
        key = (places, reason.instance, reason.property)
        if key not in self._ranks:
            self._ranks[key] = _distance(reason, [_steps(place) for place in places])
        return self._ranks[key]

    def corpus_file(self, line: FindingLine) -> str | None:
        """Return the corpus file of the first case that shows a finding; None if none does."""
        return next((self._files[x] for x in line.finding.cases if x in self._files), None)

    def keywords(self, line: FindingLine, column: str) -> list[Keyword]:
        """Return the keywords behind a column's stance, the failing one first.

        Where the column's source was read, they are the statements of the source.
        That is the keyword that fails in a case where the column rejects or is silent; else those
        that the finding's claims became in the column's schema; else the whole schema. A program
        has none.
        """
        if column not in self._read:
            return []
        variant, file = self._read[column]
        path = f"variants/{variant}/{file}"
        reason = self.reason(line, column)
        if reason is not None:
            names = [f"{variant}:{claim}" for claim in reason.claims]
            at = f"variants/{variant}/{reason.file}"
            keyword = Keyword(file=at, pointer=reason.schema, says=reason.message)
            return self._statements(names, reason.message) or [keyword]
        own = [x for x in line.finding.claims if x.partition(":")[0] == variant]
        if located := self._statements(own):
            return located
        found = [
            Keyword(file=path, pointer=pointer, says=self._claims[name].says)
            for name in line.finding.claims
            if name in self._claims and name.partition(":")[0] == variant
            for where, _, pointer in (x.partition("#") for x in self._claims[name].keywords)
            if where == file
        ]
        return found or [Keyword(file=path, pointer="", says="")]

    def _statements(self, claims: Iterable[str], says: str = "") -> list[Keyword]:
        """Return the places of claims in the sources that were read."""
        known = [self._claims[name] for name in claims if name in self._claims]
        return [
            Keyword(file=claim.file, pointer="", says=says or claim.says, line=claim.line)
            for claim in known
            if claim.file is not None
        ]


def stance_of(line: FindingLine, column: str) -> Verdict | None:
    """Return a column's stance on a finding, lossy counted as accept; None if it has none."""
    found = line.finding.stances.get(column)
    return None if found is None else found.counted


def _distance(reason: Reason, places: Sequence[Sequence[str]]) -> int | None:
    """Return how far above the nearest of the places a reason is; None if above none."""
    path = _steps(reason.instance)
    paths = [path] if reason.property is None else [path, [*path, reason.property]]
    found = [len(place) - len(x) for place in places for x in paths if _leads(x, place)]
    return min(found, default=None)


def _leads(path: Sequence[str], place: Sequence[str]) -> bool:
    return len(path) <= len(place) and all(
        step == wanted or (wanted == "*" and step.isdecimal())
        for step, wanted in zip(path, place, strict=False)
    )


def _steps(pointer: str) -> list[str]:
    try:
        return steps(pointer)
    except ValueError:  # a results file from elsewhere may say anything
        return [pointer]
