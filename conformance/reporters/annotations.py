"""The differences as commands of GitHub Actions, which show them at the lines of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.jsontext.text import shortened, visible
from conformance.model import Kind, Verdict
from conformance.reporters.surveys.words import differences
from conformance.reporters.views.entries import entries
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.model import Claim
    from conformance.reporters.views.entries import FindingGroup
    from conformance.reporters.views.overview import Overview
    from conformance.surveys.results import Survey

_MAX_PAYLOAD = 300


def commands(run: Overview) -> Iterator[str]:
    """Yield one command a difference that is not known: at the statement that rejects, if any."""
    claims, names = run.header.claims, run.names
    for entry in entries(
        run.findings, columns_of(run.columns, run.header.variants, run.header.fields), claims
    ):
        if entry.state is not State.KNOWN:
            yield _command(entry, run.header.title, claims, names)


def survey_commands(survey: Survey) -> Iterator[str]:
    """Yield one command a difference of whole sources, as for one type."""
    names = {f"{source.id}.declared": source.title for source in survey.sources}
    for entry in survey.entries:
        for group in differences(entry.own):
            yield _command(group, entry.name, entry.own.claims if entry.own else {}, names)


def _command(
    entry: FindingGroup, type_: str, claims: Mapping[str, Claim], names: Mapping[str, str]
) -> str:
    located = sorted(
        (x.side != Verdict.REJECT.value, x.variant, x.id)
        for x in entry.claims
        if (claim := claims.get(f"{x.variant}:{x.id}")) is not None and claim.file is not None
    )
    place = {}
    if located:
        claim = claims[f"{located[0][1]}:{located[0][2]}"]
        place = {"file": claim.file or "", "line": str(claim.line)}
    title = plain(entry.title)
    sides = [
        f"{word} {', '.join(names[x] for x in entry.stances[side])}"
        for side, word in (
            (Verdict.ACCEPT, "accepted by"),
            (Verdict.REJECT, "rejected by"),
            (Verdict.SILENT, "left open by"),
        )
        if entry.stances[side]
    ]
    stances = "; ".join(sides)
    says = f"{title}. {stances[:1].upper()}{stances[1:]}"
    payload = entry.members[0].payload_text
    if payload is not None:
        says += f". For example {shortened(payload, _MAX_PAYLOAD)}"
    level = "error" if Kind.CONFLICT in entry.kinds else "notice"
    named = {**place, "title": shortened(f"{type_}: {title}", _MAX_PAYLOAD)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in named.items())
    return f"::{level} {properties}::{_data(says)}"


def _data(text: str) -> str:
    """Return the text as the message of a command, which ends at the line."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return the text as the value of a command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
