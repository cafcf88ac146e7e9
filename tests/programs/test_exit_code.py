from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.model import Input
from conformance.programs.exit_code import judge_by_exit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("script", "verdict", "note"),
    [
        ("exit 0", "accept", None),
        ("exit 1", "reject", None),
        ("exit 2", "crash", "it ended with exit code 2"),
        (
            "echo oh dear >&2; exit 9",
            "crash",
            "it ended with exit code 9; its stderr ends: oh dear",
        ),
        ("kill -9 $$", "crash", "it was killed by SIGKILL"),
        ("sleep 100", "timeout", "no end within 0.5 s"),
        ("sleep 100 & exit 1", "reject", None),
        ("grep -q a", "accept", None),
        ("grep -q b", "reject", None),
    ],
)
def test_the_exit_code_is_the_verdict(
    script: str, verdict: str, note: str | None, tmp_path: Path
) -> None:
    outcome = judge_by_exit(["sh", "-c", script], [Input(text="a")], folder=tmp_path, seconds=0.5)
    (judgement,) = outcome.judgements
    assert (judgement.verdict.value, judgement.note) == (verdict, note)
    assert (outcome.complete, outcome.not_run) == (True, None)


def test_bytes_reach_the_program_as_they_are(tmp_path: Path) -> None:
    outcome = judge_by_exit(
        ["sh", "-c", r"test $(od -An -tx1 | tr -d ' ') = fffe"],
        [Input(data=b"\xff\xfe")],
        folder=tmp_path,
        seconds=5,
    )
    assert outcome.judgements[0].verdict == "accept"


def test_a_program_that_is_not_there_is_not_run(tmp_path: Path) -> None:
    outcome = judge_by_exit(["/no/such/program"], [Input(text="a")] * 2, folder=tmp_path, seconds=5)
    assert outcome.not_run == "/no/such/program cannot be started: No such file or directory"
    assert [judgement.verdict for judgement in outcome.judgements] == ["not-run", "not-run"]
    assert not outcome.complete
