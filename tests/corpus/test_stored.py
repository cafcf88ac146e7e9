"""A corpus that is not held in memory: it is read the same, and what is wrong is said the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance import files
from conformance.corpus import load, pieces
from conformance.corpus.load import load_corpus
from conformance.errors import BrokenFileError

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = fakes.case_entry("a/b", {"x": "é😀\n"})
PLAIN: dict[str, Any] = {"format": 1, "record": "thing", "cases": [ENTRY]}


def corpus(folder: Path, text: str | bytes) -> Path:
    """Write a record with one corpus file."""
    file = folder / "thing/corpus/all.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return folder / "thing"


def said(folder: Path, monkeypatch: pytest.MonkeyPatch, *, stored: bool, chunk: int = 7) -> Any:
    """Return what is read of a corpus, or what is said about it."""
    with monkeypatch.context() as patch:
        patch.setattr(load, "IN_MEMORY", -1 if stored else 1 << 30)
        patch.setattr(pieces, "CHUNK", chunk)
        try:
            found = load_corpus(folder)
        except BrokenFileError as error:
            return str(error)
        return [*found.cases], found.files, found.flags


NAMED = json.dumps(PLAIN)
TEXTS: dict[str, str | bytes] = {
    "plain": NAMED,
    "laid out": json.dumps(PLAIN, indent=2, ensure_ascii=False),
    "members after the cases": json.dumps({"cases": [ENTRY], "record": "thing", "format": 1}),
    "no case": json.dumps({**PLAIN, "cases": []}),
    "empty": "",
    "spaces": " \n ",
    "no object": "[1]",
    "no members": "{}",
    "a number": "12",
    "open": NAMED[:-1],
    "cut in a case": NAMED[:60],
    "cut in a string": '{\n"format": 1,\n"cases": [{"id": "a',
    "cut after a case": NAMED[:-2],
    "no colon": '{"format" 1}',
    "no comma": '{"format": 1 "record": "thing"}',
    "no comma between cases": NAMED[:-2] + "{}]}",
    "a comma too many": NAMED[:-2] + ",]}",
    "more behind": NAMED + "\n{}",
    "cases twice": '{"cases": [], "cases": []}',
    "a name twice": '{"format": 1, "format": 1, "cases": []}',
    "a name twice in a case": '{"cases": [\n{"id": "a", "id": "a"}]}',
    "no list of cases": json.dumps({**PLAIN, "cases": {}}),
    "case is a number": json.dumps({**PLAIN, "cases": [1]}),
    "a constant": '{"format": NaN, "cases": []}',
    "a constant in a case": '{"format": 1, "cases": [\n\n[NaN]]}',
    "a long number in a case": '{"cases": [' + "9" * 5000 + "]}",
    "a large number in a case": '{"cases": [1e400]}',
    "deep": json.dumps({**PLAIN, "cases": [json.loads("[" * 126 + "]" * 126)]}),
    "too deep": json.dumps({**PLAIN, "cases": [json.loads("[" * 127 + "]" * 127)]}),
    "far too deep": '{"cases": [' + "[" * 100_000,
    "a lone surrogate": NAMED.replace("a/b", "\\ud800"),
    "not UTF-8": NAMED.encode().replace(b"a/b", b"a/\xff"),
    "not UTF-8 at the end": NAMED.encode() + "é".encode()[:1],
    "a mark of byte order": "\ufeff" + NAMED,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 18])
def test_a_file_that_is_read_in_pieces_is_read_as_one_that_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, chunk: int
) -> None:
    folder = corpus(tmp_path, text)
    whole = said(folder, monkeypatch, stored=False)

    assert said(folder, monkeypatch, stored=True, chunk=chunk) == whole


def test_the_cases_are_a_collection_that_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "IN_MEMORY", -1)
    entries = [ENTRY, fakes.case_entry("a/c", 1)]
    cases = load_corpus(corpus(tmp_path, json.dumps({**PLAIN, "cases": entries}))).cases

    first, second = cases
    assert ([*cases], len(cases), bool(cases)) == ([first, second], 2, True)
    assert (second in cases, fakes.case("a/d", "1") in cases) == (True, False)


def test_a_file_that_changes_during_a_run_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "IN_MEMORY", -1)
    cases = load_corpus(corpus(tmp_path, NAMED)).cases
    corpus(tmp_path, NAMED.replace("a/b", "a/c"))

    with pytest.raises(BrokenFileError, match="the file changed while it was read; run again"):
        list(cases)


def test_a_file_with_too_many_bytes_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, NAMED)
    limit = files.MAX_BYTES
    files.limit_bytes(100)
    try:
        assert "all.json: there are more than 100 bytes" in said(folder, monkeypatch, stored=True)
    finally:
        files.limit_bytes(limit)


def test_a_pipe_is_no_corpus_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = corpus(tmp_path, NAMED)
    (folder / "corpus/all.json").unlink()
    (folder / "corpus/all.json").symlink_to("/dev/zero")

    assert "it is no regular file" in said(folder, monkeypatch, stored=True)


def test_a_link_that_leads_nowhere_is_said_whatever_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = corpus(tmp_path, NAMED)
    (folder / "corpus/zero.json").symlink_to("nowhere")

    for stored in (True, False):
        assert "a link that leads nowhere" in said(folder, monkeypatch, stored=stored)
