"""The exact comparison: every disagreement between schemas that a JSON value shows, proven."""

from conformance.documents import DIALECTS, DRAFT_07, DRAFT_2019_09, DRAFT_2020_12
from conformance.exact.causes import Causes, ProvenCause, causes
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
    "causes",
    "compare",
    "compare_columns",
    "judge_of",
    "relate",
    "relate_all",
    "relation_name",
    "verdict",
]
