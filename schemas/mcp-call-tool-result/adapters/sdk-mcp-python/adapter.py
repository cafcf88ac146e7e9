"""Judges cases by the models of PyPI's mcp, as its client does with what a server answers.

The first argument is the release, and with that the folder that it is installed in; the second,
where there is one, is the version of the protocol that both sides have agreed on. Release 2 checks
an answer by the models of that version first, and then by its own.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

RELEASE, AGREED = sys.argv[1], sys.argv[2:3]
sys.path.insert(0, str(Path(__file__).resolve().parent / RELEASE))

import pydantic  # noqa: E402  it stands in the folder that was named just now

ERRORS = 4
LIST = {"resultType": "complete", "ttlMs": 0, "cacheScope": "public"}

Decode = Callable[[Any], pydantic.BaseModel]


def _first() -> dict[str, Decode]:
    from mcp import types  # noqa: PLC0415  the other release has none

    return {
        "call-tool-result": types.CallToolResult.model_validate,
        "tool": types.Tool.model_validate,
    }


def _second(agreed: str) -> dict[str, Decode]:
    from mcp_types import CallToolResult, Tool, methods  # noqa: PLC0415  likewise

    def result(value: object) -> pydantic.BaseModel:
        methods.validate_server_result("tools/call", agreed, value)
        return CallToolResult.model_validate(value, by_name=False)

    def tool(value: object) -> pydantic.BaseModel:
        methods.validate_server_result("tools/list", agreed, {**LIST, "tools": [value]})
        return Tool.model_validate(value, by_name=False)

    return {"call-tool-result": result, "tool": tool}


def _text_of(message: dict[str, Any]) -> str:
    if "base64" in message:
        return base64.b64decode(message["base64"]).decode("utf-8")
    return str(message["text"])


def _refusals(error: pydantic.ValidationError) -> list[dict[str, str]]:
    found = []
    for one in error.errors(include_url=False, include_input=False)[:ERRORS]:
        where = ".".join(str(step) for step in one["loc"])
        message = f"{where}: {one['msg']}" if where else one["msg"]
        found.append({"code": one["type"], "message": message[:200]})
    return found


def _judge(message: dict[str, Any], decode: Decode) -> dict[str, Any]:
    try:
        found = decode(json.loads(_text_of(message)))
        output = found.model_dump_json(by_alias=True, exclude_none=True)
    except pydantic.ValidationError as error:
        return {"verdict": "reject", "errors": _refusals(error)}
    except (TypeError, ValueError, RecursionError) as error:
        why = {"code": type(error).__name__, "message": str(error)[:200]}
        return {"verdict": "reject", "errors": [why]}
    return {"verdict": "accept", "output": output}


def _main() -> None:
    known = _second(*AGREED) if AGREED else _first()
    package = "mcp-types" if AGREED else "mcp"
    for line in sys.stdin:
        message = json.loads(line)
        if message["op"] == "hello":
            reply: dict[str, Any] = {
                "op": "hello",
                "protocol": 1,
                "adapter": {"name": "sdk-mcp-python", "version": "1.0.0"},
                "subject": {
                    "name": f"{package} (PyPI)",
                    "version": version(package),
                    "language": "python",
                },
                "targets": list(known),
                "modes": ["decode", "roundtrip"],
                "max_inflight": 64,
            }
        elif message["op"] == "case":
            reply = {"n": message["n"], **_judge(message, known[message["target"]])}
        else:
            return
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
