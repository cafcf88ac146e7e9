"""`conformance explain`: the reasons for the verdicts on a case."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.context import console, format_option, record_option, say, settings, show
from conformance.compare.explanation import explain as explanation_of
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.pointers import joined, steps, value_at
from conformance.jsontext.text import pretty, shortened
from conformance.model import Verdict
from conformance.pipeline import load
from conformance.reporters.explanation import explanation_json, rerun
from conformance.reporters.words.signs import STYLES, sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from conformance.compare.accepted_twin import Twin
    from conformance.compare.explanation import Explained, Explanation
    from conformance.model import Expectation, Json

_MAX_TEXT = 160
_MARKED = "→ "
_PLAIN = "  "


@click.command(
    epilog="""\b
Examples:
  conformance explain status/unlisted
  conformance explain status/unlisted a.declared --format json
  conformance explain status/unlisted sdk.my-client@2.1.0
"""
)
@click.argument("case")
@click.argument("column", required=False)
@record_option
@format_option
def explain(case: str, column: str | None, record: str | None, form: str) -> None:
    """Explain why columns reject CASE or are silent on it; or COLUMN's verdict, and why.

    For each column: the failing keyword, its place, and the claim behind it; for a program, the
    error it gave when it was recorded. Then the accepted twin (the nearest value that more columns
    accept) with the differing place marked, and the command that judges the input again.
    """
    loaded = load(settings(), record=record)
    programs = [x for x in loaded.programs if x.not_run is None or x.column.id == column]
    found = explanation_of(
        loaded.record, loaded.corpus, loaded.judges, programs, case=case, column=column
    )
    recorded = {x.column.id for x in programs}
    asked = [] if column is None else [column]
    command = rerun(found.case.input, asked, record=record, programs=recorded)
    if form == "json":
        show(pretty(explanation_json(found, record=loaded.record, command=command)))
        return
    terminal = console()
    for line in _lines(found, recorded, brief=column is None):
        terminal.print(line, soft_wrap=True)
    # The command is for pasting: no style, no wrapping, no escapes.
    show("")
    say(f"Rerun: {command}")


def _lines(found: Explanation, recorded: Collection[str], *, brief: bool) -> Iterator[Text]:
    """Yield the lines; if brief, recorded programs are listed by verdict only."""
    case, differs = found.case, () if found.twin is None else found.twin.differs
    yield Text(terminal_text(f"{case.id}: {case.title}"), "bold")
    if found.value is None:
        shown = repr(case.input.data) if case.input.text is None else case.input.text
        yield Text(_PLAIN + shortened(terminal_text(shown), _MAX_TEXT))
    else:
        yield from _payload(found.value.value, differs)
    yield Text(f"Expected: {terminal_text(_expected(case.expect))}")
    recorded_as: defaultdict[Verdict, list[str]] = defaultdict(list)
    for explained in found.columns:
        if brief and explained.column in recorded:
            recorded_as[explained.judgement.verdict].append(explained.column)
        else:
            yield from _column(explained)
    accept = [x for x in found.accept if x not in recorded]
    if accept:
        yield Text(f"{sign(Verdict.ACCEPT)} accepted by {', '.join(accept)}", "green")
    recorded_as[Verdict.ACCEPT] += [x for x in found.accept if x in recorded]
    for verdict in (x for x in Verdict if recorded_as[x]):
        names = f"{sign(verdict)} {verdict}, as recorded: {', '.join(recorded_as[verdict])}"
        yield Text(terminal_text(names), STYLES[verdict])
    if found.twin is not None and found.value is not None:
        yield from _twin(found.twin, found.value.value)


def _expected(expect: Expectation) -> str:
    words = expect.verdict if expect.level is None else f"{expect.verdict} ({expect.level})"
    choices = [f"{verdict}: {policy}" for verdict, policy in expect.choices.items()]
    text = f"{words}, {'; '.join(choices)}" if choices else words
    return text if expect.because is None else f"{text}. {expect.because}"


def _column(explained: Explained) -> Iterator[Text]:
    judgement = explained.judgement
    head = f"{sign(judgement.verdict)} {explained.column}: {judgement.verdict.value}"
    head += f", as {terminal_text(judgement.typed_as)}" if judgement.typed_as else ""
    departs = ", against the expectation" if explained.departs else ""
    yield Text(head + departs, STYLES[judgement.verdict])
    if judgement.note is not None:
        yield Text(f"    {terminal_text(judgement.note)}")
    for reason, claims in zip(judgement.reasons, explained.claims, strict=True):
        yield Text(terminal_text(f"    {reason.instance or '(root)'}: {reason.message}"))
        if reason.file:
            where = f"      {reason.keyword}, {reason.file}#{reason.schema}"
            yield Text(terminal_text(where), "dim")
        for claim in claims:
            says = f"      {claim.id} ({claim.strength}; {claim.at}): {claim.says}"
            yield Text(terminal_text(says))


def _twin(twin: Twin, value: Json) -> Iterator[Text]:
    which = "The accepted twin" if twin.near is None else f"The accepted twin, {twin.near},"
    yield Text(f"{which} is accepted by {', '.join(twin.accept)} too:", "bold")
    yield from _payload(twin.value, twin.differs)
    for pointer in twin.differs:
        here, there = _at(value, pointer), _at(twin.value, pointer)
        yield Text(terminal_text(f"  at {pointer or '(root)'}: {here} here, {there} in the twin"))


def _at(value: Json, pointer: str) -> str:
    found = value_at(value, steps(pointer))
    return (
        "nothing"
        if found is None
        else shortened(json.dumps(found.value, ensure_ascii=False), _MAX_TEXT)
    )


def _payload(value: Json, marked: Collection[str]) -> Iterator[Text]:
    """Yield a payload line by line; lines of marked places have a mark and are bold."""
    for inside, line in _marked(value, "", marked, before="", after=""):
        text = terminal_text(shortened(line, _MAX_TEXT))
        yield Text(_MARKED + text, "bold") if inside else Text(_PLAIN + text)


def _marked(
    value: Json, pointer: str, marked: Collection[str], *, before: str, after: str, depth: int = 0
) -> Iterator[tuple[bool, str]]:
    """Yield whether a line belongs to a marked place, and the line."""
    inside = any(pointer == x or pointer.startswith(f"{x}/") for x in marked)
    indent = "  " * depth
    if not isinstance(value, (dict, list)) or not value:
        yield inside, f"{indent}{before}{json.dumps(value, ensure_ascii=False)}{after}"
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    children = (
        [(name, f"{json.dumps(name, ensure_ascii=False)}: ", part) for name, part in value.items()]
        if isinstance(value, dict)
        else [(str(index), "", part) for index, part in enumerate(value)]
    )
    yield inside, f"{indent}{before}{opening}"
    for number, (step, label, part) in enumerate(children, start=1):
        comma = "," if number < len(children) else ""
        at = joined(pointer, step)
        yield from _marked(part, at, marked, before=label, after=comma, depth=depth + 1)
    yield inside, f"{indent}{closing}{after}"
