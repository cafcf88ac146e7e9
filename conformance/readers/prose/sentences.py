"""Takes the text of a comment apart into sentences, with the points of a list behind each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 20_000
"""More characters of a comment are not read."""

_BREAK = re.compile(
    r"\n[ \t]*\n|\n[ \t]*(?=@\w)|</?(?:p|ul|ol|br)[ /]*>|(?P<point>"
    r"\n[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+|^[ \t]*[-*+•][ \t]+|<li>|[ \t]+[-*•][ \t]+(?=[A-Z]))",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[ \t]+[-*•][ \t]+")
_END = re.compile(r"[.!?][\"'`)\]]*(?=\s+[\"'`(\[]*[A-Z])|[.!?](?=\s+[`\"])")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no)|\.\.)\.$", re.IGNORECASE)
_CODE = (
    re.compile(r"<(?:code|tt)>(.*?)</(?:code|tt)>", re.DOTALL),
    re.compile(r"\{@(?:code|literal)\s+([^{}]*)\}"),
    re.compile(r"``([^`]+)``"),
    re.compile(r"\[`([^`\]]+)`\](?:\([^)\s]*\)|\[[^\]]*\])?"),
)
_LINK = re.compile(r"\[([^\][]+)\]\([^)\s]*\)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a comment.

    Attributes:
        text: The sentence in one line: code in backquotes, links as their text.
        number: Its place among the sentences, from 1.
        start: The index of its first character in the comment.
        points: The points of the list that follows it at once, each as its own text.
    """

    text: str
    number: int
    start: int
    points: tuple[str, ...] = ()


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a comment in their order; of a very long one, the first."""
    text = text[:MAX_LENGTH]
    found: list[Sentence] = []
    blocks = list(_blocks(text))
    for index, (start, end, is_point) in enumerate(blocks):
        after = () if is_point else _points_after(blocks, index)
        points = tuple(plain(text[first:last]) for first, last, _ in after)
        parts = list(_parts(text, start, end))
        for first, last in parts:
            one = Sentence(
                text=plain(text[first:last]),
                number=len(found) + 1,
                start=first,
                points=points if last == parts[-1][1] else (),
            )
            found.append(one)
    return tuple(found)


def plain(text: str) -> str:
    """Return a text in one line, with all code in backquotes and links as their text."""
    for pattern in _CODE:
        text = pattern.sub(r"`\1`", text)
    return " ".join(_LINK.sub(r"\1", text).translate(_QUOTES).split())


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the start and end of each paragraph and each point, and whether it is a point."""
    start, is_point = 0, False
    for found in _BREAK.finditer(text):
        if found["point"] and _CAPITAL.fullmatch(found[0]) and text[found.end()].islower():
            continue
        if text[start : found.start()].strip():
            yield start, found.start(), is_point
        start, is_point = found.end(), bool(found["point"])
    if text[start:].strip():
        yield start, len(text), is_point


def _points_after(
    blocks: list[tuple[int, int, bool]], index: int
) -> Iterator[tuple[int, int, bool]]:
    for block in blocks[index + 1 :]:
        if not block[2]:
            return
        yield block


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each sentence in a block, without space around it."""
    first = start
    for found in _END.finditer(text, start, end):
        if _NO_END.search(text, first, found.start() + 1):
            continue
        yield _trimmed(text, first, found.end())
        first = found.end()
    yield _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
