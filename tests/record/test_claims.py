"""Which keywords have to rest on claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.model import SchemaFile
from conformance.record.claims import rejecting


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (True, []),
        (False, [""]),
        ({"title": "a", "format": "date", "x-silent": "b", "default": 0}, []),
        ({"type": "null", "enum": [None]}, ["/type", "/enum"]),
        ({"anyOf": [{"const": 0}, False]}, ["/anyOf/0/const", "/anyOf/1"]),
        ({"oneOf": [{"const": 0}]}, ["/oneOf", "/oneOf/0/const"]),
        ({"not": {"const": 0}}, ["/not"]),
        ({"contains": {"const": 0}, "minContains": 2}, ["/contains", "/minContains"]),
        (
            {"if": {"const": 0}, "then": {"type": "null"}, "else": False},
            ["/else", "/then/type"],
        ),
        ({"additionalProperties": False, "items": False}, ["/additionalProperties", "/items"]),
        ({"$defs": {"a": {"type": "null"}}}, []),
        ({"$defs": {"a": {"type": "null"}}, "items": {"$ref": "#/$defs/a"}}, ["/$defs/a/type"]),
        ({"$defs": {"a": {"type": "null"}}, "if": {"$ref": "#/$defs/a"}}, []),
    ],
)
def test_keywords_that_can_reject_are_found(schema: Any, expected: list[str]) -> None:
    file = SchemaFile(
        path=Path("a.json"),
        name="a.json",
        text="",
        schema=schema,
        dialect="https://json-schema.org/draft/2020-12/schema",
    )
    places = rejecting(file)
    assert {place.file for place in places} <= {"a.json"}
    assert sorted(place.pointer for place in places) == sorted(expected)
