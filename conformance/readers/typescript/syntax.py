"""Parses a TypeScript file, and gives the text, the place and the value of its parts."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_typescript
from tree_sitter import Language, Parser

from conformance.dataclass import dataclass
from conformance.readers.facts import Doc
from conformance.readers.nodes import Parsed
from conformance.readers.typescript.page import declarations_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.documents import Document

_SPACES = "\u00a0\u1680\u2007\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2007)))
_CODE = (".ts", ".mts", ".cts", ".tsx")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_MAX_INTEGER = 10**21


@dataclass(frozen=True, slots=True, eq=False)
class Source(Parsed):
    """A parsed file."""

    def parts(self, node: Node, count: int) -> list[Node]:
        """Return the first parts of a node without comments.

        Raises:
            BrokenFileError: It has less parts than that, with its line.
        """
        found = inside(node)[:count]
        if len(found) < count:
            text = self.text(node)[:40]
            raise self.error(f"{text!r} is not understood", node, "write a type there")
        return found

    def check(self, node: Node) -> None:
        """Check that a node was parsed as a whole.

        Raises:
            BrokenFileError: There is a syntax error in it, with its line.
        """
        while node.has_error and not (node.is_error or node.is_missing):
            node = next(inner for inner in node.children if inner.has_error)
        if node.is_missing:
            raise self.error(f"{node.type!r} is missing", node, "the declaration was not read")
        if node.is_error:
            found = self.text(node).partition("\n")[0][:40]
            raise self.error(f"{found!r} is not understood", node, "the declaration was not read")


def parsed(document: Document) -> Source:
    """Return a file as a parse tree, with every kind of space as a plain one."""
    data = document.text.encode()
    plain = data
    for space in _SPACES:
        coded = space.encode()
        plain = plain.replace(coded, b" " * len(coded))
    if not is_code(document):
        plain = declarations_only(plain)
    return Source(
        document,
        _parser(is_tsx=document.path.suffix.lower() == ".tsx").parse(plain).root_node,
        data,
    )


def is_code(document: Document) -> bool:
    """Return whether a file is code, and no text of a page."""
    return document.path.suffix.lower() in _CODE


@cache
def _parser(*, is_tsx: bool) -> Parser:
    grammar = tree_sitter_typescript
    return Parser(Language(grammar.language_tsx() if is_tsx else grammar.language_typescript()))


def child(node: Node, kind: str) -> Node | None:
    """Return the first child of a kind; None if there is none."""
    return next((each for each in node.children if each.type == kind), None)


def inside(node: Node) -> list[Node]:
    """Return the named children of a node without comments."""
    return [each for each in node.named_children if each.type != "comment"]


def has_word(node: Node, word: str) -> bool:
    """Return whether a keyword or sign is among the children of a node."""
    return child(node, word) is not None


def operands(node: Node) -> list[Node]:
    """Return the members of a union or an intersection, however long, in order."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.type == node.type:
            waiting += inside(part)
        else:
            found.append(part)
    return found[::-1]


def doc_of(source: Source, node: Node) -> Doc | None:
    """Return what a `/** */` comment says; None if it is another comment, or empty."""
    comment = source.text(node)
    if not comment.startswith("/**") or comment == "/**/":
        return None
    lines = (re.sub(r"^\s*\*? ?", "", line).rstrip() for line in comment[3:-2].split("\n"))
    text = "\n".join(lines).strip()
    return Doc(text, source.span(node)) if text else None


def string_value(source: Source, node: Node) -> str | None:
    """Return the value of a string, or of a template without holes.

    Returns:
        None if it is no text that JSON can hold: half of a surrogate pair.
    """
    text = "".join(_piece(source, piece) for piece in inside(node))
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None


def _piece(source: Source, node: Node) -> str:
    text = source.text(node)
    if node.type != "escape_sequence":
        return text
    code = re.fullmatch(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))", text)
    if code:
        number = int(code[1] or code[2] or code[3], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004  Unicode's last
    return "" if text[1] in "\n\u2028\u2029" else _ESCAPES.get(text[1:], text[1:])


def number_value(text: str) -> int | float | None:
    """Return the value of a number as it is written; None for a bigint or one without an end."""
    text = text.replace("_", "").lower()
    if re.fullmatch(r"0[xob][0-9a-f]+", text):
        return int(text, 0)
    try:
        value = float(text)
    except ValueError:
        return None
    if math.isinf(value):
        return None
    if value.is_integer():
        return int(text) if text.isdecimal() else int(value)
    return value


def number_name(value: float) -> str:
    """Return a number as the name of a property, as JavaScript writes it."""
    if isinstance(value, int) and abs(value) < _MAX_INTEGER:
        return str(value)
    return re.sub(r"e([+-])0+", r"e\1", repr(float(value)))


def descendants(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes in it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += each.children
