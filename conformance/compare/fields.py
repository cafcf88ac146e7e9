"""The fields of a record: each place with the values that some column tells apart.

A column's verdict on a value is the best one that it gets, whatever stands beside it. The exact
comparison gives it for schemas; for programs it is the best one in the cases that hold the value.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import joined, steps, typed, value_at
from conformance.jsontext.text import Parsed, canonical
from conformance.model import ABSENT, ELEMENT, OTHER_STRING, UNLISTED, Fact, Verdict, Witness
from conformance.schema.places import described, in_reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.exact import Causes, ProvenField, ValueClass
    from conformance.judges.panel import JudgedCase
    from conformance.model import Finding, Program, Record, SchemaFile

_RANK = {Verdict.ACCEPT: 3, Verdict.LOSSY: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}
_LAST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """Values at a place that no column tells apart, apart from their parts.

    Attributes:
        special: The values in words, a literal as canonical JSON, or a fact of presence.
        verdicts: Column id -> accept, reject, silent or lossy; no program that was not asked.
        finding: The id of the finding about this value; None if there is none.
        depends: Ids of the findings about this value together with something else.
        sample: One of the values; None for absence, presence, objects and arrays.
    """

    special: str
    verdicts: Mapping[str, Verdict]
    finding: str | None = None
    depends: tuple[str, ...] = ()
    sample: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A place of the record.

    Attributes:
        place: JSON Pointer with `*` for any element, and `(…)` for any name that no schema gives.
        values: The values that some column tells apart, in reading order.
        claims: `VARIANT:CLAIM` of the claims about the place.
    """

    place: str
    values: tuple[FieldValue, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of a record.

    Attributes:
        fields: In reading order, each before those inside it.
        cut: Whether some places are left out because there are too many, or because something
            there is not decided.
    """

    fields: tuple[Field, ...] = ()
    cut: bool = False


def fields_of(
    record: Record,
    causes: Causes,
    findings: Sequence[Finding],
    *,
    asked: Iterable[JudgedCase] = (),
    programs: Sequence[Program] = (),
) -> Fields:
    """Return the fields of a record.

    Args:
        record: The record.
        causes: The exact comparison of its schemas.
        findings: The findings; the values that only programs tell apart come from them.
        asked: The judged cases with the programs' verdicts; unused without programs.
        programs: The columns that are programs.
    """
    proven = causes.fields()
    told = {field.place: _told(field, causes.columns) for field in proven.fields if _tells(field)}
    about, together = _by_fact(findings)
    for fact in about:
        other = told.get(fact.place, {}).get(OTHER_STRING)
        if other is not None and fact.special.startswith('"'):
            told[fact.place].setdefault(fact.special, replace(other, special=fact.special))
    stood = _Stood(causes, told, programs)
    for judged in asked:
        stood.see(judged)
    order, claims = _order(record), _claims(record)
    return Fields(
        fields=tuple(
            Field(
                place=place,
                values=tuple(
                    replace(
                        value,
                        verdicts=_verdicts(fact, value, about.get(fact), stood),
                        finding=about[fact].id if fact in about else None,
                        depends=together.get(fact, ()),
                    )
                    for value in _arranged(values.values())
                    for fact in (Fact(place, value.special),)
                ),
                claims=tuple(claims.get(place, ())),
            )
            for place, values in sorted(told.items(), key=lambda item: _key(item[0], order))
        ),
        cut=proven.cut,
    )


def _tells(field: ProvenField) -> bool:
    """Return whether a field says more than that properties of any name may be there."""
    last = field.place.rpartition("/")[2]
    return not last.startswith("(") or len({value.best for value in field.values}) > 1


def _told(field: ProvenField, columns: Sequence[str]) -> dict[str, FieldValue]:
    best = {value.special: value.best for value in field.values}
    return {
        value.special: FieldValue(
            special=value.special,
            verdicts=dict(zip(columns, value.best, strict=True)),
            sample=value.sample,
        )
        for value in field.values
        if not _idle(value, best)
    }


def _idle(value: ValueClass, best: Mapping[str, tuple[Verdict, ...]]) -> bool:
    """Return whether a fact of presence says no more than the object or array that it is in."""
    if value.special == ELEMENT:
        return best["an array"] == value.best
    return value.special.startswith(UNLISTED) and best["an object"] == value.best


def _by_fact(
    findings: Iterable[Finding],
) -> tuple[dict[Fact, Finding], dict[Fact, tuple[str, ...]]]:
    """Return the findings about one fact, and the ids of those about it and others, by fact."""
    about: dict[Fact, Finding] = {}
    together: defaultdict[Fact, list[str]] = defaultdict(list)
    for finding in findings:
        if len(finding.cause.facts) == 1:
            about[finding.cause.facts[0]] = finding
        else:
            for fact in finding.cause.facts:
                together[fact].append(finding.id)
    return about, {fact: tuple(ids) for fact, ids in together.items()}


def _verdicts(
    fact: Fact, value: FieldValue, finding: Finding | None, stood: _Stood
) -> dict[str, Verdict]:
    """Return all verdicts on a value; a finding about it has the say for programs."""
    found = dict(value.verdicts)
    for column, verdict in stood.on(fact).items():
        found[column] = finding.stances.get(column, verdict) if finding else verdict
    return found


class _Stood:
    """Knows each program's best verdict on the cases that hold a fact."""

    def __init__(
        self,
        causes: Causes,
        told: Mapping[str, Mapping[str, FieldValue]],
        programs: Sequence[Program],
    ) -> None:
        self._membership = causes.membership
        self._programs = [x.column.id for x in programs if not x.column.permissive]
        self._wanted = {
            Fact(place, special) for place, values in told.items() for special in values
        }
        self._literals = {fact for fact in self._wanted if fact.special.startswith('"')}
        self._vectors: defaultdict[Fact, set[tuple[Verdict, ...]]] = defaultdict(set)

    def see(self, judged: JudgedCase) -> None:
        """Take a judged case."""
        if not self._programs or not isinstance(judged.parsed, Parsed):
            return
        vector = tuple(judged.judgements[column].verdict for column in self._programs)
        value = judged.parsed.value
        facts = self._membership.facts(value)
        own = {fact for fact in _literals(value, "") if fact in self._literals}
        # A literal that only programs tell apart is no other string any more.
        facts -= {Fact(fact.place, OTHER_STRING) for fact in own}
        for fact in (facts | own) & self._wanted:
            self._vectors[fact].add(vector)

    def on(self, fact: Fact) -> dict[str, Verdict]:
        """Return the verdicts of the programs that were asked about a fact.

        A program that gives no verdict on some case might accept that one: if it accepts none, its
        verdict is not known.
        """
        found = {}
        for number, column in enumerate(self._programs):
            verdicts = {x[number] for x in self._vectors[fact]} - {Verdict.NOT_RUN}
            taken = verdicts & {Verdict.ACCEPT, Verdict.LOSSY}
            if taken or verdicts == {Verdict.REJECT}:
                found[column] = max(taken or verdicts, key=_RANK.__getitem__)
        return found


def _literals(value: object, place: str) -> Iterator[Fact]:
    """Yield the strings of a value, with their places."""
    if isinstance(value, str):
        yield Fact(place, canonical(value))
    elif isinstance(value, list):
        for item in value:
            yield from _literals(item, f"{place}/*")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _literals(item, joined(place, name))


def _arranged(values: Iterable[FieldValue]) -> list[FieldValue]:
    """Return values in reading order: literals, other values, null, absence, presence."""
    return sorted(values, key=lambda value: _CLASS[_class(value.special)])


_CLASS = {"literal": 0, "words": 1, "null": 2, "absent": 3, "presence": 4}


def _class(special: str) -> str:
    if special in {"null", ABSENT}:
        return special
    if special.startswith(UNLISTED) or special == ELEMENT:
        return "presence"
    return "words" if special.startswith(("a ", "an ", "any ")) else "literal"


def _order(record: Record) -> dict[str, int]:
    """Return the rank of each place among its siblings: the record's fields, then the schemas'."""
    places = [joined("", name) for name in record.fields]
    for variant in record.variants:
        for reading in variant.readings:
            places += in_reading_order(reading.file)
    return {place: rank for rank, place in enumerate(dict.fromkeys(places))}


def _claims(record: Record) -> dict[str, dict[str, None]]:
    """Return the claims about each place: those with a keyword in a schema that applies there."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for variant in record.variants:
        files = {reading.file.name: reading.file for reading in variant.readings}
        places = {name: _by_pointer(file) for name, file in files.items()}
        for claim in variant.claims:
            for keyword in claim.keywords:
                name, _, pointer = keyword.partition("#")
                for place in _about(pointer, files[name], places[name]) if name in files else ():
                    found[place][f"{variant.id}:{claim.id}"] = None
    return found


def _by_pointer(file: SchemaFile) -> dict[str, list[str]]:
    """Return the places at which each schema inside a file applies, by the schema's pointer."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for place, what in described(file).items():
        for schema in what.schemas:
            found[schema.partition("#")[2]].append(place)
    return found


def _about(pointer: str, file: SchemaFile, places: Mapping[str, list[str]]) -> list[str]:
    """Return the places that a keyword is about: a required property's own place."""
    above, _, last = pointer.rpartition("/")
    if above.endswith("/required") and last.isdecimal():
        name = value_at(file.schema, typed(file.schema, steps(pointer)))
        owner = above.removesuffix("/required")
        if name is not None:
            return [joined(place, str(name.value)) for place in places.get(owner, ())]
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, [])


def _key(place: str, order: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts a place after the one around it."""
    steps = place.split("/")[1:]
    return tuple(
        (order.get("/" + "/".join(steps[: length + 1]), _LAST), step)
        for length, step in enumerate(steps)
    )
