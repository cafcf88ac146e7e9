"""What the protobuf reader makes of messages, enumerations, imports, bad input and random edits.

What Google's own ProtoJSON reads and writes is asked by `tests/readers_foreign/protobuf.py`.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import Edit, edited, edits, maker, read_or_refused, schema, source
from hypothesis import given, settings

from conformance.errors import ConformanceError
from conformance.readers import protobuf
from conformance.readers.digits import digits_between
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.protobuf.well_known import DURATION, TIMESTAMP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROTO3 = 'syntax = "proto3";\npackage p;\n'
NULLS = ("null=reject",)
INT64 = digits_between(-(2**63), 2**63 - 1)
KEY32 = digits_between(-(2**31), 2**31 - 1)
BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
NO_NUMBER = {"enum": ["NaN", "Infinity", "-Infinity"]}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files of a project and returns the last one."""
    return maker(tmp_path, ".proto", root="pyproject.toml")


REF32 = {"$ref": "#/$defs/int32_of_ProtoJSON"}
FIELDS: list[tuple[str, Any, Any]] = [
    ("string a = 1;", {"type": "string"}, {"type": "string"}),
    ("bool a = 1;", {"type": "boolean"}, {"type": "boolean"}),
    ("int32 a = 1;", REF32, REF32),
    ("google.protobuf.Int32Value a = 1;", REF32, REF32),
    ("google.protobuf.StringValue a = 1;", {"type": "string"}, {"type": "string"}),
    (
        "double a = 1;",
        None,
        {"anyOf": [NO_NUMBER, {"type": "number"}]},
    ),
    ("bytes a = 1;", None, {"type": "string", "pattern": BASE64}),
    (
        "repeated int32 a = 1;",
        {"type": "array", "items": REF32},
        {"type": "array", "items": REF32},
    ),
    (
        "map<int32, string> a = 1;",
        {
            "type": "object",
            "propertyNames": {"type": "string", "pattern": KEY32},
            "additionalProperties": {"type": "string"},
        },
        None,
    ),
    (
        "map<bool, string> a = 1;",
        {
            "type": "object",
            "propertyNames": {"enum": ["true", "false"]},
            "additionalProperties": {"type": "string"},
        },
        None,
    ),
    (
        "map<string, M> a = 1; message M {}",
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/A.M"}},
        None,
    ),
    ("google.protobuf.Timestamp a = 1;", None, None),
    ("google.protobuf.Value a = 1;", {}, {}),
    (
        "google.protobuf.NullValue a = 1;",
        {"enum": ["NULL_VALUE", 0, None]},
        None,
    ),
    ("google.protobuf.Empty a = 1;", {"$ref": "#/$defs/google.protobuf.Empty"}, None),
    (
        "google.protobuf.Any a = 1;",
        {
            "type": "object",
            "properties": {"@type": {"type": "string"}},
            "x-silent": "what an Any holds depends on its `@type`",
        },
        None,
    ),
]
IMPORTS = "".join(
    f'import "google/protobuf/{name}.proto";\n'
    for name in ("any", "empty", "struct", "timestamp", "wrappers")
)


@pytest.mark.parametrize(("text", "received", "sent"), FIELDS)
def test_a_field_has_the_expected_schema_in_either_direction(
    text: str, received: Any, sent: Any, made: Callable[..., Path]
) -> None:
    path = made(a=f"{PROTO3}{IMPORTS}message A {{ {text} }}")

    read_as = schema(path, "A", changes=NULLS)
    written = schema(path, "A", direction=Direction.SEND)

    assert received is None or read_as["properties"]["a"] == received
    assert sent is None or written["properties"]["a"] == sent
    assert read_as["additionalProperties"] is False


def test_an_integer_of_64_bits_is_read_in_two_forms_and_written_in_digits(
    made: Callable[..., Path],
) -> None:
    path = made(a=f"{PROTO3}message A {{ int64 a = 1; uint64 b = 2; }}")

    found = schema(path, "A")["$defs"]["int64_of_ProtoJSON"]
    sent = schema(path, "A", direction=Direction.SEND)["$defs"]

    assert found == {
        "anyOf": [
            {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
            {"type": "string", "pattern": INT64},
        ]
    }
    assert sent["int64_of_ProtoJSON"] == {"type": "string", "pattern": INT64}


def test_a_field_is_read_under_two_names_but_not_under_both(made: Callable[..., Path]) -> None:
    path = made(a=f"{PROTO3}message A {{ bool is_new = 1; }}")

    found = source(path, "A", changes=NULLS)

    assert schema(path, "A", changes=NULLS) == {
        "type": "object",
        "properties": {"isNew": {"type": "boolean"}, "is_new": {"type": "boolean"}},
        "allOf": [{"not": {"required": ["isNew", "is_new"]}}],
        "additionalProperties": False,
    }
    assert list(schema(path, "A", direction=Direction.SEND)["properties"]) == ["isNew"]
    assert [(one.native, one.wire) for one in found.native_names] == [("is_new", "isNew")]


def test_at_most_one_field_of_a_oneof_has_a_value(made: Callable[..., Path]) -> None:
    text = "oneof x { bool a = 1; bool b_b = 2; } oneof y { bool c = 3; } optional bool d = 4;"
    path = made(a=f"{PROTO3}message A {{ {text} }}")
    null = {"type": "null"}

    assert schema(path, "A")["allOf"][1:] == [
        {"anyOf": [{"properties": {"bB": null, "b_b": null}}, {"properties": {"a": null}}]}
    ]
    assert schema(path, "A", direction=Direction.SEND)["allOf"] == [
        {"anyOf": [{"properties": {"bB": null}}, {"properties": {"a": null}}]}
    ]


INT32 = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}
ENUMS: list[tuple[str, Any, Any]] = [
    ('syntax = "proto3"; enum A { X = 0; Y = 1; }', {"anyOf": [{"enum": ["X", "Y"]}, INT32]}, None),
    (
        'syntax = "proto2"; enum A { option allow_alias = true; X = 1; Y = 1; }',
        {"enum": ["X", "Y", 1]},
        {"enum": ["X", "Y"]},
    ),
]


@pytest.mark.parametrize(("text", "received", "sent"), ENUMS)
def test_an_enumeration_is_a_name_or_a_number(
    text: str, received: Any, sent: Any, made: Callable[..., Path]
) -> None:
    path = made(a=text)

    assert schema(path, "A") == received
    assert schema(path, "A", direction=Direction.SEND) == (sent or received)


def test_proto2_demands_fields_and_leaves_extensions_open(made: Callable[..., Path]) -> None:
    text = """
syntax = "proto2";
message A {
  required bool a = 1;
  repeated group G = 2 { optional bool b = 1; }
  extensions 100 to max;
}
"""
    found = schema(made(a=text), "A", changes=NULLS)

    assert found["required"] == ["a"]
    assert found["properties"]["g"] == {"type": "array", "items": {"$ref": "#/$defs/A.G"}}
    assert found["additionalProperties"] == {"x-silent": "extensions may stand among the fields"}


def test_claims_name_the_line_of_each_field(made: Callable[..., Path]) -> None:
    text = "// An A.\nmessage A {\n  // A note.\n  string a = 1;\n\n  repeated A b = 2;\n}\n"
    found = source(made(a=PROTO3 + text), "A", changes=NULLS)

    assert [(one.line, one.says) for one in found.claims] == [
        (4, "A is an object"),
        (6, "`a` may be left out: a string"),
        (8, "`b` may be left out: an array, each element A"),
        (4, "no other property"),
    ]


def test_a_message_of_google_itself_can_be_read(made: Callable[..., Path]) -> None:
    text = 'syntax = "proto3"; package google.protobuf; message BoolValue { bool value = 1; }'

    assert schema(made(a=text), "BoolValue") == {"type": "boolean"}


def test_names_are_listed_with_the_messages_around_them(made: Callable[..., Path]) -> None:
    text = "enum E { X = 0; } message A { message B { enum C { Y = 0; } } map<string, B> m = 1; }"
    path = made(a=f"{PROTO3}{text} message D {{}}")

    assert protobuf.names(opened(path)) == ["E", "A", "A.B", "A.B.C", "D"]


def test_imports_are_found_in_the_folders_above(made: Callable[..., Path]) -> None:
    path = made(
        api__common__money='syntax = "proto3"; package common; import "common/cent.proto";\n'
        "message Money { Cent cent = 1; }",
        api__common__cent='syntax = "proto3"; package common; message Cent { int32 n = 1; }',
        api__shop__other='syntax = "proto3"; package shop; import "shop/order.proto";',
        api__shop__order='syntax = "proto3"; package shop; /* import "x"; */\n'
        'import public "common/money.proto"; import "common/money.proto";\n'
        "message Order { common.Money total = 1; }",
    )

    with pytest.raises(ConformanceError, match=r"money\.proto. was listed twice"):
        schema(path, "Order")
    path.write_text(path.read_text("utf-8").replace('import "common', '// import "common'), "utf-8")
    found = schema(path, "Order", changes=NULLS)
    assert found["properties"] == {"total": {"$ref": "#/$defs/common.Money"}}
    assert sorted(found["$defs"]) == ["common.Cent", "common.Money", "int32_of_ProtoJSON"]
    assert sorted(x.rpartition("/")[2] for x in source(path, "Order").digests) == [
        "cent.proto",
        "money.proto",
        "order.proto",
    ]


def test_a_file_that_is_imported_back_is_one_file(made: Callable[..., Path]) -> None:
    path = made(
        b='syntax = "proto3"; import "a.proto";',
        a='syntax = "proto3"; import "b.proto"; message A {}',
    )

    with pytest.raises(ConformanceError, match="recursively imports itself"):
        schema(path, "A")


def test_a_file_that_is_imported_back_by_another_name_is_one_file(
    made: Callable[..., Path],
) -> None:
    path = made(
        shop__b='syntax = "proto3"; import "shop/a.proto";',
        shop__a='syntax = "proto3"; import "shop/b.proto"; message A {}',
    )

    with pytest.raises(ConformanceError, match="recursively imports itself"):
        schema(path, "A")


BAD = [
    ("message A { int32 a }", "line 3: protoc cannot read it: Missing field number."),
    ("message A { B b = 1; }", 'line 3: protoc cannot read it: "B" is not defined.'),
    ("message A {}\nmessage A {}", 'line 4: protoc cannot read it: "A" is already defined'),
    ('\nimport "gone.proto";', "line 4: the file imports gone.proto, which is not there"),
    ('import "../../../../gone.proto";', "imports ../../../../gone.proto, which is not there"),
    ('import "../twin/x.proto";', "the import ../twin/x.proto leads out of the project"),
    ('import "bad.proto"; message A {}', "bad.proto at line 1: protoc cannot read it: Expected"),
    ('import "google/protobuf/gone.proto";', "protoc cannot read it: "),
    ("", "there is no type in the protobuf of this file"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_bad_input_is_refused_with_its_line(
    text: str, words: str, made: Callable[..., Path]
) -> None:
    path = made(twin__x='syntax = "proto3";', own__bad='syntax = "proto3" x', own__a=PROTO3 + text)

    with pytest.raises(ConformanceError) as caught:
        source(path, "A")

    assert words in str(caught.value)


@pytest.mark.parametrize("said", ["", "Killed\n"])
def test_a_failure_without_a_place_is_told(
    said: str, made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)

    with pytest.raises(ConformanceError) as caught:
        source(made(a=PROTO3), "A")

    assert f"protoc cannot read it: {said.strip() or 'it gives no reason'}" in str(caught.value)


TEXTS = [
    (TIMESTAMP, ("2020-02-29T23:59:59Z", "0001-01-01T00:00:00.123456789+14:00"), True),
    (TIMESTAMP, ("0000-01-01T00:00:00Z", "2020-13-01T00:00:00Z", "2020-01-01t00:00:00Z"), False),
    (DURATION, ("0s", "-3.000000001s", "315576000000s", "-315576000000s"), True),
    (DURATION, ("3", "315576000001s", "1.0000000001s", "01s"), False),
]


@pytest.mark.parametrize(("pattern", "texts", "fits"), TEXTS)
def test_times_have_the_form_that_protojson_gives_them(
    pattern: str,
    texts: tuple[str, ...],
    fits: bool,  # noqa: FBT001
) -> None:
    assert [bool(re.fullmatch(pattern, text)) for text in texts] == [fits] * len(texts)


REAL = """
syntax = "proto3";

package shop;

import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";

// An order.
message Order {
  string order_id = 1;
  google.protobuf.Timestamp placed = 2;
  repeated Line lines = 3;
  map<int32, Line> by_number = 4;
  oneof payment { string card = 5; Cash cash = 6; }
  optional Status status = 7 [json_name = "state"];

  message Cash { google.protobuf.Int64Value amount = 1; }
}

message Line { bytes image = 1; double weight = 2; Order order = 3; }

enum Status { OPEN = 0; SHUT = 1; reserved 3; }
"""
PIECES = (
    *("repeated ", "<", ">", "(", ")", "{", "}", ";", ",", "=", '"', "enum ", "message ", "oneof "),
    *("Order", "Line", "int32 ", "1", "reserved ", "import ", "option ", "[", "]", "//", "/*"),
)
EDITS = edits(REAL, PIECES)


@pytest.mark.untraced
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(changes=EDITS)
def test_random_edits_give_a_schema_or_an_error(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "order.proto"
    path.write_text(edited(REAL, changes), "utf-8")
    found, shown = read_or_refused(path, lambda document: protobuf.names(document)[:2])

    assert shown or all(isinstance(one.file.schema, dict) for one in found)
