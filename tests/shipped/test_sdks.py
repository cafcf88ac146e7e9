"""What SDKs make of the items that people reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.newest import RECORD, newest

from conformance.corpus.load import load_corpus
from conformance.programs.observations import load_observations

if TYPE_CHECKING:
    from conformance.model import Judgement, Program

BEFORE = "sdk.agents-realtime.conversation@0.14.2"
JS = [newest(f"sdk.agents-realtime.{event}") for event in ("conversation", "response")]
PYTHON = [newest(f"sdk.openai-agents.{event}") for event in ("conversation", "response")]
SENT, RECEIVED = newest("sdk.openai-go.param"), newest("sdk.openai-go.union")


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    return {x.column.id: x for x in load_observations(RECORD, load_corpus(RECORD))}


@pytest.mark.parametrize(
    ("case", "column", "verdict"),
    [
        # A required status lost what users had said.
        ("messages/without-status", BEFORE, "reject"),
        ("messages/without-status", JS[0], "accept"),
        ("messages/without-status", PYTHON[0], "accept"),
        ("messages/without-status", RECEIVED, "accept"),
        ("messages/assistant-output-text-without-status", BEFORE, "reject"),
        ("messages/assistant-output-text-without-status", JS[0], "accept"),
        # The answer of the assistant, under its names.
        ("messages/assistant-output-text", JS[1], "accept"),
        ("messages/assistant-output-text", PYTHON[1], "accept"),
        ("messages/assistant-output-audio", JS[0], "accept"),
        ("messages/assistant-output-audio", PYTHON[0], "accept"),
        ("messages/assistant-audio-part", JS[0], "accept"),
        ("messages/assistant-audio-part", PYTHON[0], "reject"),
        ("messages/assistant-audio-part", PYTHON[1], "accept"),
        ("messages/assistant-text-as-received", JS[0], "reject"),
        ("messages/assistant-text-as-received", PYTHON[0], "reject"),
        ("messages/assistant-text-as-received", PYTHON[1], "accept"),
        # A picture, and a call that is announced.
        ("messages/user-image-as-received", JS[0], "reject"),
        ("messages/user-image-as-received", PYTHON[0], "accept"),
        ("type/mcp-call-as-received", JS[0], "accept"),
        ("type/mcp-call-without-output", JS[0], "reject"),
        ("type/mcp-call-without-output", SENT, "accept"),
        # An item that the client itself refers to.
        ("references/with-id", RECEIVED, "reject"),
        ("references/with-id", SENT, "reject"),
    ],
)
def test_who_fails_on_what_people_reported_is_recorded(
    programs: dict[str, Program], case: str, column: str, verdict: str
) -> None:
    assert said(programs, case, column).verdict.value == verdict


@pytest.mark.parametrize(
    ("case", "column", "place", "words"),
    [
        ("messages/without-role", SENT, "/role", '"system" was added'),
        ("messages/without-role", PYTHON[1], "/content/0", "was dropped"),
        ("function-calls/call-arguments-object", SENT, "/arguments", "came back as"),
    ],
)
def test_what_a_client_changes_without_a_word_is_told(
    programs: dict[str, Program], case: str, column: str, place: str, words: str
) -> None:
    (reason,) = said(programs, case, column).reasons
    assert reason.instance == place
    assert words in reason.message


def said(programs: dict[str, Program], case: str, column: str) -> Judgement:
    return programs[column].judgements[case]
