"""The documents that references of a schema outside of a record lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes import write_json

from conformance.errors import BrokenFileError
from conformance.schema import neighbours
from conformance.schema.load import load_schema
from conformance.schema.neighbours import Given
from conformance.schema.patterns import is_expression

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import SchemaFile

FAR = "https://example.org/shared/b.json"


def loaded(folder: Path, schema: Any, given: Given | None = None) -> SchemaFile:
    path = write_json(folder / "a.json", schema)
    return load_schema(path, root=folder, strict_keywords=False, given=given or Given())


def test_a_second_way_to_write_the_name_of_a_file_is_told(tmp_path: Path) -> None:
    write_json(tmp_path / "b.json", {"type": "string"})

    with pytest.raises(BrokenFileError, match=r"a\.json at /allOf/1/\$ref"):
        loaded(tmp_path, {"allOf": [{"$ref": "b.json"}, {"$ref": "%62.json"}]})


def test_a_document_in_a_folder_is_found_by_its_id_or_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    write_json(folder / "x.json", {"$id": FAR, "type": "string"})
    write_json(folder / "c.json", {"type": "null"})
    write_json(folder / "list.json", [])
    (folder / "broken.json").write_text("{", encoding="utf-8")

    found = loaded(
        tmp_path,
        {"anyOf": [{"$ref": FAR}, {"$ref": "https://example.org/c.json"}]},
        Given(folder=folder),
    )

    assert sorted(found.resources) == ["https://example.org/c.json", FAR]


def test_a_document_that_is_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json(tmp_path / "more/x.json", {"$id": FAR})
    monkeypatch.setattr(neighbours, "_MAX_FILES", 0)

    for given in (None, Given(folder=tmp_path / "more")):
        with pytest.raises(BrokenFileError, match=r"b\.json"):
            loaded(tmp_path, {"$ref": FAR}, given)


def test_a_neighbour_by_the_id_of_a_schema_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match=r"gone\.json"):
        loaded(tmp_path, {"$id": "https://example.org/a.json", "$ref": "gone.json"})


def test_what_is_no_text_is_left_to_the_type() -> None:
    assert is_expression(3)
