"""Checks that the lines of a results file fit together, which their format cannot express."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from conformance.formats.read import Fault, shortened_message
from conformance.jsontext.text import visible
from conformance.model import SIDES, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HINT = "make the file again with `conformance run`"


class LineCheck:
    """Checks each line against the columns, findings and numbers that the file named before."""

    def __init__(self) -> None:
        """Start at the top of a file."""
        self._columns: dict[str, int] = {}
        self._findings: set[str] = set()
        self._vectors: dict[int, Sequence[str | None]] = {}
        self._reasons: set[int] = set()

    def fault(self, line: Mapping[str, Any]) -> Fault | None:
        """Return the first fault of a line, or None; remember what it names."""
        match line["kind"]:
            case "column":
                fault = self._column(line["id"])
            case "vector":
                self._vectors[line["number"]] = line["verdicts"]
                fault = self._vector(line)
            case "reason":
                self._reasons.add(line["number"])
                fault = None
            case "case":
                fault = self._older_case(line) if "verdicts" in line else self._case(line)
            case "finding":
                self._findings.add(line["id"])
                fault = self._finding(line)
            case "field":
                fault = self._field(line)
            case "relation":
                fault = self._unknown("/a", [line["a"]]) or self._unknown("/b", [line["b"]])
            case "exchange":
                fault = self._exchange(line)
            case _:
                fault = None
        return fault

    def _column(self, name: str) -> Fault | None:
        if name in self._columns:
            return _fault("/id", f"the column {_quoted(name)} is there twice")
        self._columns[name] = len(self._columns)
        return None

    def _vector(self, line: Mapping[str, Any]) -> Fault | None:
        verdicts = line["verdicts"]
        if len(verdicts) != len(self._columns):
            return _fault("/verdicts", "there is not one for each column")
        for name in ("notes", "typed_as"):
            unknown = self._unknown(f"/{name}", line.get(name, ()))
            if unknown is not None:
                return unknown
            for column in line.get(name, ()):
                if verdicts[self._columns[column]] is None:
                    return _fault(f"/{name}", f"{_quoted(column)} has no verdict here")
        return None

    def _case(self, line: Mapping[str, Any]) -> Fault | None:
        verdicts = self._vectors.get(line["vector"])
        if verdicts is None:
            return _fault("/vector", f"there is no vector {line['vector']} before it")
        for at, (column, *reasons) in enumerate(line.get("reasons", ())):
            if column >= len(verdicts) or verdicts[column] is None:
                return _fault(f"/reasons/{at}/0", f"column {column} has no verdict on this case")
            for index, reason in enumerate(reasons, start=1):
                if reason not in self._reasons:
                    return _fault(
                        f"/reasons/{at}/{index}", f"there is no reason {reason} before it"
                    )
        return None if _is_base64(line.get("base64", "")) else _fault("/base64", "no base64")

    def _older_case(self, line: Mapping[str, Any]) -> Fault | None:
        for name in ("verdicts", "notes", "reasons"):
            unknown = self._unknown(f"/{name}", line[name])
            if unknown is not None:
                return unknown
        for name in ("notes", "reasons", "typed_as"):
            for column in line.get(name, ()):
                if column not in line["verdicts"]:
                    return _fault(f"/{name}", f"{_quoted(column)} has no verdict on this case")
        return None if _is_base64(line.get("base64", "")) else _fault("/base64", "no base64")

    def _finding(self, line: Mapping[str, Any]) -> Fault | None:
        if _count(line["place"]) != _count(line["special"]):
            return _fault("/special", "there is not one for each place")
        met: dict[str, str] = {}
        for side in SIDES:
            unknown = self._unknown(f"/{side}", line[side])
            if unknown is not None:
                return unknown
            for column in line[side]:
                other = met.setdefault(column, side)
                if other != side:
                    return _fault(f"/{side}", f"{_quoted(column)} is under {other} too")
        for column in line.get("lossy", ()):
            if met.get(column) != Verdict.ACCEPT:
                return _fault("/lossy", f"{_quoted(column)} is not under accept")
        return None

    def _field(self, line: Mapping[str, Any]) -> Fault | None:
        for number, value in enumerate(line["values"]):
            place = f"/values/{number}"
            unknown = self._unknown(f"{place}/verdicts", value["verdicts"])
            if unknown is not None:
                return unknown
            about = [] if value["finding"] is None else [value["finding"]]
            for finding in (*about, *value["depends"]):
                if finding not in self._findings:
                    return _fault(place, f"there is no finding {_quoted(finding)}")
        return None

    def _exchange(self, line: Mapping[str, Any]) -> Fault | None:
        for side in ("writer", "reader"):
            unknown = self._unknown(f"/{side}", [line[side]])
            if unknown is not None:
                return unknown
        for number, one in enumerate(line["breaks"]):
            if _count(one["place"]) != _count(one["special"]):
                return _fault(f"/breaks/{number}/special", "there is not one for each place")
        return None

    def _unknown(self, place: str, names: Iterable[str]) -> Fault | None:
        for name in names:
            if name not in self._columns:
                return _fault(place, f"there is no column {_quoted(name)}")
        return None


def _fault(place: str, message: str) -> Fault:
    return Fault(place=place, message=message, hint=HINT)


def _count(value: str | list[str]) -> int:
    return 0 if isinstance(value, str) else len(value)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True


def _quoted(name: str) -> str:
    return visible(shortened_message(json.dumps(name, ensure_ascii=False)))
