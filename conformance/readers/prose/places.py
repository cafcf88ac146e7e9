"""Finds the place of a sentence in its file, whatever marks stand between its words there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.readers.facts import Span

if TYPE_CHECKING:
    from conformance.readers.facts import Doc

_WORD = re.compile(r"\w+")
_NEAR = 240
"""At most this many characters of marks and space stand between two words of a comment."""


def place_of(doc: Doc, start: int, text: str) -> Span:
    """Return the place of a part of a comment.

    The words of the comment are looked for in the file one after the other; one that is written
    otherwise there, for example with an escape, is passed over.

    Args:
        doc: The comment.
        start: The index of the part's first character in the comment's text.
        text: The text of the comment's file; empty if it is not at hand.
    """
    if not text:
        return doc.span
    at = _index(text, doc.span)
    for word in _WORD.finditer(doc.text):
        found = text.find(word[0], at, at + _NEAR + len(word[0]))
        if word.end() > start:
            at = at if found < 0 else found - max(word.start() - start, 0)
            break
        at = at if found < 0 else found + len(word[0])
    line_start = text.rfind("\n", 0, at) + 1
    return Span(doc.span.file, text.count("\n", 0, at) + 1, at - line_start + 1)


def _index(text: str, span: Span) -> int:
    """Return the index of a place in a text."""
    at = 0
    for _ in range(span.line - 1):
        at = text.find("\n", at) + 1
    return at + span.column - 1
