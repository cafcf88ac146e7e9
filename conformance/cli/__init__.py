"""The command line: the only place that prints, exits, and knows default paths.

Each command is a module of its own; what they share stands in `context`.
"""

from __future__ import annotations

import os
import sys
import traceback

import click

from conformance import __version__
from conformance.cli.adapter import adapter
from conformance.cli.corpus import corpus
from conformance.cli.findings import findings
from conformance.cli.init import init
from conformance.cli.judge import judge
from conformance.cli.report import report
from conformance.cli.run import run
from conformance.errors import ConformanceError

_INTERRUPTED = 130
_OUR_FAULT = 4


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 as expected; 1 a disagreement is new, changed or gone, or a requirement "
    "is not met; 2 usage, or a broken schema, corpus or setting; 3 not run in full, or not "
    "decided; 4 our own fault; 5 nothing selected; 130 interrupted.",
)
@click.version_option(__version__, package_name="cross-schema-conformance")
def commands() -> None:
    r"""Find every disagreement between the published descriptions of one record.

    \b
    conformance run                     the matrix and the report, into reports/
    conformance judge payload.json      what every column says of one input, and why
    conformance findings                every disagreement, one line each
    """


for command in (run, judge, findings, corpus, init, report, adapter):
    commands.add_command(command)


def main() -> None:
    """Run the command line and exit with its code; users never see a traceback of their making."""
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; nothing was replaced", err=True)
        sys.exit(_INTERRUPTED)
    except ConformanceError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output left, as `head` does; that is no fault of anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  the last net: a defect must read as one
        if os.environ.get("CONFORMANCE_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"Error: this is our fault, not yours: {type(error).__name__}: {error}; "
            "please report it with what CONFORMANCE_DEBUG=1 prints",
            err=True,
        )
        sys.exit(_OUR_FAULT)
