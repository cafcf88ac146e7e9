"""Whether decoding and encoding again changed a value, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext import Parsed, Problem, canonical, parse, visible
from conformance.judges.protocol import reason_of
from conformance.judging import read_input
from conformance.model import Judgement, Verdict
from conformance.places import differing, value_at
from conformance.pointers import joined

if TYPE_CHECKING:
    from conformance.model import Input, Json, Reason

LOST = "lossy"
"""The keyword of the reasons that name what was changed."""

_SHOWN = 60


def compared(given: Input, output: str, accepted: Judgement) -> Judgement:
    """Return the verdict on a round trip: accepted as it was, or `lossy` with what was changed.

    The two are compared by their canonical texts, so spacing, the order of names and `1.0` for `1`
    are no loss. An input whose value cannot be held exactly is not compared; the note says so.
    """
    before = read_input(given)
    if isinstance(before, Problem):
        note = f"the round trip is not compared: {before.message}"
        return Judgement(verdict=Verdict.ACCEPT, note=note, typed_as=accepted.typed_as)
    after = parse(output)
    reasons = (
        (reason_of("", LOST, f"what it wrote back is no such JSON: {after.message}"),)
        if isinstance(after, Problem)
        else _changes(before, after)
    )
    if not reasons:
        return accepted
    return Judgement(verdict=Verdict.LOSSY, reasons=reasons, typed_as=accepted.typed_as)


def _changes(before: Parsed, after: Parsed) -> tuple[Reason, ...]:
    return tuple(
        reason_of(joined("", *path), LOST, _said(before.value, after.value, path))
        for path in differing(before.value, after.value)
    )


def _said(before: Json, after: Json, path: tuple[str | int, ...]) -> str:
    old, new = value_at(before, path), value_at(after, path)
    if new is None:
        return f"{_short(old.value if old else None)} was dropped"
    if old is None:
        return f"{_short(new.value)} was added"
    return f"{_short(old.value)} came back as {_short(new.value)}"


def _short(value: Json) -> str:
    text = visible(canonical(value))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
