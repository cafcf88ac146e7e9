"""What programs said, kept and read back: a case that has changed is not run, never wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes import case, corpus

from conformance.errors import BrokenFileError
from conformance.model import Column, Implementation, Input, Judgement, Program, Verdict
from conformance.programs.observations import (
    CHANGED,
    drift,
    load_observations,
    observation_path,
    observation_text,
    subject_text,
)
from conformance.programs.protocol import reason_of

if TYPE_CHECKING:
    from pathlib import Path

CASES = corpus(
    case("a/good", '{"a": 1}'),
    case("a/bad", '{"b": 1}'),
    case("a/made", '{"c": 1}', origin={"tool": "t"}),
    case("a/dead", '{"d": 1}'),
    replace(case("a/bytes", ""), input=Input(data=b"\xff")),
)
LIVE = Program(
    column=Column(id="test.one", group="test", reading=None, variant="v"),
    judge="live",
    subject=Implementation(name="lib", version="1", language="zig"),
    not_run=None,
    judgements={
        "a/good": Judgement(verdict=Verdict.ACCEPT, typed_as="Thing"),
        "a/bad": Judgement(verdict=Verdict.REJECT, reasons=(reason_of("/b", "type", "no"),)),
        "a/made": Judgement(verdict=Verdict.REJECT, reasons=(reason_of("/c", "type", "no"),)),
        "a/dead": Judgement(verdict=Verdict.CRASH, note="it fell at /home/somebody"),
        "a/bytes": Judgement(verdict=Verdict.UNSUPPORTED, note="no bytes"),
    },
)


def kept(tmp_path: Path, program: Program = LIVE) -> Path:
    record = tmp_path / "thing"
    path = observation_path(record, program.column.id)
    path.parent.mkdir(parents=True)
    path.write_text(observation_text(program, CASES, record="thing", date="2026-01-02"), "utf-8")
    return record


def test_what_was_recorded_is_read_back(tmp_path: Path) -> None:
    (program,) = load_observations(kept(tmp_path), CASES)

    assert program.column == LIVE.column
    assert (program.judge, program.not_run) == ("recorded", None)
    assert program.subject == Implementation(
        name="lib", version="1", language="zig", date="2026-01-02"
    )
    assert program.judgements == {
        **LIVE.judgements,
        "a/made": Judgement(verdict=Verdict.REJECT),
        "a/dead": Judgement(verdict=Verdict.CRASH),
    }


def test_a_generated_case_keeps_why_it_is_lossy(tmp_path: Path) -> None:
    lost = Judgement(verdict=Verdict.LOSSY, reasons=(reason_of("/c", "lossy", "1 was dropped"),))
    program = replace(LIVE, judgements={**LIVE.judgements, "a/made": lost})
    (read,) = load_observations(kept(tmp_path, program), CASES)
    assert read.judgements["a/made"] == lost


def test_what_did_not_run_is_not_recorded(tmp_path: Path) -> None:
    not_run = {**LIVE.judgements, "a/good": Judgement(verdict=Verdict.NOT_RUN)}
    record = kept(tmp_path, replace(LIVE, judgements=not_run, subject=None))
    content = json.loads(observation_path(record, "test.one").read_text("utf-8"))
    assert "a/good" not in content["cases"]
    assert content["subject"] is None


@pytest.mark.parametrize(
    "changed",
    [
        case("a/good", '{"a": 2}'),
        replace(case("a/good", '{"a": 1}'), rev=2),
        case("a/new", '{"a": 1}'),
    ],
)
def test_a_case_that_is_not_what_it_was_is_not_run(changed: Any, tmp_path: Path) -> None:
    (program,) = load_observations(kept(tmp_path), corpus(changed))
    expected = Judgement(verdict=Verdict.NOT_RUN, note=CHANGED)
    assert (program.judgements, program.judgement(changed.id)) == ({}, expected)


def test_a_record_without_observations_has_none(tmp_path: Path) -> None:
    assert load_observations(tmp_path, CASES) == []


def test_an_observation_of_another_column_is_refused(tmp_path: Path) -> None:
    record = kept(tmp_path)
    path = observation_path(record, "test.one")
    path.rename(path.with_name("test.two.json"))
    with pytest.raises(BrokenFileError) as caught:
        load_observations(record, CASES)
    assert "at /column: the file is of the column test.one; name it test.one.json" in str(
        caught.value
    )


def test_an_observation_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    observation_path(tmp_path, "test.one").mkdir(parents=True)
    with pytest.raises(BrokenFileError, match="cannot be read"):
        load_observations(tmp_path, CASES)


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (LIVE, []),
        (replace(LIVE, subject=Implementation(name="lib", version="2")), []),
        (replace(LIVE, not_run="gone"), ["test.one: not run: gone"]),
        (
            replace(
                LIVE,
                judgements={
                    **LIVE.judgements,
                    "a/good": Judgement(verdict=Verdict.ACCEPT, typed_as="Other"),
                    "a/bad": Judgement(verdict=Verdict.LOSSY),
                },
            ),
            [
                "test.one: a/good: recorded accept as Thing, now accept as Other",
                "test.one: a/bad: recorded reject, now lossy",
            ],
        ),
    ],
)
def test_drift_is_what_a_program_now_says_otherwise(
    now: Program, lines: list[str], tmp_path: Path
) -> None:
    (known,) = load_observations(kept(tmp_path), CASES)
    assert list(drift(known, now)) == lines


def test_a_program_is_named_with_its_version() -> None:
    assert subject_text(LIVE) == "lib 1"
    assert subject_text(replace(LIVE, subject=None)) == "an unknown program"
