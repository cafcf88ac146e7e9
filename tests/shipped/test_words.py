"""What is said of the shipped records is short: titles of 72 characters, sentences of two lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from fakes.newest import release
from fakes.shipped import FIRST, RECORDS, name_of

from conformance.model import Group
from conformance.reporters.views.entries import entries
from conformance.reporters.views.overview import Tally
from conformance.reporters.words import phrases, titles
from conformance.reporters.words.columns import columns_of
from conformance.reporters.words.phrases import plain
from conformance.results.read import read_results

if TYPE_CHECKING:
    from pathlib import Path

    from shipped.conftest import RunShipped

pytestmark = pytest.mark.untraced

_NAMES = re.compile(r"`[^`]*`|\(\S+/\S+\)|-?\d{5,}")


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_titles_and_sentences_on_a_shipped_record_are_short(
    run_shipped: RunShipped, record: Path
) -> None:
    _, reports = run_shipped(record)
    tally = Tally()
    for line in read_results(reports / "results.jsonl"):
        tally.add(line)
    run = tally.overview()
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    found = entries(run.findings, columns, run.header.claims)

    said = [words for entry in found for words in (*entry.effects, *filter(None, [entry.skew]))]
    assert [x for x in map(plain, said) if len(x) > phrases.LONGEST] == []
    listed = [name for entry in found for names in entry.brief.values() for name in names]
    assert [name for name in listed if " of " in name] == []
    quiet = {Group.LOSSES, Group.PROGRAMS, Group.TEXTS}
    assert [plain(x.title) for x in found[:20] if x.importance.group in quiet] == []
    if record != FIRST:  # names of fields can be longer than a title
        return
    told = [entry.title for entry in found]
    told += [member.title for entry in found for member in entry.members]
    # Names, cases and long numbers are as long as the record has them.
    shown = [x if record == FIRST else _NAMES.sub("…", x) for x in map(plain, told)]
    assert [x for x in shown if len(x) > titles.LONGEST] == []
    first = [plain(entry.title) for entry in found[:2]]
    assert first == ["`item_reference` as a `type`", "`in_progress` as a `status`"]
    assert [plain(words) for words in found[1].effects] == [
        (
            "elixir, openapi and rust (declared) may send this; "
            "rust (documented), scala, typescript and 8 programs reject it."
        ),
        (
            "openai-python accepts it since 1.96.0, openai-java since "
            f"{release('sdk.openai-java')}, openai-node since 5.9.1."
        ),
        "rust is stricter in prose: its types allow this, its prose forbids it.",
    ]
