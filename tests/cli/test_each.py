"""Commands that go through all records at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import fakes
import pytest

from conformance.cli.each import worst

if TYPE_CHECKING:
    from conftest import MakeRecord, RunCommand


@pytest.fixture(autouse=True)
def other(project: Path, make_record: MakeRecord) -> Path:
    return make_record(project / "schemas" / "other")


@pytest.mark.parametrize(
    ("codes", "code"),
    [([0, 0], 0), ([0, 1], 1), ([1, 5], 5), ([5, 3], 3), ([3, 2, 1], 2), ([2, 4, 0], 4)],
)
def test_the_worst_of_several_exit_codes_counts(codes: list[int], code: int) -> None:
    assert (worst(codes), worst(reversed(codes))) == (code, code)


def test_the_cases_of_all_records_are_checked(command: RunCommand) -> None:
    outcome = command("corpus", "check")

    counts = [line for line in outcome.out.splitlines() if " cases: " in line]
    assert counts == [f"{record}: 4 cases: 3 errors, 1 warning" for record in ("other", "thing")]
    lines = command("corpus", "check", "--format", "json").out.splitlines()
    assert [json.loads(line)["record"] for line in lines] == ["other", "thing"]


def test_what_is_wrong_with_one_record_does_not_keep_the_others_from_being_checked(
    command: RunCommand,
) -> None:
    Path("schemas/other/corpus/all.json").write_text("{", "utf-8")

    outcome = command("corpus", "check")

    assert outcome.code == 2
    assert outcome.err.startswith("Error: other: schemas/other/corpus/all.json")
    assert "thing: 4 cases: 3 errors, 1 warning" in outcome.out


def test_a_question_is_asked_only_once_the_record_is_known(command: RunCommand) -> None:
    outcome = command("corpus", "new", "--id", "state/new")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "Error: there are several records: other, thing; name one with --record\n"
    )


ADAPTER = Path(__file__).parents[1] / "adapters_bad" / "adapter.py"


def adapt(record: str, column: str, *, example: bool = False, how: str = "good") -> None:
    """Write an adapter for a column of a record."""
    content = {
        "format": 1,
        "columns": [column],
        "targets": {column: "things"},
        "command": [*fakes.PYTHON, str(ADAPTER), how],
        "timeout": {"case": 0.5},
        **({"example": True} if example else {}),
    }
    fakes.write_json(Path("schemas", record, "adapters/one/adapter.json"), content)


def recorded() -> list[str]:
    return sorted(x.as_posix() for x in Path("schemas").glob("*/observations/*"))


@pytest.fixture
def work(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE_WORK", str(project / "work"))


@pytest.mark.usefixtures("work")
def test_the_adapters_of_all_records_are_recorded_and_checked(command: RunCommand) -> None:
    adapt("other", "test.a")
    adapt("thing", "test.b")

    assert command("adapter", "record").code == 0
    assert recorded() == [
        "schemas/other/observations/test.a.json",
        "schemas/thing/observations/test.b.json",
    ]
    checked = command("adapter", "record", "--check")
    assert checked.code == 0
    assert checked.out.splitlines() == ["test.a: as recorded", "test.b: as recorded"]
    Path("schemas/other/observations/test.a.json").unlink()
    again = command("adapter", "record", "--check")
    assert again.code == 1
    assert again.out.splitlines() == ["test.a: nothing is recorded of it", "test.b: as recorded"]


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(
    ("columns", "found"), [([], ["thing"]), (["test.b"], ["thing"]), (["test.a"], ["other"])]
)
def test_records_without_an_adapter_that_is_asked_for_are_passed_over(
    command: RunCommand, columns: list[str], found: list[str]
) -> None:
    adapt("other", "test.a", example=True)
    adapt("thing", "test.b")

    assert command("adapter", "record", *columns).code == 0
    assert [Path(x).parts[1] for x in recorded()] == found


@pytest.mark.usefixtures("work")
def test_a_record_with_a_broken_adapter_is_named_and_the_others_are_recorded(
    command: RunCommand,
) -> None:
    adapt("other", "test.a")
    Path("schemas/other/adapters/one/adapter.json").write_text("{", "utf-8")
    adapt("thing", "test.b")

    outcome = command("adapter", "record")

    assert outcome.code == 2
    assert outcome.err.startswith("Error: other: schemas/other/adapters/one/adapter.json")
    assert [Path(x).parts[1] for x in recorded()] == ["thing"]


def test_where_no_record_has_an_adapter_each_is_told(command: RunCommand) -> None:
    outcome = command("adapter", "record")

    assert outcome.code == 2
    assert outcome.err.count("there is no adapter here") == 2


def test_one_that_is_named_is_taken_alone(command: RunCommand) -> None:
    lines = command("corpus", "check", "--record", "thing").out.splitlines()

    assert lines[-1] == "4 cases: 3 errors, 1 warning"


def test_records_whose_cases_are_well_formed_pass(
    command: RunCommand, make_record: MakeRecord
) -> None:
    expect = {"verdict": "open", "because": "No source decides."}
    for name in ("other", "thing"):
        case = fakes.case_entry("a/b", {}, expect=expect, why="It is the smallest.")
        make_record(Path("schemas", name), cases=[case])

    outcome = command("corpus", "check", "--fix")

    assert outcome.code == 0
    assert "other: 1 case: 0 errors" in outcome.out
    assert "thing: 1 case: 0 errors" in outcome.out
