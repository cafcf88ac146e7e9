"""How a source inside a published package is named: `npm:NAME@VERSION/PATH`, and likewise."""

from __future__ import annotations

import re
from pathlib import Path

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.expressions import expression

_NAME = expression(
    r"(?P<kind>npm|pypi|crate|go|maven):"
    r"(?:(?P<name>@?[^@]+)@(?P<version>[A-Za-z0-9][\w.+-]*)(?:/(?P<path>.+)?)?|(?P<rest>.*))",
    re.DOTALL,
)
_PACKAGE = expression(r"@?[A-Za-z0-9][\w./:-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file of a published package.

    Attributes:
        kind: The registry's kind: npm, pypi, crate, go or maven.
        name: The package.
        version: Its version.
        path: The path of the file or folder inside the package, with slashes; empty for all of it.
    """

    kind: str
    name: str
    version: str
    path: str

    @property
    def package(self) -> str:
        """The package with its version, as it is named: `npm:left@1.0.0`."""
        return f"{self.kind}:{self.name}@{self.version}"


def published(name: str) -> Published | None:
    """Return what a source's path names in a package; None if it is an ordinary path.

    Raises:
        UsageError: It names no version.
    """
    found = _NAME.fullmatch(name)
    if found is None or Path(name).exists():
        return None
    kind = found["kind"]
    if found["rest"] is not None or not _PACKAGE.fullmatch(found["name"]):
        shown = "GROUP:ARTIFACT" if kind == "maven" else "NAME"
        raise UsageError(
            f"{name} names no version of a package",
            hint=f"write {kind}:{shown}@VERSION/PATH#TYPE",
        )
    return Published(
        kind=kind, name=found["name"], version=found["version"], path=found["path"] or ""
    )
