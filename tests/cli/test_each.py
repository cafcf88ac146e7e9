"""Commands that go through all records at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

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
