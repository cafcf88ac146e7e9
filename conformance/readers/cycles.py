"""Refuses types that are defined by themselves, without anything in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.readers import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.readers.facts import Facts, Type


def check_cycles(found: Facts) -> None:
    """Check that no type is defined by itself, without an object or a list in between.

    Raises:
        BrokenFileError: One is.
    """
    done: set[str] = set()
    for start in found.types:
        path: list[str] = []
        waiting: list[tuple[str, int]] = [(start, 0)]
        while waiting:
            name, depth = waiting.pop()
            del path[depth:]
            if name in path:
                around = " → ".join([*path[path.index(name) :], name])
                span = found.types[name].span
                raise BrokenFileError(
                    f"the type {name} is defined by itself ({around})",
                    file=span.file,
                    place=f"line {span.line}",
                    hint="put an object or a list in between, or remove the circle",
                )
            path.append(name)
            if name not in done:
                done.add(name)
                waiting += [(inner, len(path)) for inner in _in_place(found.types[name])]


def _in_place(kind: Type) -> Iterator[str]:
    """Yield the declared types that a type applies to the same value."""
    match kind:
        case facts.Reference():
            yield kind.name
        case facts.Union():
            for option in kind.options:
                yield from _in_place(option)
        case facts.All():
            for part in kind.parts:
                yield from _in_place(part)
        case facts.Opaque():
            if kind.within is not None:
                yield from _in_place(kind.within)
