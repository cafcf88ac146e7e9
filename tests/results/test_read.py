"""Reading a results file: damaged files are errors that name the line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fakes import results as fake

from conformance.errors import BrokenFileError
from conformance.model import (
    Kind,
)
from conformance.results.read import read_results
from conformance.results.write import line_texts

if TYPE_CHECKING:
    from pathlib import Path


HEAD, CASE_LINE, FINDING_LINE, END = (
    json.dumps(fake.completed({"kind": kind, **more})) + "\n"
    for kind, more in (
        ("header", {"format": 1}),
        ("case", {}),
        ("finding", {"id": "/x = 1"}),
        ("footer", {"counts": {kind.value: 0 for kind in Kind}}),
    )
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": the file is cut short: its footer is missing; make it again"),
        (HEAD + CASE_LINE, ": the file is cut short: its footer is missing; make it again"),
        (
            HEAD + CASE_LINE + '{"kind": "fo',
            " at line 3: not JSON; the file is cut short or damaged: make it again",
        ),
        (
            HEAD + "\n" + END,
            " at line 2: not JSON; the file is cut short or damaged: make it again",
        ),
        (HEAD + "[" * 100_000, (" at line 2: not JSON; the file is cut short or damaged: make it "
         "again")),
        (HEAD + "[]\n" + END, " at line 2: no line of a results file"),
        (HEAD + '{"kind": "other"}\n', " at line 2: no line of a results file"),
        (HEAD + '{"kind": []}\n', " at line 2: no line of a results file"),
        (CASE_LINE + END, " at line 1: a case is in the wrong place"),
        (HEAD + HEAD + END, " at line 2: a header is in the wrong place"),
        (HEAD + FINDING_LINE + CASE_LINE, " at line 3: a case is in the wrong place"),
        (HEAD + END + END, " at line 3: a footer is in the wrong place"),
        (
            HEAD.replace('"format": 1', '"format": 4') + END,
            (": results of format 4, this is a reader of format 3; "
            "make the file again with this version"),
        ),
        (
            '{"kind": "header"}\n',
            (": results of format None, this is a reader of format 3; "
            "make the file again with this version"),
        ),
    ],
)  # fmt: skip
def test_a_damaged_file_is_an_error_that_names_the_line(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BrokenFileError) as caught:
        list(read_results(file))

    assert str(caught.value) == f"{file}{message}"


def test_a_file_cut_anywhere_is_never_taken_for_a_short_run(tmp_path: Path) -> None:
    whole = "".join(line_texts(fake.typed(*fake.sample())))
    file = tmp_path / "results.jsonl"

    for end in range(0, len(whole) - 1, 97):
        file.write_text(whole[:end], encoding="ascii")
        with pytest.raises(BrokenFileError):
            list(read_results(file))


def test_a_missing_file_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError) as caught:
        list(read_results(tmp_path / "x.jsonl"))

    assert str(caught.value) == (
        f"{tmp_path}/x.jsonl: the results file cannot be read: No such file or directory; "
        "`conformance run` writes one"
    )


def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_bytes(b"\xff")

    with pytest.raises(BrokenFileError, match="not UTF-8"):
        list(read_results(file))
