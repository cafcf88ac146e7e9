"""Finds the types in the text of a documentation page, and what is said of fields."""

from __future__ import annotations

import re

from conformance.readers.pages import Page

_START = re.compile(rb"^[ \t]*(?=@(?:type|typep|opaque)[ \t])", re.MULTILINE)
_SIGN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[{\[(}\])]|\n')
PAGE = Page(
    heading=re.compile(r":(?P<name>\w+) *- *(?:optional|required) *-[^\n]*"),
    end=re.compile(r"^(?:Allowed values:|Summary$|Types$|@type )", re.MULTILINE),
)
"""A page of ExDoc: fields one after the other, each with its type and what is said of it."""
CODE = Page(
    heading=re.compile(r"^[ \t]*[-*][ \t]+`:?(?P<name>\w+):?`[ \t]*[-:\u2013\u2014]", re.MULTILINE),
    end=re.compile(r"\n[ \t]*\n[ \t]*(?![-* \t])"),
    before=re.compile(
        r"@typedoc[ \t]+(?:~[sS])?\"\"\"(?P<doc>.*?)\"\"\"\s*(?:@(?!type|opaque)\w+[^\n]*\n\s*)*",
        re.DOTALL,
    ),
    is_page=False,
)
"""A comment on a type in code: a list of points, each with the name of a field first."""
_OPEN, _CLOSE = b"{[(", b"}])"
_GOES_ON = re.compile(rb"\s*(?:\||::|when\b)")
_UNFINISHED = (b"|", b"::", b"=>", b",")


def types_only(data: bytes) -> bytes:
    """Return the text with all but types as spaces, so that every place stays.

    A type ends with a line that leaves no bracket open, unless the next one begins with a bar.
    """
    found = bytearray(byte if byte == ord("\n") else ord(" ") for byte in data)
    position = 0
    while start := _START.search(data, position):
        position = _end(data, start.end())
        found[start.end() : position] = data[start.end() : position]
    return bytes(found)


def _end(data: bytes, start: int) -> int:
    depth = 0
    for each in _SIGN.finditer(data, start):
        sign = each[0]
        if sign != b"\n":
            depth += (sign in _OPEN) - (sign in _CLOSE)
        elif depth <= 0:
            is_open = data[start : each.start()].rstrip().endswith(_UNFINISHED)
            if not is_open and not _GOES_ON.match(data, each.end()):
                return each.start()
    return len(data)
