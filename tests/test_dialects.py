"""Keywords and subschemas of the dialects."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_specifications import REGISTRY

from conformance.dialects import (
    APPLICATORS,
    DIALECTS,
    HOLDERS,
    IN_PLACE,
    REFERENCES,
    REJECTING,
    SILENT,
    Dialect,
    can_reject,
    subschemas,
)

# Kept in the meta-schemas for old files, but without a meaning in the dialect.
LEFT_OVER = {
    "2020-12": {"dependencies", "$recursiveAnchor", "$recursiveRef"},
    "2019-09": {"dependencies"},
    "draft-07": set[str](),
}


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: str(dialect.name))
def test_the_keywords_are_those_of_the_meta_schema(dialect: Dialect) -> None:
    root = dialect.uri if "draft-07" not in dialect.uri else f"{dialect.uri}#"
    meta = REGISTRY.contents(root)
    resolver = REGISTRY.resolver(base_uri=dialect.uri)
    parts = [meta, *(resolver.lookup(part["$ref"]).contents for part in meta.get("allOf", ()))]
    known = {keyword for part in parts for keyword in part["properties"]}
    if dialect.name == "draft-07":
        known.add("writeOnly")  # its specification has it (10.3), its meta-schema forgot it
    assert dialect.keywords - {SILENT} == known - LEFT_OVER[dialect.name]


def test_every_grouped_keyword_is_one_of_some_dialect() -> None:
    known = frozenset().union(*(dialect.keywords for dialect in DIALECTS.values()))
    assert (REJECTING | IN_PLACE | HOLDERS | REFERENCES | APPLICATORS.keys()) - known == set()


def test_dependencies_can_reject_by_names_but_not_by_schemas() -> None:
    assert can_reject("dependencies", {"a": {}, "b": ["c"]})
    assert not can_reject("dependencies", {"a": {}})
    assert can_reject("required", ["a"])
    assert not can_reject("properties", {})


def test_subschemas_stand_in_applicators_and_holders_only() -> None:
    schema: dict[str, Any] = {
        "properties": {"properties": {"not": True}, "a/b": {"const": {"not": 0}}},
        "enum": [{"items": {}}],
        "anyOf": [{}, {"items": {"type": "string"}}],
        "dependencies": {"a": ["b"], "b": {"type": "null"}},
        "items": [True],
        "$defs": {"": {}},
        "x-other": {"not": {}},
    }
    assert [pointer for pointer, _ in subschemas(schema)] == [
        "",
        "/properties/properties",
        "/properties/properties/not",
        "/properties/a~1b",
        "/anyOf/0",
        "/anyOf/1",
        "/anyOf/1/items",
        "/dependencies/b",
        "/items/0",
        "/$defs/",
    ]


def test_pointers_go_on_from_the_one_given() -> None:
    assert list(subschemas({"not": False}, "/$defs/a")) == [
        ("/$defs/a", {"not": False}),
        ("/$defs/a/not", False),
    ]
