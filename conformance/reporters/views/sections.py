"""Sorts entries for reading: the first few openly, the rest folded by what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Group
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.reporters.views.entries import FindingGroup

FIRST = 10
"""So many entries are shown before the rest is folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries about the same kind of thing.

    Attributes:
        id: A short name for the page.
        title: What they are about.
        entries: The entries, the most important first.
    """

    id: str
    title: str
    entries: Sequence[FindingGroup]

    @property
    def findings(self) -> int:
        """The number of findings in the entries."""
        return sum(len(entry.members) for entry in self.entries)


def sections(entries: Sequence[FindingGroup]) -> tuple[Sequence[FindingGroup], Sequence[Section]]:
    """Return the first entries, and the rest: news, then a section each group, in its order.

    A few more are no rest: where they would be one or two, all are first.

    Args:
        entries: The entries, news first, then by importance.
    """
    shown = FIRST if len(entries) > FIRST + 2 else len(entries)
    quiet = {None, State.KNOWN}
    news = [entry for entry in entries[shown:] if entry.state not in quiet]
    rest = [entry for entry in entries[shown:] if entry.state in quiet]
    found = [Section(id="news", title="new, changed or vanished", entries=news)]
    found += [
        Section(
            id=group.name.lower(),
            title=group.value,
            entries=[entry for entry in rest if entry.importance.group is group],
        )
        for group in Group
    ]
    return entries[:shown], [section for section in found if section.entries]
