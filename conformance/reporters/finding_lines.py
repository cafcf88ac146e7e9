"""A finding in one line, or in full, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from conformance.jsontext.escape import terminal_text
from conformance.model import SIDES, STANCES, Verdict
from conformance.reporters.views.entries import entries, title_of
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.signs import STYLES, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Claim
    from conformance.reporters.words.columns import Columns
    from conformance.results.lines import FindingLine

_LEAST = 20
"""Characters: a title is never cut to fewer."""

_MAX_CASES = 10
"""At most this many cases are named."""


def in_brief(line: FindingLine, columns: Columns, width: int | None = None) -> Text:
    """Return a finding in one line: key, importance, title, and how many columns are on each side.

    Args:
        line: The finding.
        columns: What the wording needs to know of the columns.
        width: The number of characters that the line has; None if it is as long as its title.
    """
    text, title = _start(line), terminal_text(plain(title_of([line], columns)))
    counts = Text(" ").join(
        Text(f"{sign(side)} {len(line.sides[side])}", STYLES[side])
        for side in SIDES
        if line.sides[side]
    )
    if width is not None:
        title = _cut(title, max(width - text.cell_len - counts.cell_len - 2, _LEAST))
    return text.append(title).append("  ").append(counts)


def with_names(line: FindingLine, columns: Columns) -> Text:
    """Return a finding in one line, with the names of the columns on each side."""
    text = _start(line).append(terminal_text(plain(title_of([line], columns))))
    for side in SIDES:
        if line.sides[side]:
            who = ", ".join(columns.short(line.sides[side]))
            text.append(f"  {sign(side)} {terminal_text(who)}", STYLES[side])
    return text


def in_full(line: FindingLine, columns: Columns, claims: Mapping[str, Claim]) -> Iterator[Text]:
    """Yield the lines on a finding: what it means, a payload and its twin, who, and why.

    Args:
        line: The finding.
        columns: What the wording needs to know of the columns.
        claims: `VARIANT:CLAIM` -> the claim.
    """
    (entry,) = entries([line], columns, claims)
    (member,) = entry.members
    yield Text(terminal_text(plain(entry.title)), "bold")
    kinds = " + ".join(entry.kinds)
    yield Text(terminal_text(f"{line.key}  {kinds}  {line.id}"), "dim")
    for phrase in (*entry.effects, *([entry.skew] if entry.skew else [])):
        yield Text(terminal_text(plain(phrase)))
    shown = (("Payload", member.payload_text), ("Accepted twin", member.twin_text))
    for name, value in shown:
        if value is not None:
            yield Text(terminal_text(f"{name}: {value}"))
    for side in STANCES:
        if entry.stances[side]:
            who = f"{sign(side)} {side}: {', '.join(columns.short(entry.stances[side]))}"
            yield Text(terminal_text(who), STYLES[side])
    for claim in entry.claims:
        if claim.at:
            says = f"{claim.variant}, {claim.at}: {claim.says}"
            stood = "✓✗" if claim.side == "both" else sign(Verdict(claim.side))
            yield Text(terminal_text(f"  {stood} {says}"), "dim")
    if member.cases:
        more = len(member.cases) + member.more - _MAX_CASES
        cases = ", ".join(member.cases[:_MAX_CASES]) + (f" and {more} more" if more > 0 else "")
        yield Text(terminal_text(f"Cases: {cases}"))
    importance = entry.importance
    because = f": {', '.join(importance.because)}" if importance.because else ""
    yield Text(f"Importance {importance.score:.2f}, among {importance.group}{because}")
    if not entry.proven:
        yield Text("Tested only, not proven.", "yellow")


def _start(line: FindingLine) -> Text:
    return Text(f"{line.key}  {line.finding.importance.score:.2f}  ")


def _cut(title: str, room: int) -> str:
    """Return a title in as many characters, filled or cut."""
    if cell_len(title) <= room:
        return set_cell_size(title, room)
    return set_cell_size(title, room - 1) + "…"
