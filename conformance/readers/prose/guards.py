"""Words that keep a rule from reading a sentence: what they mean depends on something else."""

from __future__ import annotations

import re

_NEGATION = (
    r"not|n't|cannot|never|neither|nor|without|except|excluding|unless|other than|rather than"
)
_PAST = (
    r"deprecated|legacy|obsolete|no longer|formerly|previously|used to|removed|instead"
    r"|prior to|historically"
)
_CONDITION = r"if|when|whenever|once|whether|while|until|where|depending|depends|based on|in case"
_EXAMPLE = (
    r"e\.g|for example|for instance|example|examples|such as|like|include|includes|including|etc"
    r"|typically|usually|commonly|often|sometimes|by default|defaults?|recommended?|suggested"
)
_LEFT_OPEN = (
    r"or (?:any|another|an?|other|others|more|custom|the|some|one|your)|and (?:others?|more|so on)"
    r"|among others|as well as|plus|in addition|or (?:a|an) \w+"
)


def _words(*groups: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])|n't\b", re.IGNORECASE)


_BEFORE = _words(_NEGATION, _PAST, _CONDITION, _EXAMPLE)
_START = re.compile(
    r"(?:^|[,;:.] )(?:for|with|under|on|by|as|unlike|use|using)\b|^in\b", re.IGNORECASE
)
_AFTER = _words(_NEGATION, _PAST, _CONDITION, _LEFT_OPEN, r"for example|e\.g|etc")
_MARKED = re.compile(r"`[^`]*`|\"[^\"]*\"")


def keeps_before(text: str) -> bool:
    """Return whether the part of a sentence before some values keeps them from being all."""
    words = _MARKED.sub("`x`", text)
    return _BEFORE.search(words) is not None or _START.search(words) is not None


def keeps_after(text: str) -> bool:
    """Return whether the part of a sentence after some values keeps them from being all."""
    return _AFTER.search(_MARKED.sub("`x`", text)) is not None
