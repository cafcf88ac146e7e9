"""Packs a bundle for publication: an archive for everybody, and a package for npm.

Both hold the bundle's files as they are. What is packed has no times, owners or modes of this
machine, so that the same bundle gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

from conformance.bundles import MANIFEST, rank
from conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.bundles import Bundle
    from conformance.model import Json

SUMS = "SHA256SUMS"

_NAME = re.compile(r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*")
# Of SPDX expressions only what they are made of is checked: names, `+`, `WITH`, `AND`, `OR`, `()`.
_SPDX = re.compile(r"[A-Za-z0-9.+()-]+( [A-Za-z0-9.+()-]+)*")
_LOADER = ("index.js", "index.d.ts")


def packed(
    folder: Path, bundle: Bundle, *, record: str, name: str | None, terms: str | None = None
) -> dict[str, bytes]:
    """Return the packages of a bundle, and the file with their digests, by file name.

    Args:
        folder: Where the bundle stands.
        bundle: The bundle, as it was read.
        record: The record's id.
        name: The name of the package for npm; `RECORD-corpus` where it is None.
        terms: The licence that npm's package names, an SPDX expression; None names none.

    Raises:
        UsageError: npm takes no such name, or the licence cannot be an SPDX expression.
    """
    name = f"{record}-corpus" if name is None else name
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"npm takes no package of the name {name!r}",
            mend="give another one with --npm-name, in lower case and without spaces",
        )
    if terms is not None and not _SPDX.fullmatch(terms):
        raise UsageError(
            f"{terms!r} is no SPDX licence expression", mend="for example --license MIT"
        )
    files = {file: (folder / file).read_bytes() for file in sorted({*bundle.files, MANIFEST})}
    time = int(datetime(rank(bundle.version)[0], 1, 1, tzinfo=UTC).timestamp())
    stem = f"{record}-corpus-{bundle.version}"
    plain = name.removeprefix("@").replace("/", "-")
    archives = {
        f"{stem}.tar.gz": _archive(files, prefix=stem, time=time),
        f"{plain}-{bundle.version}.0.tgz": _archive(
            {**_npm(name, record, bundle.version, terms), **files}, prefix="package", time=time
        ),
    }
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in sorted(archives.items())
    )
    return {**archives, SUMS: sums.encode("ascii")}


def _npm(name: str, record: str, version: str, terms: str | None) -> dict[str, bytes]:
    manifest: dict[str, Json] = {
        "name": name,
        "version": f"{version}.0",
        "description": f"Conformance cases for decoders of {record}",
        **({} if terms is None else {"license": terms}),
        "type": "module",
        "sideEffects": False,
        "engines": {"node": ">=18"},
        "types": "./index.d.ts",
        "exports": {
            ".": {"types": "./index.d.ts", "default": "./index.js"},
            "./package.json": "./package.json",
            "./*": "./*",
        },
    }
    loader = resources.files("conformance") / "npm"
    return {
        "package.json": f"{json.dumps(manifest, indent=2)}\n".encode(),
        **{file: (loader / file).read_bytes() for file in _LOADER},
    }


def _archive(files: Mapping[str, bytes], *, prefix: str, time: int) -> bytes:
    """Return a tar archive in gzip's format; the time of its files is their year's beginning."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file, data in files.items():
            entry = tarfile.TarInfo(f"{prefix}/{file}")
            entry.size, entry.mtime, entry.mode = len(data), time, 0o644
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)
