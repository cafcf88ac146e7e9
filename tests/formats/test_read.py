from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from conformance.errors import BrokenFileError
from conformance.formats.read import nearest_description, read_formatted

SOUND = {"format": 1, "record": "book", "cases": {}}


def read(data: bytes) -> dict[str, Any]:
    return read_formatted(data, file="book/f.json", form="corpus-digests", record="book")


def test_returns_the_content_of_a_sound_file() -> None:
    assert read(json.dumps(SOUND).encode()) == SOUND


REFUSED = [
    (b"", "book/f.json at line 1: not one well-formed JSON text; write it as one JSON object"),
    (
        b"\xff",
        "book/f.json: not UTF-8 at byte 0; write it as one JSON object",
    ),
    (
        b'{"format": 1, "format": 1}',
        'book/f.json: the name "format" is twice in one object; write it as one JSON object',
    ),
    (
        b"[]",
        "book/f.json at (root): the file holds no JSON object; write it as one JSON object",
    ),
    (
        b'{"format": 2}',
        (
            "book/f.json at /format: this is format 2, and this version of the tool reads "
            "format 1; write 1, or update the tool"
        ),
    ),
    (
        b'{"format": true}',
        (
            "book/f.json at /format: this is format true, and this version of the tool reads "
            "format 1; write 1, or update the tool"
        ),
    ),
    (
        b'{"format": 1, "record": "pen\\u202e"}',
        (
            'book/f.json at /record: the file belongs to "pen\\u202e", but it is '
            'in the folder of book; write "book", or move the file'
        ),
    ),
    (
        b'{"record": "book", "cases": {}}',
        (
            'book/f.json at (root): "format" is a required property; expected: The state of every '
            "case when the list was last written. With it the lint finds a case that changed under "
            "the same `rev`, and a case that was removed without being retired."
        ),
    ),
    (
        b'{"format": 1, "record": "book", "cases": {"a/~b": {"rev": 0, "sha256": "%s"}}}'
        % (b"0" * 64),
        (
            "book/f.json at /cases/a~1~0b/rev: 0 is less than the minimum of 1; "
            "expected: A whole number from 1."
        ),
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_says_what_is_wrong_where_and_how_to_mend_it(data: bytes, message: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        read(data)

    assert str(caught.value) == message


def test_keeps_the_beginning_and_the_reason_of_a_long_message() -> None:
    content = {"format": 1, "record": "book", "cases": {"a/b": {"rev": 1, "sha256": "x" * 5000}}}

    with pytest.raises(BrokenFileError) as caught:
        read(json.dumps(content).encode())

    message = caught.value.message
    assert message.startswith('"xxx')
    assert message.endswith('does not match "^[0-9a-f]{64}$"')
    assert len(message) < 200


def test_follows_references_to_the_description_of_what_is_wrong() -> None:
    content = {"format": 1, "record": "book", "cases": [], "retired": {"a/b": {"why": ""}}}

    with pytest.raises(BrokenFileError, match="One or two sentences") as caught:
        read_formatted(json.dumps(content).encode(), file="f", form="corpus", record="book")

    assert caught.value.place == "/retired/a~1b/why"


PATHS: list[list[str | int]] = [
    ["properties", "retired", "propertyNames", "$ref", "pattern"],
    ["$defs", "id", "pattern"],
]


@pytest.mark.parametrize("path", PATHS)
def test_finds_the_description_by_either_spelling_of_a_path(path: list[str | int]) -> None:
    schema = {
        "description": "A corpus.",
        "properties": {"retired": {"propertyNames": {"$ref": "#/$defs/id"}}},
        "$defs": {"id": {"description": "A slug.", "pattern": "^[a-z]+$"}},
    }

    assert nearest_description(schema, path) == "A slug."


FORMATS = sorted(
    file.name
    for file in (resources.files("conformance") / "formats").iterdir()
    if file.name.endswith(".schema.json")
)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_sound_schema_with_a_description(name: str) -> None:
    text = (resources.files("conformance") / "formats" / name).read_text(encoding="utf-8")
    schema = json.loads(text)

    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["description"]
