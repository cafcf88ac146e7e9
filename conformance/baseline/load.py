"""Reads a record's list of known disagreements."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.files import file_bytes, input_bytes, is_there
from conformance.formats.read import read_formatted
from conformance.model import STANCES, Cause, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.results.lines import Stances


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Disagreements that are known, alike enough to share a reason.

    Attributes:
        causes: The identities of the findings: every listed special at every listed place.
        stances: The columns' stances, every pattern resolved.
        category: `bug`, `by-design`, `skew`, `wontfix` or `flaky`; `class` in the file.
        reason: The reason; empty while it has to be written.
        link: The place where it is reported; None without one.
        expires: The last day on which the entry holds; None if it holds for good.
    """

    causes: tuple[Cause, ...]
    stances: Stances
    category: str
    reason: str
    link: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The known disagreements of a record.

    Attributes:
        record: The record's id.
        columns: The ids of all its columns, also of those that do not run, in column order.
        entries: In the file's order.
    """

    record: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...] = ()

    def by_cause(self) -> dict[Cause, Entry]:
        """Return the entry of each known cause; a cause has only one."""
        return {cause: entry for entry in self.entries for cause in entry.causes}


def disagree(stances: Stances) -> bool:
    """Return whether these stances disagree; a single lossy one is enough."""
    found = set(stances.values())
    return len(found) > 1 or found == {Verdict.LOSSY}


# --- reading the file ----------------------------------------------------------------------------


def load_baseline(
    path: Path, *, record: str, columns: Sequence[str], named: bool = False
) -> Baseline:
    """Return the baseline that a file holds.

    Args:
        path: The file.
        record: The id of the record that it has to belong to.
        columns: The ids of all columns of the record, also of those that do not run.
        named: Whether the user named the file, which may then be a pipe.

    Raises:
        UsageError: The named file cannot be read.
        BrokenFileError: The file cannot be read or violates its format; it lists a disagreement
            twice; a pattern matches no column; a column is on two sides; the stances do not
            disagree; a date does not exist; a bug has no link.
    """
    file = path.as_posix()
    if not is_there(path):
        raise BrokenFileError(
            "the baseline cannot be read: there is no such file",
            file=file,
            hint="`conformance baseline update` writes one",
        )
    data = input_bytes(path) if named else file_bytes(path)
    content = read_formatted(data, file=file, form="baseline", record=record)
    entries = [
        _entry(entry, columns, file=file, place=f"/entries/{index}")
        for index, entry in enumerate(content["entries"])
    ]
    _check_once(entries, file)
    return Baseline(record=record, columns=tuple(columns), entries=tuple(entries))


def _entry(entry: Any, columns: Sequence[str], *, file: str, place: str) -> Entry:  # noqa: ANN401  JSON, checked
    specials = entry.get("specials") or [entry["special"]]
    for index, where in enumerate(entry["places"]):
        if not all(_fits(where, special) for special in specials):
            raise BrokenFileError(
                "the place does not fit what is special",
                file=file,
                place=f"{place}/places/{index}",
                hint="write one place and one text, or two lists of the same length",
            )
    if entry["class"] == "bug" and "link" not in entry:
        raise BrokenFileError(
            "a bug has no link",
            file=file,
            place=f"{place}/class",
            hint="add `link`, the address of the bug's report, or choose another class",
        )
    return Entry(
        causes=tuple(Cause.of(*pair) for pair in product(entry["places"], specials)),
        stances=_resolved(entry, columns, file=file, place=place),
        category=entry["class"],
        reason=entry["reason"].strip(),
        link=entry.get("link"),
        expires=_day(entry.get("expires"), file=file, place=f"{place}/expires"),
    )


def _fits(where: str | Sequence[str], special: str | Sequence[str]) -> bool:
    if isinstance(where, str) or isinstance(special, str):
        return isinstance(where, str) and isinstance(special, str)
    return len(where) == len(special)


@cache
def _matched(pattern: str, columns: tuple[str, ...]) -> list[str]:
    """Return the columns that match a pattern; a list repeats the same patterns often."""
    return [column for column in columns if fnmatchcase(column, pattern)]


def _resolved(entry: Any, columns: Sequence[str], *, file: str, place: str) -> Stances:  # noqa: ANN401  JSON, checked
    found: dict[str, Verdict] = {}
    for stance in STANCES:
        for index, pattern in enumerate(entry.get(stance.value, ())):
            at = f"{place}/{stance.value}/{index}"
            matched = _matched(pattern, tuple(columns))
            if not matched:
                raise BrokenFileError(
                    f"no column matches {pattern!r}",
                    file=file,
                    place=at,
                    hint=f"strike it, or use one of {', '.join(columns)}",
                )
            for column in matched:
                if found.setdefault(column, stance) is not stance:
                    raise BrokenFileError(
                        f"the column {column} is under {found[column].value} already",
                        file=file,
                        place=at,
                        hint="a column has one stance: write narrower patterns",
                    )
    if not disagree(found):
        raise BrokenFileError(
            "the entry lists no disagreement",
            file=file,
            place=place,
            hint="list columns on two sides at least, or under lossy, or strike the entry",
        )
    return {column: found[column] for column in columns if column in found}


def _day(text: str | None, *, file: str, place: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BrokenFileError(
            f"this day does not exist: {text}",
            file=file,
            place=place,
            hint="write it as YYYY-MM-DD",
        ) from error


def _check_once(entries: Sequence[Entry], file: str) -> None:
    seen: set[Cause] = set()
    for index, entry in enumerate(entries):
        for cause in entry.causes:
            if cause in seen:
                raise BrokenFileError(
                    f"this disagreement is listed already: {cause.id}",
                    file=file,
                    place=f"/entries/{index}",
                    hint="keep one of the two",
                )
            seen.add(cause)
