"""JSON Schema's official suite, from the folder that CONFORMANCE_SUITE names.

The folder is `json` of the jsonschema project's source distribution, or of the suite's repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conformance.errors import ConformanceError
from conformance.exact import DRAFT_07, DRAFT_2019_09, DRAFT_2020_12, Limits, Subject, compare

FOLDER = os.environ.get("CONFORMANCE_SUITE")
NEEDS_SUITE = pytest.mark.skipif(
    FOLDER is None, reason="CONFORMANCE_SUITE does not name the folder of JSON Schema's suite"
)


def _remotes(folder: Path, draft: str) -> dict[str, Any]:
    own = {
        path.relative_to(folder): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }
    return {
        f"http://localhost:1234/{path.as_posix()}": body
        for path, body in own.items()
        if path.parts[0] == draft or not path.parts[0].startswith("draft")
    }


@pytest.mark.untraced
@NEEDS_SUITE
@pytest.mark.parametrize(
    ("draft", "dialect"),
    [("draft2020-12", DRAFT_2020_12), ("draft2019-09", DRAFT_2019_09), ("draft7", DRAFT_07)],
)
def test_every_instance_of_the_official_suite_is_in_a_listed_cell(
    draft: str, dialect: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(FOLDER or "")
    remotes = _remotes(folder / "remotes", draft)
    groups = complete = 0
    wrong = []
    for path in sorted((folder / "tests" / draft).glob("*.json")):
        for group in json.loads(path.read_text("utf-8")):
            if path.name == "vocabulary.json":
                continue
            groups += 1
            has_remote = "localhost:1234" in json.dumps(group["schema"])
            needed = remotes if has_remote else {}
            try:
                cells = compare(
                    [Subject(path.name, group["schema"], dialect, needed)], Limits(samples=100)
                )
            except ConformanceError as error:
                wrong.append((path.name, group["description"], str(error)))
                continue
            complete += cells.complete
            wrong += [
                (path.name, group["description"], test["description"])
                for test in group["tests"]
                if cells.complete and (test["valid"],) not in cells.vectors
            ]
    with capsys.disabled():
        print(f"\n{draft}: {complete} of {groups} groups decided exactly")  # noqa: T201  asked for

    # jsonschema itself cannot follow a pointer with an empty step.
    assert [each for each in wrong if "empty tokens" not in each[1]] == []
    assert complete / groups > 0.95
