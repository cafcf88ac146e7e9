"""Lets the schemas of one type share their parts, so that each difference is told once.

A part is a type that has an entry of its own. In the schema of every source but the first, a part
is what the first source says of it: what differs then is in the type itself. If that is nothing,
and no part differs, the whole types are equal; this is a proof by induction on the value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.jsontext.text import canonical
from conformance.surveys.pairing import short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from conformance.model import Json

_START = "#/$defs/"
_HEAD = ("$schema", "title", "$defs")
"""What stands at the top of a schema, and not in a part."""

Schema = dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The schemas of a type whose parts are shared.

    Attributes:
        schemas: Id of a source -> its schema, with the parts of the first source.
        parts: The numbers of the entries that are shared.
        keys: Id of a source -> number of a shared entry -> its key in `$defs` there.
        is_plain: Whether the sources hold shared parts only where a part that accepts more makes
            the whole accept more: under no `not`, `oneOf` and the like.
    """

    schemas: Mapping[str, Schema]
    parts: tuple[int, ...]
    keys: Mapping[str, Mapping[int, str]]
    is_plain: bool

    @property
    def is_same(self) -> bool:
        """Whether all schemas are the same text."""
        return len({_text(schema) for schema in self.schemas.values()}) == 1


class Parts:
    """Knows the types of one source that have an entry, by their schemas."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[tuple[str, str], int | None] = {}

    def add(self, name: str, schema: Schema, number: int) -> None:
        """Take the schema of a type that has the entry of a number."""
        body = canonical(_without(schema, *_HEAD))
        for key in {part_key(name), part_key(short(name))}:
            found = (key, body)
            self._numbers[found] = number if found not in self._numbers else None

    def of(self, schema: Schema, name: str) -> dict[int, str]:
        """Return the keys of the parts of a type's schema that have an entry, by its number.

        The part has to be the same schema as the type, but for how it refers to itself, and to the
        type that holds it.
        """
        found: dict[int, str] = {}
        for key, body in _defs(schema).items():
            own = _renamed(body, {key: None}, whole=f"{_START}{part_key(short(name))}")
            number = self._numbers.get((key, canonical(own)))
            if number is not None:
                found[number] = key
        return found


class SpreadParts:
    """Knows the types of a source of many files, in which a type has another key in each file."""

    def __init__(self) -> None:
        """Start with none."""
        self._types: dict[str, list[tuple[Schema, int]]] = {}

    def add(self, name: str, schema: Schema, number: int) -> None:
        """Take the schema of a type that has the entry of a number."""
        self._types.setdefault(part_key(short(name)), []).append((schema, number))

    def of(self, schema: Schema, name: str) -> dict[int, str]:  # noqa: ARG002  as for `Parts`
        """Return the keys of the parts of a type's schema that have an entry, by its number.

        The part has to say the same as the type, whatever the two call what they refer to.
        """
        found: dict[int, str] = {}
        for key in _defs(schema):
            numbers = {
                number
                for end in _ends(key)
                for each, number in self._types.get(end, ())
                if _says_the_same(schema, key, each)
            }
            if len(numbers) == 1:
                found.setdefault(numbers.pop(), key)
        return found


def _ends(key: str) -> Iterator[str]:
    """Yield a key, and what is left of it without the first words."""
    yield key
    yield from (key[found.end() :] for found in re.finditer("[._]", key))


def _says_the_same(schema: Schema, key: str, other: Schema) -> bool:
    """Return whether a part of a schema says what another whole schema says."""
    waiting: list[tuple[str | None, str | None]] = [(key, None)]
    done = set(waiting)
    while waiting:
        first, second = waiting.pop()
        pairs: list[tuple[str | None, str | None]] = []
        if not _same(_body(schema, first), _body(other, second), pairs):
            return False
        waiting += [pair for pair in dict.fromkeys(pairs) if pair not in done]
        done.update(pairs)
    return True


def _body(whole: Schema, key: str | None) -> Json:
    return _without(whole, *_HEAD) if key is None else _defs(whole).get(key)


def _same(one: Json, two: Json, pairs: list[tuple[str | None, str | None]]) -> bool:
    """Return whether two schemas are the same but for references, whose targets join the pairs."""
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(
            _same(x, y, pairs) for x, y in zip(one, two, strict=True)
        )
    if not isinstance(one, dict) or not isinstance(two, dict):
        return canonical(one) == canonical(two)
    for name in one.keys() & two.keys():
        ours, theirs = one[name], two[name]
        if name == "$ref" and isinstance(ours, str) and isinstance(theirs, str):
            pairs.append((_target(ours), _target(theirs)))
        elif not _same(ours, theirs, pairs):
            return False
    return one.keys() == two.keys()


def _target(reference: str) -> str | None:
    return None if reference == "#" else _key(reference)


def linked(
    schemas: Mapping[str, Schema],
    names: Mapping[str, str],
    parts: Mapping[str, Parts | SpreadParts],
    number: int,
) -> Linked:
    """Return the schemas of a type with shared parts.

    Args:
        schemas: Id of a source -> its schema, without what says nothing of values.
        names: Id of a source -> the full name of the type there.
        parts: Id of a source -> its types.
        number: The number of the type's own entry, which is no part of it.
    """
    known = {source: parts[source].of(schema, names[source]) for source, schema in schemas.items()}
    (first, model), *others = schemas.items()
    shared = set(known[first]).intersection(*known.values()) - {number}
    made: dict[str, Schema] = {first: pruned(model)}
    for source, schema in others:
        made[source] = _with_parts(
            schema, model, {known[source][one]: known[first][one] for one in shared}
        )
    outside: list[Json] = []
    used: set[int] = set()
    for source, schema in schemas.items():
        keys = {known[source][one]: one for one in shared}
        bodies = [*_outside(schema, keys.keys())]
        referred = {_key(name) for body in bodies for name in _references(body)}
        used |= {keys[key] for key in referred if key in keys}
        outside += bodies
    inner = sorted(used)
    return Linked(
        schemas=made,
        parts=tuple(inner),
        keys={source: {one: known[source][one] for one in inner} for source in schemas},
        is_plain=not any(_turns(body) for body in outside),
    )


def _with_parts(schema: Schema, model: Schema, names: Mapping[str, str]) -> Schema:
    """Return a schema whose parts are those of another one.

    Args:
        schema: The schema.
        model: The other one.
        names: Key of a part in the schema -> its key in the other one.
    """
    theirs = _defs(model)
    new: dict[str, str | None] = dict(names)
    for key in _defs(schema):
        free = key
        while key not in names and (free in theirs or free in new.values()):
            free += "_"
        if free != key:
            new[key] = free
    own = {
        new.get(key) or key: _renamed(body, new)
        for key, body in _defs(schema).items()
        if key not in names
    }
    body = cast("Schema", _renamed(_without(schema, "$defs"), new))
    return pruned({**body, "$defs": {**theirs, **own}})


def pruned(schema: Schema) -> Schema:
    """Return a schema without the definitions that nothing refers to, in the order of keys."""
    defs = _defs(schema)
    reached: dict[str, None] = {}
    waiting = [_key(name) for name in _references(_without(schema, "$defs"))]
    while waiting:
        key = waiting.pop()
        if key in defs and key not in reached:
            reached[key] = None
            waiting += [_key(name) for name in _references(defs[key])]
    body = _without(schema, "$defs")
    return {**body, "$defs": {key: defs[key] for key in sorted(reached)}} if reached else body


def _outside(schema: Schema, shared: Collection[str]) -> Iterator[Json]:
    """Yield the schema of the type itself, and what it reaches without a shared part."""
    defs = _defs(schema)
    yield (root := _without(schema, "$defs"))
    seen = set(shared)
    waiting = [_key(name) for name in _references(root)]
    while waiting:
        key = waiting.pop()
        if key in defs and key not in seen:
            seen.add(key)
            yield defs[key]
            waiting += [_key(name) for name in _references(defs[key])]


_TURNING = frozenset(
    {"contains", "dependentSchemas", "if", "not", "oneOf", "unevaluatedItems"}
    | {"unevaluatedProperties"}
)


def _turns(body: Json) -> bool:
    """Return whether a schema uses a keyword with which less can become more."""
    if isinstance(body, list):
        return any(map(_turns, body))
    if not isinstance(body, dict):
        return False
    return any(
        (name in _TURNING and any(_references(value))) or _turns(value)
        for name, value in body.items()
        if name not in {"const", "enum"}
    )


def refers(value: Json, to: str | None = None) -> bool:
    """Return whether a schema refers to something, or to one address."""
    return any(to in {None, found} for found in _references(value))


def _references(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(found := value.get("$ref"), str):
            yield found
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def _renamed(value: Json, names: Mapping[str, str | None], *, whole: str = "#") -> Json:
    """Return a schema with other keys in its references; None is the schema itself.

    `whole` is the new address of what was the whole schema.
    """
    if isinstance(value, list):
        return [_renamed(part, names, whole=whole) for part in value]
    if not isinstance(value, dict):
        return value
    found = {name: _renamed(part, names, whole=whole) for name, part in value.items()}
    old = value.get("$ref")
    if old == "#":
        found["$ref"] = whole
    if isinstance(old, str) and old.startswith(_START) and (key := _key(old)) in names:
        new = names[key]
        found["$ref"] = "#" if new is None else f"{_START}{new}"
    return found


def part_key(name: str) -> str:
    """Return the key in `$defs` that a type of this name has."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_")


def part_keys(schema: Schema) -> list[str]:
    """Return the keys of the parts of a schema."""
    return [*_defs(schema)]


def _key(reference: str) -> str:
    return reference.removeprefix(_START)


def _defs(schema: Schema) -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", schema.get("$defs", {}))


def _without(schema: Schema, *names: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in names}


def _text(schema: Schema) -> str:
    return canonical(_without(schema, "title"))


def is_equal(schemas: Sequence[Schema]) -> bool:
    """Return whether schemas are the same, but for their titles."""
    return len({_text(schema) for schema in schemas}) == 1
