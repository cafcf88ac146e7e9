"""The answer of `conformance judge`, as text and as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.cli.context import say, show
from conformance.cli.reading import behind
from conformance.cli.styled import Line, tell, width, wrapped
from conformance.dataclass import dataclass
from conformance.jsontext.escape import terminal_text
from conformance.model import SIDES, Verdict
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.signs import STYLES, sign
from conformance.results.parts import reason_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.cli.judge_inputs import Given
    from conformance.compare.alike import Like
    from conformance.compare.recalled import Recalled
    from conformance.model import Json, Judgement, Record
    from conformance.reporters.views.entries import FindingGroup

_INDENT = 14
_LEAST_WIDTH = 40
_MAX_REASONS = 3
_MAX_PLACES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An input, judged by the columns of a record.

    Attributes:
        given: The input.
        record: The record.
        judgements: Column id -> its judgement of the input, or that it was not run.
        answers: Id of a program -> what is recorded of the case most like the input.
        unknown: The programs for which there is no case like it.
        findings: The findings that it shows, as far as cases tell.
        live: The command that asks programs now; None if there is no program to ask.
    """

    given: Given
    record: Record
    judgements: Mapping[str, Judgement]
    answers: Mapping[str, Recalled] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    findings: Sequence[FindingGroup] = ()
    live: str | None = None


def as_json(judged: Judged) -> dict[str, Json]:
    """Return an answer in the shape of `formats/judge.schema.json`."""
    columns: dict[str, Json] = {x: _column(found) for x, found in judged.judgements.items()}
    for column, answer in judged.answers.items():
        columns[column] = {**_column(answer.judgement), "recorded": _recorded(answer)}
    shown: dict[str, Json] = {"record": judged.record.id, "columns": columns}
    if judged.findings:
        shown["findings"] = [_finding(entry) for entry in judged.findings]
    if judged.live is not None:
        shown["live"] = judged.live
    return shown


def as_line(judged: Judged) -> str:
    """Return the answer for one of several inputs, on one line."""
    return json.dumps(
        {"input": judged.given.name, **as_json(judged)}, ensure_ascii=False, allow_nan=False
    )


def _column(found: Judgement) -> dict[str, Json]:
    return {
        "verdict": found.verdict.value,
        "reasons": [reason_json(reason) for reason in found.reasons],
        **({"note": found.note} if found.note else {}),
        **({"typed_as": found.typed_as} if found.typed_as else {}),
    }


def _recorded(answer: Recalled) -> dict[str, Json]:
    like = answer.like
    return {
        "case": like.case,
        "date": answer.date,
        "same": like.same,
        "differs": list(like.differs),
    }


def _finding(entry: FindingGroup) -> dict[str, Json]:
    return {
        "ids": [member.id for member in entry.members],
        "title": plain(entry.title),
        "kinds": [kind.value for kind in entry.kinds],
        **{side.value: list(entry.stances[side]) for side in SIDES},
    }


def print_text(found: Sequence[Judged], *, several: bool) -> None:
    """Print answers for people; of several inputs each under its name."""
    for number, judged in enumerate(found):
        if several:
            if number:
                show("")
            tell(Line(terminal_text(f"{judged.given.name}:"), "bold"))
        for line in _lines(judged, max(width(), _LEAST_WIDTH)):
            tell(line)
        if judged.live is not None:
            # The command is for pasting: no style, no wrapping, no escapes.
            show("")
            say(f"Ask now: {judged.live}")


def _lines(judged: Judged, width: int) -> Iterator[Line]:
    for column, found in judged.judgements.items():
        yield from _judgement(judged.record, column, found)
    yield from _answers(judged.answers, width)
    if judged.unknown:
        text = f"no recorded case tells: {', '.join(judged.unknown)}"
        yield from _wrapped(_head(Verdict.NOT_RUN, "not known"), text, width)
    if judged.findings:
        yield Line("\nFindings that it shows", "bold")
        for entry in judged.findings:
            yield from _entry(entry, width)


def _judgement(record: Record, column: str, found: Judgement) -> Iterator[Line]:
    readings = record.columns
    claims = readings[column][0].claims if column in readings else ()
    yield _head(found.verdict).append(f" {column}", "bold")
    indent = " " * _INDENT
    yield from _told(found)
    for reason in found.reasons:
        yield Line(terminal_text(f"{indent}{reason.instance or '(root)'}: {reason.message}"))
        for where in behind(reason, claims, none="no claim"):
            yield Line(terminal_text(f"{indent}  {where}"), "dim")


def _answers(answers: Mapping[str, Recalled], width: int) -> Iterator[Line]:
    """Yield one line for each verdict and case, with the programs; then how the cases differ."""
    alike: defaultdict[tuple[int, Like, str | None], list[str]] = defaultdict(list)
    order = list(Verdict)
    for column, answer in answers.items():
        alike[order.index(answer.judgement.verdict), answer.like, answer.date].append(column)
    for (verdict, like, date), columns in sorted(alike.items(), key=_by_verdict):
        head, words = _head(order[verdict]), _where(like, date)
        if len(columns) == 1:
            yield from _wrapped(head, f"{columns[0]} {words}", width)
            yield from _why(answers[columns[0]].judgement)
        else:
            yield from _wrapped(head, words, width)
            yield from _wrapped(Line(" " * (_INDENT - 1)), ", ".join(columns), width)
    for like in sorted({like for _, like, _ in alike}, key=lambda like: like.case):
        if like.differs:
            text = f"{like.case} differs from this input at {_places(like.differs)}"
            yield from _wrapped(Line(" " * (_INDENT - 1)), text, width, "dim")


def _by_verdict(
    pair: tuple[tuple[int, Like, str | None], list[str]],
) -> tuple[int, str, str]:
    (verdict, like, date), _ = pair
    return verdict, like.case, date or ""


def _where(like: Like, date: str | None) -> str:
    when = f"(recorded {date})" if date else "(recorded)"
    return f"{'it is' if like.same else 'as in'} case {like.case} {when}"


def _why(found: Judgement) -> Iterator[Line]:
    """Yield what one program said of the case."""
    indent = " " * _INDENT
    yield from _told(found)
    for reason in found.reasons[:_MAX_REASONS]:
        yield Line(terminal_text(f"{indent}{reason.instance or '(root)'}: {reason.message}"))
    if len(found.reasons) > _MAX_REASONS:
        yield Line(f"{indent}and {len(found.reasons) - _MAX_REASONS} more", "dim")


def _told(found: Judgement) -> Iterator[Line]:
    """Yield the type that a program decoded an input as, and what happened."""
    indent = " " * _INDENT
    if found.typed_as:
        yield Line(terminal_text(f"{indent}as {found.typed_as}"))
    if found.note:
        yield Line(indent + terminal_text(found.note))


def _places(differs: Sequence[str]) -> str:
    named = [place or "(root)" for place in differs[:_MAX_PLACES]]
    more = len(differs) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _entry(entry: FindingGroup, width: int) -> Iterator[Line]:
    yield from _wrapped(Line(f"{entry.kinds[0]:<{_INDENT - 1}}"), plain(entry.title), width)
    for side in SIDES:
        if entry.brief[side]:
            text = f"{sign(side)} {', '.join(entry.brief[side])}"
            yield from _wrapped(Line(" " * (_INDENT - 1)), text, width, STYLES[side])


def _head(verdict: Verdict, words: str = "") -> Line:
    """Return the start of a line: a verdict's sign, and the verdict or other words."""
    return Line(f"{sign(verdict)} {words or verdict.value:<11}", STYLES[verdict])


def _wrapped(head: Line, text: str, width: int, style: str = "") -> Iterator[Line]:
    """Yield a text after a head, wrapped, its other lines indented."""
    first, *rest = wrapped(terminal_text(text), width - _INDENT)
    yield head.append(f" {first}", style)
    yield from (Line(" " * _INDENT + line, style) for line in rest)
