"""Sources inside published packages: fetched by the ordinary client, unpacked, never run.

`npm:NAME@VERSION/PATH`, and likewise `pypi:`, `crate:`, `go:` and `maven:GROUP:ARTIFACT@VERSION`.
A version of a package never changes, so what is fetched once is kept under its digest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from conformance.errors import BrokenFileError, IncompleteRunError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.readers.package_names import Published

MAX_BYTES = 16_000_000
"""Larger files of a package are no sources."""
MAX_FILES = 50_000
"""A package with more files is not unpacked."""
SECONDS = 600
"""A client that takes longer is ended."""

_ENDED = "it takes too long"


def is_kept(one: Published) -> bool:
    """Return whether the package was fetched before."""
    return _kept(one) is not None


def unpacked(one: Published) -> Path:
    """Return the folder with the files of the package.

    Raises:
        UsageError: The package has no such file or folder.
        BrokenFileError: The client cannot fetch it, or it is no archive.
        IncompleteRunError: The client is not installed.
    """
    folder = _kept(one) or _fetched(one)
    if not (folder / one.path).exists():
        last = PurePosixPath(one.path).name
        alike = sorted(x.relative_to(folder).as_posix() for x in folder.rglob(last))[:3]
        raise UsageError(
            f"{one.package} has no file {one.path}",
            hint=f"it has {', '.join(alike)}" if alike else "look into the package for its path",
        )
    return folder


def _cache() -> Path:
    return user_cache_path("conformance") / "packages"


def _index(one: Published) -> Path:
    """Return the file that says under which digest a package is kept."""
    key = hashlib.sha256(one.package.encode()).hexdigest()[:16]
    return _cache() / f"{one.kind}-{key}.txt"


def _kept(one: Published) -> Path | None:
    with suppress(OSError):
        folder = _cache() / _index(one).read_text("utf-8").strip()
        return folder if folder.is_dir() and folder != _cache() else None
    return None


def _fetched(one: Published) -> Path:
    _cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_cache(), prefix="new-") as work:
        archive, prefix = _CLIENTS[one.kind](one, Path(work))
        digest = _digest(archive)
        folder = _cache() / digest
        if not folder.is_dir():
            made = Path(work) / "unpacked"
            made.mkdir()
            try:
                _unpack(archive, prefix, made)
            except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError) as error:
                raise BrokenFileError(
                    f"the package cannot be unpacked: {error}", file=one.package
                ) from error
            with suppress(OSError):  # another run was faster
                made.rename(folder)
        note = Path(work) / "index"
        note.write_text(f"{digest}\n", encoding="utf-8")
        note.replace(_index(one))
    return folder


def _digest(archive: Path) -> str:
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(archive: Path, prefix: str | None, folder: Path) -> None:
    """Write the files of an archive that may be sources; no link, and nothing outside the folder.

    Args:
        archive: A tar or zip archive.
        prefix: What its names start with, left out; None for one step, whatever it is.
        folder: Where the files go.
    """
    for count, (name, data) in enumerate(_files(archive)):
        if count == MAX_FILES:
            raise tarfile.TarError(f"it has more than {MAX_FILES} files")
        inside = name.partition("/")[2] if prefix is None else name.removeprefix(prefix)
        parts = PurePosixPath(inside).parts
        if not parts or ".." in parts or PurePosixPath(inside).is_absolute() or "\\" in inside:
            continue
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the ordinary files of an archive that are not too large, with their bytes."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                if not entry.is_dir() and entry.file_size <= MAX_BYTES:
                    yield entry.filename, opened.read(entry)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and member.size <= MAX_BYTES:
                yield member.name, content.read()


# --- clients -------------------------------------------------------------------------------------


def said_by(one: Published, command: Sequence[str], folder: Path, **more: str) -> str:
    """Run a client, and return what it prints.

    Raises:
        BrokenFileError: It fails.
        IncompleteRunError: It is not installed.
    """
    program = shutil.which(command[0])
    if program is None:
        raise IncompleteRunError(
            f"{one.package} cannot be fetched: {command[0]} is not installed",
            hint=f"install {command[0]}, or name a file that you have",
        )
    try:
        ended = subprocess.run(  # noqa: S603  names and versions are checked, and no shell reads them
            [program, *command[1:]],
            cwd=folder,
            env={**os.environ, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
        said, failed = ended.stderr or ended.stdout, ended.returncode != 0
    except subprocess.TimeoutExpired:
        said, failed = _ENDED, True
    if failed:
        raise refused(one, command[0], said)
    return ended.stdout


def refused(one: Published, client: str, said: str) -> BrokenFileError:
    """Return the error of a client that did not do what it was asked for.

    Args:
        one: The package.
        client: The client's program.
        said: What it printed.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(?i)\berr", line)] or lines
    why = telling[0][:200] if telling else "it does not say why"
    return BrokenFileError(
        f"{Path(client).stem} cannot fetch it: {why}",
        file=one.package,
        hint="check the name and the version, and that the network can be reached",
    )


def _only(one: Published, client: str, found: Sequence[Path]) -> Path:
    if not found:
        raise refused(one, client, "it brought no archive")
    return found[0]


def _npm(one: Published, work: Path) -> tuple[Path, str | None]:
    said_by(
        one,
        ["npm", "pack", "--loglevel=error", "--ignore-scripts", f"{one.name}@{one.version}"],
        work,
    )
    return _only(one, "npm", [*work.glob("*.tgz")]), None


def _pypi(one: Published, work: Path) -> tuple[Path, str | None]:
    """Fetch a wheel. A source archive is not fetched: pip would run it."""
    options = ["download", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]
    said_by(one, [*pip(), *options, "--dest", str(work), f"{one.name}=={one.version}"], work)
    return _only(one, "pip", [*work.glob("*.whl")]), ""


def pip() -> list[str]:
    """Return the start of a command of pip."""
    return [sys.executable, "-m", "pip"] if find_spec("pip") else ["pip"]


def _crate(one: Published, work: Path) -> tuple[Path, str | None]:
    (work / "lib.rs").touch()
    dependency = f'{{package = {json.dumps(one.name)}, version = "={one.version}"}}'
    manifest = '[package]\nname = "wanted"\nversion = "0.0.0"\nedition = "2021"\n'
    manifest += f'[lib]\npath = "lib.rs"\n[dependencies]\none = {dependency}\n'
    (work / "Cargo.toml").write_text(manifest, encoding="utf-8")
    said_by(one, ["cargo", "fetch", "--quiet"], work)
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    name = f"{one.name}-{one.version}.crate"
    return _only(one, "cargo", sorted((home / "registry/cache").glob(f"*/{name}"))), None


def _go(one: Published, work: Path) -> tuple[Path, str | None]:
    package = f"{one.name}@{one.version}"
    said = said_by(one, ["go", "mod", "download", "-json", package], work, GOFLAGS="-mod=mod")
    try:
        return Path(json.loads(said)["Zip"]), f"{package}/"
    except (ValueError, KeyError) as error:
        raise refused(one, "go", said) from error


def _maven(one: Published, work: Path) -> tuple[Path, str | None]:
    artifact = f"{one.name}:{one.version}:jar:sources"
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
    said_by(
        one, ["mvn", "-q", "-B", goal, f"-Dartifact={artifact}", f"-DoutputDirectory={work}"], work
    )
    return _only(one, "mvn", [*work.glob("*.jar")]), ""


_CLIENTS: dict[str, Callable[[Published, Path], tuple[Path, str | None]]] = {
    "npm": _npm,
    "pypi": _pypi,
    "crate": _crate,
    "go": _go,
    "maven": _maven,
}
