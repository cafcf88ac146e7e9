"""What the Avro reader makes of types, bad input and random edits.

What fastavro decodes is asked by `tests/readers_foreign/avro.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, read_or_refused, schema
from hypothesis import given, settings

from conformance.errors import ConformanceError
from conformance.readers import avro
from conformance.readers.documents import opened
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a file and returns it."""

    def make(text: str) -> Path:
        path = tmp_path / "a.avsc"
        path.write_text(text, "utf-8")
        return path

    return make


INT = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
BYTES = {"type": "string", "pattern": "^[\\u0000-\\u00ff]*$"}


def in_object(name: str, inner: Any) -> Any:
    held = {"properties": {name: inner}, "required": [name], "additionalProperties": False}
    return {"type": "object", **held}


FIXED = '{"type": "fixed", "name": "F", "namespace": "p", "size": 2}'
TYPES = [
    ('"null"', {"type": "null"}),
    ('"boolean"', {"type": "boolean"}),
    ('"int"', INT),
    ('{"type": "long"}', {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}),
    ('{"type": {"type": "float"}}', {"type": "number"}),
    ('["boolean"]', in_object("boolean", {"type": "boolean"})),
    ('"bytes"', BYTES),
    ('{"type": "string", "logicalType": "uuid"}', {"type": "string", "format": "uuid"}),
    ('{"type": "string", "logicalType": "other"}', {"type": "string"}),
    ('{"type": "array", "items": "boolean"}', {"type": "array", "items": {"type": "boolean"}}),
    (
        '{"type": "map", "values": "int"}',
        {"type": "object", "additionalProperties": INT},
    ),
    (FIXED, BYTES | {"minLength": 2, "maxLength": 2}),
    ('{"type": "enum", "name": "E", "symbols": ["A", "B"]}', {"enum": ["A", "B"]}),
    (
        '["null", {"type": "int", "logicalType": "date"}]',
        {"type": ["null", "object"], **in_object("int", INT)} | {"type": ["null", "object"]},
    ),
    (
        f'[{FIXED}, "Away"]',
        {
            "anyOf": [
                in_object("p.F", {"$ref": "#/$defs/p.F"}),
                in_object(
                    "Away", {"x-silent": "the source names the type Away, and does not define it"}
                ),
            ],
            "$defs": {"p.F": BYTES | {"minLength": 2, "maxLength": 2}},
        },
    ),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_a_type_has_the_expected_schema(
    text: str, expected: Any, made: Callable[[str], Path]
) -> None:
    assert schema(made(text), "") == expected


RECORD = """{"type": "record", "name": "Order", "namespace": "shop", "fields": [
 {"name": "id", "type": "string", "doc": "The id."},
 {"name": "note", "type": ["null", "string"], "default": null},
 {"name": "next", "type": ["null", "Order"]},
 {"name": "lines", "type": {"type": "array", "items":
  {"type": "record", "name": "x.Line", "fields": [
   {"name": "order", "type": "shop.Order"},
   {"name": "code", "type": {"type": "enum", "name": "Code", "symbols": ["A"]}}]}}},
 {"name": "code", "type": "x.Code"}]}
"""


def test_a_record_has_all_its_fields_and_names_in_their_namespaces(
    made: Callable[[str], Path],
) -> None:
    path = made(RECORD)

    found = read(path.as_posix(), Options())
    whole = schema(path, "")

    assert found.type == "#"
    assert found.file.schema["title"] == "shop.Order"  # type: ignore[index,call-overload]
    assert whole["required"] == ["id", "note", "next", "lines", "code"]
    assert whole["additionalProperties"] is False
    assert whole["properties"]["next"]["properties"] == {"shop.Order": {"$ref": "#"}}
    assert whole["$defs"] == {
        "x.Line": {
            "type": "object",
            "properties": {"order": {"$ref": "#"}, "code": {"$ref": "#/$defs/x.Code"}},
            "required": ["order", "code"],
            "additionalProperties": False,
        },
        "x.Code": {"const": "A"},
    }
    assert [(one.span.line, one.says) for one in found.notes] == [
        (3, "the default of `note` is for data that an older schema wrote")
    ]
    assert [one.line for one in found.claims[:3]] == [1, 2, 3]


def test_types_are_listed_by_their_full_names(made: Callable[[str], Path]) -> None:
    path = made(RECORD)

    assert avro.names(opened(path)) == ["#", "x.Code", "x.Line", "shop.Order"]
    assert schema(path, "Code") == {"const": "A"}


DEEP = '{"type": "array", "items": ' * 70 + '"int"' + "}" * 70
BAD = [
    ("{", "a.avsc"),
    ('{"type": "array"}', "line 1: the type has no 'items'; write \"items\""),
    ('{"type": "map"}', "the type has no 'values'"),
    ('{\n"typ": 3}', "this is no Avro type; write a name"),
    ("[3]", "this is no Avro type"),
    ('{"type": 3}', "this is no Avro type"),
    (DEEP, "the type is nested too deeply; give its parts names"),
    ('["int", ["null"]]', "a union stands in a union"),
    ('["int", "int"]', "the union has int twice"),
    ('["int", {"type": {"type": "int"}}]', "the union has int twice"),
    ('{"type": "record", "fields": []}', "the type has no 'name'"),
    ('{"type": "record", "name": "a-b", "fields": []}', "'a-b' is no name"),
    ('{"type": "record", "name": 3, "fields": []}', "3 is no name"),
    ('{"type": "record", "name": "A"}', "the type has no 'fields'"),
    ('{"type": "record", "name": "A", "fields": 3}', "the fields of A are no list"),
    ('{"type": "record", "name": "A", "fields": [\n3]}', "line 2: a field has no name"),
    ('{"type": "record", "name": "A", "fields": [{"name": 3}]}', "a field has no name"),
    ('{"type": "record", "name": "A", "fields": [{"name": "a"}]}', "the type has no 'type'"),
    (
        (
            '{"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"},\n'
            '{"name": "a", "type": "int"}]}'
        ),
        "line 2: A has the field a twice",
    ),
    (
        (
            '{"type": "record", "name": "A", "fields": [{"name": "a", "type":\n'
            '{"type": "enum", "name": "A", "symbols": ["X"]}}]}'
        ),
        "line 1: the type A is declared twice",
    ),
    ('{"type": "enum", "name": "A"}', "the type has no 'symbols'"),
    ('{"type": "enum", "name": "A", "symbols": []}', "A has no symbols"),
    ('{"type": "enum", "name": "A", "symbols": 3}', "A has no symbols"),
    ('{"type": "fixed", "name": "A"}', "the type has no 'size'"),
    ('{"type": "fixed", "name": "A", "size": "2"}', "'2' is no size"),
    ('{"type": "fixed", "name": "A", "size": true}', "True is no size"),
    ('{"type": "fixed", "name": "A", "size": -1}', "-1 is no size"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, words: str, made: Callable[[str], Path]
) -> None:
    with pytest.raises(ConformanceError) as caught:
        schema(made(text), "")

    assert words in str(caught.value)
    assert "a.avsc" in str(caught.value)


def test_a_name_that_is_already_closed_is_no_name_any_more(made: Callable[[str], Path]) -> None:
    with pytest.raises(ConformanceError, match="there is no type"):
        schema(made(RECORD), "Gone")


REAL = RECORD
PIECES = (
    *('"', "{", "}", "[", "]", ",", ":", "null", "3", '"type"', '"name"', '"Order"', '"int"'),
    *('"record"', '"enum"', '"fixed"', '"union"', '"fields"', '"x.Line"', "true"),
)
EDITS = edits(REAL, PIECES)


@pytest.mark.untraced
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "order.avsc"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, avro.names)

    assert shown or all(isinstance(one.file.schema, dict) for one in found)
