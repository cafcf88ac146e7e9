"""The accepted twin of an input: the nearest value that more columns accept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.diff import differing
from conformance.jsontext.edit import with_part, without_part
from conformance.jsontext.pointers import generic, joined, steps, typed, value_at
from conformance.jsontext.text import Parsed
from conformance.model import Verdict
from conformance.schema.places import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.judges.schema import SchemaJudge
    from conformance.model import Json, Judgement, Reason, SchemaFile

_PLAIN: tuple[Json, ...] = ("", 0, False, [], {}, None)
_LACKING = frozenset({"required", "dependentRequired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A value that more columns accept.

    Attributes:
        value: The value.
        near: The id of the case with this value; None if it was found by a search.
        differs: JSON Pointers to the places at which it differs from the input.
        accept: The columns that accept it, and not the input.
    """

    value: Json
    near: str | None
    differs: tuple[str, ...]
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The case that another case is near to.

    Attributes:
        case: Its id.
        value: Its value.
        accept: Ids of the programs that accept this case and not the other one.
    """

    case: str
    value: Json
    accept: tuple[str, ...] = ()


def twin_of(
    value: Json,
    near: Near | None,
    judgements: Mapping[str, Judgement],
    judges: Sequence[SchemaJudge],
    files: Iterable[SchemaFile],
) -> Twin | None:
    """Return the twin of an input, or None if there is none.

    The twin is the case that the input is near to, if more columns accept it. Otherwise it is the
    best of the smallest changes at the places that columns object to: drop the member, use a value
    that a schema names there, or a plain value; then the same for the value around that place.

    Args:
        value: The input's value.
        near: The case that it is near to.
        judgements: The columns' judgements of the input.
        judges: Their judges.
        files: The schemas that name values.
    """
    refusing = [x for x in judges if judgements[x.column.id].verdict is not Verdict.ACCEPT]
    if near is not None:
        found = (*_judged(near.value, refusing), *near.accept)
        if found:
            return _twin(value, near.value, near.case, found)
    best: tuple[Json, tuple[str, ...]] | None = None
    reasons = [reason for judgement in judgements.values() for reason in judgement.reasons]
    for changed in _changed(value, reasons, files):
        found = _judged(changed, refusing)
        if len(found) > (0 if best is None else len(best[1])):
            best = changed, found
    return None if best is None else _twin(value, best[0], None, best[1])


def _judged(value: Json, judges: Sequence[SchemaJudge]) -> tuple[str, ...]:
    parsed = Parsed(value=value)
    return tuple(x.column.id for x in judges if x.verdict(parsed) is Verdict.ACCEPT)


def _twin(value: Json, other: Json, near: str | None, accept: tuple[str, ...]) -> Twin:
    differs = tuple(joined("", *path) for path in differing(value, other))
    return Twin(value=other, near=near, differs=differs, accept=accept)


def _changed(value: Json, reasons: Iterable[Reason], files: Iterable[SchemaFile]) -> Iterator[Json]:
    """Yield the value with one place changed, the smallest changes first."""
    literals: dict[str, set[str]] = {}
    for file in files:
        for place, what in described(file).items():
            literals.setdefault(place, set()).update(what.literals)
    for path in _paths(value, reasons):
        if path and value_at(value, path) is not None:
            yield without_part(value, path)
        for text in sorted(literals.get(generic(typed(value, path)), ())):
            yield with_part(value, path, json.loads(text))
        for plain in _PLAIN:
            yield with_part(value, path, plain)


def _paths(value: Json, reasons: Iterable[Reason]) -> list[tuple[str, ...]]:
    """Return the places that columns object to, then the places around them, innermost first."""
    found: dict[tuple[str, ...], None] = {}
    for reason in reasons:
        path = tuple(steps(reason.instance))
        of_member = reason.property is not None
        if of_member and (
            reason.keyword in _LACKING or value_at(value, [*path, str(reason.property)])
        ):
            path = (*path, str(reason.property))
        found[path] = None
    around = {path[:length]: None for path in found for length in range(len(path))}
    return [*found, *sorted(around.keys() - found.keys(), key=lambda path: (-len(path), path))]
