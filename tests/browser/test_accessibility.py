"""axe-core finds nothing to complain of, in any state."""

from __future__ import annotations

from typing import Any

import pytest

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
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"width": 320, "height": 640},
}
RUN = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>" \
    " [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary)]))"


def complaints(page: Any, axe: str) -> object:
    page.evaluate(axe)
    return page.evaluate(RUN)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: Any, axe: str, state: str, look: str) -> None:
    page = visit("sample", STATES[state], **LOOKS[look])
    page.wait_for_timeout(100)
    assert complaints(page, axe) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_help(visit: Any, axe: str, look: str) -> None:
    page = visit("sample", **LOOKS[look])
    page.keyboard.press("?")
    assert complaints(page, axe) == []


@pytest.mark.parametrize("name", ["hostile", "empty"])
def test_axe_finds_nothing_in_other_reports(visit: Any, axe: str, name: str) -> None:
    assert complaints(visit(name), axe) == []


def test_axe_finds_nothing_with_everything_unfolded(visit: Any, axe: str) -> None:
    page = visit()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert complaints(page, axe) == []
