from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance.corpus import load, pieces
from conformance.corpus.entries import text_of
from conformance.corpus.load import load_corpus
from conformance.errors import BrokenFileError
from conformance.model import Case, CitedDocument, Corpus, Expectation, Flag, Input

if TYPE_CHECKING:
    from pathlib import Path

OPEN = {"verdict": "open", "because": "Nobody says."}
SPLIT = {
    "verdict": "either",
    "choices": {"accept": "lax", "reject": "strict"},
    "because": "They differ.",
}


@pytest.fixture(autouse=True, params=["held", "stored"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every corpus in both ways: held in memory, and piece by piece."""
    if request.param == "stored":
        monkeypatch.setattr(load, "IN_MEMORY", -1)
        monkeypatch.setattr(pieces, "CHUNK", 7)


def case(**parts: Any) -> dict[str, Any]:
    return {
        "id": "title/plain",
        "rev": 1,
        "title": "A title",
        "input": {"value": {}},
        "expect": OPEN,
        **parts,
    }


def write(folder: Path, **files: Any) -> Path:
    record = folder / "book"
    (record / "corpus").mkdir(parents=True)
    for name, content in files.items():
        whole = {"format": 1, "record": "book", "cases": [], **content}
        (record / "corpus" / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")
    return record


def test_a_record_without_a_corpus_has_an_empty_one(tmp_path: Path) -> None:
    corpus = load_corpus(tmp_path)

    assert replace(corpus, cases=tuple(corpus.cases)) == Corpus(
        cases=(), flags=(), retired={}, files={}
    )


def test_reads_everything_that_a_case_may_have(tmp_path: Path) -> None:
    full = case(
        rev=2,
        why="It is odd.",
        expect=SPLIT,
        cites=[{"claim": "shop:title-string"}, {"document": "iso-1", "at": "section 2"}],
        flags=["Odd"],
        near="title/twin",
        direction="send",
        origin={"tool": "maker 1", "seed": 3},
    )
    twin = case(id="title/twin", expect={"verdict": "accept", "level": "must"})
    record = write(
        tmp_path,
        title={"cases": [full, twin]},
        about={
            "flags": {"Odd": {"kind": "ambiguity", "means": "Odd.", "links": ["https://x.test/1"]}},
            "sources": {"iso-1": {"kind": "standard", "title": "A standard", "date": "1999"}},
            "retired": {
                "title/gone": {"why": "It was wrong.", "replaced_by": "title/plain"},
                "title/lost": {"why": "It said nothing."},
            },
        },
    )

    corpus = load_corpus(record)

    assert tuple(corpus.cases) == (
        Case(
            id="title/plain",
            rev=2,
            title="A title",
            why="It is odd.",
            input=Input(text="{}"),
            expect=Expectation(
                verdict="either",
                choices={"accept": "lax", "reject": "strict"},
                because="They differ.",
            ),
            cites=("shop:title-string", "document:iso-1"),
            flags=("Odd",),
            near="title/twin",
            direction="send",
            origin={"tool": "maker 1", "seed": 3},
            file="corpus/title.json",
        ),
        replace(
            fakes.case("title/twin", "{}", expect=Expectation(verdict="accept", level="must")),
            title="A title",
            file="corpus/title.json",
        ),
    )
    assert corpus.flags == (
        Flag(id="Odd", kind="ambiguity", means="Odd.", effect=None, links=("https://x.test/1",)),
    )
    assert corpus.documents == (
        CitedDocument(
            id="iso-1",
            kind="standard",
            title="A standard",
            version=None,
            date="1999",
            digest=None,
            url=None,
        ),
    )
    assert corpus.retired == {"title/gone": "title/plain", "title/lost": None}
    assert corpus.files == {
        f"corpus/{name}.json": hashlib.sha256(
            (record / "corpus" / f"{name}.json").read_bytes()
        ).hexdigest()
        for name in ("about", "title")
    }


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    record = write(
        tmp_path,
        b={"cases": [case(id="b/one")]},
        a={"cases": [case(id="a/two"), case(id="a/one")]},
    )

    assert [found.id for found in load_corpus(record).cases] == ["a/two", "a/one", "b/one"]


INPUTS = [
    ({"value": {"b": 1, "a": ["é", None, 1.5]}}, Input(text='{"b": 1, "a": ["é", null, 1.5]}')),
    ({"text": "1e400"}, Input(text="1e400")),
    ({"text": ""}, Input(text="")),
    ({"base64": "/w=="}, Input(data=b"\xff")),
]


@pytest.mark.parametrize(("entry", "given"), INPUTS)
def test_an_input_is_carried_as_text_or_bytes(tmp_path: Path, entry: Any, given: Input) -> None:
    record = write(tmp_path, title={"cases": [case(input=entry)]})

    assert next(iter(load_corpus(record).cases)).input == given


def test_a_value_stands_for_one_text() -> None:
    assert text_of({"b": [1, {}], "a": "\u2028☃"}) == '{"b": [1, {}], "a": "\u2028☃"}'


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"a": {"cases": [case(), case()]}},
        (
            "a.json at /cases/1/id: the id title/plain is used already, at {record}/corpus/a.json "
            "/cases/0; give this case an id of its own"
        ),
    ),
    (
        {"a": {"cases": [case()]}, "b": {"cases": [case()]}},
        (
            "b.json at /cases/0/id: the id title/plain is used already, at {record}/corpus/a.json "
            "/cases/0; give this case an id of its own"
        ),
    ),
    (
        {"a": {"cases": [case()]}, "b": {"retired": {"title/plain": {"why": "Gone."}}}},
        (
            "a.json at /cases/0/id: the id title/plain is retired, and is never used again; "
            "give this case an id of its own"
        ),
    ),
    (
        {"a": {"cases": [case(flags=["Odd"])]}},
        (
            "a.json at /cases/0/flags/0: there is no flag Odd; define it in `flags` of a corpus "
            "file, or use one of (none yet)"
        ),
    ),
    (
        {
            "a": {"cases": [case(cites=[{"claim": "a:b"}, {"document": "iso-1"}])]},
            "b": {"sources": {"iso-2": {"kind": "standard", "title": "A standard"}}},
        },
        (
            "a.json at /cases/0/cites/1/document: there is no source iso-1; describe it in "
            "`sources` of a corpus file, or use one of iso-2"
        ),
    ),
    (
        {"a": {"cases": [case(), case(id="title/two", near="title/three")]}},
        (
            "a.json at /cases/1/near: there is no case title/three; name an existing case that "
            "differs in one place, or leave `near` out"
        ),
    ),
    (
        {
            "a": {"cases": [case(expect=SPLIT, flags=["Odd"])]},
            "b": {"flags": {"Odd": {"kind": "topic", "means": "Odd."}}},
        },
        (
            'a.json at /cases/0/flags: a case that expects "either" has no flag of kind ambiguity; '
            "add the flag that names the point on which the sources conflict"
        ),
    ),
    (
        {
            "a": {"flags": {"Odd": {"kind": "topic", "means": "Odd."}}},
            "b": {"flags": {"Odd": {"kind": "topic", "means": "Odder."}}},
        },
        (
            "b.json at /flags/Odd: Odd is defined in {record}/corpus/a.json already; keep one of "
            "the two: the names are shared by the whole corpus"
        ),
    ),
    (
        {"a": {"format": 2}},
        (
            "a.json at /format: this is format 2, and this version of the tool reads format 1; "
            "write 1, or update the tool"
        ),
    ),
    (
        {"a": {"record": "pen"}},
        (
            'a.json at /record: the file belongs to "pen", but it is in the '
            'folder of book; write "book", or move the file'
        ),
    ),
    (
        {"a": {"case": []}},
        (
            "a.json at (root): Additional properties are not allowed ('case' was unexpected); "
            "expected: Cases of one topic. A record's corpus is all files of its folder `corpus`; "
            "version, sources, flags and retired ids are shared by all of them, each defined once, "
            "in any of the files."
        ),
    ),
]


@pytest.mark.parametrize(("files", "message"), REFUSED)
def test_refuses_a_corpus_that_cannot_be_used(
    tmp_path: Path, files: dict[str, Any], message: str
) -> None:
    record = write(tmp_path, **files)

    with pytest.raises(BrokenFileError) as caught:
        load_corpus(record)

    shown = record.as_posix()
    assert str(caught.value) == f"{shown}/corpus/" + message.format(record=shown)


BROKEN_CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"id": "Title/Plain"}, "/id", "A path of at least two slugs"),
    ({"id": "title"}, "/id", "A path of at least two slugs"),
    ({"id": "title/plain\n"}, "/id", "A path of at least two slugs"),
    ({"rev": 0}, "/rev", "A whole number from 1"),
    ({"rev": True}, "/rev", "A whole number from 1"),
    ({"title": "two\nlines"}, "/title", "One line of text"),
    ({"title": " "}, "/title", "One line of text"),
    ({"title": "long" * 40}, "/title", "One line of text"),
    ({"input": {}}, "/input", "Exactly one of"),
    ({"input": {"value": 1, "text": "1"}}, "/input", "Exactly one of"),
    ({"input": {"text": 1}}, "/input/text", "The input itself"),
    ({"input": {"base64": "/w="}}, "/input/base64", "Bytes, in padded base64"),
    ({"expect": {"verdict": "maybe"}}, "/expect/verdict", "`accept`, `reject`, `either`"),
    ({"expect": {"verdict": "accept"}}, "/expect", "`accept` and `reject` have a `level`"),
    ({"expect": {**OPEN, "level": "must"}}, "/expect/level", "the others have none"),
    ({"expect": {"verdict": "open"}}, "/expect", "`open` has `because`"),
    ({"expect": {**SPLIT, "choices": {"accept": "lax"}}}, "/expect/choices", "For `either`"),
    ({"expect": {**OPEN, "choices": SPLIT["choices"]}}, "/expect/choices", "have no `choices`"),
    ({"cites": [{"claim": "shop"}]}, "/cites/0/claim", "VARIANT:CLAIM"),
    ({"cites": [{"claim": "a:b", "at": "1"}]}, "/cites/0/at", '"document"'),
    ({"cites": [{"at": "1"}]}, "/cites/0", '"document"'),
    ({"direction": "up"}, "/direction", "The side that would produce it"),
    ({"origin": {}}, "/origin", "For generated cases"),
    ({"origin": {"tool": "maker 1", "by": "x"}}, "/origin", "For generated cases"),
    ({"note": ""}, "", "One input with an immutable id"),
]


@pytest.mark.parametrize(("parts", "place", "hint"), BROKEN_CASES)
def test_refuses_a_case_that_is_not_what_the_format_demands(
    tmp_path: Path, parts: dict[str, Any], place: str, hint: str
) -> None:
    record = write(tmp_path, title={"cases": [case(**parts)]})

    with pytest.raises(BrokenFileError) as caught:
        load_corpus(record)

    assert caught.value.place == f"/cases/0{place}"
    assert hint in str(caught.value.hint)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    record = write(tmp_path)
    (record / "corpus" / "folder.json").mkdir()

    with pytest.raises(BrokenFileError) as caught:
        load_corpus(record)

    assert str(caught.value) == (
        f"{record.as_posix()}/corpus/folder.json: the file cannot be read: Is a directory; "
        "make it a readable file, or remove it"
    )
