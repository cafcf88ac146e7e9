"""Hostile strings are text: nothing runs, nothing is loaded, every string can be read.

That no request leaves and no script throws is checked by the fixture `visit` at each test's end.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from fakes import results as fakes_results

from conformance.jsontext.text import visible

TABS = ["#fields", "#column", "#findings", "#reads", "#matrix", "#sides", "#sources"]


@pytest.mark.parametrize("tab", TABS)
def test_nothing_runs_in_any_tab(visit: Any, tab: str) -> None:
    page = visit("hostile", tab)
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("name", fakes_results.HOSTILE)
def test_a_hostile_case_opens_and_its_strings_can_be_read(visit: Any, name: str) -> None:
    text = fakes_results.HOSTILE[name]
    page = visit("hostile", f"#matrix?case={quote(visible(f'{name}/{text}'))}")
    page.wait_for_selector("#matrix .detail")
    shown = page.inner_text("#matrix .detail")
    assert visible(text) in shown
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("name", fakes_results.HOSTILE)
def test_a_hostile_value_opens_by_its_row_and_by_its_link(visit: Any, name: str) -> None:
    page = visit("hostile")
    row = page.locator("#fields-table tbody tr").nth([*fakes_results.HOSTILE].index(name))
    row.locator(".value").click()
    panel = page.locator("#field-panel")
    panel.wait_for()
    shown = panel.inner_text()
    assert visible(fakes_results.HOSTILE[name]) in shown
    link = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#field-panel:visible")
    assert page.inner_text("#field-panel") == shown
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("link", ["#fields/%", "#fields/%E0%A4%A", "#fields//", "#column/%"])
def test_a_link_that_is_escaped_wrongly_leads_nowhere(visit: Any, link: str) -> None:
    page = visit("fields", link)
    page.wait_for_selector(".toast >> text=There is no")
    assert page.locator("#field-panel").is_hidden()


@pytest.mark.parametrize("name", fakes_results.HOSTILE)
def test_hostile_findings_can_be_read(visit: Any, name: str) -> None:
    page = visit("hostile")
    assert visible(fakes_results.HOSTILE[name]) in page.locator("#findings").evaluate(
        "e => e.textContent"
    )


def test_a_string_of_a_million_characters_is_shortened_on_the_page(visit: Any) -> None:
    page = visit("hostile", "#matrix?case=long/string")
    page.wait_for_selector("#matrix .detail")
    assert len(page.inner_text("#matrix .detail .payload")) < 500
    assert "(1,000,002 characters)" in page.inner_text("#matrix .detail .payload")


def test_the_policy_refuses_what_was_put_in_later(visit: Any) -> None:
    page = visit()
    refused = page.evaluate(
        "(() => { try { document.body.innerHTML = '<p>x</p>'; return false; }"
        " catch (error) { return true; } })()"
    )
    assert refused
    page.wait_for_timeout(50)
    assert [words for words in visit.wrong if "TrustedHTML" in words] == visit.wrong
    visit.wrong.clear()


def test_the_script_never_writes_markup(visit: Any) -> None:
    source = visit().evaluate("document.scripts[document.scripts.length - 1].textContent")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in source
