"""A history on a terminal is a timeline of a few lines a version."""

from __future__ import annotations

import io

from fakes.histories import long_history
from rich.console import Console

from conformance.reporters.history.terminal import MAX_STEPS, history_lines


def test_only_the_newest_steps_and_the_first_types_are_printed() -> None:
    console = Console(file=io.StringIO(), width=200, color_system=None)

    console.print(history_lines(long_history(MAX_STEPS + 3, interrupt=130)))

    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert lines[1] == "3 older changes in the report"
    assert lines.count("  and 9 more types") == MAX_STEPS
    assert lines.count("    and 3 more in Type0") == MAX_STEPS
    assert lines[-1] == "interrupted; what was compared by then is told"
    assert sum("Type1" in line and "in 1 type: rejected now" in line for line in lines) == MAX_STEPS
