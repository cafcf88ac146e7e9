"""TypeScript's built-in generic types: `Partial`, `Pick`, `Record` and the like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.typescript.access import index_sort, shape_of
from conformance.readers.typescript.conditional import assignable, spread
from conformance.readers.typescript.kinds import (
    Index,
    Later,
    Listed,
    Literal,
    Missing,
    Named,
    Open,
    Placed,
    Prop,
    Shape,
    depth_of,
    either,
    key_of,
    known,
    label_of,
    short_key,
)
from conformance.readers.typescript.problems import wrong_count
from conformance.readers.typescript.syntax import number_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.readers.facts import Span
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader

_MADE = {
    "Partial": 1,
    "Required": 1,
    "Readonly": 1,
    "Pick": 2,
    "Omit": 2,
    "Record": 2,
    "Exclude": 2,
    "Extract": 2,
    "NonNullable": 1,
    "Uppercase": 1,
    "Lowercase": 1,
    "Capitalize": 1,
    "Uncapitalize": 1,
}
"""The types that are made of their arguments, and the number of these."""

_AS_IT_IS = (
    *(Literal, Listed, Placed, Missing),
    *(facts.Text, facts.Number, facts.Boolean, facts.Null),
)
"""What has no properties of its own that could become optional."""

_UNREAD = {
    "Date": "a Date is no JSON value; how it is written is code",
    "Map": "a Map is no JSON value; how it is written is code",
    "ReadonlyMap": "a ReadonlyMap is no JSON value; how it is written is code",
    "Set": "a Set is no JSON value; how it is written is code",
    "ReadonlySet": "a ReadonlySet is no JSON value; how it is written is code",
    "Promise": "a Promise is no JSON value",
    "bigint": "a bigint is no JSON value; how it is written is code",
    "Function": "a function is no JSON value",
    "ReturnType": "the type of a function's result is not worked out",
    "Parameters": "the types of a function's parameters are not worked out",
    "InstanceType": "the type of a class's instances is not worked out",
    "Awaited": "the type of a promise's value is not worked out",
}

_LETTERS: dict[str, Callable[[str], str]] = {
    "Uppercase": str.upper,
    "Lowercase": str.lower,
    "Capitalize": lambda text: text[:1].upper() + text[1:],
    "Uncapitalize": lambda text: text[:1].lower() + text[1:],
}


def named(name: str, given: Sequence[Kind], span: Span) -> Kind | None:
    """Return a built-in type with its arguments; None if there is none of the name.

    Raises:
        BrokenFileError: There are too many or too few arguments.
    """
    if name in _UNREAD:
        return facts.Opaque(span=span, why=_UNREAD[name])
    wanted = 1 if name in {"Array", "ReadonlyArray", "NoInfer"} else _MADE.get(name)
    if wanted is None:
        return None
    if len(given) != wanted:
        raise wrong_count(span, name, len(given), (wanted, wanted))
    if name == "NoInfer":
        return given[0]
    if name not in _MADE:
        return Listed(span, given[0])
    key = short_key(f"{name}<{','.join(map(key_of, given))}>")
    label = f"{name}<{', '.join(map(label_of, given))}>"
    return Named(span, name, tuple(given), key, label, 1 + max(map(depth_of, given)))


def made(name: str, kind: Named, reader: Reader) -> Kind:
    """Return what a built-in type with its arguments comes to."""
    match name:
        case "Partial" | "Required" | "Readonly":
            return _each(kind, name, reader)
        case "Pick" | "Omit":
            return _chosen(kind, reader, is_pick=name == "Pick")
        case "Record":
            return _record(kind, reader)
        case "Exclude" | "Extract":
            return _filtered(kind, reader, keeps=name == "Extract")
        case "NonNullable":
            left = [
                each
                for each in reader.options(kind.arguments[0])
                if not isinstance(each, facts.Null | Missing)
            ]
            return either(kind.span, left)
    return _letters(kind, _LETTERS[name], reader)


def _each(kind: Named, name: str, reader: Reader) -> Kind:
    """Return a type with all its properties optional, required, or as they are."""
    found: list[Kind] = []
    for option in reader.options(kind.arguments[0]):
        settled = reader.settled(option)
        if isinstance(settled, Shape):
            found.append(_with(settled, kind, name, reader))
        elif isinstance(settled, Placed) and name != "Readonly":
            count = len(settled.items) if name == "Partial" else 0
            found.append(replace(settled, optional=count))
        elif isinstance(settled, _AS_IT_IS):
            found.append(option)
        else:
            found.append(_not_known(kind))
    return either(kind.span, found)


def _with(shape: Shape, kind: Named, name: str, reader: Reader) -> Shape:
    props = shape.props
    if name == "Partial":
        props = {each.name: replace(each, optional=True) for each in props.values()}
    elif name == "Required":
        props = {each.name: _required(each, reader) for each in props.values()}
    key = short_key(f"{name}<{shape.key}>")
    return replace(shape, props=props, key=key, name=shape.name and kind.label)


def _required(prop: Prop, reader: Reader) -> Prop:
    if not prop.optional:
        return prop

    def present() -> Kind:
        return reader.present(reader.value(prop.type, prop.span, f"the property {prop.name}"))

    return replace(prop, optional=False, type=Later(present))


def _chosen(kind: Named, reader: Reader, *, is_pick: bool) -> Kind:
    """Return a type with some properties only, or without some."""
    shape = shape_of(kind.arguments[0], reader)
    chosen = None if shape is None else _names(kind, shape, reader)
    if shape is None or chosen is None:
        return _not_known(kind)
    names, sorts = chosen
    by_sort = {index.keys: index for index in shape.indexes}
    props = shape.props
    if is_pick and names <= props.keys():
        props = {name: prop for name, prop in props.items() if name in names}
    elif is_pick and "string" in by_sort:
        index = by_sort["string"]
        props = {name: props.get(name, Prop(name, index.span, index.type)) for name in names}
    elif is_pick:
        return _not_known(kind)
    elif "string" in by_sort or "string" in sorts:
        # With an index signature `keyof` is any string: no single name is left out or kept.
        props = {}
    else:
        props = {name: prop for name, prop in props.items() if name not in names}
    kept = tuple(index for index in shape.indexes if (index.keys in sorts) is is_pick)
    return replace(shape, props=props, indexes=kept, key=kind.key, name=kind.label)


def _names(kind: Named, shape: Shape, reader: Reader) -> tuple[set[str], set[str]] | None:
    """Return the names and the sorts of names that a type of keys means; None if not known."""
    names: set[str] = set()
    sorts: set[str] = set()
    for each in reader.options(kind.arguments[1]):
        sort = index_sort(each)
        if isinstance(each, Literal):
            names.add(each.value if isinstance(each.value, str) else number_name(each.value))
        elif isinstance(each, facts.Text) and each.pattern is not None:
            literals = {name: Literal(kind.span, name) for name in shape.props}
            names |= {name for name, one in literals.items() if assignable(one, each, reader)}
        elif sort == "pattern":
            return None
        elif sort is not None:
            sorts.add(sort)
    return names, sorts


def _record(kind: Named, reader: Reader) -> Kind:
    keys, value = kind.arguments
    props: dict[str, Prop] = {}
    indexes: list[Index] = []
    for each in reader.options(keys):
        sort = index_sort(each)
        if isinstance(each, Literal):
            name = each.value if isinstance(each.value, str) else number_name(each.value)
            is_number = not isinstance(each.value, str)
            props[name] = Prop(name, each.span, known(value), numeric=is_number)
        elif sort is not None and isinstance(each, facts.Text | facts.Number):
            indexes.append(Index(kind.span, sort, known(value)))
        elif sort is not None:
            return _not_known(kind)
    return Shape(kind.span, kind.key, props, tuple(indexes), kind.label, depth=kind.depth)


def _filtered(kind: Named, reader: Reader, *, keeps: bool) -> Kind:
    """Return the options of a union that fit a type, or those that do not."""
    options, to = kind.arguments
    found: list[Kind] = []
    for option in spread(options, reader):
        fits = assignable(option, to, reader)
        if fits is None:
            why = f"it is not plain which options {kind.label} leaves"
            return Open(kind.span, why, options)
        if fits is keeps:
            found.append(option)
    return either(kind.span, found)


def _letters(kind: Named, change: Callable[[str], str], reader: Reader) -> Kind:
    found: list[Kind] = []
    for option in reader.options(kind.arguments[0]):
        if isinstance(option, Literal) and isinstance(option.value, str):
            found.append(Literal(option.span, change(option.value)))
        else:
            why = f"the strings of {kind.label} are not worked out"
            found.append(Open(kind.span, why, facts.Text(span=kind.span)))
    return either(kind.span, found)


def _not_known(kind: Named) -> facts.Opaque:
    why = f"the properties that {kind.label} is made of are not known"
    return facts.Opaque(span=kind.span, why=why)
