"""Tells which sentences seem to demand something, so that one that no rule reads is named."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(?<![\w-])(only|must|required|not)(?![\w-])|(?<=\w)(n['\u2019]t)\b", re.IGNORECASE
)
_MARKED = re.compile(r"`[^`]*`|\"[^\"]*\"")


def telling_words(text: str) -> tuple[str, ...]:
    """Return the words of a sentence that demand or rule out something, each once."""
    found = _WORDS.finditer(_MARKED.sub("", text))
    words = ("not" if each[2] else each[1].lower() for each in found)
    return tuple(dict.fromkeys(words))
