"""Writes Python sources into a folder, and reads a type of them."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from conformance.readers import python
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit
from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted

EVERYTHING = """\
from __future__ import annotations
from collections.abc import Sequence, Mapping
from dataclasses import dataclass, field, KW_ONLY, InitVar
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum, auto
from typing import *
import typing as t
import uuid
import annotated_types as at
import attr, attrs, msgspec, pydantic
from attrs import define
from msgspec import Meta, Struct, UNSET, UnsetType
from pydantic import *
from pydantic.alias_generators import to_camel, to_pascal, to_snake
from typing_extensions import TypedDict
"""
"""Imports for short sources."""


def written(folder: Path, text: str, others: Mapping[str, str] | None = None) -> Document:
    """Return the document of a source, with files beside it."""
    (folder / "pyproject.toml").touch()
    for name, content in {"models.py": text, **(others or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(content), "utf-8")
    return opened(folder / "models.py")


def emitted(  # noqa: PLR0913  options by keyword
    folder: Path,
    text: str,
    name: str = "X",
    others: Mapping[str, str] | None = None,
    *,
    direction: Direction = Direction.RECEIVE,
    changes: Sequence[str] = (),
) -> Emitted:
    """Return what is made of a type; the imports of `EVERYTHING` stand in front of the text."""
    document = written(folder, EVERYTHING + dedent(text), others)
    return emit(python.facts(document, name), decisions("python", changes), direction=direction)


def schema(folder: Path, text: str, name: str = "X", **more: Any) -> dict[str, Any]:
    """Return the schema of a type, without its title."""
    found = emitted(folder, text, name, **more).schema
    assert isinstance(found, dict)
    return {key: value for key, value in found.items() if key not in {"$schema", "title"}}
