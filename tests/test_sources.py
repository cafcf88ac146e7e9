"""The shipped variants against the documents that they were read from.

The documents are not shipped: CONFORMANCE_SOURCES names a folder that holds them.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from conformance.dialects import subschemas
from conformance.model import Variant
from conformance.records import load_record

FOLDER = os.environ.get("CONFORMANCE_SOURCES")
RECORD = load_record(Path(__file__).parent.parent / "schemas" / "realtime-conversation-item")

pytestmark = pytest.mark.skipif(
    FOLDER is None, reason="CONFORMANCE_SOURCES names no folder with the source documents"
)


@pytest.fixture(params=RECORD.variants, ids=lambda variant: str(variant.id))
def variant(request: pytest.FixtureRequest) -> Variant:
    assert isinstance(request.param, Variant)
    return request.param


@pytest.fixture
def document(variant: Variant) -> str:
    """The text of the document with the digest that the variant names."""
    by_digest = {
        hashlib.sha256(data).hexdigest(): data
        for path in sorted(Path(FOLDER or "").iterdir())
        if path.is_file()
        for data in [path.read_bytes()]
    }
    assert variant.source is not None
    assert variant.source.sha256 in by_digest
    return by_digest[variant.source.sha256].decode("utf-8")


DECLARATIONS = {
    "elixir": r":(\w+)- optional",
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


def _stands(name: str, document: str, *, whole: bool = True) -> bool:
    edge = r"\b" if whole else ""
    return re.search(f"{edge}{re.escape(name)}{edge}", document) is not None
