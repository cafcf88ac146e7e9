"""Finds the declarations in the text of a documentation page."""

from __future__ import annotations

import re

from conformance.readers.pages import Page

_START = re.compile(
    rb"^[ \t]*(?:export +)?(?:declare +)?"
    rb"(?:interface +[\w$]+[^\n{]*\{|type +[\w$]+[^\n=]*=|(?:const +)?enum +[\w$]+ *\{)",
    re.MULTILINE,
)
_SIGN = re.compile(rb"'[^'\n]*'|\"[^\"\n]*\"|=>|[{\[(<}\])>;]|\n[ \t]*\n")
PAGE = Page(
    heading=re.compile(
        r"^(?:readonly +)?(?P<name>[\w$]+)\??:[ \t]*[^\n]*(?:\n[ \t]*\|[^\n]*)*$", re.MULTILINE
    ),
    end=re.compile(r"^(?:Methods|Inherited from\b|Defined in\b|#+ )", re.MULTILINE),
)
"""A page of TypeDoc: each property again, with its type, and below it what is said of it."""
_OPEN, _CLOSE = b"{[(<", b"}])>"


def declarations_only(data: bytes) -> bytes:
    """Return the text with all but declarations as spaces, so that every place stays.

    An interface or enumeration ends with its closing brace, a type alias with a semicolon or with
    an empty line.
    """
    found = bytearray(byte if byte == ord("\n") else ord(" ") for byte in data)
    position = 0
    while start := _START.search(data, position):
        position = _end(data, start)
        found[start.start() : position] = data[start.start() : position]
    return bytes(found)


def _end(data: bytes, start: re.Match[bytes]) -> int:
    is_alias = start[0].endswith(b"=")
    depth = 0 if is_alias else 1
    for each in _SIGN.finditer(data, start.end()):
        sign = each[0]
        if is_alias and depth == 0 and (sign == b";" or sign.isspace()):
            return each.end()
        depth += (sign in _OPEN) - (sign in _CLOSE) if len(sign) == 1 else 0
        if not is_alias and depth == 0:
            return each.end()
    return len(data)
