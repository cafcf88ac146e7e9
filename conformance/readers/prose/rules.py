"""Reads one sentence of a comment: what values it allows, or when it requires a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from conformance.dataclass import dataclass
from conformance.readers.prose.guards import keeps_after, keeps_before
from conformance.readers.prose.values import BARE, BARE_LIST, LIST, VALUE, bare, leading, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.readers.prose.sentences import Sentence

_MAX_LENGTH = 2000
"""A longer sentence is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A sentence that says which values there are.

    Attributes:
        rule: The rule that read it.
        values: The values as they are written, without marks.
        marked: Whether all of them are in quotation marks or written as code.
        before: The sentence before them.
    """

    rule: str
    values: tuple[str, ...]
    marked: bool = True
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A sentence that says when the field has to be there.

    Attributes:
        rule: The rule that read it.
        field: The name of the field that decides; None if only its values are named.
        values: The values that it has then, without marks.
        marked: Whether all of them are in quotation marks or written as code.
    """

    rule: str
    field: str | None
    values: tuple[str, ...]
    marked: bool = True


Said: TypeAlias = "Values | Requirement"


def said(sentence: Sentence, known: frozenset[str] = frozenset()) -> Said | None:
    """Return what a sentence says by the first rule that reads it; None if none does.

    Args:
        sentence: The sentence.
        known: The values that the type of the field names: they are found without marks.
    """
    if len(sentence.text) > _MAX_LENGTH:
        return None
    for rule in _RULES:
        found = rule(sentence, known)
        if found is not None:
            return found
    return None


# --- values --------------------------------------------------------------------------------------

_KINDS = r"(?:valid|allowed|possible|supported|accepted|available|permitted|acceptable|legal)"
_NOUN = r"(?:values?|options?|types?|formats?|choices?|strings?|anchors?|modes?|levels?|roles?)"
_INTRO = (
    rf"(?:(?:any|exactly)\s+)?one\s+of(?:\s+(?:the|these|those))?(?:\s+following)?"
    rf"(?:\s+(?:{_KINDS}\s+)?(?:string\s+|literal\s+)?{_NOUN})?"
    rf"|one\s+the\s+following(?:\s+{_NOUN})?|currently\s+supports?"
    rf"|any\s+of|either(?:\s+one\s+of)?"
    rf"|(?:can|may|must|will|should)\s+(?:either\s+|only\s+|currently\s+)?be"
    rf"(?:\s+set\s+to)?(?:\s+either|\s+one\s+of(?:\s+the\s+following)?|\s+any\s+of)?"
    rf"|(?:the\s+)?{_KINDS}\s+{_NOUN}(?:\s+are|\s+is)?(?:\s+currently)?"
    rf"|(?:the\s+)?{_NOUN}\s+are"
    rf"|(?<![\w`\"'])(?:values|options|choices|enum)(?=\s*:)"
)
_FOLLOWS = r"\s*:?\s*"
_DONE = (
    r"\s*(?:$|[.;!)\]]|,?\s*\(?(?:the\s+)?default(?:s|ing)?\b|\s[-–—]\s"
    r"|,\s*(?:which|with\s+`?[\w\"'`]+`?\s+(?:being|as)|defaulting|and\s+defaults)\b)"
)
_ONE_OF = re.compile(rf"(?<![\w-])(?:{_INTRO}){_FOLLOWS}({LIST})(?={_DONE})", re.IGNORECASE)
_INTRODUCES = re.compile(rf"(?:{_INTRO})(?:\s+are|\s+is)?\s*:?$", re.IGNORECASE)
_COLON = re.compile(rf"^[^:;.]*\w\s*:\s*({LIST})\s*\.?$")
_ALONE = re.compile(rf"^({LIST})\s*\.?$")


def _one_of(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read 'one of' and words like it before a list."""
    found = _ONE_OF.search(sentence.text)
    return None if found is None else _values("one of", sentence, found)


def _points(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read 'one of' and words like it before a list of points that each begin with a value."""
    found = _INTRODUCES.search(sentence.text)
    if found is None or len(sentence.points) < 2 or keeps_before(sentence.text[: found.start()]):  # noqa: PLR2004
        return None
    values = [leading(point) for point in sentence.points]
    known = tuple(dict.fromkeys(value for value in values if value is not None))
    if None in values or len(known) < len(values):
        return None
    return Values(rule="points", values=known, before=sentence.text)


def _colon(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read a list after a colon that the first sentence ends with."""
    found = _COLON.match(sentence.text) if sentence.number == 1 else None
    return None if found is None else _values("colon", sentence, found)


def _alone(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read a first sentence that is a list and nothing else."""
    found = _ALONE.match(sentence.text) if sentence.number == 1 else None
    return None if found is None else _values("alone", sentence, found)


_BRACKETS = re.compile(
    rf"\((?P<intro>(?:{_INTRO}){_FOLLOWS})?(?P<list>{BARE_LIST})\s*\)", re.IGNORECASE
)
_NOUNS = re.compile(r"(?:[Aa]n?|the|one|this|its|current|[A-Z][a-z]+)\b")
_VERBS = re.compile(
    r"(?<![\w-])(?:is|are|was|were|be|been|can|may|must|will|should|would|could|has|have|had|allows?"
    r"|uses?|used|contains?|returns?|supports?|makes?|sets?|gets?|gives?|applies|apply|refers?"
    r"|corresponding|corresponds?|between|in|to|from|using|by|per)(?![\w-])",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:$|[.,;:!]|[-\u2013\u2014]\s)")
_NO_VALUES = frozenset(
    (
        *("default", "defaults", "optional", "required", "nullable", "inclusive", "exclusive"),
        *(
            "see",
            "in",
            "and",
            "or",
            "if",
            "when",
            "deprecated",
            "experimental",
            "beta",
            "i.e",
            "e.g",
        ),
    )
)


def _brackets(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read a list in brackets behind the noun that a first sentence begins with."""
    for found in _BRACKETS.finditer(sentence.text):
        before, after = sentence.text[: found.start()], sentence.text[found.end() :]
        read = listed(found["list"])
        if read is None or len(read.values) < 2 or _NO_VALUES & {x.lower() for x in read.values}:  # noqa: PLR2004
            continue
        is_noun = (
            sentence.number == 1
            and _NOUNS.match(before)
            and not _VERBS.search(before)
            and _ENDS.match(after)
        )
        if (is_noun or found["intro"]) and not keeps_before(before) and not keeps_after(after):
            return Values(rule="brackets", values=read.values, marked=read.marked, before=before)
    return None


_FIXED = (
    r"(?:always|must)\s*(?:(?:be|is|equals?|to|set|has|have|of|the|exactly|returns?|of)\s+)*"
    r"(?:(?:literal|string|value|constant)\s+)*"
)
_ALWAYS = re.compile(rf"(?<![\w-])(?:{_FIXED})(?P<value>{BARE})(?=\s*(?:$|[.;)!,]))", re.IGNORECASE)
_ONLY = re.compile(
    rf"(?<![\w-])only\s+(?P<value>{VALUE})\s+(?:is|are)\s+(?:currently\s+)?"
    rf"(?:supported|allowed|valid|accepted|available|permitted)\s*\.?$"
    rf"|(?<![\w-])the\s+only\s+(?:currently\s+)?{_KINDS}\s+\w+(?:\s+\w+)?\s+is\s+"
    rf"(?P<other>{VALUE})\s*\.?$",
    re.IGNORECASE,
)
_AND_MORE = re.compile(rf"^\s*,\s*(?:(?:or|and)\s+)?{VALUE}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)+")


def _always(sentence: Sentence, known: frozenset[str]) -> Values | None:
    """Read 'always' and 'must be' before one value."""
    for found in _ALWAYS.finditer(sentence.text):
        before, after = sentence.text[: found.start()], sentence.text[found.end() :]
        read = listed(found["value"])
        if read is None or _AND_MORE.match(after) or keeps_before(before) or keeps_after(after):
            continue
        if read.marked or read.values[0] in known or _IDENTIFIER.fullmatch(read.values[0]):
            return Values(rule="always", values=read.values, marked=read.marked, before=before)
    return _glued(sentence, known)


def _glued(sentence: Sentence, known: frozenset[str]) -> Values | None:
    """Read 'always' before one of the known values where the space between is lost."""
    for value in sorted(known):
        found = re.search(rf"(?<![\w-])always{re.escape(value)}\s*(?:$|[.;)])", sentence.text)
        if found is not None and not keeps_before(sentence.text[: found.start()]):
            return Values(rule="always", values=(value,), marked=False)
    return None


def _only(sentence: Sentence, _known: frozenset[str]) -> Values | None:
    """Read that only one value is supported."""
    found = _ONLY.search(sentence.text)
    if found is None or keeps_before(sentence.text[: found.start()]):
        return None
    read = listed(found["value"] or found["other"])
    return None if read is None else Values(rule="only", values=read.values, before=sentence.text)


def _values(rule: str, sentence: Sentence, found: re.Match[str]) -> Values | None:
    before, after = sentence.text[: found.start()], sentence.text[found.end() :]
    inside = sentence.text[found.start() : found.start(1)]
    read = listed(found[1])
    if read is None or len(read.values) < 2 or keeps_before(before + inside) or keeps_after(after):  # noqa: PLR2004
        return None
    return Values(rule=rule, values=read.values, before=before)


# --- requirements --------------------------------------------------------------------------------

_THINGS = r"(?:items?|messages?|objects?|events?|records?|entries|entry|parts?|blocks?|requests?)"
_SOME = rf"(?P<values>{BARE}(?:(?:\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+){BARE})*)"
_OF_KIND = re.compile(
    rf"^for\s+(?:an?\s+|all\s+|any\s+)?{_THINGS}\s+(?:of|with)\s+(?:the\s+)?(?P<field>[\w`]+)\s+"
    rf"{_SOME}\s*,\s*(?:this|the)\s+(?:field|property|parameter|value)\s+(?:is|must\s+be)\s+"
    rf"(?:required|present|provided|set)\b",
    re.IGNORECASE,
)
_FOR_KIND = re.compile(
    rf"(?<![\w-])required\s+(?:for|on|in)\s+(?:an?\s+|all\s+|any\s+)?{_THINGS}\s+(?:of|with)\s+"
    rf"(?:the\s+)?(?P<field>[\w`]+)\s+{_SOME}\s*[.;)]?$",
    re.IGNORECASE,
)
_IF_FIELD = re.compile(
    rf"(?<![\w-])required\s*,?\s+(?:only\s+)?(?:if|when|whenever)\s+(?:the\s+)?(?:value\s+of\s+)?"
    rf"(?P<field>`?\"?[A-Za-z_]\w*\"?`?)\s*(?:field\s+|property\s+|parameter\s+)?"
    rf"(?:is\s+set\s+to|is\s+one\s+of|is\s+either|is|equals?(?:\s+to)?|==?|:)\s*"
    rf"{_SOME}\s*[.;)]?$",
    re.IGNORECASE,
)
_FOR_VALUE = re.compile(
    rf"(?<![\w-])required\s+(?:for|on|in)\s+(?:all\s+)?(?P<values>{VALUE}(?:(?:\s*,\s*(?:or\s+|and\s+)?"
    rf"|\s+or\s+|\s+and\s+){VALUE})*)\s+{_THINGS}\s*[.;)]?$",
    re.IGNORECASE,
)
_FORMS = (_OF_KIND, _FOR_KIND, _IF_FIELD, _FOR_VALUE)
_REFUSES = re.compile(
    r"(?<![\w-])(?:not|n't|never|optional|deprecated|unless|except)(?![\w-])|n't", re.IGNORECASE
)


def _required(sentence: Sentence, _known: frozenset[str]) -> Requirement | None:
    """Read that the field is required where another one has some value."""
    for form in _FORMS:
        found = form.search(sentence.text)
        if found is None or _REFUSES.search(sentence.text[: found.end()]):
            continue
        read = listed(found["values"])
        if read is None:
            continue
        field = found.groupdict().get("field")
        name = None if field is None else bare(field)
        return Requirement(rule="required", field=name, values=read.values, marked=read.marked)
    return None


_RULES: tuple[Callable[[Sentence, frozenset[str]], Said | None], ...] = (
    _required,
    _one_of,
    _points,
    _brackets,
    _colon,
    _alone,
    _always,
    _only,
)
