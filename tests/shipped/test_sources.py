"""The shipped variants against the documents that they were read from.

The documents are not shipped: CONFORMANCE_SOURCES names a folder that holds them, in folders of
their own or not.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.shipped import RECORDS, ROOT

from conformance.dialects import subschemas
from conformance.model import Variant
from conformance.record.corrections import load_corrections
from conformance.record.load import load_record

if TYPE_CHECKING:
    from conftest import RunCommand

pytestmark = pytest.mark.untraced

FOLDER = os.environ.get("CONFORMANCE_SOURCES")
RECORD = load_record(Path(__file__).parents[2] / "schemas" / "realtime-conversation-item")

pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="CONFORMANCE_SOURCES names no folder with the source documents"
)


@pytest.fixture(params=RECORD.variants, ids=lambda variant: str(variant.id))
def variant(request: pytest.FixtureRequest) -> Variant:
    assert isinstance(request.param, Variant)
    return request.param


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    """Every file under the folder, by its SHA-256."""
    return {
        hashlib.sha256(data).hexdigest(): data
        for path in sorted(Path(FOLDER or "").rglob("*"))
        if path.is_file()
        for data in [path.read_bytes()]
    }


@pytest.fixture
def document(variant: Variant, documents: dict[str, bytes]) -> str:
    """The text of the document with the digest that the variant names.

    Of the OpenAPI file only the described component: others around it list values of their own.
    """
    assert variant.source is not None
    assert variant.source.sha256 in documents
    text = documents[variant.source.sha256].decode("utf-8")
    if variant.id != "openapi":
        return text
    component = component_of(json.loads(text))
    return json.dumps({variant.component: component}, indent=1)


def component_of(file: Any) -> Any:
    return file["components"]["schemas"]["RealtimeConversationItemWithReference"]


DECLARATIONS = {
    "elixir": r":(\w+)- optional",
    "openapi": r'^ {3}"(\w+)": \{',
    "rust": r"^pub (\w+):",
    "scala": r"^\*\*`?(\w+)`?\*\* \|",
    "typescript": r"^[ \xa0]+(\w+)\?:",
}
"""How each notation declares a field."""


def test_the_source_declares_exactly_the_fields_under_their_native_names(
    variant: Variant, document: str
) -> None:
    native = {name.wire: name.native for name in variant.native_names}
    declared = re.findall(DECLARATIONS[variant.id], document, re.MULTILINE)
    assert sorted(declared) == sorted(native.get(field, field) for field in RECORD.fields)


def test_every_listed_value_stands_in_the_source(variant: Variant, document: str) -> None:
    values = {
        value
        for reading in variant.readings
        for _, schema in subschemas(reading.file.schema)
        if isinstance(schema, dict)
        for listed in (schema.get("enum"), [schema.get("const")])
        if isinstance(listed, list)
        for value in listed
        if isinstance(value, str)
    }
    assert len(values) > 8
    assert sorted(value for value in values if not _stands(value, document)) == []


def test_the_described_component_stands_in_the_source(variant: Variant, document: str) -> None:
    assert variant.component is not None
    assert _stands(variant.component.removeprefix("Realtime"), document, whole=False)


def test_the_schema_that_is_read_from_a_schema_is_that_schema(documents: dict[str, bytes]) -> None:
    """What the OpenAPI file declares is not interpreted: annotations go, and all else stays."""
    [variant] = [variant for variant in RECORD.variants if variant.id == "openapi"]
    assert variant.source is not None
    declared: Any = variant.readings[0].file.schema

    assert _plain(declared) == _plain(component_of(json.loads(documents[variant.source.sha256])))


def _plain(schema: Any) -> Any:
    """A schema without what never rejects: annotations, definitions, `type` beside `enum`."""
    dropped = {"$schema", "$defs", "title", "description", "x-stainless-const"}
    kept = {name: value for name, value in schema.items() if name not in dropped}
    if "enum" in kept:
        assert kept.pop("type", "string") == "string"
        assert {type(value) for value in kept["enum"]} == {str}
    if "properties" in kept:
        kept["properties"] = {name: _plain(value) for name, value in kept["properties"].items()}
    if "items" in kept:
        kept["items"] = _plain(kept["items"])
    return kept


def _stands(name: str, document: str, *, whole: bool = True) -> bool:
    edge = r"\b" if whole else ""
    return re.search(f"{edge}{re.escape(name)}{edge}", document) is not None


def test_both_readings_of_every_variant_are_read_from_its_document(command: RunCommand) -> None:
    ask = ("variant", "refresh", "--check", "--format", "json")
    outcome = command(*ask, "--record", str(RECORD.folder), "--sources", FOLDER or "")

    assert outcome.code == 0
    found = {x["variant"]: x for x in json.loads(outcome.out)["variants"]}
    assert list(found) == [variant.id for variant in RECORD.variants]
    for answer in found.values():
        assert (answer["state"], answer["changed"]) == ("as read", [])
        readings = answer["readings"]
        assert {name: (x["relation"], x["proven"]) for name, x in readings.items()} == {
            "declared": ("equal", True),
            "documented": ("equal", True),
        }


LINES = {
    "elixir": {"content-array": 29, "type-values": 29},
    "openapi": {"content-array": 479, "type-values": 444},
    "rust": {"content-array": 4, "type-string": 11},
    "scala": {"content-array": 16, "type-values": 12},
    "typescript": {"content-array": 6, "type-values": 13},
}
"""Lines of each document by claim; the prose of the first one has lost the heading of `content`."""


def test_claims_are_located_in_the_document(variant: Variant) -> None:
    about = json.loads((RECORD.folder / f"variants/{variant.id}/variant.json").read_text("utf-8"))
    lines = {claim["id"]: claim.get("line") for claim in about["claims"]}

    assert {name: lines[name] for name in LINES[variant.id]} == LINES[variant.id]


def test_the_names_that_a_page_does_not_print_are_corrections(variant: Variant) -> None:
    inferred = [name for name in variant.native_names if name.inferred]
    moved = [
        (step.origin, step.path)
        for one in load_corrections(RECORD.folder / "variants" / variant.id, RECORD.id)
        for step in one.operations
        if step.name == "move"
    ]

    assert moved == [(f"/properties/{x.native}", f"/properties/{x.wire}") for x in inferred]


AT_HAND = [
    pytest.param(record, path.parent.name, id=f"{record.name}-{path.parent.name}")
    for record in RECORDS
    if record.name != RECORD.id
    for path in sorted(record.glob("variants/*/variant.json"))
    if ":" not in json.loads(path.read_text("utf-8"))["read_from"]["source"]
]
"""Variants of the other records whose source no registry has to be asked for."""


@pytest.mark.parametrize(("record", "name"), AT_HAND)
def test_a_variant_of_another_record_is_as_it_was_read(
    command: RunCommand, record: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    ask = ("variant", "refresh", name, "--check", "--format", "json")
    outcome = command(*ask, "--record", str(record), "--sources", FOLDER or "")

    assert outcome.code == 0, outcome.out + outcome.err
    (answer,) = json.loads(outcome.out)["variants"]
    assert (answer["variant"], answer["state"], answer["changed"]) == (name, "as read", [])
