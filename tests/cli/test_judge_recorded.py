from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from conformance.cli.judge_recorded import _to_ask
from conformance.model import Judgement, Verdict

COLUMNS = ["sdk.a", "sdk.b"]


def answered(**verdicts: Verdict) -> Any:
    return {
        f"sdk.{name}": SimpleNamespace(judgement=Judgement(verdict=verdict))
        for name, verdict in verdicts.items()
    }


@pytest.mark.parametrize(
    ("patterns", "answers", "asked"),
    [
        (["sdk.b"], {}, ["sdk.b"]),
        (["native.*"], {}, []),
        ([], answered(a=Verdict.ACCEPT, b=Verdict.REJECT), ["sdk.b"]),
        ([], answered(a=Verdict.ACCEPT), ["sdk.b"]),
        ([], answered(a=Verdict.ACCEPT, b=Verdict.ACCEPT), ["sdk.a"]),
    ],
)
def test_what_is_worth_asking_is_named_or_rejects_or_is_not_known(
    patterns: list[str], answers: Any, asked: list[str]
) -> None:
    assert _to_ask(COLUMNS, patterns, answers) == asked
