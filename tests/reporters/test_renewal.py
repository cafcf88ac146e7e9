"""What is said of packages and their newest releases."""

from __future__ import annotations

from typing import Any

from conformance.reporters.renewal import MAX_LINES, Outcome, Row, markdown_lines, text_lines


def row(package: str, outcome: Outcome, **parts: Any) -> Row:
    given = {"adapter": "one", "columns": ("sdk.one@1",), "has": "1", "newest": "2"}
    return Row(package=package, outcome=outcome, **{**given, **parts})


ROWS = [
    row("npm:left", Outcome.RENEWED, columns=("sdk.one.a@2", "sdk.one@2")),
    row("crate:a-long-name", Outcome.UNKNOWN, newest=None, problem="no network"),
]


def test_the_table_the_problems_and_the_changes_are_lines() -> None:
    assert [*text_lines(ROWS, ["nothing changed"])] == [
        "package            has  newest             columns",
        "npm:left           1    2       renewed    sdk.one.a@2, sdk.one@2",
        "crate:a-long-name  1    ?       not known  sdk.one@1",
        "crate:a-long-name in one: no network",
        "",
        "What changed between the two results:",
        "  nothing changed",
    ]


def test_where_nothing_was_recorded_no_changes_are_told() -> None:
    assert len([*text_lines(ROWS[:1], None)]) == 2
    assert [*markdown_lines(ROWS[:1], None)][-1].startswith("| npm:left | 1 | 2 | renewed |")


def test_markdown_is_for_a_comment_on_a_change() -> None:
    assert [*markdown_lines(ROWS, ["a `b`", "c"])] == [
        "## Packages and their newest releases",
        "",
        "| package | has | newest | | columns |",
        "|---|---|---|---|---|",
        "| npm:left | 1 | 2 | renewed | ` sdk.one.a@2 `, ` sdk.one@2 ` |",
        "| crate:a-long-name | 1 | ? | not known | ` sdk.one@1 ` |",
        "",
        "- crate:a-long-name in one: no network",
        "",
        "## What changed between the two results",
        "",
        "```",
        "a `b`\nc",
        "```",
    ]


def test_many_changes_are_cut_in_a_comment() -> None:
    lines = [*markdown_lines(ROWS, [f"change {n}" for n in range(MAX_LINES + 3)])]

    assert lines[-2].endswith(f"change {MAX_LINES - 1}\nand 3 more")


def test_text_of_a_registry_is_no_markup() -> None:
    hostile = [row("npm:left", Outcome.UNKNOWN, newest=None, problem="<b>|[x](y)\n# no")]

    text = "\n".join(markdown_lines(hostile, None))
    assert "<b>" not in text
    assert "[x](" not in text
    assert "\n#  no" not in text
