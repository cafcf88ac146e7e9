"""The files with the shapes of a package's releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import write_json, write_record

from conformance.errors import BrokenFileError
from conformance.record.load import load_record
from conformance.record.releases import releases_json

if TYPE_CHECKING:
    from pathlib import Path

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GOOD: dict[str, Any] = {
    "format": 1,
    "source": "npm:left@{version}/x.ts#X",
    "versions": ["1.0", "1.1", "1.2"],
    "shapes": [
        {"since": "1.2", "schema": {"$schema": DIALECT, "const": 1}},
        {"since": "1.0", "schema": None},
        {"since": "1.1", "schema": True},
    ],
}


def record(folder: Path, content: Any) -> Path:
    made = write_record(folder / "thing", {"a": {"declared": True}}, [])
    write_json(made / "releases/sdk.left.json", content)
    return made


def test_the_shapes_are_read_in_the_order_of_the_releases(tmp_path: Path) -> None:
    (found,) = load_record(record(tmp_path, GOOD)).releases

    assert found.column == "sdk.left"
    assert [(shape.since, shape.file and shape.file.schema) for shape in found.shapes] == [
        ("1.0", None),
        ("1.1", True),
        ("1.2", {"$schema": DIALECT, "const": 1}),
    ]
    assert [shape and shape.since for shape in map(found.shape_of, ("1.0", "1.1", "3"))] == [
        "1.0", "1.1", None,
    ]  # fmt: skip
    ordered = sorted(GOOD["shapes"], key=lambda shape: shape["since"])
    assert releases_json(found.source, found.versions, found.shapes) == {**GOOD, "shapes": ordered}


def test_a_record_without_the_folder_has_none(tmp_path: Path) -> None:
    assert load_record(write_record(tmp_path / "x", {"a": {"declared": True}}, [])).releases == ()


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"source": "npm:left@1.0/x.ts"}, "/source", "does not match"),
        ({"shapes": [{"since": "9", "schema": None}]}, "/shapes/0/since",
         "9 is none of the versions; make the file again with `conformance releases`"),
        ({"shapes": [{"since": "1.0", "schema": {"$ref": "#/$defs/x"}}]}, "/$ref", "leads to"),
        ({"versions": []}, "/versions", "expected: All releases that are known"),
        ({"format": 2}, "/format", "this is format 2"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, Any], place: str, words: str
) -> None:
    with pytest.raises(BrokenFileError) as caught:
        load_record(record(tmp_path, {**GOOD, **change}))

    assert place in str(caught.value)
    assert words in str(caught.value)
