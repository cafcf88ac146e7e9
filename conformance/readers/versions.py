"""The released versions of published packages, as their ordinary clients tell them."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.readers.package_names import Published
from conformance.readers.published import pip, refused, said_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def versions_of(kind: str, name: str) -> list[str]:
    """Return the released versions of a package, oldest first; no prereleases.

    Raises:
        UsageError: The client of this registry cannot list versions.
        BrokenFileError: The client fails.
        IncompleteRunError: The client is not installed.
    """
    one = Published(kind=kind, name=name, version="*", path="")
    if kind not in _LISTS:
        raise UsageError(
            f"{kind} has no client that lists versions", hint='write them down under "versions"'
        )
    with tempfile.TemporaryDirectory() as work:
        return _released(_LISTS[kind](one, Path(work)))


def newest_of(kind: str, name: str, since: str) -> str:
    """Return the newest released version of a package, without a leading `v`.

    Args:
        kind: The registry's kind: npm, pypi, crate, go or maven.
        name: The package.
        since: A version that it has; no older one is returned.

    Raises:
        BrokenFileError: The client fails.
        IncompleteRunError: The client is not installed.
    """
    one = Published(kind=kind, name=name, version=since, path="")
    with tempfile.TemporaryDirectory() as work:
        listed = _LISTS.get(kind) or _NEWEST[kind]
        found = _released([since, *listed(one, Path(work))])
    return found[-1].lstrip("v")


def _released(versions: Iterable[str]) -> list[str]:
    """Return versions in their order, without prereleases and repetitions."""
    released = {text for text in versions if re.fullmatch(r"v?\d+(\.\d+)*", text)}
    return sorted(released, key=lambda text: [int(x) for x in text.lstrip("v").split(".")])


def _npm(one: Published, work: Path) -> list[str]:
    said = said_by(one, ["npm", "view", "--loglevel=error", one.name, "versions", "--json"], work)
    found = json.loads(said or "[]")
    return [found] if isinstance(found, str) else list(map(str, found))


def _pypi(one: Published, work: Path) -> list[str]:
    options = ["index", "versions", "--disable-pip-version-check", one.name]
    said = said_by(one, [*pip(), *options], work)
    return re.split(r",\s*", said.partition("Available versions:")[2].partition("\n")[0].strip())


def _go(one: Published, work: Path) -> list[str]:
    command = ["go", "list", "-m", "-versions", "-json", one.name]
    found = json.loads(said_by(one, command, work, GOFLAGS="-mod=mod"))
    return list(map(str, found.get("Versions", [])))


def _crate(one: Published, work: Path) -> list[str]:
    """Return the newest version. Cargo lists no others; it may name one that it cannot build."""
    said = said_by(one, ["cargo", "info", "--quiet", "--color", "never", one.name], work)
    found = re.search(r"^version: (\S+)(?: \(latest (\S+)\))?", said, re.MULTILINE)
    if found is None:
        raise refused(one, "cargo", said)
    return [found[2] or found[1]]


def _maven(one: Published, work: Path) -> list[str]:
    """Return the version that Maven takes where any from a package's own on is allowed."""
    group, _, artifact = one.name.partition(":")
    (work / "pom.xml").write_text(
        _POM.format(group=group, artifact=artifact, version=one.version), encoding="utf-8"
    )
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:list"
    options = ["-DexcludeTransitive=true", "-DoutputFile=list.txt"]
    said_by(one, ["mvn", "-q", "-B", "-U", goal, *options], work)
    said = (work / "list.txt").read_text("utf-8")
    found = re.search(rf"{re.escape(one.name)}:[^:\s]+:([^:\s]+)", said)
    if found is None:
        raise refused(one, "mvn", said)
    return [found[1]]


_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>wanted</groupId>
  <artifactId>wanted</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>{group}</groupId>
      <artifactId>{artifact}</artifactId>
      <version>[{version},)</version>
    </dependency>
  </dependencies>
</project>
"""

_LISTS: dict[str, Callable[[Published, Path], list[str]]] = {
    "npm": _npm,
    "pypi": _pypi,
    "go": _go,
}
_NEWEST: dict[str, Callable[[Published, Path], list[str]]] = {
    "crate": _crate,
    "maven": _maven,
}
"""The clients that do not list the versions, and tell only the newest one."""
