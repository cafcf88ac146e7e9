from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes import case
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.corpus.load import load_corpus
from conformance.corpus.write import WIDTH, file_text, file_with
from conformance.errors import BrokenFileError
from conformance.model import Case, Expectation, Input

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import Json

CASE = replace(
    case("title/new", '{"title": "x"}', expect=Expectation(verdict="open", because="Nobody says.")),
    title="A title",
    file="",
)
OLD = """\
{
  "format": 1,
  "record": "book",
  "flags": {"Odd": {"kind": "ambiguity", "means": "Odd."}},
  "sources": {"iso-1": {"kind": "standard", "title": "A standard"}},
  "cases": [
    {
      "id": "title/old",
      "rev": 1,
      "title": "A title",
      "input": {"value": {"title": "é", "pages": [1, 2]}},
      "expect": {"verdict": "accept", "level": "should"},
      "cites": [{"document": "iso-1", "at": "section 2"}]
    }
  ],
  "retired": {"title/gone": {"why": "It was wrong."}}
}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "title.json").write_text(OLD, encoding="utf-8")
    return folder


def test_a_case_goes_to_the_end_of_the_file_of_its_topic(record: Path) -> None:
    written = file_with(record, CASE)

    assert written.path == record / "corpus" / "title.json"
    assert written.text == OLD.replace(
        "    }\n  ],",
        "    },\n    {\n"
        '      "id": "title/new",\n'
        '      "rev": 1,\n'
        '      "title": "A title",\n'
        '      "input": {"value": {"title": "x"}},\n'
        '      "expect": {"verdict": "open", "because": "Nobody says."}\n'
        "    }\n  ],",
    )


def test_nothing_is_written(record: Path) -> None:
    file_with(record, CASE)

    assert (record / "corpus" / "title.json").read_text(encoding="utf-8") == OLD


def test_a_new_topic_gets_a_file_of_its_own(record: Path) -> None:
    written = file_with(record, replace(CASE, id="pages/one"))

    assert written.path == record / "corpus" / "pages.json"
    assert written.text.startswith('{\n  "format": 1,\n  "record": "book",\n  "cases": [\n')


ROUND_TRIPS = [
    CASE,
    replace(CASE, input=Input(text='{"title":"x"}')),
    replace(CASE, input=Input(text="1e400")),
    replace(CASE, input=Input(text="1.0")),
    replace(CASE, input=Input(text='{"title": "\\ud800"}')),
    replace(CASE, input=Input(data=b"\xff\x00")),
    replace(CASE, input=Input(text="\x00\u202e\ufeff\u00a0e\u0301\uffff")),
    replace(
        CASE,
        why="It is odd.",
        expect=Expectation(
            verdict="either", choices={"accept": "lax", "reject": "strict"}, because="They differ."
        ),
        cites=("shop:title-string", "document:iso-1"),
        flags=("Odd",),
        near="title/old",
        direction="send",
        origin={"tool": "maker 1", "seed": 3},
    ),
]


@pytest.mark.parametrize("case", ROUND_TRIPS)
def test_what_is_written_loads_as_the_same_case(record: Path, case: Case) -> None:
    written = file_with(record, case)
    written.path.write_text(written.text, encoding="utf-8")

    assert [*load_corpus(record).cases][-1] == replace(case, file="corpus/title.json")


REFUSED = [
    (replace(CASE, id="title/old"), "the id title/old is used already, at"),
    (replace(CASE, id="title/gone"), "the id title/gone is retired"),
    (replace(CASE, id="../evil"), "does not match"),
    (replace(CASE, title="two\nlines"), "does not match"),
    (replace(CASE, near="title/none"), "there is no case title/none"),
    (replace(CASE, flags=("Even",)), "there is no flag Even"),
    (replace(CASE, cites=("document:iso-2",)), "there is no source iso-2"),
    (replace(CASE, expect=Expectation(verdict="accept")), '"level" is a required property'),
]


@pytest.mark.parametrize(("case", "message"), REFUSED)
def test_refuses_a_case_that_does_not_fit(record: Path, case: Case, message: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        file_with(record, case)

    assert message in str(caught.value)


def test_refuses_to_add_to_a_broken_corpus(record: Path) -> None:
    (record / "corpus" / "other.json").write_text("{", encoding="utf-8")

    with pytest.raises(BrokenFileError, match=r"other\.json"):
        file_with(record, CASE)


def test_a_long_value_is_opened_and_arrays_are_filled() -> None:
    value: list[Json] = [*["word " * 5] * 6, {"a": "b" * 100, "c": 1}]

    text = file_text({"cases": [{"input": {"value": value}}]})

    word = '"word word word word word "'
    assert text == (
        '{\n  "cases": [\n    {\n      "input": {\n        "value": [\n'
        f"          {word}, {word}, {word},\n"
        f"          {word}, {word}, {word},\n"
        "          {\n"
        f'            "a": "{"b" * 100}",\n'
        '            "c": 1\n'
        "          }\n"
        "        ]\n      }\n    }\n  ]\n}\n"
    )


def test_characters_that_do_not_show_themselves_are_escaped() -> None:
    text = file_text({"cases": [{"title": "\u202e\u00a0e\u0301\x7fé🌡"}]})

    assert '"title": "\\u202e\\u00a0e\\u0301\\u007fé🌡"' in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=30), inner),
    max_leaves=20,
)


@pytest.mark.untraced
@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.dictionaries(st.text(max_size=20), JSON) | st.fixed_dictionaries({"cases": st.lists(JSON)})
)
def test_the_layout_changes_no_value_and_is_its_own_layout(content: dict[str, Any]) -> None:
    text = file_text(content)

    assert json.loads(text) == content
    assert file_text(json.loads(text)) == text


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.integers(), min_size=1))
def test_no_line_of_short_elements_is_too_wide(numbers: list[int]) -> None:
    text = file_text({"numbers": list(numbers)})

    assert max(len(line) for line in text.splitlines() if ", " in line or ":" in line) <= max(
        WIDTH, max(len(str(number)) for number in numbers) + 20
    )
