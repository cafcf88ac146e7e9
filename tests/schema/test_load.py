"""What a schema file has to be."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from conformance.compare.sides import file_side
from conformance.errors import BrokenFileError
from conformance.exact import compare_columns, relate
from conformance.schema.load import load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import SchemaFile

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_6 = "http://json-schema.org/draft-06/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019_09 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema"
SILENT: dict[str, Any] = {"x-silent": "the source does not say"}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"not": schema}
    return schema


def write(folder: Path, **files: Any) -> Path:
    """Write files by their names' stems, texts as they are; return the path of `a.json`."""
    for stem, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"{stem}.json").write_text(text, encoding="utf-8")
    return folder / "a.json"


def load(folder: Path, *, strict: bool = True, **files: Any) -> SchemaFile:
    return load_schema(write(folder, **files), root=folder, strict_keywords=strict)


BAD = [
    ("not JSON", "{", "line 1", "not one well-formed JSON text"),
    ("not JSON, later", '{\n"a" 1}', "line 2", "not one well-formed JSON text"),
    ("a name twice", '{"type": "null", "type": "null"}', None, "is twice in one object"),
    ("too deep", nested(128), None, "nested deeper than 128 levels"),
    ("too deep to check", {"pattern": "(", "not": nested(126)}, None, "nested too deeply"),
    ("a number past floats", {"enum": [0, 10**400]}, "/enum/1", "larger than a float can be"),
    ("no schema", "[]", "", "the file holds no schema"),
    ("another dialect", {"$schema": "http://json-schema.org/draft-03/schema#"}, "/$schema",
     f"is not understood here; write one of: {DRAFT_2020_12}"),
    ("required of draft-03", {"$schema": DRAFT_4, "properties": {"a": {"required": True}}},
     "/properties/a/required", "true is not allowed as required in JSON Schema draft-04"),
    ("silence beside a reference", {"$schema": DRAFT_7, "definitions": {"a": {}}, "not":
     {"$ref": "#/definitions/a", **SILENT}}, "/not/x-silent", 'put the "$ref" into "allOf"'),
    ("id inside", {"$schema": DRAFT_4, "not": {"id": "b"}}, "/not/id", "changes where every"),
    ("a dialect that is not a text", {"$schema": 1}, "/$schema", "the dialect 1 is not understood"),
    ("a dialect inside", {"not": {"$schema": DRAFT_7}}, "/not/$schema", "of another dialect"),
    ("a misspelt keyword", {"propertys": {}}, "/propertys",
     '"propertys" is not a keyword of JSON Schema 2020-12; did you mean "properties"?'),
    ("an unknown keyword", {"items": {"zzz": 1}}, "/items/zzz", "remove it"),
    ("a type that is none", {"type": "strng"}, "/type", "write array, boolean, integer"),
    ("a negative bound", {"minLength": -1}, "/minLength", "it has to satisfy minimum 0"),
    ("a broken bound", {"minItems": 1.5}, "/minItems", 'it has to satisfy type "integer"'),
    ("a subschema that is none", {"properties": {"a": 1}}, "/properties/a",
     "1 is not allowed as a"),
    ("a broken pattern", {"pattern": "("}, "/pattern", "write a regular expression as ECMA-262"),
    ("a broken pattern name", {"patternProperties": {"(": {}}}, "/patternProperties",
     "write a regular expression as ECMA-262"),
    ("a reference to no pointer", {"$ref": "#/$defs/b"}, "/$ref", "leads to nothing"),
    ("a reference to no anchor", {"not": {"$ref": "#b"}}, "/not/$ref", "leads to nothing"),
    ("a reference to no schema", {"$ref": "#/required", "required": ["b"]}, "/$ref",
     "leads to nothing that is a schema"),
    ("a reference to no file", {"$ref": "b.json"}, "/$ref", "the file cannot be read: No such"),
    ("a reference to a folder", {"$ref": "."}, "/$ref", "the file cannot be read: Is a dir"),
    ("a reference to a name that is none", {"$ref": "%00"}, "/$ref", "its name leads nowhere"),
    ("a reference out of the folder", {"$ref": "../b.json"}, "/$ref", "is outside the folder"),
    ("a reference to the network", {"$ref": "https://example.com/b.json"}, "/$ref",
     "leads to an address outside the record"),
    ("a reference to a host", {"$ref": "//example.com/b.json"}, "/$ref", "an address outside"),
    ("a reference to a path", {"$ref": "/etc/passwd"}, "/$ref", "an address outside"),
    ("a reference beside $id", {"$id": "https://example.com/a", "$ref": "b.json"}, "/$ref",
     "relative to the file's $id"),
    ("$id inside", {"$defs": {"b": {"$id": "b"}}}, "/$defs/b/$id", "changes where every"),
    ("a reference to itself", {"$ref": "#"}, "/$ref", "leads back to itself"),
    ("a loop", {"anyOf": [{"$ref": "#/$defs/b"}], "$defs": {"b": {"$ref": "#"}}}, "/anyOf/0/$ref",
     "leads back to itself"),
    ("silence without a reason", {"x-silent": " "}, "/x-silent", 'the value of "x-silent"'),
    ("silence that is not a text", {"items": {"x-silent": True}}, "/items/x-silent",
     "is not a text"),
    ("silence under contains", {"contains": {"not": SILENT}}, "/contains/not/x-silent",
     '"x-silent" may not be under "contains"'),
    ("silence under contains, referred to",
     {"contains": {"$ref": "#/$defs/b"}, "$defs": {"b": SILENT}}, "/$defs/b/x-silent",
     '"x-silent" may not be under "contains"'),
    ("silence and unevaluatedItems", {"unevaluatedItems": False, "prefixItems": [SILENT]},
     "/prefixItems/0/x-silent", 'in a schema with "unevaluatedItems"'),
    ("silence and unevaluatedProperties",
     {"allOf": [{"properties": {"a": SILENT}}], "unevaluatedProperties": False},
     "/allOf/0/properties/a/x-silent", 'in a schema with "unevaluatedProperties"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "place", "words"), [pytest.param(*row[1:], id=row[0]) for row in BAD]
)
def test_a_broken_schema_is_refused_with_file_place_and_mend(
    tmp_path: Path, content: Any, place: str | None, words: str
) -> None:
    with pytest.raises(BrokenFileError, match=re.escape(words)) as caught:
        load(tmp_path, a=content)
    assert caught.value.file == (tmp_path / "a.json").as_posix()
    assert caught.value.place == place
    assert caught.value.hint


def test_the_file_itself_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=r"b\.json: the file cannot be read: No such file"):
        load_schema(tmp_path / "b.json", root=tmp_path, strict_keywords=True)


def test_a_pipe_is_no_file_to_be_referred_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "b.json")
    with pytest.raises(BrokenFileError, match="the file is no regular file"):
        load(tmp_path, a={"$ref": "b.json"})


def test_a_link_may_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "record"
    inner.mkdir()
    (inner / "b.json").symlink_to(write(tmp_path, a={}))
    with pytest.raises(BrokenFileError, match="is outside the folder") as caught:
        load(inner, a={"$ref": "b.json"})
    assert caught.value.place == "/$ref"
    with pytest.raises(BrokenFileError, match="is outside the folder"):
        load_schema(inner / "b.json", root=inner, strict_keywords=True)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("schema", [True, False, {}, {"$schema": DRAFT_2020_12}])
def test_the_dialect_is_2020_12_where_nothing_else_is_said(
    tmp_path: Path, schema: Any, *, strict: bool
) -> None:
    file = load(tmp_path, a=schema, strict=strict)
    assert (file.schema, file.dialect, file.name) == (schema, DRAFT_2020_12, "a.json")


def test_the_text_stays_as_it_is(tmp_path: Path) -> None:
    text = '{ "title" :\n"ä" }\n'
    assert load(tmp_path, a=text).text == text


@pytest.mark.parametrize("uri", [DRAFT_7, DRAFT_2019_09, DRAFT_2019_09 + "#"])
def test_a_file_alone_may_be_of_an_older_dialect(tmp_path: Path, uri: str) -> None:
    schema = {"$schema": uri, "items": [{"type": "null"}], "additionalItems": False}
    assert load(tmp_path, a=schema, strict=False).dialect == uri.removesuffix("#")


def test_an_unknown_keyword_is_a_warning_in_a_file_alone(tmp_path: Path) -> None:
    components = {"b": {"c": {"items": {"$ref": "#/components/b/d"}}, "d": {}}}
    schema = {
        "items": {"nullable": True, "itemz": 0},
        "$ref": "#/components/b/c",
        "components": components,
    }
    where = (tmp_path / "a.json").as_posix()
    unknown = "is not a keyword of JSON Schema 2020-12"
    nullable = '"nullable" has no meaning in JSON Schema, and no effect'
    assert load(tmp_path, a=schema, strict=False).warnings == (
        f'{where} at /components: "components" {unknown}; remove it, or write it in "$comment"',
        f'{where} at /items/itemz: "itemz" {unknown}; did you mean "items"?',
        f'{where} at /items/nullable: {nullable}; add "null" to its "type"',
    )


EFFECTS = [
    ("a keyword of a later dialect", DRAFT_7, {"minContains": 1, "type": "array"},
     {"type": "array"}, "/minContains", "it is no keyword of JSON Schema draft-07"),
    ("a keyword of an earlier dialect", DRAFT_2020_12, {"items": {"dependencies": {"a": ["b"]}}},
     {"items": {}}, "/items/dependencies", "it is no keyword of JSON Schema 2020-12"),
    ("a keyword of draft-03", DRAFT_2020_12, {"divisibleBy": 2}, {}, "/divisibleBy",
     "it is no keyword of JSON Schema 2020-12"),
    ("a keyword beside a reference", DRAFT_7,
     {"$ref": "#/definitions/a", "type": "null", "title": "b", "definitions": {"a": True}},
     {"$ref": "#/definitions/a", "title": "b", "definitions": {"a": True}}, "/type",
     '"$ref" stands beside it, which is all that counts in draft-07'),
    ("false `nullable`", DRAFT_7, {"nullable": False}, {"nullable": False}, "/nullable",
     '"nullable" has no meaning in JSON Schema, and no effect; remove it'),
]  # fmt: skip


@pytest.mark.parametrize("row", EFFECTS, ids=lambda row: str(row[0]))
def test_what_has_no_effect_in_its_dialect_is_left_out_in_a_record_with_a_warning(
    tmp_path: Path, row: tuple[str, str, Any, Any, str, str]
) -> None:
    _, dialect, schema, left, place, words = row
    file = load(tmp_path, a={"$schema": dialect, **schema})
    assert file.schema == {"$schema": dialect, **left}
    (warning,) = file.warnings
    assert f"at {place}: " in warning
    assert words in warning


OLDER = [
    (DRAFT_4, {"id": "https://example.com/a", "minimum": 1, "exclusiveMinimum": True},
     {"$id": "https://example.com/a", "minimum": 1, "exclusiveMinimum": 1}),
    (DRAFT_4, {"maximum": 1, "exclusiveMaximum": True}, {"maximum": 1, "exclusiveMaximum": 1}),
    (DRAFT_4, {"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
    (DRAFT_4, {"items": [{"not": {"id": "#b"}}]}, {"items": [{"not": {"$id": "#b"}}]}),
    (DRAFT_4, {"properties": {"id": {"const": 1}}}, {"properties": {"id": {}}}),
    (DRAFT_4, {"contains": {}, "if": {}, "examples": []}, {"examples": []}),
    (DRAFT_6, {"contains": {"const": 1}, "if": {}}, {"contains": {"const": 1}}),
]  # fmt: skip


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(("dialect", "schema", "found"), OLDER)
def test_draft_04_and_06_become_draft_07_with_the_places_kept(
    tmp_path: Path, dialect: str, schema: Any, found: Any, *, strict: bool
) -> None:
    file = load(tmp_path, a={"$schema": dialect, **schema}, strict=strict)
    assert file.schema == {"$schema": DRAFT_7, **found}
    assert file.dialect == DRAFT_7.removesuffix("#")
    assert json.loads(file.text) == {"$schema": dialect, **schema}


def test_a_printed_schema_of_a_known_tool_is_taken_as_it_is(tmp_path: Path) -> None:
    schema = {
        "$schema": DRAFT_7,
        "definitions": {"A": {"type": "integer", "minimum": 0, "maximum": 9007199254740991}},
        "properties": {"a": {"default": None, "oneOf": [{"$ref": "#/definitions/A"}],
                             "discriminator": {"propertyName": "x", "mapping": {}}}},
        "additionalProperties": False, "x-a": 1, "example": 1, "markdownDescription": "b",
    }  # fmt: skip
    assert load(tmp_path, a=schema).warnings == ()


NO_SCHEMA = [
    ({"openapi": "3.1.0", "components": {"schemas": {"A": {}, "b/c": {}}}},
     "no schema by itself; name a type in it after #: components/schemas/A, components"),
    ({"swagger": "2.0", "definitions": {"A": {}}}, "an OpenAPI document"),
    ({"asyncapi": "3.0.0"}, "it is an AsyncAPI document, and no schema by itself; name a JSON"),
    ({"name": "a", "version": "1", "type": "module", "dependencies": {"b": "1"}},
     "it is no schema: no member at its top is a keyword"),
    ({"$schema": "https://example.com/x", "compilerOptions": {}}, "it is no schema"),
    ({"components": {"schemas": []}}, "it is no schema"),
    ({"$schema": DRAFT_7, "title": "a", "definitions": {str(i): {} for i in range(9)}},
     "none by itself; name a type in it after #: definitions/0, definitions/1, definitions/2"),
    ({"$defs": {"a": {}}}, "it only holds schemas"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "words"), NO_SCHEMA)
def test_a_document_that_is_no_schema_is_refused_with_the_names_it_holds(
    tmp_path: Path, document: Any, words: str
) -> None:
    with pytest.raises(BrokenFileError, match=re.escape(words)) as caught:
        load(tmp_path, a=document, strict=False)
    assert caught.value.place == ""


@pytest.mark.parametrize(
    "schema", [
        {"title": "a"}, {"x-a": 1, "nullable": True}, {"propertys": {}}, {"$defs": {}},
        {"openapi": "3.1.0", "type": "object"}, {"x-silent": "a"}, {"type": ["string"]},
        {"$schema": DRAFT_2020_12, "title": "a"}, {"openapi": 1, "properties": {"a": {}}},
    ],
)  # fmt: skip
def test_a_schema_that_says_little_stays_one(tmp_path: Path, schema: Any) -> None:
    assert load(tmp_path, a=schema, strict=False).schema == schema


def test_a_file_that_is_referred_to_may_only_hold_schemas(tmp_path: Path) -> None:
    file = load(tmp_path, a={"$ref": "b.json#/$defs/c"}, b={"$defs": {"c": {}}}, strict=False)
    assert list(file.resources) == ["b.json"]


def test_every_file_that_is_referred_to_is_read(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    write(tmp_path / "c", d={"items": {"$ref": "../b.json#/$defs/e"}})
    file = load(
        tmp_path,
        a={"$defs": {"f": {"type": "null"}}, "items": {"$ref": "./b.json"}},
        b={"$defs": {"e": {"items": {"$ref": "a.json#/$defs/f"}}}, "not": {"$ref": "c/d.json"}},
    )
    assert list(file.resources) == ["b.json", "c/d.json"]
    assert file.resources["c/d.json"] == {"items": {"$ref": "../b.json#/$defs/e"}}


def test_a_file_that_is_referred_to_is_checked(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="did you mean") as caught:
        load(tmp_path, a={"$ref": "b.json"}, b={"propertys": {}})
    assert caught.value.file == (tmp_path / "b.json").as_posix()


def test_a_loop_is_found_across_files(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="leads back to itself"):
        load(tmp_path, a={"$ref": "b.json"}, b={"allOf": [{"$ref": "a.json"}]})


def test_files_that_refer_to_each_other_are_of_one_dialect(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=r"another dialect than a\.json") as caught:
        load(tmp_path, a={"$ref": "b.json"}, b={"$schema": DRAFT_7})
    assert caught.value.file == (tmp_path / "b.json").as_posix()


@pytest.mark.parametrize(
    ("dialect", "schema"),
    [
        (DRAFT_2020_12, {"$ref": "#b", "$defs": {"a": True, "c": {"$anchor": "b"}}}),
        (DRAFT_2020_12, {"$dynamicRef": "#b", "$defs": {"c": {"$dynamicAnchor": "b"}}}),
        (DRAFT_2020_12, {"$id": "https://example.com/a", "items": {"$ref": "https://example.com/a#"}}),
        (DRAFT_2020_12, {"items": {"$ref": "#"}, "$defs": {"a b": {}}, "$ref": "#/$defs/a%20b"}),
        (DRAFT_2019_09, {"$recursiveAnchor": True, "items": {"$recursiveRef": "#"}}),
        (DRAFT_7, {"$ref": "#b", "definitions": {"c": {"$id": "#b"}}}),
    ],
)  # fmt: skip
def test_references_lead_to_anchors_and_pointers(
    tmp_path: Path, dialect: str, schema: dict[str, Any]
) -> None:
    assert load(tmp_path, a={"$schema": dialect, **schema}, strict=False).warnings == ()


OBJECT = {"type": "object", "properties": {"a": SILENT, "b": {}}}


@pytest.mark.parametrize(
    ("schema", "at"),
    [
        (SILENT, "(root)"),
        ({"allOf": [{}, SILENT]}, "/allOf/1"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": SILENT}}, "/$defs/b"),
        ({"anyOf": [SILENT, {"allOf": [SILENT]}]}, "/anyOf/0"),
        ({**OBJECT, "required": ["b", "a"]}, "/properties/a"),
        (OBJECT, None),
        ({**OBJECT, "required": ["b"]}, None),
        ({"required": ["a"], "properties": {"a": SILENT}}, None),
        ({"anyOf": [SILENT, {}]}, None),
        ({"anyOf": [SILENT, True]}, None),
        ({"not": SILENT}, None),
        ({"$defs": {"a": SILENT}}, None),
        (False, None),
    ],
)
def test_a_schema_that_never_accepts_because_of_silence_gives_a_warning(
    tmp_path: Path, schema: Any, at: str | None
) -> None:
    where = (tmp_path / "a.json").as_posix()
    warning = (
        f"{where}: no value is ever accepted, since every value needs what "
        f'{where} at {at} marks "x-silent"'
    )
    expected = () if at is None else (warning,)
    assert load(tmp_path, a=schema).warnings == expected


def test_one_kind_of_warning_is_given_once_with_the_number_of_places(tmp_path: Path) -> None:
    named = {name: {"itemz": 0} for name in "abc"}
    schema = {"$defs": named, "items": {"own": 1}, "contains": {"own": 2}}
    where = (tmp_path / "a.json").as_posix()
    itemz = 'is not a keyword of JSON Schema 2020-12; did you mean "items"?'
    own = 'is not a keyword of JSON Schema 2020-12; remove it, or write it in "$comment"'

    assert load(tmp_path, a=schema, strict=False).warnings == (
        f'{where} at /$defs/a/itemz: "itemz" {itemz} (and at 2 other places)',
        f'{where} at /items/own: "own" {own} (and at another place)',
    )


def test_a_reference_that_generators_write_is_percent_encoded(tmp_path: Path) -> None:
    null: Any = {"type": "null"}
    parts = {"Def<(string|null)[]>": null, "plain": {"$ref": "#/$defs/a"}, "a": True}
    schema = {"$ref": "#/$defs/Def<(string|null)[]>", "$defs": parts}
    encoded = "#/$defs/Def%3C(string%7Cnull)%5B%5D%3E"

    assert load(tmp_path, a=schema).schema == schema | {"$ref": encoded}
    assert relate_files(tmp_path, schema, null) == ("equal", True)


def relate_files(folder: Path, *schemas: Any) -> tuple[str, bool]:
    columns = []
    for name, schema in zip("ab", schemas, strict=True):
        path = write(folder, **{name: schema}).with_name(f"{name}.json")
        columns.append(file_side(str(path)).column())
    found = relate(compare_columns(columns), columns[0].id, columns[1].id)
    return found.relation, found.proven


def test_silence_is_allowed_outside_of_contains(tmp_path: Path) -> None:
    schema = {"contains": {"type": "null"}, "items": SILENT}
    assert load(tmp_path, a=schema).warnings == ()
