"""Makes a scorecard for each column: where it differs from the others, and what to change."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import UsageError, columns_near
from conformance.jsontext.escape import markdown, markdown_block, markdown_code
from conformance.model import Verdict
from conformance.reporters.bug import Bugs, bug_text
from conformance.reporters.views.entries import entries, title_of
from conformance.reporters.views.overview import plural
from conformance.reporters.views.reasons import stance_of
from conformance.reporters.views.releases import upgrades
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.releases import Upgrade
    from conformance.results.lines import ColumnLine, FindingLine, Line

MAX_IN_FULL = 10
"""At most this many entries of a part are told in full; of the others only the titles."""

_DOES = {Verdict.ACCEPT: "accepts it", Verdict.REJECT: "rejects it", Verdict.SILENT: "is silent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a scorecard.

    Attributes:
        title: Its heading.
        mend: What stands before the statements to change.
        chosen: Whether a finding belongs to it, by the column's stance and the stances of others.
    """

    title: str
    mend: str
    chosen: Callable[[Verdict, set[Verdict]], bool]


_PARTS = (
    _Part(
        title="It rejects what others accept",
        mend="To accept it, change",
        chosen=lambda own, others: own is Verdict.REJECT and Verdict.ACCEPT in others,
    ),
    _Part(
        title="It accepts what others reject",
        mend="To reject it, change",
        chosen=lambda own, others: own.accepts and Verdict.REJECT in others,
    ),
    _Part(
        title="It accepts and changes",
        mend="To keep it, change",
        chosen=lambda own, _: own is Verdict.LOSSY,
    ),
    _Part(
        title="It does not say, and others do",
        mend="To say it, change",
        chosen=lambda own, others: own is Verdict.SILENT and bool(others - {Verdict.SILENT}),
    ),
)


class Scorecards:
    """Makes the scorecards: a text in Markdown for each column, for its maintainers."""

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        """Start with nothing; the patterns choose the columns, and none chooses all of them."""
        self._patterns = patterns
        self._bugs = Bugs()

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._bugs.add(line)

    def files(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the name of each scorecard's file, and the pieces of its text.

        Raises:
            UsageError: A pattern matches no column.
        """
        columns = self._bugs.run.columns
        for pattern in self._patterns:
            if not any(fnmatchcase(line.id, pattern) for line in columns):
                raise UsageError(
                    f"no column of the results matches {pattern!r}",
                    hint=columns_near(pattern, [line.id for line in columns]),
                )
        chosen = [
            line
            for line in columns
            if not self._patterns or any(fnmatchcase(line.id, x) for x in self._patterns)
        ]
        for line, name in zip(chosen, _file_names(chosen), strict=True):
            yield f"{name}.md", _Card(self._bugs, line).pieces()


def _file_names(columns: Iterable[ColumnLine]) -> Iterator[str]:
    """Yield a name for each column that every file system takes, and that none has before it."""
    taken: set[str] = set()
    for line in columns:
        base = re.sub(r"[^\w.@+-]", "_", line.id, flags=re.ASCII).strip(".")[:_LONGEST] or "_"
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.lower())
        yield name


_LONGEST = 200
"""Characters of a file's name."""


class _Card:
    """Makes the scorecard of a column."""

    def __init__(self, bugs: Bugs, line: ColumnLine) -> None:
        run = bugs.run
        self._bugs, self._line = bugs, line
        self._bug = bugs.of(line.id)
        self._name = run.names[line.id]
        self._columns = columns_of(run.columns, run.header.variants, run.header.fields)
        self._permissive = {x.id for x in run.columns if x.column.permissive}
        self._present = {x.id: x for x in run.findings if not x.vanished}

    def pieces(self) -> Iterator[str]:
        """Yield the text piece by piece."""
        yield f"# {markdown(self._name)}: scorecard\n"
        if self._bug.introduction:
            yield f"\n{markdown(self._bug.introduction)}\n"
        parts = [(part, self._entries(part)) for part in _PARTS]
        if self._line.not_run is not None:
            yield f"\nIt was not run: {markdown(self._line.not_run)}.\n"
        elif not any(found for _, found in parts):
            yield "\nIt agrees with all others wherever they agree.\n"
        for part, found in parts:
            yield from self._part(part, found)
        yield from self._releases()
        yield "\n## The bug report\n\n"
        yield "\n".join(markdown_block(bug_text(self._bug).removesuffix("\n"), "markdown")) + "\n"

    def _entries(self, part: _Part) -> list[FindingGroup]:
        lines = [x for x in self._present.values() if self._belongs(part, x)]
        return entries(lines, self._columns, self._bugs.run.header.claims)

    def _belongs(self, part: _Part, line: FindingLine) -> bool:
        own = line.finding.stances.get(self._line.id)
        others = {
            stance.counted
            for column, stance in line.finding.stances.items()
            if column != self._line.id and column not in self._permissive
        }
        return own is not None and part.chosen(own, others)

    def _part(self, part: _Part, found: Sequence[FindingGroup]) -> Iterator[str]:
        if not found:
            return
        yield f"\n## {part.title} ({len(found)})\n"
        for number, entry in enumerate(found[:MAX_IN_FULL], start=1):
            yield from self._entry(part, entry, number)
        if len(found) > MAX_IN_FULL:
            yield f"\nAnd {plural(len(found) - MAX_IN_FULL, 'other')}:\n\n"
        for entry in found[MAX_IN_FULL:]:
            yield f"- {markdown(plain(entry.title))}\n"

    def _entry(self, part: _Part, entry: FindingGroup, number: int) -> Iterator[str]:
        yield f"\n### {number}. {markdown(plain(entry.title))}\n\n"
        if entry.state not in {None, State.KNOWN}:
            yield f"This is {entry.state}, against the baseline.\n"
        for phrase in (*entry.effects, *([entry.skew] if entry.skew else [])):
            yield f"{markdown(plain(phrase))}\n"
        member = entry.members[0]
        line = self._present[member.id]
        if member.payload_text is not None:
            yield f"\n- For example: {markdown_code(member.payload_text)}\n"
        mends, reason = self._mends(entry, line), self._bugs.behind.reason(line, self._line.id)
        if mends:
            yield f"- {part.mend}:\n"
        elif reason is not None:
            yield f"- It says: {markdown(reason.message)}\n"
        yield from (f"  - {mend}\n" for mend in mends)
        importance = entry.importance
        if importance.because:
            yield f"- Importance {importance.score:.2f}: {', '.join(importance.because)}\n"

    def _mends(self, entry: FindingGroup, line: FindingLine) -> list[str]:
        """Return the statements of its source behind the column's stance, else the keywords."""
        variant = self._line.column.variant if self._line.column.reading else None
        own = [x for x in entry.claims if x.variant == variant and x.at]
        if own:
            return [markdown(f"{claim.at}: {claim.says}") for claim in own]
        return [
            markdown(f"`{x.file}` at `{x.pointer}`{f': {x.says}' if x.says else ''}")
            for x in self._bugs.behind.keywords(line, self._line.id)
            if x.pointer
        ]

    def _releases(self) -> Iterator[str]:
        steps = upgrades(self._columns.families, self._bugs.run.relations)
        for step in steps:
            if step.newer == self._line.id:
                older, newer = step.versions
                yield f"\n## What changed from {markdown(older)} to {markdown(newer)}\n\n"
                yield from self._changes(step)

    def _changes(self, step: Upgrade) -> Iterator[str]:
        older, newer = step.versions
        found = [
            f"- {markdown(plain(title_of([line], self._columns)))}: {markdown(said)}\n"
            for line in self._present.values()
            for before, after in ((stance_of(line, step.older), stance_of(line, step.newer)),)
            if before is not None and after is not None and before is not after
            for said in (f"{older} {_DOES[before]}, {newer} {_DOES[after]}",)
        ]
        yield from found or ["No finding is about a change.\n"]
