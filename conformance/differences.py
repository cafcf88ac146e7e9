"""What differs between two schemas, or between an input and its round trip, as plain values.

DeepDiff finds the differences. It is given JSON texts instead of scalars: it would take `true` for
1 inside arrays, and 1 for another value than 1.0, of which JSON Schema says neither.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from conformance.dialects import subschemas
from conformance.jsontext import canonical
from conformance.pointers import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Json

Change: TypeAlias = Literal["added", "removed", "changed"]

_SETS = ("enum", "required", "type")
"""Keywords whose arrays are sets (JSON Schema Validation, 6.1.1, 6.1.2 and 6.5.3)."""
_SETS_BY_NAME = ("dependencies", "dependentRequired")
_REPORTS: Mapping[str, Change] = {
    "dictionary_item_added": "added",
    "iterable_item_added": "added",
    "dictionary_item_removed": "removed",
    "iterable_item_removed": "removed",
    "values_changed": "changed",
    "type_changes": "changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place at which two values differ.

    Attributes:
        pointer: JSON Pointer to the place; for an item of a set, to the set; for what was removed
            from an array, where it stood.
        kind: `added`, `removed` or `changed`.
        old: What stood there; None too where nothing did.
        new: What stands there; None too where nothing does.
    """

    pointer: str
    kind: Change
    old: Json
    new: Json


class _Set(dict[str, str]):
    """The texts of a set's items by themselves, numbered where one stands more than once."""


def schema_differences(old: Json, new: Json) -> list[Difference]:
    """Return what differs between two schemas, sorted by place.

    The order of `enum`, `required`, `type` and the like does not matter; that of `allOf` and the
    other arrays of schemas does, since pointers lead into them.
    """
    return _differences(_with_sets(old), _with_sets(new))


def value_differences(old: Json, new: Json) -> list[Difference]:
    """Return what differs between two values, such as an input and its round trip."""
    return [] if canonical(old) == canonical(new) else _differences(old, new)


def _differences(old: Any, new: Any) -> list[Difference]:  # noqa: ANN401  JSON, with sets in it
    # It takes longer to import than most commands take in all, and few need it.
    from deepdiff import DeepDiff  # noqa: PLC0415

    found = DeepDiff(
        _in_texts(old),
        _in_texts(new),
        view="tree",
        ignore_private_variables=False,  # names that start with two underscores are names
        threshold_to_diff_deeper=0,  # objects with little in common are objects still
    )
    differences = [
        _difference(level, _REPORTS[report]) for report, levels in found.items() for level in levels
    ]
    return sorted(differences, key=lambda x: (x.pointer, x.kind, canonical([x.old, x.new])))


def _difference(level: Any, kind: Change) -> Difference:  # noqa: ANN401  DeepDiff is untyped here
    path = level.path(output_format="list")
    of_a_set = level.up is not None and isinstance(level.up.t1, _Set)
    return Difference(
        pointer=joined("", *(path[:-1] if of_a_set else path)),
        kind=kind,
        old=None if kind == "added" else _out_of_texts(level.t1),
        new=None if kind == "removed" else _out_of_texts(level.t2),
    )


def _in_texts(value: Any) -> Any:  # noqa: ANN401  JSON, with sets in it
    """Return the value with every scalar as its JSON text."""
    if isinstance(value, _Set):
        return value
    if isinstance(value, dict):
        return {name: _in_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_in_texts(part) for part in value]
    return canonical(value)


def _out_of_texts(value: Any) -> Json:  # noqa: ANN401  what `_in_texts` returns
    if isinstance(value, _Set):
        return [_out_of_texts(part) for part in value.values()]
    if isinstance(value, dict):
        return {name: _out_of_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_out_of_texts(part) for part in value]
    scalar: Json = json.loads(value)
    return scalar


def _with_sets(schema: Json) -> Any:  # noqa: ANN401  JSON, with sets in it
    copy = json.loads(json.dumps(schema))
    for _, part in [*subschemas(copy)]:
        if not isinstance(part, dict):
            continue
        whole: dict[str, Any] = part
        for keyword in _SETS:
            if isinstance(whole.get(keyword), list):
                whole[keyword] = _set(whole[keyword])
        for keyword in _SETS_BY_NAME:
            if isinstance(whole.get(keyword), dict):
                whole[keyword] = {
                    name: _set(part) if isinstance(part, list) else part
                    for name, part in whole[keyword].items()
                }
    return copy


def _set(items: Iterable[Json]) -> _Set:
    found = _Set()
    seen: Counter[str] = Counter()
    for item in items:
        text = canonical(item)
        seen[text] += 1
        found[text if seen[text] == 1 else f"{text} {seen[text]}"] = text
    return found
