"""Groups of columns fold: in the matrix into one column, in the grid out of sight."""

from __future__ import annotations

from typing import Any

import pytest

Visit = Any

HEADS = ".matrix thead button"
CHIPS = "#reads .groups button"
AT = "[document.activeElement.closest('tr').rowIndex, document.activeElement.cellIndex]"


def fragment(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def head(page: Any, group: str) -> Any:
    return page.locator(HEADS).filter(has_text=group)


def cells(page: Any, case: str) -> Any:
    """Return the cells of a row."""
    page.evaluate("() => new Promise(requestAnimationFrame)")  # Rows are drawn with the frame.
    return page.locator("tr.row").filter(has_text=case).locator("td")


def words(page: Any, case: str) -> list[str]:
    """Return what a row's cells say to those who do not see them."""
    labels = cells(page, case).evaluate_all("all => all.map(td => td.getAttribute('aria-label'))")
    return [str(label) for label in labels]


def signs(page: Any, case: str) -> list[str]:
    """Return what a row's cells show."""
    texts = cells(page, case).evaluate_all("all => all.map(td => td.innerText)")
    return ["".join(str(text).split()) for text in texts]


def after(page: Any, group: str, state: str) -> None:
    """Wait until a group is folded (`false`) or not: Back and Forward are told of later."""
    marked = f":is([aria-expanded={state}], [aria-pressed={state}]):has-text('{group}')"
    page.wait_for_selector(f":is({HEADS}, {CHIPS}){marked}:visible")


def shown(page: Any) -> list[str]:
    """Return the groups whose rows are in the grid's sight, and check the columns against them."""
    groups = "all => [...new Set(all.map(x => x.dataset.group))]"
    rows = page.locator("#reads-grid tbody tr:visible")
    columns = page.locator("#reads-grid thead th:visible")
    assert rows.evaluate_all(groups) == columns.evaluate_all(groups)
    assert page.locator("#reads-grid td:visible:not(.corner)").count() == rows.count() ** 2
    return [str(group) for group in rows.evaluate_all(groups)]


# --- the matrix ----------------------------------------------------------------------------------


def test_nothing_is_folded_until_a_reader_asks_for_it(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    buttons = page.locator(HEADS)
    assert buttons.evaluate_all("all => all.map(x => x.innerText.trim())") == [
        "▾\nalpha",
        "▾\nnative",
        "▾\nsdk",
    ]
    assert buttons.evaluate_all("all => all.map(x => x.ariaExpanded)") == ["true"] * 3
    assert cells(page, "all same").count() == 17


def test_a_click_on_its_name_folds_a_group_into_one_column_and_unfolds_it(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    head(page, "sdk").click()
    assert fragment(page) == "#matrix?hide=sdk"
    assert cells(page, "all same").count() == 6
    folded = head(page, "sdk")
    assert folded.get_attribute("aria-expanded") == "false"
    assert folded.get_attribute("title") == "Unfold sdk: 12 columns"
    assert folded.evaluate("x => x.textContent") == "▸sdk, 12 columns"
    assert page.locator(".matrix").get_attribute("aria-colcount") == "7"
    folded.click()
    assert fragment(page) == "#matrix"
    assert head(page, "sdk").get_attribute("title") == "Fold sdk: 12 columns"
    assert cells(page, "all same").count() == 17
    assert page.locator(".matrix").get_attribute("aria-colcount") == "18"


def test_a_folded_cell_says_how_many_columns_say_what(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=alpha,native,sdk")
    assert words(page, "all same") == ["all 2 accept", "accept", "all 2 accept", "all 12 accept"]
    assert words(page, "some differ") == [
        "1 accept, 1 reject",
        "silent",
        "all 2 reject",
        "8 accept, 3 reject, 1 not run; 2 of them against what is expected",
    ]
    assert words(page, "many differ")[-1] == (
        "5 accept, 3 reject, 2 lossy, 1 unsupported, 1 not run"
    )


def test_a_folded_cell_shows_one_sign_where_all_say_the_same_and_else_the_leading_ones(
    visit: Visit,
) -> None:
    page = visit("programs", "#matrix?hide=alpha,native,sdk")
    assert signs(page, "all same") == ["✓", "✓", "✓", "✓"]
    assert signs(page, "some differ") == ["✓✗", "○", "✗", "✓8✗3·1"]
    assert signs(page, "many differ") == ["✓", "✓", "✓≈", "✓5✗3≈2…"]


def test_what_a_folded_cell_says_can_be_pointed_at(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=sdk")
    cell = cells(page, "some differ").last
    assert cell.get_attribute("title") == cell.get_attribute("aria-label")
    assert "dep" in str(cell.get_attribute("class"))
    same = cells(page, "all same").last
    assert same.get_attribute("title") == "all 12 accept"
    assert "dep" not in str(same.get_attribute("class"))


def test_a_folded_cell_has_room_for_its_signs(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=alpha,native,sdk")
    room = """all => all.filter(cell => {
        const sign = cell.firstElementChild.getBoundingClientRect();
        return sign.right > cell.getBoundingClientRect().right;
    }).length"""
    assert page.locator("tr.row td").evaluate_all(room) == 0


def test_back_unfolds_what_was_folded_and_forward_folds_it(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    head(page, "native").click()
    head(page, "sdk").click()
    assert fragment(page) == "#matrix?hide=native,sdk"
    page.go_back()
    after(page, "sdk", "true")
    assert cells(page, "all same").count() == 16
    page.go_back()
    after(page, "native", "true")
    assert cells(page, "all same").count() == 17
    page.go_forward()
    after(page, "native", "false")
    assert cells(page, "all same").count() == 16


def test_rows_and_groups_fold_beside_each_other_and_a_query(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=sdk&q=rejects:>0")
    page.click("text=Fold alike")
    page.wait_for_selector("text=62 of 63 cases, 3 patterns of verdicts")
    assert words(page, "more 0")[-1] == "all 12 reject"
    assert fragment(page) == "#matrix?hide=sdk&q=rejects:%3E0&fold=1"


def test_one_chip_folds_every_group_and_unfolds_them(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=native")
    chip = page.locator("text=Fold groups")
    assert chip.get_attribute("aria-pressed") == "false"
    chip.click()
    assert fragment(page) == "#matrix?hide=alpha,native,sdk"
    assert chip.get_attribute("aria-pressed") == "true"
    chip.click()
    assert fragment(page) == "#matrix"


def test_a_group_of_one_and_one_that_is_not_there_cannot_be_folded(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=beta,nobody")
    assert cells(page, "all same").count() == 17
    assert head(page, "beta").count() == 0


def test_names_that_hold_what_parts_a_list_are_told_apart(visit: Visit) -> None:
    page = visit("odd groups", "#matrix")
    page.locator(HEADS).nth(1).click()
    assert fragment(page) == "#matrix?hide=x%252Cy"
    expanded = "all => all.map(x => x.ariaExpanded)"
    assert page.locator(HEADS).evaluate_all(expanded) == ["true", "false", "true"]
    page.locator(HEADS).nth(2).click()
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.locator(HEADS).evaluate_all(expanded) == ["true", "false", "false"]


def test_with_every_group_folded_the_rows_stand_right_under_the_head(visit: Visit) -> None:
    page = visit("only programs", "#matrix?hide=native,sdk")
    assert page.locator(".matrix thead tr").count() == 1
    bottom = page.locator(".matrix thead").evaluate("x => x.getBoundingClientRect().bottom")
    corner = page.locator(".matrix .corner").evaluate("x => x.getBoundingClientRect().bottom")
    first = page.locator("tr.place").first.evaluate("x => x.getBoundingClientRect().top")
    assert abs(bottom - first) <= 1
    assert abs(bottom - corner) <= 1
    assert page.locator("tr.place").first.get_attribute("aria-rowindex") == "2"


def test_the_name_of_a_wide_group_stays_in_sight(visit: Visit) -> None:
    page = visit("programs", "#matrix", width=600)
    page.evaluate("document.querySelector('.window').scrollLeft = 500")
    assert head(page, "sdk").is_visible()
    left = head(page, "sdk").evaluate("x => x.getBoundingClientRect().left")
    corner = page.locator(".matrix .corner").evaluate("x => x.getBoundingClientRect().right")
    assert abs(left - corner) <= 2


def test_a_head_says_version_and_date_of_its_program(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    name = page.locator(".matrix thead th").filter(has_text="package-03")
    assert name.get_attribute("title") == "sdk.package-03.part@3.0: gamma 2, recorded 2026-11-22"
    assert name.locator(".line").all_inner_texts() == ["package-03", "3.0 (part)"]
    lenient = page.locator(".matrix thead th").filter(has_text="package-11").get_attribute("title")
    assert str(lenient).endswith(", recorded 2026-11-22; accepts nearly anything, by design")
    assert "14 programs were recorded on 2026-11-22" in page.inner_text("#matrix .panel-head")


def test_the_heads_are_one_tab_stop_among_which_the_arrows_move(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    text = "document.activeElement.textContent"
    page.focus("text=Fold groups")
    page.keyboard.press("Tab")
    assert page.evaluate(text) == "▾alpha"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(text) == "▾native"
    page.keyboard.press("End")
    assert page.evaluate(text) == "▾sdk"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert fragment(page) == "#matrix?hide=native"
    assert page.evaluate(text) == "▸native, 2 columns"
    page.keyboard.press(" ")
    assert fragment(page) == "#matrix"
    assert page.evaluate(text) == "▾native"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "rowheader"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(text) == "▾native"


def test_arrows_go_between_the_heads_and_the_rows(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=native")
    page.focus("#query")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == "▾sdk"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(AT)[1] == 4
    assert page.evaluate("document.activeElement.ariaLabel") == "all 2 accept"
    assert page.locator(".matrix [tabindex='0']").count() == 1


def test_the_keys_stay_at_their_column_when_a_group_before_it_folds(visit: Visit) -> None:
    page = visit("programs", "#matrix")
    cells(page, "some differ").nth(4).click()
    assert page.evaluate(AT)[1] == 5
    head(page, "alpha").click()
    page.keyboard.press("Tab")
    assert page.evaluate(AT)[1] == 4
    head(page, "native").click()
    page.keyboard.press("Tab")
    assert page.evaluate(AT)[1] == 3
    page.keyboard.press("End")
    assert page.evaluate(AT)[1] == 15


def test_rows_come_into_sight_and_open_when_groups_are_folded(visit: Visit) -> None:
    page = visit("programs", "#matrix?hide=sdk", height=500)
    page.evaluate("document.querySelector('.window').scrollTop = 1e6")
    page.locator("tr.row").filter(has_text="more 59").click()
    page.wait_for_selector("#matrix .detail")
    assert fragment(page) == "#matrix?hide=sdk&case=more/59"
    assert "sdk.package-11.part@11.0 rejects" in page.inner_text("#matrix .detail")
    head(page, "sdk").click()
    assert page.locator("tr[aria-selected=true] td").count() == 17


def test_programs_alone_are_shown_at_first(visit: Visit) -> None:
    page = visit("only programs", "#matrix")
    assert cells(page, "all same").count() == 14
    page = visit("only programs", "#reads")
    assert shown(page) == ["native", "sdk"]


# --- the grid ------------------------------------------------------------------------------------


def test_the_grid_shows_the_descriptions_first_and_programs_when_asked(visit: Visit) -> None:
    page = visit("programs", "#reads")
    assert page.locator(CHIPS).all_inner_texts() == ["alpha 2", "beta 1", "native 2", "sdk 12"]
    assert shown(page) == ["alpha", "beta"]
    page.click(f"{CHIPS} >> text=native")
    assert fragment(page) == "#reads?show=native"
    assert shown(page) == ["alpha", "beta", "native"]
    page.click(f"{CHIPS} >> text=alpha")
    assert fragment(page) == "#reads?show=native&hide=alpha"
    assert shown(page) == ["beta", "native"]
    pressed = page.locator(CHIPS).evaluate_all("all => all.map(x => x.ariaPressed)")
    assert pressed == ["false", "true", "true", "false"]


def test_a_link_restores_the_grid_and_back_works(visit: Visit) -> None:
    page = visit("programs", "#reads?hide=alpha&show=sdk")
    assert shown(page) == ["beta", "sdk"]
    page.click(f"{CHIPS} >> text=sdk")
    assert shown(page) == ["beta"]
    page.go_back()
    after(page, "sdk", "true")
    assert shown(page) == ["beta", "sdk"]


def test_a_link_to_a_pair_shows_its_groups_and_they_stay(visit: Visit) -> None:
    page = visit("programs", "#reads?pair=alpha.declared~sdk.package-11.part%4011.0")
    assert shown(page) == ["alpha", "beta", "sdk"]
    selected = page.locator("td[aria-selected=true]")
    box = selected.bounding_box()
    room = page.locator("#reads .scroll").bounding_box()
    assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
    page.keyboard.press("Escape")
    assert page.locator("#pair-panel").is_hidden()
    assert fragment(page) == "#reads?show=sdk"
    assert page.evaluate("document.activeElement.dataset.pair") == (
        "alpha.declared\nsdk.package-11.part@11.0"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert fragment(page) == "#reads?show=sdk&pair=alpha.declared~sdk.package-10.part%4010.0"


def test_what_a_release_changed_leads_to_its_pair(visit: Visit) -> None:
    page = visit("releases", "#reads")
    row = page.locator("#upgrades tbody tr")
    assert row.all_inner_texts() == ["sdk.one\t1\t2\t1\t2"]
    row.locator("a").nth(1).click()
    page.wait_for_selector("#pair-panel:visible")
    assert shown(page) == ["x", "sdk"]
    told = page.inner_text("#pair-panel")
    assert "sdk.one@2 writes, sdk.one@1 reads" in told
    assert "sdk.one@2 may send this, sdk.one@1 rejects it\n2" in told


def test_schemas_are_compared_only_where_both_columns_have_one(visit: Visit) -> None:
    compare = "#pair-panel >> text=Compare their schemas"
    page = visit("programs", "#reads?pair=alpha.declared~native.beta")
    assert page.locator(compare).count() == 0
    page = visit("programs", "#reads?pair=alpha.declared~beta.declared")
    assert page.locator(compare).count() == 1


def test_a_pair_is_closed_with_its_group(visit: Visit) -> None:
    page = visit("programs", "#reads?pair=alpha.declared~native.beta")
    page.click(f"{CHIPS} >> text=beta 1")
    assert page.locator("#pair-panel").is_visible()
    page.click(f"{CHIPS} >> text=native")
    assert fragment(page) == "#reads?hide=beta"
    assert page.locator("#pair-panel").is_hidden()
    assert shown(page) == ["alpha"]


def test_keys_move_among_the_cells_in_sight_only(visit: Visit) -> None:
    page = visit("programs", "#reads?hide=alpha&show=sdk")
    one = "#reads-grid td[tabindex='0']"
    at = "document.activeElement.dataset.pair?.split('\\n')"
    assert page.locator(one).count() == 1
    page.focus(one)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == ["beta.declared", "sdk.package-00.part@0.0"]
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == ["sdk.package-00.part@0.0", "sdk.package-11.part@11.0"]
    page.click(f"{CHIPS} >> text=native")
    assert page.locator(one).count() == 1
    assert page.locator(one).get_attribute("data-pair") == (
        "sdk.package-00.part@0.0\nsdk.package-11.part@11.0"
    )
    page.click(f"{CHIPS} >> text=sdk")
    assert page.locator(f"{one}:visible").count() == 1
    page.focus(one)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == ["beta.declared", "native.alpha"]


def test_with_no_group_chosen_that_is_said(visit: Visit) -> None:
    page = visit("programs", "#reads?hide=alpha,beta")
    assert page.locator("#reads-grid").is_hidden()
    page.wait_for_selector("text=No group is chosen.")
    page.click(f"{CHIPS} >> text=beta")
    assert shown(page) == ["beta"]
    assert page.locator("text=No group is chosen.").is_hidden()


def test_a_single_group_needs_no_chips(visit: Visit) -> None:
    page = visit("one group", "#reads")
    assert page.locator(CHIPS).count() == 0
    assert shown(page) == ["sdk"]
    page.click("#tab-matrix")
    assert page.locator(HEADS).count() == 1
    assert page.locator("text=Fold groups").count() == 0


def test_without_script_and_on_paper_every_column_is_there(visit: Visit) -> None:
    page = visit("programs", java_script_enabled=False)
    assert len(shown(page)) == 4
    page = visit("programs", "#reads?hide=alpha,beta")
    page.emulate_media(media="print")
    assert len(shown(page)) == 4
    assert page.locator("text=No group is chosen.").is_hidden()
    assert page.locator("#reads .groups").is_hidden()


def test_what_was_only_tested_is_dashed_in_forced_colours_too(visit: Visit) -> None:
    page = visit("programs", "#reads", forced_colors="active")
    cell = page.locator(".legend .cell.tested")
    assert cell.evaluate("x => getComputedStyle(x).borderTopStyle") == "dashed"


@pytest.mark.parametrize("place", ["#matrix?hide=alpha,native,sdk", "#matrix", "#reads?show=sdk"])
def test_a_narrow_screen_needs_no_sideways_scrolling_with_many_columns(
    visit: Visit, place: str
) -> None:
    page = visit("programs", place, width=320, height=640)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
