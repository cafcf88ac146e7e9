"""Looks at the nodes of a syntax tree, whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.readers.facts import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.documents import Document


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A parsed file.

    Attributes:
        document: The file.
        root: The root of its parse tree.
        data: Its text as it is written, in UTF-8: the nodes' places count in it.
    """

    document: Document
    root: Node
    data: bytes

    def text(self, node: Node) -> str:
        """Return the text of a node as it is written."""
        return self.data[node.start_byte : node.end_byte].decode()

    def span(self, node: Node) -> Span:
        """Return the place of a node, with the column in characters."""
        row, column = node.start_point
        line = self.data[node.start_byte - column : node.start_byte].decode()
        return Span(self.document.shown, row + 1, len(line) + 1)

    def error(self, message: str, node: Node, hint: str) -> BrokenFileError:
        """Return an error about a node, to be raised."""
        place = f"line {node.start_point[0] + 1}"
        return BrokenFileError(message, file=self.document.shown, place=place, hint=hint)


def text(node: Node) -> str:
    """Return a node's text."""
    return (node.text or b"").decode("utf-8", "replace")


def child(node: Node, name: str) -> Node | None:
    """Return the child in a field of the grammar."""
    return node.child_by_field_name(name)


def needed(node: Node, name: str) -> Node:
    """Return the child in a field that the grammar demands; the node itself in a broken one."""
    return node.child_by_field_name(name) or node


def faulty(node: Node) -> Node:
    """Return the first part that is an error or is missing in a node that has one."""
    waiting = [node]
    while True:  # a node with an error holds one that is the error
        one = waiting.pop()
        if one.is_error or one.is_missing:
            return one
        waiting += [each for each in reversed(one.children) if each.has_error]


def refuse(span: Span, message: str, hint: str) -> NoReturn:
    """Raise an error about a place."""
    raise BrokenFileError(message, file=span.file, place=f"line {span.line}", hint=hint)
