"""What changes for somebody who goes from an older release of a package to a newer one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.newest import newest

if TYPE_CHECKING:
    from conftest import RunCommand

pytestmark = pytest.mark.untraced

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "releases",
    [
        ("sdk.openai-python@1.95.1", newest("sdk.openai-python")),
        ("sdk.openai-node@5.9.0", newest("sdk.openai-node")),
        ("sdk.openai-java@2.12.0", newest("sdk.openai-java")),
    ],
)
def test_between_the_releases_in_progress_is_all_that_changed(
    releases: tuple[str, str],
    command: RunCommand,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    older, newer = releases
    both = f"{older.partition('@')[0]}@*"
    record = "realtime-conversation-item"
    outcome = command("run", "--record", record, "--columns", both, "--out", str(tmp_path))
    assert outcome.code == 0, outcome.out + outcome.err

    lines = [json.loads(x) for x in (tmp_path / "results.jsonl").read_text("utf-8").splitlines()]
    (finding,) = [line for line in lines if line["kind"] == "finding"]
    assert finding["id"] == '/status = "in_progress"'
    assert finding["reject"] == [older]
    assert finding["accept"] == [newer]
    assert finding["skew"]
    assert "`in_progress` as a `status`" in outcome.out
    (relation,) = [line for line in lines if line["kind"] == "relation"]
    assert {**relation, "both": None} == {
        "kind": "relation",
        "a": older,
        "b": newer,
        "relation": "within",
        "proven": False,
        "why_not": ["a program is compared by the cases alone, here by 640"],
        "both": None,
        "only_a": None,
        "only_b": {"value": {"status": "in_progress"}},
        "gap_a": None,
        "gap_b": None,
    }
    assert (lines[-1]["complete"], lines[-1]["cells"]) == (False, None)
    assert lines[-1]["why_not"] == ["no column is a schema, and programs are only tested"]
    assert "tested only, not proven complete" in outcome.out
    package, versions = older.partition("@")[0].removeprefix("sdk."), [older, newer]
    step = " | ".join((package, *(x.partition("@")[2] for x in versions), "nothing"))
    assert f'| {step} | ` {{"status": "in_progress"}} ` |' in (tmp_path / "summary.md").read_text(
        "utf-8"
    )
