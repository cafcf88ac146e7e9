"""`relate --all`, demands on versions, and documents that others refer to, as users call them."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

OLD = {
    "type": "object",
    "properties": {"name": {"maxLength": 40}, "n": {"minimum": 0}, "s": {"enum": ["a", "b"]}},
    "additionalProperties": False,
}
NEW = {
    "type": "object",
    "properties": {"name": {"maxLength": 20}, "n": {"minimum": 0}, "s": {"enum": ["a", "b", "c"]}},
    "additionalProperties": False,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **schemas: Any) -> None:
    for name, schema in schemas.items():
        path = folder / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schema), encoding="utf-8")


def test_every_difference_is_listed_with_its_direction_and_both_keywords(
    command: RunCommand, folder: Path
) -> None:
    write(folder, old=OLD, new=NEW)

    outcome = command("relate", "old.json", "new.json", "--all", "--format", "json")

    found = json.loads(outcome.out)
    form = resources.files("conformance") / "formats" / "relate.schema.json"
    assert jsonschema_rs.is_valid(json.loads(form.read_text("utf-8")), found)
    assert (outcome.code, found["differences"]["complete"]) == (0, True)
    assert [
        (
            one["facts"][0]["place"],
            one["direction"],
            [(x["schema"], x["value"]) for x in one["keywords_a"]],
            [(x["schema"], x["value"]) for x in one["keywords_b"]],
        )
        for one in found["differences"]["every"]
    ] == [
        ("/name", "a_to_b", [("/properties/name/maxLength", 40)],
         [("/properties/name/maxLength", 20)]),
        ("/s", "b_to_a", [("/properties/s/enum", ["a", "b"])],
         [("/properties/s/enum", ["a", "b", "c"])]),
    ]  # fmt: skip


def test_every_difference_is_told(command: RunCommand, folder: Path) -> None:
    write(folder, old=OLD, new=NEW, items={"items": {"type": "string"}}, open={})

    two = command("relate", "old.json", "new.json", "--all").out
    one = command("relate", "items.json", "open.json", "--all").out

    assert "2 differences, proven to be all" in two
    assert '/s = "c": B sends it, A does not read it' in two
    assert "A accepts\n    old.json#/properties/name/maxLength: 40" in two
    assert "B rejects\n    new.json#/properties/name/maxLength: 20" in two
    assert 'items.json#/items/type: "string"' in one
    assert "not proven" not in one


def test_the_differences_of_one_file_with_itself_are_none(
    command: RunCommand, folder: Path
) -> None:
    write(folder, old=OLD)

    assert (
        "0 differences, proven to be all" in command("relate", "old.json", "old.json", "--all").out
    )


def test_what_is_not_decided_is_said_beside_the_differences(
    command: RunCommand, folder: Path
) -> None:
    write(folder, a={"pattern": r"\p{Foo}"}, b={"type": "string"})

    outcome = command("relate", "a.json", "b.json", "--all")

    assert "not proven to be all" in outcome.out
    assert "a property of characters in a regular expression" in outcome.out


@pytest.mark.parametrize(
    ("demand", "a", "b", "code"),
    [
        ("backward", "narrow", "wide", 0), ("backward", "wide", "narrow", 1),
        ("forward", "wide", "narrow", 0), ("forward", "narrow", "wide", 1),
        ("full", "wide", "wide", 0), ("full", "wide", "narrow", 1), ("equal", "wide", "wide", 0),
        ("within", "open", "wide", 0), ("equal", "open", "narrow", 3),
        ("within", "open", "narrow", 0), ("contains", "open", "narrow", 3),
    ],
)  # fmt: skip
def test_a_new_version_is_held_to_what_registries_demand(  # noqa: PLR0913, PLR0917  a row of a table
    command: RunCommand, folder: Path, demand: str, a: str, b: str, code: int
) -> None:
    write(folder, wide={"type": ["string", "null"]}, narrow={"type": "string"},
          open={"type": "string", "pattern": r"\p{Foo}"})  # fmt: skip

    assert command("relate", f"{a}.json", f"{b}.json", "--require", demand).code == code


def test_versions_are_compared_with_the_next_or_with_all_later_ones(
    command: RunCommand, folder: Path
) -> None:
    write(folder, one={"type": "string"}, two={}, three={"type": ["string", "null"]})
    write(folder, four={"type": "null"})

    good = command("cells", "one.json", "two.json", "--require", "backward")
    neighbours = command("cells", "one.json", "three.json", "four.json", "--require", "full")
    every = command(
        "cells", "one.json", "three.json", "two.json", "--require", "backward", "--transitive"
    )

    assert (good.code, neighbours.code, every.code) == (0, 1, 0)
    assert "required: full; three.json and four.json: contains" in neighbours.err


ITEM = "https://example.com/schemas/item.json"


def test_documents_are_found_by_their_uri(command: RunCommand, folder: Path) -> None:
    write(
        folder,
        a={"$id": "https://example.com/schemas/a.json", "$ref": "item.json"},
        item={"type": "string"},
        far={"$ref": "https://other.example/x/far-item.json#/$defs/t"},
        given={
            "$defs": {"t": {"type": "string", "$ref": "more.json"}},
            "$id": "https://b.example/",
        },
        more={"maxLength": 5},
        more__named={"$id": "https://b.example/more.json", "maxLength": 5},
        inner={
            "$id": "https://e.example/r",
            "$ref": "i",
            "$defs": {"i": {"$id": "i", "type": "null"}},
        },
        meta={"$ref": "https://json-schema.org/draft/2020-12/schema"},
        text={"type": "string"},
        back={"$ref": "forth.json"},
        forth={"type": "object", "properties": {"x": {"$ref": "back.json"}}},
    )

    def related(a: str, b: str, *more: str) -> str:
        outcome = command("relate", f"{a}.json", f"{b}.json", "--format", "json", *more)
        return json.loads(outcome.out)["relation"] if outcome.code == 0 else outcome.err

    far = ("--resource", "https://other.example/x/far-item.json=given.json", "--resources", "more")
    assert related("a", "text") == "equal"
    assert related("inner", "text") == "disjoint"
    assert related("meta", "text") == "disjoint"
    assert related("back", "forth") == "equal"
    assert related("far", "text", *far) == "within"
    assert "which is not at hand; give it: --resource https://other" in related("far", "text")
    assert "not of the form URI=FILE" in related("far", "text", "--resource", "x")


def test_a_neighbour_that_cannot_be_read_is_named(command: RunCommand, folder: Path) -> None:
    write(folder, a={"$ref": "gone.json"})

    outcome = command("relate", "a.json", "a.json")

    assert outcome.code == 2
    assert 'a.json at /$ref: "gone.json": the file cannot be read' in outcome.err


def test_a_dialect_is_assumed_where_none_is_named(command: RunCommand, folder: Path) -> None:
    write(folder, a={"dependencies": {"a": ["b"]}}, b={})

    def relation(*more: str) -> str:
        outcome = command("relate", "a.json", "b.json", "--format", "json", *more)
        return str(json.loads(outcome.out)["relation"])

    assert relation() == "equal"
    assert relation("--dialect", "draft-07") == "within"
    assert relation("--dialect", "draft-04") == "within"


@pytest.mark.untraced
@pytest.mark.parametrize(
    "pattern", [r"^\p{L}+$", r"^\cC$", r"(?<y>a)b", "(?<=a|bc)d", r"^\u{1F600}"]
)
def test_expressions_of_ecma_262_are_read(command: RunCommand, folder: Path, pattern: str) -> None:
    write(folder, a={"type": "string", "pattern": pattern}, b={"type": "string"})

    outcome = command("relate", "a.json", "b.json", "--format", "json")

    assert (json.loads(outcome.out)["relation"], outcome.err) == ("within", "")


def test_a_long_witness_is_cut_where_it_is_told(command: RunCommand, folder: Path) -> None:
    write(folder, a={"type": "string", "maxLength": 50_000}, b={"type": "string"})

    outcome = command("relate", "a.json", "b.json")

    assert "… (50,003 characters in all)" in outcome.out


def test_the_differences_of_programs_are_not_all_known(command: RunCommand) -> None:
    record = ("--record", "realtime-conversation-item")
    outcome = command("relate", "native.rust", "rust.declared", "--all", *record)

    assert outcome.code == 2
    assert "the differences of programs are not all known" in outcome.err


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("markdown", "| Difference | Direction | Smallest value | A | B |"),
        ("junit", '<failure type="difference" message="A sends it, B does not read it">'),
        ("sarif", '"startLine": 1'),
    ],
)
def test_the_differences_come_in_the_forms_of_other_tools(
    command: RunCommand, folder: Path, form: str, words: str
) -> None:
    write(folder, old=OLD, new=NEW)

    outcome = command("relate", "old.json", "new.json", "--format", form, "--require", "backward")

    assert outcome.code == 1
    assert words in outcome.out


@pytest.mark.parametrize(
    ("demand", "code"), [("within", 0), ("backward", 0), ("forward", 1), ("equal", 1)]
)
def test_values_too_large_to_be_shown_count(
    command: RunCommand, folder: Path, demand: str, code: int
) -> None:
    write(folder, long={"properties": {"a": {"maxLength": 2**31 - 1}}}, all={})

    outcome = command("relate", "long.json", "all.json", "--require", demand)
    shown = json.loads(command("relate", "all.json", "long.json", "--format", "json").out)

    assert outcome.code == code
    assert "within, proven" in outcome.out
    assert "B accepts, A rejects:  only values that are too large to be shown" in outcome.out
    assert (shown["relation"], shown["only_a"], shown["unmade"]) == ("contains", None, ["only_a"])


LOOP = {"properties": {"a": {"$ref": "#/properties/a"}, "b": {"type": "string"}}}


def test_a_reference_back_to_itself_leaves_only_what_depends_on_it_open(
    command: RunCommand, folder: Path
) -> None:
    other = {"properties": {"b": {"type": "integer"}}}
    write(folder, loop=LOOP, other=other, all={})

    apart = command("relate", "loop.json", "other.json").out
    same = command("relate", "loop.json", "loop.json").out
    left = command("relate", "loop.json", "all.json").out
    demanded = command("relate", "loop.json", "all.json", "--require", "within")

    assert "overlap, proven" in apart
    assert "equal, proven" in same
    assert "within, proven" in left
    assert demanded.code == 0


@pytest.mark.parametrize(
    ("demand", "versions", "code"),
    [
        ("backward", ["narrow", "wide"], 0), ("backward", ["wide", "narrow"], 1),
        ("forward", ["wide", "narrow"], 0), ("full", ["wide", "narrow"], 1),
        ("backward", ["narrow", "wide", "wider"], 0),
        ("backward", ["narrow", "other", "wide"], 1),
    ],
)  # fmt: skip
def test_compare_holds_versions_to_what_registries_demand(
    command: RunCommand, folder: Path, demand: str, versions: list[str], code: int
) -> None:
    write(folder, wide={"type": ["string", "null"]}, narrow={"type": "string"},
          other={"type": "number"}, wider={"type": ["string", "null", "boolean"]})  # fmt: skip
    names = [f"{name}.json" for name in versions]

    outcome = command("compare", *names, "--require", demand, "--examples", "0")

    assert outcome.code == code


def test_compare_holds_every_older_version_to_it_with_transitive(
    command: RunCommand, folder: Path
) -> None:
    write(folder, a={"type": "string"}, b=False, c={"type": "number"})
    command_line = ("compare", "a.json", "b.json", "c.json", "--require", "forward")

    assert command(*command_line, "--examples", "0").code == 1
    assert command(*command_line[:3], "--require", "forward", "--examples", "0").code == 0
    assert command(*command_line, "--transitive", "--examples", "0").code == 1


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ({"format": "regex"}, {"format": "iri"}, "unknown, not proven"),
        ({"format": "regex"}, {}, "unknown, not proven"),
        ({"format": "iri"}, {"format": "iri"}, "equal, proven"),
        ({"format": "date"}, {"format": "date-time"}, "overlap, proven"),
    ],
)
def test_a_format_without_a_definition_is_not_decided_if_formats_are_asserted(
    command: RunCommand, folder: Path, a: Any, b: Any, answer: str
) -> None:
    write(folder, a=a, b=b)

    told = command("relate", "a.json", "b.json", "--formats", "assert").out

    assert answer in told
    assert ("no definition of them is known" in told) is answer.startswith("unknown")
