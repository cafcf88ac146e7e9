"""The folder in which comparisons are kept: a file each, found by a digest of all that counts.

Nothing is kept, and nothing is looked for, until a command says so with `use`. A file that cannot
be read, is not whole or is not ours is as good as none: the comparison is made again and replaces
it. A folder that cannot be written to keeps nothing.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from conformance.model import Json

FOLDER = "CONFORMANCE_CACHE"
"""The environment variable that names another folder."""
MAX_BYTES = 64_000_000
"""The files of the folder have no more bytes together: the ones used longest ago are removed."""
MAX_FILE = 16_000_000
"""A larger comparison is not kept, and a larger file is not ours."""

LIBRARIES = ("jsonschema", "jsonschema-rs")
"""The packages that an exact comparison rests on: their faults are kept with it."""

_FORMAT = 1
_NEW = "new-"
_STALE = 3600
"""Seconds; an unfinished file that is older was left by a process that has been killed."""

_is_used = ContextVar("_is_used", default=False)


def folder() -> Path:
    """Return the folder: the one that the environment names, or one in the user's cache."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).absolute()
    return _users_cache() / "conformance" / "proofs"


def _users_cache() -> Path:
    """Return the folder of the user's cache."""
    home, cache = os.environ.get("HOME", ""), os.environ.get("XDG_CACHE_HOME", "").strip()
    # It takes a while to ask: where the environment tells, the answer is the same.
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        if cache.startswith("/"):
            return Path(cache)
        if home.startswith("/") and not cache:
            return Path(home, ".cache")
    from platformdirs import user_cache_path  # noqa: PLC0415  it takes long

    return user_cache_path()


def use(*, kept: bool) -> None:
    """Keep comparisons from now on, and look for those that are kept; or do neither."""
    _is_used.set(kept)


def is_used() -> bool:
    """Return whether comparisons are kept."""
    return _is_used.get()


def found(name: str) -> Json:
    """Return what is kept under a name; None if there is nothing that is whole and of today."""
    body = found_bytes(name)
    with suppress(ValueError, RecursionError):
        content: Json = None if body is None else json.loads(body)
        return content
    return None


def found_bytes(name: str, *, libraries: Collection[str] = LIBRARIES) -> bytes | None:
    """Return the JSON that is kept under a name; None if there is nothing that is whole.

    Args:
        name: The name.
        libraries: The installed packages whose versions have to be the same.
    """
    if not is_used():
        return None
    path = _file(folder(), name)
    with suppress(OSError, ValueError, RecursionError):
        size = path.stat()
        if not stat.S_ISREG(size.st_mode) or size.st_size > MAX_FILE:
            return None
        head, _, body = path.read_bytes().partition(b"\n")
        if json.loads(head) == _head(name, body, libraries):
            os.utime(path)
            return body
    return None


def keep(name: str, content: Json, *, libraries: Collection[str] = LIBRARIES) -> None:
    """Keep something under a name in place of what is there; `libraries` as for `found_bytes`."""
    if not is_used():
        return
    body = json.dumps(content, separators=(",", ":")).encode()
    data = json.dumps(_head(name, body, libraries)).encode() + b"\n" + body
    if len(data) > MAX_FILE:
        return
    here = folder()
    new = here / f"{_NEW}{os.urandom(8).hex()}"
    with suppress(OSError):
        here.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(data)
            new.replace(_file(here, name))  # whole or not at all, whoever else writes it
        finally:
            new.unlink(missing_ok=True)
        _make_room(here)


def _file(here: Path, name: str) -> Path:
    return here / f"{name}.json"


def _head(name: str, body: bytes, libraries: Collection[str]) -> dict[str, Any]:
    """Return the first line of a file: what makes it whole, and of today."""
    from hashlib import sha256  # noqa: PLC0415  slow, and not needed where nothing is kept

    return {
        "format": _FORMAT,
        "name": name,
        "sha256": sha256(body).hexdigest(),
        "libraries": _versions(libraries),
    }


def _versions(libraries: Collection[str]) -> dict[str, str]:
    if not libraries:
        return {}
    from importlib.metadata import version  # noqa: PLC0415  slow

    return {one: version(one) for one in libraries}


def _make_room(here: Path) -> None:
    """Remove the files that were used longest ago, and what killed processes left."""
    kept = []
    left = MAX_BYTES
    for path in here.iterdir():
        with suppress(FileNotFoundError):  # another process removed it
            seen = path.stat()
            if path.name.startswith(_NEW) and seen.st_mtime < time.time() - _STALE:
                path.unlink()
            elif path.suffix == ".json" and stat.S_ISREG(seen.st_mode):
                kept.append((seen.st_mtime, path, seen.st_size))
    for _, path, size in sorted(kept, reverse=True):
        left -= size
        if left < 0:
            path.unlink(missing_ok=True)
