"""Judges cases by PyPI's openai-agents: does an item of the server's reach a session?

The target is the event that brings the item. What a message lost on its way is told by its parts:
`output` is the input without the parts that were not handed on.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))
sys.path.insert(0, str(Path(__file__).resolve().parent / "installed"))

import pydantic  # it stands in the folder that was named just now
import wire  # the adapters' own, in the other
from agents.realtime.model_events import (
    RealtimeModelErrorEvent,
    RealtimeModelExceptionEvent,
    RealtimeModelItemUpdatedEvent,
)
from agents.realtime.openai_realtime import OpenAIRealtimeWebSocketModel

EVENTS: dict[str, dict[str, Any]] = {
    "conversation": {"type": "conversation.item.added", "event_id": "event_1"},
    "response": {
        "type": "response.output_item.done",
        "event_id": "event_1",
        "response_id": "resp_1",
        "output_index": 0,
    },
}


class _Listener:
    """Keeps what a model tells its session."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    async def on_event(self, event: object) -> None:
        self.told.append(event)


def _told(event: dict[str, Any], loop: asyncio.AbstractEventLoop) -> list[Any]:
    """Return what a session is told of an event that its socket brings."""
    model = OpenAIRealtimeWebSocketModel()
    listener = _Listener()
    model.add_listener(listener)
    loop.run_until_complete(model._handle_ws_event(event))  # noqa: SLF001  its socket calls it
    return listener.told


def _judge(target: str, text: str, loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    try:
        given = json.loads(text)
        role = given.get("role") if isinstance(given, dict) else None
        if target == "response" and role in ("system", "user"):
            why = f"a response holds no message of the role {role}"
            return {"verdict": "unsupported", "reason": why}
        told = _told({**EVENTS[target], "item": given}, loop)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return {"verdict": "reject", "errors": [_refusal(error)]}
    for event in told:
        match event:
            case RealtimeModelErrorEvent(error=error):
                return {"verdict": "reject", "errors": [_refusal(error)]}
            case RealtimeModelExceptionEvent(exception=error):
                return {"verdict": "reject", "errors": [_refusal(error)]}
            case RealtimeModelItemUpdatedEvent(item=item):
                output = json.dumps(_handed_on(given, item))
                kind = type(item).__name__
                return {"verdict": "accept", "output": output, "typed_as": kind}
            case _:
                continue
    return {"verdict": "unsupported", "reason": "no item is made of this event and type"}


def _refusal(error: Exception) -> dict[str, str]:
    if isinstance(error, pydantic.ValidationError):
        first = _telling(error.errors(include_url=False, include_input=False))
        where = ".".join(str(step) for step in first["loc"])
        return {"code": first["type"], "message": f"{where}: {first['msg']}"[:200]}
    return {"code": type(error).__name__, "message": str(error)[:200]}


def _telling(errors: list[Any]) -> Any:  # noqa: ANN401  pydantic's own dictionary
    """Return the first error of that type of a union which fits best."""
    by_type: dict[object, list[Any]] = {}
    for error in errors:
        by_type.setdefault(error["loc"][:3], []).append(error)

    def misfit(found: list[Any]) -> tuple[bool, int]:
        return any(x["loc"][3:] in {("type",), ("role",)} for x in found), len(found)

    return min(by_type.values(), key=misfit)[0]


def _handed_on(given: dict[str, Any], item: object) -> dict[str, Any]:
    """Return an input without the parts that an item does not have."""
    if not isinstance(given.get("content"), list) or not hasattr(item, "content"):
        return given
    kinds = [part.type for part in item.content]
    kept = []
    for part in given["content"]:
        if kinds and isinstance(part, dict) and _kind(part) == kinds[0]:
            kept.append(part)
            kinds.pop(0)
    return {**given, "content": kept}


def _kind(part: dict[str, Any]) -> object:
    """Return the name that a part's type has in an item of the package."""
    kind = part.get("type")
    return kind.removeprefix("output_") if isinstance(kind, str) else kind


def _main() -> None:
    warnings.simplefilter("ignore")
    logging.disable()
    loop = asyncio.new_event_loop()
    hello = {
        "adapter": {"name": "sdk-openai-agents", "version": "1.0.0"},
        "subject": {
            "name": "openai-agents (PyPI)",
            "version": importlib.metadata.version("openai-agents"),
            "language": "python",
        },
        "targets": list(EVENTS),
        "max_inflight": 64,
    }
    wire.serve(hello, lambda target, text: _judge(target, text, loop))


if __name__ == "__main__":
    _main()
