"""JSON Schema of every dialect as a source."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from conformance.compare.sides import Side
from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.exact import compare_columns, relate
from conformance.readers.facts import Direction
from conformance.readers.read import Options, read
from conformance.record.claims import check_claims, check_traced

if TYPE_CHECKING:
    from conformance.readers.read import Source

D4, D6, D7 = (f"http://json-schema.org/draft-0{n}/schema#" for n in (4, 6, 7))
D19, D20 = (f"https://json-schema.org/draft/{n}/schema" for n in ("2019-09", "2020-12"))
SUITE = Path(os.environ.get("CONFORMANCE_SUITE", ""))


def write(folder: Path, **files: Any) -> Path:
    for stem, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        end = "json" if text.lstrip()[:1] in {"{", "["} or text in {"true", "false"} else "yaml"
        (folder / f"{stem}.{end}").write_text(text, encoding="utf-8")
    (folder / "pyproject.toml").touch()
    return folder / "a.json" if (folder / "a.json").exists() else folder / "a.yaml"


def source(
    folder: Path, name: str = "", *changes: str, formats: bool = False, **files: Any
) -> Source:
    path = write(folder, **files)
    given = f"{path}#{name}" if name else str(path)
    return read(given, Options(changes=changes, formats=formats))


def judge(found: Source) -> jsonschema_rs.Validator:
    schema = found.file.schema
    assert isinstance(schema, dict)
    return jsonschema_rs.validator_for(schema, validate_formats=False)


def body(found: Source) -> dict[str, Any]:
    schema = found.file.schema
    assert isinstance(schema, dict)
    return {key: value for key, value in schema.items() if key not in {"$schema", "title"}}


# --- dialects ------------------------------------------------------------------------------------


@pytest.mark.untraced
@pytest.mark.skipif("CONFORMANCE_SUITE" not in os.environ, reason="needs the official suite")
@pytest.mark.parametrize(
    ("draft", "uri", "most"),
    [("draft4", D4, 9), ("draft6", D6, 12), ("draft7", D7, 12), ("draft2019-09", D19, 22),
     ("draft2020-12", D20, 29)],
)  # fmt: skip
def test_what_is_read_means_the_same_by_the_official_suite(
    tmp_path: Path, draft: str, uri: str, most: int
) -> None:
    """Of the rest, the schemas are in the network, of a custom dialect, or truly dynamic."""
    shutil.copytree(SUITE / "remotes", tmp_path, dirs_exist_ok=True)
    shutil.copytree(SUITE / "remotes" / draft, tmp_path, dirs_exist_ok=True)
    wrong, refused = [], []
    for file in sorted((SUITE / "tests" / draft).glob("*.json")):
        for group in json.loads(file.read_text("utf-8")):
            schema = group["schema"]
            if isinstance(schema, dict):
                schema = {"$schema": uri, **schema}
            try:
                found = source(tmp_path, a=schema)
            except BrokenFileError as error:
                refused.append(str(error))
                continue
            validator = judge(found)
            wrong += [
                (group["description"], case["description"])
                for case in group["tests"]
                if validator.is_valid(case["data"]) is not case["valid"]
            ]
    assert wrong == []
    reasons = ("out of the project", "may also lead to", "dialect http", "there is no such file")
    assert [one for one in refused if not any(words in one for words in reasons)] == []
    assert all(" at line " in one for one in refused)
    assert len(refused) <= most


SAME = [
    (D4, {"minimum": 1, "exclusiveMinimum": True, "exclusiveMaximum": False, "maximum": 2},
     {"minimum": 1, "exclusiveMinimum": 1, "maximum": 2}),
    (D4, {"exclusiveMinimum": True}, {}),
    (D4, {"const": 1, "type": "string"}, {"type": "string"}),
    (D7, {"items": [{"type": "null"}], "additionalItems": {"type": "string"}},
     {"prefixItems": [{"type": "null"}], "items": {"type": "string"}}),
    (D7, {"items": [], "additionalItems": False}, {"items": False}),
    (D7, {"items": {"type": "null"}, "additionalItems": False}, {"items": {"type": "null"}}),
    (D7, {"additionalItems": False}, {}),
    (D7, {"dependencies": {"a": ["b"], "c": {"type": "null"}, "d": True}},
     {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"type": "null"}, "d": True}}),
    (D7, {"dependencies": {}}, {}),
    (D7, {"allOf": [{"$ref": "#/definitions/a", "type": "null"}], "definitions": {"a": False}},
     {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": False}}),
    (D7, {"allOf": [{"$ref": "#b"}], "definitions": {"a": {"$id": "#b", "type": "null"}}},
     {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"type": "null"}}}),
    (D4, {"allOf": [{"$ref": "#b"}], "definitions": {"a": {"id": "#b", "type": "null"}}},
     {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"type": "null"}}}),
    (D19, {"$recursiveAnchor": True, "properties": {"a": {"$recursiveRef": "#"}}},
     {"properties": {"a": {"$ref": "#"}}}),
    (D19, {"properties": {"a": {"$recursiveRef": "#"}}}, {"properties": {"a": {"$ref": "#"}}}),
    (D20, {"$dynamicAnchor": "x", "properties": {"a": {"$dynamicRef": "#x"}}},
     {"properties": {"a": {"$ref": "#"}}}),
    (D20, {"items": {"$dynamicRef": "#/$defs/a"}, "$defs": {"a": {"$anchor": "x"}}},
     {"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {}}}),
    (D20, {"title": "T", "description": "d", "format": "uri", "contentMediaType": "a/b",
           "deprecated": True, "default": 1, "x-a": 1, "$comment": "c", "contentSchema": {}},
     {"format": "uri", "contentMediaType": "a/b", "deprecated": True}),
    (D20, {"if": {"type": "null"}, "then": False, "not": {"const": 1},
           "contains": {"const": 2}, "minContains": 2},
     {"if": {"type": "null"}, "then": False, "not": {"const": 1},
      "contains": {"const": 2}, "minContains": 2}),
    (D20, {"patternProperties": {"^a": {"type": "null"}}, "propertyNames": {"minLength": 1}},
     {"patternProperties": {"^a": {"type": "null"}}, "propertyNames": {"minLength": 1}}),
    (D20, {"additionalProperties": True, "properties": {"a": True, "b": {"$ref": "#"}}},
     {"additionalProperties": True, "properties": {"a": True, "b": {"$ref": "#"}}}),
    (D20, {"x-silent": "why", "type": "null"}, {"x-silent": "why", "type": "null"}),
    (D20, False, {"not": {}}),
    (D20, True, {}),
]  # fmt: skip


@pytest.mark.parametrize(("uri", "schema", "expected"), SAME)
def test_every_dialect_becomes_2020_12(
    tmp_path: Path, uri: str, schema: Any, expected: dict[str, Any]
) -> None:
    if isinstance(schema, dict):
        schema = {"$schema": uri, **schema}
    found = source(tmp_path, a=schema)
    assert body(found) == expected
    assert found.file.dialect == D20


# --- types ---------------------------------------------------------------------------------------

ORDERS: dict[str, Any] = {
    "$defs": {"Order": {"type": "object"}, "a.Item": {"$ref": "#/$defs/Order"}, "Item": False},
    "definitions": {"Old": {"type": "null"}},
}


@pytest.mark.parametrize(
    ("name", "chosen", "expected"),
    [
        ("Order", "$defs/Order", {"type": "object"}),
        ("/$defs/Order", "$defs/Order", {"type": "object"}),
        ("$defs/Order", "$defs/Order", {"type": "object"}),
        ("Old", "definitions/Old", {"type": "null"}),
        ("Item", "$defs/Item", {"not": {}}),
        ("a.Item", "$defs/a.Item",
         {"$ref": "#/$defs/Order", "$defs": {"Order": {"type": "object"}}}),
    ],
)  # fmt: skip
def test_a_type_is_named_by_its_last_part_its_place_or_a_pointer(
    tmp_path: Path, name: str, chosen: str, expected: Any
) -> None:
    found = source(tmp_path, name, a=ORDERS)
    assert found.type.removeprefix("/") == chosen
    assert body(found) == expected


def test_a_pointer_may_lead_anywhere(tmp_path: Path) -> None:
    schema = {"properties": {"a/b": {"items": {"type": "null"}}}, "$defs": {"b": {}}}
    assert body(source(tmp_path, "/properties/a~1b/items", a=schema)) == {"type": "null"}


def test_the_document_itself_is_meant_where_it_is_a_schema(tmp_path: Path) -> None:
    schema = {"type": "object", "$defs": {"b": {"type": "null"}}}
    for name in ("", "#"):
        found = source(tmp_path, name, a=schema)
        assert (found.type, body(found)) == ("#", {"type": "object"})


def test_the_title_is_that_of_the_type(tmp_path: Path) -> None:
    titles = {
        source(tmp_path, a={"title": "An order", "type": "null"}).file.schema["title"],  # type: ignore[index,call-overload]
        source(tmp_path, a={"type": "null"}).file.schema["title"],  # type: ignore[index,call-overload]
        source(tmp_path, "Order", a=ORDERS).file.schema["title"],  # type: ignore[index,call-overload]
    }
    assert titles == {"An order", "a", "Order"}


WRONG_TYPES = [
    (ORDERS, "", "the file holds 4 types"),
    (ORDERS, "Orders", "there is no type 'Orders' in the file; it holds"),
    (ORDERS, "/$defs/b", "there is nothing at #/$defs/b"),
    (ORDERS, "/$defs/Order/type", "line 4: this is no schema; write an object"),
    ({"type": "null"}, "Order", "there is no type 'Order'"),
    ({"name": "a", "dependencies": {"b": "1"}}, "", "it is no schema: no member at its top"),
    ([1], "", "it holds no schema"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "name", "words"), WRONG_TYPES)
def test_a_type_that_is_not_there_is_refused(
    tmp_path: Path, schema: Any, name: str, words: str
) -> None:
    with pytest.raises((UsageError, BrokenFileError)) as caught:
        source(tmp_path, name, a=schema)
    assert words in str(caught.value)


def test_the_only_type_that_a_document_holds_needs_no_name(tmp_path: Path) -> None:
    assert body(source(tmp_path, a={"$defs": {"b": {"type": "null"}}})) == {"type": "null"}


# --- references ----------------------------------------------------------------------------------


def test_what_a_type_reaches_comes_with_it(tmp_path: Path) -> None:
    schema = {
        "$defs": {
            "A": {"properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "other.yaml#/x/B"}}},
            "C": {"type": "null"},
        }
    }
    other = "x:\n  B:\n    items:\n      $ref: 'a.json#/$defs/C'\n"
    found = source(tmp_path, "A", a=schema, other=other)
    assert body(found) == {
        "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/$defs/B"}},
        "$defs": {"B": {"items": {"$ref": "#/$defs/C"}}, "C": {"type": "null"}},
    }
    assert [Path(name).name for name in found.digests] == ["a.json", "other.yaml"]


def test_equal_names_of_different_files_stay_apart(tmp_path: Path) -> None:
    schema = {"allOf": [{"$ref": "#/$defs/A"}, {"$ref": "b.json#/$defs/A"}, {"$ref": "b.json"}],
              "$defs": {"A": {"type": "null"}}}  # fmt: skip
    found = source(tmp_path, a=schema, b={"$defs": {"A": {"type": "string"}}})
    assert body(found)["$defs"] == {
        "A": {"type": "null"}, "A_2": {"type": "string"}, "b": {},
    }  # fmt: skip


def test_a_text_that_looks_like_a_reference_stays(tmp_path: Path) -> None:
    same = {"$ref": "#/$defs/A"}
    schema = {
        "$defs": {"A": {"enum": [same], "properties": {"$ref": same}, "not": {"const": same}}}
    }
    found = source(tmp_path, "A", a=schema)
    assert body(found) == {"enum": [same], "properties": {"$ref": {"$ref": "#"}},
                           "not": {"const": same}}  # fmt: skip


IDS = [
    ({"$id": "https://x.test/s/a.json", "items": {"$ref": "b.json"}}, {"b": {"type": "null"}}),
    ({"$id": "https://x.test/s/a.json", "items": {"$ref": "/s/b.json"}}, {"b": {"type": "null"}}),
    ({"$id": "https://x.test/a", "items": {"$ref": "b.json#c"}},
     {"b": {"$defs": {"d": {"$anchor": "c", "type": "null"}}}}),
    ({"$id": "a.json", "items": {"$ref": "b.json"}}, {"b": {"type": "null"}}),
    ({"$id": "x/a.json", "items": {"$ref": "b.json"}}, {"b": {"type": "null"}}),
    ({"$id": "https://x.test/a", "items": {"$ref": "https://x.test/a#/$defs/b"},
      "$defs": {"b": {"type": "null"}}}, {}),
    ({"items": {"$ref": "urn:x#/$defs/c"},
      "$defs": {"b": {"$id": "urn:x", "$defs": {"c": {"type": "null"}}}}}, {}),
    ({"items": {"$ref": "#/$defs/b"},
      "$defs": {"b": {"$id": "b.json", "$ref": "#/$defs/c",
                      "$defs": {"c": {"type": "null"}}}}}, {}),
    ({"items": {"$ref": "sub/b%20c.json#%2Fnot"}}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "others"), IDS)
def test_references_are_resolved_by_ids_and_inside_the_project(
    tmp_path: Path, schema: Any, others: dict[str, Any]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b c.json").write_text('{"not": {"type": "null"}}', "utf-8")
    found = source(tmp_path, a=schema, **others)
    validator = judge(found)
    assert validator.is_valid([None])
    assert not validator.is_valid([1])


BAD = [
    ({"$ref": "https://example.com/b.json"}, "leads out of the project", 2),
    ({"not": {"$ref": "//example.com/b"}}, "leads out of the project", 3),
    ({"$ref": "/etc/passwd"}, "leads out of the project", 2),
    ({"$ref": "../../b.json"}, "there is no such file", 2),
    ({"$ref": "outside.json"}, "outside of the source's project", 2),
    ({"$ref": "b.json"}, "there is no such file; put it at b.json", 2),
    ({"$ref": "#/$defs/b", "$defs": {"c": {}}}, "leads to nothing that is a schema; /$defs of", 2),
    ({"$ref": "#/$defs/b/c"}, "leads to nothing that is a schema; let it name", 2),
    ({"$ref": "#/title", "title": "x"}, "leads to nothing that is a schema", 2),
    ({"$ref": "#b"}, "there is no such anchor", 2),
    ({"$ref": "#/~"}, "leads to nothing", 2),
    ({"$ref": "#"}, "the schema a is defined by itself (a → a)", 2),
    ({"anyOf": [{"$ref": "#/$defs/b"}], "$defs": {"b": {"allOf": [{"$ref": "#"}]}}},
     "is defined by itself (a → b → a)", 11),
    ({"$ref": "#/$defs/b",
      "$defs": {"b": {"$ref": "#/$defs/c"}, "c": {"not": {"$ref": "#/$defs/b"}}}},
     "is defined by itself (b → c → b)", 9),
    ({"$schema": "http://json-schema.org/draft-03/schema#"}, "is not understood; one of", 2),
    ({"$schema": 1}, "the dialect 1 is not understood", 2),
    ({"properties": {"a": {"type": "strng"}}}, "the value of `type` is not right; write one of", 4),
    ({"type": []}, "the value of `type`", 2),
    ({"type": ["null", "null"]}, "the value of `type`", 2),
    ({"type": 1}, "the value of `type`", 2),
    ({"properties": []}, "`properties` is not right; write an object of schemas", 2),
    ({"properties": {"a": 1}}, "this is no schema", 3),
    ({"items": 1}, "write a schema", 2),
    ({"items": [{}]}, "write a schema", 2),
    ({"allOf": []}, "a list of schemas with one at least", 2),
    ({"oneOf": [1]}, "this is no schema", 3),
    ({"required": True}, "write a list of names", 2),
    ({"required": [1]}, "write a list of names", 2),
    ({"enum": 1}, "write a list of values", 2),
    ({"minLength": -1}, "write a whole number from 0", 2),
    ({"maxItems": 1.5}, "write a whole number from 0", 2),
    ({"maxItems": True}, "write a whole number from 0", 2),
    ({"minimum": "1"}, "write a number below", 2),
    ({"maximum": 10**400}, "write a number below", 2),
    ({"const": [{"a": 10**400}]}, "larger than a float can be", 2),
    ({"exclusiveMinimum": True, "minimum": 1}, "write a number below", 2),
    ({"multipleOf": 0}, "write a number above 0", 2),
    ({"uniqueItems": 1}, "write true or false", 2),
    ({"pattern": "("}, "write a regular expression", 2),
    ({"pattern": 1}, "write a regular expression", 2),
    ({"format": 1}, "write a text", 2),
    ({"$ref": 1}, "write a text", 2),
    ({"dependentRequired": {"a": 1}}, "an object of lists of names", 2),
    ({"x-silent": " "}, "a sentence that says why", 2),
    ({"$schema": D19, "contains": {}, "unevaluatedItems": False}, "means something else", 4),
    ({"$schema": D19, "items": {"$recursiveRef": "#/x"}}, "is always `#`", 4),
    ({"$schema": D7, "dependencies": 1}, "write an object of schemas", 3),
    ({"$schema": D4, "properties": {"a": {"required": True}}}, "a list of names", 5),
    ({"$dynamicRef": "#x", "$defs": {"a": {"$id": "a", "$dynamicAnchor": "x"},
      "b": {"$dynamicAnchor": "x"}}}, "the dynamic reference may also lead to", 2),
    ({"$schema": D19, "$id": "https://x.test/a", "$recursiveAnchor": True,
      "items": {"$ref": "#/$defs/b"}, "$defs": {"b": {"$id": "b", "$recursiveAnchor": True,
      "items": {"$recursiveRef": "#"}}}}, "may also lead to", 13),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "words", "line"), BAD)
def test_what_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, schema: Any, words: str, line: int
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "elsewhere.json").write_text("{}", "utf-8")
    (tmp_path / "in" / "outside.json").symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(BrokenFileError) as caught:
        source(tmp_path / "in", a=schema)
    assert words in str(caught.value)
    assert caught.value.place == f"line {line}"
    assert caught.value.file == (tmp_path / "in" / "a.json").as_posix()


def test_a_circle_is_found_again_after_it_was_refused(tmp_path: Path) -> None:
    schema = {
        "$defs": {"A": {"items": {"$ref": "#/$defs/B"}}, "B": {"allOf": [{"$ref": "#/$defs/B"}]}}
    }
    for name in ("B", "A", "B"):
        with pytest.raises(BrokenFileError, match="the schema B is defined by itself"):
            source(tmp_path, name, a=schema)


# --- claims --------------------------------------------------------------------------------------

TEXT = """{
  "type": "object",
  "required": ["id", "other", "at"],
  "properties": {
    "id": {"type": "string", "minLength": 1},
    "at": {"type": "array", "items": {"$ref": "#/$defs/Place"}},
    "kind": {"enum": ["a", "b"]},
    "free": {}
  },
  "additionalProperties": false,
  "not": {"required": ["no"], "properties": {"no": {"type": "null"}}},
  "$defs": {"Place": {"additionalProperties": {"type": "number"}}}
}
"""


def test_each_property_is_a_claim_with_its_line_and_keywords(tmp_path: Path) -> None:
    found = source(tmp_path, a=TEXT)
    shown = (tmp_path / "a.json").as_posix()
    claims = [
        (x.id, x.line, x.says, [k.removeprefix("declared.schema.json#") for k in x.keywords])
        for x in found.claims
    ]
    assert claims == [
        ("a", 1, "a is an object", ["/type", "/required/1", "/not"]),
        ("a-id", 5, "`id` is required: a string of at least 1 character",
         ["/properties/id/type", "/properties/id/minLength", "/required/0"]),
        ("a-at", 6, "`at` is required: an array, each element Place",
         ["/properties/at/type", "/properties/at/items/$ref", "/required/2"]),
        ("a-kind", 7, '`kind` may be left out: one of "a", "b"', ["/properties/kind/enum"]),
        ("a-free", 8, "`free` may be left out: any value", []),
        ("a-other-properties", 10, "no other property", ["/additionalProperties"]),
        ("place", 12, "Place is any value", []),
        ("place-other-properties", 12, "any other property is a number",
         ["/$defs/Place/additionalProperties/type"]),
    ]  # fmt: skip
    assert {(x.file, x.found, x.strength) for x in found.claims} == {(shown, "types", "stated")}
    assert {x.at for x in found.claims if x.line == 5} == {f"{shown}:5"}
    assert found.fields == 5
    assert [x.no_effect for x in found.claims if not x.keywords] == [
        "No keyword is needed: nothing is rejected for it."
    ] * 2


def traced(found: Source) -> None:
    check_claims(found.claims, [found.file], file="a")
    check_traced(found.claims, [found.file])


WORDS = [
    ({"type": ["string", "null"]}, "a string or null"),
    ({"type": "integer"}, "an integer"),
    ({"const": 1}, "1"),
    ({"enum": []}, "any value"),
    ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "a number or null"),
    ({"allOf": [{"type": "number"}, {"type": "number"}]}, "a number"),
    ({"oneOf": [{"oneOf": [{"oneOf": [{"oneOf": [{"type": "null"}]}]}]}]}, "any value"),
    ({"properties": {}}, "an object"),
    ({"type": "array", "items": {"type": "array", "items": False}},
     "an array, each element an array, each element no value"),
    (False, "no value"),
    ({"$ref": "#/$defs/A~1b"}, "A/b"),
    ({"$ref": "#x"}, "x"),
    ({"$ref": "b.json"}, "b.json"),
    ({"items": {"$ref": "#"}}, "any value"),
    ({"type": "array", "items": {"$ref": "#"}}, "an array, each element the whole"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "words"), WORDS)
def test_a_claim_says_in_words_what_is_demanded(tmp_path: Path, schema: Any, words: str) -> None:
    whole = {"properties": {"p": schema}, "$defs": {"A/b": {}, "x": {"$anchor": "x"}}}
    found = source(tmp_path, a=whole, b={"type": "null"})
    assert found.claims[1].says == f"`p` may be left out: {words}"


def test_what_has_no_effect_is_noted(tmp_path: Path) -> None:
    schema = {
        "$schema": D7, "typ": 1, "zzz": 1, "nullable": True, "minContains": 1, "x-a": 1,
        "not": {"$ref": "#/definitions/a", "type": "null", "title": "t"}, "example": 1,
        "definitions": {"a": {"required": ["b", "b"], "nullable": False, "x-nullable": True}},
    }  # fmt: skip
    found = source(tmp_path, a=schema)
    assert [note.says for note in found.notes] == [
        "`typ` has no effect: it is no keyword; did you mean `type`?",
        "`zzz` has no effect: it is no keyword",
        "`nullable` has no effect: it is no keyword of JSON Schema draft-07",
        "`minContains` has no effect: it is no keyword of JSON Schema draft-07",
        "`type` has no effect: in JSON Schema draft-07, `$ref` is all that counts",
        "`x-nullable` is a vendor's extension, and has no effect",
        "a name stands twice in `required`, which changes nothing",
    ]
    assert [note.span.line for note in found.notes][:2] == [3, 4]


# --- decisions -----------------------------------------------------------------------------------

OPEN = {"x-silent": "Decided on the command line."}
NULL = {"type": "null", "x-silent": "null: Decided on the command line."}
ENUM = {"type": "string", "x-silent": "a value that is not listed: Decided on the command line."}

DECIDED = [
    ("null=accept", {"properties": {"a": {"type": "string"}}},
     {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}),
    ("null=silent", {"properties": {"a": {"type": "string"}}},
     {"properties": {"a": {"anyOf": [{"type": "string"}, NULL]}}}),
    ("null=silent", {"properties": {"a": {"type": "string"}}, "required": ["a"]},
     {"properties": {"a": {"type": "string"}}, "required": ["a"]}),
    ("null=silent", {"not": {"properties": {"a": {"type": "string"}}}},
     {"not": {"properties": {"a": {"type": "string"}}}}),
    ("unlisted=reject", {"properties": {"a": {}}},
     {"properties": {"a": {}}, "additionalProperties": False}),
    ("unlisted=silent", {"properties": {"a": {}}},
     {"properties": {"a": {}}, "additionalProperties": OPEN}),
    ("unlisted=reject", {"type": "object"}, {"type": "object"}),
    ("unlisted=reject", {"properties": {"a": {}}, "additionalProperties": {}},
     {"properties": {"a": {}}, "additionalProperties": {}}),
    ("unlisted=reject", {"properties": {"a": {"properties": {"b": {}}}}},
     {"properties": {"a": {"properties": {"b": {}}, "additionalProperties": False}},
      "additionalProperties": False}),
    ("unlisted=reject", {"not": {"properties": {"a": {}}}}, {"not": {"properties": {"a": {}}}}),
    ("unlisted=reject", {"allOf": [{"$ref": "#/$defs/B"}], "properties": {"a": {}},
      "patternProperties": {"^x": {}}, "$defs": {"B": {"properties": {"b": {}}}}},
     {"allOf": [{"$ref": "#/$defs/B"}], "properties": {"a": {}, "b": True},
      "patternProperties": {"^x": {}}, "additionalProperties": False,
      "$defs": {"B": {"properties": {"b": {}}}}}),
    ("unlisted=reject", {"items": {"$ref": "#/$defs/B"}, "$defs": {"B": {"properties": {"b": {}}}}},
     {"items": {"$ref": "#/$defs/B"},
      "$defs": {"B": {"properties": {"b": {}}, "additionalProperties": False}}}),
    ("unlisted=reject", {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
     {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}],
      "unevaluatedProperties": False}),
    ("unlisted=silent", {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
     {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}],
      "properties": {"a": True, "b": True}, "additionalProperties": OPEN}),
    ("unlisted=silent",
     {"anyOf": [{"properties": {"a": {}}}, {"additionalProperties": {"type": "null"}}]},
     {"anyOf": [{"properties": {"a": {}}}, {"additionalProperties": {"type": "null"}}]}),
    ("unlisted=silent",
     {"anyOf": [{"properties": {"a": {}}}, {"additionalProperties": False}]},
     {"anyOf": [{"properties": {"a": {}}}, {"additionalProperties": False}],
      "properties": {"a": True}, "additionalProperties": OPEN}),
    ("unlisted=reject",
     {"properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {}}}}},
     {"properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {}}}},
      "unevaluatedProperties": False}),
    ("unlisted=reject", {"properties": {"a": {}}, "if": {"properties": {"b": {}}}},
     {"properties": {"a": {}}, "if": {"properties": {"b": {}}}, "unevaluatedProperties": False}),
    ("enum=accept", {"enum": ["a", "b"]}, {"type": "string"}),
    ("enum=accept", {"type": "string", "enum": ["a", "b"]}, {"type": "string"}),
    ("enum=accept", {"enum": [1, None]}, {"type": ["number", "null"]}),
    ("enum=accept", {"enum": ["a"]}, {"enum": ["a"]}),
    ("enum=silent", {"enum": ["a", "b"]},
     {"allOf": [{"anyOf": [{"enum": ["a", "b"]}, ENUM]}]}),
    ("enum=accept", {"not": {"enum": ["a", "b"]}}, {"not": {"enum": ["a", "b"]}}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "schema", "expected"), DECIDED)
def test_what_is_left_open_is_as_decided(
    tmp_path: Path, change: str, schema: Any, expected: Any
) -> None:
    found = source(tmp_path, "", change, a=schema)
    assert body(found) == expected
    traced(found)


def test_the_decisions_that_matter_are_stated(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"type": "string"}}}
    assert {x.topic for x in source(tmp_path, a=schema).decisions} == {"null", "unlisted"}
    assert {x.topic for x in source(tmp_path, a={"enum": [1, 2]}).decisions} == {"enum"}
    assert source(tmp_path, a={"properties": {"a": {}}, "additionalProperties": {}}).decisions == ()


def test_alternatives_and_open_values_list_the_properties_of_all(tmp_path: Path) -> None:
    schema = {"anyOf": [{"properties": {"a": {"type": "null"}}}, {"properties": {"b": {}}}]}
    found = source(tmp_path, "", "unlisted=reject", "null=silent", a=schema)
    assert body(found)["properties"] == {"a": True, "b": True}
    assert body(found)["additionalProperties"] is False
    assert [x.says for x in found.notes] == [
        "a property counts as listed where one of the alternatives lists it"
    ]


NULLS = [
    ({"type": "null"}, True), ({"type": ["null", "string"]}, True), ({"type": "string"}, False),
    ({"const": None}, True), ({"const": 1}, False), ({"enum": [None]}, True), ({"enum": []}, False),
    ({"allOf": [{}, {"type": "string"}]}, False), ({"anyOf": [{"type": "null"}, False]}, True),
    ({"oneOf": [{}, {}]}, False), ({"oneOf": [{}, {"type": "string"}]}, True),
    ({"not": {"type": "null"}}, False), ({"if": {"type": "null"}, "then": False}, False),
    ({"if": {"type": "string"}, "then": False}, True), ({"if": {}, "else": False}, True),
    ({"$ref": "#/$defs/N"}, True), ({"$ref": "#/$defs/S"}, False), ({"minLength": 1}, True),
    ({"$ref": "#/$defs/L"}, True), (True, True), (False, False),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "takes"), NULLS)
def test_null_is_added_only_where_it_is_not_accepted(
    tmp_path: Path, schema: Any, *, takes: bool
) -> None:
    defs = {"N": {"type": "null"}, "S": {"type": "string"},
            "L": {"anyOf": [{"items": {"$ref": "#/$defs/L"}}, {"type": "null"}]}}  # fmt: skip
    found = source(tmp_path, "", "null=accept", a={"properties": {"a": schema}, "$defs": defs})
    added = "/properties/a/anyOf/1/type" in str([x.keywords for x in found.claims])
    assert added is not takes
    assert judge(found).is_valid({"a": None})


def test_formats_are_asserted_where_that_is_asked_for(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"format": "date"}, "b": {"format": "date", "pattern": "^2"},
                             "c": {"format": "x"}}}  # fmt: skip
    found = source(tmp_path, formats=True, a=schema)
    properties = body(found)["properties"]
    assert properties["a"].keys() == {"format", "pattern"}
    assert properties["b"]["pattern"] == "^2"
    assert properties["b"]["allOf"] == [{"pattern": properties["a"]["pattern"]}]
    assert properties["c"] == {"format": "x"}
    traced(found)
    assert body(source(tmp_path, a=schema)) == {**schema}


def test_the_direction_changes_nothing_here(tmp_path: Path) -> None:
    path = write(tmp_path, a={"properties": {"a": {"readOnly": True}}, "required": ["a"]})
    for direction in Direction:
        found = read(str(path), Options(direction=direction))
        assert body(found)["required"] == ["a"]


# --- properties ----------------------------------------------------------------------------------


def columns_equal(a: Source, b: Source) -> str:
    pair = [Side(id=name, file=x.file).column() for name, x in (("a", a), ("b", b))]
    return relate(compare_columns(pair), "a", "b").relation


def test_yaml_and_json_are_read_alike(tmp_path: Path) -> None:
    schema = json.loads(TEXT)
    (tmp_path / "x").mkdir()
    lines = (
        "type: object\nrequired: [id, other, at]\nproperties:\n  id: {type: string, minLength: 1}\n"
        "  at:\n    type: array\n    items: {$ref: '#/$defs/Place'}\n  kind: {enum: [a, b]}\n"
        "  free: {}\nadditionalProperties: false\n"
        "not: {required: ['no'], properties: {no: {type: 'null'}}}\n"
        "$defs: {Place: {additionalProperties: {type: number}}}\n"
    )
    in_json, in_yaml = source(tmp_path, a=schema), source(tmp_path / "x", a=lines)
    assert in_json.file.schema == in_yaml.file.schema
    assert columns_equal(in_json, in_yaml) == "equal"


def test_deep_schemas_are_read_or_refused(tmp_path: Path) -> None:
    schema: Any = {}
    for _ in range(120):
        schema = {"items": schema}
    assert source(tmp_path, a=schema).fields == 0
    with pytest.raises(ConformanceError, match="nested deeper than 128 levels"):
        source(tmp_path, a={"items": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {
            "not": {"not": {"not": schema}}}}}}}}}}})  # fmt: skip
