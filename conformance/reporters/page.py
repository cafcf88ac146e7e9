"""Makes `README.md`: the findings about a record, for readers who do not run the tool.

The field table comes first, then what to do now: what the newest releases disagree on, and what an
upgrade changes. The first findings and the others follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Kind, Verdict
from conformance.reporters.markdown import (
    as_code,
    as_text,
    field_section,
    first_findings,
    rejected_section,
)
from conformance.reporters.views.bites import bites
from conformance.reporters.views.entries import entries
from conformance.reporters.views.overview import Tally, plural
from conformance.reporters.views.sections import sections
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.programs import named
from conformance.reporters.words.releases import since
from conformance.reporters.words.summary import headline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.reporters.views.bites import Bite
    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.overview import Overview
    from conformance.reporters.words.columns import Columns
    from conformance.results.lines import ColumnLine, Line

_LEGEND = (
    "A description has two readings: (declared) is its types, (documented) adds its prose; its "
    "name alone means both. The name of a program is its package, the version, and the decoded "
    "type if there are several; without a version it means every release in the last table. That "
    "table also says what each program describes."
)

_ADVICE = {
    True: "The newest releases of packages disagree on these.",
    False: "The descriptions and programs disagree on these, and no two newest releases do.",
}
"""Whether the newest releases disagree -> the sentence on it."""

_MAKERS = " The packages of the record's own makers come first."
_DO = (
    "If you write for one that rejects it, leave out what is special in the payload, or send "
    "another value. If you read, accept it: others write it."
)
_UPGRADE = "An upgrade changes these. If you write for readers with an older release, mind them."

MAX_TO_DO = 10
"""At most this many findings stand under what to do."""

_MAX_NAMED = 6
"""At most this many names are in a cell; above it, the longer side is only counted."""

_DECIDED = {
    Verdict.ACCEPT: "accepts it",
    Verdict.REJECT: "rejects it",
    Verdict.LOSSY: "changes it",
}


class Page:
    """Makes the page. It does not say when the run was made."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._tally = Tally()

    def add(self, line: Line) -> None:
        """Take a line of the run."""
        self._tally.add(line)

    def pieces(self) -> Iterator[str]:
        """Yield the page piece by piece."""
        yield from _pieces(self._tally.overview())


def _pieces(run: Overview) -> Iterator[str]:
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    found = entries(run.findings, columns, {})
    shown = [x for x in found if _matters(x) and {*x.kinds} != {Kind.GAP}]
    first, rest = sections(shown)
    differing = [
        entry
        for section in rest
        for entry in section.entries
        if {Kind.CONFLICT, Kind.CONTRADICTION} & {*entry.kinds}
    ]
    lost = [x for x in shown if Kind.LOSS in x.kinds]
    programs = [column for column in run.columns if column.subject is not None]
    asked = [
        *([plural(len(columns.readings), "description")] if columns.readings else []),
        *([plural(len(programs), "program")] if programs else []),
    ]
    yield f"# {as_text(run.header.title)}\n\n{as_text(run.header.about)}\n\n"
    table = run.field_table
    yield f"{as_text(headline(run, table))}.\n"
    yield from field_section(run, table, more="differ too.")
    yield from _to_do(run, shown, columns)
    yield from _upgrades(shown, columns)
    yield from first_findings(first, whole=not rest)
    yield from rejected_section(run, columns)
    yield (
        f"\nThis page is made from the results of `conformance run`: "
        f"{', '.join((*asked, plural(run.footer.cases, 'case')))}. "
        "It leaves out inputs that are not JSON objects, and points that descriptions leave open.\n"
    )
    yield f"\n{_LEGEND}\n"
    if differing:
        yield "\n## What else some send and others reject\n\n"
        yield "| What | For example | Descriptions | Programs |\n|---|---|---|---|\n"
        for entry in differing:
            groups = (
                _who(entry, columns, which) for which in (columns.described, columns.programs)
            )
            yield f"| {_what(entry)} | {_example(entry)} | {' | '.join(groups)} |\n"
    if lost:
        yield "\n## What is accepted and comes back changed, or as another type\n\n"
        yield "| What | By | For example |\n|---|---|---|\n"
        for entry in lost:
            who = as_text(", ".join(columns.short(entry.stances[Verdict.LOSSY])))
            yield f"| {_what(entry)} | {who} | {_example(entry)} |\n"
    if programs:
        yield "\n## The programs\n\n"
        yield "| Column | Program | Describes | Accepts | Rejects | Changes |\n"
        yield "|---|---|---|---:|---:|---:|\n"
    for column in programs:
        counts = run.verdicts.get(column.id, {})
        numbers = " | ".join(
            str(counts.get(x, 0)) for x in (Verdict.ACCEPT, Verdict.REJECT, Verdict.LOSSY)
        )
        yield f"| {as_text(columns.name(column.id))} | {_program(column)} | {numbers} |\n"


def _to_do(run: Overview, shown: Sequence[FindingGroup], columns: Columns) -> Iterator[str]:
    """Yield what bites now, and what a reader of the page should do about it."""
    found = bites(run, shown, columns)
    live = [bite for bite in found if bite.live]
    told = (live or found)[:MAX_TO_DO]
    if not told:
        return
    makers = _MAKERS if told[0].official else ""
    yield f"\n## What to do now\n\n{_ADVICE[bool(live)]}{makers}\n{_DO}\n\n"
    changes = [_since(bite, columns) for bite in told]
    head = ("What bites", "Smallest payload", "Accepted by", "Rejected by", "Since")
    width = len(head) if any(changes) else len(head) - 1
    yield f"| {' | '.join(head[:width])} |\n|{'---|' * width}\n"
    for bite, change in zip(told, changes, strict=True):
        sides = (_several(names) for names in (bite.accepting, bite.rejecting))
        cells = (_what(bite.entry), as_code(bite.payload), *sides, change)
        yield f"| {' | '.join(cells[:width])} |\n"
    left = len(live or found) - len(told)
    if left:
        yield f"\nAnd {left} more, below.\n"


def _since(bite: Bite, columns: Columns) -> str:
    """Return since which releases packages accept or reject what bites."""
    accept, reject = (bite.entry.stances[x] for x in (Verdict.ACCEPT, Verdict.REJECT))
    return as_text(" ".join(map(plain, since(accept, reject, columns, bite.entry.since))))


def _several(names: Sequence[str]) -> str:
    """Return names; of many, how many more there are."""
    left = len(names) - _MAX_NAMED
    more = f" and {left} more" if left > 0 else ""
    return as_text(f"{', '.join(names[:_MAX_NAMED])}{more}")


def _upgrades(shown: Sequence[FindingGroup], columns: Columns) -> Iterator[str]:
    """Yield what changed with a release of a package."""
    changed = [(x, *step) for x in shown for step in _changes(x, columns)]
    if changed:
        yield f"\n## What changed with a release\n\n{_UPGRADE}\n\n"
        yield "| Package | What | For example | Since |\n|---|---|---|---|\n"
        for entry, package, since in sorted(changed, key=lambda change: change[1]):
            cells = (
                as_text(columns.family(package)),
                _what(entry),
                _example(entry),
                as_text(since),
            )
            yield f"| {' | '.join(cells)} |\n"


def _matters(entry: FindingGroup) -> bool:
    """Return whether some payload of it is an object, as every record is."""
    return any((member.payload_text or "").startswith("{") for member in entry.members)


def _what(entry: FindingGroup) -> str:
    return as_text(plain(entry.title))


def _example(entry: FindingGroup) -> str:
    return as_code(next(x.payload_text for x in entry.members if x.payload_text is not None))


def _who(
    entry: FindingGroup, columns: Columns, which: Callable[[Sequence[str]], Sequence[str]]
) -> str:
    """Return who accepts it and who rejects it; of two long lists, the shorter one in full."""
    accept, reject = (which(entry.stances[side]) for side in (Verdict.ACCEPT, Verdict.REJECT))
    accepting, rejecting = columns.short(accept), columns.short(reject)
    if accepting and rejecting and len(accepting) + len(rejecting) > _MAX_NAMED:
        if len(rejecting) <= len(accepting):
            return as_text(f"rejected by {', '.join(rejecting)}; accepted by {len(accept)} others")
        return as_text(f"accepted by {', '.join(accepting)}; rejected by {len(reject)} others")
    sides = (("accepted by", accepting), ("rejected by", rejecting))
    return as_text("; ".join(f"{words} {', '.join(named)}" for words, named in sides if named))


def _changes(entry: FindingGroup, columns: Columns) -> Iterator[tuple[str, str]]:
    """Yield the packages whose releases differ, and the release in which they changed.

    Where not all releases are known, it is what each release among the columns does.
    """
    known = {one.column: one for one in entry.since}
    for package, releases in columns.releases().items():
        if package in known:
            one = known[package]
            again = " again" if one.again else ""
            yield package, f"{_DECIDED[one.verdict]}{again} since {one.version}"
            continue
        stood = [
            (release.partition("@")[2], words)
            for release in releases
            for side, words in _DECIDED.items()
            if release in entry.stances[side]
            and (side is not Verdict.ACCEPT or release not in entry.stances[Verdict.LOSSY])
        ]
        if len({words for _, words in stood}) > 1:
            yield package, ", ".join(f"{version} {words}" for version, words in stood)


def _program(line: ColumnLine) -> str:
    age = ", ".join(filter(None, (line.column.component, line.column.as_of)))
    return as_text(named(line)) + f" | {as_text(age)}"
