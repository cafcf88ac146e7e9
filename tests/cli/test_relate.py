"""`conformance relate` and `conformance cells`, as users call them."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

OLD = {"properties": {"state": {"enum": ["on", "off"]}, "size": {"type": "integer"}}}
WIDER = {"properties": {"state": {"enum": ["on", "off", "idle"]}, "size": {"type": "integer"}}}
OTHER = {"properties": {"state": {"enum": ["on", "idle"]}, "size": {"type": "integer"}}}


@pytest.fixture
def schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, schema in (
        ("old", OLD),
        ("wider", WIDER),
        ("other", OTHER),
        ("same", {"allOf": [OLD]}),
        ("text", {"type": "string"}),
        ("dynamic", {"$dynamicRef": "#it", "$defs": {"it": {"$dynamicAnchor": "it", **OLD}}}),
        ("all", {}),
        ("number", {"type": "number"}),
        ("undecided", {"pattern": r"\p{Foo}"}),
        ("old-dialect", {"$schema": "http://json-schema.org/draft-07/schema#", **OLD}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("schemas")
@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("old", "wider", "within"),
        ("wider", "old", "contains"),
        ("old", "same", "equal"),
        ("old", "old-dialect", "equal"),
        ("old", "old", "equal"),
        ("other", "old", "overlap"),
        ("text", "number", "disjoint"),
    ],
)
def test_two_files_are_related_as_sets(command: RunCommand, a: str, b: str, relation: str) -> None:
    outcome = command("relate", f"{a}.json", f"{b}.json", "--format", "json")

    found = json.loads(outcome.out)
    assert (outcome.code, found["relation"], found["proven"]) == (0, relation, True)
    assert_format("relate", found)


@pytest.mark.usefixtures("schemas")
def test_the_difference_comes_with_its_smallest_value_and_the_keyword(command: RunCommand) -> None:
    found = json.loads(command("relate", "old.json", "wider.json", "--format", "json").out)

    assert found["only_b"] == {"value": {"state": "idle"}}
    assert found["only_a"] is None
    (reason,) = found["reasons"]["only_b"]
    assert (reason["instance"], reason["schema"]) == ("/state", "/properties/state/enum")


@pytest.mark.usefixtures("schemas")
def test_a_relation_and_its_witness_stand_on_one_line_each(
    command: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    names = [f"a rather long name {number}" for number in range(9)]
    (tmp_path / "long.json").write_text(json.dumps({"type": "object", "required": names}), "utf-8")
    told = command("relate", "long.json", "all.json").out.splitlines()
    line = next(line for line in told if line.startswith("both accept:"))
    assert json.loads(line.partition(":  ")[2]).keys() == set(names)
    overlap = command("relate", "other.json", "old.json").out.splitlines()
    assert "overlap, proven: each accepts something that the other rejects" in overlap


@pytest.mark.usefixtures("schemas")
@pytest.mark.parametrize(
    ("a", "b", "require", "code"),
    [
        ("old", "wider", "within", 0),
        ("wider", "old", "within", 1),
        ("wider", "old", "contains", 0),
        ("old", "wider", "contains", 1),
        ("old", "same", "equal", 0),
        ("old", "wider", "equal", 1),
        ("old", "same", "agree", 0),
        ("other", "old", "agree", 1),
        ("undecided", "old", "equal", 1),
        ("undecided", "text", "contains", 3),
        ("undecided", "all", "within", 0),
    ],
)
def test_a_required_relation_is_a_gate(
    command: RunCommand, a: str, b: str, require: str, code: int
) -> None:
    outcome = command("relate", f"{a}.json", f"{b}.json", "--require", require)

    assert outcome.code == code, outcome.out + outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.usefixtures("schemas")
def test_what_is_not_decided_is_said_with_its_reason(command: RunCommand) -> None:
    outcome = command("relate", "undecided.json", "text.json")

    assert "unknown, not proven" in outcome.out
    assert "a property of characters" in outcome.out


@pytest.mark.usefixtures("project")
def test_two_columns_of_a_record_are_related_with_their_claims(command: RunCommand) -> None:
    outcome = command("relate", "open.declared", "closed.declared")

    assert outcome.code == 0
    assert 'A accepts, B rejects:  {"state": ""}' in outcome.out
    assert "A accepts, B is silent:" in outcome.out
    assert "the page does not say" in outcome.out


@pytest.mark.usefixtures("project")
def test_a_column_can_be_related_to_a_file(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text('{"required": ["state"]}', encoding="utf-8")

    outcome = command("relate", "open.declared", "new.json", "--format", "json")

    assert json.loads(outcome.out)["relation"] == "overlap"


@pytest.mark.usefixtures("schemas")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("relate", "old.json", "missing.json"), 2, ("missing.json", "no such file")),
        (("relate", "old.json"), 2, ("Missing argument",)),
        (("relate", "old.json", "wider.json", "--require", "alike"), 2, ("alike",)),
        (("cells", "missing.json"), 2, ("missing.json",)),
    ],
)
def test_bad_usage_is_said_plainly(
    command: RunCommand, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    outcome = command(*arguments)

    assert outcome.code == code
    assert all(word in outcome.err for word in words), outcome.err


@pytest.mark.usefixtures("project")
def test_a_pattern_of_several_columns_cannot_be_related(command: RunCommand) -> None:
    outcome = command("relate", "closed.*", "open.declared")

    assert (outcome.code, "matches 2 columns" in outcome.err) == (2, True)


@pytest.mark.usefixtures("project")
def test_a_name_that_is_neither_file_nor_column_is_told_the_columns(command: RunCommand) -> None:
    outcome = command("relate", "open.declared", "open.typo")

    assert outcome.code == 2
    assert "'open.typo' is neither a schema file nor a column" in outcome.err
    assert "closed.declared, closed.documented, open.declared" in outcome.err


@pytest.mark.usefixtures("schemas")
def test_a_dynamic_reference_is_compared_without_reasons_in_words(command: RunCommand) -> None:
    found = json.loads(command("relate", "dynamic.json", "all.json", "--format", "json").out)

    assert found["relation"] == "within"
    assert found["only_b"] == {"value": {"size": ""}}
    assert found["reasons"] == {"only_b": []}


@pytest.mark.usefixtures("schemas")
def test_an_unknown_keyword_is_warned_of(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "typo.json").write_text('{"propertys": {}}', encoding="utf-8")

    outcome = command("relate", "typo.json", "old.json")

    assert outcome.code == 0
    assert "Warning" in outcome.err
    assert "propertys" in outcome.err


@pytest.mark.usefixtures("project")
def test_cells_lists_every_vector_that_some_value_has(command: RunCommand) -> None:
    outcome = command("cells", "--format", "json")

    found = json.loads(outcome.out)
    assert_format("cells", found)
    assert found["columns"] == ["closed.declared", "closed.documented", "open.declared"]
    assert found["complete"] is True
    vectors = [tuple(cell["verdicts"]) for cell in found["cells"]]
    assert len(vectors) == len(set(vectors))
    assert ("reject", "accept", "accept") in vectors


@pytest.mark.usefixtures("schemas")
def test_cells_of_files_says_whether_the_list_is_proven(command: RunCommand) -> None:
    proven = command("cells", "old.json", "wider.json")
    open_ = command("cells", "undecided.json", "old.json")

    assert "3 cells; proven: no JSON value has another vector" in proven.out
    assert "not proven complete" in open_.out
    assert "a property of characters" in open_.out


def assert_format(name: str, found: Any) -> None:
    schema = (
        resources.files("conformance").joinpath(f"formats/{name}.schema.json").read_text("utf-8")
    )
    errors = [error.message for error in jsonschema_rs.iter_errors(json.loads(schema), found)]
    assert errors == []


def test_a_fault_of_a_library_is_a_warning(schemas: Path, command: RunCommand) -> None:
    dialect = "https://json-schema.org/draft/2019-09/schema"
    schema = {"$schema": dialect, "unevaluatedItems": True, "items": False}
    (schemas / "hard.json").write_text(json.dumps(schema), encoding="utf-8")
    words = "errs on items and unevaluatedItems in hard.json: it raises TypeError for [0]"

    related = command("relate", "hard.json", "all.json")
    listed = command("cells", "hard.json", "--format", "json")

    assert (related.code, listed.code) == (0, 0)
    assert words in related.err
    assert words in listed.err
    found = json.loads(listed.out)
    assert_format("cells", found)
    assert [words in fault for fault in found["faults"]] == [True]
