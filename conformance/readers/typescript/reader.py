"""Works out the types that TypeScript's notation for types means."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers import facts
from conformance.readers.typescript import (
    access,
    builtins,
    conditional,
    enums,
    members,
    merging,
    values,
)
from conformance.readers.typescript.context import Context, Nesting
from conformance.readers.typescript.kinds import (
    SYMBOL,
    Both,
    Either,
    Later,
    Listed,
    Missing,
    Named,
    Placed,
    Shape,
    depth_of,
    either,
    key_of,
    label_of,
    short_key,
)
from conformance.readers.typescript.problems import circle, too_deep, twice, wrong_count
from conformance.readers.typescript.syntax import inside, operands
from conformance.readers.typescript.templates import template
from conformance.readers.typescript.tuples import tuple_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from conformance.readers.facts import Span
    from conformance.readers.typescript.kinds import Kind
    from conformance.readers.typescript.program import Program
    from conformance.readers.typescript.scopes import Declaration, Part, Scope

_MAX_DEPTH = 80
_MAX_ARGUMENTS = 8
"""Type arguments are nested at most this deep."""
_MAX_INSTANCES = 400
"""A generic type is used with at most this many different arguments."""


@dataclass(slots=True, eq=False)
class Reader:
    """Works out types; each declaration once for the same arguments.

    Attributes:
        program: The files.
        bodies: What declared types are, by key.
    """

    program: Program
    bodies: dict[str, Later] = field(default_factory=dict)
    _instances: dict[str, set[str]] = field(default_factory=dict)
    _nesting: Nesting = field(default_factory=Nesting)

    # --- a type where it stands ---

    def read(self, node: Node, at: Context) -> Kind:  # noqa: C901, PLR0911, PLR0912
        """Return the type that a node means.

        Raises:
            BrokenFileError: It cannot be read, with its line.
        """
        span = at.source.span(node)
        with self.deeper(span):
            match node.type:
                case "predefined_type":
                    return _predefined(at.source.text(node), span)
                case "literal_type":
                    return values.literal(at.source.parts(node, 1)[0], at)
                case "union_type":
                    return either(span, [self.read(each, at) for each in operands(node)])
                case "intersection_type":
                    parts = [self.read(each, at) for each in operands(node)]
                    return parts[0] if len(parts) == 1 else Both(span, tuple(parts))
                case "parenthesized_type" | "readonly_type" | "type_annotation":
                    return self.read(at.source.parts(node, 1)[0], at)
                case "array_type":
                    return Listed(span, self.read(at.source.parts(node, 1)[0], at))
                case "tuple_type":
                    return tuple_type(node, at, self)
                case "object_type" | "interface_body":
                    return members.object_type(node, at, self)
                case "type_identifier" | "identifier" | "nested_type_identifier":
                    return self.named(node, (), at, span)
                case "generic_type":
                    name, listed = at.source.parts(node, 2)
                    given = [self.read(each, at) for each in inside(listed)]
                    return self.named(name, given, at, span)
                case "member_expression":
                    return self.imported(node, at)
                case "index_type_query":
                    return access.keys(self.read(at.source.parts(node, 1)[0], at), span, self)
                case "lookup_type":
                    whole, key = (self.read(each, at) for each in at.source.parts(node, 2))
                    return access.lookup(whole, key, span, self)
                case "type_query":
                    return values.type_of(at.source.parts(node, 1)[0], at, self)
                case "conditional_type":
                    return conditional.decided(node, at, self)
                case "template_literal_type":
                    return template(node, at, self)
                case "function_type" | "constructor_type":
                    return facts.Opaque(span=span, why="a function is no JSON value")
                case "this_type":
                    return facts.Opaque(span=span, why="`this` depends on who extends the type")
        words = node.type.replace("_", " ")
        return facts.Opaque(span=span, why=f"a type of this sort is not read: {words}")

    # --- names ---

    def named(self, node: Node, given: Sequence[Kind], at: Context, span: Span) -> Kind:
        """Return the type that a name with arguments means."""
        text = at.source.text(node)
        steps = ["".join(step.split()) for step in text.split(".")]
        if len(steps) == 1 and text in at.parameters:
            return at.parameters[text]
        found = self.program.meaning(steps, at.scope)
        if found is not None and found.type is not None:
            return self.instance(found.type, given, at, node)
        owner = self.program.meaning(steps[:-1], at.scope) if len(steps) > 1 else None
        if owner is not None and owner.type is not None and owner.type.what == "enum":
            return enums.enum_member(owner.type, steps[-1], span, self)
        if len(steps) == 1:
            built_in = builtins.named(text, given, span)
            if built_in is not None:
                return built_in
        return facts.Undefined(span=span, name=text)

    def imported(self, node: Node, at: Context) -> Kind:
        """Return the type of `import('./module').Name`."""
        span, text = at.source.span(node), at.source.text(node)
        module, _, dotted = text.rpartition(")")
        target = self.program.module(module.partition("(")[2].strip(" \"'"), at.scope)
        steps = dotted.strip(".").split(".")
        found = None if target is None else self.program.exported(target, steps[0])
        for step in steps[1:]:
            space = None if found is None else found.space
            found = None if space is None else self.program.exported(space, step)
        if found is None or found.type is None:
            return facts.Undefined(span=span, name=text)
        return self.instance(found.type, (), at, node)

    def instance(
        self, declaration: Declaration, given: Sequence[Kind], at: Context, node: Node
    ) -> Named | facts.Opaque:
        """Return a declared type with its arguments; a part that is not read if they grow.

        Raises:
            BrokenFileError: There are too many or too few arguments.
        """
        span = at.source.span(node)
        parameters = type_parameters(declaration.first)
        least = sum(each.child_by_field_name("value") is None for each in parameters)
        if not least <= len(given) <= len(parameters):
            raise wrong_count(span, declaration.name, len(given), (least, len(parameters)))
        arguments = list(given)
        inner = Context(declaration.first.scope)
        for index, each in enumerate(parameters):
            if index >= len(arguments):
                default = each.child_by_field_name("value")
                arguments += [self.read(at.source.parts(default, 1)[0], inner)] if default else []
            inner = inner.having(_name(each, inner), arguments[index])
        key = short_key(f"{declaration.id}<{','.join(map(key_of, arguments))}>")
        label = declaration.name
        if arguments:
            label += f"<{', '.join(map(label_of, arguments))}>"
        depth = 1 + max(map(depth_of, arguments)) if arguments else 0
        known = self._instances.setdefault(declaration.id, set())
        known.add(key)
        if depth > _MAX_ARGUMENTS or len(known) > _MAX_INSTANCES:
            why = f"the generic type {declaration.name} grows without end"
            return facts.Opaque(span=span, why=why)
        return Named(span, declaration, tuple(arguments), key, label, depth)

    # --- what a name stands for ---

    def expanded(self, kind: Named) -> Kind:
        """Return what a declared type is; it may be another one."""
        if kind.key not in self.bodies:
            self.bodies[kind.key] = Later(lambda: self.body(kind))
        return self.value(self.bodies[kind.key], kind.span, kind.label)

    def settled(self, kind: Kind) -> Kind:
        """Return a type that is no name, and an intersection only if it cannot be worked out."""
        seen: set[str] = set()
        while True:
            if isinstance(kind, Named):
                if kind.key in seen:
                    raise circle(kind.span, kind.label)
                seen.add(kind.key)
                kind = self.expanded(kind)
            elif isinstance(kind, Both) and kind.result is None:
                if kind.busy:
                    raise circle(kind.span, "the intersection")
                kind.busy = True
                try:
                    with self.deeper(kind.span):
                        kind.result = merging.intersected(kind, self)
                finally:
                    kind.busy = False
            elif isinstance(kind, Both) and kind.result is not kind and kind.result is not None:
                kind = kind.result
            else:
                return kind

    def options(self, kind: Kind) -> list[Kind]:
        """Return the options of a union, with those behind names; a type that is none alone."""
        found: list[Kind] = []
        waiting: list[tuple[Kind, frozenset[str]]] = [(kind, frozenset())]
        while waiting:
            each, within = waiting.pop()
            settled = self.settled(each)
            if isinstance(settled, Either):
                if isinstance(each, Named):
                    if each.key in within:
                        raise circle(each.span, each.label)
                    within |= {each.key}
                waiting += [(option, within) for option in settled.options]
            elif not isinstance(settled, facts.Never):
                is_compound = isinstance(settled, Shape | Listed | Placed | Both)
                found.append(each if is_compound else settled)
        return found[::-1]

    def may_miss(self, kind: Kind) -> bool:
        """Return whether `undefined` is among the options of a type."""
        waiting, seen = [kind], set[str]()
        while waiting:
            each = waiting.pop()
            if isinstance(each, Named):
                waiting += [] if each.key in seen else [self.expanded(each)]
                seen.add(each.key)
            elif isinstance(each, Either):
                waiting += each.options
            elif isinstance(each, Both):
                settled = self.settled(each)
                if not isinstance(settled, Both):
                    waiting.append(settled)
                elif all(map(self.may_miss, settled.parts)):
                    return True
            elif isinstance(each, Missing):
                return True
        return False

    def present(self, kind: Kind) -> Kind:
        """Return a type without `undefined`."""
        if not self.may_miss(kind):
            return kind
        found: list[Kind] = []
        waiting, seen = [kind], set[str]()
        while waiting:
            each = waiting.pop()
            if isinstance(each, Either):
                waiting += each.options
            elif isinstance(each, Named) and self.may_miss(each):
                if each.key in seen:
                    raise circle(each.span, each.label)
                seen.add(each.key)
                waiting.append(self.expanded(each))
            elif isinstance(each, Both) and self.may_miss(each):
                parts = tuple(map(self.present, each.parts))
                found.append(Both(each.span, parts))
            elif not isinstance(each, Missing):
                found.append(each)
        return either(kind.span, found[::-1])

    def value(self, later: Later, span: Span, what: str) -> Kind:
        """Return a type that is worked out now.

        Raises:
            BrokenFileError: It is being worked out: it is defined by itself.
        """
        if later.done is None:
            if later.busy:
                raise circle(span, what)
            later.busy = True
            try:
                with self.deeper(span):
                    later.done = later.make()
            finally:
                later.busy = False
        return later.done

    def body(self, kind: Named) -> Kind:
        """Return what a declared or built-in type is."""
        declaration = kind.declaration
        if isinstance(declaration, str):
            return builtins.made(declaration, kind, self)
        for part in declaration.parts:
            part.scope.source.check(part.node)
        match declaration.what:
            case "type":
                if len(declaration.parts) > 1:
                    raise twice(declaration)
                return self.alias(declaration.first, kind)
            case "enum":
                return enums.enumeration(declaration, self)
        return members.interface(declaration, kind, self)

    def alias(self, part: Part, kind: Named) -> Kind:
        """Return what a type alias stands for."""
        node = part.node.child_by_field_name("value")
        at = self.context(part, kind.arguments)
        return facts.Never(span=kind.span) if node is None else self.read(node, at)

    def place(self, scope: Scope) -> Context:
        """Return the context of what stands in a scope, outside of any declaration."""
        return Context(scope)

    def context(self, part: Part, arguments: Sequence[Kind]) -> Context:
        """Return the context inside a declaration."""
        at = Context(part.scope)
        names = [_name(each, at) for each in type_parameters(part)]
        return Context(part.scope, dict(zip(names, arguments, strict=False)))

    def deeper(self, span: Span) -> Nesting:
        """Count one level of nesting; the block after `with` is the level.

        Raises:
            BrokenFileError: There are too many.
        """
        if self._nesting.depth > _MAX_DEPTH:
            raise too_deep(span)
        self._nesting.depth += 1
        return self._nesting


def type_parameters(part: Part) -> list[Node]:
    """Return the type parameters of a declaration."""
    listed = part.node.child_by_field_name("type_parameters")
    return [each for each in inside(listed) if each.type == "type_parameter"] if listed else []


def _name(parameter: Node, at: Context) -> str:
    name = parameter.child_by_field_name("name")
    return at.source.text(name) if name else ""


def _predefined(text: str, span: Span) -> Kind:  # noqa: PLR0911  one line a keyword
    match text:
        case "string":
            return facts.Text(span=span)
        case "number":
            return facts.Number(span=span)
        case "boolean":
            return facts.Boolean(span=span)
        case "any" | "unknown":
            return facts.Anything(span=span)
        case "never":
            return facts.Never(span=span)
        case "void" | "undefined":
            return Missing(span)
        case "object":
            return Shape(span, "object", {}, any_object=True, name="object")
    return facts.Opaque(span=span, why=SYMBOL)
