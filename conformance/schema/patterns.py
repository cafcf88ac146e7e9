"""Tells regular expressions of ECMA-262 that Python's `re` does not read from malformed ones."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsonschema import FormatChecker


_ONLY_ECMA = (
    (r"\\[pP]\{[\w=]+\}", "x"),
    (r"\\c[A-Za-z]", "x"),
    (r"\\u\{[0-9A-Fa-f]+\}", "x"),
    (r"\(\?<[=!]", "(?="),
    (r"\(\?<(\w+)>", r"(?P<\1>"),
    (r"\\k<(\w+)>", r"(?P=\1)"),
    (r"\[\^\]", "."),
    (r"\[\]", "(?!)"),
    (r"\(\?<[^>\W]+>", "(?:"),
)
"""What only ECMA-262 has, and something that Python's `re` has in its place."""


def is_expression(text: object) -> bool:
    """Return whether a text is a regular expression, to Python's `re` or to ECMA-262."""
    if not isinstance(text, str):
        return True
    if _compiles(text):
        return True
    for written, instead in _ONLY_ECMA:
        text = re.sub(rf"(?<!\\)((?:\\\\)*){written}", _with(instead), text)
    return _compiles(text)


def _with(instead: str) -> str:
    """Return a replacement behind the backslashes that come in pairs."""
    return r"\1" + instead.replace(r"\1", r"\2")


def _compiles(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


@cache
def checker() -> FormatChecker:
    """Return what checks that the expressions in a schema are regular expressions."""
    from jsonschema import FormatChecker  # noqa: PLC0415  slow, and most schemas need no check

    made = FormatChecker(formats=())
    made.checks("regex")(is_expression)
    return made
