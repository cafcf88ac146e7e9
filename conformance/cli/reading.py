"""The options of the commands that read sources: their notation, and what is decided."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urldefrag

import click

from conformance.dialects import DIALECTS, OLDER
from conformance.errors import UsageError
from conformance.readers.decide import QUESTIONS, decisions
from conformance.readers.direction import Direction
from conformance.readers.notations import NOTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from conformance.compare.sides import Side
    from conformance.model import Claim, Reason
    from conformance.readers.read import Options, Source


_DIALECTS = {**DIALECTS, **OLDER}
_MAX_SILENT = 5
"""At most this many parts that were not read are named."""


class Reading(TypedDict):
    """The values of the options."""

    notation: str | None
    decide: tuple[str, ...]
    direction: str
    formats: str
    resource: tuple[str, ...]
    resources: Path | None
    dialect: str | None


BOTH = "both"
"""The direction that is both, each by itself."""

_ONE_WAY = tuple(direction.value for direction in Direction)
_ABOUT_DIRECTION = "What sources say of values that are read, or of values that are written."
_ABOUT_BOTH = (
    "What sources say of values that are read, of values that are written, or of both: then what "
    "one writes is compared with what another one reads."
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; it receives the values named in `Reading`."""
    return _with_options(command, _ONE_WAY, Direction.RECEIVE.value, _ABOUT_DIRECTION)


def reading_options_for(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds the options to a command that can read sources in both directions.

    Args:
        default: The direction where none is asked for.
    """
    return partial(_with_options, directions=(*_ONE_WAY, BOTH), default=default, about=_ABOUT_BOTH)


def _with_options(
    command: Callable[..., Any], directions: Sequence[str], default: str, about: str
) -> Callable[..., Any]:
    for option in (
        click.option(
            "--formats",
            type=click.Choice(["annotate", "assert"]),
            default="annotate",
            show_default=True,
            help="Whether the format of a string is a note, or has to hold.",
        ),
        click.option(
            "--direction",
            type=click.Choice(directions),
            default=default,
            show_default=True,
            help=about,
        ),
        click.option(
            "--decide",
            metavar="[NOTATION.]TOPIC=VERDICT",
            multiple=True,
            help="Decide what a notation leaves open, for example null=silent or "
            f"go.enum=reject. Topics: {', '.join(QUESTIONS)}.",
        ),
        click.option(
            "--as",
            "notation",
            type=click.Choice([x.name for x in NOTATIONS]),
            help="The notation of files whose names do not tell.",
        ),
        click.option(
            "--dialect",
            type=click.Choice([x.name for x in _DIALECTS.values()]),
            help='The dialect of JSON Schemas without "$schema"; 2020-12 if not given.',
        ),
        click.option(
            "--resources",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help='A folder of JSON Schemas that others refer to, found by their "$id".',
        ),
        click.option(
            "--resource",
            metavar="URI=FILE",
            multiple=True,
            help="The file of a JSON Schema that others refer to by this URI.",
        ),
    ):
        command = option(command)
    return command


def reading_of(values: Reading) -> Options:
    """Return how sources are read.

    Raises:
        UsageError: A decision is not of the form TOPIC=VERDICT, or names an unknown topic; or a
            resource is not of the form URI=FILE.
    """
    # They take long, and not all that have the options read sources.
    from conformance.readers.read import Options  # noqa: PLC0415
    from conformance.schema.neighbours import Given  # noqa: PLC0415

    decisions("", values["decide"])
    both = values["direction"] == BOTH
    return Options(
        notation=values["notation"],
        direction=Direction.RECEIVE if both else Direction(values["direction"]),
        both=both,
        changes=values["decide"],
        formats=values["formats"] == "assert",
        given=Given(
            resources=dict(map(_resource, values["resource"])),
            folder=values["resources"],
            dialect=next((x.uri for x in _DIALECTS.values() if x.name == values["dialect"]), None),
        ),
    )


def _resource(text: str) -> tuple[str, Path]:
    address, _, path = text.rpartition("=")
    if not address or not path:
        raise UsageError(
            f"{text!r} is not of the form URI=FILE",
            hint="write for example --resource https://example.com/item.json=item.json",
        )
    return urldefrag(address).url, Path(path)


def read_lines(sides: Iterable[Side]) -> Iterator[str]:
    """Yield what was read of each source, and what was not."""
    for side in sides:
        if side.source is not None:
            yield from source_lines(side.source)


def source_lines(source: Source) -> Iterator[str]:
    """Yield what was read of a source, and what was not."""
    from conformance.record.sources import read_in_words  # noqa: PLC0415  not for schema files

    yield f"{source.name}: {source.notation.title}. {read_in_words(source)}."
    for one in source.unread[:_MAX_SILENT]:
        yield f"  not read: {one.place} ({one.span}): {one.why}"
    if len(source.unread) > _MAX_SILENT:
        yield f"  and {len(source.unread) - _MAX_SILENT} more parts"


def behind(reason: Reason, claims: Iterable[Claim], *, none: str = "") -> Iterator[str]:
    """Yield what is behind a reason: the statements of a source, or the keyword of a schema.

    A program's reason has neither. `none` stands beside a keyword that rests on no claim.
    """
    known = {claim.id: claim for claim in claims if claim.file is not None}
    located = [known[name] for name in reason.claims if name in known]
    yield from (f"{claim.at}: {claim.says}" for claim in located)
    if reason.file and not located:
        names = ", ".join(reason.claims) or none
        yield f"{reason.file}#{reason.schema}{f' · {names}' if names else ''}"


def source_json(source: Source) -> dict[str, Any]:
    """Return what was read of a source, and what was not."""
    return {
        "source": source.name,
        "type": source.type,
        "notation": source.notation.name,
        "fields": source.fields,
        "silent": [
            {"place": x.place, "file": x.span.file, "line": x.span.line, "why": x.why}
            for x in source.unread
        ],
        "decisions": [
            {"topic": x.topic, "verdict": x.verdict.value, "why": x.why} for x in source.decisions
        ],
        "files": dict(source.digests),
    }
