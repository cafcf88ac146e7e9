"""The list of commands, which is made without importing them."""

from __future__ import annotations

import click
import pytest
from click.shell_completion import ShellComplete

from conformance.cli import COMMANDS, commands

WIDE = 1000


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_its_own_line_of_help(name: str) -> None:
    command = commands.get_command(click.Context(commands), name)

    assert command is not None
    assert COMMANDS[name] == command.get_short_help_str(WIDE)
    assert not command.hidden


@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_list_is_written_as_click_writes_it(width: int) -> None:
    context = click.Context(commands)
    real = click.Group(commands=[commands.get_command(context, x) or commands for x in COMMANDS])
    real.list_commands = commands.list_commands  # type: ignore[method-assign]
    written = [click.HelpFormatter(width=width), click.HelpFormatter(width=width)]

    commands.format_commands(context, written[0])
    real.format_commands(context, written[1])

    assert written[0].getvalue() == written[1].getvalue()
    assert len(written[0].getvalue().splitlines()) >= len(COMMANDS) + 1


def test_a_name_that_is_not_listed_is_no_command() -> None:
    assert commands.get_command(click.Context(commands), "context") is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("re", ["relate", "report", "releases"]),
        ("judge", ["judge"]),
        ("x", []),
        ("--ver", ["--version"]),
    ],
)
def test_a_shell_completes_commands_and_options(typed: str, expected: list[str]) -> None:
    shell = ShellComplete(commands, {}, "conformance", "_CONFORMANCE_COMPLETE")

    found = shell.get_completions([], typed)

    assert [item.value for item in found] == expected
    real = [commands.get_command(click.Context(commands), x) for x in expected]
    assert [item.help for item in found if item.value in COMMANDS] == [
        command.get_short_help_str() for command in real if command is not None
    ]
