"""A person's corrections of what was read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError
from conformance.record.corrections import corrected, load_corrections

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA: Any = {"properties": {"_kind": {"type": "string"}, "id": {"type": "string"}}}
RENAME = {"op": "move", "from": "/properties/_kind", "path": "/properties/kind"}
CLOSE = {"op": "add", "path": "/properties/kind/enum", "value": ["a", "b"]}


def written(folder: Path, *corrections: Any) -> Path:
    content = {"format": 1, "corrections": [*corrections]}
    (folder / "corrections.json").write_text(json.dumps(content), "utf-8")
    return folder


def correction(*patch: Any, file: str = "declared.schema.json", why: str = "So it is.") -> Any:
    return {"file": file, "why": why, "patch": [*patch]}


def test_a_variant_may_have_no_corrections(tmp_path: Path) -> None:
    assert load_corrections(tmp_path, "record") == ()


def test_corrections_are_made_in_their_order(tmp_path: Path) -> None:
    folder = written(tmp_path, correction(RENAME), correction(CLOSE))

    made = corrected(SCHEMA, load_corrections(folder, "record"), ["/properties/_kind/type"])

    kind = {"type": "string", "enum": ["a", "b"]}
    assert made.schema == {"properties": {"id": {"type": "string"}, "kind": kind}}
    assert made.renamed == {"_kind": "kind"}


def test_pointers_follow_what_they_lead_to(tmp_path: Path) -> None:
    replaced = {"op": "replace", "path": "/properties/id", "value": {"type": "integer"}}
    folder = written(tmp_path, correction(replaced, RENAME, CLOSE))
    pointers = ["/properties/_kind/type", "/properties/id/type"]

    made = corrected(SCHEMA, load_corrections(folder, "record"), pointers)

    assert [made.place_of(x) for x in pointers] == ["/properties/kind/type", None]


def test_only_another_name_of_a_property_is_a_name(tmp_path: Path) -> None:
    moves = [
        {"op": "move", "from": "/properties/id", "path": "/$defs"},
        {"op": "copy", "from": "/properties/_kind", "path": "/properties/kind"},
    ]
    folder = written(tmp_path, correction(*moves))

    assert corrected(SCHEMA, load_corrections(folder, "record"), []).renamed == {}


def test_a_correction_that_applies_no_more_is_refused_with_its_place_and_reason(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, correction(RENAME), correction(CLOSE, RENAME, why="It is a word."))

    with pytest.raises(BrokenFileError) as caught:
        corrected(SCHEMA, load_corrections(folder, "record"), [])

    assert str(caught.value) == (
        f"{folder.as_posix()}/corrections.json at /corrections/1/patch/1: the correction does not "
        "apply to declared.schema.json any more: there is nothing at /properties/_kind; the source "
        "has changed there: bring it up to date, or remove it; it was made because: It is a word."
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"format": 1}, '"corrections" is a required property'),
        ({"format": 2, "corrections": []}, "this is format 2"),
        ({"format": 1, "corrections": [{}]}, "expected: A correction: the file, the reason"),
        (
            {"format": 1, "corrections": [correction(RENAME, why="")]},
            "at /corrections/0/why: ",
        ),
        (
            {"format": 1, "corrections": [correction(RENAME, file="other.schema.json")]},
            "at /corrections/0/file: ",
        ),
        (
            {"format": 1, "corrections": [correction({"op": "turn", "path": ""})]},
            "expected: add, remove, replace, move, copy or test.",
        ),
        (
            {"format": 1, "corrections": [correction({"op": "move", "path": "/a"})]},
            '"from" is a required property',
        ),
        (
            {"format": 1, "corrections": [correction({"op": "add", "path": "/a"})]},
            '"value" is a required property',
        ),
        (
            {"format": 1, "corrections": [correction({"op": "remove", "path": "a"})]},
            "expected: A JSON Pointer",
        ),
        (
            {"format": 1, "corrections": [correction({"op": "remove", "path": "", "from": ""})]},
            "expected: ",
        ),
        (
            {"format": 1, "corrections": [correction({**RENAME, "value": 1})]},
            "expected: ",
        ),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: Any, message: str) -> None:
    (tmp_path / "corrections.json").write_text(json.dumps(content), "utf-8")

    with pytest.raises(BrokenFileError) as caught:
        load_corrections(tmp_path, "record")

    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/corrections.json")
