"""Parses Elixir into a syntax tree, and says where things stand in it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_elixir
from tree_sitter import Language, Parser

from conformance.dataclass import dataclass
from conformance.readers.elixir.page import types_only
from conformance.readers.nodes import Parsed

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.documents import Document

_CODE = (".ex", ".exs")
_SPACES = ("\u00a0", "\u202f", "\u2009")
_MAX_SHOWN = 40


@dataclass(frozen=True, slots=True, eq=False)
class Source(Parsed):
    """A parsed file."""

    def check(self, node: Node) -> None:
        """Check that a node was parsed as a whole.

        Raises:
            BrokenFileError: There is a syntax error in it, or right after it, with its line.
        """
        after = node.next_sibling
        if after is not None and after.is_error and after.start_point[0] == node.end_point[0]:
            node = after
        if not node.has_error:
            return
        while not (node.is_error or node.is_missing):
            inner = next((each for each in node.children if each.has_error), None)
            if inner is None:
                break
            node = inner
        found = self.text(node).partition("\n")[0][:_MAX_SHOWN] or node.type
        raise self.error(f"{found!r} is not understood", node, "the type was not read")


def parsed(document: Document) -> Source:
    """Return a file as a parse tree, with every kind of space as a plain one.

    Of a file that is no code, for example the text of a page, only the types are parsed.
    """
    data = document.text.encode()
    plain = data
    for space in _SPACES:
        coded = space.encode()
        plain = plain.replace(coded, b" " * len(coded))
    if not is_code(document):
        plain = types_only(plain)
    return Source(document, _parser().parse(plain).root_node, data)


def is_code(document: Document) -> bool:
    """Return whether a file is code, and no text of a page."""
    return document.path.suffix.lower() in _CODE


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_elixir.language()))


def inside(node: Node) -> list[Node]:
    """Return the named children of a node without comments."""
    return [each for each in node.named_children if each.type != "comment"]


def arguments(node: Node) -> list[Node]:
    """Return the arguments of a call."""
    listed = next((each for each in node.children if each.type == "arguments"), None)
    return [] if listed is None else inside(listed)


def operator(node: Node) -> str | None:
    """Return the sign of an operation with two sides; None for another node."""
    if node.type != "binary_operator":
        return None
    sign = node.child_by_field_name("operator")
    return None if sign is None else sign.type


def sides(node: Node) -> tuple[Node, Node]:
    """Return the two sides of an operation."""
    found = inside(node)
    return found[0], found[-1]


def alternatives(node: Node) -> list[Node]:
    """Return the alternatives of a union, however many; another node is its only one."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if operator(part) == "|":
            waiting += sides(part)
        elif part.type == "block" and len(inside(part)) == 1:
            waiting += inside(part)
        else:
            found.append(part)
    return found[::-1]
