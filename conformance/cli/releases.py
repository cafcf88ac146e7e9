"""`conformance releases`: which releases of a package changed the type that a column decodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from conformance.cli.caching import cache_option
from conformance.cli.context import console, progress, record_option, say, settings
from conformance.compare.folding import folded
from conformance.errors import UsageError, nearest
from conformance.files import write_whole
from conformance.jsontext.escape import terminal_text
from conformance.jsontext.text import pretty
from conformance.readers.package_names import published
from conformance.readers.read import Options, read, split
from conformance.readers.versions import versions_of
from conformance.record.choose import chosen_record
from conformance.record.releases import FOLDER, VERSION, releases_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Releases, SchemaFile, Shape


@click.command(
    epilog="""\b
Examples:
  conformance releases
  conformance releases sdk.my-client 'npm:my-client@{version}/types.d.ts#Order' --since 1.4.0
  conformance releases sdk.my-client --check
"""
)
@click.argument("column", required=False)
@click.argument("source", required=False)
@cache_option
@record_option
@click.option("--since", metavar="VERSION", help="Leave out the releases before this one.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a shape is new.")
def releases(
    column: str | None, source: str | None, record: str | None, since: str | None, *, check: bool
) -> None:
    """Read a package's releases, and keep those that changed the type that COLUMN decodes.

    COLUMN is the id of the package's columns without the version; without one, every package whose
    releases are kept is read again. SOURCE is needed the first time, with {version} where the
    version goes. Releases that are equal, by proof, are one. Reports then name the release in which
    a package changed its stance on a finding.
    """
    found = chosen_record(record, settings())
    known = {one.column: one for one in found.releases}
    if column is not None and source is None and column not in known:
        raise UsageError(
            f"no releases of {column} are kept",
            hint=f"name its source, or one of these: {', '.join(known) or 'there is none'}",
        )
    sources = {name: one.source for name, one in known.items() if column in {None, name}}
    if column is not None and source is not None:
        sources[column] = source
    if not sources:
        raise UsageError(
            "this record keeps no releases", hint="name a column and its source, see --help"
        )
    moved = False
    for name, wanted in sources.items():
        old = known.get(name)
        versions, shapes = _read(wanted, since, old)
        _print(name, versions, shapes)
        if old is None or _differ(old, shapes):
            moved = True
        if not check:
            path = found.folder / FOLDER / f"{name}.json"
            path.parent.mkdir(exist_ok=True)
            write_whole(path, pretty(releases_json(wanted, versions, shapes)))
            say(f"Written: {path.as_posix()}", err=True)
    if check and moved:
        raise click.exceptions.Exit(1)


def _read(
    source: str, since: str | None, old: Releases | None
) -> tuple[Sequence[str], list[Shape]]:
    if VERSION not in source:
        raise UsageError(f"{source} does not say where the version goes", hint=f"write {VERSION}")
    package = published(split(source)[0].as_posix().replace(VERSION, "0"))
    if package is None:
        raise UsageError(f"{source} is in no package", hint="write npm:NAME@{version}/PATH#TYPE")
    with progress(f"listing the releases of {package.name}") as told:
        versions: Sequence[str] = versions_of(package.kind, package.name)
        first = since or (old.versions[0] if old is not None else None)
        if first is not None:
            if first not in versions:
                raise UsageError(f"{first} is no release", hint=nearest(first, versions))
            versions = versions[versions.index(first) :]

        def at(version: str) -> SchemaFile | None:
            told(f"reading {package.name} {version}")
            try:
                return read(source.replace(VERSION, version), Options()).file
            except UsageError:  # this release does not have the file, or the type
                return None

        return versions, folded(versions, at)


def _differ(old: Releases, shapes: Sequence[Shape]) -> bool:
    """Return whether the shapes are others than the kept ones."""
    kept = [(shape.since, shape.file and shape.file.schema) for shape in old.shapes]
    return kept != [(shape.since, shape.file and shape.file.schema) for shape in shapes]


def _print(column: str, versions: Sequence[str], shapes: Sequence[Shape]) -> None:
    terminal = console()
    line = Text(terminal_text(column), "bold")
    line.append(f": {len(versions)} releases, {versions[0]} to {versions[-1]}", "default")
    terminal.print(line)
    for shape in shapes:
        says = "changed" if shape.file is not None else "not there"
        if shape is shapes[0] and shape.file is not None:
            says = "there"
        terminal.print(f"  {terminal_text(shape.since)}  {says}")
