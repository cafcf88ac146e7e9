"""A group of commands that are listed without being imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from conformance import interrupts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem


class ListedCommands(click.Group):
    """Imports a command when it is asked for; help and completion only need its name and line."""

    def __init__(self, *parts: Any, listed: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401  click's own
        """Keep the list.

        Args:
            parts: click's own.
            listed: Each command's name -> the line of help that it has too. The command is the
                object of this name in the module of this name in this folder.
            options: click's own.
        """
        super().__init__(*parts, **options)
        self._listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's own
        """Return the names in the order of a newcomer's interest."""
        return list(self._listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of a name, from the module of that name."""
        if cmd_name not in self._listed:
            return None
        command: click.Command = getattr(import_module(f"conformance.cli.{cmd_name}"), cmd_name)
        interrupts.imported()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list, as click writes it."""
        _Lines(self._listed).format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the names and options that start like a word."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  only a shell needs it

        lines = _Lines(self._listed)
        return [
            *(
                CompletionItem(name, help=lines.get_command(ctx, name).get_short_help_str())
                for name in self._listed
                if name.startswith(incomplete)
            ),
            *click.Command.shell_complete(self, ctx, incomplete),
        ]


class _Lines(click.Group):
    """Stands in for the commands: their names and lines of help, and nothing behind them."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        super().__init__()
        self._listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's own
        return list(self._listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
        return click.Command(cmd_name, help=self._listed[cmd_name])
