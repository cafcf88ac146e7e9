"""The two sides of the wire; every reading is of one of them."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """The side of the wire that a schema is about."""

    RECEIVE = "receive"
    SEND = "send"
