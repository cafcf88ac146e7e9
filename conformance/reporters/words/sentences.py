"""Puts the columns' stances on a finding into words, and what that means for a user.

Every sentence is made from the results alone: nothing here knows any record.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Kind, Verdict
from conformance.reporters.words.names import names_of, package_of
from conformance.reporters.words.phrases import (
    code,
    fitting,
    listed,
    name,
    names,
    sentence,
    text,
)
from conformance.reporters.words.releases import since

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.model import Since
    from conformance.reporters.words.phrases import Phrase
    from conformance.results.lines import ColumnLine, VariantPart

PROSE = "documented"
TYPES = "declared"

MAX_PACKAGES = 3
"""A list in short names at most this many packages; of more, the other programs are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the sentences need to know about the columns.

    Attributes:
        readings: Variant id -> the ids of the columns that read it, in column order.
        variant: Column id -> variant id, for readings of a description only.
        age: Column id -> (component, date) of what it describes, either may be empty; no program
            that does not say.
        families: Id of a package's decoder -> its releases' columns, older ones first; two or
            more.
        groups: Name of a group of programs -> its columns, of two or more packages.
        names: Id of a column, of a variant or of a family -> its name for people.
        packages: Id of a program's column -> the id of its package.
        decoders: Id of a package -> all its columns; two or more.
        dates: Id of a program's column -> the date of the release, if it is known.
        fields: Name of a field of the record -> its number in reading order.
    """

    readings: Mapping[str, tuple[str, ...]]
    variant: Mapping[str, str]
    age: Mapping[str, tuple[str, str]]
    families: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    packages: Mapping[str, str]
    decoders: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, str]
    fields: Mapping[str, int]

    def described(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that read a description; the others are programs."""
        return [column for column in columns if column in self.variant]

    def programs(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that are programs."""
        return [column for column in columns if column not in self.variant]

    def name(self, known: str) -> str:
        """Return the name of a column, variant or family for people."""
        return self.names.get(known, known)

    def releases(self) -> dict[str, list[str]]:
        """Return a package's decoder without its version -> its columns, older ones first."""
        found: dict[str, list[str]] = {family: [*ids] for family, ids in self.families.items()}
        for column in self.packages:
            family, at, _ = column.partition("@")
            if at:
                found.setdefault(family, [column])
        return found

    def family(self, known: str) -> str:
        """Return the name of a package's decoder without a version."""
        if known in self.names:
            return self.names[known]
        column = next(x for x in self.packages if x.partition("@")[0] == known)
        return self.name(column).replace(f" {column.partition('@')[2]}", "", 1)

    def short(self, columns: Sequence[str]) -> list[str]:
        """Return the names: a variant stands for its readings if all of them are there.

        In the same way a package's decoder, without a version, replaces its releases, and a package
        its decoders.
        """
        return [self.name(known) for known in self._whole(columns)]

    def grouped(self, columns: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Return the names as in `short` by group of programs.

        Names that belong to no group come first, under an empty name.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        found[""] = []
        for known in self._whole(columns):
            described = known in self.variant or known in self.readings
            groups = () if described else (x for x in self.groups if known.startswith(f"{x}."))
            group = next(iter(groups), "")
            found[group].append(self.name(known).removesuffix(f" ({group})"))
        return [(group, names) for group, names in found.items() if names]

    def brief(self, columns: Sequence[str]) -> list[str]:
        """Return the names as in `short`, but at most three packages.

        Those are the newest ones. The last name then ends in ` + 13`, the number of programs that
        are left out.
        """
        named, left = self.newest(self.programs(columns), MAX_PACKAGES)
        if left:
            named[-1] += f" + {left}"
        return [*self.short(self.described(columns)), *named]

    def newest(self, programs: Sequence[str], most: int) -> tuple[list[str], int]:
        """Return the names of programs as in `short`, but not more, and how many are left out.

        Of more, one of each package is named, newest first, then by name: the newest release, and
        of its decoders the one that has no name of its own.
        """
        named = self.short(programs)
        if len(named) <= most:
            return named, 0
        chosen: dict[str, str] = {}
        ordered = sorted(
            programs, key=lambda x: (x.partition("@")[0] != self.packages.get(x), self.name(x))
        )
        ordered.sort(key=lambda x: self.dates.get(x, ""), reverse=True)
        for column in ordered:
            chosen.setdefault(self.packages.get(column, column), column)
        first = list(chosen.values())[:most]
        whole = self._wholes(programs)
        shown = [whole.get(column, column) for column in first]
        left = sum(whole.get(column, column) not in shown for column in programs)
        return [self.name(known) for known in shown], left

    def _whole(self, columns: Sequence[str]) -> list[str]:
        """Return the ids, with that of the variant or package for columns that are all there."""
        return list(dict.fromkeys(map(self._wholes(columns).get, columns, columns)))

    def _wholes(self, columns: Sequence[str]) -> dict[str, str]:
        """Return column -> the variant or package that has it, for those that are all there."""
        given = set(columns)
        return {
            column: known
            for several in (self.families, self.decoders, self.readings)
            for known, members in several.items()
            if len(members) > 1 and given.issuperset(members)
            for column in members
        }


def columns_of(
    columns: Sequence[ColumnLine], variants: Sequence[VariantPart], fields: Iterable[str] = ()
) -> Columns:
    """Return what the wording needs to know of a run: its columns, variants and fields."""
    readings: dict[str, tuple[str, ...]] = {}
    variant_of: dict[str, str] = {}
    programs = [line for line in columns if not line.column.reading]
    for line in columns:
        variant = line.column.variant
        if line.column.reading and variant is not None:
            readings[variant] = (*readings.get(variant, ()), line.id)
            variant_of[line.id] = variant
    ages = {variant.id: (variant.component or "", variant.as_of or "") for variant in variants}
    families = _several(
        (name, line.id)
        for line in sorted(programs, key=lambda line: line.column.as_of or "")
        for name, at, _ in (line.id.partition("@"),)
        if at
    )
    packages = {line.id: package_of(line) for line in programs}
    decoders = _several((package, column) for column, package in packages.items())
    return Columns(
        readings=readings,
        variant=variant_of,
        age={
            **{column: ages.get(variant, ("", "")) for column, variant in variant_of.items()},
            **{
                line.id: (line.column.component, line.column.as_of or "")
                for line in programs
                if line.column.component is not None
            },
        },
        families=families,
        groups={
            group: members
            for group, members in _several(
                (line.column.group, line.id) for line in programs
            ).items()
            if len({packages[member] for member in members}) > 1
        },
        names=names_of(columns, variants, [*families, *decoders]),
        packages=packages,
        decoders=decoders,
        dates={line.id: line.column.as_of for line in programs if line.column.as_of},
        fields={field: number for number, field in enumerate(fields)},
    )


def _several(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the members of each name that has two or more."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for known, member in named:
        found[known].append(member)
    return {known: tuple(members) for known, members in found.items() if len(members) > 1}


def effects(
    kinds: Sequence[Kind],
    stances: Mapping[Verdict, Sequence[str]],
    columns: Columns,
    *,
    changes: Sequence[Since] = (),
    mistyped: Mapping[str, str] = MappingProxyType({}),
) -> list[Phrase]:
    """Return what a finding means for users, the most pressing kind first, mostly a sentence each.

    After that of a conflict comes a sentence on the releases that differ, if any do.

    Args:
        kinds: The finding's kinds.
        stances: Accept, reject, silent and lossy -> column ids.
        columns: All columns.
        changes: The last changes of packages of which all releases are known.
        mistyped: The columns that decode it as another value's type -> this type.
    """
    accept, reject = stances[Verdict.ACCEPT], stances[Verdict.REJECT]
    sentences: list[Phrase] = []
    for kind in kinds:
        match kind:
            case Kind.CONFLICT:
                sentences.append(conflict(accept, reject, columns))
                sentences += since(accept, reject, columns, changes)
            case Kind.CONTRADICTION:
                who = _between(accept, reject, PROSE, TYPES, columns)
                sentences.append(_contradiction(who))
            case Kind.REFINEMENT:
                who = _between(accept, reject, TYPES, PROSE, columns)
                sentences.append(_refinement(who))
            case Kind.LOSS:
                sentences += _losses(stances[Verdict.LOSSY], columns, mistyped)
            case _:
                sentences.append(_gap(stances, columns, first=not sentences))
    return [sentence(words) for words in sentences]


def who(ids: Sequence[str], columns: Columns, *, spelled: int, limit: int) -> tuple[Phrase, bool]:
    """Return some columns as a list in words, and whether they are one.

    Descriptions are named. Beside them up to three programs are named, and more are only counted.

    Args:
        ids: The columns.
        columns: All columns.
        spelled: How many programs are named where no description is.
        limit: The number of descriptions in the list; more are counted.
    """
    described, programs = columns.short(columns.described(ids)), columns.programs(ids)
    items: list[Phrase] = [(name(x),) for x in described]
    if len(items) > limit:
        items = [*items[: limit - 1], (text(f"{len(items) - limit + 1} others"),)]
    named, left = columns.newest(programs, spelled)
    if not spelled or (described and left):
        named, left = [], len(programs)
    items += [(name(x),) for x in named]
    if left:
        counted = f"{left} more" if named else f"{left} program{'' if left == 1 else 's'}"
        items.append((text(counted),))
    return listed(items, "and", limit=len(items)), len(items) == 1 and left <= 1


def conflict(accept: Sequence[str], reject: Sequence[str], columns: Columns) -> Phrase:
    """Return who accepts something and who rejects it; descriptions that accept may send it."""
    writers = columns.described(accept)

    def made(spelled: int, limit: int) -> Phrase:
        senders, one = who(writers or accept, columns, spelled=spelled, limit=limit)
        does = " may send this; " if writers else f" accept{'s' if one else ''} this; "
        failing, one = who(reject, columns, spelled=spelled, limit=limit)
        return (*senders, text(does), *failing, text(f" reject{'s' if one else ''} it."))

    return fitting(made)


def apart(accepting: Sequence[str], rejecting: Sequence[str]) -> Phrase:
    """Return who accepts something now and who rejects it.

    Args:
        accepting: The names of those who accept it.
        rejecting: The names of those who reject it.
    """
    accepts, rejects = (
        text(f" {verb}{'s' if len(whose) == 1 else ''} {what}")
        for verb, whose, what in (("accept", accepting, "this; "), ("reject", rejecting, "it."))
    )
    return (*names(accepting, "and"), accepts, *names(rejecting, "and"), rejects)


def _between(
    accept: Sequence[str], reject: Sequence[str], allows: str, forbids: str, columns: Columns
) -> list[str]:
    found = []
    for variant, readings in columns.readings.items():
        accepts = any(c in accept and c.endswith(f".{allows}") for c in readings)
        rejects = any(c in reject and c.endswith(f".{forbids}") for c in readings)
        if accepts and rejects:
            found.append(columns.name(variant))
    return found


def _contradiction(who: Sequence[str]) -> Phrase:
    one = len(who) == 1
    words = (
        " contradicts itself: its prose allows this, its types forbid it."
        if one
        else " contradict themselves: their prose allows this, their types forbid it."
    )
    return (*names(who, "and"), text(words))


def _refinement(who: Sequence[str]) -> Phrase:
    words = (
        " is stricter in prose: its types allow this, its prose forbids it."
        if len(who) == 1
        else " are stricter in prose: their types allow this, their prose forbids it."
    )
    return (*names(who, "and"), text(words))


def _losses(
    lossy: Sequence[str], columns: Columns, mistyped: Mapping[str, str]
) -> Iterator[Phrase]:
    changed = [column for column in lossy if column not in mistyped]
    if changed:
        yield _loss(changed, columns)
    for read_as in sorted({*mistyped.values()}):
        yield _mistyped([x for x in lossy if mistyped.get(x) == read_as], read_as, columns)


def _mistyped(lossy: Sequence[str], read_as: str, columns: Columns) -> Phrase:
    def made(spelled: int, limit: int) -> Phrase:
        losing, one = who(lossy, columns, spelled=spelled, limit=limit)
        reads = " reads this as " if one else " read this as "
        return (*losing, text(reads), code(read_as), text(", a type of another value."))

    return fitting(made)


def _loss(lossy: Sequence[str], columns: Columns) -> Phrase:
    def made(spelled: int, limit: int) -> Phrase:
        losing, one = who(lossy, columns, spelled=spelled, limit=limit)
        return (
            *losing,
            text(" accepts this and changes it." if one else " accept this and change it."),
        )

    return fitting(made)


def _gap(stances: Mapping[Verdict, Sequence[str]], columns: Columns, *, first: bool) -> Phrase:
    accept = stances[Verdict.ACCEPT]
    writers = columns.described(accept)
    deciding = writers or accept or stances[Verdict.REJECT]

    def made(spelled: int, limit: int) -> Phrase:
        silent, one = who(stances[Verdict.SILENT], columns, spelled=spelled, limit=limit)
        says = (*silent, text(f" {'does' if one else 'do'} not say whether it is allowed."))
        if not first:
            return says
        decided, one = who(deciding, columns, spelled=spelled, limit=limit)
        verb = "accept" if accept else "reject"
        does = " may send this; " if writers else f" {verb}{'s' if one else ''} this; "
        return (*decided, text(does), *says)

    return fitting(made)


def vanished() -> Phrase:
    """Return the sentence on a listed disagreement that is gone."""
    return (text("The baseline lists this, but no columns disagree on it any more: remove it."),)
