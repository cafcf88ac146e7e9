"""Reads the tool's own JSON files strictly, and checks them against their format.

The formats are the JSON Schemas in `formats/`. Each of their subschemas has a description, which
the user sees as a hint.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import Problem, parse, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.model import Json

_MAX_MESSAGE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of a value: the place, the message, and a hint."""

    place: str
    message: str
    hint: str


def read_formatted(data: bytes, *, file: str, form: str, record: str) -> dict[str, Any]:
    """Return the content of one of the tool's own files.

    Args:
        data: The file's bytes.
        file: The file's name in error messages.
        form: The format's name: `corpus` for `formats/corpus.schema.json`.
        record: The id of the record that the file has to belong to.

    Raises:
        BrokenFileError: It is not JSON, has a name twice, is of another format version or another
            record, or violates the format.
    """
    return checked_content(content_of(data, file=file), file=file, form=form, record=record)


def content_of(data: bytes | str, *, file: str) -> dict[str, Any]:
    """Return the JSON object in a file's bytes or text.

    Raises:
        BrokenFileError: It is not JSON, has a name twice, or is no object.
    """
    parsed = parse(data)
    hint = "write it as one JSON object"
    if isinstance(parsed, Problem):
        place = None if parsed.line is None else f"line {parsed.line}"
        raise BrokenFileError(parsed.message, file=file, place=place, hint=hint)
    if not isinstance(parsed.value, dict):
        raise BrokenFileError("the file holds no JSON object", file=file, place="", hint=hint)
    return parsed.value


def checked_content(
    content: dict[str, Any], *, file: str, form: str, record: str
) -> dict[str, Any]:
    """Return the content of one of the tool's own files, which has to be of its format.

    Args:
        content: The content.
        file: The file's name in error messages.
        form: The format's name.
        record: The id of the record that the file has to belong to.

    Raises:
        BrokenFileError: It is of another format version or another record, or violates the format.
    """
    _check_head(content, file=file, record=record)
    fault = checker(form)(content)
    if fault is not None:
        raise BrokenFileError(fault.message, file=file, place=fault.place, hint=fault.hint)
    return content


@cache
def checker(form: str, part: str | None = None) -> Callable[[Json], Fault | None]:
    """Return a function that returns the first fault of a value, or None if it has none.

    Args:
        form: The format's name.
        part: The name of one of the format's definitions, for a value of that kind. Its errors are
            more precise than those of a choice of all kinds.
    """
    file = Path(__file__).parent / f"{form}.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    if part is not None:
        wanted = {"description": "A part.", "$ref": f"#/$defs/{part}"}
        schema = {**wanted, "$defs": schema["$defs"]}
    validator = jsonschema_rs.Draft202012Validator(schema)

    def fault(value: Json) -> Fault | None:
        if validator.is_valid(value):
            return None
        error = next(iter(validator.iter_errors(value)))
        return Fault(
            place=joined("", *error.instance_path),
            message=visible(shortened_message(error.message)),
            hint=f"expected: {nearest_description(schema, error.schema_path)}",
        )

    def check(value: Json) -> Fault | None:
        try:
            return fault(value)
        except UnicodeEncodeError:
            # The validator does not take lone surrogates, which a value may have.
            text = json.dumps(value, ensure_ascii=False)
            return fault(json.loads(text.encode("utf-8", "replace")))

    return check


def nearest_description(schema: dict[str, Any], path: Sequence[str | int]) -> str:
    """Return the nearest description above a keyword of a format.

    Args:
        schema: The format.
        path: The path to the keyword. Older versions of the validator go through `$ref`, newer
            ones name the definition.
    """
    here: Any = schema
    nearest = str(schema["description"])
    for step in path:
        if step == "$ref":
            here = schema["$defs"][here["$ref"].removeprefix("#/$defs/")]
        else:
            here = here[step]
        if isinstance(here, dict) and isinstance(here.get("description"), str):
            nearest = here["description"]
    return nearest


def _check_head(content: dict[str, Any], *, file: str, record: str) -> None:
    version = content.get("format", 1)
    if isinstance(version, bool) or version != 1:
        shown = visible(shortened_message(json.dumps(version, ensure_ascii=False)))
        raise BrokenFileError(
            f"this is format {shown}, and this version of the tool reads format 1",
            file=file,
            place="/format",
            hint="write 1, or update the tool",
        )
    if "record" in content and content["record"] != record:
        shown = visible(shortened_message(json.dumps(content["record"], ensure_ascii=False)))
        raise BrokenFileError(
            f"the file belongs to {shown}, but it is in the folder of {record}",
            file=file,
            place="/record",
            hint=f'write "{record}", or move the file',
        )


def shortened_message(text: str) -> str:
    """Cut a long message in its middle: it begins with the instance and ends with the reason."""
    half = _MAX_MESSAGE // 2
    return text if len(text) <= _MAX_MESSAGE else f"{text[:half]}…{text[-half:]}"
