"""`conformance findings`, `report` and `init`, and the summaries of a run."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from fakes import results as fakes_results
from rich.console import Console

from conformance.reporters import OF_A_RUN, REPORTERS, markdown, terminal
from conformance.reporters.views.overview import Overview, Tally
from conformance.reporters.words.programs import MAX_PROGRAMS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand


@pytest.mark.usefixtures("project")
def test_findings_are_told_one_line_each(command: RunCommand) -> None:
    outcome = command("findings")

    assert outcome.code == 0
    key, importance, *title = outcome.out.splitlines()[0].split()
    assert re.fullmatch("[0-9a-f]{7}", key)
    assert re.fullmatch(r"0\.[0-9]{2}", importance)
    assert " ".join(title) == "`idle` as a `state` ✓ 2 ✗ 1"


@pytest.mark.usefixtures("project")
def test_findings_can_be_limited_to_a_kind(command: RunCommand) -> None:
    found = json.loads(command("findings", "--kind", "contradiction", "--format", "json").out)

    assert [finding["id"] for finding in found["findings"]] == ['/state = "idle"']
    assert "kind" not in found["findings"][0]
    assert_format("findings", found)


@pytest.mark.usefixtures("project")
def test_reports_are_remade_from_a_results_file_byte_for_byte(
    command: RunCommand, project: Path
) -> None:
    assert command("run", "--out", "first").code in {0, 1}

    outcome = command("report", "first/results.jsonl", "--out", "second")

    assert outcome.code == 0, outcome.err
    for name in (REPORTERS[form][0] for form in OF_A_RUN):
        assert (project / "second" / name).read_bytes() == (project / "first" / name).read_bytes()


@pytest.mark.usefixtures("project")
def test_a_report_stands_beside_its_results_unless_told_otherwise(
    command: RunCommand, project: Path
) -> None:
    command("run", "--out", "out")
    (project / "out/summary.md").unlink()

    outcome = command("report", "out/results.jsonl", "--to", "md")

    assert outcome.out == "out/summary.md\n"
    assert (project / "out/summary.md").is_file()


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.jsonl",), ("nowhere.jsonl", "cannot be read")),
        (("pyproject.toml",), ("cut short",)),
        (("nowhere.jsonl", "--to", "pdf"), ("'pdf'", "md", "scorecard")),
        (("nowhere.jsonl", "--columns", "a.*"), ("--columns chooses scorecards", "--to scorecard")),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    command: RunCommand, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    outcome = command("report", *arguments)

    assert outcome.code == 2
    assert all(word in outcome.err for word in words), outcome.err


@pytest.mark.usefixtures("project")
def test_scorecards_are_made_for_the_columns_that_are_asked_for(
    command: RunCommand, project: Path
) -> None:
    command("run", "--out", "out")

    outcome = command("report", "out/results.jsonl", "--to", "md,scorecard", "--column", "closed.*")

    assert outcome.out.splitlines() == [
        "out/summary.md",
        "out/scorecards/closed.declared.md",
        "out/scorecards/closed.documented.md",
    ]
    text = (project / "out/scorecards/closed.declared.md").read_text("utf-8")
    assert text.startswith("# closed (declared): scorecard\n")
    assert "### 1. `idle` as a `state`\n" in text
    wrong = command("report", "out/results.jsonl", "--to", "scorecard", "--columns", "closd.*")
    assert (wrong.code, wrong.out) == (2, "")
    assert "no column of the results matches 'closd.*'; the columns are closed.d" in wrong.err


def test_a_new_record_runs_at_once(
    command: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = command("init", "own")
    monkeypatch.chdir(tmp_path / "own")

    outcome = command("run")
    check = command("corpus", "check")

    assert made.code == 0
    assert "cd own && conformance run" in made.out
    assert outcome.code == 0, outcome.out + outcome.err
    assert check.out == "9 cases: 0 errors, 0 warnings\n"
    assert (tmp_path / "own/reports/index.html").is_file()


def test_a_folder_that_holds_something_is_never_scaffolded_over(
    command: RunCommand, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_text("mine", encoding="utf-8")

    outcome = command("init", str(tmp_path))
    onto_a_file = command("init", str(tmp_path / "kept"))

    assert (outcome.code, onto_a_file.code) == (2, 2)
    assert "not empty" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


# --- summaries -----------------------------------------------------------------------------------


def run_lines(*findings: dict[str, Any], **footer: Any) -> list[dict[str, Any]]:
    """Return the lines of a small run of two columns."""
    return [
        {"kind": "header", "title": "A | <b>record</b>", "variants": [], "flags": []},
        {"kind": "column", "id": "a.declared", "group": "a", "reading": "declared", "variant": "a"},
        {"kind": "column", "id": "tool", "group": "x", "reading": None, "variant": None},
        {"kind": "case", "verdicts": {"a.declared": "accept", "tool": "crash"}, "departures": []},
        {
            "kind": "case",
            "verdicts": {"a.declared": "reject", "tool": "accept"},
            "departures": ["tool"],
        },
        *findings,
        {
            "kind": "footer",
            "cases": 2,
            "findings": len(findings),
            "cells": 3,
            "complete": True,
            "why_not": [],
            "counts": {"conflict": len(findings), "gap": 0},
            **footer,
        },
    ]


def finding(special: str, **parts: Any) -> dict[str, Any]:
    return {
        "kind": "finding",
        "id": f"/x = {special}",
        "place": "/x",
        "special": special,
        "kinds": ["conflict"],
        "accept": ["a.declared"],
        "reject": ["tool"],
        "silent": [],
        "witness": {"value": {"x": special}},
        "twin": None,
        "cases": [],
        "claims": [],
        "skew": False,
        "state": None,
        "proven": True,
        **parts,
    }


def overview(lines: list[dict[str, Any]]) -> Overview:
    tally = Tally()
    for line in fakes_results.typed(*lines):
        tally.add(line)
    return tally.overview()


def summary(lines: list[dict[str, Any]], *, limit: int = markdown.MAX_BYTES) -> str:
    return "".join(fakes_results.rendered(markdown.Markdown(limit=limit), lines))


def on_terminal(lines: list[dict[str, Any]], width: int, *, verbose: bool = False) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(terminal.summary(overview(lines), verbose=verbose))
    return captured.get()


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_the_terminal_summary_fits_the_width(width: int) -> None:
    lines = run_lines(finding('"a value that is rather long, longer than most"'))

    for verbose in (False, True):
        assert max(map(len, on_terminal(lines, width, verbose=verbose).splitlines())) <= width


def test_the_terminal_summary_says_what_is_proven_and_what_is_not() -> None:
    proven = on_terminal(run_lines(), 100)
    tested = on_terminal(run_lines(complete=False, why_not=["a place"]), 100)

    assert "proven complete over 3 cells" in proven
    assert "tested only, not proven complete" in tested
    assert "a place" in tested


def test_the_summaries_say_what_a_library_gets_wrong() -> None:
    lines = run_lines(faults=["x 1 errs on <a>", "y 2 errs"])

    assert "x 1 errs on <a>; the verdicts are by the specification" in on_terminal(lines, 100)
    assert "\n\nx 1 errs on &lt;a>; the verdicts are by the specification." in summary(lines)
    assert "\n\ny 2 errs; the verdicts are by the specification.\n" in summary(lines)


def test_the_summaries_do_not_call_proven_what_programs_do(fake: Any) -> None:
    lines = fake.results(counts={})

    assert "proven complete over 29 cells (programs: tested only)" in on_terminal(lines, 100)
    assert "proven complete over 29 cells (programs: tested only)" in summary(lines)


def test_a_wide_grid_of_the_markdown_summary_holds_the_readings_only(fake: Any) -> None:
    programs = [
        {**fake.columns()[-1], "id": f"sdk.gamma@{n}", "describes": {"component": "x", "as_of": n}}
        for n in "abcdefghijklm"
    ]
    pairs = [("alpha.declared", "beta.declared"), ("sdk.gamma@a", "sdk.gamma@b")]
    pairs += [("alpha.declared", column["id"]) for column in programs]
    lines = [fake.header(), *fake.columns()[:4], *programs]
    lines += [fake.relation(a, b, "contains", only_a={"value": "|"}) for a, b in pairs]
    text = summary([*lines, fake.footer(lines)])

    assert "| writes \\ reads | alpha (declared) | alpha (documented) | beta (declared) |" in text
    assert "| beta (declared) | gamma" not in text
    assert "The grid of the programs is in the HTML report." in text
    assert '| gamma | a | b | ` "\\|" ` | nothing |\n' in text


def test_the_terminal_summary_shows_departures_and_unusual_verdicts() -> None:
    text = on_terminal(run_lines(), 100, verbose=True)

    lines = [line.split() for line in text.splitlines()]
    assert ["!"] in lines
    assert ["Column", "✓", "✗", "○", "crash", "◥"] in lines
    assert ["tool", "1", "0", "0", "1", "1"] in lines
    assert "✓ accept   ✗ reject   ○ silent   ◥ departure\n" in text


def test_a_sign_and_its_word_stay_on_one_line() -> None:
    text = on_terminal(run_lines(), 30, verbose=True)

    told = [line.split() for line in text.splitlines()]
    assert ["✓", "accept", "✗", "reject"] in told
    assert ["○", "silent", "◥", "departure"] in told


def test_the_summaries_say_that_a_finding_may_be_of_several_kinds() -> None:
    several = run_lines(finding('"x"'), counts={"conflict": 1, "gap": 1})
    told = "1 conflict, 1 gap; some are of several kinds"

    assert f"1 finding ({told}); proven complete" in on_terminal(several, 160)
    assert f"1 finding ({told}); proven complete" in summary(several)
    assert "several kinds" not in on_terminal(run_lines(finding('"x"')), 160)
    assert "several kinds" not in summary(run_lines(finding('"x"')))


def test_numbers_are_whole_at_any_width_and_long_names_are_folded(fake: Any) -> None:
    long = {**fake.columns()[0], "id": f"{'x' * 90}.declared", "variant": "x" * 90}
    lines = [fake.header(), long, *fake.columns()[1:]]
    text = on_terminal([*lines, fake.footer(lines, cases=1_234_567)], 60, verbose=True)
    told = [line.split() for line in text.splitlines()]

    assert "…" not in text
    assert ["gamma", "2", "0", "0", "0"] in told
    assert "".join(x[0] for x in told if x and x[0].strip("x") == "") == long["variant"]


def test_columns_stand_under_the_day_on_which_they_were_recorded(fake: Any) -> None:
    described, program = fake.columns()[:4], fake.columns()[-1]
    subject = {**program["subject"], "date": "2026-11-22"}
    old = {**program, "id": "sdk.old@1", "judge": "recorded", "subject": subject}
    gone = {**program, "id": "sdk.gone@1", "judge": "recorded", "not_run": "no compiler"}
    many = [{**old, "id": f"sdk.more@{n}"} for n in range(MAX_PROGRAMS)]
    lines = [fake.header(), *described, old, program, gone]
    text = on_terminal([*lines, *many, fake.footer(lines)], 100, verbose=True)
    few = on_terminal([*lines, fake.footer(lines)], 100, verbose=True)

    rows = [line.strip() for line in text.splitlines()]
    first = rows.index("programs, recorded 2026-11-22")
    assert rows[first - 1] == ""
    assert rows[first + 1].startswith("old 1 ")
    assert rows[first + 3] == "programs"
    assert rows[first + 4].startswith("gamma 2 ")
    assert rows[first + 5].startswith("gone 1 (not run) ")
    assert "gone 1: not run: no compiler" in text
    assert "old 1: gamma" not in text
    assert "old 1: gamma 2, recorded 2026-11-22" in few


def test_where_no_value_of_a_field_conflicts_the_first_findings_are_named_news_before_all() -> None:
    many = [finding(f'"{n}"', cases=[str(n)], silent=[f"s{n}"]) for n in range(8)]
    many[6]["state"] = "new"
    gone = finding('"gone"', state="vanished", witness=None)

    short = on_terminal(run_lines(*many, gone), 120)
    lines = short.splitlines()
    assert ['`"6"`' in lines[2], *('`"' in line for line in lines[3:8])] == [
        True, True, True, True, True, False
    ]  # fmt: skip
    assert lines[7] == "other findings: 3 types; `conformance findings` lists all"
    full = on_terminal(run_lines(*many, gone), 120, verbose=True)
    assert "[new]" in full
    assert "[vanished]" in full


def test_the_terminal_summary_is_the_fields_on_which_descriptions_conflict(fake: Any) -> None:
    fields = [
        fake.field(f"/f{n}", (f'"{n}"', "raaaa", f'/f{n} = "{n}"'), ("null", "aaaaa"))
        for n in range(11)
    ]
    found = [
        fake.finding(f"/f{n}", f'"{n}"', ["conflict"], "raaaa", state="known") for n in range(11)
    ]
    lines = fake.results(*found, *fields, counts={"conflict": 11})

    short = on_terminal(lines, 80).splitlines()
    assert short[:5] == [
        "Parcel: 2 descriptions and 1 program; the descriptions conflict on 11 values of ",
        "11 fields",
        "",
        "Field Value alpha beta programs",
        "───────────────────────────────",
    ]
    assert short[5] == 'f0    "0"    ✗/✓   ✓        1/1'
    assert short[14:] == [
        "and 2 more: --verbose",
        "✓ accepts   ✗ rejects   two signs: types/prose   n/m: n of m programs accept",
        "other findings: 2 types; `conformance findings` lists all",
        "",
        "11 findings (11 conflicts); proven complete over 29 cells (programs: tested ",
        "only)",
    ]
    full = on_terminal(lines, 80, verbose=True)
    assert "--verbose" not in full
    assert "besides" not in full
    assert 'f10   "10"' in full
    assert "What is special, and where" in full


def test_a_program_with_something_to_tell_is_told_in_short_too(fake: Any) -> None:
    (program,) = [line for line in fake.columns() if line["group"] == "sdk"]
    quiet = [fake.header(), *fake.columns()]
    gone = [*quiet[:-1], {**program, "not_run": "no compiler"}]
    odd = [*quiet[:-1], {**program, "warnings": ["it babbles"]}]

    assert "gamma" not in on_terminal([*quiet, fake.footer(quiet)], 100)
    assert "gamma 2: not run: no compiler\n" in on_terminal([*gone, fake.footer(gone)], 100)
    assert "gamma 2: gamma 2; it babbles\n" in on_terminal([*odd, fake.footer(odd)], 100)


def test_the_markdown_summary_opens_with_the_fields_and_folds_all_but_ten_findings(
    fake: Any,
) -> None:
    weight = {"importance": 0.1, "because": []}
    found = [
        fake.finding("/state", '"lost"', ["conflict"], "raaaa", group="values", importance=0.9,
                     because=[], state="new", skew=True),
        *(
            fake.finding([f"/a{n}", "/b"], ["null", "null"], ["loss"], "raaal",
                         lossy=["sdk.gamma@2"], group="combinations", **weight)
            for n in range(16)
        ),
        fake.finding("/z", "null", ["gap"], "aasss", group="null and absence", importance=0.0,
                     because=[]),
    ]  # fmt: skip
    lines = fake.results(
        *found,
        fake.field("/state", ('"lost"', "raaaa", '/state = "lost"')),
        fake.relation("alpha.declared", "beta.declared", "equal"),
    )
    text = summary(lines)

    assert [x for x in text.splitlines() if x.startswith(("#", "<details>", "- "))] == [
        "# Parcel: conformance",
        "## Field by field",
        "## The first 10 findings",
        "<details><summary>The other 8 findings</summary>",
        "- **null and absence**",
        "- **combinations**",
        "<details><summary>Who accepts what others send</summary>",
        "<details><summary>How many cases each column accepts</summary>",
        "- gamma 2: gamma 2",
    ]
    assert "| `state` | `lost` | ✗/✓ | ✓ | 1/1 |\n" in text
    assert "| `lost` as a `state` *(skew)* **new** | " in text
    assert "  - `null` for `z`: ✓ alpha; ○ beta, gamma 2\n" in text
    assert "; ≈ gamma 2\n" in text
    assert "  - and 2 more in the HTML report\n" in text


def test_the_markdown_summary_shows_the_first_rows_of_a_long_table(fake: Any) -> None:
    fields = [fake.field(f"/f{n}", (f'"{n}"', "raaaa")) for n in range(markdown.MAX_ROWS + 3)]
    text = summary(fake.results(*fields))

    assert "\nAnd 3 more in the HTML report.\n" in text
    assert f'| `"{markdown.MAX_ROWS}"` |' not in text


def test_the_markdown_summary_puts_findings_first_and_escapes_markup() -> None:
    text = summary(run_lines(finding('"a|`b"')))

    assert text.startswith("# A \\| &lt;b>record&lt;/b>: conformance\n")
    assert text.index("## The findings") < text.index("<summary>How many cases")
    assert '`` {"x": "\\"a\\|`b\\""} ``' in text
    assert "proven complete over 3 cells" in text


def test_the_markdown_summary_says_when_nothing_is_proven() -> None:
    text = summary(run_lines(complete=False, why_not=["a place"]))

    assert "tested only, not proven complete (a place)." in text
    assert "## The findings" not in text


def test_the_markdown_summary_stays_below_its_limit() -> None:
    lines = run_lines(*(finding(f'"{n}"', silent=[f"s{n}"]) for n in range(9)))

    text = summary(lines, limit=400)

    assert "Cut here" in text
    assert len(text.encode()) < 500


def test_a_long_payload_is_shortened_in_the_markdown_summary() -> None:
    text = summary(run_lines(finding('"x"', witness={"value": "y" * 500})))

    assert "y…" in text


def assert_format(name: str, found: Any) -> None:
    schema = (
        resources.files("conformance").joinpath(f"formats/{name}.schema.json").read_text("utf-8")
    )
    assert [error.message for error in jsonschema_rs.iter_errors(json.loads(schema), found)] == []


def test_the_terminal_summary_lists_what_one_writes_and_another_rejects(fake: Any) -> None:
    lines = on_terminal(fake.sending(), 100).splitlines()

    assert "  alpha (declared) writes `null` for `state`  ✗ beta (declared)" in lines
