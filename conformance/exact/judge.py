"""Decides under which schemas a value is valid, and which validator is wrong if they differ.

The engine's own evaluator decides. Validator libraries check it: their wrong answers are kept as
their faults and end nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from conformance.errors import BrokenFileError, DefectError
from conformance.exact.evaluate import Evaluator
from conformance.exact.faults import LibraryFault, blamed
from conformance.exact.validators import Fast, Reference, version_of
from conformance.jsontext.text import canonical
from conformance.model import Json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.exact.sources import Subject
    from conformance.exact.validators import Said, Validator

Judge: TypeAlias = Callable[[Json], tuple[bool, ...]]
"""Returns for each subject, in their order, whether a value is valid."""

_THOROUGH = 100
"""Two judges check at most this many values; jsonschema-rs alone checks the others."""
_WORDS: dict[object, str] = {True: "valid", False: "not valid"}


def judge_of(subjects: Sequence[Subject]) -> Judge:
    """Return the judge of some subjects."""
    return Referee(subjects).judge


class Referee:
    """Decides on values, and checks the libraries.

    Attributes:
        faults: The faults of libraries, at most one for each library and subject.
    """

    def __init__(self, subjects: Sequence[Subject]) -> None:
        """Compile nothing yet."""
        self._subjects = subjects
        self._evaluators = [Evaluator(subject) for subject in subjects]
        self._reference = [Reference(subject) for subject in subjects]
        self._fast = [Fast(subject) for subject in subjects]
        self._faults: dict[tuple[str, int], LibraryFault] = {}

    @property
    def faults(self) -> tuple[LibraryFault, ...]:
        """Return the faults found so far, by library and subject."""
        return tuple(fault for _, fault in sorted(self._faults.items()))

    def judge(self, value: Json) -> tuple[bool, ...]:
        """Return for each subject whether a value is valid.

        If the evaluator does not decide, a library does.

        Raises:
            BrokenFileError: A reference leads nowhere, or no library decides either.
        """
        return tuple(self.judge_one(number, value) for number in range(len(self._subjects)))

    def judge_one(self, number: int, value: Json) -> bool:
        """Return whether a value is valid under one subject, as `judge` does."""
        decided = self._evaluators[number].valid(value)
        for validator in (self._fast[number], self._reference[number]):
            answer = validator.says(value) if decided is None else decided
            if isinstance(answer, bool):
                return answer
        raise BrokenFileError(
            f"no validator can say whether {canonical(value)} is valid",
            file=self._subjects[number].name,
            hint="write regular expressions as ECMA-262 has them",
        )

    def known(self, value: Json) -> tuple[bool, ...] | None:
        """Return the answers of `judge`; None if nobody can say."""
        try:
            return self.judge(value)
        except BrokenFileError:
            return None

    def decided(self, value: Json) -> tuple[bool, ...] | None:
        """Return the answers of the evaluators alone; None if one does not decide."""
        answers = [evaluator.valid(value) for evaluator in self._evaluators]
        decided = tuple(answer for answer in answers if answer is not None)
        return decided if len(decided) == len(answers) else None

    def quick_one(self, number: int, value: Json) -> bool:
        """Return the fast validator's answer for one subject; `judge_one` decides if it fails."""
        answer = self._fast[number].says(value)
        return answer if isinstance(answer, bool) else self.judge_one(number, value)

    def confirm(
        self, cells: Iterable[tuple[tuple[bool, ...], Json]], *, reference: int = _THOROUGH
    ) -> None:
        """Check the answers on values; the first values matter most.

        Args:
            cells: The answers, subject by subject, with the value.
            reference: jsonschema checks this many values. Of the first hundred, the others are
                checked by the evaluator and by jsonschema-rs.

        Raises:
            DefectError: The evaluator contradicts it, or does not decide where a library does.
        """
        for count, (vector, value) in enumerate(cells):
            for number, right in enumerate(vector):
                is_thorough = count < reference and self._reference[number].can_say
                validator = (self._reference if is_thorough else self._fast)[number]
                answer, own = validator.says(value), None
                if reference <= count < _THOROUGH:
                    own = self._evaluators[number].valid(value)
                if answer is not right or own is (not right):
                    self._settle(number, value, validator, answer, right=right)

    def _settle(
        self, number: int, value: Json, validator: Validator, answer: Said, *, right: bool
    ) -> None:
        """Decide which is wrong: keep a library's fault, raise an error for our own.

        A library that raises an error is wrong in any case.
        """
        decided = self._evaluators[number].valid(value)
        if decided is (not right) or (decided is None and isinstance(answer, bool)):
            by_specification = "not decided" if decided is None else _WORDS[decided]
            raise DefectError(
                f"{canonical(value)} is {_WORDS[right]} under {self._subjects[number].name} by the "
                f"exact comparison, {by_specification} by the specification, and "
                f"{validator.library} says {_WORDS.get(answer, answer)}",
                hint="please report this with the schemas",
            )
        self._note(number, value, validator, answer, right=right)

    def _note(
        self, number: int, value: Json, validator: Validator, answer: Said, *, right: bool
    ) -> None:
        """Keep a fault of a library, the first one for a subject."""
        key = (validator.library, number)
        if key not in self._faults:
            self._faults[key] = fault_of(validator, value, answer, right=right)


def fault_of(validator: Validator, value: Json, answer: Said, *, right: bool) -> LibraryFault:
    """Return a validator's fault on a value, with the keywords on which it is wrong."""
    subject = validator.subject
    kind = type(validator)

    def errs(smaller: Subject) -> bool:
        try:
            decided = Evaluator(smaller).valid(value)
        except BrokenFileError:
            return False
        return decided is not None and kind(smaller).says(value) is not decided

    return LibraryFault(
        library=validator.library,
        version=version_of(validator.library),
        keywords=blamed(subject, errs),
        subject=subject.name,
        answer=_WORDS.get(answer, str(answer)),
        right=_WORDS[right],
        value=value,
    )
