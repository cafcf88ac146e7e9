"""Writes corpus files: their layout, and a new case in the file of its topic."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.corpus.load import corpus_files, corpus_of, text_of
from conformance.jsontext.text import Problem, parse, visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.model import Case, Input, Json

WIDTH = 110
"""Columns; a value that fits, with its indent and name, is on one line."""


_HARD_TO_SEE = re.compile("[\u00a0\u0300-\u036f\u1680\u2000-\u200a\u202f\u205f\u3000\ufffe\uffff]")
"""Spaces and accents that look like others in an editor; `visible` does not escape them."""


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

    Each case is a block, with one key on each line. A value is on one line if it fits. Otherwise an
    object has one member on each line, and an array as many elements on each line as fit, indented
    by two more spaces. Invisible characters are escaped.
    """
    members = ",\n".join(_top(name, value) for name, value in content.items())
    return f"{{\n{members}\n}}\n"


# --- layout --------------------------------------------------------------------------------------


def _top(name: str, value: Json) -> str:
    head = f"  {_plain(name)}: "
    if name == "cases" and isinstance(value, list) and value:
        cases = ",\n".join(f"    {_opened(case, 4)}" for case in value)
        return f"{head}[\n{cases}\n  ]"
    return head + _fitted(value, 2, len(head))


def _fitted(value: Json, indent: int, used: int) -> str:
    plain = _plain(value)
    fits = used + len(plain) + 1 <= WIDTH  # 1 for the comma
    return plain if fits else _opened(value, indent)


def _opened(value: Json, indent: int) -> str:
    if not value or not isinstance(value, dict | list):
        return _plain(value)
    inner = " " * (indent + 2)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines = _members(value, indent + 2) if isinstance(value, dict) else _rows(value, indent + 2)
    body = ",\n".join(inner + line for line in lines)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"


def _members(value: dict[str, Json], indent: int) -> Iterator[str]:
    for name, item in value.items():
        head = f"{_plain(name)}: "
        yield head + _fitted(item, indent, indent + len(head))


def _rows(value: list[Json], indent: int) -> Iterator[str]:
    """Yield the lines of an array: as many elements on each as fit."""
    row = ""
    for item in value:
        shown = _fitted(item, indent, indent)
        if row and "\n" not in row + shown and indent + len(f"{row}, {shown},") <= WIDTH:
            row = f"{row}, {shown}"
        else:
            if row:
                yield row
            row = shown
    yield row


def _plain(value: Json) -> str:
    return visible(_HARD_TO_SEE.sub(_escape, json.dumps(value, ensure_ascii=False)))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


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
