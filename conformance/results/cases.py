"""Decodes the lines of cases, and those that they refer to by number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.model import Case, Expectation, Input, Judgement, Reason, Verdict
from conformance.results.decode import reason_of, witness_of
from conformance.results.lines import CaseLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Cases:
    """Decodes the cases of a file of format 3, whose verdicts and reasons came before them.

    Cases with the same vector and no reasons share their judgements.
    """

    def __init__(self) -> None:
        """Start at the top of a file."""
        self._columns: list[str] = []
        self._vectors: dict[int, Mapping[str, Judgement]] = {}
        self._reasons: dict[int, Reason] = {}

    def add(self, line: Mapping[str, Any]) -> None:
        """Take a line that cases may refer to: a column, a vector or a reason."""
        match line["kind"]:
            case "column":
                self._columns.append(line["id"])
            case "vector":
                self._vectors[line["number"]] = _judgements(line, self._columns)
            case _:
                given = {x: y for x, y in line.items() if x not in {"kind", "number"}}
                self._reasons[line["number"]] = reason_of(given)

    def line(self, line: Mapping[str, Any]) -> CaseLine:
        """Return the line of a case.

        Raises:
            KeyError, IndexError: It refers to something that did not come before.
        """
        shared = self._vectors[line["vector"]]
        given = {
            self._columns[number]: tuple(self._reasons[reason] for reason in reasons)
            for number, *reasons in line.get("reasons", ())
        }
        if not given:
            return _case(line, shared)
        own = {
            column: replace(found, reasons=given[column]) if column in given else found
            for column, found in shared.items()
        }
        return _case(line, own)


def older_case(line: Mapping[str, Any]) -> CaseLine:
    """Return the line of a case of format 1 or 2, which holds its verdicts and reasons itself."""
    notes, reasons, typed = line["notes"], line["reasons"], line.get("typed_as", {})
    judgements = {
        column: Judgement(
            verdict=Verdict(verdict),
            reasons=tuple(map(reason_of, reasons.get(column, ()))),
            note=notes.get(column),
            typed_as=typed.get(column),
        )
        for column, verdict in line["verdicts"].items()
    }
    return _case(line, judgements)


def _judgements(line: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Judgement]:
    notes, typed = line.get("notes", {}), line.get("typed_as", {})
    return {
        column: Judgement(
            verdict=Verdict(verdict), note=notes.get(column), typed_as=typed.get(column)
        )
        for column, verdict in zip(columns, line["verdicts"], strict=True)
        if verdict is not None
    }


def _case(line: Mapping[str, Any], judgements: Mapping[str, Judgement]) -> CaseLine:
    return CaseLine(
        case=Case(
            id=line["id"],
            rev=line["rev"],
            title=line["title"],
            why=line.get("why"),
            input=Input.of(line),
            expect=Expectation(**line["expect"]),
            cites=tuple(line.get("cites", ())),
            flags=tuple(line.get("flags", ())),
            near=line.get("near"),
            direction=line.get("direction", "both"),
            origin=line.get("origin"),
            file=line["file"],
        ),
        judgements=judgements,
        place=line.get("place", ""),
        twin=witness_of(line.get("twin")),
        departures=tuple(line.get("departures", ())),
    )
