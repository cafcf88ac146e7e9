"""Finds the place of a sentence in its file, whatever marks stand between its words there."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from conformance.readers.facts import Span

if TYPE_CHECKING:
    from conformance.readers.facts import Doc

_WORD = re.compile(r"\w+")
_NEAR = 240
"""At most this many characters of marks and space stand between two words of a comment."""


class Places:
    """The places in a file."""

    def __init__(self, text: str) -> None:
        """Take the text of the file; empty if it is not at hand."""
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._words: dict[Doc, list[tuple[int, int]]] = {}

    def of(self, doc: Doc, start: int) -> Span:
        """Return the place of a part of a comment.

        The words of the comment are looked for in the file one after the other; one that is written
        otherwise there, for example with an escape, is passed over.

        Args:
            doc: The comment, whose own place is given if the file is not at hand.
            start: The index of the part's first character in the comment's text.
        """
        if not self._text:
            return doc.span
        if doc not in self._words:
            self._words[doc] = self._found(doc)
        words = self._words[doc]
        index = bisect_right(words, (start, -1))
        at = words[min(index, len(words) - 1)][1]
        line = bisect_right(self._starts, at)
        return Span(doc.span.file, line, at - self._starts[line - 1] + 1)

    def _found(self, doc: Doc) -> list[tuple[int, int]]:
        """Return the index of each word of a comment, in the comment and in the file."""
        line = min(doc.span.line, len(self._starts))
        at = self._starts[line - 1] + doc.span.column - 1
        found = []
        for word in _WORD.finditer(doc.text):
            here = self._text.find(word[0], at, at + _NEAR + len(word[0]))
            found.append((word.start(), at if here < 0 else here))
            at = at if here < 0 else here + len(word[0])
        return [*found, (len(doc.text), at)]
