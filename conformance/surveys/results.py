"""The values that a comparison of whole sources gives."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.exact import relation_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.fields import Field
    from conformance.model import Claim, Column, Witness
    from conformance.results.lines import FindingLine, VariantPart

MAX_BRIEF = 2
"""At most this many differences of a type stay in a brief survey."""

MAX_FILES = 5
"""The files of a source that has more are not listed in a brief survey."""

CONFLICTS = ("only_a", "only_b")
"""The kinds of value that one source accepts and the other rejects."""

KINDS = (*CONFLICTS, "gap_a", "gap_b")
"""The kinds of value on which two sources differ, as in `Relation`."""


class State(StrEnum):
    """How the sources stand on a type, most pressing first."""

    DIFFERS = "differs"
    UNDECIDED = "not decided"
    SEVERAL = "several"
    UNREAD = "not read"
    LONE = "only here"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How two sources relate on a type.

    Attributes:
        a, b: The ids of the sources.
        relation: `equal`, `agree`, `within`, `contains`, `overlap`, `disjoint` or `unknown`, as in
            `Relation`.
        witnesses: Kind -> a small value of it, which validators have judged by the whole types.
        unsettled: The kinds of which it is not known whether there is a value.
    """

    a: str
    b: str
    relation: str
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    unsettled: tuple[str, ...] = ()

    @property
    def differs(self) -> bool | None:
        """Whether they differ; None if that is not known."""
        return (
            True if self.witnesses else {"equal": False, "unknown": None}.get(self.relation, True)
        )

    def rejects(self, *, newer: bool) -> bool | None:
        """Return whether one source rejects what the other accepts; None if that is not known.

        Args:
            newer: Whether it is `b` that rejects.
        """
        kind = "only_a" if newer else "only_b"
        return True if kind in self.witnesses else None if kind in self.unsettled else False


def pair_of(
    a: str, b: str, witnesses: Mapping[str, Witness], unsettled: Sequence[str], *, meets: bool
) -> Pair:
    """Return how two sources that differ relate, by the kinds of value that there are.

    Args:
        a: The id of one source.
        b: The id of the other.
        witnesses: Kind -> a value of it.
        unsettled: The kinds of which nothing is known.
        meets: Whether some value is accepted by one and not rejected by the other.
    """
    only_a, only_b = (kind in witnesses for kind in CONFLICTS)
    name = relation_name(only_a=only_a, only_b=only_b, meets=meets, same=False)
    open_ = any(kind in unsettled for kind in CONFLICTS if name != "overlap")
    open_ = open_ or (bool(unsettled) and not witnesses)
    return Pair(
        a=a,
        b=b,
        relation="unknown" if open_ else name,
        witnesses={kind: witnesses[kind] for kind in KINDS if kind in witnesses},
        unsettled=tuple(unsettled),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the sources say differently in the type itself, apart from its parts.

    Attributes:
        columns: The columns that were compared.
        variants: Their variants, without the texts of the schemas.
        findings: The differences, the most important first.
        fields: The fields around the differences, with the verdicts on their values.
        claims: `VARIANT:CLAIM` -> the statements that the two rest on.
        cut: Whether some fields are left out.
        unlisted: The ids of the differences in a property that only those list that reject the
            value. The others say nothing of the property, and accept it with any value.
    """

    columns: tuple[Column, ...] = ()
    variants: tuple[VariantPart, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    fields: tuple[Field, ...] = ()
    claims: Mapping[str, Claim] = field(default_factory=dict)
    cut: bool = False
    unlisted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A type, with what the sources say of it.

    Attributes:
        name: Its name, as in the first source that has it.
        types: Id of a source -> the full names of the type there: several if it is not clear which
            one belongs to it.
        state: How the sources stand on it.
        proven: Whether the list of its own differences is proven to be complete.
        pairs: How each two sources that have it relate; none if it is equal.
        own: What differs in the type itself; None if nothing does.
        through: The names of the parts that differ, where the type differs through them.
        used_by: The number of types that contain it.
        importance: How much it matters, from 0 to 1, to three decimals.
        why_not: What is not decided or not read, and why, a sentence each.
        unlike: Whether the sources share the name and few properties, so that they may mean two
            different types.
    """

    name: str
    types: Mapping[str, tuple[str, ...]]
    state: State
    proven: bool = True
    pairs: tuple[Pair, ...] = ()
    own: Own | None = None
    through: tuple[str, ...] = ()
    used_by: int = 0
    importance: float = 0.0
    why_not: tuple[str, ...] = ()
    unlike: bool = False

    @property
    def breaks(self) -> tuple[bool | None, bool | None]:
        """Whether some later source rejects what the one before it accepts, and the other way."""
        return _any([x.rejects(newer=True) for x in self.pairs]), _any(
            [x.rejects(newer=False) for x in self.pairs]
        )

    @property
    def rejecting(self) -> tuple[str, ...]:
        """The ids of the sources that reject something that another one accepts."""
        found = {x.b for x in self.pairs if x.rejects(newer=True)}
        found |= {x.a for x in self.pairs if x.rejects(newer=False)}
        return tuple(source for source in self.types if source in found)

    @property
    def conflicts(self) -> bool:
        """Whether some source accepts a value that another one rejects."""
        return bool(self.rejecting)


def _any(found: Sequence[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A source of a survey.

    Attributes:
        id: Its id.
        name: The source as it was named.
        title: Its name for people.
        notation: Its notation, for people.
        types: The number of its types.
        files: The files that were read: path -> SHA-256.
    """

    id: str
    name: str
    title: str
    notation: str
    types: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A comparison of whole sources.

    Attributes:
        sources: The sources, in their order.
        entries: All types, the most important first.
        interrupt: The exit code of the interrupt that ended it early; 0 if none did.
        notes: What was done that the names alone do not show, for example a prefix left out.
        left_out: The number of types that are left out, since only one source has them.
    """

    sources: tuple[Named, ...]
    entries: tuple[Entry, ...]
    interrupt: int = 0
    notes: tuple[str, ...] = ()
    left_out: int = 0

    def counts(self) -> dict[State, int]:
        """Return the number of types in each state."""
        found = dict.fromkeys(State, 0) | {State.LONE: self.left_out}
        for entry in self.entries:
            found[entry.state] += 1
        return found

    def brief(self) -> Survey:
        """Return the survey without what takes most space: a page and a file fit for Git.

        Types that only one source has are left out, and so are fields, statements, and the digests
        of many files; of each type the first `MAX_BRIEF` differences stay.
        """
        entries = (x for x in self.entries if x.state is not State.LONE)
        return replace(
            self,
            sources=tuple(
                x if len(x.files) <= MAX_FILES else replace(x, files={}) for x in self.sources
            ),
            entries=tuple(x if x.own is None else replace(x, own=_brief(x.own)) for x in entries),
            left_out=self.counts()[State.LONE],
        )


def _brief(own: Own) -> Own:
    return replace(own, findings=own.findings[:MAX_BRIEF], fields=(), claims={}, cut=True)
