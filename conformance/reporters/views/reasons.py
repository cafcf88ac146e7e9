"""Says which keywords of which schema files are behind the stances on a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.jsontext.pointers import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STANCES = ("reject", "silent", "accept")
"""The stances on a finding, in the order in which their keywords tell most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A keyword of a schema file.

    Attributes:
        file: The file, relative to the record's folder.
        pointer: JSON Pointer to the keyword in it; empty for the whole schema.
        says: What a column says by it, or what the claim says that it came from; may be empty.
    """

    file: str
    pointer: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A reason that a column gives in a case.

    Attributes:
        case: The case's place.
        verdict: The column's verdict.
        reason: The reason, as in the results.
    """

    case: str
    verdict: str
    reason: Mapping[str, Any]


class Behind:
    """Knows the claims of a record's variants, and the reasons that columns give in cases."""

    def __init__(self, header: Mapping[str, Any], columns: Iterable[Mapping[str, Any]]) -> None:
        """Take the header and the column lines of a results file."""
        variants = {variant["id"]: variant for variant in header["variants"]}
        self._claims = {
            f"{name}:{claim['id']}": claim
            for name, variant in variants.items()
            for claim in variant["claims"]
        }
        self._read = {
            column["id"]: (column["variant"], variants[column["variant"]]["readings"][reading])
            for column in columns
            if column["variant"] in variants
            and (reading := column["reading"]) in variants[column["variant"]]["readings"]
        }
        self._given: dict[str, dict[str, list[_Given]]] = {}
        self._files: dict[str, str] = {}

    def add(self, case: Mapping[str, Any]) -> None:
        """Take a case line; of those without reasons only the file is kept."""
        self._files[case["id"]] = case["file"]
        for column, reasons in case["reasons"].items():
            given = self._given.setdefault(case["id"], {}).setdefault(column, [])
            verdict = case["verdicts"].get(column, "")
            given += [_Given(case=case["place"], verdict=verdict, reason=x) for x in reasons]

    def reason(self, finding: Mapping[str, Any], column: str) -> Mapping[str, Any] | None:
        """Return the reason that a column gives for its stance, nearest to the finding's place.

        None where it accepts, or where no case shows it.
        """
        stance = stance_of(finding, column)
        places = [finding["place"]] if isinstance(finding["place"], str) else finding["place"]
        near = [
            (rank, given.case not in places, number, given.reason)
            for number, given in enumerate(
                given
                for case in finding["cases"]
                for given in self._given.get(case, {}).get(column, ())
            )
            if given.verdict == stance
            and (rank := _distance(given.reason, [_steps(place) for place in places])) is not None
        ]
        return min(near, key=lambda item: item[:3])[3] if near else None

    def corpus_file(self, finding: Mapping[str, Any]) -> str | None:
        """Return the corpus file of the first case that shows a finding; None where none does."""
        return next((self._files[case] for case in finding["cases"] if case in self._files), None)

    def keywords(self, finding: Mapping[str, Any], column: str) -> list[Keyword]:
        """Return the keywords by which a column takes its stance, the failing one first.

        The one that fails, where it refuses or is silent in a case; else those that the finding's
        claims became in the column's schema; else the whole schema. A program has none.
        """
        if column not in self._read:
            return []
        variant, file = self._read[column]
        path = f"variants/{variant}/{file}"
        reason = self.reason(finding, column)
        if reason is not None:
            at = f"variants/{variant}/{reason['file']}"
            return [Keyword(file=at, pointer=reason["schema"], says=reason["message"])]
        found = [
            Keyword(file=path, pointer=pointer, says=self._claims[name]["says"])
            for name in finding["claims"]
            if name in self._claims and name.partition(":")[0] == variant
            for where, _, pointer in (x.partition("#") for x in self._claims[name]["keywords"])
            if where == file
        ]
        return found or [Keyword(file=path, pointer="", says="")]


def stance_of(finding: Mapping[str, Any], column: str) -> str | None:
    """Return a column's stance on a finding; None where it has none."""
    return next((stance for stance in STANCES if column in finding[stance]), None)


def _distance(reason: Mapping[str, Any], places: Sequence[Sequence[str]]) -> int | None:
    """Return how far above the nearest of the places a reason is; None where above none."""
    path = _steps(reason["instance"])
    property_ = reason["property"]
    paths = [path] if property_ is None else [path, [*path, property_]]
    found = [len(place) - len(x) for place in places for x in paths if _leads(x, place)]
    return min(found, default=None)


def _leads(path: Sequence[str], place: Sequence[str]) -> bool:
    return len(path) <= len(place) and all(
        step == wanted or (wanted == "*" and step.isdecimal())
        for step, wanted in zip(path, place, strict=False)
    )


def _steps(pointer: str) -> list[str]:
    try:
        return steps(pointer)
    except ValueError:  # a results file from elsewhere may say anything
        return [pointer]
