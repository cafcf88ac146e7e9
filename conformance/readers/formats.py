"""The published definitions of string formats, as regular expressions."""

from __future__ import annotations

_HEX = "[0-9a-fA-F]"

_PATTERNS = {
    "uuid": f"^{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}$",
}
"""Format -> an ECMA-262 regular expression."""


def pattern_of(name: str) -> str | None:
    """Return the regular expression of a format; None if it has no regular definition here."""
    return _PATTERNS.get(name)
