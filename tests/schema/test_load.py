"""What a schema file has to be."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError
from conformance.schema.load import load_schema

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import SchemaFile

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
    ("too deep to check", {"pattern": "a", "not": nested(126)}, None, "nested too deeply"),
    ("no schema", "[]", "", "the file holds no schema"),
    ("another dialect", {"$schema": "http://json-schema.org/draft-04/schema#"}, "/$schema",
     f"is not understood here; write one of: {DRAFT_2020_12}"),
    ("a dialect for files alone", {"$schema": DRAFT_7}, "/$schema", "is not understood here"),
    ("a dialect that is not a text", {"$schema": 1}, "/$schema", "the dialect 1 is not understood"),
    ("a dialect inside", {"not": {"$schema": DRAFT_7}}, "/not/$schema", "of another dialect"),
    ("a misspelt keyword", {"propertys": {}}, "/propertys",
     '"propertys" is not a keyword of JSON Schema 2020-12; did you mean "properties"?'),
    ("an unknown keyword", {"items": {"zzz": 1}}, "/items/zzz", "remove it"),
    ("a keyword of another dialect", {"dependencies": {}}, "/dependencies", "is not a keyword"),
    ("a type that is none", {"type": "strng"}, "/type", "write array, boolean, integer"),
    ("a negative bound", {"minLength": -1}, "/minLength", "it has to satisfy minimum 0"),
    ("a broken bound", {"minItems": 1.5}, "/minItems", 'it has to satisfy type "integer"'),
    ("a subschema that is none", {"properties": {"a": 1}}, "/properties/a",
     "1 is not allowed as a"),
    ("a broken pattern", {"pattern": "("}, "/pattern", "write a regular expression that Python"),
    ("a broken pattern name", {"patternProperties": {"(": {}}}, "/patternProperties",
     "write a regular expression that Python"),
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
    expected = [
        ("/components", '"components"', 'remove it, or write it in "$comment"'),
        ("/items/itemz", '"itemz"', 'did you mean "items"?'),
        ("/items/nullable", '"nullable"', 'remove it, or write it in "$comment"'),
    ]
    where = (tmp_path / "a.json").as_posix()
    assert load(tmp_path, a=schema, strict=False).warnings == tuple(
        f"{where} at {place}: {keyword} is not a keyword of JSON Schema 2020-12; {hint}"
        for place, keyword, hint in expected
    )


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
        load(tmp_path, a={"$ref": "b.json"}, b={"$schema": DRAFT_7}, strict=False)
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


def test_silence_is_allowed_outside_of_contains(tmp_path: Path) -> None:
    schema = {"contains": {"type": "null"}, "items": SILENT}
    assert load(tmp_path, a=schema).warnings == ()
