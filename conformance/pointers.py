"""JSON Pointers (RFC 6901): writing them, and following them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import Json


def joined(pointer: str, *steps: str | int) -> str:
    """Return the pointer that goes on from another by names and indices."""
    return pointer + "".join(
        "/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps
    )


def steps(pointer: str) -> list[str]:
    """Return the names and indices of a pointer, all as strings; the root has none.

    Raises:
        ValueError: It is neither empty nor starts with a slash.
    """
    if not pointer:
        return []
    start, *rest = pointer.split("/")
    if start:
        raise ValueError(pointer)
    return [step.replace("~1", "/").replace("~0", "~") for step in rest]


def followed(value: Json, pointer: str) -> Json:
    """Return the value that a pointer leads to.

    Raises:
        LookupError: There is nothing at that place.
        ValueError: It is no pointer.
    """
    for step in steps(pointer):
        if isinstance(value, dict):
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit():
            value = value[int(step)]
        else:
            raise LookupError(pointer)
    return value
