"""Writes corpus files: their layout, and a new case in the file of its topic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.corpus.entries import text_of
from conformance.corpus.load import corpus_files, corpus_of
from conformance.dataclass import dataclass
from conformance.jsontext.layout import Layout, plain_text
from conformance.jsontext.text import Problem, parse

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import Case, Input, Json

WIDTH = 110
"""Columns; a value that fits, with its indent and name, is on one line."""


_LAYOUT = Layout(WIDTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A corpus file to write."""

    path: Path
    text: str


def file_with(folder: Path, case: Case) -> CaseFile:
    """Return the corpus file of a record with one more case; nothing is written.

    Args:
        folder: The record's folder.
        case: The new case. It goes to the end of the file of its topic, the first slug of its id;
            its `file` is ignored.

    Raises:
        BrokenFileError: The case violates the format, its id is in use or retired, it names a flag,
            a document or a case that does not exist; or the corpus is broken.
    """
    files = corpus_files(folder)
    record, shown = folder.resolve().name, folder.as_posix()
    corpus_of(files, record=record, shown=shown)
    topic = case.id.split("/", maxsplit=1)[0]
    name = f"corpus/{topic}.json"
    if name in files:
        content = json.loads(files[name])
    else:
        content = {"format": 1, "record": record, "cases": []}
    text = file_text({**content, "cases": [*content["cases"], entry_of(case)]})
    changed = dict(sorted({**files, name: text.encode("utf-8")}.items()))
    corpus_of(changed, record=record, shown=shown)
    return CaseFile(path=folder / name, text=text)


def file_text(content: dict[str, Json]) -> str:
    """Return the text of a corpus file in its one layout, made for reading and diffs.

    Each case is a block, with one key on each line; for the rest see `Layout`.
    """
    members = ",\n".join(_top(name, value) for name, value in content.items())
    return f"{{\n{members}\n}}\n"


# --- layout --------------------------------------------------------------------------------------


def _top(name: str, value: Json) -> str:
    head = f"  {plain_text(name)}: "
    if name == "cases" and isinstance(value, list) and value:
        cases = ",\n".join(f"    {_LAYOUT.opened(case, 4)}" for case in value)
        return f"{head}[\n{cases}\n  ]"
    return head + _LAYOUT.fitted(value, 2, len(head))


# --- a case as it stands in its file -------------------------------------------------------------


def entry_of(case: Case) -> dict[str, Json]:
    """Return the entry of a case without the members that have their default value."""
    entry: dict[str, Json] = {
        "id": case.id,
        "rev": case.rev,
        "title": case.title,
        "why": case.why,
        "input": _input_entry(case.input),
        "expect": {name: value for name, value in case.expect.json().items() if value},
        "cites": [_citation(cited) for cited in case.cites],
        "flags": list(case.flags),
        "near": case.near,
        "direction": None if case.direction == "both" else case.direction,
        "origin": None if case.origin is None else dict(case.origin),
    }
    return {name: value for name, value in entry.items() if value not in (None, [])}


def _input_entry(given: Input) -> dict[str, Json]:
    """Return the plainest form that means exactly this input."""
    if given.text is None:
        return given.json()
    parsed = parse(given.text)
    if not isinstance(parsed, Problem) and text_of(parsed.value) == given.text:
        return {"value": parsed.value}
    return {"text": given.text}


def _citation(cited: str) -> dict[str, Json]:
    kind, _, name = cited.partition(":")
    return {"document": name} if kind == "document" else {"claim": cited}
