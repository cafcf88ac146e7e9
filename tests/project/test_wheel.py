"""The wheel holds every shipped record, by whatever name, and no adapter."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase

from fakes.shipped import RECORDS, ROOT

WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]


def test_the_records_are_included_where_an_installed_package_looks_for_them() -> None:
    assert WHEEL["include"] == ["/conformance", "/schemas"]
    assert WHEEL["sources"] == {"schemas": "conformance/shipped"}


def test_only_adapters_and_pages_are_left_out_and_no_record_is_named() -> None:
    patterns = [pattern.lstrip("/") for pattern in WHEEL["exclude"]]
    parts = {
        path.relative_to(ROOT / "schemas").parts[1]
        for record in RECORDS
        for path in record.iterdir()
        if any(fnmatchcase(path.relative_to(ROOT).as_posix(), pattern) for pattern in patterns)
    }
    assert parts == {"README.md", "adapters"}
    assert not any(record.name in pattern for record in RECORDS for pattern in patterns)
