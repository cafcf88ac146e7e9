"""Judges JSON by a reading's schema: accept, reject or silent, with reasons.

Two validators share the work. jsonschema-rs is fast and gives most verdicts. jsonschema is the
reference, and gives the reasons. If both judge a value, they have to agree; `overrides` handles the
keywords on which they are known to differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from conformance.errors import BrokenFileError, DefectError
from conformance.jsontext.text import Problem, canonical
from conformance.judges.reasons import Explainer
from conformance.model import Column, Judgement, Verdict
from conformance.schema.silence import Mode, compile_silence, has_silence

if TYPE_CHECKING:
    from conformance.jsontext.text import Parsed
    from conformance.model import Reading, SchemaFile, Variant


@dataclass(frozen=True, slots=True)
class SchemaJudge:
    """The judge of one reading.

    Attributes:
        column: Its column.
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
        """Return the verdict of both validators with its reasons, best first.

        Raises:
            DefectError: The validators differ.
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
        raise DefectError(
            f"jsonschema-rs says {fast}, jsonschema says {reference.verdict} "
            f"of {canonical(parsed.value)} in column {self.column.id}",
            hint="please report this with the schema and the value",
        )


def schema_judge(variant: Variant, reading: Reading) -> SchemaJudge:
    """Return the judge of one reading of a variant.

    Raises:
        BrokenFileError: The schema cannot be compiled.
    """
    column = Column(
        id=variant.column(reading.name),
        group=variant.id,
        reading=reading.name,
        variant=variant.id,
    )
    return SchemaJudge(
        column,
        _fast_validator(reading.file, Mode.LENIENT),
        _fast_validator(reading.file, Mode.STRICT) if has_silence(reading.file) else None,
        Explainer.of(reading.file, variant.claims),
    )


def _fast_validator(file: SchemaFile, mode: Mode) -> jsonschema_rs.Validator:
    schema = cast("dict[str, Any] | bool", compile_silence(file, mode))
    try:
        return jsonschema_rs.validator_for(schema, validate_formats=False)
    except jsonschema_rs.ValidationError as error:
        raise BrokenFileError(
            f"jsonschema-rs cannot read the schema: {error.message}",
            file=file.path.as_posix(),
            hint="write a regular expression as ECMA-262 has it",
        ) from error
