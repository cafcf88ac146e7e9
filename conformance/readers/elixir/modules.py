"""Finds the types of a file by their names, in the modules that declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.elixir.syntax import arguments, inside, operator, parsed, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.documents import Document

_DECLARE = {"type", "typep", "opaque"}


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A declared type.

    Attributes:
        name: Its name after that of its module: `Shop.Order.t`.
        module: The module's name; empty if it is not known.
        node: The declaration.
        body: What it stands for.
    """

    name: str
    module: str
    node: Node
    body: Node


class File:
    """The types of a file.

    Attributes:
        source: The parsed file.
        types: In the file's order.
    """

    def __init__(self, document: Document) -> None:
        """Find the types; those that are broken are refused when they are asked for."""
        self.source = parsed(document)
        found = list(self._declarations(self.source.root))
        struct = next((x for _, _, _, body in found if (x := self._struct(body))), "")
        self.types = [
            Declared(f"{module or struct}.{name}".lstrip("."), module or struct, node, body)
            for module, name, node, body in found
        ]

    def named(self, name: str) -> Declared:
        """Return the type of a full name.

        Raises:
            BrokenFileError: There are two.
        """
        found = [declared for declared in self.types if declared.name == name]
        if len(found) > 1:
            hint = f"it is declared on line {found[0].node.start_point[0] + 1} already"
            raise self.source.error(f"{name} is declared twice", found[1].node, hint)
        return found[0]

    def seen_from(self, within: Declared, module: str, name: str) -> Declared | None:
        """Return the type that a name means; None if it is not in this file.

        Args:
            within: The declaration in which the name stands.
            module: The module before the name as it is written, perhaps its last part only; empty
                for a type of the same module.
            name: The name without the module.
        """
        if module in {"", "__MODULE__"}:
            wanted = f"{within.module}.{name}".lstrip(".")
            known = [x.name for x in self.types if x.name == wanted]
        else:
            ending = f".{module}.{name}"
            known = list({x.name for x in self.types if f".{x.name}".endswith(ending)})
        return self.named(known[0]) if len(known[:2]) == 1 or len(set(known)) == 1 else None

    def _declarations(self, root: Node) -> Iterator[tuple[str, str, Node, Node]]:
        """Yield the module, the name, the declaration and the body of each type."""
        waiting = [("", root)]
        while waiting:
            module, node = waiting.pop()
            if node.type == "call" and self._target(node) == "defmodule":
                own = "".join(self.source.text(each) for each in arguments(node)[:1])
                module = f"{module}.{own}".lstrip(".")
            found = self._declaration(node)
            if found is not None:
                yield module, *found
            elif node.type in {"source", "call", "do_block", "ERROR"}:
                waiting += [(module, each) for each in reversed(node.children)]

    def _declaration(self, node: Node) -> tuple[str, Node, Node] | None:
        """Return the name, the declaration and the body if a node declares a type."""
        call = next(iter(inside(node)), None)
        if node.type != "unary_operator" or call is None or self._target(call) not in _DECLARE:
            return None
        given = arguments(call)
        whole = given[0] if given else call
        if operator(whole) == "when":
            whole = sides(whole)[0]
        if operator(whole) != "::":
            return None
        head, body = sides(whole)
        name = self.source.text(head).partition("(")[0].strip()
        return name, node, body

    def _target(self, node: Node) -> str | None:
        target = node.child_by_field_name("target") if node.type == "call" else None
        return None if target is None else self.source.text(target)

    def _struct(self, body: Node) -> str:
        """Return the module of a struct; empty if the node is none, or names its own module."""
        named = next((x for x in body.children if x.type == "struct"), None)
        name = "" if named is None else self.source.text(named)
        return "" if name == "__MODULE__" else name
