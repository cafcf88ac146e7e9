"""Finds the places that decoding and encoding again changed in a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.diff import value_differences
from conformance.jsontext.text import Problem, parse, quoted, read_input
from conformance.model import Judgement, Verdict
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from conformance.jsontext.diff import Difference
    from conformance.model import Input

LOST = "lossy"
"""The keyword of the reasons that name a change."""

_MAX_SHOWN = 60


def compared(given: Input, output: str, accepted: Judgement) -> Judgement:
    """Return the judgement of a round trip: unchanged, or `lossy` with the changes.

    The values are compared by their canonical texts, so spacing, the order of names and `1.0` for
    `1` are no loss. An input whose value cannot be held exactly is not compared; a note says so.
    """
    before = read_input(given)
    if isinstance(before, Problem):
        note = f"the round trip is not compared: {before.message}"
        return Judgement(verdict=Verdict.ACCEPT, note=note, typed_as=accepted.typed_as)
    after = parse(output)
    reasons = (
        (reason_of("", LOST, f"what it wrote back is not JSON: {after.message}"),)
        if isinstance(after, Problem)
        else tuple(
            reason_of(difference.pointer, LOST, _said(difference))
            for difference in value_differences(before.value, after.value)
        )
    )
    if not reasons:
        return accepted
    return Judgement(verdict=Verdict.LOSSY, reasons=reasons, typed_as=accepted.typed_as)


def _said(difference: Difference) -> str:
    old, new = (quoted(value, _MAX_SHOWN) for value in (difference.old, difference.new))
    match difference.kind:
        case "removed":
            return f"{old} was dropped"
        case "added":
            return f"{new} was added"
        case _:
            return f"{old} came back as {new}"
