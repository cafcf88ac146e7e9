"""Holds a parsed file, and says where things stand in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NoReturn

from tree_sitter import Parser

from conformance.readers.facts import Doc, Span
from conformance.readers.nodes import faulty, refuse, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tree_sitter import Language, Node

    from conformance.readers.documents import Document

_DECLARED = re.compile(r"\b(?:class|enum|interface|object|record|trait|typealias)\s+(\w+)")
_ESCAPE = re.compile(
    r"\\(?:u+(?P<code>[0-9a-fA-F]{4})|(?P<octal>[0-7]{1,3})|(?P<one>.))", re.DOTALL
)
_ONE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "s": " "}
_TAG = re.compile(r"@(?:param|property)\s+`?(\w+)`?\s*(.*)|@.*")
_PARAMETERS = frozenset(("class_parameter", "formal_parameter"))
_BODIES = frozenset(("class_body", "template_body", "interface_body", "source_file"))
COMMENTS = frozenset(("line_comment", "block_comment", "multiline_comment", "comment"))


class Source:
    """A parsed file.

    Attributes:
        document: The file.
        title: The name of its language.
        root: The root of its syntax tree.
    """

    def __init__(
        self,
        document: Document,
        language: Language,
        title: str,
        added: Callable[[str], Sequence[tuple[int, str]]] | None = None,
        evened: Callable[[str], str] = str,
    ) -> None:
        """Parse a file; it may hold errors anywhere.

        Args:
            document: The file.
            language: The grammar.
            title: The name of the language.
            added: Says what has to be added to a text to make it fit the grammar: the places, in
                order, and what is added before the character there.
            evened: Writes a text in a form that the grammar takes, of the same length.
        """
        self.document = document
        self.title = title
        written = document.text.replace("\u00a0", " ").replace("\u202f", " ")
        self._text = written.encode()
        written = evened(written)
        self._starts: list[int] = []
        parsed, last = b"", 0
        for place, more in () if added is None else added(written):
            parsed += written[last:place].encode() + more.encode()
            self._starts += [len(parsed)] * len(more)
            last = place
        self._parsed = parsed + written[last:].encode()
        self._language = language
        self.root = Parser(language).parse(self._parsed).root_node

    def broken(self) -> Iterator[tuple[str, Node]]:
        """Yield the names of types in what is not well-formed at the top, each with its part."""
        for node in (self.root, *self.root.children):
            if node.is_error:
                for found in _DECLARED.finditer(text(node)):
                    yield found[1], node

    def alone(self, node: Node) -> Node:
        """Return the root of a tree of a part of the text, as if nothing stood around it."""
        before = b" " * node.start_byte
        part = self._parsed[node.start_byte : node.end_byte]
        return Parser(self._language).parse(before + part).root_node

    def span(self, node: Node) -> Span:
        """Return the place of a node's start."""
        added = bisect_right(self._starts, node.start_byte)
        before = self._text[: node.start_byte - added]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace"))
        return Span(self.document.shown, before.count(b"\n") + 1, column + 1)

    def refuse(self, node: Node, message: str, hint: str) -> NoReturn:
        """Raise an error about a node."""
        refuse(self.span(node), message, hint)

    def check(self, node: Node) -> None:
        """Raise an error if a declaration is not well-formed."""
        if not node.has_error:
            return
        one = faulty(node)
        self.refuse(
            one, f"this is no {self.title} that can be read", "correct the syntax near this place"
        )


def first(node: Node, *kinds: str) -> Node | None:
    """Return the first named child of some kinds; None if there is none."""
    return next((one for one in node.named_children if one.type in kinds), None)


def parts(node: Node | None) -> Iterator[Node]:
    """Yield the named children without comments; none of no node."""
    for one in () if node is None else node.named_children:
        if one.type not in COMMENTS:
            yield one


def unescaped(written: str) -> str:
    """Return the text that the inside of a string literal stands for."""
    return _ESCAPE.sub(_one, written)


def _one(found: re.Match[str]) -> str:
    if found["code"]:
        return chr(int(found["code"], 16)).encode("utf-16", "replace").decode("utf-16")
    if found["octal"]:
        return chr(int(found["octal"], 8))
    return _ONE.get(found["one"], found["one"])


def doc_of(source: Source, node: Node) -> Doc | None:
    """Return the documentation comment before a declaration; None without one.

    That of a parameter may be a tag in the comment on the declaration around it, `@param name` or
    `@property name`.
    """
    before = _comment_before(node)
    if before is not None:
        return Doc("\n".join(_lines(before)).strip(), source.span(before))
    if node.type not in _PARAMETERS:
        return None
    return _tagged(source, node)


def _tagged(source: Source, node: Node) -> Doc | None:
    name = text(node.child_by_field_name("name") or first(node, "identifier") or node).strip("`")
    around, before = node.parent, None
    while around is not None and before is None and around.type not in _BODIES:
        before, around = _comment_before(around), around.parent
    if before is None:
        return None
    found: list[str] = []
    start = 0
    for number, line in enumerate(_lines(before)):
        tag = _TAG.match(line)
        if found and tag:
            break
        if tag and tag[1] == name:
            start, found = number, [tag[2]]
        elif found:
            found.append(line)
    span = source.span(before)
    return Doc("\n".join(found).strip(), Span(span.file, span.line + start)) if found else None


def _comment_before(node: Node) -> Node | None:
    before = node.prev_named_sibling
    is_doc = before is not None and before.type in COMMENTS and text(before).startswith("/**")
    return before if is_doc else None


def _lines(comment: Node) -> list[str]:
    lines = text(comment).removeprefix("/**").removesuffix("*/").splitlines()
    return [line.strip().removeprefix("*").strip() for line in lines]
