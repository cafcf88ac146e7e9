from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies

from conformance.errors import BrokenFileError, ConformanceError
from conformance.readers import go
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.facts import Direction, Doc, Span
from conformance.readers.go import patterns
from conformance.readers.go.syntax import parsed, part
from conformance.readers.read import Options, Source, read

INTEGER = {
    name: {"type": "integer", "minimum": least, "maximum": most}
    for name, least, most in (
        ("int", -(2**63), 2**63 - 1),
        ("int8", -128, 127),
        ("int16", -(2**15), 2**15 - 1),
        ("int32", -(2**31), 2**31 - 1),
        ("int64", -(2**63), 2**63 - 1),
        ("uint", 0, 2**64 - 1),
        ("uint8", 0, 255),
        ("uint16", 0, 2**16 - 1),
        ("uint32", 0, 2**32 - 1),
        ("uint64", 0, 2**64 - 1),
        ("uintptr", 0, 2**64 - 1),
    )
}
INT8 = INTEGER["int8"]
STRING, BOOLEAN, NULL = {"type": "string"}, {"type": "boolean"}, {"type": "null"}
NUMBERS = {"type": ["number", "string", "null"], "pattern": patterns.NUMBER}
TIME = {"type": ["string", "null"], "format": "date-time"}
METHODS = "func (*T) UnmarshalJSON(b []byte) error { return nil }\n"


def null(schema: Any) -> Any:
    """Return what a schema becomes where null is accepted too."""
    simple = schema.get("type") in {"string", "boolean", "number", "array"} and len(schema) == 1
    return {"type": [schema["type"], "null"]} if simple else {"anyOf": [schema, NULL]}


def source(
    folder: Path,
    files: str | dict[str, str],
    name: str = "T",
    *changes: str,
    direction: Direction = Direction.RECEIVE,
    formats: bool = False,
) -> Source:
    """Return a type of `a.go`, whose package clause is left out if it is the only file."""
    if isinstance(files, str):
        files = {"a.go": f"package a\n{files}"}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    options = Options(changes=changes, direction=direction, formats=formats)
    return read(f"{folder / 'a.go'}#{name}", options)


def schema(*args: Any, **more: Any) -> Any:
    made = source(*args, **more).file.schema
    assert isinstance(made, dict)
    return {name: value for name, value in made.items() if name not in {"$schema", "title"}}


def properties(*args: Any, **more: Any) -> Any:
    return schema(*args, **more).get("properties", {})


def lines(text: str) -> str:
    """Return declarations with a line each, as the grammar wants them."""
    return text.replace("; ", "\n").replace("( ", "(\n").replace(" )", "\n)")


def reasons(found: Source) -> list[str]:
    return [one.why for one in found.silent]


# --- one type each --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((name, null(body)) for name, body in INTEGER.items()),
        ("byte", null(INTEGER["uint8"])),
        ("rune", null(INTEGER["int32"])),
        ("string", null(STRING)),
        ("bool", null(BOOLEAN)),
        ("float64", null({"type": "number"})),
        (
            "float32",
            null(
                {
                    "type": "number",
                    "minimum": -(2**128) + 2**103 + 1,
                    "maximum": 2**128 - 2**103 - 1,
                }
            ),
        ),
        ("any", {}),
        ("interface{}", {}),
        ("interface{ any }", {}),
        ("(string)", null(STRING)),
        ("*string", null(STRING)),
        ("**string", null(STRING)),
        ("*any", {}),
        ("[]string", {"type": ["array", "null"], "items": null(STRING)}),
        ("[]any", {"type": ["array", "null"]}),
        (
            "[]byte",
            {
                "type": ["string", "array", "null"],
                "pattern": patterns.BASE64,
                "format": "byte",
                "items": null(INTEGER["uint8"]),
            },
        ),
        ("[2]int8", {"type": ["array", "null"], "prefixItems": [null(INT8)] * 2}),
        ("[0]int8", {"type": ["array", "null"]}),
        ("[N]int8", {"type": ["array", "null"], "prefixItems": [null(INT8)] * 3}),
        ("map[string]bool", {"type": ["object", "null"], "additionalProperties": null(BOOLEAN)}),
        (
            "map[uint8]any",
            {
                "type": ["object", "null"],
                "propertyNames": {"type": "string", "pattern": patterns.integer_key(0, 255)},
            },
        ),
        (
            "struct { X bool }",
            {"type": ["object", "null"], "properties": {"X": null(BOOLEAN)}},
        ),
        ("time.Time", TIME),
        ("time.Duration", null(INTEGER["int64"])),
        ("json.RawMessage", {}),
        ("json.Number", NUMBERS),
        (
            "http.Header",
            {
                "type": ["object", "null"],
                "additionalProperties": {"type": ["array", "null"], "items": null(STRING)},
            },
        ),
        ("sync.Mutex", {"type": ["object", "null"]}),
    ],
)
def test_each_type_is_read_as_encoding_json_reads_it(
    tmp_path: Path, text: str, expected: Any
) -> None:
    imports = 'import ("encoding/json"; "net/http"; "sync"; "time")\nconst N = 3\n'
    found = properties(tmp_path, f"{imports}type T struct {{ F {text} }}")
    assert found == {"F": expected}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("complex128", "encoding/json has no form for complex128"),
        ("func(int) error", "encoding/json has no form for func(int) error"),
        ("chan int", "encoding/json has no form for chan int"),
        ("error", "error is an interface with methods"),
        (
            "interface{ M() }",
            "what an interface with methods is read into depends on what it holds",
        ),
        ("fmt.Stringer", "what an interface with methods is read into depends on what it holds"),
        ("interface{ fmt.Stringer }", "what an interface with methods is read into depends on"),
        ("interface{ error }", "what an interface with methods is read into depends on"),
        ("interface{ far.Away }", "what an interface with methods is read into depends on"),
        ("interface{ int | string }", "what an interface with methods is read into depends on"),
        ("far.Away", "the source names the type far.Away, and does not define it"),
        ("Missing", "the source names the type Missing, and does not define it"),
        ("time.Ticker", "the source names the type time.Ticker, and does not define it"),
        ("[65]int", "only the first 65 elements are read"),
        ("[len(x)]int", "the length of the array cannot be evaluated"),
        ("map[float64]int", "encoding/json has no form for keys of type float64"),
        ("map[struct{}]int", "encoding/json has no form for keys of type struct{}"),
        ("map[far.Away]int", "the keys of type far.Away are not known: it is defined elsewhere"),
        (
            "map[net.IP]int",
            "the keys of type net.IP are not known: its method UnmarshalText is code",
        ),
        ("net.IP", "its method UnmarshalText is code"),
        ("big.Int", "its method UnmarshalJSON is code"),
    ],
)
def test_what_cannot_be_read_is_silent_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    imports = 'import ("fmt"; "net"; "math/big"; "time"; "example.com/far")\n'
    found = source(tmp_path, f"{imports}type T struct {{ F {text} }}")
    assert [one.startswith(why) for one in reasons(found)] == [True]
    assert found.silent[0].place == "T.F"


def test_a_type_that_reads_itself_from_a_text_is_a_text_or_null(tmp_path: Path) -> None:
    text = 'import "net"\ntype T struct { F net.IP; M map[net.IP]bool }'
    assert properties(tmp_path, text) == {
        "F": null({"type": "string", "x-silent": "its method UnmarshalText is code"}),
        "M": null(
            {
                "type": "object",
                "additionalProperties": null(BOOLEAN),
                "x-silent": "the keys of type net.IP are not known: its method UnmarshalText is"
                " code",
            }
        ),
    }


# --- the whole value ------------------------------------------------------------------------------


def test_null_in_place_of_the_whole_value_is_decided(tmp_path: Path) -> None:
    text = "type T struct { X bool }"
    body = {"type": "object", "properties": {"X": null(BOOLEAN)}}
    assert schema(tmp_path, text) == {**body, "type": ["object", "null"]}
    assert schema(tmp_path, text, "T", "root-null=reject") == body
    silent = schema(tmp_path, text, "T", "root-null=silent")
    assert silent["anyOf"][0] == body
    assert silent["anyOf"][1]["type"] == "null"
    assert "x-silent" in silent["anyOf"][1]


def test_a_whole_value_that_is_used_in_itself_stands_apart_from_its_null(tmp_path: Path) -> None:
    text = "type T struct { Next *T; All []T }"
    inner = {"$ref": "#/$defs/T"}
    found = schema(tmp_path, text, "T", "element-null=reject")
    assert found["anyOf"] == [inner, NULL]
    assert found["$defs"]["T"]["properties"] == {
        "Next": {"anyOf": [inner, NULL]},
        "All": {"type": ["array", "null"], "items": inner},
    }
    plain = schema(tmp_path, text, "T", "root-null=reject", "element-null=reject")
    assert plain["properties"]["All"]["items"] == {"$ref": "#"}


def test_what_is_written_of_the_whole_value_is_never_null(tmp_path: Path) -> None:
    text = "type T struct { X bool }"
    found = schema(tmp_path, text, direction=Direction.SEND)
    assert found == {
        "type": "object",
        "properties": {"X": BOOLEAN},
        "required": ["X"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("type T string", null(STRING)),
        ("type T int8", null(INT8)),
        ("type T []bool", {"type": ["array", "null"], "items": null(BOOLEAN)}),
        ("type T = []bool", {"type": ["array", "null"], "items": null(BOOLEAN)}),
        ("type T any", {}),
        ("type T *string", null(STRING)),
        ("type U string\ntype T U", null(STRING)),
        (
            "type U = V\ntype V struct { X bool }\ntype T U",
            {"type": ["object", "null"], "properties": {"X": null(BOOLEAN)}},
        ),
        ('import "time"\ntype T time.Time', {"type": ["object", "null"]}),
        ('import "encoding/json"\ntype T json.Number', null(STRING)),
        ('import "time"\ntype T = time.Time', TIME),
    ],
)
def test_a_declared_type_is_what_it_is_made_of(
    tmp_path: Path, declaration: str, expected: Any
) -> None:
    assert schema(tmp_path, declaration) == expected


# --- fields and tags ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("X bool", ["X"]),
        ('X bool `json:"x"`', ["x"]),
        ('X bool `json:"x,omitempty"`', ["x"]),
        ('X bool `json:",omitempty"`', ["X"]),
        ('X bool `json:""`', ["X"]),
        ('X bool `json:"-"`', []),
        ('X bool `json:"-,"`', ["-"]),
        ('X bool `xml:"y" json:"x"`', ["x"]),
        ('X bool `json:"x" json:"y"`', ["x"]),
        ("X bool `json:x`", ["X"]),
        ('X bool `json: "x"`', ["X"]),
        (r'X bool "json:\"x\""', ["x"]),
        (r'X bool `json:"a\"b"`', ["X"]),
        (r'X bool `json:"\x41\u00e9\101\t"`', ["X"]),
        (r'X bool `json:"\x41\u00e9\101"`', ["AéA"]),
        (r'X bool `json:"\q"`', ["X"]),
        ('X bool `json:"a b/$%-ü2"`', ["a b/$%-ü2"]),
        ("x bool", []),
        ('x bool `json:"x"`', []),
        ("_ bool", []),
        ("X, y, Z bool", ["X", "Z"]),
        ("Ärger bool", ["Ärger"]),
    ],
)
def test_the_tag_gives_the_name(tmp_path: Path, field: str, names: list[str]) -> None:
    assert list(properties(tmp_path, f"type T struct {{\n{field}\n}}")) == names


def test_claims_name_the_line_and_the_native_name_of_a_field(tmp_path: Path) -> None:
    found = source(tmp_path, 'type T struct {\n\t// The id.\n\tID string `json:"id"`\n}')
    at = {one.id: (one.line, one.says) for one in found.claims}
    assert at["t-id"] == (4, "`id` may be left out: a string")
    assert at["t"][0] == 2
    assert [(one.native, one.wire) for one in found.native_names] == [("ID", "id")]


def test_the_comment_above_or_behind_a_field_is_its_own(tmp_path: Path) -> None:
    text = """package a
type T struct {
	A bool // behind A
	// above B,
	/* in two parts */
	B bool

	// apart

	C bool // behind C
	D bool
}
"""
    (tmp_path / "a.go").write_text(text)
    found = go.facts(opened(tmp_path / "a.go"), "T").types["T"]
    docs = {one.name: one.doc for one in found.fields}  # type: ignore[union-attr]
    shown = (tmp_path / "a.go").as_posix()
    assert docs == {
        "A": Doc("behind A", Span(shown, 3, 9)),
        "B": Doc("above B,\nin two parts", Span(shown, 4, 2)),
        "C": Doc("behind C", Span(shown, 10, 9)),
        "D": None,
    }


def test_columns_count_characters(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_text("package a\ntype T struct { Ä, Ö bool }", "utf-8")
    found = go.facts(opened(tmp_path / "a.go"), "T").types["T"]
    spans = [(one.span.line, one.span.column) for one in found.fields]  # type: ignore[union-attr]
    assert spans == [(2, 17), (2, 20)]


def test_names_are_read_in_any_case_if_that_is_decided(tmp_path: Path) -> None:
    text = 'type T struct { A string `json:"id"` }'
    assert "patternProperties" not in schema(tmp_path, text)
    found = schema(tmp_path, text, "T", "any-case=accept")
    assert found["patternProperties"] == {"^(?:I[dD]|iD)$": null(STRING)}
    silent = schema(tmp_path, text, "T", "go.any-case=silent")
    assert silent["patternProperties"] == {"^(?:I[dD]|iD)$": {"x-silent": "`id` in another case"}}
    sent = schema(tmp_path, text, "T", "any-case=accept", direction=Direction.SEND)
    assert "patternProperties" not in sent


def test_names_that_differ_in_case_only_are_told_apart(tmp_path: Path) -> None:
    text = 'type T struct { A string `json:"id"`; B bool `json:"ID"`; C int8 `json:"x"` }'
    found = schema(tmp_path, text, "T", "any-case=accept")
    assert found["patternProperties"] == {"^(?:iD|Id)$": null(STRING), "^(?:X)$": null(INT8)}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("int8", {"type": ["string", "null"], "pattern": patterns.integer_text(-128, 127)}),
        ("*uint8", {"type": ["string", "null"], "pattern": patterns.integer_text(0, 255)}),
        ("bool", {"enum": ["true", "false", "null", None]}),
        ("string", {"type": ["string", "null"], "pattern": patterns.QUOTED}),
        ("L", {"type": ["string", "null"], "pattern": patterns.integer_text(-128, 127)}),
        ("[]bool", {"type": ["array", "null"], "items": null(BOOLEAN)}),
        ("complex64", {"x-silent": "encoding/json has no form for complex64"}),
        (
            "float64",
            {
                "anyOf": [
                    {"type": "string", "pattern": patterns.NUMBER},
                    {"type": "string", "x-silent": "strconv reads more texts than JSON's numbers"},
                    NULL,
                ]
            },
        ),
        (
            "json.Number",
            null(
                {
                    "type": "string",
                    "x-silent": "the text within a string of json.Number is not checked",
                }
            ),
        ),
        (
            "C",
            null({"type": "string", "x-silent": "its method UnmarshalJSON is code"}),
        ),
    ],
)
def test_the_option_string_demands_a_text(tmp_path: Path, kind: str, expected: Any) -> None:
    text = f"""import "encoding/json"
type L int8
type C int
{METHODS.replace("*T", "*C")}
type T struct {{ F {kind} `json:",string"` }}"""
    assert properties(tmp_path, text) == {"F": expected}


# --- embedding ------------------------------------------------------------------------------------

EMBEDDED = """
type Base struct { ID bool `json:"id"`; Kind bool }
type Other struct { ID string `json:"id"`; Far string }
type Tagged struct { K string `json:"Kind"` }
type hidden struct { Seen bool; unseen bool }
type Deep struct { Base; Kind string }
type Letter int8
type letter int8
type Any interface{}
type Alias = Base
type Box[V any] struct { Value V }
type Recursive struct { *Recursive; X bool }
"""
ID, KIND, TEXT = {"id": null(BOOLEAN)}, {"Kind": null(BOOLEAN)}, null(STRING)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Base", {**ID, **KIND}),
        ("*Base", {**ID, **KIND}),
        ("Alias", {**ID, **KIND}),
        ('Base `json:",omitempty"`', {**ID, **KIND}),
        ('Base `json:"-"`', {}),
        ('Base `json:"base"`', {"base": null({"$ref": "#/$defs/Base"})}),
        ('*Base `json:"base"`', {"base": null({"$ref": "#/$defs/Base"})}),
        ("Base; Kind string", {**ID, "Kind": TEXT}),
        ("Deep", {**ID, "Kind": TEXT}),
        ("Base; Other", {**KIND, "Far": TEXT}),
        ("Base; Tagged", {**ID, "Kind": TEXT}),
        ("Deep; Base", ID),
        ("hidden", {"Seen": null(BOOLEAN)}),
        ("*hidden", {"Seen": {"not": {}}}),
        ("Letter", {"Letter": null({"$ref": "#/$defs/Letter"})}),
        ("letter", {}),
        ("Any", {"Any": {"$ref": "#/$defs/Any"}}),
        ("Box[bool]", {"Value": null(BOOLEAN)}),
        ("*Box[bool]", {"Value": null(BOOLEAN)}),
        ("Recursive", {"X": null(BOOLEAN)}),
        ("First; Second", {}),
        ("sync.Mutex; X bool", {"X": null(BOOLEAN)}),
    ],
)
def test_fields_of_embedded_structs_are_promoted(tmp_path: Path, body: str, expected: Any) -> None:
    more = "type First struct { Base }\ntype Second struct { Base }\n"
    text = f'import "sync"\n{EMBEDDED}{more}type T struct {{ {body} }}'
    assert properties(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("time.Time", "the method UnmarshalJSON of the embedded Time is code"),
        ("C", "the method UnmarshalJSON of the embedded C is code"),
        ("*C", "the method UnmarshalJSON of the embedded C is code"),
        ("D", "the method UnmarshalJSON of the embedded C is code"),
        ('C `json:"c"`', "the method UnmarshalJSON of the embedded C is code"),
        ("json.Unmarshaler", "the method UnmarshalJSON of the embedded Unmarshaler is code"),
        ("far.Away", "it embeds far.Away, which is defined elsewhere"),
        ("E", "it embeds far.Away, which is defined elsewhere"),
        ("Inner", "it embeds an interface that is not known in full"),
        ("Twice", "Twice is declared in"),
    ],
)
def test_a_struct_with_a_promoted_method_is_silent(tmp_path: Path, body: str, why: str) -> None:
    text = f"""package a
import ("encoding/json"; "time"; "example.com/far")
type C struct {{}}
{METHODS.replace("*T", "*C")}
type D struct {{ C; X bool }}
type E far.Away
type Inner interface {{ far.Away }}
type T struct {{ {body}; Y bool }}"""
    twice = "package a\ntype Twice struct { X bool }"
    found = source(tmp_path, {"a.go": text, "b.go": twice, "c.go": twice})
    assert reasons(found)[0].startswith(why)
    assert schema(tmp_path, {"a.go": text}) == {"x-silent": found.silent[0].why}


def test_two_promoted_methods_put_each_other_out(tmp_path: Path) -> None:
    text = f"""
type C struct {{ A bool }}
type D struct {{ B bool }}
{METHODS.replace("*T", "*C")}{METHODS.replace("*T", "*D")}
type T struct {{ C; D }}"""
    assert list(properties(tmp_path, text)) == ["A", "B"]


def test_a_struct_without_a_name_has_promoted_methods_too(tmp_path: Path) -> None:
    text = 'import "time"\ntype T struct { F struct { time.Time } }'
    why = "the method UnmarshalJSON of the embedded Time is code"
    assert properties(tmp_path, text) == {"F": {"x-silent": why}}


# --- methods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method",
    [
        "func (t *T) UnmarshalJSON(b []byte) error { return nil }",
        "func (T) UnmarshalJSON([]byte) error { return nil }",
        "func (t *(T)) UnmarshalJSON(b []uint8) (err error) { return nil }",
        "func (a *A) UnmarshalJSON(b []byte) error { return nil }",
    ],
)
def test_a_type_that_reads_itself_is_silent(tmp_path: Path, method: str) -> None:
    found = source(tmp_path, f"type A = T\ntype T struct {{ X bool }}\n{method}")
    assert reasons(found) == ["its method UnmarshalJSON is code"]
    assert found.file.schema["x-silent"] == reasons(found)[0]  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    "method",
    [
        "func (t *T) UnmarshalJSON(b string) error { return nil }",
        "func (t *T) UnmarshalJSON(a, b []byte) error { return nil }",
        "func (t *T) UnmarshalJSON(b []byte) { }",
        "func (t *T) Unmarshal(b []byte) error { return nil }",
        "func (t *Other) UnmarshalJSON(b []byte) error { return nil }",
        "func (far.T) UnmarshalJSON(b []byte) error { return nil }",
        "func () UnmarshalJSON(b []byte) error { return nil }",
        "func UnmarshalJSON(b []byte) error { return nil }",
    ],
)
def test_a_method_with_another_name_signature_or_receiver_does_not_count(
    tmp_path: Path, method: str
) -> None:
    assert list(properties(tmp_path, f"type T struct {{ X bool }}\n{method}")) == ["X"]


def test_a_circle_of_aliases_that_is_not_reached_does_not_matter(tmp_path: Path) -> None:
    method = METHODS.replace("*T", "*A")
    text = f"type T struct {{ X bool }}\ntype A = B\ntype B = A\n{method}"
    assert list(properties(tmp_path, text)) == ["X"]


def test_a_type_made_of_one_with_methods_has_none_of_them(tmp_path: Path) -> None:
    text = f"type U struct {{ X bool }}\ntype T U\n{METHODS.replace('*T', '*U')}"
    assert properties(tmp_path, text) == {"X": null(BOOLEAN)}


def test_a_generic_type_may_read_itself(tmp_path: Path) -> None:
    method = "func (p *P[V]) UnmarshalJSON(b []byte) error { return nil }"
    text = f"type P[V any] struct {{ X V }}\n{method}\ntype T struct {{ F P[bool]; G *P[bool] }}"
    found = source(tmp_path, text)
    assert reasons(found) == ["its method UnmarshalJSON is code"]
    pair = [{"$ref": "#/$defs/P_bool"}, NULL]
    assert properties(tmp_path, text) == {"F": pair[0], "G": {"anyOf": pair}}


# --- constants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declarations", "values"),
    [
        ('const ( A T = "a"; B T = "b" )', ["a", "b"]),
        ('const A T = "a"', ["a"]),
        ('const A = T("a")', ["a"]),
        ('const ( A, B T = "a", `b` )', ["a", "b"]),
        ('const ( A T = "a" + "b"; C = A + "c" )', ["ab", "abc"]),
        ('const ( A T = ("a"); B T = A )', ["a"]),
        ('const ( A T = "a"; B = "b" )', ["a"]),
        ('const ( A T = "a"; _ T = "b" )', ["a"]),
        ('type U = T\nconst ( A U = "a"; B = U("b") )', ["a", "b"]),
        ('func f() { const A T = "a" }', None),
        ('const ( A T = "a"; B T = f("b") )', None),
        ('const ( A T = "a"; B = T(f, g) )', None),
        ('const ( A T = "a"; B T = far.B )', None),
        ('const ( A T = "a"; B T = B )', None),
        ('const ( A T = "a"; B )', ["a"]),
        ('const ( A T = "a"; B T = "\\q" )', None),
        ('const ( A T = "\\a\\x62\\143"; B T = "\\U0001f600" )', ["\abc", "\U0001f600"]),
        ('const ( A T = "a"; B T = "\\777" )', None),
        ('const ( A T = "a"; B T = "\\U00110000" )', None),
        ('const ( A T = "a"; B T = "\\ud800" )', None),
        ('const ( A T = "a"; B T = "\\xff" )', None),
        ('const ( A T = "a"; B T = -"b" )', None),
        ('const ( A T = "a"; B T = "b" - "c" )', None),
        ('const ( A T = "a"; B, C T = "b" )', None),
    ],
)
def test_constants_of_a_string_type_are_its_values(
    tmp_path: Path, declarations: str, values: list[str] | None
) -> None:
    text = f"type T string\n{lines(declarations)}"
    found = schema(tmp_path, text, "T", "enum=reject", "root-null=reject")
    expected: Any = STRING
    if values is not None:
        expected = {"const": values[0]} if len(values) == 1 else {"enum": values}
    assert found == expected


@pytest.mark.parametrize(
    ("declarations", "values"),
    [
        ("const ( A T = iota; B; _; C )", [0, 1, 3]),
        ("const ( A T = 1 << iota; B; C )", [1, 2, 4]),
        ("const ( A T = iota + 1\n// a comment\nB )", [1, 2]),
        ("const ( A, B T = iota, iota + 10; C, D )", [0, 10, 1, 11]),
        ("const ( A T = -1; B T = +2 )", [-1, 2]),
        (
            "const ( A T = 0x1f; B T = 0b11; C T = 0o17; D T = 017; E T = 1_0; F T = 0 )",
            [31, 3, 15, 10, 0],
        ),
        ("const ( A T = 'a'; B T = '\\n'; C T = '\\'' )", [97, 10, 39]),
        (
            "const ( A T = 7 / 2; B T = -7 / 2; C T = -7 % 4; D T = 6 & 3; E T = 6 | 1 )",
            [3, -3, 2, 7],
        ),
        ("const ( A T = 6 ^ 3; B T = 6 &^ 2; C T = 8 >> 2; D T = 2 * 3 - 1 )", [5, 4, 2]),
        ("const N = 2\nconst A T = N << 1", [4]),
        ("const A T = 1\nconst B = A << 2", [1, 4]),
        ("const B = 2 + A\nconst A T = 1", [3, 1]),
        ("const ( A T = 1; B T = 1 / 0 )", None),
        ("const ( A T = 1; B T = 1 << 600 )", None),
        ("const ( A T = 1; B T = 1 << -1 )", None),
        (f"const ( A T = 1; B T = {'9' * 5000} )", None),
        ("const ( A T = 1; B T = +++ )", None),
        ("const A T = 1\n}} const { B T = 2", None),
        ("const ( A T = 1; B T = ^1 )", None),
        ("const ( A T = 1; B T = 1 == 1 )", None),
        ("const ( A T = 1; B T = 1.5 )", None),
    ],
)
def test_constants_of_an_integer_type_are_its_values(
    tmp_path: Path, declarations: str, values: list[int] | None
) -> None:
    text = f"type T int8\n{lines(declarations)}"
    found = source(tmp_path, text, "T", "enum=reject", "root-null=reject")
    assert isinstance(found.file.schema, dict)
    body = {x: y for x, y in found.file.schema.items() if x not in {"$schema", "title"}}
    expected: Any = INT8
    if values is not None:
        expected = {"const": values[0]} if len(values) == 1 else {"enum": values}
    assert body == expected
    says = "not every constant of T can be evaluated"
    assert any(one.says == says for one in found.notes) == (values is None)


def test_other_values_than_the_constants_are_decided(tmp_path: Path) -> None:
    text = f"type T int8\n{lines('const ( A T = iota; B )')}"
    assert schema(tmp_path, text, "T", "root-null=reject") == INT8
    silent = schema(tmp_path, text, "T", "root-null=reject", "enum=silent")
    first, second = silent["anyOf"]
    assert first == {"enum": [0, 1]}
    assert second.pop("x-silent").startswith("a value that is not listed")
    assert second == INT8


def test_constants_list_the_keys_of_a_map(tmp_path: Path) -> None:
    text = (
        'type K string\nconst A K = "a"\ntype L string\ntype T struct { M map[K]any; N map[L]any }'
    )
    assert properties(tmp_path, text, "T", "enum=reject") == {
        "M": {"type": ["object", "null"], "propertyNames": {"const": "a"}},
        "N": {"type": ["object", "null"]},
    }


# --- generics -------------------------------------------------------------------------------------


def test_generic_types_are_read_with_their_arguments(tmp_path: Path) -> None:
    text = """
type Pair[K comparable, V any] struct { Key K; Value V }
type Page[V any] struct { Items []V; Next *Page[V] }
type Same[V any] = V
type List[V any] = []Pair[string, V]
type T struct {
	P Pair[bool, Page[int8]]
	S Same[Same[bool]]
	L List[bool]
	A Pair[struct{ X bool }, []int8]
	B Pair[struct{ X bool }, []int8]
}"""
    found = schema(tmp_path, text)
    assert found["properties"]["S"] == null(BOOLEAN)
    assert found["properties"]["A"] == found["properties"]["B"]
    assert sorted(found["$defs"]) == [
        "Page_int8",
        "Pair_bool_Page_int8",
        "Pair_string_bool",
        "Pair_struct_X_bool_int8",
    ]
    assert found["$defs"]["Page_int8"]["properties"] == {
        "Items": {"type": ["array", "null"], "items": null(INT8)},
        "Next": null({"$ref": "#/$defs/Page_int8"}),
    }


def test_a_struct_within_a_generic_type_differs_by_its_arguments(tmp_path: Path) -> None:
    text = """
type Box[V any] struct { X V }
type Outer[V any] struct { F Box[struct{ Y V }] }
type T struct { A Outer[bool]; B Outer[string] }"""
    found = schema(tmp_path, text)
    inner = [body for body in found["$defs"].values() if "X" in body["properties"]]
    assert [one["properties"]["X"]["properties"]["Y"] for one in inner] == [
        null(BOOLEAN),
        null(STRING),
    ] or [one["properties"]["X"]["properties"]["Y"] for one in inner] == [
        null(STRING),
        null(BOOLEAN),
    ]


# --- files and packages ---------------------------------------------------------------------------


def test_types_stand_in_other_files_of_the_folder(tmp_path: Path) -> None:
    files = {
        "a.go": "package a\ntype T struct { F U }",
        "b.go": "package a\ntype U struct { X bool }",
        "b_test.go": "package a\ntype U struct { Y bool }",
        "c.go": "package main\ntype U struct { Z bool }",
        "d.go": "package a\n\nfunc f() {}\n",
    }
    found = source(tmp_path, files)
    body: Any = found.file.schema
    assert list(body["$defs"]["U"]["properties"]) == ["X"]
    assert [name.rpartition("/")[2] for name in found.digests] == ["a.go", "b.go", "c.go", "d.go"]


def test_methods_and_constants_stand_in_other_files_too(tmp_path: Path) -> None:
    files = {
        "a.go": "package a\ntype T struct { F U; G V }\ntype U struct{}\ntype V string",
        "b.go": 'package a\nconst A V = "a"',
        "c.go": "package a\n" + METHODS.replace("*T", "*U"),
    }
    found = schema(tmp_path, files, "T", "enum=reject")
    assert found["$defs"]["U"] == {"x-silent": "its method UnmarshalJSON is code"}
    assert found["$defs"]["V"] == {"const": "a"}


def test_a_build_constraint_is_noted_and_two_for_one_type_are_silent(tmp_path: Path) -> None:
    built = "// A file.\n//go:build linux\n\npackage a\n"
    files = {
        "a.go": "package a\ntype T struct { F U; G V; H W }\ntype W struct{}",
        "b.go": built + "type U struct { X bool }\ntype V struct { X bool }\ntype W struct{}",
        "c.go": "package a\n//go:build is no constraint here\ntype V struct { Y bool }",
    }
    found = source(tmp_path, files)
    notes = {one.says: one.span.line for one in found.notes}
    assert notes == {"the build constraint of b.go is taken to be met": 2}
    assert [one.partition(" is")[0] for one in reasons(found)] == ["V"]
    assert reasons(found)[0].endswith("c.go:3: build constraints choose one")


MODULE = {
    "go.mod": "// comment\nmodule example.com/shop\n\ngo 1.24\n",
    "a.go": """package shop
import (
	"example.com/shop/item"
	. "example.com/shop/dotted"
	renamed "example.com/shop/item"
	"example.com/shop/other-folder"
	"example.com/shop/v2"
	"example.com/gone"
	"example.com/vendored"
	"example.com/shop/none"
)
type Item struct { Y bool }
type T struct {
	A item.Item
	B renamed.Item
	C Dotted
	D named.Item
	E shop2.Item
	F gone.Item
	G vendored.Item
	H item.Missing
	I none.Item
	J Item
	K Nowhere
	L unknown.Item
}
""",
    "item/item.go": "package item\ntype Item struct { X bool }",
    "dotted/d.go": "package dotted\ntype Dotted struct { X bool }",
    "other-folder/a.go": "package main\n",
    "other-folder/b.go": "package named\ntype Item struct { X bool }",
    "v2/v2.go": "package shop2\ntype Item struct { X bool }",
    "vendor/example.com/vendored/v.go": "package vendored\ntype Item struct { X bool }",
    "none/text.txt": "",
}


def test_imports_lead_to_the_folders_of_the_module_and_its_vendored_ones(tmp_path: Path) -> None:
    found = source(tmp_path, MODULE)
    assert isinstance(found.file.schema, dict)
    places = [one.place.rpartition(".")[2] for one in found.silent]
    assert places == ["F", "H", "I", "K", "L"]
    body: Any = found.file.schema
    refs = {
        name: one["anyOf"][0]["$ref"].rpartition("/")[2]
        for name, one in body["properties"].items()
        if "anyOf" in one
    }
    assert refs == {
        "A": "item.Item",
        "B": "item.Item",
        "C": "dotted.Dotted",
        "D": "named.Item",
        "E": "shop2.Item",
        "G": "vendored.Item",
        "J": "Item",
    }


def test_packages_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    files = {
        "go.mod": "module m",
        "a.go": """package a
import ( "m/x/item"; two "m/y/item" )
type T struct { A item.Item; B two.Item }""",
        "x/item/i.go": "package item\ntype Item struct { X bool }",
        "y/item/i.go": "package item\ntype Item struct { Y bool }",
    }
    found = schema(tmp_path, files)
    assert {name: list(body["properties"]) for name, body in found["$defs"].items()} == {
        "item.Item": ["X"],
        "m_y_item.Item": ["Y"],
    } or {name: list(body["properties"]) for name, body in found["$defs"].items()} == {
        "item.Item": ["Y"],
        "m_x_item.Item": ["X"],
    }


def test_a_module_may_begin_above_the_file_and_have_folders_called_like_files(
    tmp_path: Path,
) -> None:
    for path, text in {
        "go.mod": "module m",
        "in/side/a.go": 'package a\nimport ("m/b"; "m/c")\ntype T struct { F b.U; G c.U }',
        "b/b.go": "package b\ntype U struct { X bool }",
        "c/c.go/d.go": "package d\ntype U struct { X bool }",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = read(f"{tmp_path / 'in' / 'side' / 'a.go'}#T", Options())
    assert [one.place for one in found.silent] == ["T.G"]
    assert sorted(x.rpartition("/")[2] for x in found.digests) == ["a.go", "b.go", "go.mod"]


@pytest.mark.parametrize("module", [None, "go 1.24\n"])
def test_without_a_module_imports_are_not_defined(tmp_path: Path, module: str | None) -> None:
    files = {
        ".git/HEAD": "",
        "a.go": 'package a\nimport "m/b"\ntype T struct { F b.U }',
        "b/b.go": "package b\ntype U struct { X bool }",
    }
    if module is not None:
        files["go.mod"] = module
    assert [one.place for one in source(tmp_path, files).silent] == ["T.F"]


def test_an_import_that_cannot_be_parsed_is_passed_over(tmp_path: Path) -> None:
    text = 'import "\\q"\nimport (\n// nothing\n)\ntype T struct { F q.U }'
    assert [one.place for one in source(tmp_path, text).silent] == ["T.F"]


# --- what is written ------------------------------------------------------------------------------

NONZERO = {
    "anyOf": [{**INT8, "maximum": -1}, {**INT8, "minimum": 1}],
}


@pytest.mark.parametrize(
    ("field", "expected", "is_required"),
    [
        ("F string", STRING, True),
        ("F *string", null(STRING), True),
        ("F []string", {"type": ["array", "null"], "items": STRING}, True),
        ("F [][]string", {"type": ["array", "null"],
                          "items": {"type": ["array", "null"], "items": STRING}}, True),
        ("F map[string]bool", {"type": ["object", "null"], "additionalProperties": BOOLEAN}, True),
        (
            "F map[int8]any",
            {
                "type": ["object", "null"],
                "propertyNames": {
                    "type": "string",
                    "pattern": patterns.integer_written(-128, 127),
                },
            },
            True,
        ),
        ("F [2]bool", {"type": "array", "minItems": 2, "maxItems": 2, "items": BOOLEAN}, True),
        ("F [0]bool", {"type": "array", "maxItems": 0, "items": BOOLEAN}, True),
        (
            "F []byte",
            {"type": ["string", "null"], "pattern": patterns.BASE64_WRITTEN, "format": "byte"},
            True,
        ),
        ("F time.Time", {"type": "string", "format": "date-time"}, True),
        ("F json.Number", {"type": "number"}, True),
        ("F json.RawMessage", {}, True),
        ('F int8 `json:",string"`',
         {"type": "string", "pattern": patterns.integer_written(-128, 127)}, True),
        ('F uint8 `json:",string"`',
         {"type": "string", "pattern": patterns.integer_written(0, 255)}, True),
        ('F bool `json:",string"`', {"enum": ["true", "false"]}, True),
        ('F string `json:",string"`',
         {"type": "string",
          "x-silent": "a string within a string, in the form that encoding/json writes"}, True),
        ("S", STRING, True),
        ("*S", STRING, False),
        ("*hidden", BOOLEAN, False),
        ('F string `json:",omitempty"`', {"type": "string", "minLength": 1}, False),
        ('F bool `json:",omitempty"`', {"const": True}, False),
        ('F uint8 `json:",omitempty"`', {**INTEGER["uint8"], "minimum": 1}, False),
        ('F int8 `json:",omitempty"`', NONZERO, False),
        ('F float64 `json:",omitempty"`',
         {"anyOf": [{"type": "number", "exclusiveMaximum": 0},
                    {"type": "number", "exclusiveMinimum": 0}]}, False),
        ('F any `json:",omitempty"`', {}, False),
        ('F *string `json:",omitempty"`', STRING, False),
        ('F *[]bool `json:",omitempty"`', {"type": ["array", "null"], "items": BOOLEAN}, False),
        ('F []bool `json:",omitempty"`',
         {"type": "array", "minItems": 1, "items": BOOLEAN}, False),
        ('F map[string]bool `json:",omitempty"`',
         {"type": "object", "minProperties": 1, "additionalProperties": BOOLEAN}, False),
        (
            'F []byte `json:",omitempty"`',
            {
                "type": "string",
                "minLength": 1,
                "pattern": patterns.BASE64_WRITTEN,
                "format": "byte",
            },
            False,
        ),
        ('F map[L]bool `json:",omitempty"`',
         {"type": "object", "minProperties": 1, "additionalProperties": BOOLEAN}, False),
        ('F [2]bool `json:",omitempty"`',
         {"type": "array", "minItems": 2, "maxItems": 2, "items": BOOLEAN}, True),
        ('F [0]bool `json:",omitempty"`',
         {"type": "array", "maxItems": 0, "items": BOOLEAN}, False),
        ('F struct{} `json:",omitempty"`', {"type": "object", "additionalProperties": False}, True),
        ('F struct{} `json:",omitzero"`', {"type": "object", "additionalProperties": False}, False),
        ('F [2]bool `json:",omitzero"`',
         {"type": "array", "minItems": 2, "maxItems": 2, "items": BOOLEAN}, False),
        ('F []bool `json:",omitzero"`', {"type": "array", "items": BOOLEAN}, False),
        ('F string `json:",omitzero"`', {"type": "string", "minLength": 1}, False),
        ('F L `json:",omitzero"`', {"$ref": "#/$defs/L"}, False),
        ('F L `json:",omitempty"`',
         {"allOf": [{"$ref": "#/$defs/L"}, {"type": "string", "minLength": 1}]}, False),
        ('F Slice `json:",omitempty"`', {"$ref": "#/$defs/Slice_sent"}, False),
        ('F func() `json:",omitempty"`',
         {"x-silent": "encoding/json has no form for func()"}, False),
        ('F far.Away `json:",omitempty"`',
         {"x-silent": "the source names the type far.Away, and does not define it"}, False),
        ('*S `json:"F,omitempty"`', {"$ref": "#/$defs/S"}, False),
        ('F *int8 `json:",string,omitempty"`',
         {"type": "string", "pattern": patterns.integer_written(-128, 127)}, False),
        ('F int8 `json:",string,omitempty"`',
         {"type": "string", "pattern": patterns.integer_written(-128, 127)}, False),
        ('F *time.Time `json:",omitempty"`', {"type": "string", "format": "date-time"}, False),
        ('F *any `json:",string,omitempty"`', {}, False),
        ('F time.Duration `json:",omitempty"`',
         {"anyOf": [{**INTEGER["int64"], "maximum": -1}, {**INTEGER["int64"], "minimum": 1}]},
         False),
        ('F json.Number `json:",omitempty"`', {"type": "number"}, False),
        ("F JSON", {"$ref": "#/$defs/JSON_sent"}, True),
        ("F Text", {"$ref": "#/$defs/Text_sent"}, True),
        ("F map[Text]bool",
         {"type": ["object", "null"], "additionalProperties": BOOLEAN}, True),
        ("F map[Key]bool",
         null({"type": "object", "additionalProperties": BOOLEAN,
               "x-silent": "the keys of type Key are not known: its method MarshalText is code"}),
         True),
        ('F map[Key]bool `json:",omitempty"`',
         {"type": "object", "additionalProperties": BOOLEAN,
          "x-silent": "the keys of type Key are not known: its method MarshalText is code"},
         False),
        ("F []Octet", {"type": ["array", "null"], "items": {"$ref": "#/$defs/Octet_sent"}}, True),
    ],
)  # fmt: skip
def test_what_is_written_is_what_encoding_json_writes(
    tmp_path: Path, field: str, expected: Any, *, is_required: bool
) -> None:
    text = f"""import ("encoding/json"; "time"; "example.com/far")
type S struct {{ F string }}
type hidden struct {{ F bool }}
type L string
type Slice []bool
type JSON struct {{}}
func (JSON) MarshalJSON() ([]byte, error) {{ return nil, nil }}
type Text string
func (Text) MarshalText() (text []byte, err error) {{ return nil, nil }}
type Key int
func (Key) MarshalText() ([]byte, error) {{ return nil, nil }}
type Octet byte
func (*Octet) MarshalText() ([]byte, error) {{ return nil, nil }}
type T struct {{ {field} }}"""
    found = schema(tmp_path, text, direction=Direction.SEND)
    assert found["properties"] == {"F": expected}
    assert found.get("required", []) == ["F"] * is_required
    definitions = found.get("$defs", {})
    for name, body in {
        "JSON_sent": {"x-silent": "its method MarshalJSON is code"},
        "Text_sent": {"type": "string", "x-silent": "its method MarshalText is code"},
        "Octet_sent": {"x-silent": "its method MarshalText is code"},
        "Slice_sent": {"type": ["array", "null"], "items": BOOLEAN},
    }.items():
        assert definitions.get(name, body) == body


def test_a_type_that_writes_itself_is_read_as_declared(tmp_path: Path) -> None:
    text = """type T struct { X bool }
func (T) MarshalJSON() ([]byte, error) { return nil, nil }"""
    assert list(properties(tmp_path, text)) == ["X"]
    assert schema(tmp_path, text, direction=Direction.SEND) == {
        "x-silent": "its method MarshalJSON is code"
    }


def test_notes_state_what_a_schema_cannot_say(tmp_path: Path) -> None:
    found = source(tmp_path, "type T struct { A, B int; C float64; D float32 }")
    assert [(one.says.partition(" refuses ")[2][:12], one.span.line) for one in found.notes] == [
        ("1.0 for an i", 2),
        ("a number bey", 2),
    ]


def test_numbers_outside_of_the_type_may_be_let_through(tmp_path: Path) -> None:
    found = properties(tmp_path, "type T struct { A int8 }", "T", "range=accept")
    assert found == {"A": null({"type": "integer"})}


# --- text -----------------------------------------------------------------------------------------


def test_spaces_of_a_documentation_page_are_spaces(tmp_path: Path) -> None:
    space = "\N{NO-BREAK SPACE}"
    text = f'type T struct {{\n{space}{space}X{space}bool{space}`json:"a{space}b"`\n}}'
    assert list(properties(tmp_path, text)) == ["X"]  # such a name is no valid one
    assert list(properties(tmp_path, text.replace(f"a{space}b", "a"))) == ["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type A int\ntype ( B = A; C struct{} )\nfunc f() { type D int }", ["A", "B", "C"]),
        ("type A[V any] struct{}", ["A"]),
        ("type A struct {", []),
    ],
)
def test_the_types_of_a_file_are_listed(tmp_path: Path, text: str, expected: list[str]) -> None:
    (tmp_path / "a.go").write_text(f"package a\n{text}")
    try:
        found = list(go.names(opened(tmp_path / "a.go")))
    except BrokenFileError:
        found = []
    assert found == expected


def test_a_file_without_a_package_is_read_alone(tmp_path: Path) -> None:
    assert list(properties(tmp_path, {"a.go": "type T struct { X bool }"})) == ["X"]


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("type T struct {\nX bool `json\n", "this is no valid Go", 2),
        ("type T struct {\nX bool\nY ***\nZ int }", "this is no valid Go", 5),
        ("type T struct { F U }\ntype U struct { X map[ }", "this is no valid Go", 3),
        ("type T = U\ntype U = T\n" + METHODS, "the type U is defined by itself (U → T → U)", 2),
        ("type T U\ntype U T", "the type T is defined by itself (T → U → T)", 2),
        ("type T *T", "the type T is defined by itself (T → T)", 2),
        ("type T struct { F P }\ntype P[V any] struct{}",
         "the type P has 1 type parameters, and 0 arguments are given", 2),
        ("type T struct { F P[int, int] }\ntype P[V any] struct{}",
         "the type P has 1 type parameters, and 2 arguments are given", 2),
        ("type T struct { F P[int] }\ntype P struct{}",
         "the type P has 0 type parameters, and 1 arguments are given", 2),
        ("type T[V any] struct{}", "the type T has 1 type parameters, and 0 arguments are given",
         2),
        ("type T struct{}\ntype T int", "the type T is declared twice", 3),
        ("type T struct { F P[int] }\ntype P[V any] struct { F *P[[]V] }",
         "the arguments of a generic type are nested too deeply", 2),
        (f"type T {'[]*' * 25}int", "the type is nested too deeply", 2),
        ("type T struct { I }\ntype I interface { I }", "the interface is defined by itself", 3),
        ("type T struct { X bool }\nfunc (t *T) UnmarshalJSON(b []byte error {",
         "this is no valid Go", 3),
        ("type T struct { X bool }\n} UnmarshalJSON {", "this is no valid Go", 3),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_line(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        source(tmp_path, text)
    said = str(caught.value)
    assert message in said
    assert f"line {line}:" in said
    assert caught.value.hint


def test_a_part_that_the_grammar_does_not_have_is_a_fault_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_text("package a")
    file = parsed(opened(tmp_path / "a.go"))
    with pytest.raises(ValueError, match="nothing"):
        part(file.root, "nothing")


@pytest.mark.parametrize(
    "mistake",
    ["type U struct { X map[ }", "func f() { x := }", "func (t *T) Other(b ?) {}"],
)
def test_a_mistake_that_is_not_reached_does_not_matter(tmp_path: Path, mistake: str) -> None:
    assert list(properties(tmp_path, f"type T struct {{ X bool }}\n{mistake}\n")) == ["X"]


# --- random edits ---------------------------------------------------------------------------------

REAL = Path(__file__).parents[1] / "readers_foreign" / "go" / "types.go"
PIECES = re.findall(r"\w+|\s+|[^\w\s]", REAL.read_text("utf-8"))
EXTRA = [
    "{",
    "}",
    "[",
    "]",
    "(",
    "*",
    "`",
    '"',
    ",",
    "type ",
    "struct{",
    "=",
    "\n",
    "T[T]",
    "\0",
    "é",
]


@pytest.mark.untraced
@hypothesis.settings(max_examples=150, derandomize=True, deadline=None)
@hypothesis.given(data=strategies.data())
def test_random_edits_of_a_source_give_a_schema_or_an_error_with_its_line(
    data: strategies.DataObject,
) -> None:
    start = data.draw(strategies.integers(0, len(PIECES) - 400))
    pieces = ["package a\n", *PIECES[start : start + 400]]
    for _ in range(data.draw(strategies.integers(1, 6))):
        at = data.draw(strategies.integers(1, len(pieces) - 1))
        other = data.draw(strategies.sampled_from([*EXTRA, *pieces[:40]]))
        edit = data.draw(strategies.sampled_from(["delete", "insert", "replace"]))
        pieces[at : at + (edit != "insert")] = [] if edit == "delete" else [other]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.go"
        path.write_text("".join(pieces), "utf-8")
        document = opened(path)
        try:
            names = go.names(document)
        except ConformanceError:
            return
        for name in names:
            try:
                found = go.facts(document, name)
                for direction in Direction:
                    emit(found, decisions("go", ["any-case=accept"]), direction=direction)
            except BrokenFileError as error:
                assert error.place is not None  # noqa: PT017  the others are checked too
