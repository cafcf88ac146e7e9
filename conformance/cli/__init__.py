"""The command line: the only place that prints, exits, and knows default paths.

Each command is a module of its own; what they share stands in `context`.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click

from conformance import __version__, interrupts
from conformance.cli import streams
from conformance.cli.listing import ListedCommands
from conformance.errors import ConformanceError, IncompleteRunError, UsageError
from conformance.files import MAX_BYTES, limit_bytes
from conformance.jsontext.escape import terminal_output, terminal_text

_OUR_FAULT = 4


COMMANDS = {
    "compare": "Compare what sources say of one type, or of all, exactly, and write the report.",
    "history": "Tell what SOURCE accepted over time: each change with its commit, and who it "
    "breaks.",
    "run": "Judge the whole corpus with every column and write the conformance matrix.",
    "judge": "Print every column's verdict on a JSON input, and the reasons.",
    "findings": "List every disagreement, the most important first; with KEY, show that one in "
    "full.",
    "explain": "Explain why columns reject CASE or are silent on it; or COLUMN's verdict, and why.",
    "relate": "Compare A with B exactly: columns, schema files or sources.",
    "cells": "List every vector of verdicts that some JSON value has, with a smallest value each.",
    "diff": "List what appeared, vanished and changed from one results file to another.",
    "gitdiff": "Show what a file accepts now and did not before, as a diff driver of Git.",
    "report": "Make reports from a results file, without judging again.",
    "bug": "Print a ready-made bug report for the maintainers of COLUMN.",
    "corpus": "Check the cases of a record, count what they exercise, write a new one, or export "
    "them.",
    "generate": "Draw inputs, judge them with every column, and keep those that show something "
    "new.",
    "baseline": "Keep the list of known disagreements, each with its reason.",
    "releases": "Read a package's releases, and keep those that changed the type that COLUMN "
    "decodes.",
    "adapter": "Try a program that judges cases over stdin and stdout.",
    "variant": "Add variants that are read from their sources, read them again, and show what was "
    "read.",
    "init": "Start a record of your own in DIRECTORY: an example, or variants read from your "
    "sources.",
}
"""Each is the module of its name here. The line of help is its own, told before it is imported."""

_HELP = """Find every disagreement between the published descriptions of one record.

\b
conformance compare A#T B#T      what several sources say of one type, or of all
conformance history A#T          what changed, commit by commit, and who it breaks
conformance run                  the matrix and the report, into reports/
conformance judge payload.json   what every column says of one input, and why
conformance findings             every disagreement, one line each
conformance explain CASE         why, and what would be accepted instead
conformance relate OLD NEW       is the new one still compatible? proven
conformance diff OLD NEW         what changed between two results files
conformance bug COLUMN           a bug report for a column's maintainers
conformance baseline update      keep the list of those that are known
conformance variant refresh      read the sources of variants again: what changed?
conformance init DIRECTORY       a record of your own, ready to run
"""


@click.group(
    help=_HELP,
    cls=ListedCommands,
    listed=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 as expected; 1 a disagreement is new, changed or gone, or a requirement "
    "is not met; 2 usage, or a broken schema, corpus or setting; 3 not run in full, or not "
    "decided; 4 our own fault; 5 nothing selected; 130 and 143 interrupted.",
)
@click.version_option(__version__, package_name="cross-schema-conformance")
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    metavar="BYTES",
    help=f"Read no file that has more bytes. [default: {MAX_BYTES:,}]",
)
def commands(max_bytes: int | None) -> None:
    """Set what counts for all commands; the help is told above."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise UsageError(
            "the current folder is no longer there", hint="change to one that is"
        ) from error
    limit_bytes(max_bytes or _max_bytes_set() or MAX_BYTES)


def _max_bytes_set() -> int | None:
    """Return the limit of the project's settings; commands that need them tell what is wrong."""
    from conformance.cli.context import settings  # noqa: PLC0415  not for the help

    try:
        return settings().max_bytes
    except ConformanceError:
        return None


def main() -> None:
    """Run the command line and exit with its code; users never see a traceback of their making."""
    streams.prepare()
    try:
        code = _outcome()
        fault = streams.output_fault()
        interrupts.over()
    except KeyboardInterrupt:
        interrupts.over()
        _complain(interrupts.NOTHING_REPLACED)
        code = interrupts.exit_code()
    else:
        if fault is not None:
            _complain(f"Error: {fault}")
            code = code or IncompleteRunError.exit_code
        if interrupts.is_late():
            _complain(interrupts.TOO_LATE)
    sys.exit(code)


def _outcome() -> int:
    """Run the command line; return its exit code, of an error after telling it.

    Raises:
        KeyboardInterrupt: It was interrupted.
    """
    try:
        code = commands.main(standalone_mode=False)
        return code if isinstance(code, int) else 0  # `Context.exit` makes click return a code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        written = io.StringIO()
        error.show(written)
        usage, error_, message = written.getvalue().removesuffix("\n").partition("Error: ")
        click.echo(usage, nl=False, err=True)
        _complain(f"{error_}{message}")
        return error.exit_code
    except ConformanceError as error:
        _complain(f"Error: {error}")
        return error.exit_code
    except Exception as error:  # noqa: BLE001  the last net: a defect must read as one
        interrupts.check()  # a library can turn an interrupt into an error of its own
        if os.environ.get("CONFORMANCE_DEBUG"):
            import traceback  # noqa: PLC0415  hardly ever needed

            traceback.print_exc()
        _complain(
            f"Error: this is our fault, not yours: {type(error).__name__}: {error}; "
            "please report it with what CONFORMANCE_DEBUG=1 prints",
        )
        return _OUR_FAULT


def _complain(line: str) -> None:
    click.echo(terminal_output(terminal_text(line)), err=True)
