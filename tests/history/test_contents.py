"""Only what changed between two versions of a source is read in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api, ref, thing

from conformance.errors import UsageError
from conformance.history.contents import Contents, contents
from conformance.readers.read import Options, opened_types, split

if TYPE_CHECKING:
    from pathlib import Path

STRING: dict[str, Any] = {"type": "string"}
START = "components/schemas/"


def at(path: Path | str, before: Contents | None = None) -> Contents:
    return contents(opened_types(str(path), Options()), split(str(path))[1], before)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Return two versions: `Line` changed, `Order` holds it, `Basket` holds `Order`."""
    parts = {"Basket": thing(order=ref("Order")), "Order": thing(line=ref("Line")), "Same": STRING}
    api(tmp_path / "old.json", **parts, Line=STRING, Gone=STRING)
    api(tmp_path / "new.json", **parts, Line={"type": "integer"}, Come=STRING)
    return tmp_path / "old.json", tmp_path / "new.json"


def test_the_types_are_told_whose_own_text_changed(pair: tuple[Path, Path]) -> None:
    old = at(pair[0])
    new = at(pair[1], old)

    assert new.holding
    assert new.changed(old) == [f"{START}Line"]
    assert old.changed(old) == []
    assert new.held_by(f"{START}Line") == 2
    assert new.held_by(f"{START}Same") == 0


@pytest.mark.parametrize(("name", "expected"), [("Basket", ["Basket"]), ("Same", [])])
def test_one_type_counts_with_all_that_it_reaches(
    pair: tuple[Path, Path], name: str, expected: list[str]
) -> None:
    old, new = (at(f"{path}#{name}") for path in pair)

    assert new.types == (f"{START}{name}",)
    assert new.changed(old) == [f"{START}{x}" for x in expected]


def test_what_is_read_is_what_the_whole_document_says(pair: tuple[Path, Path]) -> None:
    whole = at(pair[1])
    names = [f"{START}Basket", f"{START}Come"]

    part = whole.only(names)

    assert part.types == tuple(names)
    assert [part.schema(x).schema for x in names] == [whole.opened.schema(x).schema for x in names]
    with pytest.raises(UsageError):
        part.schema(f"{START}Same")


def test_a_schema_with_definitions_is_read_by_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    defs = {"A": {"$ref": "#/$defs/B"}, "B": STRING, "C": {"properties": {"up": {"$ref": "#"}}}}
    path.write_text(json.dumps({"$defs": defs, "$ref": "#/$defs/A", "title": "x"}))
    found = at(path)

    assert (found.holding, found.types, found.held_by("$defs/B")) == (True, ("#",), 2)
    assert found.only(["#"]).schema("#").schema == found.opened.schema("#").schema
    assert at(f"{path}#C").reached(["$defs/C"]) == {"#", "$defs/A", "$defs/B", "$defs/C"}


@pytest.mark.parametrize(
    "text",
    [
        {"$ref": "other.json#/components/schemas/X"},
        {"$ref": "#/paths/x"},
        {"$ref": "#/components/schemas/None"},
        {"$id": "https://example.com/x"},
        {"$dynamicRef": "#x"},
        {"allOf": [{"$anchor": "x"}]},
    ],
)
def test_where_a_text_does_not_tell_what_it_means_each_type_is_read(
    tmp_path: Path, text: dict[str, Any]
) -> None:
    api(tmp_path / "a.json", A=thing(b=text), B=STRING)

    found = at(tmp_path / "a.json")

    assert not found.holding
    assert found.only([f"{START}B"]).types == (f"{START}B",)
    assert found.held_by(f"{START}B") == 0


def test_recursion_is_told_by_the_text_of_an_api_and_not_of_its_own_dialect(
    tmp_path: Path,
) -> None:
    tree: dict[str, Any] = {"$recursiveAnchor": True, "items": {"$recursiveRef": "#"}}
    api(tmp_path / "api.json", Tree=tree, B=STRING)
    dialect = "https://json-schema.org/draft/2019-09/schema"
    (tmp_path / "schema.json").write_text(json.dumps({"$schema": dialect, **tree}))

    assert at(tmp_path / "api.json").holding
    assert not at(tmp_path / "schema.json").holding


def test_another_version_of_the_notation_changes_every_type(tmp_path: Path) -> None:
    api(tmp_path / "a.json", A=STRING, B=STRING)
    text = (tmp_path / "a.json").read_text("utf-8")
    (tmp_path / "b.json").write_text(text.replace('"openapi": "3.1', '"openapi": "3.0'), "utf-8")
    assert "3.0" in (tmp_path / "b.json").read_text("utf-8")

    assert len(at(tmp_path / "b.json").changed(at(tmp_path / "a.json"))) == 2


def test_in_other_notations_a_type_is_its_schema(tmp_path: Path) -> None:
    old, new = tmp_path / "a.ts", tmp_path / "b.ts"
    old.write_text("export interface A { b?: B }\nexport type B = string;\ntype C = 1;\n", "utf-8")
    new.write_text("export interface A { b?: B }\nexport type B = number;\ntype C = 1; // c\n")

    assert not at(new).holding
    assert at(new).changed(at(old)) == ["A", "B"]


def test_a_type_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    api(tmp_path / "a.json", A={"allOf": [ref("A")]}, B=STRING, C={"type": "nothing"})
    found = at(tmp_path / "a.json")

    assert found.why_not(f"{START}B") is None
    assert "defined by itself" in str(found.why_not(f"{START}A"))
    assert "line 1:" not in str(found.why_not(f"{START}A"))


def test_a_type_that_is_nested_too_deeply_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ts").write_text("export type A = 1;\ntype B = 1;\n", "utf-8")
    found = at(tmp_path / "a.ts")

    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(type(found.opened), "schema", deep)
    assert found.why_not("A") == "it is nested too deeply"
    assert at(tmp_path / "a.ts").texts["A"].value == "it is nested too deeply"


def test_what_cannot_be_read_is_its_own_text(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("export interface A { a: 1; a: 2 }\ntype B = 1;\n", "utf-8")
    (tmp_path / "b.ts").write_text("export interface A { a: 1 }\ntype B = 1;\n", "utf-8")

    assert at(tmp_path / "b.ts").changed(at(tmp_path / "a.ts")) == ["A"]
