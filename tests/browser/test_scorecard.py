"""A column's own page: what it does differently, what to change, what to copy."""

from __future__ import annotations

from typing import Any

Visit = Any

BODY = "#column .scorecard"


def fragment(page: Any) -> str:
    return str(page.evaluate("location.hash"))


def parts(page: Any) -> list[str]:
    return [str(text) for text in page.locator(f"{BODY} h4").all_inner_texts()]


def test_all_columns_are_listed_with_their_numbers(visit: Visit) -> None:
    page = visit("fields", "#column")
    row = page.locator(f"{BODY} tbody tr").filter(has_text="gamma 2")
    assert row.locator("td").all_inner_texts() == ["11", "4", "1", "4"]
    page.click(f"{BODY} >> text=alpha (declared)")
    assert fragment(page) == "#column/alpha.declared"


def test_a_column_is_picked_from_the_list(visit: Visit) -> None:
    page = visit("fields", "#column")
    page.select_option("#column-picker", "beta.documented")
    assert fragment(page) == "#column/beta.documented"
    assert page.inner_text(f"{BODY} h3") == "beta (documented)"
    page.go_back()
    page.wait_for_selector(f"{BODY} table")
    assert page.input_value("#column-picker") == ""


def test_a_description_sees_what_it_does_and_the_statement_to_change(visit: Visit) -> None:
    page = visit("fields", "#column/alpha.declared")
    text = page.inner_text(BODY)
    assert parts(page)[:2] == ["Rejects what others accept 4", "Accepts what others reject 12"]
    first = page.locator(f"{BODY} .score > li").first.inner_text()
    assert "lost for state" in first
    assert "state is sent or alpha. row state" in first
    assert "beta." not in first
    assert "The description of AlphaParcel as of 2024-12-18" in text


def test_the_most_important_come_first_and_after_ten_the_rest_is_folded(visit: Visit) -> None:
    page = visit("fields", "#column/alpha.documented")
    accepted = page.locator(f"{BODY} h4:has-text('Accepts what others reject') + div")
    assert accepted.locator("> .score > li").count() == 10
    rest = accepted.locator("details.rest")
    rest.locator("summary").click()
    assert rest.locator("li .score-head").first.is_visible()


def test_a_program_sees_what_it_changes(visit: Visit) -> None:
    page = visit("fields", "#column/sdk.gamma%402")
    assert "Accepts and changes 4" in parts(page)
    assert "gamma 2 (go)." in page.inner_text(BODY)


def test_how_it_lies_to_the_others_is_linked(visit: Visit) -> None:
    page = visit("fields", "#column/beta.documented")
    standing = page.inner_text(f"{BODY} .standing")
    assert "Accepts some of what these reject, and rejects nothing that these accept" in standing
    page.click(f"{BODY} .standing >> text=beta (declared)")
    assert fragment(page) == "#reads?pair=beta.documented~beta.declared"


def test_a_relation_that_was_only_tested_says_so(visit: Visit) -> None:
    page = visit("fields", "#column/sdk.gamma%402")
    assert "(tested only)" in page.inner_text(f"{BODY} .standing")


def test_the_bug_report_is_copied_for_this_column(visit: Visit) -> None:
    page = visit(
        "fields", "#column/alpha.declared", permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator(f"{BODY} >> text=Copy bug report").first.click()
    page.wait_for_selector(".toast.shown")
    report = page.evaluate("navigator.clipboard.readText()")
    assert report.startswith("## alpha (declared) rejects: `lost` for `state`")
    assert "alpha, row state" in report


def test_what_changed_since_the_release_before_is_said(visit: Visit) -> None:
    page = visit("releases", "#column/sdk.one%402")
    assert "Changed since one 1 1" in parts(page)
    assert "now rejects: null for state" in page.inner_text(BODY).replace("\n", " ")
    page.click(f"{BODY} h4 a")
    assert "There is a newer release: one 2." in page.inner_text(BODY)
    assert not any(part.startswith("Changed since") for part in parts(page))


def test_nothing_to_say_is_said(visit: Visit) -> None:
    page = visit("equal", "#column/alpha.declared")
    assert "No finding is about this column." in page.inner_text(BODY)
    assert "The same verdict on every value" in page.inner_text(BODY)


def test_a_column_that_is_gone_is_named(visit: Visit) -> None:
    page = visit("fields", "#column/gone")
    page.wait_for_selector("text=There is no column gone.")
    assert page.locator(f"{BODY} table").is_visible()


def test_an_opened_case_leads_to_the_pages_of_its_columns(visit: Visit) -> None:
    page = visit("sample", "#matrix?case=state/lost")
    page.click("#matrix .detail .verdicts >> text=beta (declared)")
    assert fragment(page) == "#column/beta.declared"


# --- the findings, folded ------------------------------------------------------------------------


def test_the_first_ten_findings_are_open_and_the_rest_is_in_groups(visit: Visit) -> None:
    page = visit("fields", "#findings")
    assert page.locator("article.finding:visible").count() == 10
    assert page.inner_text("#more-heading") == "And 8 more"
    page.click("#more-values summary")
    assert page.locator("#more-values article.finding:visible").count() == 4


def test_a_link_opens_the_group_that_its_finding_is_in(visit: Visit) -> None:
    page = visit("fields", "#findings?id=%2Fvalues5%20%3D%20%22v5%22")
    assert page.locator("#more-values .finding.target h3").inner_text() == "v5 for values5"


def test_n_goes_into_the_groups(visit: Visit) -> None:
    page = visit("fields", "#findings")
    for _ in range(11):
        page.keyboard.press("n")
    assert page.locator("#more-values .finding.target").is_visible()


def test_chips_open_the_groups_that_have_such_findings(visit: Visit) -> None:
    page = visit("fields", "#findings")
    page.click("#finding-chips >> text=Gap")
    assert page.inner_text("#more-heading") == "By what they are about"
    assert page.locator("#more-types article.finding:visible").count() == 2
    assert page.inner_text("#more-types .count") == "2"
    assert page.locator("#more-values").is_hidden()
    page.click("#finding-chips >> text=Gap")
    assert page.locator("article.finding:visible").count() == 10
    assert page.inner_text("#more-types .count") == "4"
