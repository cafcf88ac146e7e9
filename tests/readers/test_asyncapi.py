"""AsyncAPI 2 and 3 as sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import BrokenFileError, UsageError
from conformance.readers import asyncapi
from conformance.readers.documents import opened
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from pathlib import Path

ITEMS: dict[str, Any] = {"items": [{"type": "null"}], "discriminator": "kind", "examples": [1]}
MESSAGES: dict[str, Any] = {
    "Plain": {"payload": {"$ref": "#/components/schemas/Order"}},
    "Named": {"payload": ITEMS, "schemaFormat": "application/vnd.aai.asyncapi+json;version=2.6.0"},
    "Avro": {"payload": {"type": "record"}, "schemaFormat": "application/vnd.apache.avro"},
    "Third": {"payload": {"schemaFormat": "application/schema+json", "schema": ITEMS}},
    "Other": {"payload": {"schemaFormat": "application/x-protobuf", "schema": {}}},
    "Empty": {"headers": {}},
}
DOCUMENT: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "components": {"schemas": {"Order": {"type": "object"}}, "messages": MESSAGES},
    "channels": {
        "orders/new": {"messages": {"Inline": {"payload": {"type": "string"}}}},
        "old": {"publish": {"message": {"payload": {"type": "number"}}}, "subscribe": {}},
        "none": None,
    },
}


def body(folder: Path, name: str, document: Any = DOCUMENT) -> dict[str, Any]:
    path = folder / "events.json"
    path.write_text(json.dumps(document, indent=1), "utf-8")
    schema = read(f"{path}#{name}", Options()).file.schema
    assert isinstance(schema, dict)
    return {key: value for key, value in schema.items() if key not in {"$schema", "title"}}


def test_schemas_and_payloads_are_its_types(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    payloads = [f"components/messages/{name}/payload" for name in MESSAGES if name != "Empty"]
    assert asyncapi.names(opened(path)) == [
        "components/schemas/Order",
        *payloads,
        "channels/orders~1new/messages/Inline/payload",
        "channels/old/publish/message/payload",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Order", {"type": "object"}),
        ("Plain/payload", {"$ref": "#/$defs/Order", "$defs": {"Order": {"type": "object"}}}),
        ("Named/payload", {"prefixItems": [{"type": "null"}]}),
        ("/components/messages/Third/payload", {"prefixItems": [{"type": "null"}]}),
        ("Third/payload/schema", None),
        ("/components/messages/Third/payload/schema", {"prefixItems": [{"type": "null"}]}),
        ("Inline/payload", {"type": "string"}),
        ("publish/message/payload", {"type": "number"}),
    ],
)
def test_payloads_are_read_as_json_schema(tmp_path: Path, name: str, expected: Any) -> None:
    if expected is None:
        with pytest.raises(UsageError, match="there is nothing at"):
            body(tmp_path, name)
    else:
        assert body(tmp_path, name) == expected


@pytest.mark.parametrize(
    ("name", "notation"),
    [
        ("Avro/payload", "application/vnd.apache.avro"),
        ("Other/payload", "application/x-protobuf"),
        ("/components/messages/Other/payload/schema", "application/x-protobuf"),
    ],
)
def test_a_payload_in_another_notation_is_refused(tmp_path: Path, name: str, notation: str) -> None:
    with pytest.raises(BrokenFileError, match=f"the schema is written in {notation}") as caught:
        body(tmp_path, name)
    assert str(caught.value.place).startswith("line ")


@pytest.mark.parametrize("version", ["1.2.0", "4.0.0"])
def test_other_versions_are_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BrokenFileError, match=f"version {version} of this notation") as caught:
        body(tmp_path, "Order", {**DOCUMENT, "asyncapi": version})
    assert caught.value.place == "line 2"


@pytest.mark.parametrize(
    "document", [{"asyncapi": "2.0.0"}, {"asyncapi": "2.0.0", "components": 1, "channels": 1}]
)
def test_a_document_without_types_is_refused(tmp_path: Path, document: Any) -> None:
    with pytest.raises(UsageError, match="there is no type in the AsyncAPI of this file"):
        body(tmp_path, "", document)
