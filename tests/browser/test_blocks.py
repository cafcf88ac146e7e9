"""A report of very many cases: what is shown of them is unpacked when it comes into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.browser import Visit


def shown(page: Any) -> list[str]:
    """Return the titles of the rows in sight, when all of them are there."""
    page.wait_for_selector("tr.row")
    page.locator("tr.row th").filter(has_text="…").first.wait_for(state="detached")
    return [str(title) for title in page.locator("tr.row th").all_inner_texts()]


def test_rows_get_their_names_when_they_come_into_sight(visit: Visit) -> None:
    page = visit("many", "#matrix")

    assert shown(page)[:3] == ["Case number 1", "Case number 3", "Case number 5"]
    page.evaluate("document.querySelector('.window').scrollTop = 1e6")
    page.locator("tr.row th").filter(has_text="Case number 298").wait_for()
    assert shown(page)[-1] == "Case number 298"
    page.evaluate("document.querySelector('.window').scrollTop = 0")
    page.locator("tr.row th").filter(has_text="Case number 1").first.wait_for()
    assert "Case number 3" in shown(page)


def test_a_case_is_found_by_its_link_and_by_words(visit: Visit) -> None:
    page = visit("many", "#matrix?case=many/250")

    page.wait_for_selector("#matrix .detail:not([hidden])")
    assert "Case number 250" in page.inner_text("#matrix .detail h3")
    page.fill("#query", "number 27 -number 271")
    page.locator("#query-notes").filter(has_text="of 300 cases").wait_for()
    page.fill("#query", '"number 27"')
    page.locator("#query-notes").filter(has_text="11 of 300").wait_for()
    assert shown(page)[0] == "Case number 27"


def test_the_cases_with_the_verdicts_of_one_far_away_are_found(visit: Visit) -> None:
    page = visit("many", "#matrix?q=like:many/299")

    page.locator("#query-notes").filter(has_text="100 of 300").wait_for()
    page.fill("#query", "like:many/300")
    page.locator("#query-notes").filter(has_text="Not understood").wait_for()


def test_a_row_opens_by_mouse_and_key(visit: Visit) -> None:
    page = visit("many", "#matrix")
    shown(page)

    page.locator("tr.row th").filter(has_text="Case number 5").first.click()
    page.locator("#matrix .detail h3").filter(has_text="Case number 5").wait_for()
    page.keyboard.press("n")
    page.locator("#matrix .detail h3").filter(has_text="Case number 7").wait_for()
