"""A record that is kept is the one that was read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import fakes
import pytest
from fakes.shipped import RECORDS

from conformance.errors import BrokenFileError
from conformance.proofs import store
from conformance.record import kept, load
from conformance.record.kept import described
from conformance.record.load import load_described
from conformance.record.state import state_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of what is kept."""
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    store.use(kept=True)
    return tmp_path / "cache"


def refused(_: object) -> None:
    raise AssertionError("it is read again")


def all_kept(cache: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in cache.glob("*.json"))


@pytest.mark.parametrize("folder", RECORDS, ids=lambda folder: folder.name)
def test_a_record_is_the_same_read_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = state_of(folder)
    first = described(folder, state)
    monkeypatch.setattr(load, "load_described", refused)

    assert described(folder, state_of(folder)) == first == load_described(folder)


def test_nothing_is_kept_of_a_record_without_a_state(project: Path, cache: Path) -> None:
    folder = project / "schemas" / "thing"

    assert described(folder, None) == load_described(folder)
    assert all_kept(cache) == []


def test_a_record_with_a_number_that_would_be_read_otherwise_is_not_kept(
    project: Path, cache: Path
) -> None:
    folder = project / "schemas" / "thing"
    path = next((folder / "variants").glob("*/declared.schema.json"))
    fakes.write_json(path, {"const": 2**70})

    for _ in range(2):
        found = described(folder, state_of(folder))
        assert {"const": 2**70} in [x.readings[0].file.schema for x in found.variants]
    assert all_kept(cache) == ["tool"]


@pytest.mark.parametrize("broken", [7, [], {}, {"variants": [{"id": "x"}]}])
def test_what_is_kept_and_not_as_it_should_be_is_read_again(
    broken: object, project: Path, cache: Path
) -> None:
    folder = project / "schemas" / "thing"
    right = described(folder, state_of(folder))
    path = next(cache.glob("described-*"))
    store.keep(path.stem, broken, libraries=())  # type: ignore[arg-type]

    assert described(folder, state_of(folder)) == right
    assert json.loads(path.read_bytes().partition(b"\n")[2]) != broken


def test_a_folder_that_is_no_variant_yet_is_noticed(project: Path) -> None:
    folder = project / "schemas" / "thing"
    described(folder, state_of(folder))
    (folder / "variants" / "new").mkdir()

    with pytest.raises(BrokenFileError, match="holds no declared"):
        described(folder, state_of(folder))


def test_a_copy_of_a_record_elsewhere_is_another_one(project: Path) -> None:
    folder = project / "schemas" / "thing"
    before = state_of(folder)
    moved = folder.rename(folder.with_name("other"))
    after = state_of(moved)

    assert before is not None
    assert after is not None
    assert before.files == after.files
    assert before.key != after.key
    assert kept.described(moved, after).id == "other"
