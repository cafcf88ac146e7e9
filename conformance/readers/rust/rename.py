"""The rules of serde's `rename_all`, as serde applies them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = (
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
)


def renamed_field(name: str, rule: str | None) -> str:
    """Return the name of a field, which is in snake case in the source, by a rule."""
    return name if rule is None else _FIELD[rule](name)


def renamed_variant(name: str, rule: str | None) -> str:
    """Return the name of a variant, which is in Pascal case in the source, by a rule."""
    return name if rule is None else _VARIANT[rule](name)


def _upper(name: str) -> str:
    return "".join(each.upper() if each.isascii() else each for each in name)


def _lower(name: str) -> str:
    return "".join(each.lower() if each.isascii() else each for each in name)


def _lower_first(name: str) -> str:
    return _lower(name[:1]) + name[1:]


def _pascal_of_field(name: str) -> str:
    return "".join(_upper(part[:1]) + part[1:] for part in name.split("_"))


def _snake_of_variant(name: str) -> str:
    return "".join(
        f"_{_lower(each)}" if place and each.isupper() else _lower(each)
        for place, each in enumerate(name)
    )


_FIELD: dict[str, Callable[[str], str]] = {
    "lowercase": str,
    "UPPERCASE": _upper,
    "PascalCase": _pascal_of_field,
    "camelCase": lambda name: _lower_first(_pascal_of_field(name)),
    "snake_case": str,
    "SCREAMING_SNAKE_CASE": _upper,
    "kebab-case": lambda name: name.replace("_", "-"),
    "SCREAMING-KEBAB-CASE": lambda name: _upper(name).replace("_", "-"),
}
_VARIANT: dict[str, Callable[[str], str]] = {
    "lowercase": _lower,
    "UPPERCASE": _upper,
    "PascalCase": str,
    "camelCase": _lower_first,
    "snake_case": _snake_of_variant,
    "SCREAMING_SNAKE_CASE": lambda name: _upper(_snake_of_variant(name)),
    "kebab-case": lambda name: _snake_of_variant(name).replace("_", "-"),
    "SCREAMING-KEBAB-CASE": lambda name: _upper(_snake_of_variant(name)).replace("_", "-"),
}
