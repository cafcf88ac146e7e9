"""Passes columns and schema files to the exact comparison, and explains the differences."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.documents import DRAFT_2020_12
from conformance.errors import BrokenFileError, UsageError, columns_near
from conformance.exact import Subject, ThreeValued
from conformance.readers.notations import SUFFIXES
from conformance.readers.package_names import published
from conformance.readers.read import Options, is_command, read, split
from conformance.readers.revisions import revised
from conformance.schema.load import load_schema
from conformance.schema.silence import Mode, compile_silence, has_silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conformance.exact import Relation
    from conformance.model import Claim, Column, Json, Reason, Record, SchemaFile
    from conformance.readers.read import Source

AS_IT_IS = Options()
"""Sources are read by each notation's own defaults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: a reading of a variant, or a schema file.

    Attributes:
        id: The column's id, or the file's name as given.
        file: The schema.
        claims: The claims that its keywords rest on; none for a schema file.
        owner: The variant that the claims belong to; None for a file.
        source: The source that was read; None for a column and a schema file.
    """

    id: str
    file: SchemaFile
    claims: tuple[Claim, ...] = ()
    owner: str | None = None
    source: Source | None = None

    def column(self) -> ThreeValued:
        """Return the column in the form that the exact comparison takes."""
        lenient = self._subject(Mode.LENIENT)
        strict = self._subject(Mode.STRICT) if has_silence(self.file) else lenient
        return ThreeValued(self.id, strict, lenient)

    @property
    def is_doubtful(self) -> bool:
        """Whether its schema is of an older dialect, or has keywords on which libraries err."""
        older = self.file.dialect.rstrip("#") != DRAFT_2020_12
        return older or "unevaluated" in f"{self.file.text}{self.file.resources}"

    def reasons(self, value: Json) -> tuple[Reason, ...]:
        """Return the reasons why this side rejects a value or is silent on it, best first.

        There are none if the reference validator cannot follow the schema step by step, for
        example because of dynamic references.
        """
        # What does not differ needs no reasons.
        from conformance.judges.compiled import LibraryError  # noqa: PLC0415
        from conformance.judges.reasons import Explainer  # noqa: PLC0415

        try:
            return Explainer.of(self.file, self.claims).explain(value).reasons
        except (BrokenFileError, LibraryError, RecursionError):
            return ()

    def _subject(self, mode: Mode) -> Subject:
        if not has_silence(self.file):
            file = self.file
            others = {**file.resources, file.name: file.schema} if file.resources else {}
            return Subject(self.id, file.schema, file.dialect, resources=others)
        return Subject(self.id, compile_silence(self.file, mode), self.file.dialect)


def sides_of(record: Record) -> Iterator[Side]:
    """Yield the readings of a record as sides, in column order."""
    for column, (variant, reading) in record.columns.items():
        yield Side(id=column, file=reading.file, claims=variant.claims, owner=variant.id)


def exact_columns(record: Record, columns: Sequence[Column]) -> list[ThreeValued]:
    """Return the columns that are readings, in the form that the exact comparison takes."""
    wanted = {column.id for column in columns}
    return [side.column() for side in sides_of(record) if side.id in wanted]


def is_file_name(name: str) -> bool:
    """Return whether a name means a schema file or a source, and not a column."""
    return is_command(name) or (
        _is_file(split(name)[0]) or name.endswith((".json", *SUFFIXES)) or bool({*"/#"} & {*name})
    )


def _is_file(path: Path) -> bool:
    """Return whether there is something to read; it may be a pipe, in a package or a revision."""
    if path.exists():
        return not path.is_dir()
    name = path.as_posix()
    return published(name) is not None or revised(name) is not None


def file_side(name: str, options: Options = AS_IT_IS) -> Side:
    """Return the side of a schema file outside of any record, or of a source.

    Raises:
        UsageError: There is no such file, or no such type in it.
        BrokenFileError: It is not a sound schema, or cannot be read.
    """
    path, wanted = split(name)
    if is_command(name):
        source = read(name, options)
        return Side(id=name, file=source.file, claims=source.claims, source=source)
    if not _is_file(path):
        raise UsageError("there is no such file", file=path.as_posix())
    is_schema = wanted is None and path.suffix not in SUFFIXES and path.exists()
    if is_schema and replace(options, given=AS_IT_IS.given, printed={}) == AS_IT_IS:
        file = load_schema(
            path, root=path.resolve().parent, strict_keywords=False, given=options.given
        )
        return Side(id=name, file=file)
    source = read(name, options)
    return Side(id=name, file=source.file, claims=source.claims, source=source)


def chosen_sides(
    names: Sequence[str],
    known: Sequence[Side],
    *,
    programs: Sequence[str] = (),
    options: Options = AS_IT_IS,
) -> list[Side]:
    """Return the sides of some names: each a file, a source, a column, or a pattern of columns.

    Args:
        names: The names.
        known: The columns that are schemas.
        programs: Ids of the columns that are programs, which no name may mean.
        options: How sources are read.

    Raises:
        UsageError: A name is neither a file nor matches a column, or means a program.
        BrokenFileError: A file is not a sound schema.
    """
    found: dict[str, Side] = {}
    for name in names:
        matching = [side for side in known if fnmatchcase(side.id, name)]
        if not matching and not is_file_name(name):
            raise _unknown(name, [side.id for side in known], programs)
        found |= {side.id: side for side in matching or [file_side(name, options)]}
    return list(found.values())


def _unknown(name: str, columns: Sequence[str], programs: Sequence[str]) -> UsageError:
    if any(fnmatchcase(program, name) for program in programs):
        return UsageError(
            f"{name!r} is a program: only schemas can be compared exactly",
            hint="`conformance relate` compares it, by its whole name, with one other column by "
            "the cases",
        )
    every = [*columns, *programs] or ["none, for want of a record"]
    return UsageError(
        f"{name!r} is neither a schema file nor a column", hint=columns_near(name, every)
    )


def why_apart(a: Side, b: Side, relation: Relation) -> dict[str, tuple[Reason, ...]]:
    """Return, for each kind of witness, the reasons of the side that does not accept it."""
    sides = {"a": a, "b": b}
    return {
        name: sides[side].reasons(witness.value) for name, (side, witness) in relation.apart.items()
    }
