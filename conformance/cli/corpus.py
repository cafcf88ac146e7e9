"""`conformance corpus`: check the cases of a record, count what they exercise, write a new one.

`corpus_export` exports them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from conformance.cli.context import (
    input_of,
    record_option_first,
    records_option,
    say,
    settings,
    show,
)
from conformance.cli.corpus_coverage import coverage
from conformance.cli.corpus_export import export, package
from conformance.cli.each import each_record
from conformance.corpus.digests import FILE, corpus_digests, digests_text, kept_digests
from conformance.corpus.lint import lint_corpus
from conformance.corpus.load import corpus_files, load_corpus
from conformance.corpus.write import file_text, file_with
from conformance.dataclass import dataclass
from conformance.errors import NothingSelectedError, UsageError
from conformance.files import write_whole
from conformance.formats.read import read_formatted
from conformance.jsontext.text import compact, pretty
from conformance.model import Case, Expectation, Input, Record
from conformance.record.choose import chosen_folders, chosen_record
from conformance.record.load import load_record
from conformance.reporters.views.overview import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.corpus.lint import Lint
    from conformance.model import Json


@click.group()
def corpus() -> None:
    """Check the cases of a record, count what they exercise, write a new one, or export them."""


corpus.add_command(coverage)
corpus.add_command(export)
corpus.add_command(package)


@corpus.command(
    epilog="""\b
Examples:
  conformance corpus check
  conformance corpus check --fix
"""
)
@records_option
@click.option(
    "--fix",
    is_flag=True,
    help="Put the files into their layout, and keep the digests of new and revised cases.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(record: tuple[str, ...], fix: bool, form: str) -> None:
    """Report everything that is wrong with the cases; exit 2 if there is an error.

    Besides the format it checks that cited claims exist, that the case in `near` differs in one
    place, that `rev` rose when an input or expectation changed, and that no id is used again.

    Of several records, the form json prints one document a line.
    """
    folders = chosen_folders(record, settings())

    def check_one(folder: Path) -> None:
        checked = _check(load_record(folder), fix=fix)
        if form == "text":
            _tell(checked, several=len(folders) > 1)
        elif len(folders) > 1:
            show(compact(_json(checked)))
        else:
            show(pretty(_json(checked)))
        if checked.errors:
            raise click.exceptions.Exit(2)

    each_record(folders, check_one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    record: Record
    cases: int
    found: Sequence[Lint]

    @property
    def errors(self) -> int:
        return sum(lint.level == "error" for lint in self.found)


def _check(chosen: Record, *, fix: bool) -> _Checked:
    if fix:
        _fix(chosen)
    cases = load_corpus(chosen.folder)
    if not cases.cases:
        raise NothingSelectedError(
            "the corpus has no case",
            file=str(chosen.folder / "corpus"),
            hint="write one with `conformance corpus new`",
        )
    found = lint_corpus(cases, chosen, kept_digests(chosen.folder))
    return _Checked(record=chosen, cases=len(cases.cases), found=found)


def _json(checked: _Checked) -> dict[str, Json]:
    shown: list[Json] = [
        {
            "level": lint.level,
            "file": lint.file,
            "place": lint.place,
            "message": lint.message,
            "mend": lint.hint,
        }
        for lint in checked.found
    ]
    return {"record": checked.record.id, "cases": checked.cases, "problems": shown}


def _tell(checked: _Checked, *, several: bool) -> None:
    for lint in checked.found:
        say(f"{lint.level}: {checked.record.folder.as_posix()}/{lint}")
    errors = checked.errors
    counts = (plural(errors, "error"), plural(len(checked.found) - errors, "warning"))
    whose = f"{checked.record.id}: " if several else ""
    say(f"{whose}{plural(checked.cases, 'case')}: {', '.join(counts)}")


def _fix(record: Record) -> None:
    folder = record.folder
    for name, data in corpus_files(folder).items():
        file = (folder / name).as_posix()
        content = read_formatted(data, file=file, form="corpus", record=record.id)
        text = file_text(content)
        if text.encode() != data:
            write_whole(folder / name, text)
            say(f"put into its layout: {file}")
    kept = kept_digests(folder)
    now = corpus_digests(load_corpus(folder))
    # A digest that changed under the same rev is kept: the check exists to report it.
    merged = kept | {
        case: digest
        for case, digest in now.items()
        if case not in kept or kept[case].rev != digest.rev
    }
    if merged != kept:
        write_whole(folder / FILE, digests_text(merged, record=record.id))
        say(f"kept the digests of new and revised cases: {(folder / FILE).as_posix()}")


@corpus.command(
    epilog="""\b
Examples:
  conformance corpus new
  conformance corpus new --id status/unknown --title 'A status nobody lists' \\
    --input '{"status": "lost"}' --expect reject --level must --cite VARIANT:CLAIM
"""
)
@record_option_first
@click.option(
    "--id", "case_id", prompt="Id, a path of slugs (topic/what-is-special)", help="The id."
)
@click.option("--title", prompt="Title, one line", help="The title, one line.")
@click.option(
    "--input", "text", prompt="Input, a JSON text or @FILE", help="A JSON text, or @FILE."
)
@click.option(
    "--expect",
    type=click.Choice(["accept", "reject", "either", "open"]),
    prompt="What a decoder should do",
    help="The verdict that the cited sources call for.",
)
@click.option(
    "--level",
    type=click.Choice(["must", "should", "may"]),
    help="How binding accept or reject is. [default: should]",
)
@click.option("--because", help="The reason for the expectation.")
@click.option(
    "--if-accepts", metavar="POLICY", help="For either: the policy that accepts, in a few words."
)
@click.option(
    "--if-rejects", metavar="POLICY", help="For either: the policy that rejects, in a few words."
)
@click.option("--why", help="The purpose of the case.")
@click.option("--cite", "cites", multiple=True, help="VARIANT:CLAIM or document:ID.")
@click.option("--flag", "flags", multiple=True, help="A flag of the corpus's dictionary.")
@click.option("--near", help="The id of the accepted case that differs in one place.")
@click.option(
    "--direction",
    type=click.Choice(["send", "receive", "both"]),
    default="both",
    help="The side that would produce it.",
)
def new(
    *,
    record: str,
    case_id: str,
    title: str,
    text: str,
    expect: str,
    level: str | None,
    because: str | None,
    if_accepts: str | None,
    if_rejects: str | None,
    why: str | None,
    cites: tuple[str, ...],
    flags: tuple[str, ...],
    near: str | None,
    direction: str,
) -> None:
    """Write a new case into the file of its topic; ask for what the options do not give."""
    chosen = chosen_record(record, settings())
    choices = {"accept": if_accepts, "reject": if_rejects}
    decided = expect in {"accept", "reject"}
    case = Case(
        id=case_id,
        rev=1,
        title=title,
        why=why,
        input=Input(text=_input(text)),
        expect=Expectation(
            verdict=expect,
            level=(level or "should") if decided else level,
            choices={verdict: policy for verdict, policy in choices.items() if policy},
            because=because,
        ),
        cites=cites,
        flags=flags,
        near=near,
        direction=direction,
        origin=None,
        file="",
    )
    written = file_with(chosen.folder, case)
    write_whole(written.path, written.text)
    say(f"written: {case_id} in {written.path.as_posix()}")


def _input(text: str) -> str:
    if not text.startswith("@"):
        return text
    data = input_of(text[1:])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the input cannot be read: {error}", file=text[1:]) from error
