"""Findings: the facts that cause a disagreement, and the columns' stances on it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.model.values import Witness
    from conformance.model.verdicts import Kind, Verdict

ABSENT = "absent"
PRESENT = "present"
ELEMENT = "an element"
UNLISTED = "an unlisted property"
OTHER_STRING = "any other string"
ANYTHING = "any value"
"""The special of the whole value if a column rejects everything."""


class Fact(NamedTuple):
    """Something that may hold of a value.

    Attributes:
        place: A JSON Pointer, with `*` for any element and for any name that no schema gives.
        special: A literal as canonical JSON, or a class of values in words.
    """

    place: str
    special: str

    @property
    def is_presence(self) -> bool:
        """Whether it says that a part is there, whatever the part's value."""
        return self.special in {PRESENT, ELEMENT} or self.special.startswith(UNLISTED)

    @property
    def part(self) -> str:
        """The place of the part that a fact of presence is about."""
        if self.special == PRESENT:
            return self.place
        return f"{self.place}/{'*' if self.special == ELEMENT else step_of(self.special)}"

    def under(self, step: str) -> Fact:
        """Return the fact about a part as a fact about the whole."""
        return Fact(f"/{step}{self.place}", self.special)


def step_of(special: str) -> str:
    """Return the step of a place that leads to a property of an unlisted name."""
    words = special.removeprefix("an ").replace("~", "~0").replace("/", "~1")
    return f"({words})"


@dataclass(frozen=True, slots=True)
class Cause:
    """What is special in an input, and where: the identity of a finding.

    Attributes:
        facts: Sorted; several for an interaction.
    """

    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, places: str | Iterable[str], specials: str | Iterable[str]) -> Cause:
        """Return the cause of one place, or of several that act together, in any order."""
        if isinstance(places, str):
            return cls((Fact(places, str(specials)),))
        return cls(tuple(sorted(Fact(*pair) for pair in zip(places, specials, strict=True))))

    @property
    def places(self) -> tuple[str, ...]:
        """The place of each fact."""
        return tuple(fact.place for fact in self.facts)

    @property
    def specials(self) -> tuple[str, ...]:
        """What is special at each place, in the same order."""
        return tuple(fact.special for fact in self.facts)

    @property
    def id(self) -> str:
        """The text that names the finding: each place, and what is special there."""
        return " & ".join(f"{fact.place or '(root)'} = {fact.special}" for fact in self.facts)


class Group(StrEnum):
    """What a finding is about, in the order in which reports show the groups."""

    VALUES = "values"
    ABSENCE = "null and absence"
    UNLISTED = "unlisted properties"
    COMBINATIONS = "combinations"
    TYPES = "types"
    LOSSES = "losses"
    PROGRAMS = "programs only"
    TEXTS = "texts that are not JSON"


class Importance(NamedTuple):
    """How much a finding matters.

    Attributes:
        group: What it is about.
        score: From 0 to 1, to three decimals.
        because: What adds to the score, the most telling first.
    """

    group: Group = Group.TYPES
    score: float = 0.0
    because: tuple[str, ...] = ()


NOT_WEIGHED = Importance()
"""The importance of a finding that is not weighed, since nothing shows it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The last change of a package's stance on a finding.

    Attributes:
        column: The id of the package's columns without the version.
        version: The first release with its stance of today.
        verdict: That stance.
        again: Whether an earlier release had it too.
    """

    column: str
    version: str
    verdict: Verdict
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause of disagreement, and the columns' stances on it.

    Attributes:
        cause: What is special, and where.
        kinds: Sorted, most pressing first.
        stances: Column id -> accept, reject, silent or lossy; columns without a verdict are left
            out.
        witness: The smallest value that shows it; None if only a text that is not JSON does.
        twin: The nearest value that more columns accept; None if there is none.
        cases: Ids of the cases that show it, or of the first ones.
        claims: `VARIANT:CLAIM` of the claims that cause it.
        skew: Whether the sides describe different components or dates.
        mistyped: The columns that decode it as a type that belongs to another value -> this type;
            their stance is `lossy`.
        importance: How much it matters.
        since: For packages whose releases changed their stance, the last change.
        more: The number of further cases that show it.
    """

    cause: Cause
    kinds: tuple[Kind, ...]
    stances: Mapping[str, Verdict]
    witness: Witness | None
    twin: Witness | None
    cases: tuple[str, ...]
    claims: tuple[str, ...]
    skew: bool
    mistyped: Mapping[str, str] = field(default_factory=dict)
    importance: Importance = NOT_WEIGHED
    since: tuple[Since, ...] = ()
    more: int = 0

    @property
    def id(self) -> str:
        """The cause's id: a finding stays the same when columns change sides."""
        return self.cause.id

    def columns(self, *verdicts: Verdict) -> tuple[str, ...]:
        """Return the ids of the columns with one of these stances, in column order."""
        return tuple(column for column, stance in self.stances.items() if stance in verdicts)
