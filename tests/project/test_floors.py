"""The lowest versions that are said to work are those that `tox run -e floors` installs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_floors_that_are_tested_are_those_that_are_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    promised = [
        *project["project"]["dependencies"],
        *(x for extra in project["project"]["optional-dependencies"].values() for x in extra),
        *project["dependency-groups"]["tests"],
    ]
    tested = (ROOT / "tests" / "floors.txt").read_text("utf-8").splitlines()

    assert [x for x in promised if not re.fullmatch(r"[a-z0-9.-]+>=[0-9.]+", x)] == []
    assert [line for line in tested if not line.startswith("#")] == sorted(
        {x.replace(">=", "==") for x in promised}, key=lambda line: line.partition("=")[0]
    )
