"""What programs are recorded to have said of the cases of the record `thing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fakes
from conformance.corpus.load import load_corpus
from conformance.programs.observations import observation_path, observation_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.model import Judgement, Verdict

ON, IDLE, ELSE, MORE = "state/on", "state/idle", "state/else", "more/unlisted"


def write_observation(
    project: Path, said: Mapping[str, Verdict | Judgement], name: str = "one"
) -> None:
    """Record what a program said of cases."""
    folder = project / "schemas" / "thing"
    corpus, program = load_corpus(folder), fakes.program(said, name=name)
    path = observation_path(folder, program.column.id)
    path.parent.mkdir(exist_ok=True)
    path.write_text(observation_text(program, corpus, record="thing", date="2026-01-02"), "utf-8")
