"""The page of a history: it needs no script, and is accessible in every look."""

from __future__ import annotations

from typing import Any

import pytest

RUN = """axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.map(
    rule => [rule.id, rule.nodes.slice(0, 2).map(node => node.html.slice(0, 200))]))"""


@pytest.mark.parametrize(
    "look",
    [
        {},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"width": 320, "height": 640},
        {"width": 320, "height": 640, "color_scheme": "dark"},
    ],
    ids=["light", "dark", "forced colours", "320 px", "320 px, dark"],
)
def test_axe_finds_nothing_and_nothing_stands_over_the_edge(
    visit: Any, axe: str, look: dict[str, Any]
) -> None:
    page = visit("history", **look)
    page.evaluate(axe)

    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_step_is_there_to_read_without_script(visit: Any) -> None:
    page = visit("history", java_script_enabled=False)

    assert page.locator(".timeline > li").count() == 4
    assert page.locator(".timeline > li.breaking").count() == 3
    assert page.get_by_text("Interrupted.").count() == 1


def test_what_commits_and_types_say_is_only_text(visit: Any) -> None:
    page = visit("history")

    assert page.evaluate("window.hit") is None
    assert page.locator("script, img, iframe").count() == 0
