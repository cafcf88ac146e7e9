"""The answer on a terminal about whole sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fakes.apis import survey_of
from rich.console import Console

from conformance.reporters.surveys.terminal import survey_lines

if TYPE_CHECKING:
    from pathlib import Path

STRING = {"type": "string"}


def shown(survey: Any) -> list[str]:
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(survey_lines(survey))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_it_has_few_lines_however_much_differs(tmp_path: Path) -> None:
    first: dict[str, Any] = {f"T{number:02}": {"enum": ["a"]} for number in range(30)}
    second: dict[str, Any] = {f"T{number:02}": {"enum": ["b"]} for number in range(30)}
    broken = {f"B{number}": {"$ref": "#/nothing"} for number in range(5)}
    survey = survey_of(
        tmp_path,
        {**first, **broken, "Order": STRING, "order": STRING},
        {**second, **broken, "ORDER": STRING, "T00_": STRING},
    )

    found = shown(survey)

    assert len(found) <= 30
    assert all(len(line) <= 80 for line in found)
    assert found[0] == "a and b: 37 types"
    assert "and 20 more in the report" in found
    assert "1 several could be meant:" in found
    assert "5 not read:" in found


def test_of_many_notes_the_first_are_told(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, {"A": STRING}, {"A": STRING})
    notes = tuple(f"note {number}" for number in range(1, 8))

    lines = shown(replace(survey, notes=notes))

    assert lines[-2:] == ["note 5", "and 2 more notes in the report"]


def test_names_that_were_paired_without_a_prefix_are_told(tmp_path: Path) -> None:
    survey = survey_of(
        tmp_path, dict.fromkeys("ABC", STRING), dict.fromkeys(["XA", "XB", "XC"], STRING)
    )

    assert shown(survey) == [
        "a and b: 3 types",
        "3 equal",
        "b: 3 types are paired without their prefix x",
    ]
