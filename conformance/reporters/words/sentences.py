"""Puts the columns' stances on a finding into words, and what that means for a user.

Every sentence is made from the results alone: nothing here knows any record.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from conformance.compare.findings import names_a_value
from conformance.model import Kind, Verdict
from conformance.reporters.words.phrases import code, listed, names, sentence, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.reporters.words.phrases import Phrase, Piece
    from conformance.results.lines import ColumnLine, VariantPart

PROSE = "documented"
TYPES = "declared"

_MAX_NAMED = 3
"""A short list names at most this many programs of a group; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the sentences need to know about the columns.

    Attributes:
        readings: Variant id -> the ids of the columns that read it, in column order.
        variant: Column id -> variant id, for readings of a description only.
        age: Column id -> (component, date) of what it describes, either may be empty; no program
            that does not say.
        families: Name of a package -> its releases' columns, older ones first; two or more.
        groups: Name of a group of programs -> its columns, of two or more packages.
    """

    readings: Mapping[str, tuple[str, ...]]
    variant: Mapping[str, str]
    age: Mapping[str, tuple[str, str]]
    families: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]

    def described(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that read a description; the others are programs."""
        return [column for column in columns if column in self.variant]

    def programs(self, columns: Sequence[str]) -> list[str]:
        """Return those columns that are programs."""
        return [column for column in columns if column not in self.variant]

    def short(self, columns: Sequence[str]) -> list[str]:
        """Return the names in short: a variant stands for its readings if all of them are there.

        In the same way a package replaces its releases, and a group of programs its columns.
        """
        given = set(columns)
        whole = {
            column: name
            for several in (self.families, self.groups, self.readings)
            for name, members in several.items()
            if given.issuperset(members)
            for column in members
        }
        return list(dict.fromkeys(whole.get(column, column) for column in columns))

    def grouped(self, columns: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Return the short names by group of programs, each without the group's name.

        Names that belong to no group come first, under an empty name.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        found[""] = []
        for name in self.short(columns):
            described = name in self.variant or name in self.readings
            groups = () if described else (x for x in self.groups if name.startswith(f"{x}."))
            group = next(iter(groups), "")
            found[group].append(name.removeprefix(f"{group}.") if group else name)
        return [(group, names) for group, names in found.items() if names]

    def brief(self, columns: Sequence[str]) -> list[str]:
        """Return the short names; a group with many programs is only counted."""
        counted: dict[str, str] = {}
        for group, members in self.groups.items():
            there = [column for column in columns if column in members]
            if len(self.short(there)) > _MAX_NAMED:
                counted |= dict.fromkeys(there, f"{group} ({len(there)} of {len(members)})")
        named = self.short([column for column in columns if column not in counted])
        return [*named, *dict.fromkeys(counted.values())]


def columns_of(columns: Sequence[ColumnLine], variants: Sequence[VariantPart]) -> Columns:
    """Return what the wording needs to know of the columns and variants of a run."""
    readings: dict[str, tuple[str, ...]] = {}
    variant_of: dict[str, str] = {}
    programs = [line for line in columns if not line.column.reading]
    for line in columns:
        variant = line.column.variant
        if line.column.reading and variant is not None:
            readings[variant] = (*readings.get(variant, ()), line.id)
            variant_of[line.id] = variant
    ages = {variant.id: (variant.component or "", variant.as_of or "") for variant in variants}
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
        families=_several(
            (name, line.id)
            for line in sorted(programs, key=lambda line: line.column.as_of or "")
            for name, at, _ in (line.id.partition("@"),)
            if at
        ),
        groups={
            group: members
            for group, members in _several(
                (line.column.group, line.id) for line in programs
            ).items()
            if len({member.partition("@")[0] for member in members}) > 1
        },
    )


def _several(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the members of each name that has two or more."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, member in named:
        found[name].append(member)
    return {name: tuple(members) for name, members in found.items() if len(members) > 1}


def effects(
    kinds: Sequence[Kind],
    stances: Mapping[Verdict, Sequence[str]],
    columns: Columns,
    mistyped: Mapping[str, str] = MappingProxyType({}),
) -> list[Phrase]:
    """Return what a finding means for users, the most pressing kind first, mostly a sentence each.

    Args:
        kinds: The finding's kinds.
        stances: Accept, reject, silent and lossy -> column ids.
        columns: All columns.
        mistyped: The columns that decode it as another value's type -> this type.
    """
    accept, reject = stances[Verdict.ACCEPT], stances[Verdict.REJECT]
    sentences: list[Phrase] = []
    for kind in kinds:
        match kind:
            case Kind.CONFLICT:
                sentences.append(_conflict(accept, reject, columns))
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


def _conflict(accept: Sequence[str], reject: Sequence[str], columns: Columns) -> Phrase:
    writers, accepting = columns.described(accept), columns.brief(columns.programs(accept))
    readers, rejecting = columns.described(reject), columns.brief(columns.programs(reject))
    pieces: list[Piece] = []
    if writers:
        pieces += [*names(columns.short(writers), "and"), text(" may send this")]
    if accepting:
        accepts = " accepts " if _one(accepting) else " accept "
        before = [text(", and ")] if writers else []
        after = [text("it" if writers else "this")]
        pieces += [*before, *names(accepting, "and"), text(accepts), *after]
    pieces.append(text("; "))
    if readers:
        follows = names(columns.short(readers), "or")
        pieces += [text("a decoder that follows "), *follows, text(" rejects it")]
    if rejecting:
        if readers:
            pieces += [text(", and so does " if _one(rejecting) else ", and so do ")]
            pieces += names(rejecting, "and")
        else:
            rejects = " rejects it" if _one(rejecting) else " reject it"
            pieces += [*names(rejecting, "and"), text(rejects)]
    return (*pieces, text("."))


def _between(
    accept: Sequence[str], reject: Sequence[str], allows: str, forbids: str, columns: Columns
) -> list[str]:
    found = []
    for variant, readings in columns.readings.items():
        accepts = any(c in accept and c.endswith(f".{allows}") for c in readings)
        rejects = any(c in reject and c.endswith(f".{forbids}") for c in readings)
        if accepts and rejects:
            found.append(variant)
    return found


def _one(named: Sequence[str]) -> bool:
    """Return whether the verb is singular; a counted group is plural."""
    return len(named) == 1 and not named[0].endswith(")")


def _contradiction(who: Sequence[str]) -> Phrase:
    one = len(who) == 1
    words = (
        " contradicts itself: its prose allows this, its types forbid it."
        if one
        else " contradict themselves: their prose allows this, their types forbid it."
    )
    return (*names(who, "and"), text(words))


def _refinement(who: Sequence[str]) -> Phrase:
    says = " says" if len(who) == 1 else " say"
    its = "its" if len(who) == 1 else "their"
    words = (
        f"{says} more in prose than in {its} types: "
        "a client that follows the types may send this, a decoder that follows the prose "
        "rejects it."
    )
    return (*names(who, "and"), text(words))


def _losses(
    lossy: Sequence[str], columns: Columns, mistyped: Mapping[str, str]
) -> Iterator[Phrase]:
    changed = [column for column in lossy if column not in mistyped]
    if changed:
        yield _loss(columns.brief(changed))
    for name in sorted({*mistyped.values()}):
        who = columns.brief([column for column in lossy if mistyped.get(column) == name])
        reads = " reads this as " if _one(who) else " read this as "
        yield (*names(who, "and"), text(reads), code(name), text(", the type of another value."))


def _loss(who: Sequence[str]) -> Phrase:
    words = " accepts this and changes it: " if _one(who) else " accept this and change it: "
    return (*names(who, "and"), text(f"{words}what is written back is not what was read."))


def _gap(stances: Mapping[Verdict, Sequence[str]], columns: Columns, *, first: bool) -> Phrase:
    silent = columns.brief(stances[Verdict.SILENT])
    does = " does not say" if _one(silent) else " do not say"
    saying: Phrase = (*names(silent, "and"), text(f"{does} whether this is allowed."))
    if not first:
        return saying
    senders = columns.brief(stances[Verdict.ACCEPT])
    if senders:
        accepts = " accepts this; " if _one(senders) else " accept this; "
        may = " may send this; " if columns.described(stances[Verdict.ACCEPT]) else accepts
        return (*names(senders, "and"), text(may), *saying)
    rejecting = columns.brief(stances[Verdict.REJECT])
    rejects = " rejects this; " if _one(rejecting) else " reject this; "
    return (*names(rejecting, "and"), text(rejects), *saying)


def vanished() -> Phrase:
    """Return the sentence on a listed disagreement that is gone."""
    return (text("The baseline lists this, but no columns disagree on it any more: remove it."),)


def skew(
    specials: Sequence[str], stances: Mapping[Verdict, Sequence[str]], columns: Columns
) -> Phrase:
    """Return what the two sides of a finding describe: which component, which date, and who.

    Columns on both sides are left out. Programs count only if a value is named, as in the finding's
    own judgement on skew (`compare/findings.py`); else their age does not matter.
    """
    named = names_a_value(specials)
    sides = {
        side: {
            column: (columns.variant.get(column, ""), *columns.age[column])
            for column in stances[side]
            if column in columns.variant or (named and column in columns.age)
        }
        for side in (Verdict.ACCEPT, Verdict.REJECT)
    }
    torn = {*sides[Verdict.ACCEPT].values()} & {*sides[Verdict.REJECT].values()}
    phrases = []
    for side, words in ((Verdict.ACCEPT, "accepted by "), (Verdict.REJECT, "rejected by ")):
        stood = {column: key[1:] for column, key in sides[side].items() if key not in torn}
        if stood:
            dates = [date for _, date in stood.values() if date]
            phrase = (text(words), *_aged(stood, columns))
            phrases.append((min(dates, default="9"), phrase))
    if len(phrases) < 2:  # noqa: PLR2004  one side is no skew
        return (text("The two sides describe different versions of the record."),)
    (_, older), (_, newer) = sorted(phrases, key=lambda item: item[0])
    pieces = (*sentence(older), text("; "), *newer)
    return (*pieces, text(". An older description is not necessarily a defect."))


def _aged(stood: Mapping[str, tuple[str, str]], columns: Columns) -> Phrase:
    """Return a side's columns by the component that they describe, with the span of dates."""
    by_component: dict[str, list[str]] = {}
    for column in sorted(stood, key=lambda column: stood[column][1] or "9"):
        by_component.setdefault(stood[column][0], []).append(column)
    parts = []
    for component, members in by_component.items():
        asked = columns.programs(members)
        programs = columns.short(asked)
        if len(programs) > _MAX_NAMED:
            programs = [f"{len(asked)} programs"]
        variants = sorted({columns.variant[column] for column in columns.described(members)})
        dates = [date for column in members if (date := stood[column][1])]
        span = " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else ""
        who = names([*variants, *programs], "and")
        parts.append((*who, text(" ("), *_age(component, span), text(")")))
    return listed(parts, "and by", limit=len(parts))


def _age(component: str, date: str) -> Phrase:
    as_of = (text(f"as of {date}"),) if date else ()
    if component:
        return (code(component), *((text(", "), *as_of) if date else ()))
    return as_of or (text("undated"),)
