"""A decoder of the item: a pydantic model, strict about types and closed about its values."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(strict=True)


class Part(_Model):
    """A part of a message's content."""

    type: Literal["input_text", "input_audio", "item_reference", "text"] | None = None
    id: str | None = None
    text: str | None = None
    audio: str | None = None
    transcript: str | None = None


class Item(_Model):
    """An item of a conversation."""

    type: Literal["message", "function_call", "function_call_output", "item_reference"] | None = (
        None
    )
    id: str | None = None
    object: Literal["realtime.item"] | None = None
    status: Literal["completed", "incomplete", "in_progress"] | None = None
    role: Literal["user", "assistant", "system"] | None = None
    content: list[Part] | None = None
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None
