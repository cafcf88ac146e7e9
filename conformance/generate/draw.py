"""Draws inputs: from one schema by hypothesis-jsonschema, and from the exact classes.

The draws of hypothesis-jsonschema need not be valid; they are judged like any input.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from conformance.dialects import subschemas
from conformance.errors import UsageError
from conformance.generate.classes import ANYTHING
from conformance.generate.hypothesis_compat import WithLoops
from conformance.jsontext.pointers import steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from conformance.model import Json, SchemaFile

_NEEDED = ("hypothesis", "hypothesis_jsonschema")


def demand_hypothesis() -> None:
    """Raise an error if hypothesis-jsonschema is missing.

    Raises:
        UsageError: It is not installed.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} is not installed, which cases are generated with",
            hint="pip install 'cross-schema-conformance[generate]'",
        )


def is_quickly_drawn(file: SchemaFile) -> bool:
    """Return whether hypothesis-jsonschema makes a strategy for a schema in reasonable time.

    With conditions it takes seconds (5.7 to 22 s were measured); the exact classes replace it then.
    """
    return not any(
        isinstance(part, dict) and "if" in part
        for schema in (file.schema, *file.resources.values())
        for _, part in subschemas(schema)
    )


def drawn_from_schema(schema: Json, seed: int, count: int) -> list[Json]:
    """Return at most `count` values drawn from a schema; the same seed draws the same ones.

    Raises:
        Exception: hypothesis-jsonschema cannot use the schema; it raises many kinds.
    """
    import hypothesis  # noqa: PLC0415  an optional extra, and slow to import
    from hypothesis_jsonschema import from_schema  # noqa: PLC0415  likewise

    found: list[Json] = []
    with _steady():

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=count,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
            verbosity=hypothesis.Verbosity.quiet,
        )
        @hypothesis.given(from_schema(schema))  # type: ignore[arg-type]
        def draw(value: Any) -> None:  # noqa: ANN401  JSON
            found.append(json.loads(json.dumps(value)))

        draw()
    return found


def drawn_from_classes(random: Random, values: Mapping[str, tuple[Json, ...]], start: Json) -> Json:
    """Return a value with a class's value put at one or two places of it.

    The more classes a place has, the more often it is chosen: most places have two, a right type
    and the others.

    Args:
        random: The source of choices.
        values: Place -> a value of each class there.
        start: The value to change.
    """
    places = list(values)
    if not places or random.random() < 0.02:  # noqa: PLR2004  now and then the root itself
        return random.choice(ANYTHING)
    weights = [len(found) for found in values.values()]
    for place in random.choices(places, weights, k=random.choice((1, 1, 2))):
        start = placed(start, steps(place), random.choice(values[place]), random)
    return start


def placed(whole: Json, path: list[str], value: Json, random: Random) -> Json:
    """Return a copy with another value at a place; parts in the way are replaced.

    At `*` an array grows by an element, or one of its elements is chosen.
    """
    if not path:
        return value
    step, *rest = path
    if step == "*":
        items = list(whole) if isinstance(whole, list) else []
        index = random.randrange(len(items) + 1) if len(items) < 2 else random.randrange(2)  # noqa: PLR2004
        before = items[index] if index < len(items) else None
        items[index : index + 1] = [placed(before, rest, value, random)]
        return items
    members = dict(whole) if isinstance(whole, dict) else {}
    return members | {step: placed(members.get(step), rest, value, random)}


@contextmanager
def _steady() -> Iterator[None]:
    """Keep literals of loaded code out of the draws.

    hypothesis puts constants of local modules into its draws. With them, the same seed draws
    different inputs under a test runner, in a worker, or from another folder.
    """
    from hypothesis.internal.conjecture import providers  # noqa: PLC0415  an optional extra
    from hypothesis_jsonschema import _from_schema  # noqa: PLC0415  likewise

    inner: Any = providers
    empty = inner.Constants()
    with (
        _replaced(inner, "_get_local_constants", lambda: empty),
        _replaced(_from_schema, "cu", WithLoops(vars(_from_schema)["cu"])),
    ):
        inner.CONSTANTS_CACHE.cache.clear()
        yield
    inner.CONSTANTS_CACHE.cache.clear()


@contextmanager
def _replaced(module: Any, name: str, value: object) -> Iterator[None]:  # noqa: ANN401  a module
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
