"""Property names in other upper and lower case, as a regular expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def other_case(name: str, but: Collection[str]) -> str | None:
    """Return a pattern for the name in any other case but some; None if there is none.

    The first letter that differs from all of those is each letter in turn: that needs no
    look-ahead.
    """
    any_case = [
        f"[{each.lower()}{each.upper()}]" if _has_cases(each) else _escaped(each) for each in name
    ]
    branches = [
        _escaped(start) + other + "".join(any_case[index + 1 :])
        for index, each in enumerate(name)
        for start in dict.fromkeys(one[:index] for one in (name, *sorted(but)))
        for other in ((each.lower(), each.upper()) if _has_cases(each) else ())
        if not any(one.startswith(start + other) for one in but)
    ]
    return f"^(?:{'|'.join(branches)})$" if branches else None


def _has_cases(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _escaped(text: str) -> str:
    return re.sub(r"([\\^$.|?*+()\[\]{}/])", r"\\\1", text)
