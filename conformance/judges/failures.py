"""A keyword of a compiled schema that a value fails, whichever validator found it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

    from conformance.model import Json

UNIONS = frozenset({"anyOf", "oneOf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A keyword that a value fails.

    Attributes:
        keyword: The keyword.
        schema: The schema that it stands in.
        instance: The part of the value that fails it.
        path: The steps from the value to this part.
        applied: The steps through the schema to the keyword, with or without each `$ref`.
        branches: For a union, the failures in each branch that has some.
    """

    keyword: str
    schema: Mapping[str, Json]
    instance: Json
    path: tuple[str | int, ...]
    applied: tuple[str | int, ...]
    branches: tuple[tuple[Failure, ...], ...] = ()


def failure_of(error: ValidationError) -> Failure:
    """Return the failure that an error of jsonschema tells of."""
    branches: defaultdict[object, list[Failure]] = defaultdict(list)
    if error.validator in UNIONS:
        for part in error.context or ():
            branches[part.relative_schema_path[0]].append(failure_of(part))
    return Failure(
        keyword=str(error.validator),
        schema=cast("Mapping[str, Json]", error.schema),
        instance=cast("Json", error.instance),
        path=tuple(error.absolute_path),
        applied=tuple(error.absolute_schema_path),
        branches=tuple(map(tuple, branches.values())),
    )
