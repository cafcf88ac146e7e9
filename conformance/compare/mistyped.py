"""Finds inputs that a program decodes as a type that belongs to another value of a field.

A field tells types apart if the values that schemas name there are decoded as different types.
A value that no description allows, or none at all, has no type of its own: what is decoded as the
type of exactly one other value is mistyped. A type that no value owns is a fallback, and no fault.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import steps
from conformance.jsontext.text import Parsed, canonical, read_input
from conformance.judges.panel import schema_judges
from conformance.model import Verdict
from conformance.programs.decoded_type import MISTYPED
from conformance.programs.protocol import reason_of
from conformance.schema.places import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Json, Program, Record, SchemaFile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """An input that a program accepts.

    Attributes:
        case: The case's id.
        value: The input's value.
        typed_as: The type that the program decodes it as.
        described: Whether no schema rejects it, and the program does not change it.
    """

    case: str
    value: Json
    typed_as: str
    described: bool


def with_mistyped(
    programs: Sequence[Program],
    corpus: Corpus,
    record: Record,
    judges: Sequence[SchemaJudge] = (),
) -> Sequence[Program]:
    """Return the programs; a judgement is `lossy`, with the reason, where the type is another's.

    Args:
        programs: The programs, as they were asked.
        corpus: The cases.
        record: The record; all its readings say which inputs are described.
        judges: The judges of its readings; if they are not all there, they are made.
    """
    if not any(x.typed_as for program in programs for x in program.judgements.values()):
        return programs
    if len(judges) < len(record.columns):
        judges = schema_judges(record)
    fields = _fields(reading.file for _, reading in record.columns.values())
    typed = {
        case for x in programs for case, found in x.judgements.items() if found.typed_as is not None
    }
    values: dict[str, Parsed] = {}
    for case in corpus.cases:
        parsed = read_input(case.input) if case.id in typed else None
        if isinstance(parsed, Parsed):
            values[case.id] = parsed
    rejected = {
        case
        for case, parsed in values.items()
        if any(judge.verdict(parsed) is Verdict.REJECT for judge in judges)
    }
    return [_checked(program, values, rejected, fields) for program in programs]


def _fields(files: Iterable[SchemaFile]) -> dict[str, frozenset[str]]:
    """Return the places outside of arrays at which schemas name several strings, with these."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        for place, what in described(file).items():
            if place and "*" not in steps(place):
                found[place] |= {x for x in what.literals if x.startswith('"')}
    return {x: frozenset(named) for x, named in sorted(found.items()) if len(named) > 1}


def _checked(
    program: Program,
    values: Mapping[str, Parsed],
    rejected: set[str],
    fields: Mapping[str, frozenset[str]],
) -> Program:
    rows = [
        _Row(
            case=case,
            value=values[case].value,
            typed_as=found.typed_as,
            described=case not in rejected and found.verdict is Verdict.ACCEPT,
        )
        for case, found in program.judgements.items()
        if found.typed_as is not None and found.verdict.accepts and case in values
    ]
    judgements = dict(program.judgements)
    for row, place, owner in _mistyped(rows, fields):
        found = judgements[row.case]
        if all(x.keyword != MISTYPED for x in found.reasons):
            message = f"decoded as {row.typed_as}, a type of {owner}"
            reason = reason_of(place, MISTYPED, message)
            judgements[row.case] = replace(
                found, verdict=Verdict.LOSSY, reasons=(*found.reasons, reason)
            )
    return replace(program, judgements=judgements)


def _mistyped(
    rows: Sequence[_Row], fields: Mapping[str, frozenset[str]]
) -> Iterator[tuple[_Row, str, str]]:
    """Yield each mistyped row with the field, and the value that owns the type.

    Where one value has several types, a field beside it may tell these apart.
    """
    for place, named in fields.items():
        path = steps(place)
        told = [(row, said) for row in rows if (said := _said(row.value, path)) is not None]
        types: defaultdict[str, set[str]] = defaultdict(set)
        for row, said in told:
            if row.described and said in named:
                types[said].add(row.typed_as)
        if len(types) < 2 or not _apart(types.values()):  # noqa: PLR2004  one tells nothing apart
            continue
        owners = {name: value for value, names in types.items() for name in names}
        strange = [row for row, said in told if said not in types and row.typed_as in owners]
        shared = {row.typed_as for row in strange}
        for row in strange:
            owner = owners[row.typed_as]
            if types[owner] - shared or _named_after(row.typed_as, owner):
                yield row, place, owner
        others = {x: names for x, names in fields.items() if x != place}
        for value, names in types.items():
            if len(names) > 1:
                yield from _mistyped([row for row, said in told if said == value], others)


def _said(value: Json, path: Sequence[str]) -> str | None:
    """Return the text of the value at a path, empty if it is absent; None without its object."""
    *above, name = path
    for step in above:
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        return None
    return canonical(value[name]) if name in value else ""


def _apart(types: Iterable[set[str]]) -> bool:
    return all(one.isdisjoint(other) for one, other in combinations(types, 2))


def _named_after(name: str, value: str) -> bool:
    """Return whether a type's name holds a value, whatever the case and the signs between words.

    A value whose only type is also that of strange values may have none of its own.
    """
    return _letters(json.loads(value)) in _letters(name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
