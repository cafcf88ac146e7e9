"""A text in YAML that is read piece by piece says the same as one that is read as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.sources import edited, edits
from hypothesis import HealthCheck, given, settings

from conformance.errors import ConformanceError
from conformance.readers import yaml_parts as module
from conformance.readers.documents import holding
from conformance.readers.structured import structured
from conformance.readers.yaml_parts import remembered

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.sources import Edit

TEXT = """\
openapi: 3.1.0
# about
tags:
- name: a
- name: b
components:
  schemas:
    # the first
    Order:
      type: object
      description: |
        two
          lines
      properties: {a: {type: string}, b: [1, "x: y"]}

    "Line item":
      type: 'string'
      examples:
        - >-
          folded
          text
        - ünïcode
  parameters:
    P: {in: query}
paths:
  /orders/{id}:
    get: {summary: one}
"""
PIECES = (
    *("\n", "  ", "    ", "-", "- a", "#", ": ", "a:", '"', "'", "|", "|+\n", ">", "{", "}"),
    *(
        "&x ",
        "*x",
        "<<: *x",
        "---\n",
        "...\n",
        "!!str ",
        "?",
        "\t",
        "key: null",
        "Order:\n",
        "[",
        "]",
    ),
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Split even short objects."""
    monkeypatch.setattr(module, "LARGE", 0)


def told(path: Path, text: str) -> Any:
    """Return a text's value and places, or what is wrong with it."""
    try:
        found = structured(holding(path / "a.yaml", text.encode(), "a.yaml"))
    except ConformanceError as error:
        return str(error)
    return found.value, {pointer: found.spans[pointer] for pointer in found.spans}


def test_what_stays_is_not_read_again(tmp_path: Path) -> None:
    changed = TEXT.replace("type: object", "type: array")
    with remembered() as known:
        first = told(tmp_path, TEXT)
        count = known.count
        second = told(tmp_path, f"# one more line\n{changed}")

        assert known.count == count + 2  # the first member, with its new comment, and `Order`
    assert first == told(tmp_path, TEXT)
    assert second == told(tmp_path, f"# one more line\n{changed}")
    assert second[1]["/paths"].line == first[1]["/paths"].line + 1


def test_what_a_text_does_not_have_is_forgotten(tmp_path: Path) -> None:
    with remembered() as known:
        for text in ("a: 1\nb: 2\n", "a: 1\n", "a: 1\nb: 2\n"):
            told(tmp_path, text)
        assert known.count == 2

        for text in ("a: 1\n", "a: 1\n", "b: 2\n"):
            told(tmp_path, text)
        assert known.count == 3


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\nb: {c: 2}\n",
        "a: &x {b: 1}\nc: *x\n",
        "a: &x {b: 1}\n<<: *x\nc: 1\n",
        "a: 1\na: 2\n",
        "a:\n  b: 1\n c: 2\n",
        "  a: 1\nb: 2\n",
        "- a\n- b\n",
        "a: 1\n---\nb: 2\n",
        "a:\n---\n b: 2\n",
        "a: 1\n...\n",
        "a: 1\n? {b: 2}\n",
        "a: ...\n{b: 2}\n",
        "a:\n- 1\n[b]: 2\n",
        "a: b #c:\n  d: 1\n",
        "-a: 1\n-b: 2\n",
        "-\na: 1\n",
        "%YAML 1.1\n---\na: 1\n",
        "a: 'one\nb: two'\n",
        "a: {b: 1,\nc: 2}\n",
        "? a\n: b\n",
        "a: one\u2028b: two\n",
        "a:\n\tb: 1\n",
        "\ta: 1\n",
        "a: |+\n  x\n\nb: |+\n  ü\n",
        "a: |\n  b: 1\n  c: 2\n",
        "a: null\n  b: 1\n",
        "a: !!str\n  b: 1\n",
        "a: # why\n  b: 1\n  c: 2\n",
        "a:\n# why\n  b:\n    c:\n      d:\n        e: 1\n",
        "a:\n- b: 1\n- c: 2\nd:\n-\n  e: 1\n",
        "a:\nb:\n",
        "# nothing\n",
        "",
        "1: a\n2: b\n",
        "a: 1\n'a': 2\n",
        '"<<": 1\nb: 2\n',
        "a: 1\n&x b: 2\n",
        "&x a:\n  &y b: 1\n  c: 2\n",
        "a:\nb:\n  c: 1\n",
        edited(TEXT, [(11, 0, "...\n")]),
    ],
)
def test_a_text_that_cannot_be_split_is_read_as_a_whole(tmp_path: Path, text: str) -> None:
    whole = told(tmp_path, text)

    with remembered():
        assert [told(tmp_path, text), told(tmp_path, text)] == [whole, whole]


def test_a_text_is_nested_as_deep_as_a_whole_one_may_be(tmp_path: Path) -> None:
    for depth in (125, 126, 127, 128, 129):
        text = f"a:\n  b:\n    c: {'[' * depth}{']' * depth}\n"
        whole = told(tmp_path, text)
        with remembered():
            assert told(tmp_path, text) == whole


@given(first=edits(TEXT, PIECES), second=edits(TEXT, PIECES))
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_two_versions_say_what_they_say_alone(
    tmp_path: Path, first: list[Edit], second: list[Edit]
) -> None:
    texts = [TEXT, edited(TEXT, first), edited(TEXT, second), TEXT]
    alone = [told(tmp_path, text) for text in texts]

    with remembered():
        assert [told(tmp_path, text) for text in texts] == alone
