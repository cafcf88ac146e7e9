"""Reads a results file line by line; a file without its footer is an error."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.compare.importance import Weigher
from conformance.errors import BrokenFileError
from conformance.files import limited_lines
from conformance.formats.read import checker
from conformance.jsontext.text import canonical
from conformance.results.cases import Cases, older_case
from conformance.results.check import HINT, LineCheck
from conformance.results.decode import decode
from conformance.results.lines import (
    FORMAT,
    FORMATS,
    ORDER,
    REFERRED,
    ColumnLine,
    FindingLine,
    HeaderLine,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conformance.model import Column, Json
    from conformance.results.lines import Line, RunLine


def read_results(path: Path) -> Iterator[Line]:
    """Yield the checked lines of a results file, the footer last.

    Raises:
        BrokenFileError: The file is missing, cut short or of another format; or a line violates the
            format or does not fit the lines before. The error names the line and the place in it.
    """
    shown = str(path)
    position = 0
    checks, cases = LineCheck(), Cases()
    lossy, weights = _Lossy(), _Weights()
    form = FORMAT
    try:
        for number, text in enumerate(limited_lines(path), start=1):
            line = _line(text, shown, number)
            position = _checked(line, position, shown, number)
            form = line.get("format", form)
            is_older_case = line["kind"] == "case" and form < _REFERRING
            part = "older_case" if is_older_case else line["kind"]
            fault = checker("results", part)(line) or checks.fault(line)
            if fault is not None:
                where = f"line {number}, {fault.place or '(root)'}"
                hint = fault.hint if fault.hint == HINT else f"{fault.hint} {_HINT_SENTENCE}"
                raise BrokenFileError(fault.message, file=shown, place=where, hint=hint)
            if line["kind"] in REFERRED:
                cases.add(line)
            elif line["kind"] != "case":
                if line["kind"] == "column":
                    cases.add(line)
                decoded = decode(lossy.completed(line) if form < _REFERRING else line)
                yield weights.completed(decoded) if form < _WEIGHED else decoded
            elif is_older_case:
                yield older_case(lossy.completed(line))
            else:
                yield cases.line(line)
    except OSError as error:
        raise BrokenFileError(
            f"the results file cannot be read: {error.strerror}",
            file=shown,
            hint="`conformance run` writes one",
        ) from error
    except UnicodeDecodeError as error:
        raise BrokenFileError("not UTF-8", file=shown) from error
    if ORDER[position] != "footer":
        raise BrokenFileError(
            "the file is cut short: its footer is missing", file=shown, hint="make it again"
        )


_WEIGHED = 2
"""The first format whose findings are weighed."""

_REFERRING = 3
"""The first format whose cases refer to vectors and reasons by number."""

_HINT_SENTENCE = f"{HINT[0].upper()}{HINT[1:]}"


class _Lossy:
    """Adds the lossy columns to findings of files that older versions wrote without them.

    The cases that show a loss name the columns that changed the value.
    """

    def __init__(self) -> None:
        self._by_case: dict[str, set[str]] = {}

    def completed(self, line: dict[str, Any]) -> dict[str, Any]:
        """Return the line, a loss with its lossy columns; remember a case's verdicts."""
        if line["kind"] == "case":
            changed = {column for column, verdict in line["verdicts"].items() if verdict == "lossy"}
            if changed:
                self._by_case[line["id"]] = changed
        elif line["kind"] == "finding" and "loss" in line["kinds"] and "lossy" not in line:
            changed = {x for case in line["cases"] for x in self._by_case.get(case, ())}
            return {**line, "lossy": [column for column in line["accept"] if column in changed]}
        return line


class _Weights:
    """Adds the importance to findings of files that older versions wrote without it."""

    def __init__(self) -> None:
        self._columns: list[Column] = []
        self._listed: frozenset[str] = frozenset()
        self._weigher: Weigher | None = None

    def completed(self, line: RunLine) -> RunLine:
        """Return the line, a finding with its importance; remember the header and columns."""
        match line:
            case HeaderLine():
                self._listed = frozenset(_literals([*map(json.loads, line.schemas.values())]))
            case ColumnLine():
                self._columns.append(line.column)
            case FindingLine() if not line.vanished:
                self._weigher = self._weigher or Weigher(self._columns, self._listed)
                weighed = self._weigher.weigh(line.finding)
                return replace(line, finding=replace(line.finding, importance=weighed))
        return line


def _literals(schema: Json) -> Iterator[str]:
    """Yield the values that `enum` and `const` name anywhere in a schema, as canonical JSON."""
    parts = schema if isinstance(schema, list) else []
    if isinstance(schema, dict):
        named = schema.get("enum", [])
        yield from map(canonical, named if isinstance(named, list) else [])
        yield from (canonical(schema[name]) for name in ("const",) if name in schema)
        parts = [*schema.values()]
    for part in parts:
        yield from _literals(part)


def _line(text: str, shown: str, number: int) -> dict[str, Any]:
    try:
        line = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFileError(
            "not JSON",
            file=shown,
            place=f"line {number}",
            hint="the file is cut short or damaged: make it again",
        ) from error
    if not isinstance(line, dict) or line.get("kind") not in (*ORDER, *REFERRED):
        raise BrokenFileError("no line of a results file", file=shown, place=f"line {number}")
    return line


def _checked(line: Mapping[str, Any], position: int, shown: str, number: int) -> int:
    here = ORDER.index("case" if line["kind"] in REFERRED else line["kind"])
    if (number == 1) is not (here == 0) or here < position or ORDER[position] == "footer":
        raise BrokenFileError(
            f"a {line['kind']} is in the wrong place", file=shown, place=f"line {number}"
        )
    if number == 1 and line.get("format") not in FORMATS:
        raise BrokenFileError(
            f"results of format {line.get('format')}, this is a reader of format {FORMAT}",
            file=shown,
            hint="make the file again with this version",
        )
    return here


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


# Python also reads NaN and Infinity, which no report could write.
_DECODER = json.JSONDecoder(parse_constant=_finite, parse_float=_finite)
