"""The field table: rows, cells, and how the columns stand on a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import ACCEPT, REJECT, SILENT

from conformance.compare.fields import Field, FieldValue
from conformance.model import Column, Verdict
from conformance.reporters.views.fields import RowState, field_table
from conformance.reporters.words.phrases import plain
from conformance.results.lines import ColumnLine

if TYPE_CHECKING:
    from conformance.reporters.views.fields import FieldRow, FieldTable

LETTERS = {"a": ACCEPT, "r": REJECT, "s": SILENT, "l": Verdict.LOSSY}
READINGS = ("a.declared", "a.documented", "b.declared")
PROGRAMS = ("sdk.one@1", "sdk.two@1", "native.a")


def columns(*, permissive: str = "", not_run: str = "") -> list[ColumnLine]:
    lines = [
        ColumnLine(
            column=Column(id=name, group=name[0], reading=name.partition(".")[2], variant=name[0])
        )
        for name in READINGS
    ]
    return lines + [
        ColumnLine(
            column=Column(
                id=name,
                group=name.partition(".")[0],
                reading=None,
                variant=None,
                permissive=name == permissive,
            ),
            judge="live",
            not_run="gone" if name == not_run else None,
        )
        for name in PROGRAMS
    ]


def value(special: str, letters: str, **more: object) -> FieldValue:
    """Return a value; a dot is a column without a verdict."""
    pairs = zip((*READINGS, *PROGRAMS), letters, strict=False)
    return FieldValue(
        special=special,
        verdicts={name: LETTERS[letter] for name, letter in pairs if letter != "."},
        **more,  # type: ignore[arg-type]
    )


def table(*fields: tuple[str, list[FieldValue]], **more: str) -> FieldTable:
    return field_table(
        [Field(place=place, values=tuple(values)) for place, values in fields], columns(**more)
    )


def rows(*values: FieldValue) -> list[FieldRow]:
    return [*table(("/x", [*values])).fields[0].rows]


@pytest.mark.parametrize(
    ("letters", "state"),
    [
        ("aaa", RowState.AGREED),
        ("rrr", RowState.AGREED),
        ("sss", RowState.AGREED),
        ("aar", RowState.CONFLICT),
        ("ara", RowState.CONFLICT),
        ("ass", RowState.GAP),
        ("rrs", RowState.GAP),
        ("ars", RowState.CONFLICT),
        ("aaar", RowState.PROGRAMS),
        ("aaal", RowState.AGREED),
        ("rrrrra", RowState.PROGRAMS),
        ("aaa...", RowState.AGREED),
    ],
)
def test_a_row_says_how_the_columns_stand(letters: str, state: RowState) -> None:
    assert rows(value('"k"', letters))[0].state is state


def test_a_variant_has_one_verdict_or_one_for_each_reading() -> None:
    (row,) = rows(value('"k"', "arr"))

    assert [(cell.variant, dict(cell.verdicts)) for cell in row.variants] == [
        ("a", {"declared": ACCEPT, "documented": REJECT}),
        ("b", {"": REJECT}),
    ]


def test_a_group_of_programs_is_counted() -> None:
    (row,) = rows(value('"k"', "aaalr."))

    sdk, native = row.programs
    assert (sdk.group, sdk.accept, sdk.asked) == ("sdk", 1, 2)
    assert sdk.stances == {Verdict.LOSSY: ["sdk.one@1"], REJECT: ["sdk.two@1"]}
    assert (native.group, native.accept, native.asked) == ("native", 0, 0)


def test_programs_that_accept_by_design_or_did_not_run_are_left_out() -> None:
    found = table(("/x", [value('"k"', "aaaaaa")]), permissive="sdk.one@1", not_run="native.a")

    assert found.groups == ["sdk"]
    assert [cell.asked for cell in found.fields[0].rows[0].programs] == [1]


def test_wrong_types_are_in_one_row_at_the_end() -> None:
    found = rows(
        value('"k"', "aaa"),
        value("a boolean", "rrrr", finding="f"),
        value("a number", "rrra", depends=("d", "e")),
        value("a string", "aar"),
        value("null", "rrr"),
        value("an array", "rrr", depends=("d",)),
        value("absent", "aaa"),
    )

    assert [plain(row.label) for row in found] == [
        "`k`", "a string", "`null`", "left out", "any other type",
    ]  # fmt: skip
    last = found[-1]
    assert last.specials == ("a boolean", "a number", "an array")
    assert last.findings == ["f"]
    assert last.depends == ["d", "e"]
    assert last.programs[0].stances == {ACCEPT: ["sdk.one@1"]}
    assert [row.anchor for row in found] == ["k", "a string", "null", "absent", "any other type"]


def test_types_on_which_descriptions_differ_in_silence_are_rows_of_their_own() -> None:
    found = rows(value("a boolean", "rrs"), value("a number", "rrr"), value("an array", "rrr"))

    assert [row.specials for row in found] == [("a boolean",), ("a number", "an array")]


@pytest.mark.parametrize(
    ("special", "label"),
    [
        ("present", "any value"),
        ("an element", "with an element"),
        ("an unlisted property", "with an unlisted property"),
        ("any other string", "any other string"),
        ("3", "`3`"),
    ],
)
def test_a_row_is_named_for_readers(special: str, label: str) -> None:
    assert plain(rows(value(special, "aaa"))[0].label) == label


@pytest.mark.parametrize(
    ("place", "path", "name", "depth"),
    [
        ("", "", "", 0),
        ("/a", "a", "a", 0),
        ("/a/*", "a[]", "[]", 1),
        ("/a/*/b~1c", "a[].b/c", "b/c", 2),
        ("/a/(unlisted property)", "a.*", "*", 1),
        ("/(property *)", '["*"]', '["*"]', 0),
    ],
)
def test_a_field_has_a_path_for_readers(place: str, path: str, name: str, depth: int) -> None:
    (field,) = table((place, [value("null", "aaa")])).fields

    assert (field.path, field.name, field.depth) == (path, name, depth)


def test_a_gap_is_not_repeated_inside_the_place_that_has_it() -> None:
    found = table(
        ("/list", [value("an array", "aaa"), value("an element", "aas")]),
        ("/list/*", [value("an object", "aas"), value("null", "rrs"), value("true", "ars")]),
        ("/list/*/k", [value('"k"', "aas"), value('"m"', "sas")]),
        ("/map", [value("an unlisted property", "ssa")]),
        ("/map/(unlisted property)", [value("null", "ssa")]),
    )

    assert {field.path: [row.state.value for row in field.rows] for field in found.fields} == {
        "list": ["agreed", "gap"],
        "list[]": ["agreed", "agreed", "conflict"],
        "list[].k": ["agreed", "gap"],
        "map": ["gap"],
        "map.*": ["agreed"],
    }
    assert [field.differs for field in found.fields] == [True, True, True, True, False]
    assert found.conflicts == 1
