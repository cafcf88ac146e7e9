"""How the report behaves: tabs, links, Back, the query, opened rows, keys."""

from __future__ import annotations

from typing import Any

import pytest

Visit = Any


def fragment(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def rows(page: Any) -> list[str]:
    texts = page.locator("tr.row th").all_inner_texts()
    return [str(text) for text in texts]


def test_one_tab_is_shown_at_a_time_and_stands_in_the_address(visit: Visit) -> None:
    page = visit()
    shown = page.locator("section.panel:visible")
    assert shown.evaluate_all("all => all.map(x => x.id)") == ["findings"]
    page.click("#tab-matrix")
    assert fragment(page) == "#matrix"
    assert shown.evaluate_all("all => all.map(x => x.id)") == ["matrix"]


def test_back_returns_to_the_tab_and_the_query_before(visit: Visit) -> None:
    page = visit("sample", "#matrix")
    page.click("button[data-term='is:split']")
    page.click("#tab-sources")
    page.go_back()
    assert fragment(page) == "#matrix?q=is:split"
    assert page.input_value("#query") == "is:split"
    page.go_back()
    assert page.input_value("#query") == ""


def test_a_tab_remembers_what_was_open_in_it(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=is:gap")
    page.click("#tab-findings")
    page.click("#tab-matrix")
    assert fragment(page) == "#matrix?q=is:gap"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "97 cases"),
        ("lost", "1 of 97 cases"),
        ('"state lost"', "0 of 97 cases"),
        ('"is lost"', "1 of 97 cases"),
        ("is:split", "4 of 97 cases"),
        ("-is:split", "93 of 97 cases"),
        ("is:gap", "1 of 97 cases"),
        ("is:contradiction", "1 of 97 cases"),
        ("is:refinement", "2 of 97 cases"),
        ("is:departure", "1 of 97 cases"),
        ("is:loss", "1 of 97 cases"),
        ("is:error", "2 of 97 cases"),
        ("is:minimal", "2 of 97 cases"),
        ("alpha.declared:reject", "2 of 97 cases"),
        ("beta:silent", "1 of 97 cases"),
        ("*.declared:silent", "1 of 97 cases"),
        ("sdk.gamma@2:lossy", "1 of 97 cases"),
        ("place:/state", "3 of 97 cases"),
        ("place:tags", "1 of 97 cases"),
        ("place:", "3 of 97 cases"),
        ("flag:null", "2 of 97 cases"),
        ("accepts:>=5 place:/state", "1 of 97 cases"),
        ("rejects:4", "1 of 97 cases"),
        ("silents:>0", "1 of 97 cases"),
        ("payload:9007199254740993", "1 of 97 cases"),
        ("-payload:weight", "6 of 97 cases"),
        ("like:state/sent", "91 of 97 cases"),
    ],
)
def test_a_query_leaves_the_cases_that_fit(visit: Visit, query: str, count: str) -> None:
    page = visit("sample", "#matrix")
    page.fill("#query", query)
    page.wait_for_selector(f"#query-notes >> text=/^{count}/")


@pytest.mark.parametrize(
    "term", ["is:odd", "flag:Nope", "nobody:reject", "alpha:maybe", "accepts:many", "like:none"]
)
def test_a_term_that_is_not_understood_is_named(visit: Visit, term: str) -> None:
    page = visit("sample", "#matrix")
    page.fill("#query", f"lost {term}")
    page.wait_for_selector(".unknown-terms")
    assert term in page.inner_text("#query-notes")
    assert "1 of 97 cases" in page.inner_text("#query-notes")


def test_no_fitting_case_is_said(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=zzz")
    page.wait_for_selector("text=No case fits the query.")


def test_rows_come_by_place_in_the_order_of_the_fields(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=-place:/weight")
    texts = page.locator(".matrix tr.place, .matrix tr.row").all_inner_texts()
    places = [text.strip() for text in texts if text.startswith(("/", "The whole"))]
    assert places == ["The whole record", "/state", "/tags/*"]


def test_only_the_rows_in_sight_are_on_the_page(visit: Visit) -> None:
    page = visit("sample", "#matrix", height=500)
    assert len(rows(page)) < 60
    page.evaluate("document.querySelector('.window').scrollTop = 1e6")
    page.wait_for_selector("tr.row >> text=weight 89")


def test_alike_rows_fold_into_one_and_unfold_again(visit: Visit) -> None:
    page = visit("sample", "#matrix")
    page.click("text=Fold alike")
    page.wait_for_selector("text=97 cases, 7 patterns of verdicts")
    assert "state sent and 90 alike" in rows(page)
    page.click("tr.row >> text=state sent")
    page.click("text=Show the 91 cases with these verdicts")
    page.wait_for_selector("text=91 of 97 cases")
    assert fragment(page) == "#matrix?case=state/sent&q=like:state/sent"


def test_a_row_opens_with_payload_twin_reasons_and_claims(visit: Visit) -> None:
    page = visit("sample", "#matrix")
    page.click("tr.row >> text=whose state is lost")
    panel = page.locator("#matrix .detail")
    panel.wait_for()
    assert fragment(page) == "#matrix?case=state/lost"
    marks = panel.locator("mark").all_inner_texts()
    assert marks == ['"lost"', '"sent"']
    text = panel.inner_text()
    assert "9007199254740993" in text
    assert "at /state by enum: 'lost' is not one of sent, alpha. state is sent or alpha." in text
    assert "row state" in text
    assert "Either answer is allowed: accept by the policy “new”" in text


def test_a_link_opens_its_case(visit: Visit) -> None:
    page = visit("sample", "#matrix?case=weight/80")
    page.wait_for_selector(".detail h3 >> text=weight 80")
    assert page.locator("tr[aria-selected=true] th").inner_text() == "weight 80"


def test_a_link_to_a_case_that_is_gone_says_so(visit: Visit) -> None:
    page = visit("sample", "#matrix?case=gone")
    page.wait_for_selector("text=There is no case gone.")


def test_a_link_opens_its_finding_even_inside_an_entry_of_several(visit: Visit) -> None:
    page = visit("sample", "#findings?id=%2Fweight%20%3D%20null")
    page.wait_for_selector(".finding.target")
    assert page.locator(".finding.target .member >> text=null for weight").is_visible()


def test_chips_leave_the_findings_of_a_kind(visit: Visit) -> None:
    page = visit()
    page.click("#finding-chips >> text=Refinement")
    assert fragment(page) == "#findings?kind=refinement"
    assert page.locator("article.finding:visible").count() == 1
    page.click("#finding-chips >> text=Refinement")
    assert page.locator("article.finding:visible").count() == 5


def test_a_cell_of_the_grid_opens_its_witnesses(visit: Visit) -> None:
    page = visit("sample", "#reads")
    page.click("td[data-pair='alpha.declared\\a beta.declared']")
    text = page.inner_text("#pair-panel")
    assert "alpha (declared) writes, beta (declared) reads" in text
    assert '{"state": "lost"}' in text
    assert "Proven." in text
    assert fragment(page) == "#reads?pair=alpha.declared~beta.declared"


def test_a_relation_that_was_only_tested_says_so(visit: Visit) -> None:
    page = visit("sample", "#reads?pair=sdk.gamma%402~alpha.declared")
    assert "Tested only: only tested." in page.inner_text("#pair-panel")


def test_a_cell_of_what_is_written_lists_what_is_rejected_with_its_reasons(visit: Visit) -> None:
    page = visit("sending", "#reads")
    assert page.locator("#reads-grid .sends").all_inner_texts() == ["send reading"]
    page.click("td[data-pair='alpha.declared\\a beta.declared']")
    text = page.inner_text("#pair-panel")
    assert "What alpha (declared) writes is its send reading" in text
    assert "beta (declared) rejects some of what alpha (declared) writes." in text
    titles = page.locator("#pair-panel .breaks h5").all_inner_texts()
    assert titles == ["null for state", "kind left out"]
    assert "state: null is not a string" in text
    assert "state is sent or beta" in text
    assert page.locator("#pair-panel .breaks >> text=Copy payload").count() == 2


def test_a_column_beside_itself_opens_if_it_is_known_what_it_writes(visit: Visit) -> None:
    page = visit("sending", "#reads?pair=alpha.declared~alpha.declared")
    text = page.inner_text("#pair-panel")
    assert "alpha (declared) rejects nothing that alpha (declared) writes, and reads more" in text
    assert "The other way round" not in text


def test_a_row_without_a_send_reading_says_so_and_leads_to_the_findings(visit: Visit) -> None:
    page = visit("sending", "#reads?pair=beta.declared~alpha.declared")
    text = page.inner_text("#pair-panel")
    assert "beta (declared) has no send reading: what it reads stands for what it writes." in text
    assert "The other way round: alpha (declared) may send this, beta (declared) rejects" in text
    page.click("#pair-panel .finding-links a")
    page.wait_for_selector(".finding.target")
    assert fragment(page) == "#findings?id=/weight%20%3D%20null"


def test_a_program_that_reads_what_is_written_shows_a_value(visit: Visit) -> None:
    page = visit("sending", "#reads?show=sdk&pair=alpha.declared~sdk.gamma%402")
    text = page.inner_text("#pair-panel")
    assert "Tested only: by the cases." in text
    assert '{"state": "y"}' in text


def test_a_column_s_page_says_how_it_stands_by_what_it_reads(visit: Visit) -> None:
    page = visit("sending", "#column/alpha.declared")
    assert page.locator(".standing > div").count() == 2


def test_two_schemas_are_compared_by_structure(visit: Visit) -> None:
    page = visit("sample", "#sides?a=alpha.declared&b=beta.documented")
    table = page.locator(".sides-table")
    places = table.locator("tbody th").all_inner_texts()
    assert places == ["/properties/state/enum", "/allOf/0"]
    assert table.locator("mark").all_inner_texts() == ['"alpha"', '"beta"']
    assert "row state" in table.inner_text()
    page.click("text=Swap")
    assert fragment(page) == "#sides?a=beta.documented&b=alpha.declared"


# --- keys ----------------------------------------------------------------------------------------


def test_slash_goes_to_the_query_from_anywhere(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.type("is:gap")
    assert fragment(page) == "#matrix?q=is:gap"


def test_the_matrix_is_one_tab_stop_and_arrows_move_in_it(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=place:/state")
    assert page.locator(".matrix [tabindex='0']").count() == 1
    page.focus("#query")
    page.keyboard.press("ArrowDown")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    place = "[document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex]"
    assert page.evaluate("document.activeElement.parentElement.innerText").startswith("A parcel")
    assert page.evaluate(place)[1] == 2
    assert page.locator(".matrix [tabindex='0']").count() == 1


def test_enter_opens_a_row_and_escape_closes_it_then_empties_the_query(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=lost")
    page.focus("#query")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#matrix .detail")
    page.keyboard.press("Escape")
    assert page.locator("#matrix .detail").is_hidden()
    page.keyboard.press("Escape")
    assert fragment(page) == "#matrix"


def test_n_and_p_go_to_the_next_and_previous_disagreement(visit: Visit) -> None:
    page = visit("sample", "#matrix")
    seen = []
    for key in "nnnnnp":
        page.keyboard.press(key)
        page.wait_for_timeout(50)
        seen.append(fragment(page).removeprefix("#matrix?case="))
    expected = ["extra/top", "state/lost", "state/null", "tags/number", "tags/number", "state/null"]
    assert seen == expected


def test_n_and_p_go_through_the_findings(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator(".finding.target h3").inner_text().startswith("null for kind")
    page.keyboard.press("p")
    assert page.locator(".finding.target h3").inner_text() == "lost as a state"


def test_arrows_and_enter_work_in_the_grid(visit: Visit) -> None:
    page = visit("sample", "#reads")
    assert page.locator("#reads-grid [tabindex='0']").count() == 1
    page.focus("#reads-grid [tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert fragment(page) == "#reads?pair=alpha.declared~alpha.documented"
    page.keyboard.press("Escape")
    assert page.locator("#pair-panel").is_hidden()


def test_a_question_mark_shows_the_keys_and_escape_closes_them(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert "next and previous disagreement" in page.inner_text("#help")
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


def test_single_key_shortcuts_can_be_switched_off(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    assert fragment(page) == ""


# --- where and how it is read --------------------------------------------------------------------


def test_without_script_findings_grid_and_counts_can_be_read(visit: Visit) -> None:
    page = visit("sample", java_script_enabled=False)
    text = page.inner_text("body")
    for words in (
        "lost as a state",
        '{"state": "lost"}',
        "alpha (documented) and beta (documented) may send this",
        "Who accepts what others send",
        "97",
    ):
        assert words in text
    assert page.locator("#reads-grid").is_visible()
    assert page.locator("details.evidence").first.is_visible()


@pytest.mark.parametrize(
    "place", ["", "#reads", "#matrix", "#matrix?case=state/lost", "#sides", "#sources"]
)
def test_a_narrow_screen_needs_no_sideways_scrolling(visit: Visit, place: str) -> None:
    page = visit("sample", place, width=320, height=640)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_narrow_screen_the_focus_follows_into_the_panel_that_covers_it(visit: Visit) -> None:
    page = visit("sample", "#matrix?q=lost", width=360, height=640)
    page.click("tr.row >> text=whose state is lost")
    page.wait_for_selector("#matrix .detail")
    page.wait_for_timeout(50)
    assert page.evaluate("document.activeElement.className") == "detail"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TH"


def test_it_prints_in_a_few_pages(visit: Visit) -> None:
    page = visit("sample", "#matrix")
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 5
    page.emulate_media(media="print")
    assert page.locator("article.finding").first.is_visible()
    assert page.locator("#reads-grid").is_visible()
    assert page.locator("#matrix-app").is_hidden()


def test_no_motion_where_none_is_wanted(visit: Visit) -> None:
    page = visit("sample", reduced_motion="reduce")
    assert page.evaluate(
        "getComputedStyle(document.getElementById('toast')).transitionDuration"
    ) in {
        "0s",
        "1e-05s",
    }


def test_a_report_without_findings_and_cases_says_so(visit: Visit) -> None:
    page = visit("empty")
    assert "No disagreement" in page.inner_text("body")
    page.click("#tab-matrix")
    page.wait_for_selector("text=No case fits the query.")
