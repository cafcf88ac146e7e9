"""Writes the lines of a results file as texts; what many cases share is written once.

Before a case come the line of its verdict vector and those of its reasons, unless they came before:
the case refers to them by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from conformance.jsontext.text import ascii_json
from conformance.results.encode import encode, notes_json
from conformance.results.lines import CaseLine, ColumnLine
from conformance.results.parts import reason_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from conformance.model import Expectation, Json, Judgement, Reason
    from conformance.results.lines import Line

REMEMBERED = 50_000
"""At most this many vectors, and this many reasons, have a number; then numbers start anew."""

_T = TypeVar("_T", bound="Hashable")


def line_texts(lines: Iterable[Line], *, remembered: int = REMEMBERED) -> Iterator[str]:
    """Yield the texts of a run's lines, each with its line feed.

    They are ASCII only, so that any string survives.

    Args:
        lines: The lines, in order.
        remembered: The number of vectors, and of reasons, that are held at a time.
    """
    writer = _Writer(remembered)
    for line in lines:
        yield from map(json_text, writer.encoded(line))


def json_text(value: Json) -> str:
    """Return a value as one line of ASCII with its line feed."""
    return f"{ascii_json(value).decode('ascii')}\n"


class _Numbers(Generic[_T]):
    """Gives numbers to values. When too many have one, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[_T, int] = {}
        self._seen: dict[int, tuple[_T, int]] = {}

    def make_room(self, count: int) -> None:
        """Forget all numbers if so many more were too many; those given next hold together."""
        if len(self._known) + count > self._most:
            self._known.clear()
            self._seen.clear()

    def of(self, value: _T) -> tuple[int, bool]:
        """Return a value's number, and whether it is new."""
        known = self._known.get(value)
        if known is not None:
            return known, False
        number = self._known[value] = len(self._known)
        return number, True

    def of_object(self, value: _T) -> tuple[int, bool]:
        """Return the same; an object that comes again is known without a look at what is in it."""
        seen = self._seen.get(id(value))
        if seen is not None:
            return seen[1], False
        number, is_new = self.of(value)
        if len(self._seen) < self._most:
            # The object is kept too, so that no other comes to stand in its place.
            self._seen[id(value)] = (value, number)
        return number, is_new


class _Writer:
    def __init__(self, remembered: int) -> None:
        self._columns: dict[str, int] = {}
        self._vectors: _Numbers[tuple[tuple[str, str, str | None, str | None], ...]] = _Numbers(
            remembered
        )
        self._reasons: _Numbers[Reason] = _Numbers(remembered)

    def encoded(self, line: Line) -> Iterator[dict[str, Json]]:
        """Yield a line as JSON, after the lines that it is the first to refer to."""
        if isinstance(line, CaseLine):
            yield from self._case(line)
            return
        if isinstance(line, ColumnLine):
            self._columns[line.id] = len(self._columns)
        yield encode(line)

    def _case(self, line: CaseLine) -> Iterator[dict[str, Json]]:
        self._vectors.make_room(1)
        self._reasons.make_room(sum(len(x.reasons) for x in line.judgements.values()))
        vector, is_new = self._vectors.of(
            tuple((x, y.verdict, y.note, y.typed_as) for x, y in line.judgements.items())
        )
        if is_new:
            yield {"kind": "vector", "number": vector, **self._vector(line)}
        given: list[Json] = []
        for column, judgement in line.judgements.items():
            if judgement.reasons:
                numbers: list[Json] = [self._columns[column]]
                for reason in judgement.reasons:
                    number, is_new = self._reasons.of_object(reason)
                    if is_new:
                        yield {"kind": "reason", "number": number, **reason_json(reason)}
                    numbers.append(number)
                given.append(numbers)
        yield _case_json(line, vector, given)

    def _vector(self, line: CaseLine) -> dict[str, Json]:
        judgements = line.judgements
        typed: dict[str, Json] = {x: y.typed_as for x, y in judgements.items() if y.typed_as}
        notes = notes_json(judgements)
        return {
            "verdicts": [_verdict(judgements.get(column)) for column in self._columns],
            **({"notes": notes} if notes else {}),
            **({"typed_as": typed} if typed else {}),
        }


def _verdict(judgement: Judgement | None) -> str | None:
    return None if judgement is None else judgement.verdict


def _case_json(line: CaseLine, vector: int, reasons: list[Json]) -> dict[str, Json]:
    """Return the line of a case, without what is empty."""
    case = line.case
    shown: dict[str, Json] = {
        "why": case.why,
        "file": case.file,
        **case.input.json(),
        "expect": _expected(case.expect),
        "cites": list(case.cites),
        "flags": list(case.flags),
        "near": case.near,
        "direction": None if case.direction == "both" else case.direction,
        "origin": None if case.origin is None else dict(case.origin),
        "place": line.place,
        "departures": list(line.departures),
        "twin": witness_json(line.twin),
        "reasons": reasons,
    }
    needed = {"file", "text", "base64"}
    return {
        "kind": "case",
        "id": case.id,
        "rev": case.rev,
        "title": case.title,
        "vector": vector,
        **{name: value for name, value in shown.items() if value or name in needed},
    }


def _expected(expect: Expectation) -> dict[str, Json]:
    return {name: value for name, value in expect.json().items() if value}
