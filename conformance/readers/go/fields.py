"""Lists the fields of a struct as `encoding/json` sees them, with those of embedded structs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.go.resolve import Literal, shown, underlying
from conformance.readers.go.strings import unquoted
from conformance.readers.go.syntax import doc_of, part, parts_of, text_of
from conformance.readers.go.tags import Tag, json_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Doc, Span
    from conformance.readers.go.resolve import Expression


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Member:
    """A field as it is declared.

    Attributes:
        name: Its name in Go.
        type: Its type; that of an embedded one without the star.
        is_embedded: Whether it is embedded.
        is_pointer: Whether it is embedded as a pointer.
        tag: What its tag says.
        span: The place of its name.
        doc: The comment above or behind it; None if there is none.
    """

    name: str
    type: Expression
    is_embedded: bool
    is_pointer: bool
    tag: Tag
    span: Span
    doc: Doc | None

    @property
    def is_exported(self) -> bool:
        """Whether other packages see it."""
        return self.name[:1].isupper()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """A field that is read and written.

    Attributes:
        name: Its name on the wire.
        member: Its declaration.
        depth: The number of embedded structs around it.
        order: Its place among all, in the source's order.
        is_tagged: Whether its name is from a tag.
        is_behind_pointer: Whether a struct around it is embedded as a pointer, which may be nil.
        is_blocked: Whether such a struct is of an unexported type: then it cannot be set.
    """

    name: str
    member: Member
    depth: int
    order: tuple[int, ...]
    is_tagged: bool
    is_behind_pointer: bool
    is_blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Level:
    """A struct whose fields are to be listed, and how it is embedded."""

    struct: Expression
    key: str
    order: tuple[int, ...] = ()
    is_behind_pointer: bool = False
    is_blocked: bool = False


def members(struct: Expression) -> Iterator[Member]:
    """Yield the fields of a struct type in the source's order."""
    for listed in parts_of(struct.node):
        for node in parts_of(listed):
            yield from _members(struct, node)


def fields(struct: Expression) -> list[Seen]:
    """Return the fields that are read and written, by the rules of embedding.

    Of several fields with one name the least embedded counts, then one whose tag gives the name. If
    that leaves more than one, none counts, and there is no error.

    Args:
        struct: The struct type. No embedded type may be unknown.
    """
    found: list[Seen] = []
    level, visited = [_Level(struct=struct, key="")], set[str]()
    counts = {"": 1}
    depth = 0
    while level:
        following: dict[str, _Level] = {}
        next_counts: dict[str, int] = {}
        for one in level:
            if one.key in visited:
                continue
            visited.add(one.key)
            for index, member in enumerate(members(one.struct)):
                inner = _inner(member, one, index)
                if inner is not None:
                    next_counts[inner.key] = next_counts.get(inner.key, 0) + 1
                    following.setdefault(inner.key, inner)
                elif _is_seen(member):
                    # Twice is as good as often: two of one depth put each other out.
                    found += [_seen(member, one, index, depth)] * min(counts[one.key], 2)
        level, counts = list(following.values()), next_counts
        depth += 1
    return _dominant(found)


def embedded_struct(member: Member) -> Expression | None:
    """Return the struct type behind an embedded field; None if it is of another kind."""
    found = underlying(member.type)
    if isinstance(found, Literal) and found.at.node.type == "struct_type":
        return found.at
    return None


def _members(struct: Expression, node: Node) -> Iterator[Member]:
    """Yield the fields of one declaration: one a name, or an embedded one."""
    quoted = node.child_by_field_name("tag")
    tag = Tag() if quoted is None else json_tag(unquoted(text_of(quoted)) or "")
    kind, names = part(node, "type"), node.children_by_field_name("name")
    for named in names or [_type_name(kind)]:
        yield Member(
            name=text_of(named),
            type=struct.scope.expression(kind),
            is_embedded=not names,
            is_pointer=not names and any(one.type == "*" for one in node.children),
            tag=tag,
            span=struct.scope.at or struct.scope.file.span(named),
            doc=doc_of(struct.scope.file, node),
        )


def _type_name(node: Node) -> Node:
    """Return the name of an embedded type, without package and arguments."""
    if node.type == "generic_type":
        node = part(node, "type")
    return part(node, "name") if node.type == "qualified_type" else node


def _inner(member: Member, level: _Level, index: int) -> _Level | None:
    """Return the struct whose fields are promoted in place of an embedded field."""
    if not member.is_embedded or member.tag.skipped or member.tag.name is not None:
        return None
    struct = embedded_struct(member)
    if struct is None:
        return None
    return _Level(
        struct=struct,
        key=shown(member.type, full=True),
        order=(*level.order, index),
        is_behind_pointer=level.is_behind_pointer or member.is_pointer,
        is_blocked=level.is_blocked or (member.is_pointer and not member.is_exported),
    )


def _is_seen(member: Member) -> bool:
    if member.tag.skipped:
        return False
    return member.is_exported or (member.is_embedded and embedded_struct(member) is not None)


def _seen(member: Member, level: _Level, index: int, depth: int) -> Seen:
    return Seen(
        name=member.tag.name or member.name,
        member=member,
        depth=depth,
        order=(*level.order, index),
        is_tagged=member.tag.name is not None,
        is_behind_pointer=level.is_behind_pointer,
        is_blocked=level.is_blocked,
    )


def _dominant(found: Sequence[Seen]) -> list[Seen]:
    """Return the field that counts of each name, in the source's order."""
    by_name: dict[str, list[Seen]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    kept = []
    for same in by_name.values():
        best = min(_rank(one) for one in same)
        first = [one for one in same if _rank(one) == best]
        if len(first) == 1:
            kept += first
    return sorted(kept, key=lambda one: one.order)


def _rank(one: Seen) -> tuple[int, bool]:
    return one.depth, not one.is_tagged
