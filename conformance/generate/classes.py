"""The exact classes of each place of a record: one value for all values that schemas treat alike.

They are the cells of the subschemas that apply at the place, found by the exact comparison. Values
combined from them represent all others, and there are finitely many.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from conformance.exact import Limits, Subject, compare
from conformance.jsontext.pointers import followed
from conformance.schema.places import described
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model import Json, SchemaFile

ANYTHING: tuple[Json, ...] = (None, False, True, 0, 1, "", "a", [], {})
"""A few values of every JSON type."""

_LIMITS = Limits(cells=1000, states=20_000, samples=200)
_WHOLE = "whole.schema.json"


def classes(files: Iterable[SchemaFile]) -> Mapping[str, tuple[Json, ...]]:
    """Return values for each place but the root: one of every class, smallest first.

    Args:
        files: The schemas of the readings; an undescribed place counts twice, as rejecting and as
            accepting.
    """
    found: defaultdict[str, dict[str, Subject]] = defaultdict(dict)
    for file in files:
        for mode in Mode:
            for place, subject in _subjects(file, mode):
                found[place].setdefault(_key(subject), subject)
    known: dict[tuple[str, ...], tuple[Json, ...]] = {}  # a recursive schema has many alike places
    result = {}
    for place, subjects in sorted(found.items()):
        if place:
            key = tuple(subjects)
            if key not in known:
                known[key] = _values(tuple(subjects.values()))
            result[place] = known[key]
    return result


def _subjects(file: SchemaFile, mode: Mode) -> Iterable[tuple[str, Subject]]:
    whole = compile_silence(file, mode)
    alone = replace(file, schema=whole, resources={})
    for place, what in described(alone).items():
        for schema in what.schemas:
            pointer = schema.partition("#")[2]
            body = followed(whole, pointer)
            if '"$ref"' not in json.dumps(body):
                yield place, Subject(file.name, body, file.dialect)
                continue
            reference: dict[str, Json] = {"$ref": f"{_WHOLE}#{quote(pointer)}"}
            yield place, Subject(file.name, reference, file.dialect, resources={_WHOLE: whole})


def _key(subject: Subject) -> str:
    return json.dumps([subject.schema, dict(subject.resources)], sort_keys=True)


def _values(subjects: tuple[Subject, ...]) -> tuple[Json, ...]:
    cells = compare(subjects, _LIMITS)
    return tuple(witness.value for witness in cells.vectors.values())
