"""`conformance run` over several records: the reports of each, and the page over all."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import pytest

from conformance.errors import DefectError
from conformance.formats.read import checked_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import MakeRecord, RunCommand

    from conformance.judges.panel import JudgedCase
    from conformance.pipeline import Loaded
    from conformance.results.lines import Line

OF_EACH = ["badge.json", "index.html", "junit.xml", "results.jsonl", "results.sarif", "summary.md"]
OVER_ALL = ["index.html", "index.json", "results.sarif", "summary.md"]


@pytest.fixture(autouse=True)
def other(project: Path, make_record: MakeRecord) -> Path:
    """Give a second record beside `thing`, on which its two variants agree."""
    same = {"declared": {"properties": {"state": {"type": "string"}}}}
    case = fakes.case_entry("state/on", {"state": "on"})
    return make_record(project / "schemas" / "other", variants={"a": same, "b": same}, cases=[case])


def written(folder: Path | str = "reports") -> list[str]:
    return sorted(x.relative_to(folder).as_posix() for x in Path(folder).rglob("*") if x.is_file())


def index() -> dict[str, Any]:
    """Return the JSON over all records, checked by its format."""
    content = json.loads(Path("reports/index.json").read_text("utf-8"))
    return checked_content(content, file="index.json", form="index", record="")


def codes() -> dict[str, int]:
    return {row["record"]: row["exit_code"] for row in index()["records"]}


def test_each_record_has_its_reports_in_a_folder_of_its_name_and_an_index_is_over_all(
    command: RunCommand,
) -> None:
    outcome = command("run")

    assert (outcome.code, outcome.err) == (0, "")
    assert written() == sorted(
        [*OVER_ALL, *(f"{record}/{file}" for record in ("other", "thing") for file in OF_EACH)]
    )
    assert [line.rstrip() for line in outcome.out.splitlines()] == [
        "other: 2 descriptions, no disagreement",
        "0 findings; proven complete over 2 cells",
        "Report: reports/other/index.html",
        "",
        "thing: 2 descriptions; the descriptions conflict on 2 values of 1 field",
        (
            "  `idle` as a `state`: closed (documented) and open may send this; closed (declared) "
            "rejects it."
        ),
        '    {"state": "idle"}',
        "  Any other string as a `state`: open may send this; closed rejects it.",
        '    {"state": ""}',
        (
            "3 findings (2 conflicts, 1 contradiction, 1 gap; some are of several kinds); proven "
            "complete over 6"
        ),
        "cells",
        "Report: reports/thing/index.html",
        "",
        "All 2 records: reports/index.html",
    ]
    assert codes() == {"other": 0, "thing": 0}


@pytest.mark.parametrize("named", ["thing", "schemas/thing", "./schemas/thing/"])
def test_one_record_has_its_reports_in_the_folder_itself(command: RunCommand, named: str) -> None:
    outcome = command("run", "--record", named)

    assert outcome.code == 0
    assert outcome.out.endswith("Report: reports/index.html\n")
    assert written() == OF_EACH


def test_a_report_of_several_is_that_of_the_record_alone(command: RunCommand) -> None:
    command("run")
    command("run", "--record", "thing", "--out", "alone")

    for file in OF_EACH:
        assert Path("reports/thing", file).read_bytes() == Path("alone", file).read_bytes()


def test_records_run_as_they_are_named_and_each_once(command: RunCommand) -> None:
    outcome = command(
        "run", "--record", "thing", "--record", "schemas/other", "--record", "schemas/thing"
    )

    assert outcome.code == 0
    assert [row["record"] for row in index()["records"]] == ["thing", "other"]
    assert codes() == {"thing": 0, "other": 0}


def test_the_records_of_the_settings_run(
    command: RunCommand, project: Path, make_record: MakeRecord
) -> None:
    make_record(project / "more")
    settings = "[tool.conformance]\nrecords = ['more', 'schemas/thing']\nout = 'made'\n"
    (project / "pyproject.toml").write_text(settings, "utf-8")

    assert command("run").out.endswith("All 2 records: " + str(project / "made/index.html") + "\n")
    assert sorted(x.name for x in Path("made").iterdir() if x.is_dir()) == ["more", "thing"]


def test_with_verbose_every_finding_of_each_is_printed(command: RunCommand) -> None:
    outcome = command("run", "--verbose").out

    assert "An unlisted property" in outcome
    assert outcome.count("✓ accept   ✗ reject   ○ silent") == 2


def test_a_record_that_cannot_be_read_is_named_and_the_others_run(command: RunCommand) -> None:
    fakes.write_json(Path("schemas/other/variants/a/declared.schema.json"), {"enum": 1})

    outcome = command("run")

    assert outcome.code == 2
    error = "schemas/other/variants/a/declared.schema.json at /enum: 1 is not allowed as enum"
    assert outcome.err.startswith(f"Error: other: {error}")
    assert "Report: reports/thing/index.html" in outcome.out
    assert "Report: reports/other" not in outcome.out
    assert written() == sorted([*OVER_ALL, *(f"thing/{file}" for file in OF_EACH)])
    (broken, _) = index()["records"]
    assert (broken["record"], broken["exit_code"]) == ("other", 2)
    assert broken["error"].startswith(error)
    page = Path("reports/index.html").read_text("utf-8")
    assert '<strong class="bad">It could not be run.</strong> schemas/other/variants/a' in page
    assert "1 record needs attention:" in page
    assert "**It could not be run.** schemas/other" in Path("reports/summary.md").read_text("utf-8")


@pytest.mark.parametrize("named", [True, False])
def test_a_record_without_a_variant_is_named_and_the_others_run(
    command: RunCommand, *, named: bool
) -> None:
    Path("schemas/third/variants").mkdir(parents=True)

    names = ["--record", "third", "--record", "thing"] if named else []
    outcome = command("run", *names)

    assert outcome.code == 5
    assert outcome.err.startswith("Error: third: schemas/third: the record holds no variant; ")
    assert "Report: reports/thing/index.html" in outcome.out


def test_columns_are_chosen_in_the_records_that_have_them(command: RunCommand) -> None:
    outcome = command("run", "--columns", "a.*", "--columns", "*.declared", "--no-baseline")

    assert (outcome.code, codes()) == (0, {"other": 0, "thing": 0})
    assert columns("other") == ["a.declared", "b.declared"]
    assert columns("thing") == ["closed.declared", "open.declared"]
    assert command("run", "--columns", "open.*").code == 0
    assert codes() == {"thing": 0}


def columns(record: str) -> list[str]:
    lines = Path("reports", record, "results.jsonl").read_text("utf-8").splitlines()
    return [x["id"] for x in map(json.loads, lines) if x["kind"] == "column"]


@pytest.mark.parametrize("option", ["--columns", "--enforce"])
def test_a_column_that_no_record_has_is_told(command: RunCommand, option: str) -> None:
    outcome = command("run", option, "nobody.declared")

    assert outcome.code == 2
    assert outcome.err.count("nobody.declared") == 2


def test_a_column_is_enforced_in_the_record_that_has_it(command: RunCommand) -> None:
    must = {"verdict": "reject", "level": "must"}
    fakes.write_json(
        Path("schemas/other/corpus/all.json"),
        {"format": 1, "record": "other", "cases": [fakes.case_entry("a/b", {}, expect=must)]},
    )

    outcome = command("run", "--enforce", "a.declared", "--enforce", "open.declared")

    assert (outcome.code, codes()) == (1, {"other": 1, "thing": 0})
    assert "  departs: a.declared in a/b" in outcome.out


def test_a_broken_record_is_told_whatever_columns_are_chosen(command: RunCommand) -> None:
    Path("schemas/other/variants/a/declared.schema.json").write_text("{", "utf-8")

    outcome = command("run", "--enforce", "open.declared")

    assert (outcome.code, codes()) == (2, {"other": 2, "thing": 0})
    assert outcome.err.startswith("Error: other: schemas/other/variants/a/declared.schema.json")


def test_half_a_report_is_left_out_where_a_record_fails_while_it_runs(
    command: RunCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(loaded: Loaded, judged: Iterable[JudgedCase], *, made: str) -> Iterator[Line]:
        lines = compared(loaded, judged, made=made)
        yield next(lines)
        if loaded.record.id == "thing":
            raise DefectError("two answers contradict each other")
        yield from lines

    pipeline = import_module("conformance.pipeline")  # which the command imports as it runs
    compared = pipeline.compare
    monkeypatch.setattr(pipeline, "compare", compare)

    outcome = command("run")

    assert outcome.code == 4
    assert outcome.err == "Error: thing: two answers contradict each other\n"
    assert not Path("reports/thing").exists()
    assert codes() == {"other": 0, "thing": 4}


def test_the_exit_code_is_the_worst(command: RunCommand) -> None:
    empty = {"format": 1, "record": "thing", "entries": []}
    fakes.write_json(Path("schemas/thing/baseline.json"), empty)

    assert (command("run").code, codes()) == (1, {"other": 0, "thing": 1})
    assert index()["exit_code"] == 1
    assert index()["records"][1]["states"] == {"new": 3}
    assert '<li class="kind news">3 new</li>' in Path("reports/index.html").read_text("utf-8")
    assert "**Not as listed: 3 new.**" in Path("reports/summary.md").read_text("utf-8")
    Path("schemas/other/corpus/all.json").unlink()
    assert (command("run").code, codes()) == (5, {"other": 5, "thing": 1})


def test_a_record_that_was_not_run_in_full_says_what_is_missing(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    Path("types.ts").write_text('export interface Order { state: "on" }\n', "utf-8")
    command("variant", "add", "web", "types.ts#Order", "--record", "other")
    Path("types.ts").rename(tmp_path_factory.mktemp("away") / "types.ts")

    outcome = command("run", "--check-sources")

    assert (outcome.code, codes()) == (3, {"other": 3, "thing": 0})
    missing = "the sources of some variants are not at hand: web"
    assert outcome.err.startswith(f"Error: other: {missing}")
    assert index()["records"][0]["trouble"].startswith(missing)
    assert "Report: reports/other/index.html" in outcome.out
    for file in ("index.html", "summary.md"):
        assert missing in Path("reports", file).read_text("utf-8")


def test_a_list_of_known_disagreements_is_of_one_record(command: RunCommand) -> None:
    outcome = command("run", "--baseline", "schemas/thing/baseline.json")

    assert outcome.code == 2
    assert outcome.err == (
        "Error: --baseline names the list of one record, and there are 2; name the record with "
        "--record\n"
    )
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["thing", "nothing"], "there is no record 'nothing'; at hand are other, thing"),
        (["thing", "more/thing"], "two records are called thing: schemas/thing and more/thing"),
    ],
)
def test_names_that_do_not_fit_are_told(
    command: RunCommand, make_record: MakeRecord, names: list[str], message: str
) -> None:
    make_record(Path("more/thing"))

    outcome = command("run", *(word for name in names for word in ("--record", name)))

    assert outcome.code == 2
    assert outcome.err.startswith(f"Error: {message}")


def test_a_folder_that_is_no_record_yet_gets_a_warning(command: RunCommand) -> None:
    Path("schemas/third/corpus").mkdir(parents=True)

    outcome = command("run")

    assert outcome.code == 0
    assert outcome.err == (
        "Warning: schemas/third has no folder variants: add variants/NAME/declared.schema.json\n"
    )
    assert command("run", "--record", "thing").err == ""


def test_reports_of_an_earlier_run_over_one_record_do_not_stay_beside_the_page_over_all(
    command: RunCommand,
) -> None:
    command("run", "--record", "thing")
    Path("reports/mine.txt").touch()
    command("run")

    assert [file for file in written() if "/" not in file] == sorted([*OVER_ALL, "mine.txt"])


def test_code_scanning_gets_one_log_with_a_run_for_each_record(command: RunCommand) -> None:
    command("run")

    log = json.loads(Path("reports/results.sarif").read_text("utf-8"))
    assert [run["automationDetails"]["id"] for run in log["runs"]] == [
        "conformance/other/",
        "conformance/thing/",
    ]


def test_the_page_leads_to_what_is_there(command: RunCommand) -> None:
    command("run")

    page = Path("reports/index.html").read_text("utf-8")
    links = set(re.findall(r'href="([^"#]+)', page))
    assert links == {
        f"{record}/{file}"
        for record in ("other", "thing")
        for file in ("index.html", "summary.md", "results.jsonl")
    }
    assert all(Path("reports", link).is_file() for link in links)
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert 'href="thing/index.html#findings?id=/state%20%3D%20%22idle%22"' in page
    assert "<script" not in page


def test_the_same_records_give_the_same_bytes(command: RunCommand) -> None:
    command("run")
    first = {file: Path("reports", file).read_bytes() for file in written()}
    command("run", "--jobs", "2")

    assert {file: Path("reports", file).read_bytes() for file in written()} == first
