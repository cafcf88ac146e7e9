"""The HTML report as text; what only a browser can tell is tested in tests/browser."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
from typing import Any

import pytest
from fakes import results as fakes_results

from conformance.jsontext.text import visible
from conformance.reporters.html import SCRIPTS, Html
from conformance.reporters.html.gather import Gathering, Page


def page(lines: list[dict[str, Any]]) -> str:
    return "".join(fakes_results.rendered(Html(), lines))


def gather(lines: list[dict[str, Any]]) -> Page:
    gathering = Gathering()
    for line in fakes_results.typed(*lines):
        gathering.add(line)
    return gathering.page()


def words(source: str) -> str:
    """Return what a reader sees, roughly: the text outside scripts and styles."""
    shown: list[str] = []

    class Reader(html.parser.HTMLParser):
        hidden = False

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            del attrs
            self.hidden = tag in {"script", "style"}

        def handle_endtag(self, tag: str) -> None:
            del tag
            self.hidden = False

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                shown.append(data)

    Reader().feed(source)
    return re.sub(r"\s+", " ", "".join(shown))


def test_the_same_results_make_the_same_page(fake: Any) -> None:
    assert page(fake.sample()) == page(fake.sample())


def test_the_lines_are_read_once_and_the_page_comes_in_pieces(fake: Any) -> None:
    pieces = list(fakes_results.rendered(Html(), fake.sample()))
    assert len(pieces) > 10
    assert pieces[0].lstrip().startswith("<!doctype html>")


def test_the_policy_allows_this_script_and_style_and_nothing_else(fake: Any) -> None:
    source = page(fake.sample())
    policy = html.unescape(
        re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)[1]  # type: ignore[index]
    )
    scripts = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)

    def digests(parts: list[str]) -> str:
        hashed = (hashlib.sha256(part.encode()).digest() for part in parts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashed)

    assert policy == (
        f"default-src 'none'; script-src {digests(scripts)}; style-src {digests(styles)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    assert len(scripts) == 2


def test_the_page_names_nothing_to_load(fake: Any) -> None:
    source = page(fake.sample())
    assert re.findall(r"\s(?:src|style|on\w+)=", source.split("<script>")[0]) == []
    assert re.findall(r"<(?:link|img|iframe|object|embed)\b", source) == []
    assert set(re.findall(r'href="([^#"][^"]*)"', source)) == set()


def test_every_part_of_the_script_is_named_and_there() -> None:
    from importlib import resources  # noqa: PLC0415  for this test only

    folder = resources.files("conformance.reporters.html")
    there = {file.name for file in folder.iterdir() if file.name.endswith(".js")}
    assert there == set(SCRIPTS)


def test_the_answer_stands_first(fake: Any) -> None:
    text = words(page(fake.sample()))
    assert (
        "2 descriptions and 1 program disagree on 7 points; most pressing: lost as a state and "
        "null for kind, state and weight."
    ) in text
    assert "Against the baseline: 1 new; 3 known." in text
    assert "Proven complete." in text


def test_what_programs_do_is_not_called_proven(fake: Any) -> None:
    told = "Programs are only tested, with the cases."
    readings = [x for x in fake.results() if x.get("judge") not in {"live", "recorded"}]
    assert told in words(page(fake.results()))
    assert told not in words(page(readings))


def test_programs_that_take_anything_are_named_beside_the_grid(fake: Any) -> None:
    lines = [
        {**line, "lenient": True} if line.get("judge") == "live" else line
        for line in fake.results()
    ]
    told = "Not in the grid, since by design they accept nearly anything: gamma 2."
    assert told in words(page(lines))
    assert "Not in the grid" not in words(page(fake.results()))


def test_what_changes_with_a_release_stands_below_the_grid(fake: Any) -> None:
    older = {**fake.columns()[-1], "id": "sdk.gamma@1"}
    only = {"value": {"state": "<b>"}}
    lines = [fake.header(), *fake.columns()[:4], older, fake.columns()[-1]]
    lines.append(fake.relation("sdk.gamma@1", "sdk.gamma@2", "within", only_b=only))
    source = page([*lines, fake.footer(lines)])
    told = 'Only the newer accepts gamma12nothing{"state"'
    assert told in words(source)
    assert 'href="#reads?pair=sdk.gamma%402~sdk.gamma%401"' in source
    assert "From one release to the next" not in words(page(fake.results()))


def test_classes_of_values_without_a_case_are_listed(fake: Any) -> None:
    text = words(page(fake.sample()))
    assert '1 class of values has no case in the corpus yet {"kind": 7}' in text


def test_one_finding_is_said_in_the_singular(fake: Any) -> None:
    lines = fake.results(
        fake.finding("/a", "null", ["conflict"], "raaaa"), head=fake.header(title=None)
    )
    text = words(page(lines))
    assert "disagree on 1 point." in text
    assert "parcel: conformance report" in text


def test_no_disagreement_is_good_news(fake: Any) -> None:
    text = words(page(fake.results()))
    assert "No disagreement: 2 descriptions and 1 program say the same." in text
    assert "Nothing to report" in text
    assert "This run did not compare the columns with each other." in text


def test_all_known_is_said(fake: Any) -> None:
    known = {"class": "bug", "reason": "It is.", "expires": None, "link": "https://example.org/1"}
    finding = fake.finding("/a", "null", ["conflict"], "raaaa", state="known", known=known)
    text = words(page(fake.results(finding)))
    assert "All findings are known; the baseline has a reason for each." in text
    assert "Known, bug It is. https://example.org/1" in text


@pytest.mark.parametrize(
    ("link", "linked"), [("https://example.org/1", True), ("javascript:alert(1)", False)]
)
def test_only_web_addresses_become_links(fake: Any, link: str, linked: bool) -> None:  # noqa: FBT001  a table's column
    known = {"class": "bug", "reason": "It is.", "expires": None, "link": link}
    finding = fake.finding("/a", "null", ["conflict"], "raaaa", state="known", known=known)
    assert (f'href="{link}"' in page(fake.results(finding))) is linked


def test_what_vanished_is_no_finding_but_news(fake: Any) -> None:
    finding = fake.finding(
        "/a", "null", ["conflict"], "raaaa", state="vanished", witness=None, twin=None
    )
    text = words(page(fake.results(finding, findings=0)))
    assert "No disagreement" in text
    assert "1 vanished" in text
    assert "remove it" in text


def test_what_a_library_gets_wrong_is_said(fake: Any) -> None:
    text = words(page(fake.results(faults=["x 1 errs on items"])))

    assert "x 1 errs on items; the verdicts are by the specification." in text


def test_a_list_that_is_not_proven_says_so_with_the_reasons(fake: Any) -> None:
    finding = fake.finding("/a", "null", ["gap"], "aasss", proven=False)
    text = words(
        page(fake.results(finding, complete=False, why_not=["pattern at /a", "pattern at /b"]))
    )
    assert (
        "Tested only, not proven. There may be disagreements that this report does not list."
        in text
    )
    assert "pattern at /a" in text
    assert "pattern at /b" in text
    assert "Tested only Any" not in text


def test_a_single_finding_that_is_not_proven_is_marked(fake: Any) -> None:
    finding = fake.finding("/a", "null", ["gap"], "aasss", proven=False)
    assert "Gap Tested only" in words(page(fake.results(finding))).replace(
        "GapTested", "Gap Tested"
    )


def test_what_was_not_run_stands_on_top_with_examples(fake: Any) -> None:
    text = words(page(fake.sample()))
    assert "Not run and errors" in text
    assert (
        "gamma 2: error on 1 case, crash on 1 case. "
        "text/broken: it threw; text/bytes: signal 11" in text
    )


def test_a_column_that_was_not_run_says_why_and_gives_no_examples(fake: Any) -> None:
    body = [fake.header(), *fake.columns(not_run="no toolchain"), fake.case("a", "{}", "aaaan")]
    text = words(page([*body, fake.footer(body)]))
    assert "gamma 2: not run: no toolchain" in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([None, None], "Recorded in an earlier run, did not run now: one 1, two 1."),
        (["2026-11-22", "2026-11-22"], "Recorded on 2026-11-22, did not run now"),
        (["2026-11-22", "2026-11-20"], "Recorded from 2026-11-20 to 2026-11-22, did not run now"),
    ],
)
def test_when_programs_were_recorded_is_said(fake: Any, days: list[str], said: str) -> None:
    names = ("sdk.one@1", "sdk.two@1")
    lines = fake.results(names=names)
    for line, day in zip(lines[1:3], days, strict=True):
        line["judge"] = "recorded"
        line["subject"]["date"] = day
    assert said in words(page(lines))


def test_rows_and_columns_of_the_grid_name_their_group(fake: Any) -> None:
    source = page(fake.programs(fake.PROGRAMS[2:6]))
    named = [
        re.findall(rf'<{tag} [^>]*data-group="([^"]*)"', source) for tag in ('th scope="col"', "tr")
    ]
    assert named == [["beta", "native", "native", "sdk"]] * 2


def test_only_a_few_examples_are_shown(fake: Any) -> None:
    cases = [fake.case(f"c/{number}", "{}", "aaaae") for number in range(9)]
    trouble = gather(fake.results(*cases)).troubles[0]
    assert (trouble.counts, len(trouble.examples)) == ({"error": 9}, 3)


def test_hostile_strings_are_text(fake: Any) -> None:
    source = page(fake.hostile())
    source.encode("utf-8")  # a lone surrogate would raise
    assert "<img" not in source
    assert source.count("<script>") == 2
    text = words(source)
    for hostile in fake.HOSTILE.values():
        assert re.sub(r"\s+", " ", visible(hostile)) in text


def test_an_entry_of_very_many_places_is_cut_short(fake: Any) -> None:
    findings = [fake.finding(f"/p{n}", "null", ["gap"], "aasss") for n in range(30)]
    assert "And 6 more, in the results file." in words(page(fake.results(*findings)))


def test_columns_stand_in_their_groups(fake: Any) -> None:
    groups = gather(fake.results()).groups
    assert [(group.id, len(group.columns)) for group in groups] == [
        ("alpha", 2),
        ("beta", 2),
        ("sdk", 1),
    ]


def test_sources_tell_provenance_notation_names_and_claims(fake: Any) -> None:
    text = words(page(fake.sample()))
    for part in (
        "The alpha client alpha",
        "AlphaParcel, as of 2024-12-18",
        "alpha-project, 1.2",
        "tagList is tags (inferred)",
        "The mark does not settle it.",
        "declared.schema.json#/properties/state/enum",
        "No effect: No single parcel shows it.",
        "A note.",
    ):
        assert part in text


@pytest.mark.parametrize("part", ["title", "about", "flags", "digests"])
def test_a_header_may_leave_parts_empty(fake: Any, part: str) -> None:
    empty = type(fake.header()[part])()
    assert "Parcel" in page(fake.results(head=fake.header(**{part: empty}))) or part == "title"


def test_a_record_without_variants_and_cases_makes_a_page(fake: Any) -> None:
    head = fake.header(variants=[], fields=[])
    lines = [head, fake.footer([])]
    assert "No disagreement. " in words(page(lines))


@pytest.mark.parametrize(
    ("kept", "disagree", "agree"),
    [
        (["alpha.declared", "alpha.documented", "sdk.gamma@2"],
         "1 description and 1 program disagree on", ": 1 description and 1 program say the same."),
        (["alpha.declared", "beta.declared"], "2 descriptions disagree on",
         ": 2 descriptions say the same."),
        (["sdk.gamma@2", "sdk.gamma@1"], "2 programs disagree on", ": 2 programs say the same."),
        (["alpha.declared", "alpha.documented"], "1 description disagrees with itself on", "."),
    ],
)  # fmt: skip
def test_the_answer_counts_only_who_was_asked(
    fake: Any, kept: list[str], disagree: str, agree: str
) -> None:
    sides = {"accept": kept[:1], "reject": kept[1:], "silent": []}
    finding = fake.finding("/a", "null", ["conflict"], "uuuuu", **sides)
    assert f"The answer {disagree} 1 point." in words(page(fake.results(finding, names=kept)))
    assert f"No disagreement{agree} " in words(page(fake.results(names=kept)))


def test_a_title_says_that_a_finding_may_be_of_several_kinds(fake: Any) -> None:
    title = '<dt title="A finding may be of several kinds.">Findings</dt>'
    both = fake.finding("/a", "null", ["conflict", "gap"], "raass")
    one = fake.finding("/a", "null", ["gap"], "aaass")
    assert title in page(fake.results(both))
    assert title not in page(fake.results(one))


def test_the_fields_are_the_first_tab_and_named_in_the_answer(fake: Any) -> None:
    source = page(fake.fielded())
    assert re.findall(r'<a id="tab-(\w+)"', source)[:2] == ["fields", "findings"]
    assert "disagree on 4 fields; most pressing: lost as a state and v0 as a values0." in words(
        source
    )


def test_results_without_fields_begin_with_the_findings(fake: Any) -> None:
    source = page(fake.sample())
    assert re.findall(r'<a id="tab-(\w+)"', source)[0] == "findings"
    assert '<table class="fields' not in source


def test_a_row_of_the_fields_says_who_says_what(fake: Any) -> None:
    rows = re.findall(r'<tr class="(\w+)[ \w]*" id="([^"]*)">(.*?)</tr>', page(fake.fielded()))
    found = {path: (state, cells) for state, path, cells in rows}
    state, cells = found["fields/state/lost"]
    assert state == "conflict"
    assert re.findall(r'<td[^>]*aria-label="([^"]*)"', cells) == [
        "types: rejects, prose: accepts",
        "types: rejects, prose: accepts",
    ]
    assert "0 of 1 accept" in words(cells)
    assert "descriptions conflict" in words(cells)


def test_a_row_depends_where_it_is_treated_differently_with_others(fake: Any) -> None:
    source = page(fake.fielded())
    assert source.count('<span class="depends" aria-hidden="true"') == 2
    assert "marks values whose verdict depends on other fields too" in words(source)
    assert "together with others" not in words(page(fake.equal()))


def test_every_row_has_an_address_that_leads_to_it_without_script(fake: Any) -> None:
    paths = re.findall(r'<tr class="[\w ]+" id="fields/([^"]*)">', page(fake.fielded()))
    assert "tags/*/a%20number" in paths
    assert "an%20object" in paths
    assert "weight/a%2Fb%20%25" in paths


def test_a_program_that_was_not_asked_counts_for_nothing(fake: Any) -> None:
    source = page(fake.fielded())
    row = re.search(r'id="fields/weight/a%20number">(.*?)</tr>', source)[1]  # type: ignore[index]
    assert 'data-head="sdk" aria-label="not asked"' in row


@pytest.mark.parametrize(
    ("cut", "told"), [(True, True), (False, False)], ids=["cut short", "complete"]
)
def test_places_that_are_left_out_are_said(fake: Any, cut: bool, told: bool) -> None:  # noqa: FBT001  a table's columns
    lines = fake.fielded()
    lines[-1]["fields_cut"] = cut
    assert ("Some places are left out" in words(page(lines))) is told


def test_equal_descriptions_are_said_to_be_and_what_was_read(fake: Any) -> None:
    text = words(page(fake.equal()))
    assert "No disagreement: 2 descriptions say the same. Equal, proven." in text
    assert "The alpha client AlphaParcel alpha A note. How it was read" in text
    assert "Only where they differ" not in text
    assert "descriptions conflict" not in text


def test_variants_that_were_read_where_they_stand_go_by_their_title(fake: Any) -> None:
    one = {"declared": "declared.schema.json"}
    variants = [fake.variant("alpha", None, source=None, readings=one), fake.variant("beta", None)]
    lines = [fake.header(variants=variants), *fake.equal()[1:]]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page(lines))
    assert heads[2:4] == ["The alpha client", "beta (declared)"]


def test_the_rest_of_the_findings_is_folded_by_what_they_are_about(fake: Any) -> None:
    source = page(fake.fielded())
    assert "And 8 more" in words(source)
    folded = re.findall(
        r'<details class="more" id="more-(\w+)">.*?"count">(\d+)<', source, re.DOTALL
    )
    assert folded == [("values", "4"), ("types", "4")]


def test_an_entry_says_why_it_matters(fake: Any) -> None:
    text = words(page(fake.fielded()))
    assert "Why it matters: somebody sends it; reason 0." in text


def test_the_sources_say_what_the_cases_exercise(fake: Any) -> None:
    lines = fake.sample()
    tally = {"of": 9, "written": 8, "generated": 7, "both": 6}
    lines[-1]["coverage"] = {
        "cases": {"written": 5, "generated": 1, "traced": 6},
        **dict.fromkeys(("cells", "findings", "keywords", "claims"), tally),
        "by_claim": [
            {
                "claim": "alpha:state",
                **{
                    state: {"written": number, "generated": 40}
                    for number, state in enumerate(("satisfied", "violated", "not_applicable"))
                },
            }
        ],
        "missing": {"findings": [], "keywords": []},
    }

    shown = words(page(lines))

    assert "5 cases written by hand and 1 generated" in shown
    assert "Schema keywords9876" in shown.replace(" ", "").replace("Schemak", "Schema k")
    assert "alpha:state404142" in shown.replace(" ", "")


def test_the_grid_says_whose_send_reading_its_rows_are_about(fake: Any) -> None:
    told = words(page(fake.sending()))
    plain = words(page(fake.sample()))

    said = "A row writes (send reading), a column reads (receive reading). Where a row does not say"
    assert said in told
    assert told.count("alpha (declared) send reading") == 1
    assert "A row writes, a column reads." in plain
    assert "send reading" not in plain


def test_where_all_rows_are_about_what_is_written_nothing_stands_for_it(fake: Any) -> None:
    names = ("alpha.declared", "beta.declared")
    lines = [fake.exchange(one, other, "within") for one in names for other in names]
    told = words(page(fake.results(*lines, names=names)))

    assert "A row writes (send reading), a column reads (receive reading). Select" in told
