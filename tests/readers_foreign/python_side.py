"""Prints the schemas that pydantic and msgspec make of types, in their own environment.

Usage: python python_side.py < REQUESTS
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


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        module, name = json.loads(line)
        try:
            kind = functools.reduce(getattr, name.split("."), importlib.import_module(module))
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                schema = msgspec.json.schema(kind)
            else:
                schema = pydantic.TypeAdapter(kind).json_schema(mode="validation")
            answer = json.dumps({"schema": schema})
        except Exception as error:  # noqa: BLE001  what the converter cannot do is a row too
            answer = json.dumps({"error": f"{type(error).__name__}: {error}"[:300]})
        print(answer, flush=True)  # noqa: T201  the answer


if __name__ == "__main__":
    main()
