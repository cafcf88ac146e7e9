"""`conformance init`: a record of your own, ready to run."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.context import announce, say, show
from conformance.cli.prose import prose_lines, prose_option
from conformance.readers.prose.mode import Mode
from conformance.readers.read import Options, split
from conformance.record.fresh import fresh_variant
from conformance.record.origins import origin_of
from conformance.record.revised import tried
from conformance.record.scaffold import record_folder, scaffold, scaffold_from
from conformance.record.sources import named_sources


@click.command(
    epilog="""\b
Examples:
  conformance init parcels && cd parcels && conformance run
  conformance init orders --from api.yaml#Order --from web/types.ts#Order
  conformance init orders --from api.yaml#Order --prose apply
"""
)
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "sources",
    metavar="[NAME=]SOURCE",
    multiple=True,
    help="A source, PATH#TYPE, to read a variant from, in place of the example. May be given "
    "several times.",
)
@prose_option()
def init(directory: Path, sources: tuple[str, ...], prose: str) -> None:
    """Start a record of your own in DIRECTORY: an example, or variants read from your sources.

    The example has two variants, their cases and known disagreements, and runs as it is; replace
    its schemas with yours, piece by piece. With --from, each source becomes a variant that
    `conformance variant refresh` reads again.
    """
    if sources:
        _from_sources(directory, sources, Mode(prose))
        return
    for name in scaffold(directory):
        say(f"written: {directory / name}")
    show("")
    say(f"Next: cd {directory} && conformance run")


def _from_sources(directory: Path, sources: tuple[str, ...], mode: Mode) -> None:
    named = named_sources(sources)
    announce(*(split(source)[0] for source in named.values()))
    read = {}
    folder = record_folder(directory)
    for name, source in named.items():
        path, wanted = split(source)
        options = Options(prose=mode)
        read[name] = fresh_variant(origin_of(path, folder, None), wanted, options, about={})
        tried(folder, name, read[name].texts())
    titles = list(dict.fromkeys(fresh.source.type for fresh in read.values()))
    texts = {name: fresh.texts() for name, fresh in read.items()}
    for name, fresh in read.items():
        for line in prose_lines(fresh.prose, mode):
            say(f"{name}: {line.strip()}")
    for file in scaffold_from(directory, " and ".join(titles), texts):
        say(f"written: {directory / file}")
    show("")
    say(f"Next: cd {directory} && conformance generate --write && conformance run")
