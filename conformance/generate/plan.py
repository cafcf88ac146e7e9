"""Plans generated cases: draws that attack the exact comparison.

A chunk of draws is a pure function of (work, number): any process can make it, in any order, and
the same seed gives the same cases. Every column judges every draw, and the draw's verdict vector
has to be one that the exact comparison lists.
"""

from __future__ import annotations

import hashlib
import json
from itertools import count
from typing import TYPE_CHECKING

from conformance.compare.sides import exact_columns
from conformance.corpus.entries import text_of
from conformance.dataclass import dataclass
from conformance.errors import DefectError
from conformance.generate.classes import classes
from conformance.generate.draw import (
    demand_hypothesis,
    is_quickly_drawn,
)
from conformance.generate.mutate import Vocabulary
from conformance.generate.oracle import Bench
from conformance.jsontext.pointers import joined, steps
from conformance.jsontext.text import Parsed, canonical
from conformance.proofs.cells import compare_columns
from conformance.schema.places import described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conformance.exact import ColumnCells
    from conformance.generate.oracle import Vector
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Corpus, Json, Reading, Record, Variant
CLASSES, MUTATIONS = "classes", "mutations"
_QUICK = (CLASSES, MUTATIONS) * 10
"""Drawing from a schema is a hundred times slower: one chunk in twenty-one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything that draws depend on besides a chunk's number.

    Attributes:
        seed: The seed.
        record: The record.
        columns: Ids of the columns that judge.
        sources: The sources of draws, used in turn: `classes`, `mutations`, or a column's id.
        bases: Inputs that some column accepts, which mutations start from.
        vocabulary: The names and values of the record.
        cells: Every vector that the exact comparison lists; None if its list is not complete.
        key: A digest of record, columns and cells; equal keys mean equal judges.
    """

    seed: int
    record: Record
    columns: tuple[str, ...]
    sources: tuple[str, ...]
    bases: tuple[str, ...]
    vocabulary: Vocabulary
    cells: frozenset[Vector] | None
    key: str


def planned(  # noqa: PLR0913  what a draw depends on
    record: Record,
    corpus: Corpus,
    judges: Sequence[SchemaJudge],
    cells: ColumnCells,
    *,
    seed: int,
    from_schemas: bool = True,
) -> Work:
    """Return the work for a record, after asking every judge about every witness.

    Args:
        record: The record.
        corpus: Its cases; mutations start from those that some column accepts.
        judges: The columns.
        cells: The result of the exact comparison of the columns.
        seed: The seed.
        from_schemas: Whether inputs are drawn from the schemas too, which needs a library.

    Raises:
        DefectError: A judge contradicts a witness.
        UsageError: hypothesis-jsonschema is not installed.
    """
    columns = tuple(judge.column.id for judge in judges)
    vectors = sorted(" ".join(vector) for vector in cells.vectors)
    facts = "\n".join((*columns, *_digests(record), *vectors, str(cells.complete)))
    _check_witnesses(judges, cells, record)
    readings = chosen_readings(record, columns)
    bench = Bench(judges, None)
    texts = [case.input.text for case in corpus.cases if case.input.text is not None]
    texts += [text_of(witness.value) for witness in cells.vectors.values()]
    quick = [
        name
        for name, (_, reading) in readings.items()
        if from_schemas and is_quickly_drawn(reading.file)
    ]
    if quick:
        demand_hypothesis()
    return Work(
        seed=seed,
        record=record,
        columns=columns,
        sources=tuple(x for name in quick for x in (*_QUICK, name)) or _QUICK,
        bases=tuple(dict.fromkeys(text for text in texts if bench.is_base(text))),
        vocabulary=_vocabulary(readings),
        cells=frozenset(cells.vectors) if cells.complete else None,
        key=hashlib.sha256(facts.encode()).hexdigest(),
    )


def judged_cells(record: Record, judges: Sequence[SchemaJudge]) -> ColumnCells:
    """Return the exact comparison of the columns that are readings of a record."""
    return compare_columns(exact_columns(record, [judge.column for judge in judges]))


def _vocabulary(readings: Mapping[str, tuple[Variant, Reading]]) -> Vocabulary:
    files = [reading.file for _, reading in readings.values()]
    values: dict[str, dict[str, Json]] = {
        place: {canonical(value): value for value in found}
        for place, found in classes(files).items()
    }
    names: dict[str, dict[str, None]] = {}
    for file in files:
        for place, what in described(file).items():
            if not place:
                continue
            for text in sorted(what.literals):
                values[place].setdefault(text, json.loads(text))
            above, _, _ = place.rpartition("/")
            if steps(place)[-1] != "*":
                names.setdefault(above, {})[steps(place)[-1]] = None
    for above, known in names.items():
        unlisted = next(x for x in _unlisted() if x not in known)
        values[joined(above, unlisted)] = {canonical(value): value for value in ("", 0, None)}
    natives: dict[str, dict[str, None]] = {}
    for variant, _ in readings.values():
        for name in variant.native_names:
            natives.setdefault(name.wire, {})[name.native] = None
    return Vocabulary(
        values={place: tuple(found.values()) for place, found in values.items()},
        names={place: tuple(found) for place, found in sorted(names.items())},
        natives={wire: tuple(found) for wire, found in sorted(natives.items())},
    )


def _unlisted() -> Iterator[str]:
    """Yield names that hardly any schema describes."""
    return (f"extra{'_' * number}" for number in count())


def chosen_readings(record: Record, columns: Sequence[str]) -> dict[str, tuple[Variant, Reading]]:
    """Return the readings of some columns, by column."""
    found = record.columns
    return {column: found[column] for column in columns}


# --- the falsifier -------------------------------------------------------------------------------


def _check_witnesses(judges: Sequence[SchemaJudge], cells: ColumnCells, record: Record) -> None:
    for vector, witness in cells.vectors.items():
        found = tuple(judge.judge(Parsed(value=witness.value)).verdict for judge in judges)
        if found != vector:
            raise DefectError(
                f"the exact comparison says {', '.join(vector)} of {canonical(witness.value)}, "
                f"the validators {', '.join(found)} (columns {', '.join(cells.columns)})",
                hint=please_report(record),
            )


def please_report(record: Record) -> str:
    """Return the request to report a contradiction."""
    return f"please report it with the schemas, {', '.join(_digests(record))}"


def _digests(record: Record) -> list[str]:
    return [f"{name} {digest}" for name, digest in sorted(record.files.items())]
