"""Shows that two schemas are equal part by part, where comparing them whole would take long.

Two definitions of one name are taken to be the same: each reference to it becomes a value that
stands for it, on both sides. If the rest is equal, and so is the pair of definitions itself, then
the whole is equal; and likewise if they only differ where one is silent. That holds as long as a
reference only stands for a value of its own or among alternatives; where it is combined with
`allOf`, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from conformance.jsontext.text import canonical

Equal = Callable[[Any, Any], bool]
"""Compares two whole schemas."""

_STAND_INS: tuple[Callable[[str], Any], ...] = (
    lambda name: f"\x01{name}",
    lambda name: [[f"\x01{name}"]],
    lambda name: {"\x01": name},
)
"""A string, an array and an object: what one alternative hides, another shows."""


class Parts:
    """What is known to be equal, over many pairs of schemas."""

    def __init__(self, equal: Equal) -> None:
        """Keep how two schemas are compared; nothing is known yet."""
        self.equal = equal
        self.known: dict[tuple[str, str, str], bool] = {}

    def are_equal(self, ours: Any, theirs: Any) -> bool:
        """Return whether two schemas are shown to be equal; False says nothing."""
        left, right = definitions(ours), definitions(theirs)
        shared = left.keys() & right.keys()
        left[""], right[""] = body(ours), body(theirs)
        waiting, met = [""], {""}
        while waiting:
            name = waiting.pop()
            needed = names(left[name], left, shared) | names(right[name], right, shared)
            if not self.pair(name, left, right, shared):
                return False
            waiting += needed - met
            met |= needed
        return True

    def pair(
        self, name: str, left: dict[str, Any], right: dict[str, Any], shared: set[str]
    ) -> bool:
        sides = [whole(name, each, shared) for each in (left, right)]
        key = name, canonical(sides[0]), canonical(sides[1])
        if key not in self.known:
            self.known[key] = not any(map(is_combined, sides)) and all(
                self.equal(*(stood_in(side, shared, make) for side in sides)) for make in _STAND_INS
            )
        return self.known[key]


def definitions(schema: Any) -> dict[str, Any]:
    return {**schema.get("definitions", {}), **schema.get("$defs", {})}


def body(schema: Any) -> Any:
    return {
        k: v for k, v in schema.items() if k not in {"definitions", "$defs", "title", "$schema"}
    }


def target(node: dict[str, Any]) -> str | None:
    found = node.get("$ref")
    if not isinstance(found, str):
        return None
    return "" if found == "#" else unquote(found.rpartition("/")[2])


def references(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for each in node for name in references(each)}
    if not isinstance(node, dict):
        return set()
    found = target(node)
    inner = {name for each in node.values() for name in references(each)}
    return inner if found is None else inner | {found}


def names(start: Any, every: dict[str, Any], shared: set[str]) -> set[str]:
    """Return the shared definitions that a schema leads to, through those that are not shared."""
    found: set[str] = set()
    waiting, met = [start], set[str]()
    while waiting:
        for name in references(waiting.pop()) - met:
            met.add(name)
            if name in shared or not name:
                found.add(name)
            else:
                waiting.append(every[name])
    return found


def whole(name: str, every: dict[str, Any], shared: set[str]) -> dict[str, Any]:
    """Return a definition with those that it leads to and that are not shared."""
    private: dict[str, Any] = {}
    waiting = [every[name]]
    while waiting:
        for each in references(waiting.pop()) - shared - private.keys() - {""}:
            private[each] = every[each]
            waiting.append(every[each])
    return {**every[name], "$defs": dict(sorted(private.items()))}


def is_combined(node: Any) -> bool:
    """Return whether a reference stands in an `allOf`, or beside other keywords."""
    if isinstance(node, list):
        return any(map(is_combined, node))
    if not isinstance(node, dict):
        return False
    beside = set(node) - {"$ref", "$defs", "$schema", "description", "title", "x-silent"}
    if "$ref" in node and beside:
        return True
    if any(references(each) for each in node.get("allOf", ()) if isinstance(each, dict)):
        return True
    return any(map(is_combined, node.values()))


def stood_in(node: Any, shared: set[str], make: Callable[[str], Any]) -> Any:
    """Return a schema with values in place of references to shared definitions."""
    if isinstance(node, list):
        return [stood_in(each, shared, make) for each in node]
    if not isinstance(node, dict):
        return node
    name = target(node)
    if name is not None:
        return {"const": make(name)} if name in shared or not name else {"$ref": f"#/$defs/{name}"}
    return {key: stood_in(each, shared, make) for key, each in node.items()}
