"""Reads the shapes of a package's releases: which release changed the type that a column decodes.

They stand in a record's folder, `releases/COLUMN.json`, where the column is named without its
version. A shape holds from the release in which it came until the next one; releases between are
equal to it, by proof.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.files import file_bytes, listed
from conformance.formats.read import read_formatted
from conformance.model import Releases, SchemaFile, Shape
from conformance.schema.load import sound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.model import Json

FOLDER = "releases"
VERSION = "{version}"
"""Stands in a source's name where the version of the package goes."""


def load_releases(folder: Path) -> tuple[Releases, ...]:
    """Return the shapes of all packages of a record, by column.

    Raises:
        BrokenFileError: A file is broken, or a shape's release is not among the versions.
    """
    paths = listed(folder / FOLDER, "*.json")
    found = (_releases(path, record=folder.resolve().name) for path in paths)
    return tuple(sorted(found, key=lambda one: one.column))


def _releases(path: Path, *, record: str) -> Releases:
    shown = path.as_posix()
    content = read_formatted(file_bytes(path), file=shown, form="releases", record=record)
    versions = tuple(content["versions"])
    known = [shape["since"] for shape in content["shapes"]]
    for number, version in enumerate(known):
        if version not in versions:
            raise BrokenFileError(
                f"{version} is none of the versions",
                file=path.as_posix(),
                place=f"/shapes/{number}/since",
                hint="make the file again with `conformance releases`",
            )
    return Releases(
        column=path.name.removesuffix(".json"),
        source=content["source"],
        versions=versions,
        shapes=tuple(
            Shape(since=shape["since"], file=schema_file(path, shape["schema"], shape["since"]))
            for shape in sorted(content["shapes"], key=lambda one: versions.index(one["since"]))
        ),
    )


def schema_file(path: Path, schema: Json, since: str) -> SchemaFile | None:
    """Return a shape's schema as a file that is sound; None if there is none.

    Raises:
        BrokenFileError: It is not sound.
    """
    if schema is None:
        return None
    dialect = schema.get("$schema", "") if isinstance(schema, dict) else ""
    return sound(
        SchemaFile(
            path=path,
            name=f"{path.name}@{since}",
            text=json.dumps(schema),
            schema=schema,
            dialect=str(dialect),
        )
    )


def releases_json(source: str, versions: Sequence[str], shapes: Sequence[Shape]) -> dict[str, Json]:
    """Return the content of a file of releases."""
    return {
        "format": 1,
        "source": source,
        "versions": list(versions),
        "shapes": [
            {"since": shape.since, "schema": None if shape.file is None else shape.file.schema}
            for shape in shapes
        ],
    }
