"""Groups findings for reading: alike ones together, with their sentences and payloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact
from conformance.model import SIDES, STANCES, Importance, Kind, Verdict
from conformance.reporters.views.payload import Segment, segments
from conformance.reporters.words import sentences as wording
from conformance.reporters.words import titles
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.skew import skew
from conformance.results.lines import FindingLine, State

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from conformance.model import Claim, Finding, Json, Since
    from conformance.reporters.words.columns import Columns
    from conformance.reporters.words.phrases import Phrase
    from conformance.results.lines import Known

_KINDS = tuple(Kind)
_NEWS = (State.NEW, State.CHANGED, State.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim behind a finding.

    Attributes:
        variant: Whose claim it is.
        id: Its id inside the variant.
        at: The locator into the source; empty if the claim is not known.
        says: What it holds.
        side: `accept`, `reject`, `silent`, or `both` where the variant's readings differ.
    """

    variant: str
    id: str
    at: str
    says: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One finding of an entry.

    Attributes:
        key: What names it in short.
        payload_text, twin_text: The payload and its twin as JSON; None if there is none.
    """

    id: str
    key: str
    title: Phrase
    payload_text: str | None
    twin_text: str | None
    cases: Sequence[str]
    more: int
    finding: Finding

    @property
    def payload(self) -> Sequence[Segment] | None:
        """The payload in runs, marked where it differs from its twin; None if there is none."""
        payload = self.finding.witness
        return segments(payload.value, self.finding.twin) if payload else None

    @property
    def twin(self) -> Sequence[Segment] | None:
        """The twin in the same form."""
        twin = self.finding.twin
        return segments(twin.value, self.finding.witness) if twin else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """One finding, or several that are alike: the same kinds, stances and importance."""

    number: int
    kinds: Sequence[Kind]
    importance: Importance
    title: Phrase
    effects: Sequence[Phrase]
    skew: Phrase | None
    since: Sequence[Since]
    stances: Mapping[Verdict, Sequence[str]]
    brief: Mapping[Verdict, Sequence[str]]
    grouped: Mapping[Verdict, Sequence[tuple[str, Sequence[str]]]]
    state: State | None
    known: Known | None
    proven: bool
    claims: Sequence[ClaimView]
    members: Sequence[Member]

    def data(self) -> Json:
        """Return what the page's script needs of it."""
        return {
            "kinds": [*self.kinds],
            "because": [*self.importance.because],
            "title": plain(self.title),
            "effects": [plain(phrase) for phrase in self.effects],
            "skew": plain(self.skew) if self.skew else None,
            "stances": {side.value: [*self.stances[side]] for side in STANCES},
            "claims": [f"{claim.variant}:{claim.id}" for claim in self.claims],
            "members": [
                {
                    "id": member.id,
                    "title": plain(member.title),
                    "payload": member.payload_text,
                    "twin": member.twin_text,
                    "cases": [*member.cases],
                }
                for member in self.members
            ],
        }


def entries(
    findings: Iterable[FindingLine], columns: Columns, claims: Mapping[str, Claim]
) -> list[FindingGroup]:
    """Return the findings as entries: news first, then by importance, else in their own order.

    Args:
        findings: The findings.
        columns: What the wording needs to know of the columns.
        claims: `VARIANT:CLAIM` -> the claim.
    """
    groups: dict[Hashable, list[FindingLine]] = {}
    for line in findings:
        groups.setdefault(_likeness(line), []).append(line)
    alike = [
        members
        for group in groups.values()
        for members in ([group] if _joint(group[0]) else _rectangles(group))
    ]
    alike.sort(key=lambda members: _rank(members[0]))
    return [_entry(number, members, columns, claims) for number, members in enumerate(alike)]


def _likeness(line: FindingLine) -> Hashable:
    """Return what alike findings have in common."""
    finding = line.finding
    return (
        finding.kinds,
        finding.importance,
        tuple(line.sides.values()),
        finding.skew,
        finding.since,
        tuple(finding.mistyped.items()),
        line.state,
        line.known,
        line.proven,
        # Interactions are alike only over the same places.
        finding.cause.places if _joint(line) else None,
    )


def _joint(line: FindingLine) -> bool:
    return len(line.cause.places) > 1


def _rank(line: FindingLine) -> tuple[int, float, int, bool]:
    news = 0 if line.state in _NEWS else 1 if line.vanished else 2
    kinds = line.finding.kinds
    kind = _KINDS.index(kinds[0]) if kinds else len(_KINDS)
    return news, -line.finding.importance.score, kind, _joint(line)


def _rectangles(group: Sequence[FindingLine]) -> list[list[FindingLine]]:
    """Split alike findings into sets where each special stands at each place."""
    places: dict[str, dict[str, FindingLine]] = {}
    for line in group:
        (place,), (special,) = line.cause.places, line.cause.specials
        places.setdefault(special, {})[place] = line
    specials: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for special, where in places.items():
        specials.setdefault((titles.link(special), tuple(where)), []).append(special)
    return [
        [places[special][place] for special in alike for place in where]
        for (_, where), alike in specials.items()
    ]


def _entry(
    number: int,
    lines: Sequence[FindingLine],
    columns: Columns,
    claims: Mapping[str, Claim],
) -> FindingGroup:
    first = lines[0]
    kinds, stances = first.finding.kinds, first.sides
    causes = list(dict.fromkeys(claim for line in lines for claim in line.finding.claims))
    return FindingGroup(
        number=number,
        kinds=kinds,
        importance=first.finding.importance,
        title=title_of(lines, columns),
        effects=effects_of(first, columns),
        since=first.finding.since,
        skew=skew_of(first, columns),
        stances=stances,
        brief={side: columns.brief(ids) for side, ids in stances.items()},
        grouped={side: columns.grouped(ids) for side, ids in stances.items()},
        state=first.state,
        known=first.known,
        proven=first.proven,
        claims=_claims(causes, stances, columns, claims),
        members=[_member(line, columns) for line in lines],
    )


def effects_of(line: FindingLine, columns: Columns) -> list[Phrase]:
    """Return what a finding means, one phrase for each kind."""
    if line.vanished:
        return [wording.vanished()]
    finding, sides = line.finding, line.sides
    mistyped = tuple(finding.mistyped.items())
    return columns.once(
        ("effects", finding.kinds, tuple(sides.values()), finding.since, mistyped),
        lambda: wording.effects(
            finding.kinds, sides, columns, changes=finding.since, mistyped=finding.mistyped
        ),
    )


def skew_of(line: FindingLine, columns: Columns) -> Phrase | None:
    """Return how the two sides of a finding differ in age; None if they do not."""
    if not line.finding.skew:
        return None
    specials, sides = line.cause.specials, line.sides
    return columns.once(
        ("skew", specials, tuple(sides.values())), lambda: skew(specials, sides, columns)
    )


def title_of(lines: Sequence[FindingLine], columns: Columns) -> Phrase:
    """Return the title of a finding, or of several that are alike."""
    first = lines[0].finding
    if len(first.cause.places) > 1:
        if len(lines) > 1:
            return titles.several_title(len(lines), first.cause.places, columns.fields)
        return titles.joint_title(first.cause.specials, first.cause.places, columns.fields)
    specials = list(dict.fromkeys(line.cause.specials[0] for line in lines))
    places = list(dict.fromkeys(line.cause.places[0] for line in lines))
    return titles.single_title(specials, places)


def _member(line: FindingLine, columns: Columns) -> Member:
    finding = line.finding
    payload, twin = finding.witness, finding.twin
    return Member(
        id=line.id,
        key=line.key,
        title=title_of([line], columns),
        payload_text=compact(payload.value) if payload else None,
        twin_text=compact(twin.value) if twin else None,
        cases=finding.cases,
        more=finding.more,
        finding=finding,
    )


def _claims(
    causes: Sequence[str],
    stances: Mapping[Verdict, Sequence[str]],
    columns: Columns,
    claims: Mapping[str, Claim],
) -> list[ClaimView]:
    sides: dict[str, set[str]] = {}
    for side in SIDES:
        for column in columns.described(stances[side]):
            sides.setdefault(columns.variant[column], set()).add(side.value)
    views = []
    for cause in causes:
        variant, _, name = cause.partition(":")
        claim = claims.get(cause)
        stood = sides.get(variant, set())
        stand = next(iter(stood)) if len(stood) == 1 else "both"
        at, says = ("", "") if claim is None else (claim.at, claim.says)
        views.append(ClaimView(variant=variant, id=name, at=at, says=says, side=stand))
    order = [*(side.value for side in SIDES), "both"]
    return sorted(views, key=lambda view: order.index(view.side))
