"""What is kept is what was proved, and counts only if its values say so again."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from random_schemas import Maker

import conformance
from conformance.exact import Fact, Limits, Subject, ThreeValued
from conformance.exact import compare_columns as prove_cells
from conformance.exact.causes import causes as prove_causes
from conformance.proofs import causes as kept_causes
from conformance.proofs import cells as kept_cells
from conformance.proofs import digest, judged, store
from conformance.proofs.causes import KeptCauses
from conformance.proofs.cells import compare_columns
from conformance.proofs.digest import name_of

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.exact import Causes


@pytest.fixture(autouse=True)
def _used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.FOLDER, str(tmp_path))
    monkeypatch.setattr(judged, "LEAST", 0.0)
    monkeypatch.setattr(kept_cells, "SMALL", 0)
    store.use(kept=True)


def columns_of(*schemas: Any) -> list[ThreeValued]:
    made = []
    for number, schema in enumerate(schemas):
        strict, lenient = schema if isinstance(schema, tuple) else (schema, None)
        one = Subject(f"{number}.json", strict)
        other = one if lenient is None else Subject(f"{number}.json", lenient)
        made.append(ThreeValued(str(number), one, other))
    return made


OPEN: Any = {"properties": {"a": {"type": "string"}, "n": {"type": "number"}}, "required": ["a"]}
LISTED: Any = {"properties": {"a": {"enum": ["x", "y", 1.0]}, "n": {"minimum": 0.5}}}
SILENT: Any = ({"properties": {"b": False}}, {})
UNDECIDED: Any = {"properties": {"a": {"type": "string", "pattern": r"^(x)\1{0}"}}}
SETS: dict[str, Any] = {
    "two schemas": (OPEN, LISTED),
    "with silence": (OPEN, LISTED, SILENT),
    "not decided": (OPEN, UNDECIDED),
    "one rejects everything": (True, False),
    "equal": (OPEN, OPEN),
    "elements": ({"items": {"enum": [1, None]}}, {"items": {"type": "integer"}, "minItems": 1}),
    "a surrogate and a large number": ({"enum": ["\ud83d", 10**300]}, True),
}


def asked(causes: Causes) -> tuple[Any, ...]:
    """Return all that one can ask of causes."""
    facts = [frozenset(x.facts) for x in causes.causes]
    facts += [frozenset(), frozenset({Fact("/no", '"such"')})]
    values: list[Any] = [None, {}, {"a": "x", "n": 1, "b": 0}, {"a": "z"}, [1], [None, 2]]
    return (
        causes,
        causes.fields(),
        [causes.example(one) for one in facts],
        [causes.shown_by(value) for value in values],
        [causes.membership.facts(value) for value in values],
    )


def refuse(*_: object) -> Any:
    raise AssertionError("it is proved again")


def test_the_fields_around_some_places_are_those_of_the_proof_itself() -> None:
    columns = columns_of(OPEN, LISTED)
    KeptCauses(columns).keep()

    found = KeptCauses(columns).causes.fields(("/a",))

    assert found == prove_causes(columns).fields(("/a",))
    assert found != prove_causes(columns).fields()


def test_the_fields_around_some_places_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of(OPEN, LISTED)
    first = KeptCauses(columns)
    found = first.causes.fields(("/a",))
    first.keep()
    monkeypatch.setattr(kept_causes, "prove_causes", refuse)

    assert KeptCauses(columns).causes.fields(("/a",)) == found


@pytest.mark.parametrize("name", SETS)
def test_what_is_kept_answers_like_what_was_proved(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = columns_of(*SETS[name])
    cells, causes = prove_cells(columns), prove_causes(columns)
    expected = asked(causes)
    first = KeptCauses(columns)
    assert compare_columns(columns) == cells
    assert asked(first.causes) == expected
    first.keep()

    monkeypatch.setattr(kept_cells, "prove_cells", refuse)
    monkeypatch.setattr(kept_causes, "prove_causes", refuse)

    assert compare_columns(columns) == cells
    assert list(compare_columns(columns).vectors) == list(cells.vectors)
    assert asked(KeptCauses(columns).causes) == expected


@pytest.mark.parametrize("seed", range(16))
def test_random_schemas_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of(*Maker(Random(seed)).schemas(2))
    first = KeptCauses(columns)
    expected = asked(first.causes)
    cells = compare_columns(columns)
    first.keep()

    monkeypatch.setattr(kept_cells, "prove_cells", refuse)
    monkeypatch.setattr(kept_causes, "prove_causes", refuse)

    assert compare_columns(columns) == cells
    assert asked(KeptCauses(columns).causes) == expected


def content_of(folder: Path, kind: str) -> tuple[Path, Any]:
    path = next(folder.glob(f"{kind}-*.json"))
    return path, json.loads(path.read_bytes().partition(b"\n")[2])


def forge(path: Path, content: Any) -> None:
    """Write a kept file that is whole, with another content."""
    head = json.loads(path.read_bytes().partition(b"\n")[0])
    body = json.dumps(content).encode()
    head["sha256"] = sha256(body).hexdigest()
    path.write_bytes(json.dumps(head).encode() + b"\n" + body)


CELLS: Any = {
    "a value gets other verdicts": lambda c: c["vectors"][0].__setitem__(1, {"a": 7, "n": {}}),
    "other verdicts are said": lambda c: c["vectors"][0].__setitem__(0, ["silent", "accept"]),
    "verdicts are there twice": lambda c: c["vectors"].append(c["vectors"][0]),
    "a verdict is none": lambda c: c["vectors"][0].__setitem__(0, ["yes", "no"]),
    "a column has another name": lambda c: c["columns"].reverse(),
    "a column is missing": lambda c: c["columns"].pop(),
    "a vector is shorter": lambda c: c["vectors"][0][0].pop(),
    "a part is missing": lambda c: c.pop("faults"),
    "a part is of another type": lambda c: c.__setitem__("vectors", 5),
}


@pytest.mark.parametrize("what", CELLS)
def test_cells_that_are_not_right_are_proved_again_and_replaced(what: str, tmp_path: Path) -> None:
    columns = columns_of(OPEN, LISTED)
    right = compare_columns(columns)
    path, content = content_of(tmp_path, "cells")
    before = path.read_bytes()
    CELLS[what](content)
    forge(path, content)

    assert compare_columns(columns) == right
    assert path.read_bytes() == before


def _first(content: Any) -> Any:
    return next(x for x in content["causes"] if x[0]["twin"])


def _swap_facts(content: Any) -> None:
    one, other, *_ = content["causes"]
    one[0]["facts"], other[0]["facts"] = other[0]["facts"], one[0]["facts"]


CAUSES: Any = {
    "a value gets other verdicts": lambda c: _first(c)[0].__setitem__("witness", {"a": 7}),
    "other verdicts are said": lambda c: _first(c)[0]["stances"].reverse(),
    "a value has not the facts": _swap_facts,
    "a twin gets other verdicts": lambda c: _first(c)[1].__setitem__(0, "silent"),
    "a twin is no better": lambda c: (
        _first(c)[0].__setitem__("twin", [_first(c)[0]["witness"]]),
        _first(c).__setitem__(1, _first(c)[0]["stances"]),
    ),
    "a twin's verdicts are missing": lambda c: _first(c).__setitem__(1, None),
    "an example gets other verdicts": lambda c: c["examples"][0].__setitem__(1, [{"a": 7}]),
    "an example has not the facts": lambda c: c["examples"][0].__setitem__(
        0, [["/a", '"such"'], ["/n", "absent"]]
    ),
    "a column has another name": lambda c: c["columns"].reverse(),
    "a degraded column is none": lambda c: _first(c)[0]["degraded"].append("7"),
    "a part is missing": lambda c: c.pop("fields"),
    "a part is of another type": lambda c: c.__setitem__("causes", 5),
    "the fields are of another type": lambda c: c["fields"].__setitem__("fields", 5),
}


@pytest.mark.parametrize("what", CAUSES)
def test_causes_that_are_not_right_are_proved_again_and_replaced(what: str, tmp_path: Path) -> None:
    columns = columns_of(OPEN, LISTED)
    first = KeptCauses(columns)
    expected = asked(first.causes)
    first.keep()
    path, content = content_of(tmp_path, "causes")
    before = path.read_bytes()
    CAUSES[what](content)
    forge(path, content)

    second = KeptCauses(columns)

    assert asked(second.causes) == expected
    second.keep()
    assert path.read_bytes() == before


def test_what_is_asked_later_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = columns_of(OPEN, LISTED)
    first = KeptCauses(columns)
    first.keep()
    assert content_of(tmp_path, "causes")[1]["fields"] is None
    second = KeptCauses(columns)
    expected = asked(second.causes)
    second.keep()
    monkeypatch.setattr(kept_causes, "prove_causes", refuse)

    assert asked(KeptCauses(columns).causes) == expected


def test_what_is_proved_quickly_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged, "LEAST", 1000)
    columns = columns_of(OPEN, LISTED)

    compare_columns(columns)
    KeptCauses(columns).keep()

    assert list(tmp_path.iterdir()) == []


def test_cells_of_small_schemas_are_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = columns_of(OPEN, LISTED)
    monkeypatch.setattr(kept_cells, "SMALL", 2_000)
    assert compare_columns(columns) == prove_cells(columns)
    assert list(tmp_path.iterdir()) == []

    large = columns_of({**OPEN, "$comment": "x" * 1_000}, LISTED)
    assert compare_columns(large) == prove_cells(large)
    assert len(list(tmp_path.iterdir())) == 1


def test_without_a_store_everything_is_proved(tmp_path: Path) -> None:
    columns = columns_of(OPEN, LISTED)
    store.use(kept=False)

    assert compare_columns(columns) == prove_cells(columns)
    causes = KeptCauses(columns)
    assert asked(causes.causes) == asked(prove_causes(columns))
    causes.keep()

    assert list(tmp_path.iterdir()) == []


def test_faults_of_libraries_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "type": "object",
        "additionalProperties": {},
        "unevaluatedProperties": False,
        "minProperties": 1,
    }
    cells = compare_columns(columns_of(schema))
    monkeypatch.setattr(kept_cells, "prove_cells", refuse)

    assert [x.library for x in cells.faults] == ["jsonschema"]
    assert compare_columns(columns_of(schema)).faults == cells.faults


NAMES: Any = {
    "a schema": columns_of(OPEN, {}),
    "the order of keywords": columns_of(dict(reversed(OPEN.items())), LISTED),
    "the type of a number": columns_of(OPEN, {**LISTED, "properties": {**LISTED["properties"],
        "a": {"enum": ["x", "y", 1]}}}),
    "silence": columns_of(OPEN, (LISTED, {})),
    "the order of columns": columns_of(LISTED, OPEN),
    "a dialect": [
        ThreeValued(str(n), x, x)
        for n, x in enumerate(
            [Subject("0.json", OPEN, "http://json-schema.org/draft-07/schema#"),
             Subject("1.json", LISTED)]
        )
    ],
    "a document beside": [
        ThreeValued(str(n), x, x)
        for n, x in enumerate(
            [Subject("0.json", OPEN, resources={"b.json": {}}), Subject("1.json", LISTED)]
        )
    ],
    "the name of a column": [ThreeValued(f"{x.id}.", x.strict, x.lenient)
                             for x in columns_of(OPEN, LISTED)],
    "the name of a schema": [
        ThreeValued(str(n), x, x)
        for n, x in enumerate([Subject("0", OPEN), Subject("1.json", LISTED)])
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", NAMES)
def test_the_name_changes_with_all_that_counts(what: str) -> None:
    same = name_of("cells", columns_of(OPEN, LISTED), Limits())

    assert name_of("cells", columns_of(OPEN, LISTED), Limits()) == same
    assert name_of("cells", NAMES[what], Limits()) != same


def test_the_name_changes_with_the_limits_the_version_and_the_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = columns_of(OPEN, LISTED)
    names = [name_of(kind, columns, Limits()) for kind in ("cells", "causes")]
    names.append(name_of("cells", columns, Limits(cells=3)))
    for owner, name, value in (
        (conformance, "__version__", "0"),
        (sys.implementation, "cache_tag", "other-1"),
        (digest, "_code", lambda: "other"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, value)
            names.append(name_of("cells", columns, Limits()))

    assert len({*names}) == len(names) == 6


def test_the_code_without_its_source_counts_by_its_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(conformance, "__file__", str(tmp_path / "__init__.py"))

    assert digest._code.__wrapped__() == sha256().hexdigest()  # noqa: SLF001
