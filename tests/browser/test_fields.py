"""The field table: rows open by click, keys and links; only what differs; phone, paper."""

from __future__ import annotations

from typing import Any

import pytest

Visit = Any

PANEL = "#field-panel"
AT = "document.activeElement.closest('tr')?.id"


def fragment(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def panel(page: Any) -> str:
    page.wait_for_selector(f"{PANEL}:visible")
    return str(page.inner_text(PANEL))


def shown(page: Any) -> list[str]:
    """Return the values that are in sight."""
    texts = page.locator("#fields-table .value:visible").all_inner_texts()
    return [str(text).split(",")[0].removesuffix(" *").strip() for text in texts[1:]]


def test_the_fields_are_what_one_sees_first(visit: Visit) -> None:
    page = visit("fields", height=800)
    assert page.locator("section.panel:visible").evaluate_all("all => all.map(x => x.id)") == [
        "fields"
    ]
    assert page.locator("[id='fields/state/lost']").bounding_box()["y"] < 800


def test_a_click_opens_the_row_with_sentence_payload_and_statements(visit: Visit) -> None:
    page = visit("fields")
    page.locator("[id='fields/state/lost'] .value").click()
    assert fragment(page) == "#fields/state/lost"
    text = panel(page)
    assert page.inner_text(f"{PANEL} h3") == "lost for state"
    assert page.locator(f"{PANEL} mark").all_inner_texts() == ['"lost"', '"sent"']
    assert "alpha in its types rejects, in its prose accepts" in text
    assert "state is sent or alpha. row state" in text
    assert "1 of 1 rejects: gamma 2" in text
    assert page.locator("[id='fields/state/lost']").get_attribute("aria-selected") == "true"


def test_the_name_of_a_field_opens_its_row_too(visit: Visit) -> None:
    page = visit("fields")
    page.locator("[id='fields/kind/box'] .field").click()
    assert fragment(page) == "#fields/kind/box"


def test_a_cell_marks_what_its_column_says(visit: Visit) -> None:
    page = visit("fields")
    row = page.locator("[id='fields/state/lost']")
    row.locator("td[data-head=beta]").click()
    assert page.locator(f"{PANEL} .chosen .name").inner_text() == "beta"
    row.locator("td[data-head=sdk]").click()
    assert "gamma 2" in page.locator(f"{PANEL} .chosen").inner_text()


def test_the_finding_is_one_click_away(visit: Visit) -> None:
    page = visit("fields", "#fields/state/lost")
    page.click(f"{PANEL} >> text=Open the finding")
    assert page.locator(".finding.target h3").inner_text() == "lost for state"
    page.go_back()
    page.wait_for_selector(f"{PANEL}:visible")


def test_the_payload_of_a_value_can_be_copied(visit: Visit) -> None:
    page = visit("fields", "#fields/state/lost", permissions=["clipboard-read", "clipboard-write"])
    page.click(f"{PANEL} >> text=Copy payload")
    page.wait_for_selector(".toast.shown")
    assert page.evaluate("navigator.clipboard.readText()") == '{"state": "lost"}'
    page.click(f"{PANEL} >> text=Copy link to this value")
    page.wait_for_selector(".toast.shown >> text=Copied: link")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#fields/state/lost")


def test_a_value_leads_to_what_it_does_together_with_others(visit: Visit) -> None:
    page = visit("fields", "#fields/state/absent")
    assert "Together with other fields" in panel(page)
    page.click(f"{PANEL} .finding-links a")
    assert page.locator(".finding.target").get_attribute("data-kinds") == "refinement"


def test_a_value_without_a_finding_says_so_and_who_says_what(visit: Visit) -> None:
    page = visit("fields", "#fields/kind/any%20other%20type")
    text = panel(page)
    assert page.inner_text(f"{PANEL} h3") == "kind: any other type"
    assert "No finding is about this value alone." in text
    assert "beta rejects" in text


@pytest.mark.parametrize(
    ("link", "value"),
    [
        ("#fields/weight/a%2Fb%20%25", "a/b %"),
        ("#fields/tags/*/a%20number", "a number"),
        ("#fields/tags/%2A/a number", "a number"),
        ("#fields/an%20object", "an object"),
    ],
    ids=["escapes", "an element", "escaped otherwise", "the record itself"],
)
def test_a_link_opens_its_row_and_brings_it_into_sight(visit: Visit, link: str, value: str) -> None:
    page = visit("fields", link, height=500)
    panel(page)
    row = page.locator("tr[aria-selected=true]")
    assert value in row.locator(".value").inner_text()
    assert 0 < row.bounding_box()["y"] < 500


def test_a_link_to_a_field_brings_it_into_sight(visit: Visit) -> None:
    page = visit("fields", "#fields/weight", height=400)
    page.wait_for_timeout(100)
    assert 0 <= page.locator("[id='fields/weight']").bounding_box()["y"] < 400
    assert page.locator(PANEL).is_hidden()


def test_a_link_to_a_value_that_is_gone_says_so(visit: Visit) -> None:
    page = visit("fields", "#fields/state/gone")
    page.wait_for_selector("text=There is no value state/gone.")


def test_back_closes_what_was_opened(visit: Visit) -> None:
    page = visit("fields")
    page.locator("[id='fields/state/lost'] .value").click()
    panel(page)
    page.go_back()
    page.wait_for_selector(PANEL, state="hidden")
    assert page.locator("tr[aria-selected=true]").count() == 0


def test_only_what_differs_is_left_and_stands_in_the_address(visit: Visit) -> None:
    page = visit("fields", width=1600)
    page.check("#fields-differ")
    assert fragment(page) == "#fields?differ=1"
    assert shown(page) == ["null", "lost", "any other string", "with an element", "a number"]
    names = page.locator("#fields-table tbody .field > span").evaluate_all(
        "all => all.filter(x => x.offsetWidth > 1 && x.checkVisibility()).map(x => x.textContent)"
    )
    assert names == ["kind", "state", "tags", "tags[]"]
    page.locator("[id='fields/state/lost'] .value").click()
    assert fragment(page) == "#fields/state/lost?differ=1"
    page.uncheck("#fields-differ")
    assert fragment(page) == "#fields/state/lost"
    assert len(shown(page)) == 14


def test_where_nothing_differs_there_is_no_switch(visit: Visit) -> None:
    page = visit("equal")
    assert page.locator("#fields-differ").count() == 0
    page.keyboard.press("n")
    assert "No disagreement" in page.inner_text(".lead")
    assert page.locator("#fields-table tr:not(.agreed)").count() == 1


# --- keys ----------------------------------------------------------------------------------------


def test_the_table_is_one_tab_stop_and_arrows_move_in_it(visit: Visit) -> None:
    page = visit("fields")
    assert page.locator("#fields-table [tabindex='0']").count() == 1
    page.focus("#fields-table [tabindex='0']")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate(AT) == "fields/kind/box"
    assert page.evaluate("document.activeElement.dataset.head") == "alpha"
    assert page.locator("#fields-table [tabindex='0']").count() == 1


def test_enter_opens_arrows_go_on_and_escape_closes(visit: Visit) -> None:
    page = visit("fields", width=1600)
    page.focus("#fields-table [tabindex='0']")
    page.keyboard.press("Enter")
    assert fragment(page) == "#fields/an%20object"
    page.keyboard.press("ArrowDown")
    assert fragment(page) == "#fields/an%20unlisted%20property"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert fragment(page) == "#fields"
    assert page.evaluate(AT) == "fields/an%20unlisted%20property"


def test_keys_pass_what_is_put_away(visit: Visit) -> None:
    page = visit("fields", "#fields?differ=1")
    page.focus("#fields-table [tabindex='0']")
    assert page.evaluate(AT) == "fields/kind/null"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(AT) == "fields/state/lost"


def test_n_and_p_go_to_the_next_and_previous_conflict(visit: Visit) -> None:
    page = visit("fields")
    seen = []
    for key in "nnnnp":
        page.keyboard.press(key)
        seen.append(fragment(page).removeprefix("#fields/"))
    last = "tags/*/a%20number"
    assert seen == ["state/lost", "tags/an%20element", last, last, "tags/an%20element"]


# --- where and how it is read --------------------------------------------------------------------


def test_without_script_the_table_can_be_read_and_links_lead_to_its_rows(visit: Visit) -> None:
    page = visit("fields", "#fields/weight/a%20number", java_script_enabled=False, height=400)
    assert page.locator("#fields-table tbody tr:visible").count() == 14
    assert page.locator("#fields-differ").is_hidden()
    assert page.locator("#column").is_hidden()
    assert page.evaluate("scrollY") > 0


@pytest.mark.parametrize("place", ["", "#fields/state/lost", "#column", "#column/alpha.declared"])
@pytest.mark.parametrize("name", ["fields", "hostile"])
def test_a_phone_needs_no_sideways_scrolling(visit: Visit, name: str, place: str) -> None:
    page = visit(name, "" if name == "hostile" else place, width=320, height=640)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_a_cell_names_its_column(visit: Visit) -> None:
    page = visit("fields", width=360, height=640)
    cell = page.locator("[id='fields/state/lost'] td").first
    named = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert named == '"alpha"'
    assert page.locator("#fields-table thead").bounding_box()["width"] <= 1


def test_paper_has_the_whole_table(visit: Visit) -> None:
    page = visit("fields", "#fields/state/lost?differ=1")
    page.emulate_media(media="print")
    assert len(shown(page)) == 14
    assert page.locator(PANEL).is_hidden()
