"""Finds the schemas of parts that may help a whole by not being valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from conformance.exact.elements import COUNTS, UNIQUE, ArrayCompiler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.exact.location import Compiler, Slot
    from conformance.exact.members import ObjectCompiler
    from conformance.exact.sources import Schema

Mixed: TypeAlias = "frozenset[int]"
"""The ids of schemas that may help the whole by not being valid somewhere."""


def inner_mixed(compiler: Compiler, mixed: Mixed) -> Mixed:
    """Return the schemas of parts that may help the whole by not being valid."""
    formulas = zip(compiler.formulas(), compiler.schemas, strict=True)
    signs = compiler.pool.signs((formula, schema.id in mixed) for formula, schema in formulas)
    result: set[int] = set()
    for (variable, key), sign in signs.items():
        if isinstance(variable, tuple) and variable[0] == COUNTS:
            result.add(cast("ArrayCompiler", compiler).sorts[variable[1]].id)
        elif variable == UNIQUE and isinstance(compiler, ArrayCompiler):
            result.update(schema.id for schema in compiler.element_schemas())
        elif sign & 2 and isinstance(key, int) and isinstance(variable, tuple):
            result.update(_slot(compiler, variable).asked(key))
    return frozenset(result)


def _slot(compiler: Compiler, variable: tuple[str, int]) -> Slot:
    if isinstance(compiler, ArrayCompiler):
        return compiler.slots[variable[1]]
    return cast("ObjectCompiler", compiler).slots[variable]


def bits_of(schemas: Iterable[Schema], mixed: Mixed) -> int:
    """Return the mixed schemas, as bits in their order."""
    return sum(1 << index for index, schema in enumerate(schemas) if schema.id in mixed)
