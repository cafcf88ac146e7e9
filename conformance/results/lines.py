"""The lines of a results file: what stands in them, and how they are encoded."""

from __future__ import annotations

import base64
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from conformance.model import Cause, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Input, Json, Reason, Witness


STANCES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT, Verdict.LOSSY)


Stances: TypeAlias = "Mapping[str, Verdict]"
"""Column id -> accept, reject, silent or lossy."""


class State(StrEnum):
    """How a finding compares with the baseline."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"
    EXPIRED = "expired"


def cause_of(finding: Mapping[str, Any]) -> Cause:
    """Return the identity of a finding's line."""
    return cause_from(finding["place"], finding["special"])


def stances_of(finding: Mapping[str, Any]) -> dict[str, Verdict]:
    """Return the stances of a finding's line, in which what is lossy stands under accept too."""
    return {column: stance for stance in STANCES for column in finding.get(stance.value, ())}


def cause_from(places: str | Sequence[str], specials: str | Sequence[str]) -> Cause:
    """Return an identity; the places of an interaction act together, in no order of their own."""
    if isinstance(places, str):
        return Cause(places=(places,), specials=(str(specials),))
    pairs = sorted(zip(places, specials, strict=True))
    return Cause(
        places=tuple(place for place, _ in pairs), specials=tuple(special for _, special in pairs)
    )


FORMAT = 1


ORDER = ("header", "column", "case", "finding", "relation", "footer")


def reason_json(reason: Reason) -> dict[str, Json]:
    """Return a reason in the shape that other programs rely on."""
    return {
        "instance": reason.instance,
        "keyword": reason.keyword,
        "file": reason.file,
        "schema": reason.schema,
        "property": reason.property,
        "claims": list(reason.claims),
        "message": reason.message,
    }


def witness_json(witness: Witness | None) -> dict[str, Json] | None:
    """Return a witness in its box, since the value may itself be null."""
    return None if witness is None else {"value": witness.value}


def input_json(given: Input) -> dict[str, Json]:
    """Return an input as `text`, or as `base64` where it is no text."""
    if given.data is not None:
        return {"base64": base64.b64encode(given.data).decode("ascii")}
    return {"text": given.text}


def line_text(line: Mapping[str, Json]) -> str:
    """Return a line's text with its line feed. ASCII only, so that any string survives."""
    return json.dumps(line, ensure_ascii=True, allow_nan=False, separators=(", ", ": ")) + "\n"
