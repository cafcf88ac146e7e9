"""`conformance corpus export` and `package`: the corpus for other test suites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.context import columns_option, record_option, say, settings
from conformance.compare.separating import separating
from conformance.corpus.select import LEVELS, Profile, chosen_cases, flag_names
from conformance.errors import NothingSelectedError, UsageError
from conformance.export.bundle import Edition, bundle_files, observations, replaced, write_bundle
from conformance.export.earlier import read_bundle
from conformance.export.packages import SUMS, packed, sums
from conformance.judges.panel import with_programs
from conformance.pipeline import judge, load
from conformance.record.choose import chosen_record
from conformance.reporters.views.overview import plural
from conformance.results.build import program_line
from conformance.results.encode import encode
from conformance.results.lines import ColumnLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Case, Verdict
    from conformance.pipeline import Loaded


@click.command(
    epilog="""\b
Examples:
  conformance corpus export bundle
  conformance corpus export bundle --version 2027.1 --since bundle-2026.4
  conformance corpus export smoke --minimal --columns '*.declared'
  conformance corpus export sure --level must --flags -Unicode
"""
)
@click.argument("directory", type=click.Path(path_type=Path))
@record_option
@columns_option
@click.option(
    "--flags",
    metavar="NAME|-NAME,…",
    multiple=True,
    help="Only cases with this flag, or without it (-NAME). Write several with commas, or each "
    "behind an option of its own.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    help="Only cases whose expectation is at least this binding.",
)
@click.option(
    "--minimal",
    is_flag=True,
    help="Only the fewest cases that tell the columns apart, schemas and programs.",
)
@click.option("--version", metavar="YYYY.N", help="The version. [default: the corpus's own]")
@click.option(
    "--since",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="BUNDLE",
    help="An earlier bundle: CHANGES.json lists the cases that were added, changed and retired.",
)
def export(
    *,
    directory: Path,
    record: str | None,
    columns: tuple[str, ...],
    flags: tuple[str, ...],
    level: str | None,
    minimal: bool,
    version: str | None,
    since: Path | None,
) -> None:
    """Write the corpus into a folder that any test suite can use without this tool.

    The folder holds corpus.json, the same cases one a line in cases.ndjson, each input alone in
    cases/, manifest.json with the digest of everything, and observed.json with the verdict of
    every column. The same corpus gives the same bytes. An earlier bundle in the folder is replaced.
    """
    loaded = load(settings(), record=record, columns=columns)
    chosen, corpus = loaded.record, loaded.corpus
    profile = Profile(columns=columns, flags=flag_names(*flags), level=level, minimal=minimal)
    edition = Edition(
        version=_version(version or corpus.version),
        profile=profile,
        since=None if since is None else read_bundle(since, record=chosen.id),
    )
    before = replaced(directory, record=chosen.id)
    selected = chosen_cases(corpus, profile)
    lines = [*(ColumnLine(column=x.column) for x in loaded.judges)]
    lines += map(program_line, loaded.programs)
    verdicts = _verdicts(loaded)
    cases = _fewest(selected, verdicts, lines) if minimal else selected
    observed = observations(map(encode, lines), verdicts, cases)
    files = bundle_files(chosen, corpus, cases, observed, edition)
    write_bundle(directory, files, replaces=before)
    size = sum(map(len, files.values()))
    say(
        f"written: {plural(len(cases), 'case')} in {plural(len(files), 'file')}, {size:,} bytes, "
        f"in {directory.as_posix()}"
    )


@click.command(
    epilog="""\b
Examples:
  conformance corpus export bundle && conformance corpus package bundle dist
  conformance corpus package bundle dist --npm-name @my-scope/my-corpus --license MIT
"""
)
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("directory", type=click.Path(path_type=Path))
@record_option
@click.option("--npm-name", metavar="NAME", help="npm's package. [default: RECORD-corpus]")
@click.option("--license", "terms", metavar="SPDX", help="The licence that npm's package names.")
def package(
    *, bundle: Path, directory: Path, record: str | None, npm_name: str | None, terms: str | None
) -> None:
    """Pack a bundle of the whole corpus: a tar.gz, a package for npm, and SHA256SUMS.

    The same bundle gives the same bytes, with the same Python. Packages of other versions may be
    in the folder; SHA256SUMS still lists them.
    """
    if directory.resolve().is_relative_to(bundle.resolve()):
        raise UsageError(
            "the packages would be inside the bundle",
            file=directory.as_posix(),
            hint="name a folder beside it",
        )
    name = chosen_record(record, settings()).id
    archives = packed(
        bundle, read_bundle(bundle, record=name), record=name, name=npm_name, terms=terms
    )
    files = {**archives, SUMS: sums(archives, directory)}
    write_bundle(directory, files, replaces=None)
    for file in files:
        say(f"written: {(directory / file).as_posix()}")


def _verdicts(loaded: Loaded) -> dict[str, Mapping[str, Verdict]]:
    """Return case id -> column id -> verdict."""
    return {
        judged.case.id: {
            column: found.verdict
            for column, found in with_programs(judged, loaded.programs).judgements.items()
        }
        for judged in judge(loaded)
    }


def _fewest(
    cases: Sequence[Case],
    verdicts: Mapping[str, Mapping[str, Verdict]],
    columns: Sequence[ColumnLine],
) -> tuple[Case, ...]:
    """Return the fewest cases that tell apart every two columns that any case tells apart."""
    ran = [column.id for column in columns if column.not_run is None]
    vectors: dict[tuple[Verdict, ...], str] = {}
    for case in cases:
        vector = tuple(verdicts[case.id][column] for column in ran)
        vectors.setdefault(vector, case.id)
    fewest = separating(vectors)
    if not fewest:
        raise NothingSelectedError(
            "no case tells two of the columns apart",
            hint="leave out --minimal, or name more columns",
        )
    return tuple(case for case in cases if case.id in fewest)


def _version(version: str | None) -> str:
    if version is None:
        raise UsageError(
            "the corpus has no version",
            hint='give one with --version, for example 2026.1, or write it as "version" into a '
            "corpus file",
        )
    return version
