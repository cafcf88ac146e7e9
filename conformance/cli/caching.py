"""The option of the commands that keep what took long: whether they use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from conformance.proofs import store

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")


class _NoCache(click.Option):
    """Says in the help where things are kept on this machine."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, as click does."""
        about = self.help
        self.help = f"{about} [folder: {store.folder()}]"
        shown = super().get_help_record(ctx)
        self.help = about
        return shown


_HELP = (
    "Compare anew. Otherwise an exact comparison that was made before, or a run of which nothing "
    "has changed, is taken from the cache, after its values have been judged again."
)


def _use(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    store.use(kept=not value and not ctx.resilient_parsing)


def no_cache(about: str) -> Callable[[Command], Command]:
    """Return the option of a command; its help begins with what it is about."""
    return click.option(
        "--no-cache",
        is_flag=True,
        cls=_NoCache,
        envvar="CONFORMANCE_NO_CACHE",
        expose_value=False,
        callback=_use,
        help=about,
    )


cache_option = no_cache(_HELP)
"""The option of the commands that compare exactly."""
