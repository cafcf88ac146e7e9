"""Reads the schemas of AsyncAPI 2 and 3: those of components, and the payloads of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import followed, joined
from conformance.readers.schemas.whole import schema_at
from conformance.readers.structured import structured
from conformance.schema.content import held_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.emitted import Emitted
    from conformance.readers.read import SchemaOptions

_OWN = "application/vnd.aai.asyncapi"
_JSON_SCHEMA = "application/schema+json"
_JSON_SCHEMA_YAML = "application/schema+yaml"


def names(document: Document) -> Sequence[str]:
    """Return the schemas under `components/schemas`, and the payloads of messages."""
    value = structured(document).value
    held = [name for name in held_types(value) if name.startswith("components/")]
    return [*held, *_payloads(value)]


def schema(document: Document, name: str, options: SchemaOptions) -> Emitted:
    """Return the schema of a type, by its name or its JSON Pointer.

    Raises:
        BrokenFileError: It is written in another notation than JSON Schema.
    """
    place = f"/{name.removeprefix('/')}"
    value = structured(document).value
    for pointer in (place, place.rpartition("/")[0]):
        try:
            around = followed(value, pointer)
        except (LookupError, ValueError):
            continue
        named = around.get("schemaFormat") if isinstance(around, dict) else None
        if named is not None and not str(named).startswith((_OWN, _JSON_SCHEMA, _JSON_SCHEMA_YAML)):
            span = structured(document).spans[joined(pointer, "schemaFormat")]
            raise BrokenFileError(
                f"the schema is written in {named}",
                file=span.file,
                place=f"line {span.line}",
                hint="only payloads in JSON Schema are read",
            )
        if named is not None and pointer == place and isinstance(around, dict):
            return schema_at(document, f"{place}/schema", options)
    return schema_at(document, name, options)


def _payloads(value: Json) -> Iterator[str]:
    """Yield the places of the payloads of messages, in components and in channels."""
    members = value if isinstance(value, dict) else {}
    components = members.get("components")
    if isinstance(components, dict):
        yield from _of_messages(components.get("messages"), "components/messages")
    channels = members.get("channels")
    for name, channel in channels.items() if isinstance(channels, dict) else ():
        if isinstance(channel, dict):
            at = joined("", "channels", name)[1:]
            yield from _of_messages(channel.get("messages"), f"{at}/messages")
            for action in ("publish", "subscribe"):
                operation = channel.get(action)
                if isinstance(operation, dict):
                    message = {"message": operation.get("message")}
                    yield from _of_messages(message, f"{at}/{action}")


def _of_messages(messages: Json, start: str) -> Iterator[str]:
    for name, message in messages.items() if isinstance(messages, dict) else ():
        if isinstance(message, dict) and "payload" in message:
            yield f"{start}{joined('', name, 'payload')}"
