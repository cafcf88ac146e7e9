from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import case

from conformance.corpus.digests import (
    FILE,
    Digest,
    case_sha256,
    corpus_digests,
    digests_text,
    kept_digests,
)
from conformance.errors import BrokenFileError
from conformance.model import Case, Corpus, Expectation, Input

if TYPE_CHECKING:
    from pathlib import Path

CASE = case("title/plain", "{}", expect=Expectation(verdict="accept", level="must"))
SPLIT = Expectation(
    verdict="either", choices={"accept": "lax", "reject": "strict"}, because="They differ."
)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    corpus = Corpus(
        cases=(replace(CASE, id="title/z", rev=3), replace(CASE, input=Input(data=b"\xff"))),
        flags=(),
        retired={},
        files={},
    )
    digests = corpus_digests(corpus)

    (tmp_path / FILE).write_text(digests_text(digests, record=tmp_path.name), encoding="utf-8")

    assert list(digests) == ["title/plain", "title/z"]
    assert kept_digests(tmp_path) == digests


def test_generated_cases_are_left_out() -> None:
    generated = replace(CASE, id="made/one", origin={"tool": "maker 1", "seed": 3})
    corpus = Corpus(cases=(CASE, generated), flags=(), retired={}, files={})

    assert list(corpus_digests(corpus)) == ["title/plain"]


def test_the_list_has_one_case_a_line() -> None:
    digests = {"b/b": Digest(rev=2, sha256="0" * 64), "a/a": Digest(rev=1, sha256="1" * 64)}

    assert digests_text(digests, record="book") == (
        '{\n  "format": 1,\n  "record": "book",\n  "cases": {\n'
        f'    "a/a": {{"rev": 1, "sha256": "{"1" * 64}"}},\n'
        f'    "b/b": {{"rev": 2, "sha256": "{"0" * 64}"}}\n'
        "  }\n}\n"
    )


def test_an_empty_list_is_sound(tmp_path: Path) -> None:
    text = digests_text({}, record=tmp_path.name)
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    assert json.loads(text)["cases"] == {}
    assert kept_digests(tmp_path) == {}


def test_no_list_keeps_nothing(tmp_path: Path) -> None:
    assert kept_digests(tmp_path) == {}


def test_a_broken_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"format": 1}', encoding="utf-8")

    with pytest.raises(BrokenFileError, match='"record" is a required property'):
        kept_digests(tmp_path)


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    with pytest.raises(BrokenFileError, match="the file cannot be read: Is a directory"):
        kept_digests(tmp_path)


CHANGES = [
    replace(CASE, input=Input(text="{ }")),
    replace(CASE, input=Input(data=b"{}")),
    replace(CASE, expect=Expectation(verdict="reject", level="must")),
    replace(CASE, expect=Expectation(verdict="accept", level="may")),
    replace(CASE, expect=SPLIT),
    replace(CASE, expect=replace(SPLIT, choices={"accept": "lax", "reject": "severe"})),
]


def test_input_and_expectation_make_the_digest() -> None:
    digests = {case_sha256(case) for case in [CASE, *CHANGES]}

    assert len(digests) == len(CHANGES) + 1


SAME = [
    replace(CASE, title="Another title", why="Reworded.", rev=2, flags=("Odd",), near="a/b"),
    replace(CASE, expect=replace(CASE.expect, because="Reworded.")),
]


@pytest.mark.parametrize("case", SAME)
def test_words_do_not_make_the_digest(case: Case) -> None:
    assert case_sha256(case) == case_sha256(CASE)
