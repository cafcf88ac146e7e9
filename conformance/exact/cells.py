"""The entry to the comparison: every vector of verdicts that a JSON value can have."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import DefectError, IncompleteRunError
from conformance.exact.judge import Referee
from conformance.exact.sampling import samples
from conformance.exact.solver import Limits, Solver, TooManyCells
from conformance.exact.sources import Library
from conformance.exact.values import UNMADE, UNSURE, Sized, sized
from conformance.jsontext.text import canonical
from conformance.model import Verdict, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conformance.exact.faults import LibraryFault
    from conformance.exact.sources import Subject
    from conformance.model import Json

_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Every vector of 'valid' and 'not valid' that a JSON value can have.

    Attributes:
        vectors: Whether the value is valid, subject by subject -> a smallest such value. The
            smallest values come first.
        complete: Whether it is proven that no other vector exists, and no smaller value.
        why_not: The obstacles to a proof, each with its place.
        others: The vectors without a witness -> whether some value surely has it.
        bounded: Whether it is proven that there are no vectors besides.
        faults: The faults of validator libraries on the values.
        meanings: A number for each subject; two with equal numbers say the same, and so are equal
            even if it is not decided what they say.
    """

    vectors: Mapping[tuple[bool, ...], Witness]
    complete: bool
    why_not: tuple[str, ...]
    others: Mapping[tuple[bool, ...], bool] = field(default_factory=dict)
    bounded: bool = True
    faults: tuple[LibraryFault, ...] = ()
    meanings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreeValued:
    """A column whose schema may be silent.

    Attributes:
        id: The column's id.
        strict: A value that is valid under it is accepted.
        lenient: A value that is not valid under it is rejected. It is the same object as `strict`
            if nothing is silent.
    """

    id: str
    strict: Subject
    lenient: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCells:
    """Every vector of verdicts that a JSON value can have.

    Attributes:
        columns: The columns' ids.
        vectors: Verdicts, column by column -> a smallest such value, the smallest first.
        complete: Whether it is proven that no other vector exists, and no smaller value.
        why_not: The obstacles to a proof, each with its place.
        others: The vectors without a witness -> whether some value surely has it.
        bounded: Whether it is proven that there are no vectors besides.
        faults: The faults of validator libraries on the values.
        meanings: What is equal for two columns that say the same, column by column.
    """

    columns: tuple[str, ...]
    vectors: Mapping[tuple[Verdict, ...], Witness]
    complete: bool
    why_not: tuple[str, ...]
    others: Mapping[tuple[Verdict, ...], bool] = field(default_factory=dict)
    bounded: bool = True
    faults: tuple[LibraryFault, ...] = ()
    meanings: tuple[tuple[int, int], ...] = ()


def compare(subjects: Sequence[Subject], limits: Limits = _DEFAULT_LIMITS) -> Cells:
    """Return every vector of 'valid' and 'not valid' that a JSON value can have.

    Validator libraries check every witness too: jsonschema the smallest ones, jsonschema-rs the
    others. If they differ, the engine's own evaluator decides which of them is wrong.

    Args:
        subjects: The schemas to compare.
        limits: When to stop.

    Raises:
        BrokenFileError: A schema is not sound.
        DefectError: The evaluator contradicts a proven answer.
        IncompleteRunError: A chain of references is too long.
    """
    library = Library()
    solver = Solver(library, limits)
    roots = tuple(library.root(subject) for subject in subjects)
    distinct = tuple({root.id: root for root in roots}.values())
    where = [[root.id for root in distinct].index(root.id) for root in roots]
    found: Mapping[int, Sized]
    try:
        found = solver.solve(distinct)
    except TooManyCells:
        found = {}
        solver.report((), f"more than {limits.cells} cells are not listed")
    except RecursionError:
        raise too_deep() from None
    cells = {
        tuple(bool(cell >> index & 1) for index in where): value for cell, value in found.items()
    }
    referee = Referee(subjects)
    others = {vector: value.parts for vector, value in cells.items() if value.parts >= UNMADE}
    cells = {vector: value for vector, value in cells.items() if value.parts < UNMADE}
    if solver.why_not or others:
        values = [value.value for value in cells.values()]
        values += samples(subjects, values, limits.samples)
        filed = _filed(values, referee.decided if solver.has_loops else referee.known)
        found_in = filed.keys() if solver.why_not else filed.keys() & others.keys()
        cells = {**({} if solver.why_not else cells), **{each: filed[each] for each in found_in}}
    is_doubted = any(parts >= UNSURE for parts in others.values())
    others = {vector: parts for vector, parts in others.items() if vector not in cells}
    ordered = sorted(cells.items(), key=lambda item: (item[1][:3], item[0]))
    if not solver.why_not:
        answers = ((vector, value.value) for vector, value in ordered)
        referee.confirm(answers, reference=limits.reference)
    return Cells(
        vectors={vector: Witness(value=value.value) for vector, value in ordered},
        complete=not (solver.why_not or others or is_doubted),
        why_not=(*solver.why_not, *(solver.doubts if others or is_doubted else ())),
        others={vector: parts < UNSURE for vector, parts in others.items()},
        bounded=not solver.why_not,
        faults=referee.faults,
        meanings=tuple(root.id for root in roots),
    )


def compare_columns(
    columns: Sequence[ThreeValued], limits: Limits = _DEFAULT_LIMITS
) -> ColumnCells:
    """Return every vector of accept, silent and reject that a JSON value can have.

    Raises:
        BrokenFileError: A schema is not sound.
        DefectError: The evaluator contradicts a proven answer, or a strict schema is laxer than
            its lenient one.
    """
    subjects = subjects_of(columns)
    cells = compare(subjects, limits)
    places = {id(subject): index for index, subject in enumerate(subjects)}

    def verdicts(vector: tuple[bool, ...], witness: Witness | None) -> tuple[Verdict, ...]:
        result = []
        for column in columns:
            strict, lenient = vector[places[id(column.strict)]], vector[places[id(column.lenient)]]
            if strict and not lenient and witness is not None:
                raise DefectError(
                    f"the strict schema of {column.id} accepts what the lenient one rejects: "
                    f"{canonical(witness.value)}"
                )
            result.append(verdict(strict=strict, lenient=lenient))
        return tuple(result)

    vectors: dict[tuple[Verdict, ...], Witness] = {}
    for vector, witness in cells.vectors.items():
        vectors.setdefault(verdicts(vector, witness), witness)
    others: dict[tuple[Verdict, ...], bool] = {}
    for vector, is_sure in cells.others.items():
        known = verdicts(vector, None)
        others[known] = others.get(known, False) or is_sure
    complete = cells.complete
    return ColumnCells(
        columns=tuple(column.id for column in columns),
        vectors=vectors,
        complete=complete,
        why_not=() if complete else cells.why_not,
        others=others,
        bounded=cells.bounded,
        faults=cells.faults,
        meanings=tuple(
            (
                cells.meanings[places[id(column.strict)]],
                cells.meanings[places[id(column.lenient)]],
            )
            for column in columns
        ),
    )


def too_deep() -> IncompleteRunError:
    """Return the error for schemas whose references run too deep for Python."""
    return IncompleteRunError(
        "the schemas refer to one another through too many levels to be compared",
        hint="shorten the longest chain of references",
    )


class Verdicts:
    """Gives the verdicts of columns on a value."""

    def __init__(self, columns: Sequence[ThreeValued], valid: Callable[[int, Json], bool]) -> None:
        """Take the columns, and what judges by one of their subjects, by its number."""
        places = {id(subject): index for index, subject in enumerate(subjects_of(columns))}
        self._pairs = [(places[id(x.strict)], places[id(x.lenient)]) for x in columns]
        self._valid = valid
        self._known: dict[str, tuple[Verdict, ...]] = {}

    def all(self, value: Json) -> tuple[Verdict, ...]:
        """Return the verdicts of all columns, in their order; several causes have one witness."""
        text = canonical(value)
        if text not in self._known:
            self._known[text] = tuple([self.of(x, value) for x in range(len(self._pairs))])
        return self._known[text]

    def of(self, column: int, value: Json) -> Verdict:
        """Return the verdict of one column, by its number; what it accepts is judged once."""
        strict, lenient = self._pairs[column]
        if self._valid(strict, value):
            return Verdict.ACCEPT
        return verdict(strict=False, lenient=strict != lenient and self._valid(lenient, value))


def subjects_of(columns: Iterable[ThreeValued]) -> list[Subject]:
    """Return the schemas of some columns, each object once."""
    both = [subject for column in columns for subject in (column.strict, column.lenient)]
    return list({id(subject): subject for subject in both}.values())


def verdict(*, strict: bool, lenient: bool) -> Verdict:
    """Return a column's verdict on a value from its validity under the two schemas."""
    if strict:
        return Verdict.ACCEPT
    return Verdict.SILENT if lenient else Verdict.REJECT


def _filed(
    values: Iterable[Json], judge: Callable[[Json], tuple[bool, ...] | None]
) -> dict[tuple[bool, ...], Sized]:
    """Return the values by their vectors, the smallest of each; those not decided are left out."""
    cells: dict[tuple[bool, ...], Sized] = {}
    for value in values:
        candidate = sized(value)
        vector = judge(value)
        if vector is not None and (vector not in cells or candidate[:3] < cells[vector][:3]):
            cells[vector] = candidate
    return cells
