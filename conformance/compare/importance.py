"""Says how much a finding matters, and why: from its data alone, whatever the record.

A value that somebody really sends matters more than a part that is left out or null, then come
properties that nobody lists, then wrong types, and null in place of the whole record. Descriptions
that disagree matter more than a program's quirk.
"""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from conformance.model import ABSENT, OTHER_STRING, UNLISTED, Group, Importance, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conformance.model import Cause, Column, Finding


TEXTS = {
    "malformed": ("a text that is not JSON", "texts that are not JSON"),
    "duplicate-name": ("a name that stands twice", "names that stand twice"),
    "lone-surrogate": ("a lone surrogate", "lone surrogates"),
    "number": ("a number that few can hold", "numbers that few can hold"),
    "depth": ("deep nesting", "texts nested deeply"),
}
"""Kind of problem of a text -> what is special in it, and in several such texts.

The id of the case follows what is special in a text.
"""


class Weigher:
    """Weighs the findings of a run against one another."""

    def __init__(self, columns: Iterable[Column], listed: Collection[str]) -> None:
        """Take what the weights depend on.

        Args:
            columns: The columns of the run.
            listed: The literals that some description lists, as canonical JSON.
        """
        self._columns = {column.id: column for column in columns}
        self._listed = listed
        self._newest = newest_releases(self._columns.values())

    def weigh(self, finding: Finding) -> Importance:
        """Return the importance of a finding."""
        accept, reject = (
            [self._columns[x] for x in finding.columns(*which)]
            for which in ((Verdict.ACCEPT, Verdict.LOSSY), (Verdict.REJECT,))
        )
        split = _read(accept) and _read(reject)
        group = self._group(finding, split=bool(split))
        parts = [
            self._what(finding.cause),
            *_who(finding, accept, reject, split=bool(split)),
            *self._when(finding, accept, reject),
        ]
        factor = _FACTORS.get(group, 1.0)
        score = sum(weight for weight, _ in parts) * factor
        told = sorted((part for part in parts if part[1]), key=lambda part: -part[0])
        return Importance(group, round(min(score, 1.0), 3), tuple(words for _, words in told))

    def _group(self, finding: Finding, *, split: bool) -> Group:  # noqa: PLR0911  one line a group
        cause = finding.cause
        if is_text(cause):
            return Group.TEXTS
        if finding.kinds and finding.kinds[0] is Kind.LOSS:
            return Group.LOSSES
        if not split and not any(self._columns[x].reading for x in _odd(finding, self._columns)):
            return Group.PROGRAMS
        if len(cause.facts) > 1:
            return Group.COMBINATIONS
        special = cause.specials[0]
        if special in {ABSENT, "null"}:
            return Group.ABSENCE
        if special.startswith(UNLISTED):
            return Group.UNLISTED
        return Group.VALUES if _is_value(special) else Group.TYPES

    def _what(self, cause: Cause) -> tuple[float, str]:
        """Return the weight of what is special: of several facts, of the most telling one."""
        if is_text(cause):
            return 0.0, ""
        weighed = max(starmap(self._weight, cause.facts))
        return (weighed[0] * 0.6, weighed[1]) if len(cause.facts) > 1 else weighed

    def _weight(self, place: str, special: str) -> tuple[float, str]:
        if special in self._listed and special != "null":
            return 0.4, "a description lists the value"
        if special == ABSENT or (special == "null" and place):
            return 0.22 if special == ABSENT else 0.2, "null and absence are common"
        if special == OTHER_STRING:
            return 0.2, "new values arrive this way"
        if _is_value(special):
            return 0.25, "a value that programs tell apart"
        if special.startswith(UNLISTED):
            return 0.15, "new properties arrive this way"
        return 0.05, ""

    def _when(
        self, finding: Finding, accept: Sequence[Column], reject: Sequence[Column]
    ) -> list[tuple[float, str]]:
        found = []
        if not finding.skew:
            found.append((0.05, "age does not explain it"))
        if all(any(column.id in self._newest for column in side) for side in (accept, reject)):
            found.append((0.05, "the newest releases disagree"))
        return found


def is_text(cause: Cause) -> bool:
    """Return whether a cause is about a text that has no value, or none that all can hold."""
    starts = tuple(f"{one} (" for one, _ in TEXTS.values())
    return any(not place and special.startswith(starts) for place, special in cause.facts)


def newest_releases(columns: Iterable[Column]) -> set[str]:
    """Return the ids of the programs that no later release of the same package replaces."""
    newest: dict[str, Column] = {}
    for column in columns:
        if column.reading:
            continue
        package = column.id.partition("@")[0]
        known = newest.get(package)
        if known is None or (column.as_of or "", column.id) > (known.as_of or "", known.id):
            newest[package] = column
    return {column.id for column in newest.values()}


def _who(
    finding: Finding, accept: Sequence[Column], reject: Sequence[Column], *, split: bool
) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    if Kind.CONFLICT in finding.kinds and split:
        found.append((0.3, "descriptions disagree"))
    elif Kind.CONFLICT in finding.kinds and _read([*accept, *reject]):
        found.append((0.1, "programs and descriptions disagree"))
    elif Kind.CONFLICT in finding.kinds:
        found.append((0.05, "programs disagree"))
    if finding.mistyped:
        found.append((0.1, "a program decodes it as another type"))
    if Kind.CONTRADICTION in finding.kinds:
        found.append((0.1, "a source contradicts itself"))
    if Kind.REFINEMENT in finding.kinds and Kind.CONFLICT not in finding.kinds:
        found.append((0.1, "a source says more in prose than in its types"))
    sides = [{x.variant or x.id.partition("@")[0] for x in side} for side in (accept, reject)]
    fewest, most = sorted(map(len, sides))
    if fewest == 1 and most > 1:
        found.append((0.05, "one stands alone"))
    return found


def _odd(finding: Finding, columns: Mapping[str, Column]) -> list[str]:
    """Return the columns on the sides of a finding if descriptions are on two of them; else none.

    A description that is silent is on a side of its own.
    """
    stood = {
        stance.counted for column, stance in finding.stances.items() if columns[column].reading
    }
    return list(finding.stances) if len(stood) > 1 else []


def _read(columns: Iterable[Column]) -> list[Column]:
    return [column for column in columns if column.reading]


def _is_value(special: str) -> bool:
    """Return whether a special is a literal, or the words for any other one."""
    return (
        special.startswith(('"', "any other ", "[", "{"))
        or special[:1].isdigit()
        or (special in {"true", "false"} or special[:2].startswith("-"))
    )


_FACTORS = {Group.PROGRAMS: 0.5, Group.TEXTS: 0.2, Group.LOSSES: 0.7}
"""What only programs show counts less."""
