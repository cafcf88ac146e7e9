"""The pages about the notations, `conformance/readers/*.md`: whatever they show is tried.

A page has, beside its text:

* examples: a fenced source, and the JSON Schema of its first type in the fenced block after it;
  a block `json send` after that is what is written;
* tables of forms: the first column is put into one of `FRAMES`, and the others are what becomes
  of it, see `COLUMNS`;
* the table of decisions, whose first column is `topic`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import conformance
from conformance.errors import ConformanceError
from conformance.readers.decide import QUESTIONS, decisions
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.notations import NOTATIONS, notation_of
from conformance.readers.read import Options, Source, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(conformance.__file__).parent / "readers"
SHARED = {"asyncapi": "openapi"}
"""Notations on the page of another."""
PAGE_OF = {
    notation.name: SHARED.get(notation.name, notation.name).replace("-", "_")
    for notation in NOTATIONS
}
PAGES = sorted(set(PAGE_OF.values()))
SUFFIXES = {
    "typescript": ".ts",
    "python": ".py",
    "rust": ".rs",
    "go": ".go",
    "avro": ".avsc",
    "graphql": ".graphql",
    "java": ".java",
    "protobuf": ".proto",
    "kotlin": ".kt",
    "scala": ".scala",
    "yaml": ".yaml",
    "elixir": ".ex",
    "markdown": ".md",
}
FENCED = re.compile(r"^```(\w+)( send)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OTHERS = {"prose"}
"""Pages on something else than notations."""
LEAST = 3
"""Every page has at least this many examples."""

PYTHON = """
from typing import *
from datetime import datetime
from decimal import Decimal
from msgspec import Struct
from pydantic import *
from elsewhere import Foreign, check
"""
GO = """package shop
import ("encoding/json"; "net"; "time"; "example.com/far")
type Base struct { ID string `json:"id"` }
"""
RUST = """use serde::{Serialize, Deserialize};
use std::collections::{BTreeMap, HashMap};
use far::Away;
"""
JAVA = """package shop;
import com.fasterxml.jackson.annotation.*;
import com.fasterxml.jackson.databind.annotation.*;
import far.Away;
"""
KOTLIN = """package shop
import kotlinx.serialization.*
import far.Away
"""
SCALA = """package shop
import io.circe._
import far.Away
"""
PROTOBUF = """syntax = "proto3";
package shop;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/wrappers.proto";
"""
AVRO = '{"type": "record", "name": "T", "fields": [{"name": "a", "type": X}]}'
GRAPHQL = "scalar Date enum Color { RED BLUE }"
API = '{"%s": "%s", %s: {"T": X, "B": {"type": "object"}}%s}'
SWAGGER = API % ("swagger", "2.0", '"definitions"', "")
COMPONENTS = '"components": {"schemas"', "}"
DRAFT = '{"$schema": "%s", "$defs": {"T": X}, "definitions": {"B": {"type": "object"}}}'
FRAMES: dict[str, dict[str, tuple[str, str]]] = {
    "typescript": {
        "type": (".ts", "interface T { a: X }"),
        "property": (".ts", "interface T { X }"),
        "declarations": (".ts", "X"),
    },
    "python": {
        "annotation": (".py", f"{PYTHON}class T(BaseModel):\n    a: X"),
        "field of a pydantic model": (".py", f"{PYTHON}class T(BaseModel):\n    X"),
        "declarations": (".py", f"{PYTHON}X"),
    },
    "rust": {
        "type": (".rs", f"{RUST}struct T {{ a: X }}"),
        "field": (".rs", f"{RUST}struct T {{ X }}"),
        "declarations": (".rs", f"{RUST}X"),
    },
    "go": {
        "type": (".go", f"{GO}type T struct {{ F X }}"),
        "field": (".go", f"{GO}type T struct {{ X }}"),
        "declarations": (".go", f"{GO}X"),
    },
    "java": {
        "type": (".java", f"{JAVA}record T(X a) {{}}"),
        "member": (".java", f"{JAVA}class T {{ X }}"),
        "declarations": (".java", f"{JAVA}X"),
    },
    "kotlin": {
        "type": (".kt", f"{KOTLIN}@Serializable class T(val a: X)"),
        "property": (".kt", f"{KOTLIN}@Serializable class T(X)"),
        "declarations": (".kt", f"{KOTLIN}X"),
    },
    "scala": {
        "type": (".scala", f"{SCALA}case class T(a: X)"),
        "field": (".scala", f"{SCALA}case class T(X)"),
        "declarations": (".scala", f"{SCALA}X"),
    },
    "protobuf": {
        "type": (".proto", f"{PROTOBUF}message T {{ X a = 1; }}"),
        "field": (".proto", f"{PROTOBUF}message T {{ X }}"),
        "declarations": (".proto", f"{PROTOBUF}X"),
    },
    "avro": {
        "type": (".avsc", AVRO),
        "declarations": (".avsc", "X"),
    },
    "graphql": {
        "type": (".graphql", f"input T {{ a: X }} {GRAPHQL}"),
        "field": (".graphql", f"type T {{ X }} {GRAPHQL}"),
        "declarations": (".graphql", f"X {GRAPHQL}"),
    },
    "elixir": {"type": (".ex", "defmodule T do\n  @type t :: %{a: X}\nend")},
    "generator_docs": {
        "type": (".md", "# T\n\nName | Type | Description | Notes\n--|--|--|--\n**a** | X | |\n")
    },
    "openapi": {
        "in OpenAPI 3.0": (".json", API % ("openapi", "3.0.3", *COMPONENTS)),
        "in OpenAPI 3.1": (".json", API % ("openapi", "3.1.1", *COMPONENTS)),
        "in Swagger 2": (".json", SWAGGER),
    },
    "json_schema": {
        "in draft-04": (".json", DRAFT % "http://json-schema.org/draft-04/schema#"),
        "in draft-07": (".json", DRAFT % "http://json-schema.org/draft-07/schema#"),
        "in 2019-09": (".json", DRAFT % "https://json-schema.org/draft/2019-09/schema"),
        "in 2020-12": (".json", DRAFT % "https://json-schema.org/draft/2020-12/schema"),
    },
}
"""Page -> the first column's heading -> the end of the file's name, and the source around X."""
COLUMNS = {
    "becomes",  # the schema, of the field for a type and else of the whole
    "name",  # the field's name; none if it is not read
    "written as",  # its name where it is written
    "read",  # whether it is required, optional, or not read
    "written",  # the same where it is written
    "silent, because",
    "error",  # the start of the message, or what stands in it
    "note",
}
"""The other columns: what becomes of the form."""
WITHOUT_NULL = ("null=reject", "element-null=reject", "root-null=reject")
NULL_EVERYWHERE = {"go", "java", "protobuf", "scala"}
"""The tables of these pages leave null out, which is accepted everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A source of a page, with its schemas by direction."""

    page: str
    line: int
    kind: str
    text: str
    schemas: dict[Direction, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table."""

    page: str
    line: int
    frame: str
    form: str
    cells: dict[str, str]


def text_of(page: str) -> str:
    path = FOLDER / f"{page}.md"
    return path.read_text("utf-8") if path.exists() else ""


def examples_of(page: str) -> list[Example]:
    found: list[Example] = []
    for match in re.finditer(
        r"^```(\w+)( send)?\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL
    ):
        kind, sends, body = match.groups()
        if kind not in SUFFIXES and kind != "json":
            continue
        if sends:
            found[-1].schemas[Direction.SEND] = json.loads(body)
        elif found and not found[-1].schemas:
            assert kind == "json", f"{page}: a schema follows each source"
            found[-1].schemas[Direction.RECEIVE] = json.loads(body)
        else:
            line = text_of(page).count("\n", 0, match.start()) + 1
            found.append(Example(page=page, line=line, kind=kind, text=body))
    return found


def tables_of(page: str) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield the tables with a heading first, each row with its line."""
    table: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*text_of(page).splitlines(), ""], 1):
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip("|"))
            table.append((number, [cell.strip().replace(r"\|", "|") for cell in cells]))
        elif table:
            yield [table[0], *table[2:]]
            table = []


def rows_of(page: str) -> list[Row]:
    found = []
    for (_, head), *rows in tables_of(page):
        if head[0] in FRAMES.get(page, {}):
            for line, (form, *cells) in rows:
                named = dict(zip(head[1:], cells, strict=True))
                found.append(Row(page=page, line=line, frame=head[0], form=bare(form), cells=named))
    return found


def bare(cell: str) -> str:
    """Return the text of a cell without the marks of code."""
    match = re.fullmatch(r"(`+) ?(.*?) ?\1", cell)
    return match[2] if match else cell


EXAMPLES = [example for page in PAGES for example in examples_of(page)]
ROWS = [row for page in PAGES for row in rows_of(page)]


def body_of(source: Source) -> Any:
    schema = source.file.schema
    assert isinstance(schema, dict)
    return {key: value for key, value in schema.items() if key not in {"$schema", "title"}}


def read_example(example: Example, folder: Path, **options: Any) -> Source:
    path = written(folder / f"example{SUFFIXES.get(example.kind, '.json')}", example.text)
    first = read_names(path)[0]
    return read(f"{path}#{first}", Options(**options))


def written(path: Path, text: str) -> Path:
    """Write a file into a folder of its own: some notations read what lies beside it."""
    path = path.parent / path.stem / path.name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read_names(path: Path) -> Sequence[str]:
    document = opened(path)
    names: Sequence[str] = notation_of(document).module().names(document)
    return names


def read_row(row: Row, folder: Path, **options: Any) -> Source:
    suffix, frame = FRAMES[row.page][row.frame]
    path = written(folder / f"form{suffix}", frame.replace("X", row.form))
    name = "T.t" if row.page == "elixir" else "T"
    return read(f"{path}#{name}", Options(**options))


def ids(things: Sequence[Example | Row]) -> list[str]:
    return [f"{each.page}:{each.line}" for each in things]


# --- the pages -----------------------------------------------------------------------------------


def test_each_notation_has_a_page_and_each_page_a_notation() -> None:
    assert sorted({path.stem for path in FOLDER.glob("*.md")} - OTHERS) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_table_of_a_page_is_tried(page: str) -> None:
    heads = [head for (_, head), *_ in tables_of(page)]

    assert [head[0] for head in heads if head[0] not in {*FRAMES[page], "topic"}] == []
    assert {cell for head in heads if head[0] != "topic" for cell in head[1:]} <= COLUMNS


@pytest.mark.untraced
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_examples_of_its_notations(page: str, tmp_path: Path) -> None:
    shown = examples_of(page)
    read_as = {read_example(one, tmp_path).notation.name for one in shown}

    assert len(shown) >= LEAST
    assert read_as == {name for name, where in PAGE_OF.items() if where == page}


@pytest.mark.parametrize("example", EXAMPLES, ids=ids(EXAMPLES))
def test_an_example_gives_the_schema_after_it(example: Example, tmp_path: Path) -> None:
    for direction, schema in example.schemas.items():
        assert body_of(read_example(example, tmp_path, direction=direction)) == schema


@pytest.mark.untraced
@pytest.mark.parametrize("row", ROWS, ids=ids(ROWS))
def test_a_form_becomes_what_its_row_says(row: Row, tmp_path: Path) -> None:
    changes = WITHOUT_NULL if row.page in NULL_EVERYWHERE else ()
    if "error" in row.cells:
        with pytest.raises(ConformanceError) as caught:
            read_row(row, tmp_path)
        assert row.cells["error"] in str(caught.value)
        return
    found = read_row(row, tmp_path, changes=changes)
    sent = read_row(row, tmp_path, changes=changes, direction=Direction.SEND)
    cells = shown(row, found, sent)
    assert row.cells == {column: cells[column] for column in row.cells}


def shown(row: Row, found: Source, sent: Source) -> dict[str, str]:
    """Return what has to stand in the cells of a row, by column."""
    whole, written = body_of(found), body_of(sent)
    fields = whole.get("properties", {})
    schema = next(iter(fields.values())) if row.frame in {"type", "annotation"} else whole
    cell = row.cells.get("becomes", "`null`")
    return {
        "becomes": cell if json.loads(bare(cell)) == schema else f"`{json.dumps(schema)}`",
        "name": ", ".join(fields),
        "written as": ", ".join(written.get("properties", {})),
        "read": presence(whole),
        "written": presence(written),
        "silent, because": "; ".join(one.why for one in found.silent),
        "note": "; ".join(one.says for one in found.notes),
    }


def presence(schema: Any) -> str:
    fields = schema.get("properties")
    if not fields:
        return "no"
    return "required" if schema.get("required") == list(fields) else "optional"


# --- decisions -----------------------------------------------------------------------------------


def stated(page: str) -> list[tuple[str, ...]]:
    ((_, head), *rows) = next(table for table in tables_of(page) if table[0][1][0] == "topic")
    assert head == ["topic", "the verdict on", "is", "because"]
    return [tuple(bare(cell) for cell in cells) for _, cells in rows]


@pytest.mark.parametrize("notation", PAGE_OF)
def test_the_decisions_of_a_page_are_those_that_are_taken(notation: str) -> None:
    rows = stated(PAGE_OF[notation])
    taken = decisions(notation).stated(tuple(topic for topic, *_ in rows))

    assert rows == [(one.topic, QUESTIONS[one.topic], str(one.verdict), one.why) for one in taken]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_lists_just_the_decisions_that_arise_in_what_it_shows(
    page: str, tmp_path: Path
) -> None:
    changes = tuple(f"{topic}=accept" for topic in QUESTIONS)
    sources = [read_example(one, tmp_path, changes=changes) for one in examples_of(page)]
    sources += [
        read_row(row, tmp_path, changes=changes)
        for row in rows_of(page)
        if "error" not in row.cells
    ]

    arisen = {one.topic for source in sources for one in source.decisions}
    assert [topic for topic, *_ in stated(page)] == [x for x in QUESTIONS if x in arisen]
