"""Reads a bundle that was exported earlier, and finds the changes since."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError, UsageError
from conformance.files import file_bytes
from conformance.formats.read import read_formatted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model import Json

MANIFEST = "manifest.json"
CORPUS = "corpus.json"
VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]{0,5}")
"""CalVer: the year, and a number that starts at 1 each year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle on the disk, checked as a whole.

    Attributes:
        version: Its version, `YYYY.N`.
        profile: The selection of the corpus, from its manifest.
        files: The files that its manifest lists, relative to the bundle.
        cases: Case id -> its entry in `corpus.json`.
    """

    version: str
    profile: Mapping[str, Json]
    files: frozenset[str]
    cases: Mapping[str, Any]


def read_bundle(folder: Path, *, record: str) -> Bundle:
    """Return a bundle, every file of it checked against its digest.

    Raises:
        UsageError: There is no bundle.
        BrokenFileError: It is not a bundle of this record, or a file is missing or changed.
    """
    if not (folder / MANIFEST).is_file():
        raise UsageError(
            f"there is no bundle; a bundle has a {MANIFEST}",
            file=folder.as_posix(),
            hint="make one with `conformance corpus export FOLDER`",
        )
    content = read_formatted(
        file_bytes(folder / MANIFEST),
        file=(folder / MANIFEST).as_posix(),
        form="bundle-manifest",
        record=record,
    )
    files: Mapping[str, Any] = content["files"]
    data = {name: _whole(folder / name, entry["sha256"]) for name, entry in files.items()}
    if CORPUS not in data:
        raise BrokenFileError(
            f"the manifest lists no {CORPUS}", file=folder.as_posix(), place="/files", hint=_HINT
        )
    corpus = json.loads(data[CORPUS])
    return Bundle(
        version=content["version"],
        profile=content["profile"],
        files=frozenset(files),
        cases={entry["id"]: entry for entry in corpus["cases"]},
    )


def rank(version: str) -> tuple[int, int]:
    """Return the sort key of a version."""
    year, _, number = version.partition(".")
    return int(year), int(number)


def changes(
    earlier: Bundle,
    entries: Mapping[str, Mapping[str, Json]],
    *,
    known: Mapping[str, str | None],
) -> dict[str, list[Json]]:
    """Return the differences between an earlier bundle and the cases of a new one.

    A case has changed if its input or its expectation has; titles and reasons do not count.

    Args:
        earlier: The earlier bundle.
        entries: Case id -> its entry in the new bundle.
        known: Id of a retired case -> the id that replaces it; ids of cases that are still in the
            corpus map to themselves.
    """
    changed: list[Json] = [
        {"id": name, "rev_was": earlier.cases[name]["rev"], "rev": entry["rev"]}
        for name, entry in entries.items()
        if name in earlier.cases and _essence(entry) != _essence(earlier.cases[name])
    ]
    gone = [name for name in earlier.cases if name not in entries]
    return {
        "added": [name for name in entries if name not in earlier.cases],
        "changed": changed,
        "retired": [
            {"id": name, "replaced_by": known.get(name)} for name in gone if known.get(name) != name
        ],
        "unselected": [name for name in gone if known.get(name) == name],
    }


_HINT = "export it again, or name another folder"


def _essence(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    expect = entry["expect"]
    told = {name: expect.get(name) for name in ("verdict", "level", "choices")}
    return entry["rev"], entry["sha256"], told


def _whole(path: Path, sha256: str) -> bytes:
    data = file_bytes(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BrokenFileError(
            "the file differs from the bundle's manifest",
            file=path.as_posix(),
            hint=_HINT,
        )
    return data
