"""Checks a results file that somebody hands in, line by line, before anything is made of it.

`read_results` trusts the lines that a run has just written; a user's file may be edited, merged or
of another make. The format is `formats/results.schema.json`.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from conformance.errors import BrokenFileError
from conformance.formats.read import nearest_description
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import visible
from conformance.results.lines import ORDER
from conformance.results.read import read_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_MAX_TEXT = 160
_HINT = "make the file anew with `conformance run`"
_SIDES = ("accept", "reject", "silent", "lossy")


def checked_results(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a results file, each of which is what the format says.

    Beyond the format, every line names only columns that the file has, and an interaction has
    something special for each of its places.

    Raises:
        BrokenFileError: As for `read_results`, or a line lacks a member, has one too many, or one
            of another type; the error names the line and the place in it.
    """
    checks = _checks()
    columns: dict[str, None] = {}
    for number, line in enumerate(read_results(path), start=1):
        fault = checks[line["kind"]](line) or _inconsistent(line, columns)
        if fault is not None:
            place, message, hint = fault
            raise BrokenFileError(
                message, file=str(path), place=f"line {number}, {place or '(root)'}", hint=hint
            )
        yield line


def check_results(path: Path) -> None:
    """Read a results file to its end.

    Raises:
        BrokenFileError: As for `checked_results`.
    """
    for _ in checked_results(path):
        pass


def _checks() -> dict[str, Callable[[Mapping[str, Any]], tuple[str, str, str] | None]]:
    """Return for each kind of line what says what is wrong with one: place, message and mend."""
    file = resources.files("conformance") / "formats" / "results.schema.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    return {kind: _check(whole, kind) for kind in ORDER}


def _check(
    whole: Mapping[str, Any], kind: str
) -> Callable[[Mapping[str, Any]], tuple[str, str, str] | None]:
    # The kind is known: an error under it says more than one under a choice of all six.
    schema = {"description": "A line.", "$ref": f"#/$defs/{kind}", "$defs": whole["$defs"]}
    validator = jsonschema_rs.Draft202012Validator(schema)

    def fault(line: Mapping[str, Any]) -> tuple[str, str, str] | None:
        if validator.is_valid(line):
            return None
        error = next(validator.iter_errors(line))
        expected = nearest_description(schema, error.schema_path)
        return (
            joined("", *error.instance_path),
            visible(_shortened(error.message)),
            f"expected: {expected} {_HINT[0].upper()}{_HINT[1:]}",
        )

    def check(line: Mapping[str, Any]) -> tuple[str, str, str] | None:
        try:
            return fault(line)
        except UnicodeEncodeError:
            # The validator holds no lone surrogates, which inputs of cases may have.
            return fault(
                json.loads(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))
            )

    return check


def _inconsistent(line: Mapping[str, Any], columns: dict[str, None]) -> tuple[str, str, str] | None:
    """Return what does not fit the lines before; take in the column that this one adds."""
    match line["kind"]:
        case "column" if line["id"] in columns:
            return "/id", f"the column {_quoted(line['id'])} stands twice", _HINT
        case "column":
            columns[line["id"]] = None
        case "case":
            return _unknown({f"/{x}": line[x] for x in ("verdicts", "notes", "reasons")}, columns)
        case "finding" if _count(line["place"]) != _count(line["special"]):
            return "/special", "there is not one for each place", _HINT
        case "finding":
            return _unknown({f"/{side}": line.get(side, ()) for side in _SIDES}, columns)
        case "relation":
            return _unknown({"/a": [line["a"]], "/b": [line["b"]]}, columns)
    return None


def _count(value: str | list[str]) -> int:
    return 0 if isinstance(value, str) else len(value)


def _unknown(named: Mapping[str, Any], columns: Mapping[str, None]) -> tuple[str, str, str] | None:
    for place, names in named.items():
        for name in names:
            if name not in columns:
                return place, f"there is no column {_quoted(name)}", _HINT
    return None


def _quoted(name: str) -> str:
    return visible(_shortened(json.dumps(name, ensure_ascii=False)))


def _shortened(text: str) -> str:
    half = _MAX_TEXT // 2
    return text if len(text) <= _MAX_TEXT else f"{text[:half]}…{text[-half:]}"
