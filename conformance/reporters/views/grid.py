"""Who accepts what others send: the relations of the columns as a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.jsontext.text import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.exact import Relation
    from conformance.model import Json, Witness
    from conformance.results.lines import ColumnLine, RelationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One writer and one reader.

    Attributes:
        state: `self`, `rejects`, `unsaid`, `reads` or `unknown`.
        relation: The relation of the writer to the reader; empty for itself.
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
    columns: Sequence[str], relations: Iterable[RelationLine]
) -> tuple[list[list[Cell]], Json]:
    """Return the cells, a row a writer, and the pairs' details for the page's script."""
    pairs: dict[tuple[str, str], Relation] = {}
    details: list[Json] = []
    for line in relations:
        relation = line.relation
        pairs[line.a, line.b] = relation
        pairs[line.b, line.a] = relation.converse()
        details.append(
            {
                "a": line.a,
                "b": line.b,
                "relation": relation.relation,
                "proven": relation.proven,
                "why_not": list(relation.why_not),
                "both": _text(relation.both),
                "only_a": _text(relation.only_a),
                "only_b": _text(relation.only_b),
                "gap_a": _text(relation.gap_a),
                "gap_b": _text(relation.gap_b),
            }
        )
    return [[_cell(w, r, pairs.get((w, r))) for r in columns] for w in columns], details


def compared(columns: Iterable[ColumnLine], relations: Iterable[RelationLine]) -> list[ColumnLine]:
    """Return the columns of the grid: all schemas, and the programs that a relation names."""
    named = {column for line in relations for column in (line.a, line.b)}
    return [column for column in columns if column.is_schema or column.id in named]


def _cell(writer: str, reader: str, relation: Relation | None) -> Cell:
    if writer == reader:
        return Cell(writer=writer, reader=reader, state="self", relation="", proven=True, words="")
    if relation is not None and relation.only_a is not None:
        state, words = "rejects", "rejects some"
    elif relation is None or relation.relation == "unknown":
        state, words = "unknown", "not known"
    elif relation.gap_a is not None:
        state, words = "unsaid", "leaves some open"
    else:
        state, words = "reads", "reads all"
    return Cell(
        writer=writer,
        reader=reader,
        state=state,
        relation="unknown" if relation is None else relation.relation,
        proven=relation is not None and relation.proven,
        words=words,
    )


def _text(witness: Witness | None) -> str | None:
    return None if witness is None else compact(witness.value)
