"""Works out template literal types: `` `a${string}b` ``."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.kinds import Literal, Missing, Open, either
from conformance.readers.typescript.syntax import inside, number_name

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader

_ANY = r"[\s\S]*"
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_MAX_TEXTS = 1000
"""A template with at most this many texts is a list of them; otherwise it is a pattern."""


def template(node: Node, at: Context, reader: Reader) -> Kind:
    """Return the strings that a template literal type means.

    They are listed if there are few, and are a pattern if not. A number may be written with
    digits, a point and an exponent.
    """
    span = at.source.span(node)
    pieces: list[list[str]] = []
    patterns: list[str] = []
    is_listed = True
    for each in inside(node):
        if each.type != "template_type":
            text = at.source.text(each)
            pieces.append([text])
            patterns.append(_escaped(text))
            continue
        options = reader.options(reader.read(at.source.parts(each, 1)[0], at))
        texts = [_text(option) for option in options]
        listed = [text for text in texts if text is not None]
        is_listed = is_listed and len(listed) == len(texts)
        pieces.append(listed)
        each_pattern = [_pattern(option) for option in options]
        if None in each_pattern:
            return _unread(node, at)
        patterns.append(f"(?:{'|'.join(str(one) for one in each_pattern)})")
    count = 1
    for piece in pieces:
        count *= len(piece)
    if is_listed and count <= _MAX_TEXTS:
        texts_of = ("".join(each) for each in product(*pieces))
        return either(span, [Literal(span, text) for text in texts_of])
    return facts.Text(span=span, pattern=f"^{''.join(patterns)}$")


def _unread(node: Node, at: Context) -> Open:
    span = at.source.span(node)
    why = f"the template {at.source.text(node)} has a part that is not worked out"
    return Open(span, why, facts.Text(span=span))


def _text(kind: Kind) -> str | None:
    """Return the text that a type of one value stands for; None for any other type."""
    match kind:
        case Literal(value=bool(value)):
            return "true" if value else "false"
        case Literal(value=str(value)):
            return value
        case Literal(value=int(value) | float(value)):
            return number_name(value)
        case facts.Null():
            return "null"
        case Missing():
            return "undefined"
    return None


def _pattern(kind: Kind) -> str | None:
    """Return the pattern of the texts of a type; None if it has none."""
    text = _text(kind)
    if text is not None:
        return _escaped(text)
    match kind:
        case facts.Text(pattern=None):
            return _ANY
        case facts.Text(pattern=str(pattern)):
            return pattern.removeprefix("^").removesuffix("$")
        case facts.Number():
            return _NUMBER
        case facts.Boolean():
            return "true|false"
    return None


def _escaped(text: str) -> str:
    return re.sub(r"([\\^$.|?*+()\[\]{}/])", r"\\\1", text)
