"""Writes the page of a comparison of whole sources: one file, which loads nothing.

The overview stands in the page. What differs in a type is packed in blocks, and a block is
unpacked when one of its types is opened, so that thousands of types open at once.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from markupsafe import Markup

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact, utf8_json
from conformance.reporters.html.look import allowed, environment, read, wrapped
from conformance.reporters.html.packs import Blocks
from conformance.reporters.html.templates import compiled
from conformance.reporters.surveys.words import STATES, differences, effect, gist, headed, titled
from conformance.reporters.views.fields import field_table
from conformance.reporters.words.phrases import plain
from conformance.results.lines import ColumnLine
from conformance.surveys.results import KINDS, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

    from conformance.model import Json
    from conformance.reporters.views.entries import FindingGroup
    from conformance.surveys.results import Entry, Own, Pair, Survey

TYPES_A_BLOCK = 40
"""At most this many types are in a block."""

MAX_MEMBERS = 12
"""At most this many alike differences are shown together; the data file has all."""

_SCRIPTS = ("text.js", "packs.js")
_ADDITION = "survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the overview.

    Attributes:
        entry: The type.
        number: Its number among the types that can be opened; None if there is nothing to see.
        state: Its state in words.
        effect: Who rejects values of whom.
        gist: What differs, in a line.
    """

    entry: Entry
    number: int | None
    state: str
    effect: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the page shows.

    Attributes:
        survey: The comparison.
        rows: The rows of the overview.
        counts: State -> number of types, without those that have none.
        words: State -> the state of several types in words.
        rejecting: Id of a source -> the number of types in which it rejects something that another
            one accepts; no source that never does.
        itself: The number of types that differ themselves.
        starts: The number of the first type of each block.
        blocks: The packed blocks.
    """

    survey: Survey
    rows: Sequence[Row]
    counts: Mapping[State, int]
    words: Mapping[State, str]
    rejecting: Mapping[str, int]
    itself: int
    starts: Sequence[int]
    blocks: Sequence[Markup]


def page(survey: Survey) -> Iterator[str]:
    """Yield the page piece by piece."""
    style = Markup(read("base.css") + read("report.css") + _read(f"{_ADDITION}.css"))  # noqa: S704  our own files
    early = Markup("document.documentElement.classList.add('js');")
    script = Markup(wrapped(*map(read, _SCRIPTS), _read(f"{_ADDITION}.js")))  # noqa: S704  our own files
    return _template().generate(
        page=_page(survey),
        policy=allowed(style=style, scripts=(early, script)),
        style=style,
        early=early,
        script=script,
    )


@cache
def _template() -> Template:
    return compiled(environment(), __name__, f"{_ADDITION}.html.j2")


def _read(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text("utf-8")


def _page(survey: Survey) -> Page:
    titles = {source.id: source.title for source in survey.sources}
    blocks, rows, number = Blocks(TYPES_A_BLOCK), [], 0
    for entry in survey.entries:
        opens = entry.state is not State.EQUAL
        if opens:
            detail = _detail(entry, titles)
            blocks.add(utf8_json(detail), len(str(detail)))
        rows.append(
            Row(
                entry=entry,
                number=number if opens else None,
                state=STATES[entry.state][0],
                effect=effect(entry, survey),
                gist=gist(entry),
            )
        )
        number += opens
    blocks.close()
    rejecting = Counter(source for entry in survey.entries for source in entry.rejecting)
    counts = {state: count for state, count in survey.counts().items() if count}
    return Page(
        survey=survey,
        rows=rows,
        counts=counts,
        words={state: STATES[state][number != 1] for state, number in counts.items()},
        rejecting={source: rejecting[source] for source in titles if rejecting[source]},
        itself=sum(entry.own is not None for entry in survey.entries),
        starts=blocks.starts,
        blocks=[*blocks.packed()],
    )


# --- what a type opens to ------------------------------------------------------------------------

_KIND_WORDS = {
    "only_a": "{a} accepts, {b} rejects",
    "only_b": "{b} accepts, {a} rejects",
    "gap_a": "{a} accepts, {b} does not say",
    "gap_b": "{b} accepts, {a} does not say",
}


def _detail(entry: Entry, titles: Mapping[str, str]) -> Json:
    own = entry.own
    groups = [_group(group, own) for group in differences(own)]
    return {
        "name": entry.name,
        "in": [[titles[source], ", ".join(names)] for source, names in entry.types.items()],
        "usedBy": entry.used_by,
        "through": [*entry.through],
        "why": [*entry.why_not],
        "values": [value for pair in entry.pairs for value in _values(pair, titles)],
        "groups": [*groups],
        **({} if own is None else _fields(own, titles)),
    }


def _values(pair: Pair, titles: Mapping[str, str]) -> Iterator[Json]:
    named = {"a": titles[pair.a], "b": titles[pair.b]}
    for kind in KINDS:
        if kind in pair.witnesses:
            yield [_KIND_WORDS[kind].format(**named), compact(pair.witnesses[kind].value)]


def _group(group: FindingGroup, own: Own | None) -> Json:
    return {
        "kinds": [kind.value for kind in group.kinds],
        "title": headed(group, own),
        "stances": {side.value: [*names] for side, names in group.brief.items() if names},
        "members": [
            {"title": titled(one.title), "payload": one.payload_text, "twin": one.twin_text}
            for one in group.members[:MAX_MEMBERS]
        ],
        "more": max(len(group.members) - MAX_MEMBERS, 0),
        "claims": [[x.side, x.variant, x.says, x.at] for x in group.claims],
    }


def _fields(own: Own, titles: Mapping[str, str]) -> dict[str, Json]:
    table = field_table(own.fields, [ColumnLine(column=x) for x in own.columns], cut=own.cut)
    rows: list[Json] = [
        {
            "path": field.path,
            "depth": field.depth,
            "label": plain(row.label),
            "state": row.state.value,
            "first": place == 0,
            "cells": [
                next(iter(cell.verdicts.values())).value if cell.verdicts else ""
                for cell in row.variants
            ],
        }
        for field in table.fields
        for place, row in enumerate(field.rows)
    ]
    return {"heads": [titles[name] for name in table.variants], "rows": rows, "cut": table.cut}
