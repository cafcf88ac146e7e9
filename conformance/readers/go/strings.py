"""Reads Go's literals of strings and runes."""

from __future__ import annotations

import re

_SIMPLE = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"',
}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))"
)
_MAX_BYTE = 0xFF


def unquoted(literal: str) -> str | None:
    """Return the value of a string literal with its quotes; None if it is none, or no text."""
    inner = literal[1:-1]
    if literal.startswith("`"):
        return inner.replace("\r", "")
    found = bytearray()
    at = 0
    while at < len(inner):
        if inner[at] != "\\":
            found += inner[at].encode()
            at += 1
            continue
        escape = _ESCAPE.match(inner, at)
        if escape is None:
            return None
        at = escape.end()
        simple, byte, octal, *points = escape.groups()
        if simple:
            found += _SIMPLE[simple].encode()
            continue
        value = int(next(x for x in (byte, octal, *points) if x), 8 if octal else 16)
        if byte or octal:
            if value > _MAX_BYTE:
                return None
            found.append(value)
            continue
        try:
            found += chr(value).encode()
        except (ValueError, UnicodeEncodeError):
            return None
    try:
        return found.decode()
    except UnicodeDecodeError:
        return None
