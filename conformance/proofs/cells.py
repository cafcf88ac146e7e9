"""The exact comparison, made once: it is kept, and judged again before it counts.

Each value in a kept comparison has to get from the validators the verdicts that are kept with it,
and to have the facts that it is to show. That there is no other cell and no other cause rests on
the digest of the schemas, and of the code that proved it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from conformance.errors import ConformanceError
from conformance.exact.cells import ColumnCells
from conformance.exact.cells import compare_columns as prove_cells
from conformance.exact.faults import LibraryFault
from conformance.exact.solver import Limits
from conformance.model import Verdict, Witness
from conformance.proofs import judged, store
from conformance.proofs.judged import Judged, NotRightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.exact import ThreeValued
    from conformance.model import Json

SMALL = 2_000
"""Characters; cells of schemas that have fewer, together, are neither looked for nor kept."""

_DEFAULT_LIMITS = Limits()
_WRONG = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""The errors of a kept comparison that is not as it should be."""


def compare_columns(
    columns: Sequence[ThreeValued], limits: Limits = _DEFAULT_LIMITS
) -> ColumnCells:
    """Return the cells of some columns, kept or proved.

    Raises:
        The errors of the exact comparison.
    """
    if not store.is_used() or _is_small(columns):
        return prove_cells(columns, limits)
    from conformance.proofs.digest import name_of  # noqa: PLC0415  not for what is not kept

    name = name_of("cells", columns, limits)
    try:
        return _cells(cast("Any", store.found(name)), columns)
    except (*_WRONG, ConformanceError):
        pass
    started = time.process_time()
    cells = prove_cells(columns, limits)
    if time.process_time() - started >= judged.LEAST:
        store.keep(name, _cells_json(cells))
    return cells


def _is_small(columns: Sequence[ThreeValued]) -> bool:
    """Return whether schemas are so small that to look for them takes longer than to compare."""
    every = [x for column in columns for x in (column.strict, column.lenient)]
    return sum(len(str(x.schema)) + len(str(x.resources)) for x in every) < SMALL


def _cells(kept: Any, columns: Sequence[ThreeValued]) -> ColumnCells:  # noqa: ANN401  JSON of an unknown shape
    """Return kept cells, judged again; raise one of `_WRONG` if they are not right."""
    cells = _cells_of(kept)
    if len(cells.vectors) != len(kept["vectors"]):
        raise NotRightError
    again = Judged(columns)
    again.check_columns(cells.columns)
    for vector, witness in cells.vectors.items():
        again.check(witness.value, vector)
    return cells


def _cells_json(cells: ColumnCells) -> dict[str, Json]:
    """Return cells as JSON."""
    return {
        "columns": list(cells.columns),
        "vectors": [[[y.value for y in vector], x.value] for vector, x in cells.vectors.items()],
        "complete": cells.complete,
        "bounded": cells.bounded,
        "others": [[[y.value for y in vector], x] for vector, x in cells.others.items()],
        "why_not": list(cells.why_not),
        "meanings": [list(x) for x in cells.meanings],
        "faults": [
            [x.library, x.version, list(x.keywords), x.subject, x.answer, x.right, x.value]
            for x in cells.faults
        ],
    }


def _cells_of(kept: Any) -> ColumnCells:  # noqa: ANN401  JSON of an unknown shape
    """Return the cells of a JSON value; any error is one of its shape."""
    return ColumnCells(
        columns=tuple(kept["columns"]),
        vectors={
            tuple(map(Verdict, vector)): Witness(value=value) for vector, value in kept["vectors"]
        },
        complete=kept["complete"],
        bounded=kept["bounded"],
        others={tuple(map(Verdict, vector)): is_sure for vector, is_sure in kept["others"]},
        why_not=tuple(kept["why_not"]),
        meanings=tuple((strict, lenient) for strict, lenient in kept["meanings"]),
        faults=tuple(
            LibraryFault(
                library=library,
                version=version,
                keywords=tuple(keywords),
                subject=subject,
                answer=answer,
                right=right,
                value=value,
            )
            for library, version, keywords, subject, answer, right, value in kept["faults"]
        ),
    )
