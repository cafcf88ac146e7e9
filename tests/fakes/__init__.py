"""Small records, schemas and cases for the tests, and ways to start the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import conformance
from conformance.jsontext.text import parse
from conformance.judges.panel import JudgedCase
from conformance.model import (
    Case,
    Claim,
    Column,
    Corpus,
    Expectation,
    Implementation,
    Input,
    Judgement,
    Program,
    Reading,
    Reason,
    Record,
    SchemaFile,
    Variant,
    Verdict,
    Witness,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.model import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DECLARED = "declared.schema.json"

PYTHON = (sys.executable, "-S")
"""Starts a program of the standard library alone: sooner, and it never measures coverage."""

ACCEPT, REJECT, SILENT = Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT


# --- values --------------------------------------------------------------------------------------


def schema_file(
    schema: Any,
    *,
    name: str = DECLARED,
    resources: Mapping[str, Json] | None = None,
    dialect: str = DIALECT,
) -> SchemaFile:
    """Return a schema file that was never on a disk."""
    return SchemaFile(
        path=Path("variants/v") / name,
        name=name,
        text=json.dumps(schema),
        schema=schema,
        dialect=dialect,
        resources=resources or {},
    )


def claim(name: str, *keywords: str) -> Claim:
    """Return a claim on keywords, given as pointers into `declared.schema.json` or with a file."""
    return Claim(
        id=name,
        at="somewhere",
        says="Something.",
        strength="stated",
        keywords=tuple(x if "#" in x else f"{DECLARED}#{x}" for x in keywords),
        no_effect=None if keywords else "It forbids nothing.",
    )


def variant(  # noqa: PLR0913  a builder: all but two have defaults
    name: str,
    declared: Any,
    documented: Any = None,
    *,
    claims: Sequence[Claim] = (),
    component: str | None = None,
    as_of: str | None = None,
    dialect: str = DIALECT,
    sent: Any = None,
) -> Variant:
    """Return a variant with one reading or two, and a send reading if one is given."""
    readings = [Reading(name="declared", file=schema_file(declared, dialect=dialect))]
    if documented is not None:
        file = schema_file(documented, name="documented.schema.json")
        readings.append(Reading(name="documented", file=file))
    return Variant(
        id=name,
        title=name,
        language=None,
        component=component,
        as_of=as_of,
        source=None,
        notation=(),
        native_names=(),
        claims=tuple(claims),
        readings=tuple(readings),
        sent=None if sent is None else schema_file(sent, name="sent.schema.json"),
    )


def record(*variants: Variant) -> Record:
    """Return a record that was never on a disk."""
    return Record(
        folder=Path("thing"),
        id="thing",
        title="Thing",
        about="",
        fields=(),
        traced=False,
        variants=variants,
        files={},
    )


def case(
    name: str,
    text: str,
    *,
    expect: Expectation | None = None,
    near: str | None = None,
    origin: Mapping[str, Json] | None = None,
) -> Case:
    """Return a case with a text as its input."""
    return Case(
        id=name,
        rev=1,
        title=name,
        why=None,
        input=Input(text=text),
        expect=expect or Expectation(verdict="open"),
        cites=(),
        flags=(),
        near=near,
        direction="both",
        origin=origin,
        file="corpus/all.json",
    )


def corpus(*cases: Case) -> Corpus:
    """Return a corpus of cases."""
    return Corpus(cases=cases, flags=(), retired={}, files={})


def judged(
    text: str,
    judgements: Mapping[str, Judgement],
    *,
    near: Witness | None = None,
    name: str = "some/case",
) -> JudgedCase:
    """Return a case that was judged so."""
    return JudgedCase(case=case(name, text), parsed=parse(text), judgements=judgements, near=near)


def program(
    said: Mapping[str, Verdict | Judgement], *, name: str = "one", **column: object
) -> Program:
    """Return a program that was asked just now; `said` is case id -> what it said."""
    return Program(
        column=replace(
            Column(id=f"test.{name}", group="test", reading=None, variant=None),
            **column,  # type: ignore[arg-type]
        ),
        judge="live",
        subject=Implementation(name=name, version="1"),
        not_run=None,
        judgements={
            case: found if isinstance(found, Judgement) else Judgement(verdict=found)
            for case, found in said.items()
        },
    )


def reason(instance: str, keyword: str = "type", **changes: Any) -> Reason:
    """Return a reason at a place of the instance."""
    plain = Reason(
        instance=instance,
        keyword=keyword,
        file=DECLARED,
        schema=f"/{keyword}",
        property=None,
        claims=(),
        message="no",
    )
    return replace(plain, **changes)


# --- a record on the disk ------------------------------------------------------------------------


def write_json(path: Path, content: Any) -> Path:
    """Write a file, texts as they are, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def case_entry(name: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a case as it stands in a corpus file."""
    expect = {"verdict": "open", "because": "No source decides."}
    entry = {"id": name, "rev": 1, "title": name, "input": {"value": value}, "expect": expect}
    return {**entry, **more}


def write_record(
    folder: Path,
    variants: Mapping[str, Mapping[str, Any]],
    cases: Sequence[dict[str, Any]] = (),
    **corpus_parts: Any,
) -> Path:
    """Write a record and return its folder.

    Args:
        folder: Where; its name is the record's id.
        variants: Id -> `declared`, perhaps `documented`, and `about` for `variant.json`.
        cases: Entries as `case_entry` makes them; without any there is no corpus file.
        corpus_parts: Further members of the corpus file, such as `flags`.
    """
    for name, parts in variants.items():
        for part, content in parts.items():
            file = "variant.json" if part == "about" else f"{part}.schema.json"
            write_json(folder / "variants" / name / file, content)
    if cases:
        content = {"format": 1, "record": folder.name, **corpus_parts, "cases": list(cases)}
        write_json(folder / "corpus" / "all.json", content)
    return folder


# --- the command line ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def start(*arguments: str, cwd: Path, **more: Any) -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own, in a folder; `through` another command."""
    package = Path(conformance.__file__).parent.parent
    paths = [str(package), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.Popen(
        [*more.pop("through", []), sys.executable, "-m", "conformance", *arguments],
        cwd=cwd,
        env={**environment, **more.pop("env", {})},
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=more.pop("stderr", subprocess.PIPE),
        **more,
    )
