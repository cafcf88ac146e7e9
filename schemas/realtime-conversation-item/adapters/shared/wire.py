"""Reads the runner's messages and writes the replies: the same for every adapter in Python."""

from __future__ import annotations

import base64
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ERRORS = 4


def serve(hello: dict[str, Any], judge: Callable[[str, str], dict[str, Any]]) -> None:
    """Answer the runner until it ends.

    Args:
        hello: What the greeting says of the adapter and its subject.
        judge: Gets a case's target and text, and gives the reply without the case's number. A text
            that is not UTF-8 is refused before.
    """
    for line in sys.stdin:
        message = json.loads(line)
        if message["op"] == "hello":
            reply = {"op": "hello", "protocol": 1, "modes": ["decode", "roundtrip"], **hello}
        elif message["op"] == "case":
            reply = {"n": message["n"], **_judged(message, judge)}
        else:
            return
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


def refused(error: Exception) -> dict[str, Any]:
    """Return the reply for an error that is no validator's."""
    why = {"code": type(error).__name__, "message": str(error)[:200]}
    return {"verdict": "reject", "errors": [why]}


def invalid(error: Any) -> dict[str, Any]:  # noqa: ANN401  pydantic is each adapter's own
    """Return the reply for pydantic's error."""
    found = []
    for one in error.errors(include_url=False, include_input=False)[:ERRORS]:
        where = ".".join(str(step) for step in one["loc"])
        message = f"{where}: {one['msg']}" if where else one["msg"]
        found.append({"code": one["type"], "message": message[:200]})
    return {"verdict": "reject", "errors": found}


def _judged(message: dict[str, Any], judge: Callable[[str, str], dict[str, Any]]) -> dict[str, Any]:
    try:
        coded = message.get("base64")
        text = message["text"] if coded is None else base64.b64decode(coded).decode("utf-8")
    except UnicodeDecodeError as error:
        return refused(error)
    return judge(message["target"], text)
