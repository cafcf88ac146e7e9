"""The errors that a source can cause while its types are worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError

if TYPE_CHECKING:
    from conformance.readers.facts import Span
    from conformance.readers.typescript.scopes import Declaration


def circle(span: Span, what: str) -> BrokenFileError:
    """Return the error of a type that is defined by itself."""
    hint = "put an object or an array in between, or remove the circle"
    return _error(span, f"{what} is defined by itself", hint)


def too_deep(span: Span) -> BrokenFileError:
    """Return the error of a type that is nested too deep."""
    return _error(span, "the types are nested too deep", "give a part of it a name of its own")


def wrong_count(span: Span, name: str, given: int, wanted: tuple[int, int]) -> BrokenFileError:
    """Return the error of a wrong number of type arguments.

    Args:
        span: The place that names the type.
        name: The type.
        given: The number of arguments.
        wanted: The lowest and the highest number that it takes.
    """
    least, most = wanted
    count = f"{least}" if least == most else f"{least} to {most}"
    noun = "argument" if most == 1 else "arguments"
    message = f"{name} takes {count} type {noun}, and {given or 'none'} {_are(given)} given"
    return _error(span, message, f"write it with {count} in angle brackets")


def needs_arguments(span: Span, name: str, parameters: str) -> BrokenFileError:
    """Return the error of a generic type that is asked for by itself."""
    hint = f"declare a type that gives them, for example `type One = {name}<string>`, and name it"
    return _error(span, f"{name} has type parameters: {parameters}", hint)


def twice(declaration: Declaration) -> BrokenFileError:
    """Return the error of two types of one name."""
    part = declaration.parts[1]
    message = f"the type {declaration.name} is declared twice"
    return _error(part.scope.source.span(part.node), message, "remove or rename one of the two")


def _are(count: int) -> str:
    return "is" if count <= 1 else "are"


def _error(span: Span, message: str, hint: str) -> BrokenFileError:
    return BrokenFileError(message, file=span.file, place=f"line {span.line}", hint=hint)
