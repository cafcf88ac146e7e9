"""A run in one sentence, how far it is proven, and what the field table does not show."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reporters.views.overview import Overview, Tally
from conformance.reporters.words.summary import besides, headline, proof

CONFLICT = ("null", "aarrr", "/a = null")


def overview(lines: list[Any]) -> Overview:
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally.overview()


def run(fake: Any, *lines: dict[str, Any], names: tuple[str, ...] = (), **end: Any) -> Overview:
    return overview(fake.typed(*fake.results(*lines, names=names or fake.COLUMNS, **end)))


def said(found: Overview) -> str:
    return headline(found, found.field_table)


def test_the_headline_counts_the_values_on_which_descriptions_conflict(fake: Any) -> None:
    fields = [fake.field("/a", CONFLICT, ('"x"', "rraar")), fake.field("/b", ("null", "aarrr"))]
    found = run(fake, fake.finding("/a", "null", ["conflict"], "aarrr"), *fields)

    assert said(found) == (
        "2 descriptions and 1 program; the descriptions conflict on 3 values of 2 fields"
    )


@pytest.mark.parametrize(
    ("names", "vector", "sentence"),
    [
        (
            ("alpha.declared", "beta.declared", "sdk.gamma@2"),
            "aar",
            "2 descriptions and 1 program; the descriptions conflict on no value of a field",
        ),
        (("alpha.declared", "sdk.gamma@2"), "ar", "1 description and 1 program, 1 finding"),
        (("sdk.beta@1", "sdk.gamma@2"), "ar", "2 programs, 1 finding"),
    ],
)
def test_without_a_conflict_of_descriptions_there_is_none_to_count(
    fake: Any, names: tuple[str, ...], vector: str, sentence: str
) -> None:
    line = {**fake.finding("/a", "null", ["conflict"], "-----"), "accept": [names[0]]}
    line["reject"] = [names[-1]]
    found = run(fake, line, fake.field("/a", ("null", vector), names=names), names=names)

    assert said(found) == sentence


def test_without_findings_there_is_no_disagreement(fake: Any) -> None:
    gone = fake.finding("/a", "null", ["conflict"], "aarrr", state="vanished")

    assert said(run(fake)) == "2 descriptions and 1 program, no disagreement"
    assert said(run(fake, gone)) == "2 descriptions and 1 program, no disagreement"
    two = ("alpha.declared", "beta.declared")
    assert said(run(fake, names=two)) == "2 descriptions, no disagreement"


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ({}, "0 findings; proven complete over 29 cells (programs: tested only)"),
        ({"complete": False}, "0 findings; tested only, not proven complete"),
        (
            {"findings": 1, "counts": {"gap": 1}, "cells": None},
            "1 finding (1 gap); proven complete over 0 cells (programs: tested only)",
        ),
    ],
)
def test_the_proof_is_of_descriptions_only(fake: Any, end: dict[str, Any], sentence: str) -> None:
    assert proof(run(fake, **end)) == sentence


def test_what_only_descriptions_say_is_proven_without_a_but(fake: Any) -> None:
    found = run(fake, names=("alpha.declared", "beta.declared"))

    assert proof(found) == "0 findings; proven complete over 29 cells"


def weighed(fake: Any, special: str, group: str, **parts: Any) -> dict[str, Any]:
    weight = {"group": group, "importance": 0.5, "because": []}
    line: dict[str, Any] = fake.finding("/a", special, ["conflict"], "aarrr", **weight, **parts)
    return line


def test_findings_that_are_not_shown_are_counted_by_group(fake: Any) -> None:
    found = run(
        fake,
        weighed(fake, "null", "null and absence"),
        weighed(fake, "absent", "null and absence"),
        weighed(fake, '"x"', "values"),
        weighed(fake, '"y"', "combinations"),
        weighed(fake, '"z"', "combinations"),
        weighed(fake, '"gone"', "types", state="vanished"),
    )

    assert besides(found, {"/a = null"}) == "1 value, 1 on null or absence, 2 combinations"
    assert besides(found, {x.id for x in found.findings}) == ""
