"""The name under which a comparison is kept: a digest of all on which its answer rests."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import conformance
from conformance.exact.cells import subjects_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.exact.cells import ThreeValued
    from conformance.exact.solver import Limits

_ENGINE = ("exact", "jsontext", "model", "proofs", "dialects.py", "documents.py", "expressions.py")
"""The folders and files of this package that make the answer."""


def name_of(kind: str, columns: Sequence[ThreeValued], limits: Limits) -> str:
    """Return the name of a comparison of some columns.

    It changes with the schemas in the order of their keywords, the names that messages use, the
    limits, this tool's version and code, and Python's version: its tables of characters count.
    """
    subjects = subjects_of(columns)
    places = {id(subject): number for number, subject in enumerate(subjects)}
    every = {
        "columns": [[x.id, places[id(x.strict)], places[id(x.lenient)]] for x in columns],
        "subjects": [[x.name, x.schema, x.dialect, dict(x.resources)] for x in subjects],
        "limits": asdict(limits),
        "tool": [conformance.__version__, _code(), sys.implementation.cache_tag],
    }
    return f"{kind}-{sha256(json.dumps(every).encode()).hexdigest()}"


@cache
def _code() -> str:
    """Return a digest of the engine's code, which changes without the version where it is made."""
    package, digest = Path(conformance.__file__).parent, sha256()
    with suppress(OSError):  # where it is installed without its source, the version has to do
        for name in _ENGINE:
            path = package / name
            for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
                digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()
