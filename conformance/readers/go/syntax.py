"""Parses Go, and says where its parts stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tree_sitter_go
from tree_sitter import Language, Parser

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.readers.facts import Doc, Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.documents import Document

_LANGUAGE = Language(tree_sitter_go.language())
_NO_BREAK = "\N{NO-BREAK SPACE}"
_PACKAGE = re.compile(r"^package\b", re.MULTILINE)
_BUILD = re.compile(r"^//(?:go:build\b|\s*\+build\b)", re.MULTILINE)
_STRINGS_AND_BREAKS = re.compile(rf'`[^`]*`|"(?:\\.|[^"\\\n])*"|{_NO_BREAK}')


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """A parsed Go file.

    Attributes:
        document: The file.
        data: Its text as the parser saw it, in UTF-8.
        root: The parse tree.
        constraint: The line of its build constraint; None if it has none.
    """

    document: Document
    data: bytes
    root: Node
    constraint: int | None

    def span(self, node: Node) -> Span:
        """Return the place where a part begins."""
        start = self.data.rfind(b"\n", 0, node.start_byte) + 1
        before = self.data[start : node.start_byte].decode("utf-8", "replace")
        return Span(self.document.shown, node.start_point.row + 1, len(before) + 1)

    def check(self, node: Node) -> None:
        """Raise an error if a declaration was not parsed in full.

        Raises:
            BrokenFileError: There is a syntax error in it; its line is given.
        """
        if not node.has_error:
            return
        while not (node.is_error or node.is_missing):
            node = next(child for child in node.children if child.has_error)
        raise refused("this is no valid Go", self.span(node), "correct the syntax")


def parsed(document: Document) -> File:
    """Return a file with its parse tree, which may have errors.

    Spaces that do not break, as documentation pages have them, count as spaces outside of strings.
    """
    return document.once("go", lambda: _parsed(document))


def _parsed(document: Document) -> File:
    text = document.text
    if _NO_BREAK in text:
        text = _STRINGS_AND_BREAKS.sub(lambda x: " " if x[0] == _NO_BREAK else x[0], text)
    data = f"{text}\n".encode()  # the grammar wants an end of the last line
    head = text[: found.start()] if (found := _PACKAGE.search(text)) else ""
    built = _BUILD.search(head)
    line = None if built is None else head.count("\n", 0, built.start()) + 1
    return File(document, data, Parser(_LANGUAGE).parse(data).root_node, line)


def refused(message: str, span: Span, hint: str) -> BrokenFileError:
    """Return the error for a place in a source."""
    return BrokenFileError(message, file=span.file, place=f"line {span.line}", hint=hint)


def text_of(node: Node) -> str:
    """Return the text of a part."""
    return (node.text or b"").decode()


def parts_of(node: Node) -> list[Node]:
    """Return the parts of a node that are no comments and no punctuation."""
    return [child for child in node.named_children if child.type != "comment"]


def part(node: Node, name: str) -> Node:
    """Return a part that the grammar always has.

    Raises:
        ValueError: It has not, which means that a declaration with an error was not checked.
    """
    found = node.child_by_field_name(name)
    if found is None:
        raise ValueError(name)
    return found


def doc_of(file: File, node: Node) -> Doc | None:
    """Return the comment that stands directly above a part, or else behind it on its last line."""
    found = _comments_above(node) or _comments_behind(node)
    lines = [re.sub(r"^//\s?|^/\*\s*|\s*\*/$", "", text_of(one)) for one in found]
    return Doc("\n".join(lines), file.span(found[0])) if found else None


def _comments_above(node: Node) -> list[Node]:
    found: list[Node] = []
    row, before = node.start_point.row, node.prev_named_sibling
    while before is not None and before.type == "comment" and before.end_point.row == row - 1:
        row, above = before.start_point.row, before.prev_named_sibling
        if above is not None and above.end_point.row == row:
            break  # it stands behind the part above
        found.insert(0, before)
        before = above
    return found


def _comments_behind(node: Node) -> list[Node]:
    after = node.next_named_sibling
    if after is None or after.type != "comment" or after.start_point.row != node.end_point.row:
        return []
    return [after]
