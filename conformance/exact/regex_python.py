"""Translates regular expressions of ECMA-262 for Python's `re`."""

from __future__ import annotations

import re
from functools import cache
from typing import assert_never

from conformance.exact.regex import (
    Anchor,
    Back,
    Characters,
    Either,
    Group,
    Look,
    Node,
    Repeat,
    Sequence,
    parse,
)
from conformance.exact.values import Undecided


def runs_in_python(pattern: str) -> bool:
    """Return whether Python's `re` has an expression's meaning: not all that look back."""
    try:
        re.compile(as_python(pattern))
    except (re.error, OverflowError, RecursionError):
        return False
    return True


@cache
def as_python(pattern: str) -> str:
    """Return an expression for Python's `re.search` with the meaning of ECMA-262.

    An expression that cannot be parsed is returned unchanged.
    """
    try:
        return _python(parse(pattern))
    except Undecided:
        return pattern


def _python(node: Node) -> str:  # noqa: PLR0911  one case a sort
    match node:
        case Characters(intervals):
            ranges = (f"{_escaped(low)}-{_escaped(high)}" for low, high in intervals)
            return f"[{''.join(ranges)}]" if intervals else "(?!)"
        case Anchor(at_end):
            return r"\Z" if at_end else r"\A"
        case Sequence(parts):
            return "".join(map(_python, parts))
        case Either(branches):
            return f"(?:{'|'.join(map(_python, branches))})"
        case Look(part, ahead, holds):
            return f"(?{'' if ahead else '<'}{'=' if holds else '!'}{_python(part)})"
        case Repeat(part, least, most):
            return f"(?:{_python(part)}){{{least},{'' if most is None else most}}}"
        case Group(part):
            return f"(?:{_python(part)})"
        case Back():
            raise Undecided("a back-reference in a regular expression")
        case _:
            assert_never(node)


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
