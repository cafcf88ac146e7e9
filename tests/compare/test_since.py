"""The release in which a package changed its stance on a finding."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ACCEPT, REJECT, SILENT, schema_file

from conformance.compare.since import with_since
from conformance.model import Cause, Finding, Kind, Releases, Shape, Since, Verdict, Witness

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4")
CLOSED, OPEN = {"enum": ["a"]}, {"enum": ["a", "b"]}
LOSSY = Verdict.LOSSY


def releases(*shapes: tuple[str, Any], column: str = "sdk.left") -> Releases:
    return Releases(
        column=column,
        source="npm:left@{version}/x.ts#X",
        versions=VERSIONS,
        shapes=tuple(
            Shape(since=since, file=None if schema is None else schema_file(schema))
            for since, schema in shapes
        ),
    )


def finding(stances: dict[str, Verdict], value: Any = "b") -> Finding:
    return Finding(
        cause=Cause.of("", '"b"'),
        kinds=(Kind.CONFLICT,),
        stances=stances,
        witness=None if value is None else Witness(value=value),
        twin=None,
        cases=(),
        claims=(),
        skew=False,
    )


BEFORE, AFTER = "sdk.left@1.0", "sdk.left@1.4"
TWO = (("1.0", CLOSED), ("1.2", OPEN))


@pytest.mark.parametrize(
    ("shapes", "stances", "since"),
    [
        (TWO, {BEFORE: REJECT, AFTER: ACCEPT}, ("1.2", ACCEPT, False)),
        (TWO, {AFTER: ACCEPT}, ("1.2", ACCEPT, False)),
        (TWO, {AFTER: LOSSY}, ("1.2", ACCEPT, False)),
        ((("1.0", OPEN), ("1.3", CLOSED)), {AFTER: REJECT}, ("1.3", REJECT, False)),
        ((*TWO, ("1.3", CLOSED)), {AFTER: REJECT}, ("1.3", REJECT, True)),
        ((("1.0", None), ("1.1", CLOSED), ("1.2", OPEN)), {AFTER: ACCEPT}, ("1.2", ACCEPT, False)),
        ((("1.0", {"x-silent": "?"}), ("1.2", OPEN)), {AFTER: ACCEPT}, ("1.2", ACCEPT, False)),
        # There is no change, or the shapes do not tell.
        ((("1.0", None), ("1.1", OPEN)), {AFTER: ACCEPT}, None),
        ((("1.0", OPEN),), {AFTER: ACCEPT}, None),
        ((("1.0", CLOSED), ("1.2", {"const": "c"})), {AFTER: REJECT}, None),
        (TWO, {BEFORE: ACCEPT, AFTER: ACCEPT}, None),
        (TWO, {AFTER: REJECT}, None),
        (TWO, {AFTER: SILENT}, None),
        (TWO, {"sdk.left@9.9": ACCEPT}, None),
        ((("1.2", CLOSED), ("1.3", OPEN)), {BEFORE: REJECT, AFTER: ACCEPT}, None),
        (TWO, {"sdk.left.union@1.4": ACCEPT}, None),
        (TWO, {"sdk.left": ACCEPT}, None),
        (TWO, {}, None),
    ],
)
def test_the_last_change_is_that_of_the_shapes_where_they_fit_what_was_observed(
    shapes: tuple[tuple[str, Any], ...],
    stances: dict[str, Verdict],
    since: tuple[str, Verdict, bool] | None,
) -> None:
    (found,) = with_since([finding(stances)], [releases(*shapes)])

    expected = (
        ()
        if since is None
        else (Since(column="sdk.left", version=since[0], verdict=since[1], again=since[2]),)
    )
    assert found.since == expected


def test_a_finding_without_a_value_has_no_change() -> None:
    (found,) = with_since([finding({AFTER: ACCEPT}, value=None)], [releases(*TWO)])

    assert found.since == ()


def test_a_shape_judges_each_finding_s_own_value() -> None:
    given = [finding({AFTER: ACCEPT}), finding({AFTER: ACCEPT}, value="a")]

    found = with_since(given, [releases(*TWO)])

    assert [[x.version for x in one.since] for one in found] == [["1.2"], []]
