"""Knows of the columns of a run what sentences tell: names, ages, and which belong together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from conformance.dataclass import dataclass
from conformance.reporters.words.names import names_of, package_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from conformance.results.lines import ColumnLine, VariantPart

T = TypeVar("T")

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
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is made for a key; it is made once, and nobody may change it.

        The same columns stand on the sides of many findings, and several reports tell of each.
        """
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

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
        return self.once("releases", self._releases)

    def _releases(self) -> dict[str, list[str]]:
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
        return self.once(("grouped", *columns), lambda: self._grouped(columns))

    def _grouped(self, columns: Sequence[str]) -> list[tuple[str, list[str]]]:
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
        return self.once(("brief", *columns), lambda: self._brief(columns))

    def _brief(self, columns: Sequence[str]) -> list[str]:
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
    """Return what the wording needs to know of a run: its columns, variants and fields.

    The reports of a run, which have its lines in common, get the same object.
    """
    return _columns_of(_Run(columns, variants, fields))


class _Run:
    """The lines of a run; two are equal if they hold the same objects."""

    def __init__(
        self,
        columns: Iterable[ColumnLine],
        variants: Iterable[VariantPart],
        fields: Iterable[str],
    ) -> None:
        self.columns, self.variants, self.fields = tuple(columns), tuple(variants), tuple(fields)
        self._key = (tuple(map(id, self.columns)), tuple(map(id, self.variants)), self.fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Run) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=1)
def _columns_of(run: _Run) -> Columns:
    columns = run.columns
    readings: dict[str, tuple[str, ...]] = {}
    variant_of: dict[str, str] = {}
    programs = [line for line in columns if not line.column.reading]
    for line in columns:
        variant = line.column.variant
        if line.column.reading and variant is not None:
            readings[variant] = (*readings.get(variant, ()), line.id)
            variant_of[line.id] = variant
    ages = {x.id: (x.component or "", x.as_of or "") for x in run.variants}
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
        names=names_of(columns, run.variants, [*families, *decoders]),
        packages=packages,
        decoders=decoders,
        dates={line.id: line.column.as_of for line in programs if line.column.as_of},
        fields={field: number for number, field in enumerate(run.fields)},
    )


def _several(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the members of each name that has two or more."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for known, member in named:
        found[known].append(member)
    return {known: tuple(members) for known, members in found.items() if len(members) > 1}
