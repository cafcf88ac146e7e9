"""Writes and follows JSON Pointers (RFC 6901)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Json


def joined(pointer: str, *steps: str | int) -> str:
    """Return a pointer extended by names and indices."""
    for step in steps:
        text = str(step)
        if "~" in text or "/" in text:
            text = text.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{text}"
    return pointer


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
    if "~" not in pointer:
        return rest
    return [step.replace("~1", "/").replace("~0", "~") for step in rest]


def followed(value: Json, pointer: str) -> Json:
    """Return the value that a pointer leads to.

    Raises:
        LookupError: There is nothing at that place.
        ValueError: It is not a pointer.
    """
    for step in steps(pointer):
        if isinstance(value, dict):
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit():
            value = value[int(step)]
        else:
            raise LookupError(pointer)
    return value


def generic(path: Iterable[str | int]) -> str:
    """Return the place of a path: each index, which is a number (see `typed`), becomes `*`."""
    return joined("", *generic_steps(path))


def typed(value: Json, path: Iterable[str]) -> tuple[str | int, ...]:
    """Return a path of texts with its indices as numbers: digits may be a property's name too."""
    found: list[str | int] = []
    for step in path:
        inside: Json = None
        if isinstance(value, list) and step.isdecimal():
            number = int(step)
            found.append(number)
            inside = value[number] if number < len(value) else None
        else:
            found.append(step)
            inside = value.get(step) if isinstance(value, dict) else None
        value = inside
    return tuple(found)


def value_at(value: Json, path: Iterable[str | int]) -> Witness | None:
    """Return the value at a path, boxed; None if there is nothing."""
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and str(step).isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return Witness(value=value)


def generic_steps(path: Iterable[str | int]) -> tuple[str, ...]:
    """Return a path with `*` for each index."""
    return tuple("*" if isinstance(step, int) else step for step in path)
