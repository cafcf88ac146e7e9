"""Compares the GraphQL reader with graphql-core's coercion of input values.

Usage: python tests/readers_foreign/graphql_inputs.py [--quick]

Values are coerced to each input type of `graphql.graphql`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from by_values import by_values
from graphql import GraphQLInputObjectType, Undefined, build_schema, coerce_input_value
from summary import Summary, program

from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN = Path(__file__).parent / "graphql.graphql"
WIDE = ("coercion=accept",)
"""graphql-core reads one value for a list, as its specification demands."""


def judge_of(kind: Any) -> Any:
    """Return a function that coerces texts to an input type."""

    def ask(given: Sequence[str]) -> list[str]:
        return [_asked(kind, text) for text in given]

    return ask


def _asked(kind: Any, text: str) -> str:
    value = json.loads(text)
    if value is None:
        return "reject\tno null here"
    try:
        found = coerce_input_value(value, kind)
    except Exception as error:  # noqa: BLE001  older versions raise
        return f"reject\t{error}".replace("\n", " ")
    return "reject" if found is Undefined else "accept"


def explain(text: str, *_: object) -> str | None:
    """Return the reason for a difference; None if there is none."""
    if re.search(r"[0-9]{16}", text):
        return "an integer that a double cannot hold is no Float"
    return None


def compare_all(_names: Sequence[str], quick: bool) -> Summary:  # noqa: FBT001
    """Compare the input types; print a line."""
    summary, seen = Summary(), Counter[str]()
    bad: list[str] = []
    types = build_schema(OWN.read_text("utf-8")).type_map
    wanted = {x: y for x, y in types.items() if isinstance(y, GraphQLInputObjectType)}
    for name, kind in list(wanted.items())[:: 4 if quick else 1]:
        file = read(f"{OWN.as_posix()}#{name}", Options(changes=WIDE)).file
        tally = by_values(name, file, None, judge_of(kind), explain, 300)
        seen += tally.seen
        bad += tally.bad
        summary.counts.update(("types", tally.outcome))
    print(f"graphql-core: {dict(seen)}")
    for line in bad[:200]:
        print(f"  {line}")
    summary.failed = bool(bad)
    return summary


if __name__ == "__main__":
    program("graphql", compare_all)
