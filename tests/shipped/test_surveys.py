"""The kept survey says what its files hold, and is of today's form: `tox run -e surveys`."""

from __future__ import annotations

import configparser
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import check_form
from fakes.shipped import ROOT

from conformance.surveys.pairing import given_pairs, short

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.untraced

SURVEY = ROOT / "reports" / "surveys" / "openai"
FOLDERS = sorted(x.parent for x in SURVEY.glob("*/survey.json"))
MAX_BYTES = 6_000_000
LEAST_CHECKED = 20


def commands() -> dict[str, list[str]]:
    """Return the arguments of each comparison that tox makes, by the name of its folder."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "tox.ini")
    lines = settings["testenv:surveys"]["commands"].strip().splitlines()
    return {line.rpartition("/")[2]: line.split() for line in lines}


@pytest.fixture(params=FOLDERS, ids=lambda x: x.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def survey(folder: Path) -> Any:
    return json.loads((folder / "survey.json").read_text("utf-8"))


def test_each_comparison_of_tox_is_kept() -> None:
    assert [x.name for x in FOLDERS] == sorted(commands())


def test_a_kept_comparison_is_of_today_s_form_and_sources(folder: Path, survey: Any) -> None:
    check_form(survey)
    asked = commands()[folder.name]
    sources = [f"{source['id']}={source['source']}" for source in survey["sources"]]

    assert asked[2:4] == sources
    assert (folder / "index.html").is_file()
    assert "/" not in {path[0] for source in survey["sources"] for path in source["files"]}


def test_the_readme_has_the_counts_of_each_comparison(folder: Path, survey: Any) -> None:
    text = (SURVEY / "README.md").read_text("utf-8")
    row = next(x for x in text.splitlines() if re.match(rf"\| {folder.name} \| \d", x))
    counts = survey["counts"]
    shown = [int(x.replace(",", "")) for x in re.findall(r"\| ([\d,]+)(?= \|)", row)]
    kept = [counts[state] for state in ("equal", "differs", "not decided", "several", "not read")]

    assert shown[1:] == kept
    assert shown[0] == sum(kept)


def test_each_pair_by_hand_is_compared(folder: Path, survey: Any) -> None:
    pairs = given_pairs([], SURVEY / f"pairs-{folder.name}.txt")
    compared = {
        tuple(names[0] for names in entry["in"].values() if len(names) == 1)
        for entry in survey["types"]
    }
    names = {(short(one[0]), short(one[1])) for one in compared if len(one) == 2}

    assert pairs
    assert {(short(a), short(b)) for a, b in pairs} <= names


def test_it_is_small_and_every_checked_difference_has_a_value_and_answers() -> None:
    size = sum(x.stat().st_size for x in SURVEY.rglob("*") if x.name != "changelog.md")
    text = (SURVEY / "README.md").read_text("utf-8")
    checked = re.findall(r"^\| \d+ \| `\w+` \| .* \| `.*` \|(?: [✓✗–] \|){4}$", text, re.MULTILINE)

    assert size < MAX_BYTES
    assert len(checked) >= LEAST_CHECKED
