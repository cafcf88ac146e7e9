"""The page of whole sources in a real browser: it filters, and a type opens beneath its row."""

from __future__ import annotations

from typing import Any

import pytest
from fakes.browser import complaints

HOSTILE = "<img src=x onerror=hit()>"


def shown(page: Any) -> list[str]:
    return [x.inner_text() for x in page.locator("#types > tbody > tr[data-name]:visible th").all()]


def test_a_type_opens_and_closes_by_mouse_and_by_keys(visit: Any) -> None:
    page = visit("whole")
    link = page.locator("a.opens", has_text="Order")

    link.click()
    page.wait_for_selector("tr.opened")
    assert link.get_attribute("aria-expanded") == "true"
    opened = page.locator("tr.opened")
    assert opened.get_attribute("data-of") == "Order"
    assert "paid" in opened.locator(".fields").inner_text()
    link.press(" ")
    assert page.locator("tr.opened").count() == 0
    link.press("Enter")
    page.wait_for_selector("tr.opened")


def test_a_link_opens_its_type_and_leads_to_its_parts(visit: Any) -> None:
    page = visit("whole", "#Basket")

    page.wait_for_selector("tr.opened")
    page.locator("tr.opened a", has_text="Line").click()
    page.wait_for_selector("tr.opened[data-of=Line]")
    assert page.evaluate("location.hash") == "#Line"


def test_types_are_searched_and_filtered(visit: Any) -> None:
    page = visit("whole")

    page.keyboard.press("/")
    page.keyboard.type("LI")
    assert shown(page) == ["Line"]
    assert page.inner_text("#shown") == "1 of 7 types"
    page.keyboard.press("Escape")
    page.locator(".chips button", has_text="equal").click()
    assert shown(page) == ["Same"]
    page.locator(".chips button", has_text="rejected by a").click()
    assert shown(page) == []
    assert page.locator("#none").is_visible()
    page.locator(".chips button", has_text="equal").click()
    assert sorted(shown(page)) == sorted([HOSTILE, "Order"])


def test_a_link_shows_a_type_that_the_filter_hides(visit: Any) -> None:
    page = visit("whole")
    page.fill("#query", "same")

    page.evaluate("location.hash = 'Order'")
    page.wait_for_selector("tr.opened[data-of=Order]")
    assert page.input_value("#query") == ""


def test_what_hides_a_type_hides_what_it_opened_to(visit: Any) -> None:
    page = visit("whole", "#Order")
    page.wait_for_selector("tr.opened")

    page.fill("#query", "line")
    assert not page.locator("tr.opened").is_visible()


def test_hostile_names_and_values_are_text(visit: Any) -> None:
    page = visit("whole")

    page.locator("a.opens", has_text=HOSTILE).click()
    page.wait_for_selector("tr.opened")
    assert "<script>hit()</script>" in page.inner_text("tr.opened")
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("fragment", ["", "#Order", "#Basket"])
def test_axe_finds_nothing(visit: Any, axe: str, fragment: str) -> None:
    page = visit("whole", fragment)
    page.evaluate(axe)

    assert complaints(page) == {}


def test_without_script_the_overview_can_be_read(visit: Any) -> None:
    page = visit("whole", java_script_enabled=False)

    assert len(shown(page)) == 7
    assert not page.locator("#query").is_visible()
