"""The regular definitions of string formats, by the official suite and by hand."""

from __future__ import annotations

import json
import os
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest

from conformance.exact import Subject, ThreeValued, compare_columns, relate
from conformance.exact.regex import parse
from conformance.exact.regex_python import as_python
from conformance.readers.formats import pattern_of

NAMES = (
    "date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "json-pointer", "time",
    "uri", "uri-reference", "uuid",
)  # fmt: skip
SUITE = Path(os.environ.get("CONFORMANCE_SUITE", "")) / "tests"
DIFFERENT = {
    '"joe@bloggs"@example.com': "a quoted local part",
    '"joe..bloggs"@example.com': "a quoted local part",
    '"joe bloggs"@example.com': "a quoted local part",
    "1998-12-31T15:59:60.123-08:00": "a fraction of a leap second away from UTC",
}
"""Values of the suite on which the definitions differ -> what they leave out."""


def matches(name: str, text: str) -> bool:
    pattern = pattern_of(name)
    assert pattern is not None
    return re.search(as_python(pattern), text) is not None


def test_other_formats_have_none() -> None:
    assert pattern_of("binary") is None


@pytest.mark.parametrize("name", NAMES)
def test_an_expression_is_of_the_kind_that_is_decided(name: str) -> None:
    pattern = pattern_of(name)
    assert pattern is not None
    parse(pattern)


@pytest.mark.skipif("CONFORMANCE_SUITE" not in os.environ, reason="needs the official suite")
@pytest.mark.parametrize("draft", ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"])
@pytest.mark.parametrize("name", NAMES)
def test_the_official_suite_agrees_but_for_what_is_left_out(draft: str, name: str) -> None:
    file = SUITE / draft / "optional" / "format" / f"{name}.json"
    groups = json.loads(file.read_text("utf-8")) if file.exists() else []
    wrong = {
        case["data"]
        for group in groups
        for case in group["tests"]
        if isinstance(case["data"], str) and matches(name, case["data"]) is not case["valid"]
    }
    assert wrong <= DIFFERENT.keys()


LEAP = {1904, 2000, 2024, 2400}


@pytest.mark.parametrize("year", [1900, 1904, 2000, 2023, 2024, 2100, 2400, 9999])
def test_a_date_is_exact_to_the_day(year: int) -> None:
    lengths = [31, 29 if year in LEAP else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    found = [
        (month, day)
        for month in range(14)
        for day in range(33)
        if matches("date", f"{year:04}-{month:02}-{day:02}")
    ]
    assert found == [(m, d) for m, last in enumerate(lengths, 1) for d in range(1, last + 1)]


def test_every_leap_year_of_four_centuries_has_its_day() -> None:
    found = [year for year in range(1800, 2201) if matches("date", f"{year}-02-29")]
    assert found == [
        year for year in range(1800, 2201) if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    ]


@pytest.mark.parametrize("half_hours", range(48))
def test_a_leap_second_is_the_last_of_a_day_in_utc(half_hours: int) -> None:
    hour, minute = divmod(23 * 60 + 59 + 30 * half_hours, 60)
    ahead = f"{hour % 24:02}:{minute:02}:60+{half_hours // 2:02}:{half_hours % 2 * 30:02}"
    hour, minute = divmod(23 * 60 + 59 - 30 * half_hours, 60)
    behind = f"{hour % 24:02}:{minute:02}:60-{half_hours // 2:02}:{half_hours % 2 * 30:02}"
    assert matches("time", ahead)
    assert matches("time", behind)
    assert not matches("time", ahead.replace(":60", ":61"))


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ["0000-02-29"], ["2024-1-1", "2024-01-01\n", "12024-01-01", "٢024-01-01"]),
        ("time", ["23:59:60Z", "00:00:00z", "01:02:03.4+05:06"], ["22:59:60Z", "24:00:00Z",
         "23:59:60+01:00", "12:00:00", "12:00:00+24:00"]),
        ("date-time", ["2024-02-29t00:00:00z"], ["2024-02-29 00:00:00Z", "2023-02-29T00:00:00Z"]),
        ("duration", ["P1Y2M3DT4H5M6S", "P1W", "PT1S"], ["P", "PT", "P1Y2D", "P1W1D", "PT1H1S"]),
        ("uuid", ["00000000-0000-0000-0000-00000000000A"], ["0" * 32, "{0}"]),
        ("ipv4", ["0.0.0.1", "255.255.255.255"], ["256.0.0.0", "01.0.0.0", "1.1.1"]),
        ("ipv6", ["::", "1::", "::1", "1:2:3:4:5:6:7:8", "1::8", "::ffff:1.2.3.4",
         "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"],
         ["1:2:3:4:5:6:7", "1::2::3", "::1.2.3.256", "1:2:3:4:5:6:7:8:9", ":1", "fe80::1%a"]),
        ("hostname", ["a", "a-b.c0", "1", "a" * 63], ["", "-a", "a-", "a.", "a" * 64, "a_b", "é"]),
        ("email", ["a@b", "a.b+c@d.e", "a@[1.2.3.4]", "a@[IPv6:::1]"], ["a", "@b", "a.@b", "a@",
         ".a@b", "a@[1]"]),
        ("uri", ["a:", "a:b", "http://", "http://u:p@h:1/p?q#f", "http://[::1]/", "a:/", "a:/b//c",
         "http://[v1.a]"], ["a", "//a", "http://h:p", "a:b c", "a:%", "a:\\", "http://[:]"]),
        ("uri-reference", ["", "a", "//h/p", "/", "?q", "#f", "a/b:c", "a:b"], ["1:b", "a b", "%"]),
        ("json-pointer", ["", "/", "/a~0~1b", "/\n"], ["a", "/~", "/~2"]),
    ],
)  # fmt: skip
def test_values_at_the_edges(name: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not matches(name, text)] == []
    assert [text for text in bad if matches(name, text)] == []


def column(name: str) -> ThreeValued:
    subject = Subject(name, {"type": "string", "pattern": pattern_of(name)})
    return ThreeValued(name, subject, subject)


@pytest.mark.untraced
def test_formats_are_told_apart_in_a_moment() -> None:
    started = time.process_time()
    columns = {name: column(name) for name in NAMES}
    hardest = {(name, "uri-reference") for name in NAMES if name != "uri-reference"}
    found = {
        pair: relate(compare_columns([columns[name] for name in pair]), *pair)
        for pair in sorted({*pairwise(NAMES), *hardest, ("hostname", "ipv4")})
    }
    assert all(relation.proven for relation in found.values())
    assert found["date", "date-time"].relation == "disjoint"
    assert found["uri", "uri-reference"].relation == "within"
    assert found["hostname", "ipv4"].relation == "contains"
    assert time.process_time() - started < 45
