"""Takes annotations of fields apart: what stands around the type, and what is said besides it."""

from __future__ import annotations

import ast
import inspect
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import Doc
from conformance.readers.python import syntax
from conformance.readers.python.classes import ancestors, bases, parameters
from conformance.readers.python.lookup import through
from conformance.readers.python.metadata import Metadata, metadata_of
from conformance.readers.python.place import Place, in_class, of_assigned
from conformance.readers.python.scopes import Assigned, Class, Known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.readers.facts import Type
    from conformance.readers.python.annotations import Types
    from conformance.readers.python.config import Config

_MARKS = {
    "dataclasses.InitVar", "typing.ClassVar", "typing.Final", "typing.NotRequired",
    "typing.ReadOnly", "typing.Required",
}  # fmt: skip
_MAX_STEPS = 40


@dataclass(slots=True)
class Annotation:
    """An annotation of a field, taken apart.

    Attributes:
        node: The type inside; None if there is none, as in a bare `Final`.
        place: Its place.
        marks: The names of what stands around it, for example `ClassVar`.
        layers: What each `Annotated` says besides it, the innermost first.
    """

    node: ast.expr | None
    place: Place
    marks: set[str] = field(default_factory=set)
    layers: list[Metadata] = field(default_factory=list)

    @property
    def calls(self) -> list[tuple[ast.Call, Place]]:
        """Return the calls of `Field`, with their places."""
        return [call for said in self.layers for call in said.fields]

    @property
    def sent(self) -> list[str]:
        """Return why it is not known how the field is written."""
        return [why for said in self.layers for why in said.sent]

    def type(self, types: Types, extra: Metadata | None = None) -> Type:
        """Return the type of the field.

        Args:
            types: The types of the source.
            extra: What is said elsewhere, for example by a call of `Field` as the default.
        """
        if self.node is None:
            return types.opaque(ast.Name(id="Final"), self.place, "does not name a type")
        kind = types.of(self.node, self.place)
        span = self.place.span(self.node)
        for said in [*self.layers, *([extra] if extra else [])]:
            kind = types.annotated(kind, said, span, field=True)
        return kind


def annotation(node: ast.expr, place: Place) -> Annotation:
    """Return the annotation of a field, taken apart."""
    found = Annotation(node, place)
    for _ in range(_MAX_STEPS):
        inner = _inside(found)
        if inner is None:
            break
        found.node, found.place = inner
    found.layers.reverse()
    return found


def _inside(found: Annotation) -> tuple[ast.expr | None, Place] | None:
    """Return what stands in the outermost part of an annotation; None if that is the type."""
    node, place = found.node, found.place
    match node:
        case ast.Constant(value=str() as text):
            inner = syntax.forward(text, node)
            return None if inner is None else (inner, place)
        case ast.Subscript(value=head, slice=inside):
            name = _name(head, place)
            if name in _MARKS:
                found.marks.add(name.rpartition(".")[2])
                return inside, place
            if name == "typing.Annotated" and isinstance(inside, ast.Tuple):
                found.layers.append(metadata_of(inside.elts[1:], place))
                return inside.elts[0], place
        case ast.Name() | ast.Attribute():
            name = _name(node, place)
            if name in _MARKS:
                found.marks.add(name.rpartition(".")[2])
                return None, place
            end = place.resolve(node)
            end = end and through(end)
            if isinstance(end, Assigned) and _is_annotated(end):
                return end.value, of_assigned(end, place.variables, place)
    return None


def _name(node: ast.expr, place: Place) -> str:
    found = place.resolve(node)
    return found.name if isinstance(found, Known) else ""


def _is_annotated(found: Assigned) -> bool:
    value = found.value
    if not isinstance(value, ast.Subscript):
        return False
    return _name(value.value, of_assigned(found, {}, None)) == "typing.Annotated"


def inherited(
    types: Types, one: Class, variables: Mapping[Assigned, Type], config: Config
) -> dict[Class, Place]:
    """Return a class and those it inherits from, the bases first, with the places of their bodies.

    Raises:
        BrokenFileError: A base has the wrong number of type arguments.
    """
    known: dict[Class, Mapping[Assigned, Type]] = {one: variables}
    order = ancestors(one)
    for each in order:
        around = Place(
            module=each.module, scope=each.around, variables=known[each], manner=config.manner
        )
        for node, base, given in bases(each):
            if isinstance(base, Class) and base not in known:
                known[base] = types.arguments(parameters(base), node, around, given or None)
    return {
        each: in_class(each, known[each], config.manner, one, config) for each in reversed(order)
    }


def doc_after(body: Sequence[ast.stmt], node: ast.stmt, place: Place) -> Doc | None:
    """Return the text that stands after a field; None if there is none."""
    index = body.index(node) + 1 if node in body else len(body)
    match body[index : index + 1]:
        case [ast.Expr(value=ast.Constant(value=str() as text) as at)]:
            return Doc(inspect.cleandoc(text), place.span(at))
    return None
