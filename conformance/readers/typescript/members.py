"""Reads object types: bodies in braces, and interfaces and classes with what they extend."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.typescript import values
from conformance.readers.typescript.access import index_sort
from conformance.readers.typescript.kinds import (
    SYMBOL,
    Both,
    Index,
    Later,
    Literal,
    Named,
    Prop,
    Shape,
    known,
)
from conformance.readers.typescript.mapped import mapped
from conformance.readers.typescript.syntax import child, doc_of, has_word, inside, number_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.errors import BrokenFileError
    from conformance.readers.facts import Doc, Note, Span
    from conformance.readers.typescript.context import Context
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.reader import Reader
    from conformance.readers.typescript.scopes import Declaration, Part

_CLASS_BODY = "class_body"


def object_type(node: Node, at: Context, reader: Reader) -> Kind:
    """Return the type `{ … }`, which may be a mapped type."""
    for each in node.named_children:
        clause = child(each, "mapped_type_clause")
        if clause is not None and len(inside(node)) > 1:
            raise _not_alone(each, at)
        if clause is not None:
            return mapped(each, clause, at, reader)
    body = _Body(at, reader)
    body.read(node)
    return body.shape(at.source.span(node), at.key(node), None)


def _not_alone(node: Node, at: Context) -> BrokenFileError:
    hint = "write it as a type of its own"
    return at.source.error("a mapped type stands among other members", node, hint)


def interface(declaration: Declaration, kind: Named, reader: Reader) -> Kind:
    """Return the object type of an interface or class, with what it extends.

    Its own properties replace those of its bases. A base that is no object type, or is not known,
    holds besides.
    """
    span = declaration.first.scope.source.span(declaration.first.node)
    own: dict[str, Prop] = {}
    indexes: dict[str, Index] = {}
    notes: list[Note] = []
    props: dict[str, Prop] = {}
    others: list[Kind] = []
    inherited: dict[str, Index] = {}
    for part in declaration.parts:
        at = reader.context(part, kind.arguments)
        body = _Body(at, reader)
        body.read(part.node.child_by_field_name("body") or part.node)
        own |= body.props
        indexes |= {each.keys: each for each in body.indexes}
        notes += body.notes
        for base in _bases(part, at, reader):
            settled = reader.settled(base)
            if not isinstance(settled, Shape):
                others.append(base)
                continue
            props = {**settled.props, **props}
            inherited = {**{each.keys: each for each in settled.indexes}, **inherited}
            notes += settled.notes
    every = tuple((inherited | indexes).values())
    shape = Shape(
        span, kind.key, props | own, every, name=kind.label, notes=tuple(notes), depth=kind.depth
    )
    if not others:
        return shape
    if shape.is_empty() and len(others) == 1:
        return others[0]
    return Both(span, (shape, *others))


def _bases(part: Part, at: Context, reader: Reader) -> Iterator[Kind]:
    clause = child(part.node, "extends_type_clause")
    for each in inside(clause) if clause else []:
        yield reader.read(each, at)
    heritage = child(part.node, "class_heritage")
    extends = child(heritage, "extends_clause") if heritage else None
    if extends is None:
        return
    value, listed = extends.child_by_field_name("value"), child(extends, "type_arguments")
    if value is not None and value.type in {"identifier", "member_expression"}:
        given = [reader.read(each, at) for each in inside(listed)] if listed else []
        yield reader.named(value, given, at, at.source.span(value))
    else:
        yield facts.Opaque(span=at.source.span(extends), why="the class extends an expression")


# --- the body of an object type ---


@dataclass(slots=True)
class _Body:
    """The members of an object type while they are collected."""

    at: Context
    reader: Reader
    props: dict[str, Prop] = field(default_factory=dict)
    indexes: list[Index] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def shape(self, span: Span, key: str, name: str | None) -> Shape:
        indexes, notes = tuple(self.indexes), tuple(self.notes)
        return Shape(span, key, self.props, indexes, name, notes=notes, depth=self.at.depth())

    def read(self, node: Node) -> None:
        """Add all members of a body."""
        doc: Doc | None = None
        for each in node.children:
            match each.type:
                case "comment":
                    doc = doc_of(self.at.source, each) or doc
                    continue
                case "property_signature" | "public_field_definition":
                    self.property(each, doc)
                case "index_signature":
                    self.index(each)
                case "method_signature" | "abstract_method_signature" | "method_definition":
                    self.method(each, doc, in_class=node.type == _CLASS_BODY)
                case "call_signature":
                    self.note(each, "that it can be called has no effect")
                case "construct_signature":
                    self.note(each, "that it can be constructed has no effect")
            if each.is_named:
                doc = None

    def note(self, node: Node, says: str) -> None:
        self.notes.append(facts.Note(span=self.at.source.span(node), says=says))

    def property(self, node: Node, doc: Doc | None) -> None:
        modifier = child(node, "accessibility_modifier")
        name_node = node.child_by_field_name("name")
        if has_word(node, "static") or name_node is None:
            return
        is_private = modifier is not None and self.at.source.text(modifier) != "public"
        if is_private or name_node.type == "private_property_identifier":
            self.note(node, f"the private field `{self.at.source.text(name_node)}` has no effect")
            return
        self.add(name_node, node, doc, self.typed(node))

    def typed(self, node: Node) -> Later:
        """Return the type of a property: as it is annotated, or that of its first value."""
        annotation = node.child_by_field_name("type")
        value = node.child_by_field_name("value")
        if annotation is not None:
            return self.later(annotation)
        if value is not None:
            return Later(lambda: values.expression(value, self.at, self.reader))
        return known(facts.Anything(span=self.at.source.span(node)))

    def later(self, node: Node) -> Later:
        return Later(lambda: self.reader.read(node, self.at))

    def add(self, name_node: Node, node: Node, doc: Doc | None, kind: Later) -> None:
        """Add a property; one whose name is a symbol is left out."""
        span = self.at.source.span(node)
        optional = has_word(node, "?") or node.type == "optional_parameter"
        name = values.property_name(name_node, self.at, self.reader)
        if isinstance(name, Literal):
            is_number = not isinstance(name.value, str)
            text = number_name(name.value) if not isinstance(name.value, str) else name.value
            self.props[text] = Prop(text, span, kind, optional, doc, is_number)
        elif isinstance(name, facts.Text | facts.Number):
            keys = "string" if isinstance(name, facts.Text) else "number"
            self.indexes.append(Index(span, keys, kind))
        elif not (isinstance(name, facts.Opaque) and name.why == SYMBOL):
            why = f"the name of the property `{self.at.source.text(name_node)}` is not known"
            self.indexes.append(Index(span, "pattern", known(facts.Opaque(span=span, why=why))))

    def index(self, node: Node) -> None:
        span = self.at.source.span(node)
        keys, annotation = node.child_by_field_name("index_type"), child(node, "type_annotation")
        if keys is None or annotation is None:
            raise _not_alone(node, self.at)
        for each in self.reader.options(self.reader.read(keys, self.at)):
            sort = index_sort(each)
            if sort is not None:
                self.indexes.append(Index(span, sort, self.later(annotation)))

    def method(self, node: Node, doc: Doc | None, *, in_class: bool) -> None:
        name = node.child_by_field_name("name")
        text = "" if name is None else self.at.source.text(name)
        result = node.child_by_field_name("return_type")
        if in_class and text == "constructor":
            self.constructor(node)
        elif name is not None and result is not None and has_word(node, "get") and not in_class:
            self.add(name, node, doc, self.later(result))
        elif not has_word(node, "static") and not has_word(node, "set"):
            self.note(node, f"the method `{text}` has no effect")

    def constructor(self, node: Node) -> None:
        """Add the fields that are declared among the parameters of a constructor."""
        parameters = node.child_by_field_name("parameters")
        for each in inside(parameters) if parameters else []:
            modifier = child(each, "accessibility_modifier")
            name = each.child_by_field_name("pattern")
            if name is None or not (modifier is not None or has_word(each, "readonly")):
                continue
            if modifier is not None and self.at.source.text(modifier) != "public":
                self.note(each, f"the private field `{self.at.source.text(name)}` has no effect")
            else:
                self.add(name, each, None, self.typed(each))
