"""Names of columns for people."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import results as fake

from conformance.reporters.words.names import names_of, package_of
from conformance.results.lines import ColumnLine, HeaderLine

BOTH = ("declared", "documented")


def column(
    known: str, *, group: str = "sdk", reading: str | None = None, program: str = ""
) -> ColumnLine:
    """Return a column; one with a reading reads the variant that its id begins with."""
    (line,) = fake.typed(
        {
            "kind": "column",
            "id": known,
            "group": group,
            "reading": reading,
            "variant": known.partition(".")[0] if reading else None,
            "subject": {"name": program, "version": "1"} if program else None,
        }
    )
    assert isinstance(line, ColumnLine)
    return line


def readings(variant: str, *names: str) -> list[ColumnLine]:
    return [column(f"{variant}.{x}", group=variant, reading=x) for x in names or BOTH]


def names(columns: list[ColumnLine], *variants: dict[str, Any], families: Any = ()) -> list[str]:
    (header,) = fake.typed({"kind": "header", "variants": list(variants)})
    assert isinstance(header, HeaderLine)
    return [*names_of(columns, header.variants, families).values()]


@pytest.mark.parametrize(
    ("known", "group", "program", "name"),
    [
        ("sdk.some-client.union@3.54.0", "sdk", "", "some-client 3.54.0 (union)"),
        ("sdk.some-client@3.54.0", "sdk", "", "some-client 3.54.0"),
        ("native.rust", "native", "", "rust (native)"),
        ("sdk.some-client.union", "sdk", "", "some-client (sdk, union)"),
        ("tool", "tool", "", "tool"),
        ("tool@2", "tool", "", "tool 2"),
        ("sdk.zope.interface@5", "sdk", "zope.interface (PyPI)", "zope.interface 5"),
        ("sdk.zope.interface.union@5", "sdk", "org:zope.interface", "zope.interface 5 (union)"),
        ("sdk.zope.inter@5", "sdk", "zope.interface", "zope 5 (inter)"),
        ("sdk.zope.inter@5", "sdk", "zope.interface, zope.inter", "zope.inter 5"),
        ("sdk.zope.inter@5", "sdk", "a-zope.inter, (zope.inter)", "zope.inter 5"),
    ],
)
def test_a_program_is_called_by_package_version_and_type(
    known: str, group: str, program: str, name: str
) -> None:
    assert names([column(known, group=group, program=program)]) == [name]


def test_a_package_is_called_without_its_version() -> None:
    releases = [column("sdk.one.union@1"), column("sdk.one.union@2")]
    assert names(releases, families=["sdk.one.union"])[2:] == ["one (union)"]


def test_a_variant_with_two_readings_is_called_by_its_id_and_a_reading() -> None:
    assert names(readings("beta"), {"id": "beta", "title": "B"}) == [
        "beta (declared)",
        "beta (documented)",
        "beta",
    ]


def test_a_reading_that_runs_without_the_other_is_still_told_from_it() -> None:
    both = {"id": "beta", "readings": {"declared": "a.json", "documented": "b.json"}}
    assert names(readings("beta", "declared"), both) == ["beta (declared)", "beta"]


def test_a_published_variant_with_one_reading_is_called_by_its_id() -> None:
    source = {"project": "p", "version": "1", "document": "d", "sha256": "0", "retrieved": "2026"}
    published = {"id": "beta", "title": "The types of B", "source": source}
    assert names(readings("beta", "declared"), published) == ["beta"]


def test_a_source_that_was_read_where_it_stands_is_called_by_its_title() -> None:
    assert names(readings("types-ts", "declared"), {"id": "types-ts", "title": "types.ts"}) == [
        "types.ts"
    ]
    assert names(readings("types-ts", "declared"), {"id": "types-ts"}) == ["types-ts"]
    assert names(readings("types-ts", "declared")) == ["types-ts"]


def test_two_columns_never_have_the_same_name() -> None:
    alike = [column("sdk.one@1"), column("old.one@1", group="old"), column("sdk.two@1")]
    assert names(alike) == ["sdk.one@1", "old.one@1", "two 1"]
    again = [column("one@1", group=""), column("a.x", group="a"), column("x (a)", group="")]
    assert len({*names(again)}) == len(again)


@pytest.mark.parametrize(
    ("known", "package"),
    [
        ("sdk.one.union@1", "sdk.one"),
        ("sdk.one@1", "sdk.one"),
        ("native.rust", "native.rust"),
        ("tool", "tool"),
    ],
)
def test_the_decoders_of_a_package_belong_to_it(known: str, package: str) -> None:
    assert package_of(column(known, group=known.partition(".")[0])) == package
