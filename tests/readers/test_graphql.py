"""What the GraphQL reader makes of types, bad input and random edits.

What graphql-core takes for an input is asked by `tests/readers_foreign/graphql.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, read_or_refused, schema
from hypothesis import given, settings

from conformance.errors import ConformanceError
from conformance.readers import graphql
from conformance.readers.documents import opened
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a file and returns it."""

    def make(text: str) -> Path:
        path = tmp_path / "a.graphql"
        path.write_text(text, "utf-8")
        return path

    return make


INT = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
EXTRA = "scalar Date enum E { X Y } type O { a: Int! } input I { b: Boolean! }"


def null_too(kind: Any) -> Any:
    return {"anyOf": [kind, {"type": "null"}]}


INPUTS = [
    ("Int!", INT),
    ("Int", null_too(INT)),
    ("Float!", {"type": "number"}),
    ("String", {"type": ["string", "null"]}),
    ("Boolean!", {"type": "boolean"}),
    ("ID!", {"type": ["string", "integer"]}),
    ("[Boolean!]!", {"type": "array", "items": {"type": "boolean"}}),
    ("[Boolean]", {"type": ["array", "null"], "items": {"type": ["boolean", "null"]}}),
    ("E!", {"$ref": "#/$defs/E"}),
    ("I", null_too({"$ref": "#/$defs/I"})),
    ("Date!", {"$ref": "#/$defs/Date"}),
    ("Away!", {"x-silent": "the source names the type Away, and does not define it"}),
]


@pytest.mark.parametrize(("text", "expected"), INPUTS)
def test_an_input_has_the_expected_schema(
    text: str, expected: Any, made: Callable[[str], Path]
) -> None:
    found = schema(made(f"input T {{ a: {text} }} {EXTRA}"), "T")

    assert found["properties"]["a"] == expected
    assert ("a" in found.get("required", [])) is text.endswith("!")
    assert found["additionalProperties"] is False


def test_one_value_for_a_list_is_a_decision(made: Callable[[str], Path]) -> None:
    path = made("input T { a: [Boolean]! b: [String!] }")

    found = schema(path, "T", changes=("coercion=accept",))["properties"]

    assert found["a"]["type"] == ["array", "boolean"]
    assert found["b"]["type"] == ["array", "string", "null"]


def test_a_default_allows_an_input_to_be_left_out(made: Callable[[str], Path]) -> None:
    assert schema(made("input T { a: Boolean! = true }"), "T", changes=("null=accept",)) == {
        "type": "object",
        "properties": {"a": {"type": "boolean"}},
        "additionalProperties": False,
    }


ONE_OF = [
    ("a: Boolean", {"a": {"type": "boolean"}}),
    ("a: Boolean b: [String!]", None),
]


@pytest.mark.parametrize(("text", "properties"), ONE_OF)
def test_one_field_of_an_input_with_one_of_is_there(
    text: str, properties: Any, made: Callable[[str], Path]
) -> None:
    found = schema(made(f"input T @oneOf {{ {text} }}"), "T")

    options = found.get("anyOf", [found])
    assert [one["required"] for one in options] == [[x[0]] for x in text.split(" ")[::2]]
    assert properties is None or found["properties"] == properties


def test_an_answer_holds_any_of_the_fields_and_the_name_of_the_type(
    made: Callable[[str], Path],
) -> None:
    path = made('type T { "The id." id: ID! n(first: Int = 3): [Int!] self: T! } ' + EXTRA)

    assert schema(path, "T") == {
        "type": "object",
        "properties": {
            "__typename": {"const": "T"},
            "id": {"type": "string"},
            "n": {"type": ["array", "null"], "items": INT},
            "self": {"$ref": "#"},
        },
        "additionalProperties": False,
    }


SUMS = [
    ("union T = A | B", ["A", "B"]),
    ("union T = A", ["A"]),
    ("interface T { a: Int } type C implements T { a: Int } type D implements T & E { a: Int }",
     ["C", "D"]),
    ("interface T { a: Int } type C implements T { a: Int }", ["C"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SUMS)
def test_a_union_and_an_interface_are_what_stands_for_them(
    text: str, names: list[str], made: Callable[[str], Path]
) -> None:
    found = schema(made(f"{text} type A {{ a: Int }} type B {{ b: Int }}"), "T")

    refs = [one["$ref"].rpartition("/")[2] for one in found.get("anyOf", [found])]
    assert refs == names


def test_extensions_are_joined(made: Callable[[str], Path]) -> None:
    path = made(
        "extend type T { b: Int } type T { a: Int } extend enum E { Y } enum E { X }"
        " extend union U = T extend scalar S @x extend input Far { c: Int } schema { query: T }"
        " directive @x on SCALAR"
    )

    assert list(schema(path, "T")["properties"]) == ["__typename", "a", "b"]
    assert schema(path, "E") == {"enum": ["X", "Y"]}
    assert list(schema(path, "Far")["properties"]) == ["c"]
    assert graphql.names(opened(path)) == ["T", "E", "U", "S", "Far"]


def test_a_scalar_may_be_defined_by_the_file(made: Callable[[str], Path]) -> None:
    found = read(f"{made('scalar Int input T { a: Int! }')}#T", Options())

    assert [one.why for one in found.silent] == ["how the scalar Int is written is up to its code"]


def test_an_interface_that_nothing_implements_is_silent(made: Callable[[str], Path]) -> None:
    path = made('interface T { a: Int } # [[[\ntype A { b: Int @x(y: "[[") }')

    assert schema(path, "T") == {"x-silent": "the file has no type that implements T"}


def test_claims_name_the_line_of_each_field(made: Callable[[str], Path]) -> None:
    path = made('"""\nAn input.\n"""\ninput T {\n  "A note."\n  a: Int!\n}\n')

    found = read(f"{path}#T", Options())

    assert [(one.line, one.says) for one in found.claims] == [
        (4, "T is an object"),
        (6, "`a` is required: an integer"),
        (4, "no other property"),
    ]


BAD = [
    ("type T {\n a: }", "T", "line 2: this is no GraphQL that can be read: Expected Name"),
    ("type T { a: Int }\ntype T { a: Int }", "T", "line 2: the type T is defined twice"),
    ("type T { a: Int\n a: Int }", "T", "line 2: T has a twice; the other one is on line 1"),
    ("enum T { A\n A }", "T", "line 2: T has A twice"),
    ("union T = T", "T", "the type T is defined by itself (T → T)"),
    ("input T { a: " + "[" * 70 + "Int" + "]" * 70 + "}", "T", "line 1: the file is nested too"),
    ("type T { a: Int }", "U", "there is no type 'U' in the file"),
    ("", "T", "this is no GraphQL that can be read"),
]


@pytest.mark.parametrize(("text", "name", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, name: str, words: str, made: Callable[[str], Path]
) -> None:
    with pytest.raises(ConformanceError) as caught:
        schema(made(text), name)

    assert words in str(caught.value)
    assert "a.graphql" in str(caught.value)


REAL = """
\"\"\"An order.\"\"\"
type Order implements Node @key(fields: "id") {
  "The id." id: ID!
  lines(first: Int = 3): [Line!]!
  at: Date
  result: Result
}
interface Node { id: ID! }
union Result = Order | Line
type Line { weight: Float status: Status! }
enum Status { OPEN SHUT }
scalar Date
input OrderInput { id: ID! note: String = "x" inner: [OrderInput!] one: One }
input One @oneOf { a: Int b: [Int] }
extend type Line { more: Order }
"""
PIECES = (
    *("!", "[", "]", "(", ")", "{", "}", ":", "=", "|", "&", '"', "@", "enum ", "type ", "input "),
    *("Order", "Line", "Int", "extend ", "union ", "scalar ", "interface ", "$", "..."),
)
EDITS = edits(REAL, PIECES)


@pytest.mark.untraced
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "order.graphql"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, graphql.names)

    assert shown or all(isinstance(one.file.schema, dict) for one in found)
