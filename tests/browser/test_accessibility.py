"""axe-core finds nothing to complain of, in any state."""

from __future__ import annotations

from typing import Any

import pytest
from fakes.browser import complaints

STATES = {
    "findings": "",
    "a finding opened by its link": "#findings?id=%2Fstate%20%3D%20null",
    "one kind": "#findings?kind=gap",
    "grid": "#reads",
    "pair": "#reads?pair=alpha.declared~beta.declared",
    "matrix": "#matrix",
    "folded": "#matrix?fold=1",
    "open row": "#matrix?case=state/lost",
    "empty result": "#matrix?q=zzz",
    "unknown term": "#matrix?q=is:odd",
    "sides": "#sides?a=alpha.declared&b=beta.documented",
    "sources": "#sources",
}
FIELD_STATES = {
    "fields": "",
    "a value opened": "#fields/state/lost",
    "a value without a finding": "#fields/kind/any%20other%20type",
    "only what differs": "#fields?differ=1",
    "a group of findings opened by a link": "#findings?id=%2Ftexts2%20%3D%20%22v2%22",
    "filtered findings": "#findings?kind=loss",
    "all columns": "#column",
    "a description's page": "#column/alpha.declared",
    "a program's page": "#column/sdk.gamma%402",
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: Any, axe: str, state: str) -> None:
    page = visit("sample", STATES[state])
    page.evaluate(axe)
    assert complaints(page) == {}


@pytest.mark.parametrize("state", FIELD_STATES)
def test_axe_finds_nothing_in_fields_and_scorecards(visit: Any, axe: str, state: str) -> None:
    page = visit("fields", FIELD_STATES[state])
    page.evaluate(axe)
    assert complaints(page) == {}


def test_axe_finds_nothing_in_the_help(visit: Any, axe: str) -> None:
    page = visit()
    page.keyboard.press("?")
    page.evaluate(axe)
    assert complaints(page) == {}


@pytest.mark.parametrize(
    "state",
    [
        "#matrix",
        "#matrix?hide=sdk",
        "#matrix?hide=alpha,native,sdk&case=some/differ",
        "#reads",
        "#reads?show=native,sdk",
        "#reads?hide=alpha,beta",
    ],
)
def test_axe_finds_nothing_in_groups_folded_or_not(visit: Any, axe: str, state: str) -> None:
    page = visit("programs", state)
    page.evaluate(axe)
    assert complaints(page) == {}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("only programs", "#matrix?hide=native,sdk"),
        ("releases", "#reads"),
        ("releases", "#column/sdk.one%402"),
        ("sending", "#reads?pair=alpha.declared~beta.declared"),
        ("sending", "#reads?pair=beta.declared~alpha.declared"),
    ],
    ids=[
        "every group folded",
        "the table of releases",
        "the page of a release",
        "what is written and rejected",
        "the findings behind a cell",
    ],
)
def test_axe_finds_nothing_in_reports_of_programs(
    visit: Any, axe: str, name: str, state: str
) -> None:
    page = visit(name, state)
    page.evaluate(axe)
    assert complaints(page) == {}


@pytest.mark.parametrize("name", ["hostile", "empty", "equal"])
def test_axe_finds_nothing_in_other_reports(visit: Any, axe: str, name: str) -> None:
    page = visit(name)
    page.evaluate(axe)
    assert complaints(page) == {}


def test_axe_finds_nothing_with_everything_unfolded(visit: Any, axe: str) -> None:
    page = visit()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate(axe)
    assert complaints(page) == {}
