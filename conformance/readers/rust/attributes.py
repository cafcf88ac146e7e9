"""Reads the attributes of a declaration: derives, serde's settings, conditions."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import nearest
from conformance.readers.facts import Note
from conformance.readers.nodes import child, refuse, text
from conformance.readers.rust.rename import RULES
from conformance.readers.rust.syntax import string_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.rust.syntax import Source

_BOTH_WAYS = frozenset(("rename", "rename_all", "rename_all_fields", "bound"))
_COMMON = {"rename", "bound"}
_WITH = {"with", "serialize_with", "deserialize_with", "borrow", "alias"}
_SKIP = {"skip", "skip_serializing", "skip_deserializing"}
CONTAINER = frozenset(
    _COMMON
    | {"rename_all", "rename_all_fields", "transparent", "deny_unknown_fields", "default"}
    | {"untagged", "tag", "content", "from", "try_from", "into", "remote", "crate", "expecting"}
    | {"field_identifier", "variant_identifier"}
)
VARIANT = frozenset(_COMMON | _WITH | _SKIP | {"rename_all", "other", "untagged"})
FIELD = frozenset(_COMMON | _WITH | _SKIP | {"default", "skip_serializing_if", "getter", "flatten"})
"""The settings that serde knows, by where they may stand."""

_MAX_NESTING = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """A part of an attribute: `name`, `name = value` or `name(args)`.

    Attributes:
        name: The path, without spaces.
        value: The text of a string, or the source text of another value; None if there is none.
        args: What stands in parentheses.
        span: Its place.
    """

    name: str
    span: Span
    value: str | None = None
    args: tuple[Meta, ...] = ()

    @property
    def last(self) -> str:
        """Return the last step of the path."""
        return self.name.rpartition("::")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """The attributes of a declaration, a variant or a field.

    Attributes:
        metas: All but serde's, those under `cfg_attr` with them.
        serde: The settings in `#[serde(...)]`.
        notes: The conditions that were taken as met.
        left_out: Whether the part exists under a condition only that is not taken as met.
    """

    metas: tuple[Meta, ...]
    serde: tuple[Meta, ...]
    notes: tuple[Note, ...]
    left_out: bool

    def derives(self) -> set[str]:
        """Return the names of the traits that are derived, without their paths."""
        return {arg.last for meta in self.metas if meta.last == "derive" for arg in meta.args}

    def has(self, name: str) -> bool:
        """Return whether an attribute is there, by the last step of its path."""
        return any(meta.last == name for meta in self.metas)


@dataclass(slots=True, kw_only=True)
class Settings:
    """serde's settings of one part, checked.

    Attributes:
        metas: The settings.
    """

    metas: Sequence[Meta]
    known: frozenset[str]
    _by_name: dict[str, list[Meta]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what serde does not know here."""
        for meta in self.metas:
            if meta.name not in self.known:
                hint = nearest(meta.name, sorted(self.known))
                refuse(meta.span, f"serde has no attribute `{meta.name}` here", hint)
            self._by_name.setdefault(meta.name, []).append(meta)

    def __contains__(self, name: str) -> bool:
        """Return whether a setting is there."""
        return name in self._by_name

    def get(self, name: str) -> Meta | None:
        """Return a setting; None if it is not there."""
        found = self._by_name.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str | None:
        """Return the value of a setting; None if it is not there.

        Raises:
            BrokenFileError: It is there without a value.
        """
        meta = self.get(name)
        if meta is None:
            return None
        if meta.value is None:
            refuse(meta.span, f"`{name}` needs a value", f'write {name} = "..."')
        return meta.value

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a setting that may stand several times."""
        return tuple(meta.value for meta in self._by_name.get(name, ()) if meta.value is not None)

    def both_ways(self, name: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the value when it is written, and the values when it is read."""
        meta = self.get(name)
        if meta is None:
            return None, ()
        if not meta.args:
            value = self.value(name) or ""
            return value, (value,)
        sent = [one.value for one in meta.args if one.name == "serialize"]
        read = [one.value for one in meta.args if one.name == "deserialize"]
        return next(iter(sent), None), tuple(one for one in read if one is not None)

    def rule(self, name: str) -> tuple[str | None, str | None]:
        """Return the rule for names when they are written, and when they are read.

        Raises:
            BrokenFileError: serde has no rule of that name.
        """
        sent, read = self.both_ways(name)
        for rule in (sent, *read):
            if rule is not None and rule not in RULES:
                meta = self._by_name[name][0]
                refuse(
                    meta.span, f"serde has no rule {rule!r}", f"the rules are {', '.join(RULES)}"
                )
        return sent, next(iter(read), None)


def read_attributes(source: Source, nodes: Iterable[Node]) -> Attributes:
    """Return the attributes before a part.

    Raises:
        BrokenFileError: One is not well-formed.
    """
    metas: list[Meta] = []
    notes: list[Note] = []
    left_out = False
    for node in nodes:
        source.check(node)
        for attribute in node.named_children:
            meta = _attribute(source, attribute)
            metas += _unconditional(meta, notes)
            if meta.name == "cfg" and meta.args:
                left_out = left_out or meta.args[0].name in {"test", "not"}
                notes.append(_condition(meta, left_out=left_out))
    serde = tuple(arg for meta in metas if meta.name == "serde" for arg in meta.args)
    rest = tuple(meta for meta in metas if meta.name != "serde")
    return Attributes(metas=rest, serde=serde, notes=tuple(notes), left_out=left_out)


def _unconditional(meta: Meta, notes: list[Note]) -> Iterator[Meta]:
    """Yield an attribute, or those under `cfg_attr` as if its condition were met."""
    if meta.name != "cfg_attr":
        yield meta
        return
    relevant = [one for one in meta.args[1:] if one.last in {"derive", "serde", "cfg_attr"}]
    if not relevant:
        return
    left_out = meta.args[0].name == "not"
    notes.append(_condition(meta, left_out=left_out))
    for inner in [] if left_out else relevant:
        yield from _unconditional(inner, notes)


def _condition(meta: Meta, *, left_out: bool) -> Note:
    done = "left out" if left_out else "read as if its condition were met"
    return Note(span=meta.span, says=f"what stands under `{meta.name}` is {done}")


def _attribute(source: Source, node: Node) -> Meta:
    name = "".join(text(node.named_children[0]).split())
    arguments, value = child(node, "arguments"), child(node, "value")
    span = source.span(node)
    if arguments is not None:
        return Meta(name=name, span=span, args=tuple(_metas(source, arguments, 0)))
    shown = None if value is None else _value(value)
    return Meta(name=name, span=span, value=shown)


def _metas(source: Source, tree: Node, depth: int) -> Iterator[Meta]:
    """Yield the parts in a pair of parentheses, which commas part."""
    if depth > _MAX_NESTING:
        source.refuse(tree, "the attribute is nested too deeply", "write it flatter")
    part: list[Node] = []
    for token in [*tree.children[1:-1], None]:
        if token is not None and token.type != ",":
            if token.type not in {"line_comment", "block_comment"}:
                part.append(token)
        elif part:
            yield _meta(source, part, depth)
            part = []


def _meta(source: Source, tokens: Sequence[Node], depth: int) -> Meta:
    place = next(
        (i for i, one in enumerate(tokens) if one.type in {"=", "token_tree"}), len(tokens)
    )
    name = "".join(text(one) for one in tokens[:place])
    span = source.span(tokens[0])
    if place == len(tokens):
        return Meta(name=name, span=span)
    if tokens[place].type == "token_tree":
        return Meta(name=name, span=span, args=tuple(_metas(source, tokens[place], depth + 1)))
    rest = tokens[place + 1 :]
    value = _value(rest[0]) if len(rest) == 1 else "".join(text(one) for one in rest) or None
    return Meta(name=name, span=span, value=value)


def _value(node: Node) -> str:
    written = text(node)
    found = string_value(written)
    return written if found is None else found
