"""OpenAPI 3.0 to 3.2 and Swagger 2 as sources."""

from __future__ import annotations

import json
import os
import random
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.tracing import untraced
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.compare.sides import Side
from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.exact import compare_columns, relate
from conformance.model import SchemaFile
from conformance.readers import openapi
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.read import Options, SchemaOptions, read
from conformance.record.claims import check_claims, check_traced
from conformance.schema.load import sound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.readers.emitted import Emitted
    from conformance.readers.read import Source

OFFICIAL = Path(os.environ.get("CONFORMANCE_SOURCES", "")) / "sources/openai-openapi/full"
RECEIVE, SEND = Direction.RECEIVE, Direction.SEND
GIVEN = SchemaOptions(decided=decisions("openapi"), direction=RECEIVE, formats=False)


def source(
    folder: Path,
    document: Any,
    name: str = "A",
    direction: Direction = RECEIVE,
    changes: tuple[str, ...] = (),
) -> Source:
    path = folder / "api.json"
    path.write_text(json.dumps(document, indent=1), "utf-8")
    return read(f"{path}#{name}", Options(direction=direction, changes=changes))


def api(version: str, schema: Any, **others: Any) -> dict[str, Any]:
    if version == "2.0":
        return {"swagger": "2.0", "definitions": {"A": schema, **others}}
    return {"openapi": version, "components": {"schemas": {"A": schema, **others}}}


def body(found: Source) -> dict[str, Any]:
    schema = found.file.schema
    assert isinstance(schema, dict)
    return {key: value for key, value in schema.items() if key not in {"$schema", "title"}}


SCHEMAS = [
    ("3.0.3", {"type": "string", "nullable": True}, {"type": ["string", "null"]}, []),
    ("3.0.3", {"type": "string", "nullable": False}, {"type": "string"}, []),
    ("3.0.3", {"type": "string", "nullable": True, "enum": ["a", None]},
     {"type": ["string", "null"], "enum": ["a", None]}, []),
    ("3.0.3", {"type": "string", "nullable": True, "enum": ["a"]},
     {"type": ["string", "null"], "enum": ["a"]},
     ["`nullable` has no effect: the `enum` beside it does not list null"]),
    ("3.0.3", {"nullable": True, "allOf": [{"$ref": "#/components/schemas/B"}]},
     {"allOf": [{"$ref": "#/$defs/B"}], "$defs": {"B": {"type": "object"}}},
     ["`nullable` has no effect: it needs a `type` beside it"]),
    ("3.0.3", {"items": {"$ref": "#/components/schemas/B", "nullable": True, "description": "d"}},
     {"items": {"$ref": "#/$defs/B"}, "$defs": {"B": {"type": "object"}}},
     ["`nullable` has no effect: in OpenAPI 3.0, `$ref` is all that counts"]),
    ("3.0.3", {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 2},
     {"type": "integer", "minimum": 1, "exclusiveMinimum": 1, "maximum": 2}, []),
    ("3.0.3", {"const": 1, "patternProperties": {}, "xml": {}, "externalDocs": {}, "example": 1,
      "x-a": 1, "deprecated": True}, {"deprecated": True},
     ["`const` has no effect: it is no keyword of OpenAPI 3.0",
      "`patternProperties` has no effect: it is no keyword of OpenAPI 3.0"]),
    ("3.0.3", {"oneOf": [{"type": "string"}], "not": {"type": "null"}},
     {"oneOf": [{"type": "string"}], "not": {"type": "null"}}, []),
    ("3.1.0", {"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]},
     ["`nullable` has no effect: it is no keyword of OpenAPI 3.1"]),
    ("3.1.0", {"$ref": "#/components/schemas/B", "required": ["x"]},
     {"$ref": "#/$defs/B", "required": ["x"], "$defs": {"B": {"type": "object"}}}, []),
    ("3.2.0", {"prefixItems": [{"const": 1}]}, {"prefixItems": [{"const": 1}]}, []),
    ("3.1.0", {"type": "number", "minimum": 0, "exclusiveMinimum": False},
     {"type": "number", "minimum": 0}, ["`exclusiveMinimum: false` is of OpenAPI 3.0"]),
    ("3.1.0", {"type": "number", "minimum": 0, "exclusiveMinimum": True},
     {"type": "number", "minimum": 0, "allOf": [{"anyOf": [{"exclusiveMinimum": 0}, {"x-silent":
      "`exclusiveMinimum: true` is of OpenAPI 3.0: whether 0 itself is allowed"}]}]},
     ["`exclusiveMinimum: true` is of OpenAPI 3.0"]),
    ("3.1.0", {"exclusiveMaximum": True}, {}, ["`exclusiveMaximum: true` is of OpenAPI 3.0"]),
    ("3.1.0", {"$recursiveAnchor": True, "items": {"$recursiveRef": "#"}}, {"items": {"$ref": "#"}},
     ["`$recursiveAnchor` is a keyword of 2019-09: only `$recursiveRef` needs it",
      "`$recursiveRef` is a keyword of 2019-09: it is taken for the schema around it"]),
    ("3.1.0", {"items": {"$recursiveRef": "#"}},
     {"items": {"x-silent": "`$recursiveRef` leads to no `$recursiveAnchor`"}},
     ["`$recursiveRef` is a keyword of 2019-09: it is taken for the schema around it"]),
    ("3.1.0", {"$recursiveAnchor": True, "items": {"$recursiveRef": "#"},
      "not": {"$ref": "#/components/schemas/C"}},
     {"items": {"$ref": "#"}, "not": {"$ref": "#/$defs/C"}, "$defs": {"C": {}}},
     ["`$recursiveAnchor` is a keyword of 2019-09: only `$recursiveRef` needs it",
      "`$recursiveRef` is a keyword of 2019-09: it is taken for the schema around it",
      "`$recursiveAnchor` is a keyword of 2019-09: only `$recursiveRef` needs it"]),
    ("3.0.0", {"id": "https://x.test/a", "not": {"$ref": "#/components/schemas/B"}},
     {"not": {"$ref": "#/$defs/B"}, "$defs": {"B": {"type": "object"}}},
     ["`id` has no effect: it is no keyword of OpenAPI 3.0"]),
    ("2.0", {"properties": {"a": {"type": "file"}}},
     {"properties": {"a": {"x-silent": "a file is no JSON value"}}}, []),
    ("2.0", {"type": "string", "x-nullable": True, "readOnly": True}, {"type": "string"},
     ["`x-nullable` is a vendor's extension, and has no effect"]),
    ("2.0", {"oneOf": [{}], "nullable": True, "type": "string"}, {"type": "string"},
     ["`oneOf` has no effect: it is no keyword of Swagger 2",
      "`nullable` has no effect: it is no keyword of Swagger 2"]),
    ("2.0", {"allOf": [{"$ref": "#/definitions/B"}], "discriminator": "kind"},
     {"allOf": [{"$ref": "#/$defs/B"}], "$defs": {"B": {"type": "object"}}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("version", "schema", "expected", "notes"), SCHEMAS)
def test_each_version_has_its_keywords(
    tmp_path: Path, version: str, schema: Any, expected: Any, notes: list[str]
) -> None:
    found = source(
        tmp_path, api(version, schema, B={"type": "object"}, C={"$recursiveAnchor": True})
    )
    assert body(found) == expected
    assert [note.says for note in found.notes] == notes
    check_claims(found.claims, [found.file], file="a")
    check_traced(found.claims, [found.file])


DISCRIMINATED: dict[str, Any] = {
    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    "discriminator": {"propertyName": "kind"},
}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "`kind` tells the schema by its name"),
        ({"mapping": {"c": "#/components/schemas/Cat", "d": "Dog"}},
         "`kind` tells the schema: c → Cat, d → Dog"),
    ],
)  # fmt: skip
def test_a_discriminator_is_stated_and_decides_nothing(
    tmp_path: Path, more: Any, says: str
) -> None:
    schema = {**DISCRIMINATED, "discriminator": {"propertyName": "kind", **more}}
    found = source(tmp_path, api("3.0.0", schema, Cat={"type": "object"}, Dog={"type": "null"}))
    assert body(found)["oneOf"] == [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]
    (claim,) = [x for x in found.claims if x.id == "a-discriminator"]
    assert (claim.says, claim.keywords) == (says, ())
    assert claim.no_effect == "`discriminator` is a hint: oneOf, anyOf and allOf alone decide."


def test_a_discriminator_under_not_is_no_claim(tmp_path: Path) -> None:
    schema = {"not": {"anyOf": [{"type": "null"}], "discriminator": {"propertyName": "a"}}}
    assert [x.id for x in source(tmp_path, api("3.1.0", schema)).claims] == ["a"]


WRITTEN = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "secret": {"$ref": "#/components/schemas/Secret"},
        "open": True,
        "name": {"$ref": "#/components/schemas/Name"},
    },
    "required": ["id", "secret", "open", "name", "other"],
}
SECRET = {"type": "string", "writeOnly": True}


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
@pytest.mark.parametrize(
    ("direction", "left", "note"),
    [
        (RECEIVE, ["id", "open", "name", "other"], "`secret` is required only where it is written"),
        (SEND, ["secret", "open", "name", "other"], "`id` is required only where it is read"),
    ],
)
def test_required_counts_in_the_direction_of_the_property(
    tmp_path: Path, version: str, direction: Direction, left: list[str], note: str
) -> None:
    document = api(version, WRITTEN, Secret=SECRET, Name={"$ref": "#/components/schemas/Name"})
    document["components"]["schemas"]["Name"] = {"type": "string"}
    found = source(tmp_path, document, direction=direction)
    assert body(found)["required"] == left
    assert [x.says for x in found.notes] == [note]
    required = [k for x in found.claims for k in x.keywords if "/required/" in k]
    assert sorted(required) == [f"declared.schema.json#/required/{index}" for index in range(4)]


def test_nothing_is_left_of_required_where_nothing_counts(tmp_path: Path) -> None:
    schema = {"properties": {"a": SECRET}, "required": ["a"]}
    assert "required" not in body(source(tmp_path, api("3.0.0", schema)))


def test_an_inline_schema_is_named_by_its_pointer(tmp_path: Path) -> None:
    document = api("3.0.0", {"type": "string"})
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A", "title": "x"}}}
    document["paths"] = {"/orders": {"post": {"requestBody": {"content": content}}}}
    place = "/paths/~1orders/post/requestBody/content/application~1json/schema"
    found = source(tmp_path, document, place)
    assert body(found) == {"$ref": "#/$defs/A", "$defs": {"A": {"type": "string"}}}


def test_parts_that_several_types_share_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    a, b = ({"items": {"$ref": "#/components/schemas/C"}} for _ in range(2))
    path.write_text(json.dumps(api("3.1.0", a, B=b, C={"type": "null"})), "utf-8")
    document = opened(path)
    first, second = (
        openapi.schema(document, f"components/schemas/{name}", GIVEN) for name in ("A", "B")
    )
    assert first.claims[1] is second.claims[1]
    assert openapi.schema(document, "components/schemas/A", GIVEN) == first
    other = replace(GIVEN, direction=SEND)
    assert openapi.schema(document, "components/schemas/A", other).schema == first.schema


def test_the_files_of_an_api_are_of_its_version(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    other = "Item:\n  type: string\n  nullable: true\n  example: no\n"
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    found = source(tmp_path, api("3.0.0", {"items": {"$ref": "other.yaml#/Item"}}))
    assert body(found)["$defs"] == {"Item": {"type": ["string", "null"]}}
    (claim,) = [x for x in found.claims if x.id == "item"]
    assert claim.at == f"{(tmp_path / 'other.yaml').as_posix()}:1"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"}, {}),
        ({"jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"},
         {"prefixItems": [{"type": "null"}]}),
    ],
)  # fmt: skip
def test_a_document_may_name_the_dialect_of_its_schemas(
    tmp_path: Path, more: Any, expected: Any
) -> None:
    schema = {"items": [{"type": "null"}]} if expected else {}
    assert body(source(tmp_path, {**api("3.1.0", schema), **more})) == expected


def test_a_component_may_name_its_own_dialect(tmp_path: Path) -> None:
    inner = {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "null"}]}
    found = source(
        tmp_path, api("3.1.0", {"prefixItems": [{"$ref": "#/components/schemas/B"}]}, B=inner)
    )
    assert body(found)["$defs"] == {"B": {"prefixItems": [{"type": "null"}]}}


BAD = [
    ({**api("3.0.0", {}), "openapi": "4.0.0"}, "version 4.0.0 of this notation is not read", 2),
    ({**api("2.0", {}), "swagger": "1.2"}, "version 1.2 of this notation", 2),
    ({**api("3.1.0", {}), "jsonSchemaDialect": "https://x.test"}, "is not understood", 8),
    (api("3.0.0", {"type": ["string", "null"]}), "the value of `type` is not right", 6),
    (api("3.0.0", {"exclusiveMinimum": 1}), "the value of `exclusiveMinimum`", 6),
    (api("3.0.0", {"$ref": "#/components/schemas/B"}), "leads to nothing", 6),
    (api("3.0.0", {"required": ["b"], "properties": {"b": {"$ref": "#/components/schemas/B"}}},
     B={"$ref": "#/components/schemas/B"}), "is defined by itself", 16),
    (api("3.1.0", {"items": {"$recursiveRef": "x"}}), "is always `#`", 7),
    (api("3.1.0", {"$recursiveAnchor": True, "properties": {"b": {"$ref": "#/components/schemas/B"},
     "c": {"$recursiveRef": "#"}}}, B={"$recursiveAnchor": True, "items": {"$recursiveRef": "#"},
     "properties": {"a": {"$ref": "#/components/schemas/A"}}}), "may also lead to", 12),
]  # fmt: skip


@pytest.mark.parametrize(("document", "words", "line"), BAD)
def test_what_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, document: Any, words: str, line: int
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        source(tmp_path, document)
    assert words in str(caught.value)
    assert caught.value.place == f"line {line}"


def test_a_document_without_a_type_is_refused_with_its_names(tmp_path: Path) -> None:
    document = api("3.1.0", {}, B={})
    document["components"]["messages"] = {"C": {}}
    with pytest.raises(UsageError, match="name one after #: components/schemas/A, components"):
        source(tmp_path, document, "")
    with pytest.raises(UsageError, match="there is no type in the OpenAPI of this file"):
        source(tmp_path, {"openapi": "3.1.0"}, "")
    with pytest.raises(UsageError, match="there is no type in the OpenAPI of this file"):
        source(tmp_path, {"openapi": "3.1.0", "definitions": {"A": {}}}, "A")


# --- the whole official file ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def official() -> Mapping[str, Emitted]:
    """Return every component of the official file, read in reasonable time."""
    if not OFFICIAL.exists():
        pytest.skip("needs the sources")
    (path,) = OFFICIAL.glob("*.json")
    started = time.process_time()
    document = opened(path)
    with untraced():
        names = openapi.names(document)
        found = {name: openapi.schema(document, name, GIVEN) for name in names}
    assert time.process_time() - started < 30
    return found


@pytest.mark.untraced
def test_every_component_of_the_official_file_is_read_and_sound(
    official: Mapping[str, Emitted],
) -> None:
    found = official
    assert len(found) == 1422
    assert {x.why.partition(":")[0] for e in found.values() for x in e.silent} == {
        "`exclusiveMinimum"
    }
    says = {re.sub(r"`; did.*", "`", x.says) for e in found.values() for x in e.notes}
    assert len(says) == 8
    assert all(x.file and x.line for e in found.values() for x in e.claims)
    for one in found.values():
        properties = len(re.findall(r'"properties": ', json.dumps(one.schema)))
        assert len(one.claims) >= one.fields >= properties - 1


@pytest.mark.untraced
def test_components_of_the_official_file_are_equal_to_themselves(
    official: Mapping[str, Emitted],
) -> None:
    small = [(name, found) for name, found in official.items() if len(found.claims) < 40]
    for name, found in random.Random(5).sample(small, 25):
        file = SchemaFile(
            path=Path("a.json"), name="a", text="", schema=found.schema, dialect=found.dialect
        )
        pair = [Side(id=x, file=file).column() for x in ("a", "b")]
        relation = relate(compare_columns(pair), "a", "b")
        too_long = relation.why_not and all("a string longer" in x for x in relation.why_not)
        assert relation.relation == "equal" or too_long, (name, relation.why_not)


# --- any text ------------------------------------------------------------------------------------

TEXT = json.dumps(
    {
        "openapi": "3.0.3",
        "components": {
            "schemas": {
                "A": {**WRITTEN, "additionalProperties": False},
                "Secret": SECRET,
                "Name": {"type": "string", "nullable": True, "enum": ["a", None], "minLength": 1},
                "Cat": {"allOf": [{"$ref": "#/components/schemas/A"}], "minProperties": 1},
                "Pet": DISCRIMINATED,
            }
        },
    },
    indent=1,
)
PIECES = re.findall(r'"[^"]*"|[{}\[\]:,]|\w+|\s+', TEXT)
CHANGES = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"$ref"',
    '"#"',
    "1",
    "true",
    "null",
    '"type"',
    "- a",
    "&x",
]


@pytest.mark.untraced
@settings(max_examples=150, derandomize=True, deadline=None)
@given(edits=st.lists(st.tuples(st.integers(0, len(PIECES) - 1), st.sampled_from([*CHANGES, ""]),
                                st.booleans()), min_size=1, max_size=4),
       end=st.sampled_from(["json", "yaml"]), silent=st.booleans())  # fmt: skip
def test_any_edit_gives_a_schema_or_an_error_for_the_user(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[int, str, bool]],
    end: str,
    *,
    silent: bool,
) -> None:
    pieces = [*PIECES]
    for index, piece, keeps in edits:
        pieces[index] = pieces[index] + piece if keeps else piece
    path = tmp_path_factory.mktemp("edited") / f"api.{end}"
    path.write_text("".join(pieces), "utf-8")
    changes = ("unlisted=silent", "null=silent") if silent else ()
    for name in ("A", "Cat", "Pet", "/components/schemas/Name"):
        try:
            found = read(f"{path}#{name}", Options(changes=changes))
        except ConformanceError:
            continue
        assert sound(found.file).schema == found.file.schema
