"""Makes names of properties: from the names of methods, and by a naming strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def property_of(method: str, prefix: str) -> str | None:
    """Return the property that a getter or setter is about: `urltext` of `getURLText`.

    Jackson makes all leading capitals small, and takes `sue` for what `issue` is about. None if the
    method's name does not start with the prefix.
    """
    rest = method.removeprefix(prefix)
    return None if rest == method or not rest else lowered(rest)


def lowered(name: str) -> str:
    """Return a name with its leading capitals small."""
    end = 0
    while end < len(name) and name[end] != name[end].lower():
        end += 1
    return name[:end].lower() + name[end:]


def snake(name: str) -> str:
    """Return `order_id` of `orderId`; capitals in a row stay together."""
    made: list[str] = []
    parted, was_upper = True, False
    for place, letter in enumerate(name):
        if place == 0 and letter == "_":
            continue
        if letter.isupper():
            if not was_upper and not parted and made:
                made.append("_")
            made.append(letter.lower())
            was_upper, parted = True, False
        else:
            made.append(letter)
            was_upper, parted = False, letter == "_"
    return "".join(made) or name


def _upper_camel(name: str) -> str:
    return name[:1].upper() + name[1:]


STRATEGIES: dict[str, Callable[[str], str]] = {
    "KebabCaseStrategy": lambda name: snake(name).replace("_", "-"),
    "LowerCamelCaseStrategy": lambda name: name,
    "LowerCaseStrategy": str.lower,
    "LowerDotCaseStrategy": lambda name: snake(name).replace("_", "."),
    "PropertyNamingStrategy": lambda name: name,
    "SnakeCaseStrategy": snake,
    "UpperCamelCaseStrategy": _upper_camel,
    "UpperSnakeCaseStrategy": lambda name: snake(name).upper(),
}
"""Jackson's strategies: what they make of a property's name."""
