"""The differences of two schemas as plain values.

DeepDiff finds them. It compares JSON texts instead of scalars: otherwise it takes `true` for 1
inside arrays, and 1 for a different value than 1.0, unlike JSON Schema.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from conformance.dialects import subschemas
from conformance.jsontext.diff import Difference, ItemSet, differences_of
from conformance.jsontext.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Json

_SETS = ("enum", "required", "type")
"""Keywords whose arrays are sets (JSON Schema Validation, 6.1.1, 6.1.2 and 6.5.3)."""
_SETS_BY_NAME = ("dependencies", "dependentRequired")


def schema_differences(old: Json, new: Json) -> list[Difference]:
    """Return the differences of two schemas, sorted by place.

    The order in `enum`, `required`, `type` and other sets does not matter. The order in `allOf` and
    other arrays of schemas does, since pointers lead into them.
    """
    return differences_of(_with_sets(old), _with_sets(new))


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


def _set(items: Iterable[Json]) -> ItemSet:
    found = ItemSet()
    seen: Counter[str] = Counter()
    for item in items:
        text = canonical(item)
        seen[text] += 1
        found[text if seen[text] == 1 else f"{text} {seen[text]}"] = text
    return found
