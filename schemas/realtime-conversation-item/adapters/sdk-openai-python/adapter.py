"""Judges cases by the models of PyPI's openai.

The first argument is the release, and with that the folder that it is installed in; the second,
where there is one, is `construct`: the lenient way in which the client makes its models of what the
server sends. Without it the models validate.
"""

from __future__ import annotations

import base64
import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

RELEASE = sys.argv[1]
LENIENT = sys.argv[2:] == ["construct"]
sys.path.insert(0, str(Path(__file__).resolve().parent / RELEASE))

import openai  # noqa: E402  it stands in the folder that was named just now
import pydantic  # noqa: E402
from openai._models import construct_type  # noqa: E402  what the client itself calls

TYPES = {
    "item-with-reference": ("openai.types.beta.realtime", "ConversationItemWithReference"),
    "item": ("openai.types.beta.realtime", "ConversationItem"),
    "union": ("openai.types.realtime", "ConversationItem"),
}
ERRORS = 4


def _types() -> dict[str, Any]:
    """Return those of the types that this release has."""
    found = {}
    for target, (module, name) in TYPES.items():
        try:
            found[target] = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            continue
    return found


def _text_of(message: dict[str, Any]) -> str:
    if "base64" in message:
        return base64.b64decode(message["base64"]).decode("utf-8")
    return str(message["text"])


def _decoded(value: object, kind: object) -> object:
    if LENIENT:
        return construct_type(value=value, type_=kind)
    return pydantic.TypeAdapter(kind).validate_python(value)


def _written(item: object) -> str:
    if isinstance(item, openai.BaseModel):
        item = item.to_dict(mode="python")
    return json.dumps(item, default=lambda one: one.to_dict(mode="python"))


def _refusals(error: pydantic.ValidationError) -> list[dict[str, str]]:
    found = []
    for one in error.errors(include_url=False, include_input=False)[:ERRORS]:
        where = ".".join(str(step) for step in one["loc"])
        message = f"{where}: {one['msg']}" if where else one["msg"]
        found.append({"code": one["type"], "message": message[:200]})
    return found


def _judge(message: dict[str, Any], kind: object) -> dict[str, Any]:
    try:
        item = _decoded(json.loads(_text_of(message)), kind)
        output = _written(item)
    except pydantic.ValidationError as error:
        return {"verdict": "reject", "errors": _refusals(error)}
    except (ValueError, RecursionError) as error:
        why = {"code": type(error).__name__, "message": str(error)[:200]}
        return {"verdict": "reject", "errors": [why]}
    return {"verdict": "accept", "output": output, "typed_as": type(item).__name__}


def _main() -> None:
    warnings.simplefilter("ignore")
    known = _types()
    for line in sys.stdin:
        message = json.loads(line)
        if message["op"] == "hello":
            reply: dict[str, Any] = {
                "op": "hello",
                "protocol": 1,
                "adapter": {"name": "sdk-openai-python", "version": "1.0.0"},
                "subject": {
                    "name": "openai (PyPI)",
                    "version": openai.__version__,
                    "language": "python",
                },
                "targets": list(known),
                "modes": ["decode", "roundtrip"],
                "max_inflight": 64,
                "lenient": LENIENT,
            }
        elif message["op"] == "case":
            reply = {"n": message["n"], **_judge(message, known[message["target"]])}
        else:
            return
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
