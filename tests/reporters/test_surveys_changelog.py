"""The changelog between whole sources: what breaks comes first, each with a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes.apis import ref, survey_of, thing

from conformance.baseline.require import Answer
from conformance.reporters import comment
from conformance.reporters.surveys.changelog import changelog
from conformance.surveys.required import Demanded, demanded

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STRING = {"type": "string"}
COUNTS = (
    "2 breaking, 1 breaking only through others, 1 removed, 1 added, 1 changed otherwise, 0 equal"
)
VALUE = '` {"sku": "xxxxxxxxxxx"} `'


def lines(survey: Any, answer: Demanded | None = None) -> list[str]:
    return "".join(changelog(survey, answer)).splitlines()


def test_what_breaks_comes_first_each_with_a_value(tmp_path: Path) -> None:
    old = {
        "Line": thing(("sku",), sku={"type": "string", "maxLength": 20}),
        "Order": thing(("status",), status={"enum": ["open"]}, line=ref("Line")),
        "Basket": thing(line=ref("Line")),
        "Wide": {"enum": ["a"]},
        "Gone": STRING,
    }
    new = {
        "Line": thing(("sku",), sku={"type": "string", "maxLength": 10}),
        "Order": thing(("status",), status={"enum": ["open", "paid"]}, line=ref("Line")),
        "Basket": thing(line=ref("Line")),
        "Wide": {"enum": ["a", "b"]},
        "Come": STRING,
    }
    survey = survey_of(tmp_path, old, new)

    assert lines(survey, demanded("full", survey, transitive=False)) == [
        "# a → b",
        "",
        "**`full` ✗ is broken by 6 types**",
        "",
        f"{COUNTS} of 6 types.",
        "- **removed** ` Gone `",
        "",
        "## Breaking",
        "What a accepts and b rejects.",
        "",
        "- ` Order `",
        '  - breaking through ` Line `: ` {"line": {"sku": "xxxxxxxxxxx"}, "status": "open"} `',
        '  - `paid` as a `status`: ` {"status": "paid"} ` (✓ b; ✗ a)',
        "- ` Line `, in 2 types",
        f"  - `sku`: strings of 11 to 20 characters: {VALUE} (✓ a; ✗ b)",
        "",
        "<details><summary>Breaking only through types in them (1)</summary>",
        "",
        '- ` Basket `: through Line: ` {"line": {"sku": "xxxxxxxxxxx"}} `',
        "",
        "</details>",
        "",
        "<details><summary>Other changes (1)</summary>",
        "",
        "- ` Wide `",
        '  - `b` as the type itself: ` "b" ` (✓ b; ✗ a)',
        "",
        "</details>",
        "",
        "<details><summary>Added types (1)</summary>",
        "",
        "- ` Come `: only in b",
        "",
        "</details>",
    ]


def test_of_many_breaking_types_most_are_folded(tmp_path: Path) -> None:
    old: dict[str, Any] = {f"T{number:02}": {"enum": ["a", "b", "c"]} for number in range(20)}
    new: dict[str, Any] = {f"T{number:02}": {"enum": ["a"]} for number in range(20)}
    survey = survey_of(tmp_path, old, new)

    found = lines(survey)

    assert len(found[: found.index("<details><summary>More breaking types (8)</summary>")]) < 60
    assert found.count('  - `b` or `c` as the type itself: ` "b" ` (✓ a; ✗ b)') == 20


def test_of_a_type_that_differs_much_the_first_differences_are_shown(tmp_path: Path) -> None:
    old = {"A": thing(**{name: {"enum": [name]} for name in "abcdefgh"})}
    new = {
        "A": thing(
            **{name: {"enum": [name, name * (at + 2)]} for at, name in enumerate("abcdefgh")}
        )
    }
    survey = survey_of(tmp_path, old, new)

    found = lines(survey)

    assert found[4:8] == [
        "<details><summary>Other changes (1)</summary>",
        "",
        "- ` A `",
        '  - `aa` as an `a`: ` {"a": "aa"} ` (✓ b; ✗ a)',
    ]
    assert found[13] == "  - and 2 more"


def test_several_sources_break_in_their_order(tmp_path: Path) -> None:
    one = {"A": {"enum": ["x", "y"]}, "B": STRING}
    two = {"A": {"enum": ["x"]}, "B": STRING}
    survey = survey_of(tmp_path, one, one, two)

    found = lines(survey)

    assert found[0] == "# a → b → c"
    assert found[5] == "What a source accepts and a later one rejects."
    assert found[8] == '  - `y` as the type itself: ` "y" ` (✓ a, b; ✗ c)'


def test_silence_is_no_break(tmp_path: Path) -> None:
    from conformance.readers.read import Options, opened_types  # noqa: PLC0415  two files of code
    from conformance.surveys.survey import Running, surveyed  # noqa: PLC0415

    texts = {"a": "interface A { x: string }", "b": "interface A { x: Date }"}
    for name, text in texts.items():
        (tmp_path / f"{name}.ts").write_text(f"{text}\ninterface B {{}}", "utf-8")
    opened = {x: opened_types((tmp_path / f"{x}.ts").as_posix(), Options()) for x in texts}

    found = lines(surveyed(opened, [], Running(told=lambda _: None)))

    assert "## Breaking" not in found
    assert any(line.endswith("(✓ a; ○ b)") for line in found)


def test_the_answer_to_a_demand_may_be_open(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, {"A": STRING}, {"A": STRING})
    answer = Demanded(demand="full", answer=Answer.UNDECIDED, why_not=("A: why",))

    assert lines(survey, answer)[2] == "**`full` ? is not decided for 1 type**"


def test_it_fits_into_a_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment, "MAX_BYTES", 300)
    old: dict[str, Any] = {f"T{number:02}": STRING for number in range(30)}
    survey = survey_of(tmp_path, {**old, "A": STRING}, {"A": STRING})

    found = lines(survey)

    assert sum(len(line.encode()) + 1 for line in found) < 400
    assert found[-2:] == ["*Cut here: the whole is in the HTML report.*"] or (
        found[-1] in {"</details>", "*Cut here: the whole is in the HTML report.*"}
    )


def test_what_is_cut_in_a_fold_closes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = survey_of(
        tmp_path, {"A": STRING}, {"A": STRING} | {f"T{number:02}": STRING for number in range(30)}
    )
    monkeypatch.setattr(comment, "MAX_BYTES", 200)

    assert lines(survey)[-1] == "</details>"
