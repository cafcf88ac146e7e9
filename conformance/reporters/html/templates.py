"""Compiles templates, and keeps what comes of it where Python keeps the bytecode of its modules.

Jinja takes longer to compile a template than to fill it. The rules are Python's own: a folder that
cannot be written to keeps nothing, and so does `PYTHONDONTWRITEBYTECODE`.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from importlib import resources
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.bccache import bc_magic

from conformance import __version__

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import Environment, Template


def compiled(environment: Environment, package: str, name: str) -> Template:
    """Return a template beside a package's modules, ready to be filled.

    Args:
        environment: What fills it.
        package: The package.
        name: The name of the template's file.
    """
    file = resources.files(package).joinpath(name)
    source = file.read_text("utf-8")
    kept = Path(cache_from_source(str(file)))
    stamp = hashlib.sha256(bc_magic + f"{__version__}\n{source}".encode()).digest()
    code = _found(kept, stamp)
    if code is None:
        code = environment.compile(source, filename=str(file))
        _keep(kept, stamp + marshal.dumps(code))
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _found(kept: Path, stamp: bytes) -> CodeType | None:
    """Return what is kept; None if there is nothing, or it is of another template or version."""
    with suppress(OSError, EOFError, TypeError, ValueError):
        data = kept.read_bytes()
        if data.startswith(stamp):
            code: CodeType = marshal.loads(data[len(stamp) :])  # noqa: S302  as Python does
            return code
    return None


def _keep(kept: Path, data: bytes) -> None:
    """Write the file in one step, since other processes may read it; never mind if it fails."""
    if sys.dont_write_bytecode:
        return
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        new = kept.with_name(f"{kept.stem}.{os.getpid()}.pyc")
        new.write_bytes(data)
        new.replace(kept)
