"""Makes regular expressions for integers in a range, written in decimal digits."""

from __future__ import annotations


def digits_between(lowest: int, highest: int) -> str:
    """Return a pattern for the integers from `lowest`, at most 0, to `highest`, at least 1.

    They are written without zeros in front; -0 counts where there are negative ones.
    """
    below = f"|-(?:{_up_to(-lowest)})|-0" if lowest < 0 else ""
    return f"^(?:0|{_up_to(highest)}{below})$"


def _up_to(limit: int) -> str:
    """Return a pattern for the integers from 1 to a limit."""
    digits = str(limit)
    count = len(digits)
    found = [f"[1-9]{_any(count - 2, at_most=True)}"] if count > 1 else []
    for place, digit in enumerate(digits):
        lowest = 1 if place == 0 else 0
        if int(digit) > lowest:
            rest = _any(count - place - 1)
            found.append(f"{digits[:place]}[{lowest}-{int(digit) - 1}]{rest}")
    return "|".join([*found, digits])


def _any(count: int, *, at_most: bool = False) -> str:
    if count == 0:
        return ""
    return f"[0-9]{{0,{count}}}" if at_most else f"[0-9]{{{count}}}"
