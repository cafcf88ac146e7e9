"""`conformance run` and the sources of variants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import RunCommand

TYPES = 'export interface Order { state: "on" | "off" }\n'
SOURCE = Path("web/types.ts")
READINGS = ("closed/declared", "closed/documented", "open/declared", "web/declared")


@pytest.fixture(autouse=True)
def tree(project: Path, command: RunCommand, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CONFORMANCE_SOURCES", raising=False)
    (project / ".git").mkdir()
    (project / "web").mkdir()
    SOURCE.write_text(TYPES, "utf-8")
    assert command("variant", "add", "web", "web/types.ts#Order").code == 0
    return project


def said(command: RunCommand, *arguments: str) -> tuple[int, list[str], str]:
    """Run the record, and return the code, the lines on sources, and the error."""
    outcome = command("run", "--no-baseline", *arguments)
    starts = ("Out of date", "Not at hand")
    lines = [line for line in outcome.out.splitlines() if line.startswith(starts)]
    return outcome.code, lines, outcome.err


def test_a_record_whose_sources_are_as_read_says_nothing(command: RunCommand) -> None:
    assert said(command, "--check-sources") == (0, [], "")


def test_variants_that_are_out_of_date_are_named_in_one_line(command: RunCommand) -> None:
    SOURCE.write_text(f"// {TYPES}", "utf-8")

    line = "Out of date: web (web/types.ts); `conformance variant refresh` reads the sources again"
    assert said(command) == (0, [line], "")
    assert said(command, "--check-sources") == (1, [line], "")


def test_a_source_that_is_not_at_hand_counts_only_if_it_is_asked_for(
    command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    documents = tmp_path_factory.mktemp("documents")
    SOURCE.rename(documents / "types.ts")

    assert said(command) == (0, [], "")
    code, lines, error = said(command, "--check-sources")
    assert (code, lines) == (3, ["Not at hand: web (web/types.ts)"])
    assert error == (
        "Error: the sources of some variants are not at hand: web; name a folder that holds the "
        "documents with --sources\n"
    )
    assert said(command, "--check-sources", "--sources", str(documents)) == (0, [], "")


def test_reports_for_code_scanning_name_the_lines_of_the_sources(command: RunCommand) -> None:
    said(command)

    report = json.loads(Path("reports/results.sarif").read_text("utf-8"))
    places = [
        (place["artifactLocation"]["uri"], place["region"].get("startLine"))
        for result in report["runs"][0]["results"]
        for location in (*result["locations"], *result.get("relatedLocations", ()))
        for place in [location["physicalLocation"]]
    ]
    assert ("web/types.ts", 1) in places
    assert {uri for uri, _ in places} <= {
        "web/types.ts",
        *(f"schemas/thing/variants/{x}.schema.json" for x in READINGS),
    }


def test_a_disagreement_that_is_new_counts_besides(command: RunCommand) -> None:
    outcome = command("run", "--check-sources")

    assert outcome.code == 0
    Path("schemas/thing/baseline.json").write_text(
        '{"format": 1, "record": "thing", "entries": []}', "utf-8"
    )
    assert command("run", "--check-sources").code == 1
