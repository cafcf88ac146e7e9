"""Parses Rust into a syntax tree, and says where things stand in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import tree_sitter_rust
from tree_sitter import Language, Parser

from conformance.readers.facts import Doc, Span
from conformance.readers.nodes import child, faulty, refuse, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.documents import Document

_LANGUAGE = Language(tree_sitter_rust.language())
_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n\s*)|x(?P<hex>[0-9a-fA-F]{2})|u\{(?P<code>[0-9a-fA-F_]{1,8})\}|(?P<one>.))",
    re.DOTALL,
)
_ONE = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_MAX_CODE = 0x10FFFF
_INTEGER = re.compile(
    r"0x([0-9a-fA-F]+)|0o([0-7]+)|0b([01]+)|([0-9]+)(?:[iu](?:8|16|32|64|128|size))?"
)


class Source:
    """A parsed file.

    Attributes:
        document: The file.
        root: The root of its syntax tree.
    """

    def __init__(self, document: Document) -> None:
        """Parse a file; it may hold errors anywhere."""
        self.document = document
        text = document.text.replace("\u00a0", " ").replace("\u202f", " ")
        self._lines = text.encode().split(b"\n")
        self.root = Parser(_LANGUAGE).parse(text.encode()).root_node

    def span(self, node: Node) -> Span:
        """Return the place of a node's start."""
        row, column = node.start_point
        before = self._lines[row][:column].decode("utf-8", "replace")
        return Span(self.document.shown, row + 1, len(before) + 1)

    def refuse(self, node: Node, message: str, hint: str) -> NoReturn:
        """Raise an error about a node."""
        refuse(self.span(node), message, hint)

    def check(self, node: Node) -> None:
        """Raise an error if a declaration is not well-formed."""
        if not node.has_error:
            return
        one = faulty(node)
        self.refuse(one, "this is no Rust that can be read", "correct the syntax near this place")


def word(node: Node) -> str:
    """Return an identifier without the mark of a raw one: `type` of `r#type`."""
    return text(node).removeprefix("r#")


def items(node: Node) -> Iterator[tuple[Node, tuple[Node, ...], list[Node]]]:
    """Yield the named children of a list, each with the attributes and the comments before it."""
    attributes: list[Node] = []
    comments: list[Node] = []
    for one in node.named_children:
        if one.type == "attribute_item":
            attributes.append(one)
        elif one.type in {"line_comment", "block_comment"}:
            if child(one, "doc") is not None and child(one, "outer") is not None:
                comments.append(one)
        elif one.type != "visibility_modifier":
            yield one, tuple(attributes), comments
            attributes, comments = [], []


def doc_of(source: Source, comments: Sequence[Node]) -> Doc | None:
    """Return what the documentation comments before a part say; None if there are none."""
    docs = [child(one, "doc") for one in comments]
    lines = [text(doc).rstrip("\n").removeprefix(" ") for doc in docs if doc is not None]
    return Doc("\n".join(lines), source.span(comments[0])) if lines else None


def string_value(literal: str) -> str | None:
    """Return the text that a string literal stands for; None if it is no string literal."""
    raw = re.fullmatch(r'r(#*)"(.*)"\1', literal, re.DOTALL)
    if raw:
        return raw[2]
    if len(literal) < 2 or literal[0] != '"' or literal[-1] != '"':  # noqa: PLR2004  two quotes
        return None
    return _ESCAPE.sub(_unescaped, literal[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    if found["newline"]:
        return ""
    if found["hex"]:
        return chr(int(found["hex"], 16))
    if found["code"]:
        code = int(found["code"].replace("_", "") or "0", 16)
        return chr(code) if code <= _MAX_CODE else "\ufffd"
    return _ONE.get(found["one"], found["one"])


def integer_value(literal: str) -> int | None:
    """Return the value of an integer literal; None if it is none."""
    found = _INTEGER.fullmatch(literal.replace("_", ""))
    if found is None:
        return None
    for group, base in zip(found.groups(), (16, 8, 2, 10), strict=True):
        if group:
            return int(group, base)
    return None  # pragma: no cover  one of the groups has matched


def type_expression(written: str) -> Node | None:
    """Return the type that a text stands for; None if it is none."""
    tree = Parser(_LANGUAGE).parse(f"type X = {written};".encode()).root_node
    declared = tree.named_children[0] if tree.named_children else None
    if declared is None or tree.has_error or len(tree.named_children) > 1:
        return None
    return child(declared, "type")
