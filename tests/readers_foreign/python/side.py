"""Prints the schemas that pydantic and msgspec make of types, in their own environment.

Usage: python side.py < REQUESTS
A request is a line `["MODULE", "NAME"]`; the answer is a line `{"schema": …}` or `{"error": …}`.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import warnings

import msgspec
import pydantic
import pydantic.v1


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        module, name = json.loads(line)
        try:
            kind = functools.reduce(getattr, name.split("."), importlib.import_module(module))
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                schema = msgspec.json.schema(kind)
            elif isinstance(kind, type) and issubclass(kind, pydantic.v1.BaseModel):
                schema = json.loads(kind.schema_json(ref_template="#/$defs/{model}"))
                schema["$defs"] = schema.pop("definitions", {})
            else:
                schema = pydantic.TypeAdapter(kind).json_schema(mode="validation")
            answer = json.dumps({"schema": schema})
        except Exception as error:  # noqa: BLE001  what the converter cannot do is a row too
            answer = json.dumps({"error": f"{type(error).__name__}: {error}"[:300]})
        print(answer, flush=True)


if __name__ == "__main__":
    main()
