"""New files of variants, tried beside a record and written into it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError
from conformance.record.load import load_record
from conformance.record.revised import revised, tried, write_variants

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeRecord


@pytest.fixture
def folder(tmp_path: Path, make_record: MakeRecord) -> Path:
    """A record of three columns whose variants refer to a file that they share."""
    folder = make_record(tmp_path / "thing")
    (folder / "shared.json").write_text(json.dumps({"type": "object"}), "utf-8")
    (folder / "variants/open/notes.txt").write_text("mine", "utf-8")
    return folder


def text(schema: Any) -> str:
    return json.dumps(schema)


def test_new_files_are_tried_without_being_written(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    new = {"declared.schema.json": text({"$ref": "../../shared.json"})}
    found = tried(folder, "open", new)

    assert found.variant.id == "open"
    assert found.variant.readings[0].file.schema == {"$ref": "../../shared.json"}
    assert sorted(found.files) == ["shared.json", "variants/open/declared.schema.json"]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_record_has_the_new_files_in_place_of_the_old_ones(folder: Path) -> None:
    record = load_record(folder)
    new = tried(folder, "closed", {"declared.schema.json": text({"type": "string"})})

    after = revised(record, [new])

    assert [variant.id for variant in after.variants] == ["closed", "open"]
    assert list(after.columns) == list(record.columns)
    changed = {name for name in after.files if after.files[name] != record.files[name]}
    assert changed == {"variants/closed/declared.schema.json"}
    assert after.variants[1] is record.variants[1]


@pytest.mark.parametrize(
    ("files", "traced", "words"),
    [
        ({"declared.schema.json": "{"}, False, "declared.schema.json at line 1: not one well-"),
        ({"declared.schema.json": text({"typ": 1})}, False, "declared.schema.json at /typ: "),
        ({"declared.schema.json": text({"type": "null"})}, True, "rests on no claim"),
        ({"variant.json": text({"format": 1, "x": 1})}, False, "variant.json at (root): "),
    ],
)
def test_an_error_names_the_file_in_the_record(
    folder: Path, files: dict[str, str], traced: Any, words: str
) -> None:
    (folder / "record.json").write_text(json.dumps({"format": 1, "traced": traced}), "utf-8")

    with pytest.raises(BrokenFileError) as caught:
        tried(folder, "open", files)

    assert str(caught.value).startswith(f"{folder.as_posix()}/variants/open/")
    assert words in str(caught.value)


def test_files_are_written_into_the_folders_of_their_variants(folder: Path) -> None:
    written = write_variants(folder, {"new": {"declared.schema.json": "true"}, "open": {"a": "b"}})

    assert written == ["variants/new/declared.schema.json", "variants/open/a"]
    assert (folder / "variants/new/declared.schema.json").read_text("utf-8") == "true"
    assert (folder / "variants/open/notes.txt").read_text("utf-8") == "mine"
