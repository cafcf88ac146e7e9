"""Reads the type expressions of typespecs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.readers import facts
from conformance.readers.elixir.maps import map_type
from conformance.readers.elixir.syntax import alternatives, arguments, inside, operator, sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from conformance.errors import BrokenFileError
    from conformance.readers.elixir.modules import Declared, File
    from conformance.readers.facts import Span, Type

_MAX_DEPTH = 100
_NO_FORM = {
    "alias": "a module",
    "bitstring": "a binary of a given size",
    "char": "a character",
    "keywords": "a list of pairs",
    "stab_clause": "a function",
    "string": "a text",
    "tuple": "a tuple",
}
"""Kinds of nodes that JSON has no form for."""
_TEXTS = {"String.t", "atom", "binary", "module", "node"}
_ANYTHING = {"any", "term"}
_LISTS = {"list": None, "nonempty_list": 1}
_LEAST = {"neg_integer": None, "non_neg_integer": 0, "pos_integer": 1}
_ESCAPED = re.compile(r"\\(.)")


class Reader:
    """Reads types, and collects the declared ones that they name."""

    def __init__(self, file: File) -> None:
        """Read nothing yet."""
        self.file = file
        self._waiting: dict[str, Declared] = {}
        self._within: Declared | None = None
        self._depth = 0

    def all_from(self, declared: Declared) -> dict[str, Type]:
        """Return a declared type, and all that it leads to, by their names.

        Raises:
            BrokenFileError: One of them cannot be read.
        """
        found: dict[str, Type] = {}
        self._waiting = {declared.name: declared}
        while self._waiting:
            name, one = self._waiting.popitem()
            self.file.source.check(one.node)
            self._within = one
            found[name] = self.type(one.body)
            self._waiting = {x: y for x, y in self._waiting.items() if x not in found}
        return found

    # --- what maps need ---

    def span(self, node: Node) -> Span:
        """Return the place of a node."""
        return self.file.source.span(node)

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        return self.file.source.text(node)

    def error(self, message: str, node: Node, hint: str) -> BrokenFileError:
        """Return an error about a node, to be raised."""
        return self.file.source.error(message, node, hint)

    def atom(self, node: Node) -> str | None:
        """Return the text that an atom, or a key before a colon, stands for; None for others."""
        text = self.text(node).strip()
        match node.type:
            case "atom":
                return text[1:]
            case "keyword":
                return text[:-1]
            case "quoted_atom":
                return _ESCAPED.sub(r"\1", text[2:-1])
            case "quoted_keyword":
                return _ESCAPED.sub(r"\1", text[1:-2])
        return None

    def union(self, options: Sequence[Node], span: Span) -> Type:
        """Return the type of some alternatives."""
        found = tuple(self.one(option) for option in options)
        return found[0] if len(found) == 1 else facts.Union(span=span, options=found)

    # --- one kind of node each ---

    def type(self, node: Node) -> Type:
        """Return the type that an expression stands for.

        Raises:
            BrokenFileError: It is nested too deeply.
        """
        return self.union(alternatives(node), self.span(node))

    def one(self, node: Node) -> Type:
        """Return the type of an expression that is no union."""
        if self._depth > _MAX_DEPTH:
            raise self.error("the type is nested too deeply", node, "give its parts names")
        self._depth += 1
        try:
            return self._one(node)
        finally:
            self._depth -= 1

    def _one(self, node: Node) -> Type:  # noqa: PLR0911  one line a kind of node
        span = self.span(node)
        match node.type:
            case "nil":
                return facts.Null(span=span)
            case "boolean":
                return facts.Literals(span=span, values=(self.text(node) == "true",))
            case "atom" | "quoted_atom":
                return self._literal(node)
            case "integer" | "unary_operator" if (value := self._integer(node)) is not None:
                return facts.Literals(span=span, values=(value,))
            case "list":
                return self._list(node)
            case "map":
                return map_type(node, self)
            case "call" | "identifier":
                return self._named(node)
            case "binary_operator":
                return self._operation(node)
        return self._no_form(node)

    def _literal(self, node: Node) -> Type:
        span, name = self.span(node), self.atom(node) or ""
        if name == "nil":
            return facts.Null(span=span)
        value = name == "true" if name in {"true", "false"} else name
        return facts.Literals(span=span, values=(value,))

    def _integer(self, node: Node) -> int | None:
        """Return the value of an integer; None for another node."""
        text = re.sub(r"[\s_]", "", self.text(node))
        if not re.fullmatch(r"-?(?:0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|[0-9]{1,1000})", text):
            return None
        return int(text, 0 if re.search("0[xob]", text) else 10)

    def _operation(self, node: Node) -> Type:
        """Return the type of a named type, `name :: type`, or of a range."""
        left, right = sides(node)
        if operator(node) == "::":
            return self.type(right)
        lowest, highest = self._integer(left), self._integer(right)
        if operator(node) != ".." or lowest is None or highest is None:
            return self._no_form(node)
        span = self.span(node)
        return facts.Number(span=span, integer=True, minimum=lowest, maximum=highest)

    def _list(self, node: Node) -> Type:
        span, parts = self.span(node), inside(node)
        if not parts:
            return facts.ListOf(span=span, item=facts.Anything(span=span), max_items=0)
        if parts[0].type == "keywords":
            return self._no_form(parts[0])
        is_filled = self.text(parts[-1]) == "..."
        if self.text(parts[0]) == "...":
            return facts.ListOf(span=span, item=facts.Anything(span=span), min_items=1)
        return facts.ListOf(span=span, item=self.type(parts[0]), min_items=1 if is_filled else None)

    def _named(self, node: Node) -> Type:  # noqa: PLR0911  one line a kind of type
        """Return the built-in or declared type of a name."""
        span, given = self.span(node), arguments(node)
        target = node.child_by_field_name("target") if node.type == "call" else node
        name = re.sub(r"\s", "", self.text(target or node))
        if name in _TEXTS:
            return facts.Text(span=span)
        if name in _ANYTHING:
            return facts.Anything(span=span)
        if name == "boolean":
            return facts.Boolean(span=span)
        if name in {"float", "number"}:
            return facts.Number(span=span)
        if name == "integer" or name in _LEAST:
            most = -1 if name == "neg_integer" else None
            return facts.Number(span=span, integer=True, minimum=_LEAST.get(name), maximum=most)
        if name == "map":
            return facts.MapOf(span=span, value=facts.Anything(span=span))
        if name in _LISTS:
            item = self.type(given[0]) if given else facts.Anything(span=span)
            return facts.ListOf(span=span, item=item, min_items=_LISTS[name])
        return self._declared(name, span)

    def _declared(self, name: str, span: Span) -> Type:
        module, _, last = name.rpartition(".")
        found = self._within and self.file.seen_from(self._within, module, last)
        if found is None:
            return facts.Undefined(span=span, name=name)
        self._waiting[found.name] = found
        return facts.Reference(span=span, name=found.name)

    def _no_form(self, node: Node) -> Type:
        inner = inside(node)
        kind = inner[0].type if node.type == "block" and inner else node.type
        what = _NO_FORM.get(kind, f"`{self.text(node)}`")
        return facts.Opaque(span=self.span(node), why=f"{what} has no form in JSON")
