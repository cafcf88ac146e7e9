"""Judges cases by the models of PyPI's openai.

The first argument is the release, and with that the folder that it is installed in; the second,
where there is one, is `construct`: the lenient way in which the client makes its models of what the
server sends. Without it the models validate.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from pathlib import Path
from typing import Any

RELEASE = sys.argv[1]
LENIENT = sys.argv[2:] == ["construct"]
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))
sys.path.insert(0, str(Path(__file__).resolve().parent / RELEASE))

import openai  # noqa: E402  it stands in the folder that was named just now
import pydantic  # noqa: E402
import wire  # noqa: E402  the adapters' own, in the other
from openai._models import construct_type  # noqa: E402  what the client itself calls

TYPES = {
    "item-with-reference": ("openai.types.beta.realtime", "ConversationItemWithReference"),
    "item": ("openai.types.beta.realtime", "ConversationItem"),
    "union": ("openai.types.realtime", "ConversationItem"),
}


def _types() -> dict[str, Any]:
    """Return those of the types that this release has."""
    found = {}
    for target, (module, name) in TYPES.items():
        try:
            found[target] = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            continue
    return found


def _decoded(value: object, kind: object) -> object:
    if LENIENT:
        return construct_type(value=value, type_=kind)
    return pydantic.TypeAdapter(kind).validate_python(value)


def _written(item: object) -> str:
    if isinstance(item, openai.BaseModel):
        item = item.to_dict(mode="python")
    return json.dumps(item, default=lambda one: one.to_dict(mode="python"))


def _judge(text: str, kind: object) -> dict[str, Any]:
    try:
        item = _decoded(json.loads(text), kind)
        output = _written(item)
    except pydantic.ValidationError as error:
        return wire.invalid(error)
    except (ValueError, RecursionError) as error:
        return wire.refused(error)
    return {"verdict": "accept", "output": output, "typed_as": type(item).__name__}


def _main() -> None:
    warnings.simplefilter("ignore")
    known = _types()
    hello = {
        "adapter": {"name": "sdk-openai-python", "version": "1.0.0"},
        "subject": {
            "name": "openai (PyPI)",
            "version": openai.__version__,
            "language": "python",
        },
        "targets": list(known),
        "max_inflight": 64,
        "lenient": LENIENT,
    }
    wire.serve(hello, lambda target, text: _judge(text, known[target]))


if __name__ == "__main__":
    _main()
