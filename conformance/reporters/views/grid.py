"""Who can read what whom writes: the relations of the columns as a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reporters.views.payload import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.model import Json

_TURNED = {"within": "contains", "contains": "within"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One writer and one reader.

    Attributes:
        state: `self`, `refuses`, `unsaid`, `reads` or `unknown`.
        relation: How the writer lies to the reader; empty for itself.
        proven: Whether the answer is proven, not only tested.
        words: The cell's meaning in a few words.
    """

    writer: str
    reader: str
    state: str
    relation: str
    proven: bool
    words: str


def grid(
    columns: Sequence[str], relations: Iterable[Mapping[str, Json]]
) -> tuple[list[list[Cell]], Json]:
    """Return the cells, a row a writer, and the pairs' details for the page's script."""
    pairs: dict[tuple[str, str], Mapping[str, Json]] = {}
    details: list[Json] = []
    for line in relations:
        a, b = str(line["a"]), str(line["b"])
        pairs[a, b] = line
        pairs[b, a] = _turned(line)
        shown = {name: _text(line.get(name)) for name in _WITNESSES}
        kept = {name: line.get(name) for name in ("a", "b", "relation", "proven", "why_not")}
        details.append({**kept, **shown})
    return [[_cell(w, r, pairs.get((w, r))) for r in columns] for w in columns], details


def compared(
    columns: Iterable[Mapping[str, Json]], relations: Iterable[Mapping[str, Json]]
) -> list[Mapping[str, Json]]:
    """Return the columns that the grid is about: a program only where a relation names it."""
    named = {line[side] for line in relations for side in ("a", "b")}
    return [
        column
        for column in columns
        if column.get("judge", "schema") == "schema" or column["id"] in named
    ]


_WITNESSES = ("both", "only_a", "only_b", "gap_a", "gap_b")


def _turned(line: Mapping[str, Json]) -> Mapping[str, Json]:
    relation = str(line["relation"])
    return {
        **line,
        "relation": _TURNED.get(relation, relation),
        "only_a": line.get("only_b"),
        "gap_a": line.get("gap_b"),
    }


def _cell(writer: str, reader: str, line: Mapping[str, Json] | None) -> Cell:
    if writer == reader:
        return Cell(writer=writer, reader=reader, state="self", relation="", proven=True, words="")
    relation = str(line["relation"]) if line else "unknown"
    proven = bool(line.get("proven")) if line else False
    if line and line.get("only_a") is not None:
        state, words = "refuses", "refuses some"
    elif relation == "unknown":
        state, words = "unknown", "not known"
    elif line and line.get("gap_a") is not None:
        state, words = "unsaid", "leaves some open"
    else:
        state, words = "reads", "reads all"
    return Cell(
        writer=writer, reader=reader, state=state, relation=relation, proven=proven, words=words
    )


def _text(witness: Json) -> Json:
    return compact(witness["value"]) if isinstance(witness, dict) else None
