"""Finds what a file declares, imports and exports, by scope: the file and its namespaces."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.typescript.syntax import child, has_word, inside, string_value

if TYPE_CHECKING:
    from tree_sitter import Node

    from conformance.readers.typescript.syntax import Source

_TYPES = {
    "interface_declaration": "interface",
    "type_alias_declaration": "type",
    "enum_declaration": "enum",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A statement that declares a type, or one of several that do so together."""

    node: Node
    what: str
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A declared type.

    Attributes:
        name: Its name with those of its namespaces.
        parts: The statements, usually one.
    """

    name: str
    parts: list[Part]

    @property
    def first(self) -> Part:
        """Return the first statement."""
        return self.parts[0]

    @property
    def what(self) -> str:
        """Return its sort: `interface`, `type`, `enum` or `class`."""
        sorts = {part.what for part in self.parts}
        return "class" if "class" in sorts else self.first.what

    @property
    def id(self) -> str:
        """Return what tells it from all other declarations."""
        return f"{self.first.scope.source.document.path}#{self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A `const` or other variable.

    Attributes:
        node: The declarator.
        is_const: Whether it keeps its value.
    """

    node: Node
    is_const: bool
    scope: Scope


@dataclass(slots=True, eq=False)
class Entity:
    """All that a name means: a type, a value and a namespace, each of them or none."""

    type: Declaration | None = None
    value: Constant | None = None
    space: Scope | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A file, a namespace or an ambient module.

    Attributes:
        source: The file.
        prefix: What stands before the names in it: `Shop.`; empty for a file.
        parent: The scope around it; None for a file.
        entities: What is declared in it, by name.
        imports: Local name -> the module, and the name there; `*` for all of it.
        aliases: Names that are short for others, `import A = B.C` -> the steps.
        exports: Exported name -> the module, None for this one; and the name there.
        stars: The modules whose exports are exported too.
        whole: What `export =` exports; None if there is none.
        is_module: Whether its names are its own: it imports or exports something.
    """

    source: Source
    prefix: str = ""
    parent: Scope | None = None
    entities: dict[str, Entity] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    exports: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    whole: str | None = None
    is_module: bool = False

    def entity(self, name: str) -> Entity:
        """Return what a name means here, a new entry if it means nothing yet."""
        return self.entities.setdefault(name, Entity())


@dataclass(slots=True, eq=False)
class Outline:
    """What a file declares.

    Attributes:
        top: The scope of the file.
        declarations: The types, in order.
        references: The files that it names in `/// <reference path>`.
    """

    top: Scope
    declarations: list[Declaration] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


def outlined(source: Source, ambient: dict[str, Scope]) -> Outline:
    """Return what a file declares.

    Args:
        source: The file.
        ambient: Ambient modules by name; those of this file are added.
    """
    found = Outline(Scope(source))
    for node in source.root.children:
        if node.type == "comment":
            _, mark, path = source.text(node).partition("<reference path=")
            found.references += [path.strip(" />\"'")] if mark else []
    walker = _Walker(source, found, ambient)
    walker.statements(source.root, found.top)
    return found


@dataclass(slots=True)
class _Walker:
    source: Source
    found: Outline
    ambient: dict[str, Scope]

    def statements(self, body: Node, scope: Scope) -> None:
        """Note all statements of a body; statements in statements wait their turn."""
        waiting = [(node, scope, False) for node in reversed(body.named_children)]
        while waiting:
            node, scope, is_default = waiting.pop()
            match node.type:
                case "export_statement":
                    default = has_word(node, "default")
                    scope.is_module = True
                    self.export(node, scope)
                    waiting += [(each, scope, default) for each in reversed(node.named_children)]
                case "ambient_declaration" | "expression_statement" | "ERROR":
                    inner = reversed(node.named_children)
                    waiting += [(each, scope, is_default) for each in inner]
                case "statement_block":  # of `declare global`
                    waiting += [(each, scope, False) for each in reversed(node.named_children)]
                case "internal_module" | "module":
                    block = child(node, "statement_block")
                    inside_it = self.space(node, scope)
                    waiting += [
                        (each, inside_it, False)
                        for each in reversed(block.named_children if block else [])
                    ]
                case _:
                    self.statement(node, scope, is_default=is_default)

    def statement(self, node: Node, scope: Scope, *, is_default: bool) -> None:
        match node.type:
            case "lexical_declaration" | "variable_declaration":
                for each in inside(node):
                    self.constant(each, scope, is_const=has_word(node, "const"))
            case "import_statement":
                scope.is_module = True
                self.imported(node, scope)
            case "import_alias":
                name, *targets = inside(node)
                for each in targets:
                    scope.aliases[self.source.text(name)] = self.source.text(each).split(".")
            case kind if kind in _TYPES:
                self.declaration(node, scope, is_default=is_default)

    def declaration(self, node: Node, scope: Scope, *, is_default: bool) -> None:
        name = self.source.text(node.child_by_field_name("name") or node)
        if is_default:
            scope.exports["default"] = None, name
        entity = scope.entity(name)
        part = Part(node, _TYPES[node.type], scope)
        if entity.type is None:
            entity.type = Declaration(f"{scope.prefix}{name}", [])
            self.found.declarations.append(entity.type)
        entity.type.parts.append(part)

    def constant(self, node: Node, scope: Scope, *, is_const: bool) -> None:
        name = node.child_by_field_name("name")
        if name is not None and name.type == "identifier":
            scope.entity(self.source.text(name)).value = Constant(node, is_const, scope)

    def space(self, node: Node, scope: Scope) -> Scope:
        """Return the scope of a namespace, or of an ambient module."""
        name = node.child_by_field_name("name")
        if name is not None and name.type == "string":
            module = string_value(self.source, name) or ""
            return self.ambient.setdefault(module, Scope(self.source, parent=self.found.top))
        for step in (self.source.text(name) if name else "").split("."):
            entity = scope.entity(step)
            if entity.space is None:
                entity.space = Scope(self.source, f"{scope.prefix}{step}.", scope)
            scope = entity.space
        return scope

    def imported(self, node: Node, scope: Scope) -> None:
        required = child(node, "import_require_clause")
        source = (required or node).child_by_field_name("source")
        clause = child(node, "import_clause")
        module = string_value(self.source, source) or "" if source else ""
        if required is not None:
            for each in inside(required)[:1]:
                scope.imports[self.source.text(each)] = module, "="
        for each in inside(clause) if clause else []:
            if each.type == "identifier":
                scope.imports[self.source.text(each)] = module, "default"
            elif each.type == "namespace_import":
                scope.imports[self.source.text(each).rpartition(" ")[2]] = module, "*"
            else:
                for name, local in self.specifiers(each):
                    scope.imports[local] = module, name

    def export(self, node: Node, scope: Scope) -> None:
        source = node.child_by_field_name("source")
        module = string_value(self.source, source) if source else None
        clause, space = child(node, "export_clause"), child(node, "namespace_export")
        for name, exported in self.specifiers(clause) if clause else []:
            scope.exports[exported] = module, name
        if space is not None:
            scope.exports[self.source.text(space).rpartition(" ")[2]] = module, "*"
        elif clause is None and module is not None:
            scope.stars.append(module)
        value = node.child_by_field_name("value")
        if value is not None and value.type == "identifier":
            scope.exports["default"] = None, self.source.text(value)
        if has_word(node, "="):
            scope.whole = next(
                (self.source.text(x) for x in inside(node) if x.type == "identifier"), None
            )

    def specifiers(self, clause: Node) -> list[tuple[str, str]]:
        """Return the names of a clause: the name there, and the name here."""
        found = []
        for each in inside(clause):
            name, alias = (
                each.child_by_field_name("name") or each,
                each.child_by_field_name("alias"),
            )
            found.append((self.source.text(name), self.source.text(alias or name)))
        return found
