"""Makes a person's corrections of what was read: `corrections.json` of a variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.files import file_bytes, is_there
from conformance.formats.read import read_formatted
from conformance.jsontext.patch import Operation, PatchError, applied, followed_through
from conformance.jsontext.pointers import joined, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance.model import Json

FILE = "corrections.json"
DECLARED, DOCUMENTED = "declared.schema.json", "documented.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change to one of the schemas, with its reason.

    Attributes:
        file: The schema's file: the declared, the documented or the send reading.
        why: The reason.
        operations: The operations of the patch.
        shown: The file with the corrections, as the user would name it.
        number: The correction's index in that file.
    """

    file: str
    why: str
    operations: tuple[Operation, ...]
    shown: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A schema with all corrections of it made.

    Attributes:
        schema: The schema.
        renamed: Property that was moved to another name -> that name.
        moved: Pointer that was followed -> where it leads now; None if to nothing.
    """

    schema: Json
    renamed: dict[str, str]
    moved: dict[str, str | None]

    def place_of(self, pointer: str) -> str | None:
        """Return where a pointer leads now; None if what it led to was replaced or removed."""
        return self.moved.get(pointer, pointer)


def load_corrections(folder: Path, record: str) -> tuple[Correction, ...]:
    """Return the corrections of a variant, in the order in which they are made.

    Args:
        folder: The variant's folder.
        record: The record's id.

    Raises:
        BrokenFileError: The file is broken.
    """
    path = folder / FILE
    if not is_there(path):
        return ()
    shown = path.as_posix()
    content = read_formatted(file_bytes(path), file=shown, form="corrections", record=record)
    return tuple(
        Correction(
            file=entry["file"],
            why=entry["why"],
            operations=tuple(map(Operation.of, entry["patch"])),
            shown=shown,
            number=number,
        )
        for number, entry in enumerate(content["corrections"])
    )


def corrected(
    schema: Json, corrections: Sequence[Correction], pointers: Iterable[str]
) -> Corrected:
    """Return a schema with corrections made, and where pointers into it lead afterwards.

    Args:
        schema: The schema.
        corrections: The corrections of its file.
        pointers: The pointers to follow.

    Raises:
        BrokenFileError: A correction does not apply any more.
    """
    moved: dict[str, str | None] = {pointer: pointer for pointer in pointers}
    renamed: dict[str, str] = {}
    for correction in corrections:
        for index, operation in enumerate(correction.operations):
            try:
                after = applied(schema, operation)
            except PatchError as error:
                raise _broken(correction, index, str(error)) from error
            moved = {
                pointer: None if now is None else followed_through(now, operation, schema)
                for pointer, now in moved.items()
            }
            names = _renamed(operation)
            if names is not None:
                renamed[names[0]] = names[1]
            schema = after
    return Corrected(schema=schema, renamed=renamed, moved=moved)


def _broken(correction: Correction, index: int, why: str) -> BrokenFileError:
    return BrokenFileError(
        f"the correction does not apply to {correction.file} any more: {why}",
        file=correction.shown,
        place=joined("", "corrections", correction.number, "patch", index),
        hint=f"the source has changed there: bring it up to date, or remove it; "
        f"it was made because: {correction.why}",
    )


def _renamed(operation: Operation) -> tuple[str, str] | None:
    """Return the old and the new name if an operation gives a property another name."""
    if operation.name != "move":
        return None
    old, new = steps(operation.origin), steps(operation.path)
    is_property = old[-2:-1] == ["properties"] and old[:-1] == new[:-1]
    return (old[-1], new[-1]) if is_property else None
