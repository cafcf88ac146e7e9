"""What pages and comments say of fields: found for each field, with its place."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import ConformanceError
from conformance.readers.documents import opened
from conformance.readers.facts import Direction
from conformance.readers.notations import notation_of
from conformance.readers.prose.effects import prose_of
from conformance.readers.prose.places import Places
from conformance.readers.read import Options, read

COMMENTS = json.loads((Path(__file__).parent / "comments.json").read_text("utf-8"))
"""Sources with a comment each; the sign ¶ stands before a sentence, and is not in the file."""


@pytest.mark.parametrize(
    "comment", COMMENTS, ids=[f"{number}-{one['file']}" for number, one in enumerate(COMMENTS)]
)
def test_a_comment_is_read_with_its_place(comment: Any, tmp_path: Path) -> None:
    before, _, after = "\n".join(comment["text"]).partition("¶")
    file, path = comment["file"], tmp_path / comment["file"]
    path.write_text(before + after, "utf-8")
    name = {"t.ex": "#T.t", "t.json": ""}.get(file, "#T")

    source = read(f"{path}{name}", Options(notation=comment.get("notation")))

    docs = [one.doc for one in source.passages if one.place.endswith(".s")]
    starts = [doc.text.index(after.split()[0]) for doc in docs]
    texts = [source.tree.text(doc.span.file) for doc in docs]
    spans = [Places(x).of(doc, at) for x, doc, at in zip(texts, docs, starts, strict=True)]
    assert [(span.line, span.column) for span in spans] == [
        (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    ]


# --- pages ---------------------------------------------------------------------------------------

TYPEDOC = """\
interface Parcel {
    code?: string;
    state?: string;
    weight?: number;
}

Properties

code?: string

The code of the parcel.

The state of the parcel (new, sent).

It must be known.
weight?: number

The weight.

Methods

weight?: number
"""


def passages_of(
    folder: Path, text: str, notation: str, name: str = "Parcel"
) -> dict[str, tuple[str, int]]:
    path = folder / "page.txt"
    path.write_text(text, "utf-8")
    source = read(f"{path}#{name}", Options(notation=notation))
    assert all(one.doc.is_page for one in source.passages)
    return {
        one.place.rpartition(".")[2]: (" ".join(one.doc.text.split()), one.doc.span.line)
        for one in source.passages
    }


def test_a_field_whose_heading_is_lost_is_found_by_its_name(tmp_path: Path) -> None:
    assert passages_of(tmp_path, TYPEDOC, "typescript") == {
        "code": ("The code of the parcel.", 9),
        "state": ("The state of the parcel (new, sent). It must be known.", 13),
        "weight": ("The weight.", 16),
    }


def test_a_page_of_typedoc_may_be_about_several_types(tmp_path: Path) -> None:
    text = (
        "interface A {\n  x: string;\n  b: B;\n}\nx: string\nOne.\nb: B\n\n"
        "interface B {\n  x: string;\n}\nx:\n  | string\n  | number\nTwo.\ny: string\nNone.\n"
    )

    (tmp_path / "page.txt").write_text(text, "utf-8")

    found = read(f"{tmp_path}/page.txt#A", Options(notation="typescript"))

    docs = [(one.place, one.doc.text.strip(), one.doc.span.line) for one in found.passages]
    assert docs == [("A.x", "One.", 5), ("B.x", "Two.", 14)]


def test_a_page_of_rustdoc_names_fields_as_the_source_does(tmp_path: Path) -> None:
    text = (
        "pub struct Parcel {\npub _type: Option<String>,\n}\nFields\n_type: Option<String>\n"
        "The type of it (a\n, b\n).\nImplementations\n_type: no\n"
    )

    assert passages_of(tmp_path, text, "rust") == {"_type": ("The type of it (a , b ).", 5)}


def test_a_page_of_exdoc_has_its_fields_one_behind_the_other(tmp_path: Path) -> None:
    text = (
        "Shop.Parcel\nFields\n:code- optional -String.t()\nThe code.:state- optional -:a\n"
        'The state, alwaysa.b.\nAllowed values:"a"\nSummary\n'
        "@type t() :: %Shop.Parcel{ code: String.t() | nil, state: :a | nil }\n"
    )

    assert passages_of(tmp_path, text, "elixir", "t") == {
        "code": ("The code.", 3),
        "state": ("The state, alwaysa.b.", 4),
    }


def test_a_comment_on_a_type_of_elixir_is_that_before_it(tmp_path: Path) -> None:
    path = tmp_path / "t.ex"
    path.write_text(
        'defmodule T do\n  @typedoc """\n  - `:s` - One.\n  """\n  @type a :: %{s: String.t()}\n'
        '  @typedoc """\n  - `s:` - Two.\n\n  Etc.\n  """\n  @doc false\n'
        "  @type b :: %{s: String.t(), a: a()}\n  @type c :: %{s: String.t()}\nend\n",
        "utf-8",
    )

    found = {
        name: [one.doc.text.strip() for one in read(f"{path}#T.{name}", Options()).passages]
        for name in "abc"
    }

    assert found == {"a": ["One."], "b": ["Two.", "One."], "c": []}


def test_comments_are_told_in_both_directions(tmp_path: Path) -> None:
    path = tmp_path / "t.ts"
    path.write_text("interface T { /** One. */ a: string }", "utf-8")

    for direction in Direction:
        assert len(read(str(path), Options(direction=direction)).passages) == 1


def test_descriptions_under_a_condition_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(
        '{"title": "T", "description": "Of all.", "type": "object", "not": {"description": "No."}}',
        "utf-8",
    )

    assert [one.doc.text for one in read(str(path), Options()).passages] == ["Of all."]


def test_the_text_of_a_file_that_was_not_read_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "t.ts"
    path.write_text("interface T { a: string }", "utf-8")

    source = read(str(path), Options())

    assert (source.tree.text("other.ts"), len(source.tree.text(path.as_posix()))) == ("", 25)


PYTHON = """from typing import *
from pydantic import *
class T(BaseModel):
    s: Union[str, Literal["a"]]
    '''One of `a`, `b`.'''
"""
GO = """package t
type S string
const A S = "a"
type T struct {
	// One of `a`, `b`.
	F S
}
"""


@pytest.mark.parametrize(
    ("file", "text", "effect"),
    [
        ("t.ts", 'interface T { /** One of `a`, `b`. */ s: "a" | (string & {}) }', "suggested"),
        (
            "t.ts",
            'type S = "a" | string; interface T { /** One of `a`, `b`. */ s: S }',
            "suggested",
        ),
        ("t.ts", "interface T { /** One of `a`, `b`. */ s: string }", "adds"),
        ("t.py", PYTHON, "suggested"),
        ("t.go", GO, "adds"),
    ],
)
def test_a_type_that_names_values_and_any_string_stays_open(
    file: str, text: str, effect: str, tmp_path: Path
) -> None:
    path = tmp_path / file
    path.write_text(text, "utf-8")

    source = read(f"{path}#T", Options())
    found = prose_of(source.file.schema, source.passages, source.tree.text)

    assert [str(one.effect) for one in found.stated] == [effect]


def test_random_edits_of_comments_and_code_never_give_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(7)
    for comment in COMMENTS:
        text = "\n".join(comment["text"]).replace("¶", "")
        for number in range(12):
            start = chance.randrange(len(text))
            end = start + chance.randrange(6)
            edited = text[:start] + chance.choice(EDITS) + text[end:]
            path = tmp_path / f"{number}" / comment["file"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(edited, "utf-8")
            try:
                document = opened(path)
                notation = notation_of(document, comment.get("notation"))
                names = notation.module().names(document)[:1]
                sources = [read(f"{path}#{x}", Options(notation=notation.name)) for x in names]
            except ConformanceError:
                continue
            for source in sources:
                prose_of(source.file.schema, source.passages, source.tree.text)


EDITS = ("", "`", '"', "*/", "/**", "\n", "One of `a`, `b`.", "\u00a0", "(", "@param s ", "- ", "é")
