"""Names of columns for people: ids stay for queries, reports show these.

`sdk.some-client.union@2.1` is `some-client 2.1 (union)`, `beta.declared` is `beta (declared)`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.results.lines import ColumnLine, VariantPart


def names_of(
    columns: Sequence[ColumnLine], variants: Iterable[VariantPart], families: Iterable[str] = ()
) -> dict[str, str]:
    """Return the name of every column, variant and package, by its id; no two are alike.

    A name that two would have is given to neither: both keep their ids.

    Args:
        columns: The columns.
        variants: The variants that they read.
        families: The ids of packages and of their decoders, which are those of the columns without
            the version, and without the decoded type.
    """
    known = {variant.id: variant for variant in variants}
    readings = Counter(x.column.variant for x in columns if x.column.reading)
    several = [
        variant
        for variant, number in readings.items()
        if variant and (number > 1 or (variant in known and len(known[variant].readings) > 1))
    ]
    names: dict[str, str] = {}
    for line in columns:
        variant = line.column.variant or ""
        if line.column.reading is None:
            names[line.id] = _program(line, line.id)
        elif variant in several:
            names[line.id] = f"{variant} ({line.column.reading})"
        else:
            names[line.id] = _single(variant, known.get(variant))
    lines = {base: x for x in columns for base in (package_of(x), x.id.partition("@")[0])}
    names |= {family: _program(lines[family], family) for family in families}
    names |= {variant: variant for variant in several}
    return _distinct(names)


def package_of(line: ColumnLine) -> str:
    """Return the package that a program belongs to, whatever type it decodes, with its group."""
    base = line.id.partition("@")[0]
    _, part = _parts(line, base)
    return base.removesuffix(f".{part}") if part else base


def _single(variant: str, part: VariantPart | None) -> str:
    """Return the name of a variant with one reading.

    One without a published source was read where it stands, and people know it by its title.
    """
    return part.title if part is not None and part.source is None and part.title else variant


def _program(line: ColumnLine, shown: str) -> str:
    """Return the name of a program's column, or of its package if `shown` has no version."""
    base, _, version = shown.partition("@")
    name, part = _parts(line, base)
    group = line.column.group
    versioned = "@" in line.id
    grouped = not versioned and base.startswith(f"{group}.")
    aside = ", ".join(filter(None, (group if grouped else "", part)))
    return " ".join(filter(None, (name, version, f"({aside})" if aside else "")))


def _parts(line: ColumnLine, base: str) -> tuple[str, str]:
    """Return the package and the decoded type in an id without group and version.

    A package's name may have dots of its own: it is as much as stands in the name of the program.
    """
    rest = base.removeprefix(f"{line.column.group}.")
    steps = rest.split(".")
    known = line.subject.name if line.subject else ""
    for length in range(len(steps), 1, -1):
        name = ".".join(steps[:length])
        if _stands_in(known, name):
            return name, ".".join(steps[length:])
    return steps[0], ".".join(steps[1:])


def _stands_in(text: str, name: str) -> bool:
    """Return whether a name stands in a text, and is no part of a longer one."""
    at = text.find(name)
    while at >= 0:
        around = text[:at][-1:] + text[at + len(name) :][:1]
        if not any(x.isalnum() or x in "_.-" for x in around):
            return True
        at = text.find(name, at + 1)
    return False


def _distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names; where several are alike, the ids."""
    found = dict(names)
    while True:
        counts = Counter(found.values())
        alike = [one for one, name in found.items() if counts[name] > 1 and name != one]
        if not alike:
            return found
        found |= {one: one for one in alike}
