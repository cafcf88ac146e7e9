"""The page over several records: it needs no script, and is accessible in every look."""

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
    page = visit("records", **look)
    page.evaluate(axe)

    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_names_every_record_and_those_that_need_attention(visit: Any) -> None:
    page = visit("records", java_script_enabled=False)

    assert page.locator("article.record").count() == 5
    attention = page.locator(".lead a").all_text_contents()
    assert len(attention) == 2
    assert attention[-1] == "gone"
    assert page.get_by_text("It could not be run.").count() == 1
    assert page.get_by_text("Not run in full.").count() == 1
    page.locator(".lead a").last.click()
    assert page.url.endswith("#gone")


def test_what_records_say_is_only_text(visit: Any) -> None:
    page = visit("records")

    assert page.evaluate("window.hit") is None
    assert page.locator("script, img, iframe").count() == 0
