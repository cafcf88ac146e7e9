"""What is checked of a results file that somebody hands in."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import fakes
import pytest
from fakes.results import as_json

from conformance.baseline.gate import Gate, gated
from conformance.cli import report_size as sizes
from conformance.errors import BrokenFileError
from conformance.pipeline import lines_of, load
from conformance.record.settings import Settings
from conformance.results.lines import FindingLine
from conformance.results.read import read_results

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import RunCommand

GONE = object()


@pytest.fixture(scope="module")
def run_lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return the lines of a run, one of each kind but for the columns."""
    state: Any = {"properties": {"state": {"enum": ["on", "off"]}}}
    prose = {"properties": {"state": {"enum": ["on", "off", "idle"]}}}
    folder = fakes.write_record(
        tmp_path_factory.mktemp("record") / "thing",
        {
            "closed": {"declared": state, "documented": prose},
            "open": {"declared": True, "sent": {"type": "object"}},
        },
        [fakes.case_entry("state/idle", {"state": "idle"})],
    )
    lines = lines_of(load(Settings(), record=str(folder)))
    kept: list[dict[str, Any]] = []
    for line in as_json(gated(lines, Gate())):
        if line["kind"] == "column" or line["kind"] not in {x["kind"] for x in kept}:
            kept.append(line)
    return kept


@pytest.fixture
def lines(
    run_lines: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """Return the lines; they stand in `reports/results.jsonl` of the folder we are in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    written(tmp_path, run_lines).rename(tmp_path / "reports/results.jsonl")
    return run_lines


def written(folder: Path, lines: list[dict[str, Any]]) -> Path:
    file = folder / "some.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_a_file_of_format_1_is_read_and_its_findings_are_weighed(
    lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    older = edited(lines, "header", ["format"], 1)
    older = [line for line in older if line["kind"] != "field"]
    for line in older:
        if line["kind"] == "finding":
            for name in ("group", "importance", "because"):
                del line[name]

    weighed = as_json(read_results(written(tmp_path, older)))

    assert weighed == [line for line in lines if line["kind"] != "field"]
    assert {x["importance"] > 0 for x in weighed if x["kind"] == "finding"} == {True}


def edited(lines: list[dict[str, Any]], kind: str, path: list[Any], new: Any) -> Any:
    """Return the lines with a member of the first line of a kind replaced, or gone."""
    lines = copy.deepcopy(lines)
    here: Any = next(line for line in lines if line["kind"] == kind)
    for step in path[:-1]:
        here = here[step]
    if new is GONE:
        del here[path[-1]]
    else:
        here[path[-1]] = new
    return lines


def test_what_a_run_writes_passes_unchanged(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    assert as_json(read_results(written(tmp_path, lines))) == lines


TABLE: list[tuple[str, list[Any], Any, str, str]] = [
    # kind, member, what it becomes, the place that is named, words of the message
    ("header", ["variants"], GONE, "line 1, (root)", '"variants" is a required property'),
    ("header", ["variants"], "x", "line 1, /variants", '"x" is not of type "array"'),
    ("header", ["variants", 0, "claims"], None, "line 1, /variants/0/claims",
     "expected: The statements of the source. Make the file again with `conformance run`"),
    ("header", ["digests"], {"a": "0"}, "line 1, /digests/a", "64 hexadecimal digits"),
    ("header", ["more"], 1, "line 1, (root)", "'more' was unexpected"),
    ("column", ["id"], 3, "line 2, /id", '3 is not of type "string"'),
    ("column", ["id"], "open.declared", "line 4, /id", 'the column "open.declared" is there twice'),
    ("case", ["verdicts"], GONE, "line 5, (root)", '"verdicts" is a required property'),
    ("case", ["verdicts"], {"none": "accept"}, "line 5, /verdicts", 'there is no column "none"'),
    ("case", ["verdicts", "open.declared"], "maybe", "line 5, /verdicts/open.declared", '"maybe"'),
    ("case", ["reasons"], {"none": []}, "line 5, /reasons", 'there is no column "none"'),
    ("case", ["notes"], {"none": "x"}, "line 5, /notes", 'there is no column "none"'),
    ("case", ["base64"], "eA==", "line 5, (root)", "A case of format 1 or 2"),
    ("case", ["place"], "x", "line 5, /place", "does not match"),
    ("case", ["place"], "\ud800", "line 5, /place", '"?" does not match'),
    ("case", ["rev"], True, "line 5, /rev", "true is not of type"),
    ("case", ["notes"], {"unasked.declared": "x"}, "line 5, /notes",
     'there is no column "unasked.declared"'),
    ("finding", ["reject"], ["open.declared"], "line 6, /reject",
     '"open.declared" is under accept too'),
    ("finding", ["lossy"], ["closed.declared"], "line 6, /lossy",
     '"closed.declared" is not under accept'),
    ("finding", ["kinds"], ["odd"], "line 6, /kinds/0", '"odd" is not one of'),
    ("finding", ["accept"], ["none"], "line 6, /accept", 'there is no column "none"'),
    ("finding", ["silent"], ["\u202e\ud800"], "line 6, /silent", "\\u202e"),
    ("finding", ["place"], ["/a", "/b"], "line 6, /special", "there is not one for each place"),
    ("finding", ["witness"], 1, "line 6, /witness", '1 is not of types "null", "object"'),
    ("finding", ["importance"], 2, "line 6, /importance", "2 is greater than the maximum of 1"),
    ("field", ["values", 0, "verdicts"], {"none": "accept"}, "line 7, /values/0/verdicts",
     'there is no column "none"'),
    ("field", ["values", 0, "finding"], "x", "line 7, /values/0", 'there is no finding "x"'),
    ("field", ["values", 0, "depends"], ["y"], "line 7, /values/0", 'there is no finding "y"'),
    ("field", ["values", 0, "sample"], 1, "line 7, /values/0/sample", "1 is not of types"),
    ("relation", ["a"], "none", "line 8, /a", 'there is no column "none"'),
    ("relation", ["proven"], "yes", "line 8, /proven", '"yes" is not of type "boolean"'),
    ("exchange", ["writer"], "none", "line 9, /writer", 'there is no column "none"'),
    ("exchange", ["reader"], "none", "line 9, /reader", 'there is no column "none"'),
    ("exchange", ["breaks", 0, "special"], ["a", "b"], "line 9, /breaks/0/special",
     "there is not one for each place"),
    ("exchange", ["breaks", 0, "importance"], 2, "line 9, /breaks/0/importance",
     "2 is greater than the maximum of 1"),
    ("footer", ["counts"], {}, "line 10, /counts", '"conflict" is a required property'),
    ("footer", ["cases"], -1, "line 10, /cases", "-1 is less than the minimum of 0"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}, {row[3]}, {row[4]}"[:60])
@pytest.mark.parametrize("arguments", [["report"], ["diff", "reports/results.jsonl"]])
def test_a_line_that_is_not_of_the_format_is_refused_and_named(
    command: RunCommand,
    lines: list[dict[str, Any]],
    tmp_path: Path,
    arguments: list[str],
    row: tuple[str, list[Any], Any, str, str],
) -> None:
    kind, path, new, place, words = row
    file = written(tmp_path, edited(lines, kind, path, new))

    outcome = command(*arguments, str(file))

    assert outcome.code == 2, outcome.err
    assert f"some.jsonl at {place}: " in outcome.err
    assert words in outcome.err
    assert "make the file again with `conformance run`" in outcome.err.lower()


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        (
            {"verdicts": {}, "notes": {"open.declared": "x"}},
            "/notes",
            "has no verdict on this case",
        ),
        ({"text": None, "base64": "="}, "/base64", "no base64"),
    ],
)
def test_the_parts_of_a_case_have_to_fit(
    lines: list[dict[str, Any]],
    tmp_path: Path,
    changes: dict[str, Any],
    place: str,
    words: str,
) -> None:
    whole = [{**line, **changes} if line["kind"] == "case" else line for line in lines]
    kept = [{name: x for name, x in line.items() if name != "text" or x} for line in whole]
    with pytest.raises(BrokenFileError, match=f"line 5, {place}: .*{words}"):
        list(read_results(written(tmp_path, kept)))


def test_a_loss_of_an_earlier_version_names_no_columns_and_its_cases_do(
    lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    old = copy.deepcopy(lines)
    case, finding = (next(x for x in old if x["kind"] == kind) for kind in ("case", "finding"))
    case["verdicts"]["open.declared"] = "lossy"
    finding |= {"kinds": ["loss"], "accept": ["open.declared"], "reject": [], "silent": []}
    finding["cases"] = [case["id"]]

    (read,) = (x for x in read_results(written(tmp_path, old)) if isinstance(x, FindingLine))

    assert read.lossy == ("open.declared",)


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_json_cannot_hold_is_refused(
    lines: list[dict[str, Any]], tmp_path: Path, text: str
) -> None:
    file = written(tmp_path, edited(lines, "finding", ["witness", "value"], "HERE"))
    file.write_text(file.read_text("utf-8").replace('"HERE"', text), encoding="utf-8")

    with pytest.raises(BrokenFileError, match=re.escape("line 6: not JSON")):
        list(read_results(file))


@pytest.mark.untraced
@pytest.mark.parametrize(
    "edit",
    [
        ("header", ["title"], "\ud800"),
        ("header", ["record"], "\ud800/ "),
        ("header", ["gate"], GONE),
        ("column", ["variant"], "none"),
        ("column", ["reading"], None),
        ("case", ["text"], '"\ud800"'),
        ("case", ["verdicts", "open.declared"], GONE),
        ("case", ["reasons"], {"open.declared": []}),
        ("finding", ["state"], GONE),
        ("finding", ["state"], "vanished"),
        ("finding", ["state"], "known"),
        ("finding", ["known"], GONE),
        ("finding", ["kinds"], []),
        ("finding", ["special"], "\ud800"),
        ("finding", ["claims"], ["none", "none:none"]),
        ("finding", ["cases"], ["none"]),
        ("finding", ["place"], "/x~y"),
        ("finding", ["witness"], {"value": 0.5}),
    ],
)
def test_whatever_passes_can_be_shown(
    command: RunCommand,
    lines: list[dict[str, Any]],
    tmp_path: Path,
    edit: tuple[str, list[Any], Any],
) -> None:
    file = written(tmp_path, edited(lines, *edit))

    assert command("report", str(file)).code == 0
    assert command("diff", "reports/results.jsonl", str(file)).code in {0, 1, 2}


@pytest.mark.parametrize("name", ["report", "run"])
def test_a_page_that_is_too_large_is_warned_of(
    command: RunCommand, project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    arguments = {"run": ["run"], "report": ["report", "reports/results.jsonl"]}[name]
    assert command("run").err == ""
    monkeypatch.setattr(sizes, "LARGE_REPORT", (project / "reports/index.html").stat().st_size)

    outcome = command(*arguments)

    assert outcome.err.startswith("Warning: reports/index.html is 0 MB")
    assert "--columns" in outcome.err
    assert command("report", "reports/results.jsonl", "--to", "md").err == ""
