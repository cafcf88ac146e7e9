"""Judges JSON by a reading's schema: accept, reject or silent, with reasons.

Two validators share the work. jsonschema-rs is fast and gives most verdicts. jsonschema is the
reference, and gives the reasons. If they differ, the engine's own evaluator decides which of them
is wrong, and the verdict is marked with the fault.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from conformance.dataclass import dataclass
from conformance.documents import dialect_of
from conformance.errors import BrokenFileError, DefectError
from conformance.exact import Evaluator, Subject
from conformance.exact.validators import Fast, Reference, plain
from conformance.jsontext.text import Problem, canonical
from conformance.judges.compiled import LibraryError
from conformance.judges.reasons import Explainer
from conformance.model import Column, Judgement, Verdict
from conformance.schema.silence import Mode, compile_silence, has_silence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.exact import LibraryFault
    from conformance.exact.validators import Validator
    from conformance.jsontext.text import Parsed
    from conformance.model import Json, Reading, SchemaFile, Variant

_ACCEPTED = Judgement(verdict=Verdict.ACCEPT)


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
    _subjects: Mapping[Mode, Subject]
    _evaluators: dict[Mode, Evaluator] = field(default_factory=dict)
    _faults: dict[tuple[str, Mode], LibraryFault] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[LibraryFault, ...]:
        """What the libraries were found to get wrong so far, each once."""
        return tuple(self._faults.values())

    def verdict(self, parsed: Parsed | Problem) -> Verdict:
        """Return the verdict alone: from the fast validator, unless it was found to err here."""
        if isinstance(parsed, Problem):
            return Verdict.UNSUPPORTED
        if any(library == Fast.library for library, _ in self._faults):
            return self.settled(parsed)
        return self._by_fast(parsed.value)

    def _by_fast(self, value: Json) -> Verdict:
        if not self._lenient.is_valid(value):
            return Verdict.REJECT
        if self._strict is None or self._strict.is_valid(value):
            return Verdict.ACCEPT
        return Verdict.SILENT

    def settled(self, parsed: Parsed | Problem) -> Verdict:
        """Return the verdict by the engine's own evaluator, if it decides; else the fast one's."""
        if isinstance(parsed, Problem):
            return Verdict.UNSUPPORTED
        return self._own(parsed.value) or self._by_fast(parsed.value)

    def answer(self, parsed: Parsed | Problem) -> Judgement:
        """Return the verdict with its reasons, by jsonschema-rs and the engine's own evaluator.

        jsonschema, which takes long to start, is asked only where they are in doubt.

        Raises:
            DefectError: The validators differ, and it cannot be told which of them errs.
        """
        if isinstance(parsed, Problem) or self._explainer.is_doubtful:
            return self.judge(parsed)
        verdict = self._own(parsed.value)
        if verdict is not self._by_fast(parsed.value):
            return self.judge(parsed)
        if verdict is Verdict.ACCEPT:
            return _ACCEPTED
        try:
            found = self._explainer.explain(parsed.value, rejected=verdict is Verdict.REJECT)
        except (LibraryError, RecursionError):
            return self.judge(parsed)
        return found if found.verdict is verdict else self.judge(parsed)

    def judge(self, parsed: Parsed | Problem) -> Judgement:
        """Return the verdict of both validators with its reasons, best first.

        Where one of them errs, the note says so; a verdict that the reference validator does not
        share has no reasons.

        Raises:
            DefectError: The validators differ, and it cannot be told which of them errs.
        """
        if isinstance(parsed, Problem):
            return Judgement(verdict=Verdict.UNSUPPORTED, note=parsed.message)
        value = parsed.value
        fast = self._by_fast(value)
        slow: Verdict | str
        try:
            slow = self._explainer.verdict(value)
            if slow is fast and not self._explainer.is_doubtful:
                # The evaluator takes long: it is asked only if the two differ.
                if fast is Verdict.ACCEPT:
                    return _ACCEPTED
                return self._explainer.explain(value, rejected=fast is Verdict.REJECT)
        except RecursionError:
            note = "nested too deeply for the reference validator to give reasons"
            return Judgement(verdict=self._own(value) or fast, note=note)
        except LibraryError as error:
            slow = str(error)
        own = self._own(value)
        right = own or fast
        if slow is fast is right:
            return self._explainer.explain(value)
        if own is None and isinstance(slow, Verdict) and slow is not fast:
            raise DefectError(
                f"jsonschema-rs says {fast}, jsonschema says {slow} "
                f"of {canonical(value)} in column {self.column.id}",
                hint="please report this with the schema and the value",
            )
        notes = [
            self._fault(kind, value, answer, right=right)
            for kind, answer in ((Reference, slow), (Fast, fast))
            if answer is not right
        ]
        found = Judgement(verdict=right)
        if slow is right:
            found = self._explainer.explain_by_reference(value)
        return replace(found, note=f"{'; '.join(notes)}: the verdict is by the specification")

    def _own(self, value: Json) -> Verdict | None:
        lenient = self._evaluator(Mode.LENIENT).valid(value)
        if lenient is False:
            return Verdict.REJECT
        strict = self._evaluator(Mode.STRICT).valid(value) if self._strict else lenient
        if strict is True:
            return Verdict.ACCEPT
        return None if lenient is None or strict is None else Verdict.SILENT

    def _evaluator(self, mode: Mode) -> Evaluator:
        if mode not in self._evaluators:
            self._evaluators[mode] = Evaluator(self._subjects[mode])
        return self._evaluators[mode]

    def _fault(
        self, kind: type[Validator], value: Json, answer: Verdict | str, *, right: Verdict
    ) -> str:
        """Return a library's fault in words, worked out once for each of the two schemas."""
        from conformance.exact.judge import fault_of  # noqa: PLC0415  hardly ever needed

        mode = Mode.STRICT if Verdict.REJECT not in {answer, right} else Mode.LENIENT
        mode = mode if mode in self._subjects else Mode.LENIENT
        key = (kind.library, mode)
        answers = {Verdict.ACCEPT: True, Verdict.SILENT: mode is Mode.LENIENT}
        if key not in self._faults:
            self._faults[key] = fault_of(
                kind(self._subjects[mode]),
                value,
                answers.get(answer, False) if isinstance(answer, Verdict) else answer,
                right=answers.get(right, False),
            )
        return self._faults[key].brief


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
    modes = [Mode.LENIENT, Mode.STRICT] if has_silence(reading.file) else [Mode.LENIENT]
    subjects = {
        mode: Subject(column.id, compile_silence(reading.file, mode), reading.file.dialect)
        for mode in modes
    }
    fast = {mode: _fast_validator(reading.file, subject) for mode, subject in subjects.items()}
    return SchemaJudge(
        column,
        fast[Mode.LENIENT],
        fast.get(Mode.STRICT),
        Explainer.of(reading.file, variant.claims),
        subjects,
    )


def _fast_validator(file: SchemaFile, subject: Subject) -> jsonschema_rs.Validator:
    dialect = dialect_of(subject.schema, file.dialect)
    schema = cast("dict[str, Any] | bool", plain(subject.schema, dialect))
    try:
        return jsonschema_rs.validator_for(schema, validate_formats=False)
    except jsonschema_rs.ValidationError as error:
        raise BrokenFileError(
            f"jsonschema-rs cannot read the schema: {error.message}",
            file=file.path.as_posix(),
            hint="write a regular expression as ECMA-262 has it",
        ) from error
