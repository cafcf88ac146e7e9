"""Who accepts what others send: the relations of the columns as a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from conformance.exact import Relation
    from conformance.model import Json, Witness
    from conformance.results.lines import ColumnLine, ExchangeLine, RelationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One writer and one reader.

    Attributes:
        state: `self`, `rejects`, `unsaid`, `reads` or `unknown`.
        relation: The relation of the writer to the reader; empty for itself.
        proven: Whether the answer is proven, not only tested.
        words: The cell's meaning in a few words.
        sent: Whether the writer's send reading is compared; else what it reads stands for it.
    """

    writer: str
    reader: str
    state: str
    relation: str
    proven: bool
    words: str
    sent: bool = False


def grid(
    columns: Sequence[str],
    relations: Iterable[RelationLine],
    exchanges: Iterable[ExchangeLine] = (),
) -> list[list[Cell]]:
    """Return the cells, a row a writer; what is known to be written goes before what is read."""
    pairs: dict[tuple[str, str], Relation] = {}
    for line in relations:
        pairs[line.a, line.b] = line.relation
        pairs[line.b, line.a] = line.relation.converse()
    sent = {(x.exchange.writer, x.exchange.reader): x.exchange.relation for x in exchanges}
    known = pairs | sent
    return [[_cell(w, r, known.get((w, r)), sent=(w, r) in sent) for r in columns] for w in columns]


def pair_data(relations: Iterable[RelationLine]) -> list[Json]:
    """Return the relations for the page's script."""
    return [{"a": line.a, "b": line.b, **relation_data(line.relation)} for line in relations]


def relation_data(relation: Relation) -> dict[str, Json]:
    """Return a relation for the page's script, its values as texts."""
    return {
        "relation": relation.relation,
        "proven": relation.proven,
        "why_not": list(relation.why_not),
        "both": _text(relation.both),
        "only_a": _text(relation.only_a),
        "only_b": _text(relation.only_b),
        "gap_a": _text(relation.gap_a),
        "gap_b": _text(relation.gap_b),
    }


def how_compared(sending: Collection[str]) -> str:
    """Return in words what a row and a column of the grid stand for.

    Args:
        sending: The columns whose row is about their send reading.
    """
    if not sending:
        return "A row writes, a column reads"
    return (
        "A row writes (send reading), a column reads (receive reading); where a row does not name "
        "its send reading, what it reads stands for what it writes"
    )


def compared(columns: Iterable[ColumnLine], relations: Iterable[RelationLine]) -> list[ColumnLine]:
    """Return the columns of the grid: all schemas, and the programs that a relation names."""
    named = {column for line in relations for column in (line.a, line.b)}
    return [column for column in columns if column.is_schema or column.id in named]


def _cell(writer: str, reader: str, relation: Relation | None, *, sent: bool) -> Cell:
    if writer == reader and not sent:
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
        sent=sent,
    )


def _text(witness: Witness | None) -> str | None:
    return None if witness is None else compact(witness.value)
