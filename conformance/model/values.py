"""JSON values."""

from __future__ import annotations

from typing import TypeAlias

from conformance.dataclass import dataclass

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value as Python holds it: dict, list, str, int, float, bool or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A value that shows something, in a box because the value may itself be null."""

    value: Json
