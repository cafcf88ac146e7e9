"""The field table: a row for each value that some column tells apart, a cell for each variant."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import ABSENT, ELEMENT, PRESENT, UNLISTED, Verdict
from conformance.reporters.words.classes import spoken
from conformance.reporters.words.phrases import text
from conformance.reporters.words.titles import held, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.compare.fields import Field, FieldValue
    from conformance.reporters.words.phrases import Phrase
    from conformance.results.lines import ColumnLine

_RANK = {Verdict.ACCEPT: 3, Verdict.LOSSY: 2, Verdict.SILENT: 1, Verdict.REJECT: 0}


class RowState(StrEnum):
    """How the columns stand on a row.

    A gap that a place has from the place around it is not repeated: the row is then in agreement if
    all others agree.
    """

    CONFLICT = "conflict"
    GAP = "gap"
    PROGRAMS = "programs"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantCell:
    """What a variant says of a row: one verdict, or one a reading where its readings differ.

    Attributes:
        variant: The variant.
        verdicts: Reading -> verdict; the reading is empty where all readings agree.
    """

    variant: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramsCell:
    """What a group of programs says of a row.

    Attributes:
        group: The group.
        accept: How many accept it, those that change it included.
        asked: How many were asked.
        stances: Verdict -> the programs' columns.
    """

    group: str
    accept: int
    asked: int
    stances: Mapping[Verdict, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A value, or several wrong types together.

    Attributes:
        anchor: What names the row inside its field in a link.
        specials: The values, in the words of facts.
        label: The same for readers.
        state: How the columns stand on it.
        verdicts: Column id -> verdict; no program that was not asked.
        variants: A cell for each variant.
        programs: A cell for each group of programs.
        findings: Ids of the findings about the values.
        depends: Ids of the findings about the values together with something else.
    """

    anchor: str
    specials: tuple[str, ...]
    label: Phrase
    state: RowState
    verdicts: Mapping[str, Verdict]
    variants: Sequence[VariantCell]
    programs: Sequence[ProgramsCell]
    findings: Sequence[str]
    depends: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A place of the record with its rows.

    Attributes:
        place: JSON Pointer, as in facts.
        name: The last step, for readers; `[]` for an element.
        path: The whole path, for readers: `content[].type`; empty for the record itself.
        depth: How many places are around it, the record itself left out.
        rows: The rows.
        claims: `VARIANT:CLAIM` of the claims about the place.
    """

    place: str
    name: str
    path: str
    depth: int
    rows: Sequence[FieldRow]
    claims: Sequence[str]

    @property
    def differs(self) -> bool:
        """Whether some row is no agreement."""
        return any(row.state is not RowState.AGREED for row in self.rows)

    @property
    def conflicting(self) -> Sequence[FieldRow]:
        """The rows on which descriptions conflict."""
        return [row for row in self.rows if row.state is RowState.CONFLICT]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTable:
    """The field table of a run.

    Attributes:
        variants: The variants, a column each.
        groups: The groups of programs, a column each.
        fields: The fields, in reading order.
        cut: Whether some places are left out.
    """

    variants: Sequence[str]
    groups: Sequence[str]
    fields: Sequence[FieldView]
    cut: bool

    @property
    def rows(self) -> int:
        """The number of rows."""
        return sum(len(field.rows) for field in self.fields)

    @property
    def depends(self) -> bool:
        """Whether some row depends on other places."""
        return any(row.depends for field in self.fields for row in field.rows)

    @property
    def silent(self) -> bool:
        """Whether some variant is silent on a row."""
        return any(Verdict.SILENT in cell.verdicts.values() for cell in self._cells())

    @property
    def twofold(self) -> bool:
        """Whether the readings of some variant differ on a row."""
        return any(len(cell.verdicts) > 1 for cell in self._cells())

    @property
    def conflicts(self) -> int:
        """The number of rows on which descriptions conflict."""
        return sum(len(field.conflicting) for field in self.fields)

    def _cells(self) -> Iterator[VariantCell]:
        return (cell for field in self.fields for row in field.rows for cell in row.variants)


def field_table(
    fields: Sequence[Field], columns: Sequence[ColumnLine], *, cut: bool = False
) -> FieldTable:
    """Return the field table of a run.

    Args:
        fields: The fields, in reading order.
        columns: The columns of the run.
        cut: Whether some places are left out.
    """
    readings: dict[str, list[ColumnLine]] = {}
    groups: dict[str, list[ColumnLine]] = {}
    for line in columns:
        if line.column.reading:
            readings.setdefault(line.column.variant or "", []).append(line)
        elif not line.column.permissive and line.not_run is None:
            groups.setdefault(line.column.group, []).append(line)
    silent: dict[str, frozenset[str]] = {}
    views = []
    for field in fields:
        above = field.place.rpartition("/")[0] if field.place else None
        inherited = silent.get(field.place) or frozenset()
        if not inherited and above is not None:
            inherited = silent.get(above, frozenset())
        silent[field.place] = inherited
        for value in field.values:
            part = _part(field.place, value.special)
            if part is not None:
                quiet = (x for x, verdict in value.verdicts.items() if verdict is Verdict.SILENT)
                silent[part] = frozenset(quiet) | inherited
        rows = [
            _row(values, readings, groups, inherited) for values in _folded(field.values, readings)
        ]
        depth = max(field.place.count("/") - 1, 0)
        whole = path(field.place)
        views.append(
            FieldView(
                place=field.place,
                name=path(f"/{field.place.rpartition('/')[2]}") if field.place else "",
                path=whole,
                depth=depth,
                rows=rows,
                claims=field.claims,
            )
        )
    return FieldTable(variants=[*readings], groups=[*groups], fields=views, cut=cut)


def _part(place: str, special: str) -> str | None:
    """Return the place of the part that a fact of presence is about; None for other specials."""
    if special == ELEMENT:
        return f"{place}/*"
    if special.startswith(UNLISTED):
        return f"{place}/({special.removeprefix('an ')})"
    return None


def _folded(
    values: Sequence[FieldValue], readings: Mapping[str, Sequence[ColumnLine]]
) -> list[list[FieldValue]]:
    """Return the values by row: types that every description rejects are in one row, the last."""
    ids = [line.id for lines in readings.values() for line in lines]
    rows: list[list[FieldValue]] = []
    wrong: list[FieldValue] = []
    for value in values:
        stood = {value.verdicts[x] for x in ids if x in value.verdicts}
        if _is_type(value.special) and stood <= {Verdict.REJECT, Verdict.SILENT}:
            wrong.append(value)
        else:
            rows.append([value])
    by_vector: dict[tuple[Verdict | None, ...], list[FieldValue]] = {}
    for value in wrong:
        by_vector.setdefault(tuple(value.verdicts.get(x) for x in ids), []).append(value)
    return [*rows, *by_vector.values()]


def _is_type(special: str) -> bool:
    """Return whether a special is a whole JSON type or a class of one, but no literal."""
    return special.startswith(("a ", "an ")) and _part("", special) is None


def _row(
    values: Sequence[FieldValue],
    readings: Mapping[str, Sequence[ColumnLine]],
    groups: Mapping[str, Sequence[ColumnLine]],
    inherited: frozenset[str],
) -> FieldRow:
    verdicts: dict[str, Verdict] = {}
    for value in values:
        for column, verdict in value.verdicts.items():
            verdicts[column] = max(verdict, verdicts.get(column, verdict), key=_RANK.__getitem__)
    specials = tuple(value.special for value in values)
    programs = [_programs(group, lines, verdicts) for group, lines in groups.items()]
    return FieldRow(
        anchor=_anchor(specials),
        specials=specials,
        label=_label(specials),
        state=_state(verdicts, readings, programs, inherited),
        verdicts=verdicts,
        variants=[_variant(variant, lines, verdicts) for variant, lines in readings.items()],
        programs=programs,
        findings=[value.finding for value in values if value.finding is not None],
        depends=list(dict.fromkeys(x for value in values for x in value.depends)),
    )


def _anchor(specials: Sequence[str]) -> str:
    if len(specials) > 1:
        return "any other type"
    return specials[0][1:-1] if specials[0].startswith('"') else specials[0]


def _label(specials: Sequence[str]) -> Phrase:
    if len(specials) > 1:
        return (text("any other type"),)
    (special,) = specials
    if special in _WORDS:
        return (text(_WORDS[special]),)
    if special.startswith(UNLISTED):
        return (text("with "), *held(special))
    ((phrase,), _) = spoken([special])
    return phrase


_WORDS = {ABSENT: "left out", PRESENT: "any value", ELEMENT: "with an element"}


def _state(
    verdicts: Mapping[str, Verdict],
    readings: Mapping[str, Sequence[ColumnLine]],
    programs: Iterable[ProgramsCell],
    inherited: frozenset[str],
) -> RowState:
    stood = {
        line.id: verdicts[line.id]
        for lines in readings.values()
        for line in lines
        if line.id in verdicts
    }
    if {Verdict.ACCEPT, Verdict.REJECT} <= {*stood.values()}:
        return RowState.CONFLICT
    own = {x for column, x in stood.items() if column not in inherited or x is not Verdict.SILENT}
    if len(own) > 1:
        return RowState.GAP
    counted = {x.counted for cell in programs for x in cell.stances}
    counted |= own - {Verdict.SILENT}
    return RowState.AGREED if len(counted) < 2 else RowState.PROGRAMS  # noqa: PLR2004  sides


def _variant(
    variant: str, lines: Sequence[ColumnLine], verdicts: Mapping[str, Verdict]
) -> VariantCell:
    found = {line.column.reading or "": verdicts[line.id] for line in lines if line.id in verdicts}
    if len({*found.values()}) == 1:
        found = {"": next(iter(found.values()))}
    return VariantCell(variant=variant, verdicts=found)


def _programs(
    group: str, lines: Sequence[ColumnLine], verdicts: Mapping[str, Verdict]
) -> ProgramsCell:
    stances: dict[Verdict, list[str]] = {}
    for line in lines:
        if line.id in verdicts:
            stances.setdefault(verdicts[line.id], []).append(line.id)
    accept = sum(len(ids) for verdict, ids in stances.items() if verdict.accepts)
    return ProgramsCell(
        group=group,
        accept=accept,
        asked=sum(map(len, stances.values())),
        stances={verdict: stances[verdict] for verdict in _RANK if verdict in stances},
    )
