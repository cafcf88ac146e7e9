"""The values that the stages pass to one another. Nothing here does any work.

Everything is frozen. Treat mappings as read-only. A name is imported when it is asked for, since a
short command needs few of them: those of a record (`record`), its cases (`corpus`), what columns
say of them (`judging`, `verdicts`), and what is found (`findings`); `values` has JSON values.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model.corpus import (
        Case,
        CitedDocument,
        Corpus,
        Expectation,
        Flag,
        Input,
        unnamed_case,
    )
    from conformance.model.findings import (
        ABSENT,
        ANYTHING,
        ELEMENT,
        NOT_WEIGHED,
        OTHER_STRING,
        PRESENT,
        UNLISTED,
        Cause,
        Fact,
        Finding,
        Group,
        Importance,
        Since,
        step_of,
    )
    from conformance.model.judging import Column, Implementation, Judgement, Program, Reason
    from conformance.model.record import (
        Claim,
        Decision,
        Divergence,
        NativeName,
        ReadFrom,
        Reading,
        Record,
        Releases,
        SchemaFile,
        Shape,
        Source,
        Unread,
        Variant,
    )
    from conformance.model.values import Json, Witness
    from conformance.model.verdicts import SIDES, STANCES, Kind, Verdict
else:

    def __getattr__(name: str) -> object:
        """Return what a module of this folder gives under a name, and keep it here (PEP 562)."""
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, getattr(import_module(_WHERE[name]), name))


_WHERE = {
    "ABSENT": "conformance.model.findings",
    "ANYTHING": "conformance.model.findings",
    "Case": "conformance.model.corpus",
    "Cause": "conformance.model.findings",
    "CitedDocument": "conformance.model.corpus",
    "Claim": "conformance.model.record",
    "Column": "conformance.model.judging",
    "Corpus": "conformance.model.corpus",
    "Decision": "conformance.model.record",
    "Divergence": "conformance.model.record",
    "ELEMENT": "conformance.model.findings",
    "Expectation": "conformance.model.corpus",
    "Fact": "conformance.model.findings",
    "Finding": "conformance.model.findings",
    "Flag": "conformance.model.corpus",
    "Group": "conformance.model.findings",
    "Implementation": "conformance.model.judging",
    "Importance": "conformance.model.findings",
    "Input": "conformance.model.corpus",
    "Json": "conformance.model.values",
    "Judgement": "conformance.model.judging",
    "Kind": "conformance.model.verdicts",
    "NOT_WEIGHED": "conformance.model.findings",
    "NativeName": "conformance.model.record",
    "OTHER_STRING": "conformance.model.findings",
    "PRESENT": "conformance.model.findings",
    "Program": "conformance.model.judging",
    "ReadFrom": "conformance.model.record",
    "Reading": "conformance.model.record",
    "Reason": "conformance.model.judging",
    "Record": "conformance.model.record",
    "Releases": "conformance.model.record",
    "SIDES": "conformance.model.verdicts",
    "STANCES": "conformance.model.verdicts",
    "SchemaFile": "conformance.model.record",
    "Shape": "conformance.model.record",
    "Since": "conformance.model.findings",
    "Source": "conformance.model.record",
    "UNLISTED": "conformance.model.findings",
    "Unread": "conformance.model.record",
    "Variant": "conformance.model.record",
    "Verdict": "conformance.model.verdicts",
    "Witness": "conformance.model.values",
    "step_of": "conformance.model.findings",
    "unnamed_case": "conformance.model.corpus",
}

__all__ = [
    "ABSENT",
    "ANYTHING",
    "ELEMENT",
    "NOT_WEIGHED",
    "OTHER_STRING",
    "PRESENT",
    "SIDES",
    "STANCES",
    "UNLISTED",
    "Case",
    "Cause",
    "CitedDocument",
    "Claim",
    "Column",
    "Corpus",
    "Decision",
    "Divergence",
    "Expectation",
    "Fact",
    "Finding",
    "Flag",
    "Group",
    "Implementation",
    "Importance",
    "Input",
    "Json",
    "Judgement",
    "Kind",
    "NativeName",
    "Program",
    "ReadFrom",
    "Reading",
    "Reason",
    "Record",
    "Releases",
    "SchemaFile",
    "Shape",
    "Since",
    "Source",
    "Unread",
    "Variant",
    "Verdict",
    "Witness",
    "step_of",
    "unnamed_case",
]
