"""Where a record is in its source tree, and what is at the top of its schemas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Variant


def in_source_tree(folder: Path) -> str | None:
    """Return a folder's path in its source tree, with slashes.

    The tree's root is the nearest folder that is a Git repository, the folder itself or one above;
    without one it is the current folder. None if the folder is not below the root, or is inside
    this package, which is in nobody's source tree.
    """
    whole = folder.resolve()
    if whole.is_relative_to(Path(__file__).resolve().parent.parent):
        return None
    root = tree_root(folder)
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else None


def tree_root(folder: Path) -> Path:
    """Return the root of the source tree that a folder is in, see `in_source_tree`."""
    whole = folder.resolve()
    roots = (above for above in (whole, *whole.parents) if (above / ".git").exists())
    return next(roots, Path.cwd())


def fields_of(variants: Iterable[Variant]) -> tuple[str, ...]:
    """Return the properties at the top of the variants' schemas, in their order."""
    found: dict[str, None] = {}
    for variant in variants:
        schema = variant.readings[0].file.schema
        properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
        found |= dict.fromkeys(properties) if isinstance(properties, dict) else {}
    return tuple(found)
