"""The option of the commands that compare exactly: whether they use what is kept."""

from __future__ import annotations

import click

from conformance.proofs import store


class _NoCache(click.Option):
    """Says in the help where comparisons are kept on this machine."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, as click does."""
        self.help = f"{_HELP} [folder: {store.folder()}]"
        return super().get_help_record(ctx)


_HELP = (
    "Compare anew. Otherwise an exact comparison that was made before, or a run of which nothing "
    "has changed, is taken from the cache, after its values have been judged again."
)


def _use(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    store.use(kept=not value and not ctx.resilient_parsing)


cache_option = click.option(
    "--no-cache",
    is_flag=True,
    cls=_NoCache,
    envvar="CONFORMANCE_NO_CACHE",
    expose_value=False,
    callback=_use,
    help=_HELP,
)
