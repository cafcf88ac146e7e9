"""Files in JSON and YAML as values, with the line of every part."""

from __future__ import annotations

import builtins
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError, IncompleteRunError
from conformance.readers.documents import opened
from conformance.readers.structured import structured

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.readers.structured import Structured


def read(folder: Path, text: str, name: str = "a.yaml") -> Structured:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return structured(opened(path))


def places(found: Structured) -> dict[str, tuple[int, int]]:
    return {pointer: (at.line, at.column) for pointer, at in found.spans.items()}


VALUES = [
    ("a: no\nb: yes\nc: on", {"a": "no", "b": "yes", "c": "on"}),
    ("a: 12:30\nb: 2026-01-31\nc: 1_000", {"a": "12:30", "b": "2026-01-31", "c": "1_000"}),
    ("a: 0o7\nb: 0x1F\nc: 010\nd: .5\ne: +1\nf: 1.",
     {"a": "0o7", "b": "0x1F", "c": "010", "d": ".5", "e": "+1", "f": "1."}),
    ("[1, -2, 0.5, 1e3, 1.5E-1]", [1, -2, 0.5, 1000.0, 0.15]),
    ("[true, True, false, ~, null, Null, ]", [True, True, False, None, None, None]),
    ("a:", {"a": None}),
    ("'1'", "1"),
    ('["1", \'null\', "a\\u00e4"]', ["1", "null", "aä"]),
    ("a: |\n  b\n  c\nd: >\n  e\n  f\n", {"a": "b\nc\n", "d": "e f\n"}),
    ("200: a\ntrue: b\nno: c", {"200": "a", "true": "b", "no": "c"}),
    ("? a\n: b", {"a": "b"}),
    ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
    ("a: &x b\n*x : c", {"a": "b", "b": "c"}),
    ("&x a: 1\nb: *x", {"a": 1, "b": "a"}),
    ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3", {"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}}),
    ("a: {<<: [{b: 1}, {b: 2, c: 3}], d: 4}", {"a": {"d": 4, "b": 1, "c": 3}}),
    ('"<<": 1', {"<<": 1}),
    ("%YAML 1.2\n---\na: b\n...\n", {"a": "b"}),
    ("# a comment\n--- text", "text"),
    ('{"a": [1, {"b": null}]}', {"a": [1, {"b": None}]}),
    ("{a: b}", {"a": "b"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_yaml_has_the_scalars_of_json(tmp_path: Path, text: str, value: Any) -> None:
    found = read(tmp_path, text)
    assert found.value == value
    assert json.dumps(found.value) == json.dumps(value)


BAD = [
    ("a: 1\nb: 2\na: 3", 3, "the name 'a' is twice"),
    ("a: 1\n'a': 3", 2, "the name 'a' is twice"),
    ("a: &x a\n*x : c", 2, "the name 'a' is twice"),
    ("a: !!str 1", 1, "a tag gives the value another type"),
    ("a:\n  !b c", 2, "a tag gives"),
    ("a: !b {}", 1, "a tag gives"),
    ("a: 1\n---\nb: 2", 2, "a second document"),
    ("a:\n\t- b", 2, "not YAML: found character '\\t'"),
    ("a: b\n c: d", 2, "not YAML: mapping values are not allowed"),
    ("a: [1\nb: 2", 2, "not YAML: expected"),
    ("a: 'b", 1, "not YAML"),
    ("a: b\nc: \x01", 2, "a character that it does not allow"),
    ("? [a]\n: 1", 1, "a name that is a list or an object"),
    ("a: &x [1]\n*x : 1", 2, "a name that is no text"),
    (": 1", 1, "a member without a name"),
    ("~: 1", 1, "a member without a name"),
    ("a: *b", 1, "the alias *b names nothing"),
    ("a: &a [*a]", 1, "the alias *a names nothing"),
    ("a: .inf", 1, "JSON has no number .inf"),
    ("a: -.Inf", 1, "JSON has no number"),
    ("a: .nan", 1, "JSON has no number"),
    ("a: 1e400", 1, "cannot be held exactly"),
    ('a: "\\ud800"', 1, "a lone surrogate"),
    ('"\\ud800": 1', 1, "a lone surrogate"),
    ("", 1, "the file is empty"),
    ("# a", 1, "the file is empty"),
    ("%YAML 1.1\n---\na: b", 2, "the file is of YAML 1.1"),
    ("%YAML a\n---\na: b", 1, "not YAML"),
    ('a: 1\nb: "\\U00110000"', 2, "a number that is too large"),
    ('a: 1\nb: "\\UFFFFFFFF"', 2, "a number that is too large"),
    ("a:\n  <<: 1", 2, "<< names something that is no object"),
    ("a:\n  <<: [1]", 2, "<< names something"),
    ("- " * 200 + "a", 1, "nested deeper than 128 levels"),
    ("[" * 200 + "]" * 200, None, "nested deeper than 128 levels"),
    ('{"a": 1, "a": 2}', None, "is twice in one object"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), BAD)
def test_what_json_has_not_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        read(tmp_path, text)
    assert words in caught.value.message
    assert caught.value.place == (None if line is None else f"line {line}")
    assert caught.value.file == (tmp_path / "a.yaml").as_posix()
    assert caught.value.hint


def test_aliases_that_stand_for_billions_are_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 12):
        inner = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} [{inner}]")
    with pytest.raises(BrokenFileError, match="stand for more than 200,000 values") as caught:
        read(tmp_path, "\n".join(lines))
    assert caught.value.place == "line 6"


def test_every_part_has_its_place(tmp_path: Path) -> None:
    text = "a:\n  - b\n  - c/d: &x\n      e~f: 1\ng: *x\nh:\n  <<: *x\n"
    found = read(tmp_path, text)
    assert places(found) == {
        "": (1, 1),
        "/a": (1, 1),
        "/a/0": (2, 5),
        "/a/1": (3, 5),
        "/a/1/c~1d": (3, 5),
        "/a/1/c~1d/e~0f": (4, 7),
        "/g": (5, 1),
        "/g/e~0f": (4, 7),
        "/h": (6, 1),
        "/h/e~0f": (4, 7),
    }
    assert len(found.spans) == 10
    assert found.spans["/g"].file == (tmp_path / "a.yaml").as_posix()
    with pytest.raises(KeyError):
        found.spans["/b"]


def test_json_has_the_same_places_as_yaml(tmp_path: Path) -> None:
    text = '{\n "a": [1,\n  {"b": 2}]\n}'
    assert places(read(tmp_path, text, "a.json")) == places(read(tmp_path, text + " # a"))


def test_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: b", "utf-8")
    document = opened(tmp_path / "a.yaml")
    assert structured(document) is structured(document)
    assert structured(document).spans is structured(document).spans


@pytest.mark.parametrize("text", ["a: b", "{a: b}", '{"a": 1'])
def test_a_file_that_says_it_is_json_has_to_be(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenFileError, match="not one well-formed JSON text") as caught:
        read(tmp_path, text, "a.json")
    assert caught.value.place == "line 1"


def test_a_file_with_any_other_name_is_read_as_either(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": 1}', "a").value == read(tmp_path, "a: 1", "a").value


def test_json_is_read_without_the_parser_of_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("ruamel"):
            raise ModuleNotFoundError("no", name="ruamel")
        return original(name, *rest)

    monkeypatch.delitem(sys.modules, "conformance.readers.yaml", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    assert read(tmp_path, "[1]", "a.json").value == [1]
    with pytest.raises(IncompleteRunError, match=r"reading YAML needs the package ruamel\.yaml"):
        read(tmp_path, "a: 1")


def test_a_large_file_is_read_in_reasonable_time(tmp_path: Path) -> None:
    text = json.dumps({f"name{index}": {"type": "string"} for index in range(40_000)})
    started = time.process_time()
    assert len(read(tmp_path, text, "a.json").value) == 40_000  # type: ignore[arg-type]
    assert time.process_time() - started < 4
