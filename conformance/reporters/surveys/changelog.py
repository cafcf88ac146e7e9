"""Writes the changelog between whole sources, as Markdown: what is rejected now comes first.

It can be sent as a comment: the summary is short, and the rest is folded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.baseline.require import Answer
from conformance.jsontext.escape import markdown, markdown_code
from conformance.jsontext.text import compact, shortened
from conformance.model import Verdict
from conformance.reporters.comment import cut
from conformance.reporters.surveys.words import STATES, differences, gist, headed
from conformance.reporters.views.overview import plural
from conformance.surveys.results import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.reporters.views.entries import FindingGroup
    from conformance.surveys.required import Demanded
    from conformance.surveys.results import Entry, Own, Survey

MAX_FIRST = 12
"""At most this many breaking types stand above the fold."""
MAX_LINES = 6
"""At most this many differences of a type stand in a list."""
_MAX_CODE = 100


def changelog(survey: Survey, demanded: Demanded | None = None) -> Iterator[str]:
    """Yield the changelog, line by line, at most `MAX_BYTES` bytes.

    Args:
        survey: The comparison.
        demanded: The answer to a demand; None without one.
    """
    return cut(_lines(survey, demanded))


def _lines(survey: Survey, demanded: Demanded | None) -> Iterator[str]:
    names = [source.title for source in survey.sources]
    yield f"# {markdown(' → '.join(names))}"
    yield ""
    breaking = [x for x in survey.entries if x.breaks[0] is True and x.own is not None]
    through = [x for x in survey.entries if x.breaks[0] is True and x.own is None]
    others = [x for x in survey.entries if x.state is State.DIFFERS and x.breaks[0] is not True]
    newest = survey.sources[-1].id
    added = [x for x in survey.entries if x.state is State.LONE and newest in x.types]
    removed = [x for x in survey.entries if x.state is State.LONE and newest not in x.types]
    yield from _answer(demanded)
    yield _counts(survey, breaking, through, removed, added, others)
    for entry in removed[:MAX_FIRST]:
        yield f"- **removed** {_name(entry)}"
    if breaking:
        yield ""
        yield "## Breaking"
        yield (
            f"What {markdown(names[0])} accepts and {markdown(names[1])} rejects."
            if len(names) == len(("older", "newer"))
            else "What a source accepts and a later one rejects."
        )
        yield ""
        for entry in breaking[:MAX_FIRST]:
            yield from _entry(entry, most=1)
    yield from _folded("More breaking types", breaking[MAX_FIRST:], most=MAX_LINES)
    yield from _folded("Breaking only through types in them", through, most=0)
    yield from _folded("Removed types", removed[MAX_FIRST:], most=0)
    yield from _folded("Other changes", [x for x in others if x.own is not None], most=MAX_LINES)
    yield from _folded(
        "Other changes only through types in them", [x for x in others if x.own is None], most=0
    )
    yield from _folded("Added types", added, most=0)
    for state in (State.UNDECIDED, State.SEVERAL, State.UNREAD):
        left = [entry for entry in survey.entries if entry.state is state]
        yield from _folded(STATES[state][1].capitalize(), left, most=0)
    if survey.interrupt:
        yield ""
        yield "**Interrupted**: types that were not compared by then are not decided."


def _answer(demanded: Demanded | None) -> Iterator[str]:
    if demanded is None:
        return
    words = {
        Answer.MET: "✓ holds",
        Answer.BROKEN: f"✗ is broken by {plural(len(demanded.breaking), 'type')}",
        Answer.UNDECIDED: f"? is not decided for {plural(len(demanded.why_not), 'type')}",
    }
    yield f"**`{demanded.demand}` {words[demanded.answer]}**"
    yield ""


def _counts(survey: Survey, *parts: Sequence[Entry]) -> str:
    words = ("breaking", "breaking only through others", "removed", "added", "changed otherwise")
    shown = [f"{len(part):,} {word}" for part, word in zip(parts, words, strict=True) if part]
    equal = survey.counts()[State.EQUAL]
    return f"{', '.join([*shown, f'{equal:,} equal'])} of {plural(len(survey.entries), 'type')}."


def _entry(entry: Entry, *, most: int) -> Iterator[str]:
    groups = differences(entry.own)
    used = f", in {plural(entry.used_by, 'type')}" if entry.used_by else ""
    if not groups or not most:
        said = gist(entry, most=5)
        value = _value(entry)
        yield f"- {_name(entry)}{used}{': ' if said else ''}{markdown(said)}{value}"
        return
    yield f"- {_name(entry)}{used}"
    breaking = _breaking(entry, groups)
    if entry.breaks[0] and not breaking:
        through = f" through {', '.join(map(markdown_code, entry.through))}"
        yield f"  - breaking{through}{_value(entry)}"
    ordered = [*breaking, *(group for group in groups if group not in breaking)]
    for group in ordered[:most]:
        yield f"  - {_difference(group, entry.own)}"
    if len(ordered) > most:
        yield f"  - and {len(ordered) - most:,} more"


def _breaking(entry: Entry, groups: Sequence[FindingGroup]) -> list[FindingGroup]:
    """Return the differences in which a source rejects what an earlier one accepts."""
    order = list(entry.types)

    def places(group: FindingGroup, side: Verdict) -> list[int]:
        return [order.index(column.rpartition(".")[0]) for column in group.stances[side]]

    return [
        group
        for group in groups
        if (accept := places(group, Verdict.ACCEPT))
        and (reject := places(group, Verdict.REJECT))
        and min(accept) < max(reject)
    ]


def _value(entry: Entry) -> str:
    """Return the smallest value that a source rejects and an earlier one accepts; may be empty."""
    for pair in entry.pairs:
        witness = pair.witnesses.get("only_a")
        if witness is not None:
            return f": {markdown_code(shortened(compact(witness.value), _MAX_CODE))}"
    return ""


def _difference(group: FindingGroup, own: Own | None) -> str:
    title = markdown(headed(group, own))
    payload = group.members[0].payload_text
    sides = "; ".join(
        f"{words} {', '.join(map(markdown, group.brief[side]))}"
        for side, words in ((s, _SAYS[s.value]) for s in group.brief if s.value in _SAYS)
        if group.brief[side]
    )
    value = "" if payload is None else f": {markdown_code(shortened(payload, _MAX_CODE))}"
    return f"{title}{value} ({sides})"


_SAYS = {"accept": "✓", "reject": "✗", "silent": "○"}


def _folded(title: str, entries: Sequence[Entry], *, most: int) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield f"<details><summary>{markdown(title)} ({len(entries):,})</summary>"
    yield ""
    for entry in entries:
        yield from _entry(entry, most=most)
    yield ""
    yield "</details>"


def _name(entry: Entry) -> str:
    return markdown_code(entry.name)
