"""Parses Python text with the standard library's parser; nothing is ever run."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.readers.facts import Span

if TYPE_CHECKING:
    from conformance.readers.documents import Document

_VERSION = (3, 11)
"""The grammar, whatever Python this runs on: what can be read is the same everywhere."""
_ALIAS = re.compile(r"^([ \t]*)(type[ \t]+)(\w+)(?=[ \t]*=[^=])", re.MULTILINE)
_NEWER = re.compile(r"^[ \t]*(?:type[ \t]+\w+[ \t]*\[|class[ \t]+\w+[ \t]*\[)")
_MAX_SHOWN = 60


def parsed(document: Document) -> ast.Module:
    """Return the syntax tree of a file.

    A statement `type X = …` of newer Pythons is read as `X = …`.

    Raises:
        BrokenFileError: It is not Python, with the line.
    """
    before, null, _ = document.text.partition("\0")
    if null:
        raise BrokenFileError(
            "this is not Python: it holds a null character",
            file=document.shown,
            place=f"line {before.count(chr(10)) + 1}",
            hint="check that the file is whole",
        )
    try:
        return _tree(document.text)
    except SyntaxError:
        spaced = document.text.replace("\N{NO-BREAK SPACE}", " ")
        simpler = _ALIAS.sub(lambda found: f"{found[1]}{found[3]}{' ' * len(found[2])}", spaced)
    except (RecursionError, MemoryError) as error:
        raise _too_deep(document) from error
    try:
        return _tree(simpler)
    except SyntaxError as error:
        raise BrokenFileError(
            f"this is not Python: {error.msg}",
            file=document.shown,
            place=f"line {error.lineno or 1}",
            hint=_hint(document, error.lineno or 1),
        ) from error
    except (RecursionError, MemoryError) as error:
        raise _too_deep(document) from error


def forward(text: str, at: ast.expr) -> ast.expr | None:
    """Return the type that stands in a string, at the string's place; None if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ast.parse(f"({text.strip()})", mode="eval", feature_version=_VERSION).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(found):
        if isinstance(node, ast.expr):
            ast.copy_location(node, at)
    return found


def span(document: Document, node: ast.AST) -> Span:
    """Return the place of a node, its column in characters."""
    line: int = getattr(node, "lineno", 1)
    offset: int = getattr(node, "col_offset", 0)
    lines = _lines(document)
    text = lines[line - 1] if line <= len(lines) else ""
    before = text.encode()[:offset].decode(errors="ignore")
    return Span(document.shown, line, len(before) + 1)


@lru_cache(maxsize=256)
def _lines(document: Document) -> list[str]:
    return document.text.split("\n")


def shown(node: ast.AST) -> str:
    """Return the text of a node, shortened, in backquotes."""
    text = " ".join(ast.unparse(node).split())
    return f"`{text if len(text) <= _MAX_SHOWN else f'{text[: _MAX_SHOWN - 1]}…'}`"


def broken(document: Document, node: ast.AST, message: str, hint: str) -> BrokenFileError:
    """Return the error that a node is."""
    line = getattr(node, "lineno", 1)
    return BrokenFileError(message, file=document.shown, place=f"line {line}", hint=hint)


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd escapes, which are the source's own matter
        return ast.parse(text, feature_version=_VERSION)


def _hint(document: Document, line: int) -> str:
    lines = _lines(document)
    if line <= len(lines) and _NEWER.match(lines[line - 1]):
        return "type parameters in brackets are not read; declare them with TypeVar and Generic"
    return "check that the file is whole, and Python 3"


def _too_deep(document: Document) -> BrokenFileError:
    return BrokenFileError(
        "the expressions of this file are nested too deeply",
        file=document.shown,
        hint="name the inner parts, each in a statement of its own",
    )
