"""What SDKs make of the tools that people reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.newest import newest
from fakes.shipped import ROOT

from conformance.corpus.load import load_corpus
from conformance.programs.observations import load_observations

if TYPE_CHECKING:
    from conformance.model import Program

TOOL = ROOT / "schemas" / "mcp-tool"
GO, NPM, RUST = (newest(f"sdk.{name}", TOOL) for name in ("mcp-go", "mcp-node", "rmcp"))
PYPI, PYPI_BEFORE = (newest(f"sdk.mcp-python{agreed}", TOOL) for agreed in ("", ".2025-11-25"))


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    return {x.column.id: x for x in load_observations(TOOL, load_corpus(TOOL))}


@pytest.mark.parametrize(
    ("case", "rejecting"),
    [
        ("input-schema/missing", {NPM, RUST, PYPI, PYPI_BEFORE}),
        ("input-schema/empty", {NPM, PYPI, PYPI_BEFORE}),
        ("input-schema/dialect-alone", {NPM, PYPI, PYPI_BEFORE}),
        ("input-schema/ref-alone", {NPM, PYPI, PYPI_BEFORE}),
        ("input-properties/type-list", set()),
        ("input-properties/true", {NPM}),
        ("input-properties/empty-schema", set()),
        ("input-properties/array-without-items", set()),
        ("input-properties/required-inside", set()),
        ("output-schema/property-true", {NPM}),
        ("output-schema/empty", {NPM, PYPI_BEFORE}),
        ("output-schema/type-list", {NPM, PYPI_BEFORE}),
        ("description/null", {NPM}),
        ("annotations/read-only-null", {NPM}),
        ("icons/sizes-text", {GO, NPM, RUST, PYPI, PYPI_BEFORE}),
        ("icons/sizes-null", {NPM}),
        ("text-form/null", {NPM, RUST, PYPI, PYPI_BEFORE}),
        ("unlisted/top", set()),
    ],
)
def test_who_refuses_what_people_reported_is_recorded(
    programs: dict[str, Program], case: str, rejecting: set[str]
) -> None:
    columns = (GO, NPM, RUST, PYPI, PYPI_BEFORE)
    said = {column: programs[column].judgements[case].verdict for column in columns}
    assert {column for column, verdict in said.items() if not verdict.accepts} == rejecting


@pytest.mark.parametrize(
    ("case", "column", "place", "words"),
    [
        ("execution/required", GO, "/execution", "was dropped"),
        ("execution/required", RUST, "/execution", "was dropped"),
        ("input-schema/missing", GO, "/inputSchema", "null was added"),
        ("annotations/empty", GO, "/annotations/idempotentHint", "false was added"),
        ("annotations/read-only-text", PYPI, "/annotations/readOnlyHint", "came back as true"),
        ("input-properties/big-default", NPM, "/inputSchema/properties/id/default", "came back"),
    ],
)
def test_what_a_client_changes_of_a_tool_without_a_word_is_told(
    programs: dict[str, Program], case: str, column: str, place: str, words: str
) -> None:
    reason = programs[column].judgements[case].reasons[0]
    assert reason.instance == place
    assert words in reason.message
