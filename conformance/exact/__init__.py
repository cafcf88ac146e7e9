"""The exact comparison: every disagreement between schemas that a JSON value shows, proven.

A name is imported when it is asked for, since a comparison of two schemas needs few of them. The
function `causes` is not among them: its module has the same name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.documents import DIALECTS, DRAFT_07, DRAFT_2019_09, DRAFT_2020_12
    from conformance.exact.causes import Causes, ProvenCause
    from conformance.exact.cells import (
        Cells,
        ColumnCells,
        ThreeValued,
        compare,
        compare_columns,
        verdict,
    )
    from conformance.exact.evaluate import Evaluator
    from conformance.exact.faults import LibraryFault
    from conformance.exact.fields import ProvenField, ProvenFields, ValueClass
    from conformance.exact.judge import Judge, judge_of
    from conformance.exact.relation import Relation, relate, relate_all, relation_name
    from conformance.exact.solver import Limits
    from conformance.exact.sources import Subject
    from conformance.model import Fact
else:

    def __getattr__(name: str) -> object:
        """Return what a module of this folder, or one below it, gives under a name (PEP 562)."""
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_WHERE[name]), name)


_WHERE = {
    "Causes": "conformance.exact.causes",
    "Cells": "conformance.exact.cells",
    "ColumnCells": "conformance.exact.cells",
    "DIALECTS": "conformance.documents",
    "DRAFT_07": "conformance.documents",
    "DRAFT_2019_09": "conformance.documents",
    "DRAFT_2020_12": "conformance.documents",
    "Evaluator": "conformance.exact.evaluate",
    "Fact": "conformance.model",
    "Judge": "conformance.exact.judge",
    "LibraryFault": "conformance.exact.faults",
    "Limits": "conformance.exact.solver",
    "ProvenCause": "conformance.exact.causes",
    "ProvenField": "conformance.exact.fields",
    "ProvenFields": "conformance.exact.fields",
    "Relation": "conformance.exact.relation",
    "Subject": "conformance.exact.sources",
    "ThreeValued": "conformance.exact.cells",
    "ValueClass": "conformance.exact.fields",
    "compare": "conformance.exact.cells",
    "compare_columns": "conformance.exact.cells",
    "judge_of": "conformance.exact.judge",
    "relate": "conformance.exact.relation",
    "relate_all": "conformance.exact.relation",
    "relation_name": "conformance.exact.relation",
    "verdict": "conformance.exact.cells",
}
"""Each name -> its module."""

__all__ = [
    "DIALECTS",
    "DRAFT_07",
    "DRAFT_2019_09",
    "DRAFT_2020_12",
    "Causes",
    "Cells",
    "ColumnCells",
    "Evaluator",
    "Fact",
    "Judge",
    "LibraryFault",
    "Limits",
    "ProvenCause",
    "ProvenField",
    "ProvenFields",
    "Relation",
    "Subject",
    "ThreeValued",
    "ValueClass",
    "compare",
    "compare_columns",
    "judge_of",
    "relate",
    "relate_all",
    "relation_name",
    "verdict",
]
