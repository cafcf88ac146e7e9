"""Judges JSON by a reading's schema: accept, reject or silent, and why.

Two validators share the work. jsonschema-rs is fast and gives the bulk of the verdicts; jsonschema
is the reference, and gives the reasons wherever they are shown. Where both judged, they have to
agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from conformance.errors import DefectError
from conformance.jsontext import Problem, canonical
from conformance.judges.reasons import Explainer
from conformance.model import Column, Judgement, Verdict
from conformance.silence import Mode, compile_silence, has_silence

if TYPE_CHECKING:
    from conformance.jsontext import Parsed
    from conformance.model import Json, Reading, Variant

KNOWN_DIFFERENCES = {
    "multipleOf": "jsonschema divides floats in binary: it says that 0.3 is no multiple of 0.1",
    "pattern": "jsonschema searches with Python's `re`, which is not ECMA-262: `$` also matches "
    "before a final line feed, and `\\d`, `\\w` and `\\s` are not limited to ASCII",
    "patternProperties": "as for pattern",
}
"""Keyword -> why the two validators may differ on it. jsonschema-rs is believed there."""


@dataclass(frozen=True, slots=True)
class SchemaJudge:
    """The judge of one reading.

    Attributes:
        column: The column that it answers for.
    """

    column: Column
    _lenient: jsonschema_rs.Validator
    _strict: jsonschema_rs.Validator | None
    _explainer: Explainer

    def verdict(self, parsed: Parsed | Problem) -> Verdict:
        """Return the verdict alone, from the fast validator."""
        if isinstance(parsed, Problem):
            return Verdict.UNSUPPORTED
        if not self._lenient.is_valid(parsed.value):
            return Verdict.REJECT
        if self._strict is None or self._strict.is_valid(parsed.value):
            return Verdict.ACCEPT
        return Verdict.SILENT

    def judge(self, parsed: Parsed | Problem) -> Judgement:
        """Return the verdict with its reasons, best first, both validators asked.

        Raises:
            DefectError: The validators differ, and not by a known difference.
        """
        if isinstance(parsed, Problem):
            return Judgement(verdict=Verdict.UNSUPPORTED, note=parsed.message)
        fast = self.verdict(parsed)
        try:
            reference = self._explainer.explain(parsed.value)
        except RecursionError:
            note = "nested too deeply for the reference validator to say why"
            return Judgement(verdict=fast, note=note)
        if reference.verdict is fast:
            return reference
        self._excuse(parsed.value, fast, reference)
        return Judgement(verdict=fast, reasons=reference.reasons)

    def _excuse(self, value: Json, fast: Verdict, reference: Judgement) -> None:
        keywords = {reason.keyword for reason in reference.reasons}
        for validator in (self._lenient, self._strict):
            if validator is not None:
                keywords |= {error.kind.name for error in validator.iter_errors(value)}
        if not keywords & KNOWN_DIFFERENCES.keys():
            raise DefectError(
                f"jsonschema-rs says {fast}, jsonschema says {reference.verdict} "
                f"of {canonical(value)} in column {self.column.id}",
                mend="please report this with the schema and the value",
            )


def schema_judge(variant: Variant, reading: Reading) -> SchemaJudge:
    """Return the judge of one reading of a variant.

    Raises:
        BrokenFileError: The schema cannot be compiled.
    """
    column = Column(
        id=f"{variant.id}.{reading.name}",
        group=variant.id,
        reading=reading.name,
        variant=variant.id,
    )
    strict = compile_silence(reading.file, Mode.STRICT) if has_silence(reading.file) else None
    return SchemaJudge(
        column,
        _fast_validator(compile_silence(reading.file, Mode.LENIENT)),
        None if strict is None else _fast_validator(strict),
        Explainer.of(reading.file, variant.claims),
    )


def _fast_validator(schema: Json) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(
        cast("dict[str, Any] | bool", schema), validate_formats=False
    )
