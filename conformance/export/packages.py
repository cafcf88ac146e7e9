"""Packs a bundle for publication: an archive for everybody, and a package for npm.

Both hold the bundle's files unchanged, without times, owners or modes of this machine, so that the
same bundle gives the same bytes.
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

from conformance.corpus.select import Profile
from conformance.errors import BrokenFileError, UsageError
from conformance.export.earlier import MANIFEST, rank
from conformance.files import file_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conformance.export.earlier import Bundle
    from conformance.model import Json

SUMS = "SHA256SUMS"

_NAME = re.compile(r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*")
# The shape of an SPDX expression is checked, not whether its licences exist. `#` replaces
# parentheses and their content.
_ID = r"[A-Za-z0-9.-]+"
_NO_OPERATOR = r"(?!(?:AND|OR|WITH)(?![A-Za-z0-9.-]))"
_LICENCE = rf"{_NO_OPERATOR}(?:DocumentRef-{_ID}:LicenseRef-{_ID}|{_ID}\+?)"
_EXCEPTION = rf"{_NO_OPERATOR}(?:DocumentRef-{_ID}:AdditionRef-{_ID}|{_ID})"
_TERM = rf"(?:{_LICENCE}(?: +WITH +{_EXCEPTION})?|#)"
_TERMS = rf"{_TERM}(?: +(?:AND|OR) +{_TERM})*"
_SUM = re.compile(r"[0-9a-f]{64} [ *](.+)")
_LOADER = ("index.js", "index.d.ts")


def packed(
    folder: Path, bundle: Bundle, *, record: str, name: str | None, terms: str | None = None
) -> dict[str, bytes]:
    """Return the packages of a bundle, by file name.

    Args:
        folder: The bundle's folder.
        bundle: The bundle.
        record: The record's id.
        name: The name of the package for npm; None for `RECORD-corpus`.
        terms: The licence that npm's package names, an SPDX expression; None names none.

    Raises:
        UsageError: The bundle is not of the whole corpus, npm does not accept the name, or the
            licence is not an SPDX expression.
    """
    if bundle.profile != Profile().json():
        raise UsageError(
            "the bundle does not hold the whole corpus, which packages of this name and version do",
            file=folder.as_posix(),
            hint="export it without --columns, --flags, --level and --minimal",
        )
    name = f"{record}-corpus" if name is None else name
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"npm does not accept the name {name!r}",
            hint="give another one with --npm-name, in lower case and without spaces",
        )
    if terms is not None and not _is_spdx(terms):
        raise UsageError(
            f"{terms!r} is not an SPDX licence expression", hint="for example --license MIT"
        )
    files = {file: (folder / file).read_bytes() for file in sorted({*bundle.files, MANIFEST})}
    time = int(datetime(rank(bundle.version)[0], 1, 1, tzinfo=UTC).timestamp())
    stem = f"{record}-corpus-{bundle.version}"
    plain = name.removeprefix("@").replace("/", "-")
    return {
        f"{stem}.tar.gz": _archive(files, prefix=stem, time=time),
        f"{plain}-{bundle.version}.0.tgz": _archive(
            {**_npm(name, record, bundle.version, terms), **files}, prefix="package", time=time
        ),
    }


def sums(archives: Mapping[str, bytes], directory: Path) -> bytes:
    """Return the file of digests: of the new packages, and of the others in a folder.

    Args:
        archives: The packages, by file name.
        directory: Their folder. Lines of its file of digests stay if their files are still there.

    Raises:
        BrokenFileError: The folder's file is not a list of digests.
    """
    path = directory / SUMS
    found = {file: f"{line}\n" for file, line in _listed(path) if (directory / file).is_file()} | {
        file: f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in archives.items()
    }
    return "".join(found[file] for file in sorted(found)).encode()


def _listed(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the files in a file of digests, each with its line."""
    text = file_bytes(path).decode("utf-8", "replace") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), 1):
        entry = _SUM.fullmatch(line)
        if entry is None:
            raise BrokenFileError(
                "no SHA-256 digest and file name",
                file=path.as_posix(),
                place=f"line {number}",
                hint="mend the line, or name another folder",
            )
        yield entry[1], line


def _is_spdx(terms: str) -> bool:
    """Return whether a text has the shape of an SPDX licence expression."""
    folded, times = terms, 0 if "#" in terms else 1
    while times:
        folded, times = re.subn(rf"\( *{_TERMS} *\)", "#", folded)
    return re.fullmatch(_TERMS, folded) is not None and "#" not in terms


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
    loader = resources.files("conformance") / "export" / "npm"
    return {
        "package.json": f"{json.dumps(manifest, indent=2)}\n".encode(),
        **{file: (loader / file).read_bytes() for file in _LOADER},
    }


def _archive(files: Mapping[str, bytes], *, prefix: str, time: int) -> bytes:
    """Return a gzipped tar archive; its files have the time of the start of their year."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file, data in files.items():
            entry = tarfile.TarInfo(f"{prefix}/{file}")
            entry.size, entry.mtime, entry.mode = len(data), time, 0o644
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)
