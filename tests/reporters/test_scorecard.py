"""The scorecards: a text for the maintainers of each column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import UsageError
from conformance.reporters import write_scorecards
from conformance.reporters.scorecard import MAX_IN_FULL, Scorecards

if TYPE_CHECKING:
    from pathlib import Path

WEIGHT = {"group": "values", "importance": 0.5, "because": ["one stands alone"]}


def cards(fake: Any, lines: list[dict[str, Any]], *patterns: str) -> dict[str, str]:
    made = Scorecards(patterns)
    for line in fake.typed(*lines):
        made.add(line)
    return {name: "".join(pieces) for name, pieces in made.files()}


def card(fake: Any, column: str, *lines: dict[str, Any]) -> str:
    return cards(fake, fake.results(*lines), column)[f"{column}.md"]


def headings(text: str) -> list[str]:
    """Return the headings before the bug report, which has its own."""
    own = text.partition("## The bug report")[0]
    return [line for line in own.splitlines() if line.startswith("#")]


@pytest.mark.parametrize(
    ("vector", "title"),
    [
        ("raaaa", "It rejects what others accept (1)"),
        ("arrrr", "It accepts what others reject (1)"),
        ("saaaa", "It does not say, and others do (1)"),
        ("srrrr", "It does not say, and others do (1)"),
    ],
)
def test_a_finding_stands_under_what_the_column_does(fake: Any, vector: str, title: str) -> None:
    text = card(fake, "alpha.declared", fake.finding("/state", '"lost"', ["conflict"], vector))

    assert headings(text) == [
        "# alpha (declared): scorecard", f"## {title}", "### 1. `lost` as a `state`"
    ]  # fmt: skip


@pytest.mark.parametrize("vector", ["aaaaa", "rrrrr", "aasss", "-rrra"])
def test_what_nobody_does_otherwise_is_in_no_part(fake: Any, vector: str) -> None:
    found = fake.finding("/state", '"lost"', ["gap"], vector)
    text = card(fake, "alpha.declared", found)

    assert "It agrees with all others wherever they agree.\n" in text
    assert "## It" not in text


def test_a_program_that_changes_what_it_accepts_has_a_part_for_that(fake: Any) -> None:
    lost = fake.finding("/state", '"lost"', ["loss"], "aaaal", lossy=["sdk.gamma@2"])

    assert headings(card(fake, "sdk.gamma@2", lost))[1] == "## It accepts and changes (1)"


def test_a_column_that_accepts_everything_makes_no_disagreement(fake: Any) -> None:
    lines = fake.results(fake.finding("/state", '"lost"', ["conflict"], "rrrra"))
    lines[5] = {**lines[5], "lenient": True}

    assert "It agrees with all others" in cards(fake, lines)["alpha.declared.md"]


def test_the_most_important_stands_first_and_what_is_news_before_it(fake: Any) -> None:
    found = [
        fake.finding("/a", "null", ["conflict"], "raaaa", **{**WEIGHT, "importance": 0.3}),
        fake.finding("/b", "null", ["gap"], "rraas", **WEIGHT, skew=True),
        fake.finding("/c", "null", ["conflict"], "rraaa", **{**WEIGHT, "importance": 0.1}),
    ]
    found[2]["state"] = "new"
    text = card(fake, "alpha.declared", *found)

    assert headings(text)[2:] == [
        "### 1. `null` for `c`", "### 2. `null` for `b`", "### 3. `null` for `a`"
    ]  # fmt: skip
    assert text.count("This is new, against the baseline.\n") == 1
    assert text.partition("## The bug report")[0].count("The versions differ") == 1
    assert "- Importance 0.50: one stands alone\n" in text


def test_what_to_change_is_the_statement_of_the_column_s_own_source(fake: Any) -> None:
    claims = ["alpha:states", "beta:states"]
    found = fake.finding("/state", '"lost"', ["conflict"], "raaaa", claims=claims)
    text = card(fake, "alpha.declared", found)

    assert '- For example: ` {"state": "lost"} `\n' in text
    assert (
        "- To accept it, change:\n  - row state: `state` is sent or alpha.\n\n## The bug report"
    ) in text


def test_without_a_statement_it_is_the_keyword_that_fails(fake: Any) -> None:
    reasons = {"alpha.declared": [{**fake.state_reason("it is no state"), "claims": []}]}
    shown = fake.case("a/b", "{}", "raaaa", place="/state", reasons=reasons)
    found = fake.finding("/state", '"lost"', ["conflict"], "raaaa", cases=["a/b"])
    text = card(fake, "alpha.declared", shown, found)

    assert (
        "- To accept it, change:\n"
        "  - `variants/alpha/declared.schema.json` at `/properties/state/enum`: it is no state\n"
    ) in text


def test_a_program_s_reason_is_what_it_says(fake: Any) -> None:
    said = {**fake.state_reason("unknown variant"), "file": "", "schema": "", "claims": []}
    shown = fake.case("a/b", "{}", "aaaar", place="/state", reasons={"sdk.gamma@2": [said]})
    found = fake.finding("/state", '"lost"', ["conflict"], "aaaar", cases=["a/b"])

    assert "- It says: unknown variant\n" in card(fake, "sdk.gamma@2", shown, found)


def test_what_is_behind_it_may_not_be_known(fake: Any) -> None:
    found = fake.finding("/state", '"lost"', ["conflict"], "aaaar", witness=None, twin=None)
    text = card(fake, "sdk.gamma@2", found)

    assert "For example" not in text
    assert "It says" not in text
    assert "change:" not in text


def test_of_many_findings_only_the_titles_of_the_last_are_told(fake: Any) -> None:
    many = [
        fake.finding(f"/f{n}", "null", ["conflict"], "raaaa", cases=[str(n)], claims=[],
                     group="values", importance=1 - n / 100, because=[])
        for n in range(MAX_IN_FULL + 2)
    ]  # fmt: skip
    text = card(fake, "alpha.declared", *many)

    assert "\nAnd 2 others:\n\n- `null` for `f10`\n- `null` for `f11`\n" in text
    assert "Importance" not in text


def test_a_release_says_what_changed_since_the_one_before(fake: Any) -> None:
    names = ("alpha.declared", "sdk.gamma@1", "sdk.gamma@2")
    lines = fake.results(
        {**fake.finding("/a", "null", ["conflict"], "-----"),
         "accept": [names[2]], "reject": names[:2]},
        {**fake.finding("/b", "null", ["conflict"], "-----"),
         "accept": names[1:], "reject": names[:1]},
        fake.relation(names[1], names[2], "within", only_b={"value": {"a": None}}),
        names=names,
    )  # fmt: skip
    for number, line in enumerate(lines[2:4]):
        line["describes"] = {"component": "Parcel", "as_of": f"2025-0{number + 1}-01"}
    made = cards(fake, lines)

    assert (
        "## What changed from 1 to 2\n\n- `null` for `a`: 1 rejects it, 2 accepts it\n\n"
    ) in made["sdk.gamma@2.md"]
    assert "## What changed" not in made["sdk.gamma@1.md"]
    still = [x for x in lines if x.get("id") != "/a = null"]
    assert ("## What changed from 1 to 2\n\nNo finding is about a change.\n") in cards(fake, still)[
        "sdk.gamma@2.md"
    ]


def test_the_bug_report_is_ready_to_be_copied(fake: Any) -> None:
    found = fake.finding("/state", '"lost"', ["conflict"], "raaaa")
    text = card(fake, "alpha.declared", found)

    report = text.partition("## The bug report\n\n````markdown\n")[2]
    assert report.startswith("# alpha (declared): where it differs from others\n")
    assert report.endswith("\n````\n")


def test_a_column_that_did_not_run_says_why(fake: Any) -> None:
    lines = fake.results()
    lines[5] = {**lines[5], "not_run": "no compiler"}
    text = cards(fake, lines)["sdk.gamma@2.md"]

    assert "\nIt was not run: no compiler.\n" in text
    assert "agrees" not in text


def test_there_is_a_file_for_each_column_that_every_file_system_takes(fake: Any) -> None:
    names = ("a/b.declared", "a_b.declared", "A_b.declared", "...", "..", "x" * 300, "é.declared")
    lines = [fake.header(), *fake.columns(names)]
    made = cards(fake, [*lines, fake.footer(lines)])

    assert [*made] == [
        "a_b.declared.md", "a_b.declared-2.md", "A_b.declared-3.md", "_.md", "_-2.md",
        f"{'x' * 200}.md", "_.declared.md",
    ]  # fmt: skip


def test_patterns_choose_the_columns(fake: Any) -> None:
    assert [*cards(fake, fake.results(), "alpha.*", "sdk.gamma@2")] == [
        "alpha.declared.md", "alpha.documented.md", "sdk.gamma@2.md"
    ]  # fmt: skip
    with pytest.raises(UsageError) as caught:
        cards(fake, fake.results(), "alpha.*", "gama.*")
    assert str(caught.value).startswith(
        "no column of the results matches 'gama.*'; the columns are"
    )


def test_they_are_written_into_a_folder_of_their_own(fake: Any, tmp_path: Path) -> None:
    made = Scorecards(["alpha.*"])
    for line in fake.typed(*fake.sample()):
        made.add(line)

    written = write_scorecards(made, tmp_path)

    assert [path.as_posix() for path in written] == [
        "scorecards/alpha.declared.md", "scorecards/alpha.documented.md"
    ]  # fmt: skip
    assert all((tmp_path / path).read_text("utf-8").startswith("# alpha") for path in written)


def test_text_of_a_record_makes_no_markup(fake: Any) -> None:
    for text in cards(fake, fake.hostile()).values():
        own = text.partition("## The bug report")[0]
        prose = re.sub("(`+).*?\\1", "", own)
        assert "<script" not in prose
        assert "<img" not in prose
