"""The command line: the only place that prints, exits, and knows default paths.

Each command is a module of its own; what they share stands in `context`.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from conformance import __version__
from conformance.errors import ConformanceError
from conformance.jsontext.escape import terminal_output, terminal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTERRUPTED = 130
_OUR_FAULT = 4
_INCOMPLETE = 3


class _OutputError(Exception):
    """Standard output took no more; the cause says why."""


COMMANDS = (
    *("run", "judge", "findings", "explain", "relate", "cells", "diff", "report"),
    *("bug", "corpus", "generate", "baseline", "adapter", "init"),
)
"""Each is the module of its name here, imported when it is asked for: a command starts sooner."""


class _Commands(click.Group):
    """Imports commands when they are wanted, and tells a closed standard output from an error.

    click's own exit code for a closed standard output means a disagreement here.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's own
        """Return the names in the order of a newcomer's interest."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of a name, from the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"conformance.cli.{cmd_name}"), cmd_name)
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401  click's own
        """Return click's context; printing the help can fail too."""
        with _printing():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and print what is still buffered while errors can be told."""
        with _printing():
            result: object = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.EPIPE, errno.ENOSPC, errno.EDQUOT}:
            raise _OutputError from error
        raise


_HELP = """Find every disagreement between the published descriptions of one record.

\b
conformance run                  the matrix and the report, into reports/
conformance judge payload.json   what every column says of one input, and why
conformance findings             every disagreement, one line each
conformance explain CASE         why, and what would be accepted instead
conformance relate OLD NEW       is the new schema still compatible? proven
conformance diff OLD NEW         what changed between two results files
conformance bug COLUMN           a bug report for a column's maintainers
conformance baseline update      keep the list of those that are known
conformance init DIRECTORY       a record of your own, ready to run
"""


@click.group(
    help=_HELP,
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 as expected; 1 a disagreement is new, changed or gone, or a requirement "
    "is not met; 2 usage, or a broken schema, corpus or setting; 3 not run in full, or not "
    "decided; 4 our own fault; 5 nothing selected; 130 interrupted.",
)
@click.version_option(__version__, package_name="cross-schema-conformance")
def commands() -> None:
    """Hold the commands; the help is told above."""


def main() -> None:
    """Run the command line and exit with its code; users never see a traceback of their making."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that knows no more than ASCII shows escapes for the signs of verdicts.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = commands.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)  # `Context.exit` makes click return a code
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        usage, error_, message = said.getvalue().removesuffix("\n").partition("Error: ")
        click.echo(usage, nl=False, err=True)
        _complain(f"{error_}{message}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted; nothing was replaced")
        sys.exit(_INTERRUPTED)
    except ConformanceError as error:
        _complain(f"Error: {error}")
        sys.exit(error.exit_code)
    except _OutputError as error:
        # What is buffered would fail again when Python ends, and change the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error.__cause__, BrokenPipeError):
            sys.exit(0)  # the reader of our output left, as `head` does; that is nobody's fault
        _complain("Error: standard output: the disk is full; free some space")
        sys.exit(_INCOMPLETE)
    except Exception as error:  # noqa: BLE001  the last net: a defect must read as one
        if os.environ.get("CONFORMANCE_DEBUG"):
            traceback.print_exc()
        _complain(
            f"Error: this is our fault, not yours: {type(error).__name__}: {error}; "
            "please report it with what CONFORMANCE_DEBUG=1 prints",
        )
        sys.exit(_OUR_FAULT)


def _complain(line: str) -> None:
    click.echo(terminal_output(terminal_text(line)), err=True)
