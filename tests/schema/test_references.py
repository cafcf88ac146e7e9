"""Where references lead, and what is reached from where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.errors import BrokenFileError
from conformance.model import SchemaFile
from conformance.schema.references import (
    Link,
    Place,
    graph_of,
    references,
    referred_file,
    referred_place,
    shown,
)


def file_of(schema: Any, **resources: Any) -> SchemaFile:
    return SchemaFile(
        path=Path("one/a.json"),
        name="a.json",
        text="",
        schema=schema,
        dialect="https://json-schema.org/draft/2020-12/schema",
        resources={f"{name}.json": resource for name, resource in resources.items()},
    )


def place(pointer: str, file: str = "a.json") -> Place:
    return Place(file=file, pointer=pointer)


def test_a_file_is_named_as_the_user_would() -> None:
    file = file_of({})
    assert shown(file, "a.json") == "one/a.json"
    assert shown(file, "../b.json") == "one/../b.json"


def test_references_are_told_apart_from_properties_of_that_name() -> None:
    schema: Any = {"properties": {"$ref": {"$ref": "#a"}}, "const": {"$ref": "#b"}}
    assert list(references(schema)) == [("/properties/$ref", "$ref", "#a")]


@pytest.mark.parametrize(
    ("reference", "file", "expected"),
    [
        ("", "a.json", "a.json"),
        ("#/b", "c/a.json", "c/a.json"),
        ("b.json#c", "a.json", "b.json"),
        ("./b.json", "c/a.json", "c/b.json"),
        ("../b.json", "c/a.json", "b.json"),
        ("../b.json", "../c/a.json", "../b.json"),
        ("b%20c.json", "a.json", "b c.json"),
    ],
)
def test_a_reference_is_relative_to_the_file_it_stands_in(
    reference: str, file: str, expected: str
) -> None:
    assert referred_file(reference, file=file, schema={}) == expected


def test_a_reference_leads_to_a_schema_in_another_file() -> None:
    file = file_of({"items": {"$ref": "b.json#c"}}, b={"$defs": {"d": {"$anchor": "c"}}})
    assert referred_place(file, place("/items"), "$ref") == place("/$defs/d", "b.json")


def test_a_reference_to_nothing_names_its_own_place() -> None:
    file = file_of({"$ref": "b.json"}, b={"items": {"$ref": "#/c"}})
    with pytest.raises(BrokenFileError, match="leads to nothing") as caught:
        graph_of(file)
    assert (caught.value.file, caught.value.place) == ("one/b.json", "/items/$ref")


def test_the_graph_leaves_out_what_is_only_held() -> None:
    graph = graph_of(file_of({"$defs": {"b": {"not": {}}}, "items": {"$ref": "#/$defs/b"}}))
    assert graph.links == {
        place(""): (Link(keyword="items", to=place("/items")),),
        place("/$defs/b"): (Link(keyword="not", to=place("/$defs/b/not")),),
        place("/$defs/b/not"): (),
        place("/items"): (Link(keyword="$ref", to=place("/$defs/b")),),
    }
    assert graph.reached(place("/items")) == [
        place("/items"),
        place("/$defs/b"),
        place("/$defs/b/not"),
    ]
    assert graph.reached(place("/items"), but_not=frozenset({"not"})) == [
        place("/items"),
        place("/$defs/b"),
    ]


def test_the_graph_ends_in_a_recursive_schema() -> None:
    graph = graph_of(file_of({"items": {"$ref": "#"}}))
    assert graph.reached(place("")) == [place(""), place("/items")]
