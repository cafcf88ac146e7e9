"""Finds the codecs that a file gives a type, and tells those that are derived from code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.readers.jvm.model import Annotation, Annotations
from conformance.readers.jvm.trees import parts
from conformance.readers.nodes import child, needed, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from conformance.readers.jvm.trees import Source

_VALUES = {"val_definition", "given_definition", "val_declaration"}
_TYPE = re.compile(
    r"\b(?P<kind>Decoder|Encoder|Codec|Reads|Writes|OWrites|Format|OFormat)"
    r"(?:\.(?:AsObject|Configured))?\s*\[\s*(?P<name>[\w.]+)"
)
_DERIVED = re.compile(
    r"\b(?:derive(?:Decoder|Encoder|Codec)|derived|Json\.(?:format|reads|writes))\b"
)
_WRITES = {"Encoder", "Writes", "OWrites"}
_READS = {"Decoder", "Reads"}
READ, WRITTEN = "read by code", "written by code"
"""The annotations that stand for a codec by hand."""


def codecs_in(source: Source, node: Node) -> Annotations:
    """Return what the codecs by hand of a type say, as annotations of it.

    They stand in the object of its name, or in one around it.
    """
    name = text(needed(node, "name"))
    found = []
    for one in _values(node, name):
        written = text(one)
        match = _TYPE.search(written)
        if match is None or match["name"].rpartition(".")[2] != name:
            continue
        rest = written[match.end() :]
        if _DERIVED.search(rest):
            continue
        span, kind = source.span(one), match["kind"]
        found += [Annotation(span=span, name=READ)] if kind not in _WRITES else []
        found += [Annotation(span=span, name=WRITTEN)] if kind not in _READS else []
    return Annotations(all=tuple(found))


def _values(node: Node, name: str) -> Iterator[Node]:
    """Yield the values of the object of a type's name, and of the objects around it."""
    around = node.parent
    for one in parts(around):
        held = child(one, "name")
        if one.type == "object_definition" and held is not None and text(held) == name:
            yield from _of(child(one, "body"))
    while around is not None:
        yield from _of(around)
        around = around.parent


def _of(body: Node | None) -> Iterator[Node]:
    for one in parts(body):
        if one.type in _VALUES:
            yield one
