"""Judges cases by the models of PyPI's mcp, as its client does with what a server answers.

The first argument is the release, and with that the folder that it is installed in; the second,
where there is one, is the version of the protocol that both sides have agreed on. Release 2 checks
an answer by the models of that version first, and then by its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

RELEASE, AGREED = sys.argv[1], sys.argv[2:3]
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))
sys.path.insert(0, str(Path(__file__).resolve().parent / RELEASE))

import pydantic  # noqa: E402  it stands in the folder that was named just now
import wire  # noqa: E402  the adapters' own, in the other

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


def _judge(text: str, decode: Decode) -> dict[str, Any]:
    try:
        found = decode(json.loads(text))
        output = found.model_dump_json(by_alias=True, exclude_none=True)
    except pydantic.ValidationError as error:
        return wire.invalid(error)
    except (TypeError, ValueError, RecursionError) as error:
        return wire.refused(error)
    return {"verdict": "accept", "output": output}


def _main() -> None:
    known = _second(*AGREED) if AGREED else _first()
    package = "mcp-types" if AGREED else "mcp"
    hello = {
        "adapter": {"name": "sdk-mcp-python", "version": "1.0.0"},
        "subject": {
            "name": f"{package} (PyPI)",
            "version": version(package),
            "language": "python",
        },
        "targets": list(known),
        "max_inflight": 64,
    }
    wire.serve(hello, lambda target, text: _judge(text, known[target]))


if __name__ == "__main__":
    _main()
