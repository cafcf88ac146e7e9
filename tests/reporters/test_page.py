"""The page for readers who run nothing."""

from __future__ import annotations

from typing import Any

from fakes import results as fake

from conformance.reporters import REPORTERS, page

COUNTED = (
    "This page is made from the results of `conformance run`: 5 programs, "
    "0 cases. It leaves out inputs that are not JSON objects, and points that descriptions "
    "leave open."
)


def program(name: str, as_of: str | None = None) -> dict[str, Any]:
    (line,) = [x for x in fake.columns() if x["group"] == "sdk"]
    component = {} if as_of is None else {"describes": {"component": "Parcel", "as_of": as_of}}
    return {**line, "id": name, **component}


def finding(special: str, accept: list[str], reject: list[str], **parts: Any) -> dict[str, Any]:
    line = fake.finding("/state", special, ["conflict"], "-----")
    return {**line, "accept": accept, "reject": reject, **parts}


def important(*columns: str) -> list[dict[str, Any]]:
    """Return more findings than are shown first, which matter more than others."""
    matters = {"group": "combinations", "importance": 0.9, "because": []}
    lines = [
        fake.finding([f"/a{n}", "/b"], ["null", "null"], ["conflict"], "-----", **matters)
        for n in range(13)
    ]
    return [{**line, "accept": [columns[0]], "reject": [columns[1]]} for line in lines]


def rendered(*lines: dict[str, Any], columns: list[dict[str, Any]]) -> list[str]:
    body = [fake.header(), *columns, *lines]
    return "".join(fake.rendered(page.Page(), [*body, fake.footer(body)])).splitlines()


def test_the_page_is_one_of_the_reports() -> None:
    file, new = REPORTERS["page"]
    assert (file, type(new())) == ("README.md", page.Page)


def test_releases_stand_together_where_they_agree_and_say_what_changed_where_not() -> None:
    columns = [
        program("sdk.a@10", "2026-01-01"),
        program("sdk.a@9", "2025-01-01"),
        program("sdk.b@1"),
        program("sdk.c@2", "2025-06-01"),
        program("sdk.c@1", "2025-05-01"),
    ]
    lines = rendered(
        *important("sdk.b@1", "sdk.a@9"),
        finding('"lost"', ["sdk.a@10", "sdk.b@1", "sdk.c@1", "sdk.c@2"], ["sdk.a@9"]),
        finding(
            "null",
            ["sdk.a@9", "sdk.a@10"],
            ["sdk.b@1"],
            lossy=["sdk.a@10"],
            kinds=["conflict", "loss"],
        ),
        columns=columns,
    )

    assert lines[:6] == [
        "# Parcel",
        "",
        "A parcel on its way.",
        "",
        "5 programs, 15 findings.",
        "",
    ]
    assert COUNTED in lines
    assert (
        '| `lost` as a `state` | ` {"state": "lost"} ` |  '
        "| accepted by a 10, b 1, c; rejected by a 9 |"
    ) in lines
    assert (
        '| `null` for `state` | ` {"state": "lost"} ` |  | accepted by a; rejected by b 1 |'
    ) in lines
    first = lines.index("| Package | What | For example | Since |") + 2
    assert lines[first : first + 2] == [
        '| a | `lost` as a `state` | ` {"state": "lost"} ` | 9 rejects it, 10 accepts it |',
        '| a | `null` for `state` | ` {"state": "lost"} ` | 9 accepts it, 10 changes it |',
    ]
    assert '| `null` for `state` | a 10 | ` {"state": "lost"} ` |' in lines
    assert "| a 9 | gamma 2 | Parcel, 2025-01-01 | 0 | 0 | 0 |" in lines
    assert "| b 1 | gamma 2 |  | 0 | 0 | 0 |" in lines


def test_a_change_is_exact_where_all_releases_are_known() -> None:
    columns = [program("sdk.a@10", "2026-01-01"), program("sdk.a@9", "2025-01-01"),
               program("sdk.b@1")]  # fmt: skip
    known = {"column": "sdk.a", "version": "9.4", "verdict": "accept", "again": False}
    again = {"column": "sdk.b", "version": "0.7", "verdict": "reject", "again": True}
    lines = rendered(
        finding('"lost"', ["sdk.a@10"], ["sdk.a@9", "sdk.b@1"], since=[known, again]),
        columns=columns,
    )

    first = lines.index("| Package | What | For example | Since |") + 2
    assert lines[first : first + 2] == [
        '| a | `lost` as a `state` | ` {"state": "lost"} ` | accepts it since 9.4 |',
        '| b | `lost` as a `state` | ` {"state": "lost"} ` | rejects it again since 0.7 |',
    ]


def test_of_many_names_the_longer_side_is_only_counted() -> None:
    letters = "abcdef"
    programs = [f"sdk.{x}@1" for x in letters]
    lines = rendered(
        *important("sdk.a@1", "sdk.b@1"),
        finding('"lost"', ["alpha.declared", *programs[2:]], [*programs[:2], "more"]),
        finding("null", programs[:1], [*programs[1:], "beta.declared", "beta.documented", "more"]),
        columns=[*fake.columns()[:4], *(program(x) for x in programs)],
    )
    assert (
        '| `lost` as a `state` | ` {"state": "lost"} ` | accepted by alpha (declared) '
        "| rejected by a 1, b 1, more; accepted by 4 others |"
    ) in lines
    assert (
        '| `null` for `state` | ` {"state": "lost"} ` | rejected by beta '
        "| accepted by a 1; rejected by 6 others |"
    ) in lines


def test_gaps_and_what_no_object_shows_are_left_out() -> None:
    lines = rendered(
        finding("null", ["sdk.b@1"], ["sdk.a@1"], witness={"value": 5}),
        finding("broken", ["sdk.b@1"], ["sdk.a@1"], witness=None),
        finding("absent", ["sdk.b@1"], [], kinds=["gap"]),
        columns=[],
    )
    assert len(lines) == 9
    assert lines[8].startswith("A description has two readings")
    assert not any(line.startswith("#") for line in lines[1:])


def test_the_field_table_what_to_do_and_the_first_findings_come_before_all_else() -> None:
    lines = fake.results(
        *important("alpha.declared", "beta.declared"),
        fake.finding("/state", '"lost"', ["conflict"], "aarrr"),
        fake.field("/state", ('"lost"', "aarrr", '/state = "lost"')),
    )
    text = "".join(fake.rendered(page.Page(), lines))

    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Parcel",
        "## Field by field",
        "## What to do now",
        "## The first 10 findings",
        "## What else some send and others reject",
        "## The programs",
    ]
    assert "| `state` | `lost` | ✓ | ✗ | 0/1 |\n" in text
    assert text.index("## The first") < text.index("This page is made from")


def test_a_sample_of_everything_renders() -> None:
    text = "".join(fake.rendered(page.Page(), fake.sample()))
    assert "## The findings" in text
    assert "## What else" not in text
    assert "| An unlisted property | gamma 2 |" in text
    assert "| gamma 2 | gamma 2 |  | 92 | 2 | 1 |" in text


def test_what_one_writes_and_others_reject_has_a_table_of_its_own() -> None:
    text = "".join(fake.rendered(page.Page(), fake.sending()))

    assert (
        "## What one writes and another rejects\n\n"
        "| Writes | What | Rejected by | Smallest payload | Why |\n|---|---|---|---|---|\n"
        '| alpha (declared) | `null` for `state` | beta (declared) | ` {"state": null} ` '
        "| state: null is not a string |"
    ) in text


def section(lines: list[str], title: str) -> list[str]:
    """Return the lines under a heading, without empty ones."""
    start = lines.index(title) + 1
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("#")), len(lines))
    return [line for line in lines[start:end] if line]


DO = (
    "If you write for one that rejects it, leave out what is special in the payload, or send "
    "another value. If you read, accept it: others write it."
)
TO_DO = "## What to do now"


def test_what_the_newest_releases_disagree_on_comes_first_with_their_versions() -> None:
    columns = [
        program("sdk.a@10", "2026-01-01"),
        program("sdk.a@9", "2025-01-01"),
        program("sdk.b@1", "2026-01-01"),
        program("sdk.c@1", "2026-01-01"),
    ]
    findings = [
        finding('"old"', ["sdk.a@10", "sdk.b@1", "sdk.c@1"], ["sdk.a@9"]),
        finding('"late"', ["sdk.a@10", "sdk.b@1"], ["sdk.a@9", "sdk.c@1"]),
        finding('"makers"', ["sdk.a@9", "sdk.a@10", "sdk.c@1"], ["sdk.b@1"]),
    ]
    header = fake.header(official=["sdk.a@*", "sdk.b@*"])
    body = [header, *columns, *findings]
    text = "".join(fake.rendered(page.Page(), [*body, fake.footer(body)]))

    assert section(text.splitlines(), TO_DO) == [
        (
            "The newest releases of packages disagree on these. The packages of the record's own "
            "makers come first."
        ),
        DO,
        "| What bites | Smallest payload | Accepted by | Rejected by | Since |",
        "|---|---|---|---|---|",
        '| `makers` as a `state` | ` {"state": "lost"} ` | a 10 | b 1 |  |',
        (
            '| `late` as a `state` | ` {"state": "lost"} ` | a 10, b 1 | c 1 '
            "| a accepts it since 10. |"
        ),
    ]
    assert section(text.splitlines(), "## What changed with a release")[:2] == [
        "An upgrade changes these. If you write for readers with an older release, mind them.",
        "| Package | What | For example | Since |",
    ]
    assert text.index(TO_DO) < text.index("## What changed with a release")
    assert text.index("## What changed with a release") < text.index("## The findings")


def test_where_no_newest_releases_disagree_the_descriptions_are_told() -> None:
    names = ["alpha.declared", "alpha.documented", "beta.declared", "beta.documented"]
    accept, reject = names[:2], names[2:]
    lines = rendered(finding('"lost"', accept, reject), columns=fake.columns(names))

    assert section(lines, TO_DO) == [
        "The descriptions and programs disagree on these, and no two newest releases do.",
        DO,
        "| What bites | Smallest payload | Accepted by | Rejected by |",
        "|---|---|---|---|",
        '| `lost` as a `state` | ` {"state": "lost"} ` | alpha | beta |',
    ]


def test_of_much_that_bites_the_first_is_shown_and_of_many_packages_some_are_named() -> None:
    columns = [program(f"sdk.p{n}@1") for n in range(9)]
    accept, reject = [x["id"] for x in columns[:8]], ["sdk.p8@1"]
    findings = [
        finding(f'"v{n:02}"', accept, reject, group="values", importance=1 - n / 100, because=[])
        for n in range(12)
    ]
    lines = section(rendered(*findings, columns=columns), TO_DO)

    assert len([line for line in lines if line.startswith("| `v")]) == page.MAX_TO_DO
    assert lines[4].endswith("| p0 1, p1 1, p2 1, p3 1, p4 1, p5 1 and 2 more | p8 1 |")
    assert lines[-1] == "And 2 more, below."


def test_a_record_on_which_nobody_disagrees_needs_nothing_done() -> None:
    lines = rendered(columns=[program("sdk.a@1")])

    assert TO_DO not in lines
