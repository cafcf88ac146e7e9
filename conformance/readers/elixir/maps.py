"""Reads the types of maps and structs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.elixir.syntax import alternatives, arguments, inside, operator, sides
from conformance.readers.facts import Field, Presence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.elixir.types import Reader
    from conformance.readers.facts import Type

_PRESENCES = {"optional": Presence.OPTIONAL, "required": Presence.REQUIRED}
_ANY_KEY = {"any", "atom", "binary", "String.t", "term"}


def map_type(node: Node, reader: Reader) -> Type:
    """Return the type of a map, `%{…}`, or of a struct, `%Module{…}`."""
    span = reader.span(node)
    struct = next((each for each in node.children if each.type == "struct"), None)
    content = next((each for each in node.children if each.type == "map_content"), None)
    if struct is not None and content is None:
        why = "the type does not list the fields of the struct"
        inner = facts.MapOf(span=span, value=facts.Anything(span=span))
        return facts.Opaque(span=span, why=why, within=inner)
    found: dict[str, Field] = {}
    others: list[Type] = []
    unmarked = Presence.OPTIONAL if struct is not None else Presence.REQUIRED
    for whole, values in _entries(content):
        key, presence = _marked(whole, unmarked, reader)
        name = reader.atom(key)
        if name is not None:
            value = reader.union(values, reader.span(values[0]))
            if name in found:
                raise reader.error(f"the key {name} is there twice", key, "leave one of them out")
            found[name] = Field(name=name, type=value, span=reader.span(key), received=presence)
        elif reader.text(key).partition("(")[0].strip() in _ANY_KEY:
            others.append(reader.union(values, reader.span(values[0])))
        else:
            why = f"the keys of the type {reader.text(key)} are no names"
            others.append(facts.Opaque(span=reader.span(key), why=why))
    unlisted: Type | bool | None = None
    if others:
        unlisted = others[0] if len(others) == 1 else facts.Union(span=span, options=(*others,))
    if isinstance(unlisted, facts.Anything):
        unlisted = True
    name = None if struct is None else reader.text(struct)
    return facts.Object(span=span, fields=(*found.values(),), name=name, unlisted=unlisted)


def _entries(content: Node | None) -> Iterator[tuple[Node, Sequence[Node]]]:
    """Yield each key with the alternatives of its value."""
    for part in [] if content is None else inside(content):
        for pair in inside(part) if part.type == "keywords" else [part]:
            if pair.type == "pair":
                key, value = sides(pair)
                yield key, alternatives(value)
            else:
                yield _rotated(pair)


def _rotated(pair: Node) -> tuple[Node, Sequence[Node]]:
    """Return the key and the alternatives of `key => a | b`.

    The grammar binds the arrow tighter than the bar; in a map of Elixir it is the other way round.
    """
    later: list[Node] = []
    while operator(pair) == "|":
        pair, right = sides(pair)
        later = [*alternatives(right), *later]
    key, value = sides(pair) if operator(pair) == "=>" else (pair, pair)
    return key, [*alternatives(value), *later]


def _marked(key: Node, presence: Presence, reader: Reader) -> tuple[Node, Presence]:
    """Return the key inside of `optional(…)` or `required(…)`, and what that says."""
    given = arguments(key) if key.type == "call" else []
    word = reader.text(key).partition("(")[0].strip()
    if len(given) == 1 and word in _PRESENCES:
        return given[0], _PRESENCES[word]
    return key, presence
