"""Regular expressions for the texts that `encoding/json` reads as something else."""

from __future__ import annotations

_LINE = r"[\r\n]*"
_DIGIT = rf"{_LINE}[A-Za-z0-9+/]"
_PAD = f"{_LINE}="

BASE64 = (
    f"^(?:(?:{_DIGIT}){{4}})*(?:(?:{_DIGIT}){{2}}{_PAD}{_PAD}|(?:{_DIGIT}){{3}}{_PAD})?{_LINE}$"
)
"""What is read into `[]byte`: standard base64 with padding, in lines or not."""

_PLAIN = "[A-Za-z0-9+/]"

BASE64_WRITTEN = f"^(?:{_PLAIN}{{4}})*(?:{_PLAIN}[AQgw]==|{_PLAIN}{{2}}[AEIMQUYcgkosw048]=)?$"
"""What is written of `[]byte`: without lines, and with zeros where bits are left."""

NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"
"""A number as JSON writes it."""

QUOTED = r"""^(?:"(?:[^"\\\x00-\x1f]|\\(?:["\\/'bfnrt]|u[0-9a-fA-F]{4}))*"|null)$"""
"""A string within a string, as the option `string` reads it."""


def integer_key(lowest: int, highest: int) -> str:
    """Return the pattern of a map's key that is read into an integer type."""
    return f"^(?:{_digits(lowest, highest, plus=True)})$"


def integer_text(lowest: int, highest: int) -> str:
    """Return the pattern of a text that the option `string` reads into an integer type."""
    return f"^(?:{_digits(lowest, highest, plus=False)}|null)$"


def integer_written(lowest: int, highest: int) -> str:
    """Return the pattern of an integer as it is written: without plus and leading zeros."""
    negative = f"|-(?:{_up_to(-lowest, zero=False)})" if lowest else ""
    return f"^(?:{_up_to(highest)}{negative})$"


def _digits(lowest: int, highest: int, *, plus: bool) -> str:
    """Return the pattern of an integer with leading zeros; only a type with sign takes one."""
    if not lowest:
        return f"0*(?:{_up_to(highest)})"
    sign = r"\+?" if plus else ""
    return f"{sign}0*(?:{_up_to(highest)})|-0*(?:{_up_to(-lowest)})"


def _up_to(limit: int, *, zero: bool = True) -> str:
    """Return the pattern of the integers from 0 or 1 to a limit of two digits or more."""
    digits = str(limit)
    size = len(digits)
    found = ["0"] if zero else []
    found.append(f"[1-9][0-9]{{0,{size - 2}}}")
    for place, digit in enumerate(digits):
        least = 0 if place else 1
        if int(digit) > least:
            rest = size - place - 1
            found.append(
                f"{digits[:place]}[{least}-{int(digit) - 1}]" + f"[0-9]{{{rest}}}" * bool(rest)
            )
    return "|".join([*found, digits])
