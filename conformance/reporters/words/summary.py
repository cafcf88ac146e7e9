"""Says a run in one sentence, how far it is proven, and what the field table does not show."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.model import Group
from conformance.reporters.views.overview import counted, plural

if TYPE_CHECKING:
    from collections.abc import Collection

    from conformance.reporters.views.fields import FieldTable
    from conformance.reporters.views.overview import Overview

_BESIDES = {
    Group.VALUES: ("value", "values"),
    Group.ABSENCE: ("on null or absence", "on null or absence"),
    Group.UNLISTED: ("unlisted property", "unlisted properties"),
    Group.COMBINATIONS: ("combination", "combinations"),
    Group.TYPES: ("type", "types"),
    Group.LOSSES: ("loss", "losses"),
    Group.PROGRAMS: ("between programs only", "between programs only"),
    Group.TEXTS: ("text that is not JSON", "texts that are not JSON"),
}


def headline(run: Overview, table: FieldTable) -> str:
    """Return the sentence on what descriptions conflict on, without a full stop."""
    who = plural(len(table.variants), "description")
    programs = sum(column.column.reading is None for column in run.columns)
    if not table.variants:
        who = plural(programs, "program")
    elif programs:
        who += f" and {plural(programs, 'program')}"
    present = [line for line in run.findings if not line.vanished]
    if not present:
        return f"{who}, no disagreement"
    fields = [field for field in table.fields if field.conflicting]
    if fields:
        values = plural(table.conflicts, "value")
        return f"{who}; the descriptions conflict on {values} of {plural(len(fields), 'field')}"
    if table.fields and len(table.variants) > 1:
        return f"{who}; the descriptions conflict on no value of a field"
    return f"{who}, {plural(len(present), 'finding')}"


def proof(run: Overview) -> str:
    """Return the number of findings of each kind, and how far the list is proven."""
    footer = run.footer
    kinds = counted(footer)
    found = plural(footer.findings, "finding") + (f" ({kinds})" if kinds else "")
    if not footer.complete:
        return f"{found}; tested only, not proven complete"
    proven = f"proven complete over {plural(footer.cells or 0, 'cell')}"
    return f"{found}; {proven}{' (programs: tested only)' if run.programs else ''}"


def besides(run: Overview, shown: Collection[str]) -> str:
    """Return how many findings of each group are not among the shown ones; empty if all are.

    Args:
        run: The run.
        shown: The ids of the findings that are shown.
    """
    left = Counter(
        line.finding.importance.group
        for line in run.findings
        if line.id not in shown and not line.vanished
    )
    return ", ".join(
        f"{left[group]} {one if left[group] == 1 else many}"
        for group, (one, many) in _BESIDES.items()
        if left[group]
    )
