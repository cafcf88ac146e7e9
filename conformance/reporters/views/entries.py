"""Turns findings into entries to read: alike ones as one, with their sentences and payloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.jsontext.text import canonical
from conformance.model import Witness
from conformance.reporters.views.payload import Segment, compact, segments
from conformance.reporters.words import sentences as wording
from conformance.reporters.words import titles
from conformance.reporters.words.phrases import plain
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.model import Json
    from conformance.reporters.words.phrases import Phrase
    from conformance.reporters.words.sentences import Columns

KINDS = ("conflict", "contradiction", "loss", "refinement", "gap")
"""Kinds of finding, most pressing first."""

SIDES = ("accept", "reject", "silent", "lossy")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim behind a finding.

    Attributes:
        variant: Whose claim it is.
        id: Its id inside the variant.
        at: The locator into the source; empty where the claim is not known.
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
        payload, twin: The texts in runs; None where there is none.
        payload_text, twin_text: The same as JSON, for copying.
    """

    id: str
    title: Phrase
    payload: Sequence[Segment] | None
    twin: Sequence[Segment] | None
    payload_text: str | None
    twin_text: str | None
    cases: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """One finding, or several that are alike: the same kinds, the same stances."""

    number: int
    kinds: Sequence[str]
    title: Phrase
    effects: Sequence[Phrase]
    skew: Phrase | None
    stances: Mapping[str, Sequence[str]]
    brief: Mapping[str, Sequence[str]]
    grouped: Mapping[str, Sequence[tuple[str, Sequence[str]]]]
    state: str | None
    known: Mapping[str, Json] | None
    proven: bool
    claims: Sequence[ClaimView]
    members: Sequence[Member]

    def data(self) -> Json:
        """Return what the page's script needs of it."""
        return {
            "kinds": [*self.kinds],
            "title": plain(self.title),
            "effects": [plain(phrase) for phrase in self.effects],
            "skew": plain(self.skew) if self.skew else None,
            "stances": {side: [*self.stances[side]] for side in SIDES},
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
    findings: Iterable[Mapping[str, Json]],
    columns: Columns,
    claims: Mapping[str, Mapping[str, Json]],
    verdict_of: Mapping[str, Mapping[str, str]],
) -> list[FindingGroup]:
    """Return the findings as entries, most pressing kind first, else in their own order.

    Args:
        findings: The finding lines.
        columns: What is to be known of the columns.
        claims: `VARIANT:CLAIM` -> the claim.
        verdict_of: Case id -> column id -> verdict, for the cases that findings name.
    """
    groups: dict[str, list[Mapping[str, Json]]] = {}
    lossy: dict[str, list[str]] = {}
    for finding in findings:
        lost = _lossy(finding, verdict_of)
        key = canonical(
            [
                finding["kinds"],
                finding["accept"],
                finding["reject"],
                finding["silent"],
                [*lost],
                bool(finding.get("skew")),
                finding.get("state"),
                finding.get("known"),
                finding.get("proven", True),
                # Interactions are alike only over the same places.
                finding["place"] if isinstance(finding["place"], list) else None,
            ]
        )
        groups.setdefault(key, []).append(finding)
        lossy[key] = lost
    alike = [
        (members, lossy[key])
        for key, group in groups.items()
        for members in ([group] if isinstance(group[0]["place"], list) else _rectangles(group))
    ]
    alike.sort(key=lambda item: _rank(item[0][0]))
    return [
        _entry(number, members, lost, columns, claims)
        for number, (members, lost) in enumerate(alike)
    ]


def _rank(finding: Mapping[str, Json]) -> tuple[int, bool, bool]:
    kinds = _strings(finding["kinds"])
    gone = finding.get("state") == State.VANISHED
    kind = KINDS.index(kinds[0]) if kinds and not gone else len(KINDS)
    # Within a kind what is news comes first, and an interaction after what stands alone.
    return kind, finding.get("state") in {None, "known"}, isinstance(finding["place"], list)


def _lossy(finding: Mapping[str, Json], verdict_of: Mapping[str, Mapping[str, str]]) -> list[str]:
    if "loss" not in _strings(finding["kinds"]):
        return []
    if "lossy" in finding:
        return _strings(finding["lossy"])
    shown = [verdict_of.get(case, {}) for case in _strings(finding["cases"])]
    return [c for c in _strings(finding["accept"]) if any(v.get(c) == "lossy" for v in shown)]


def _rectangles(
    group: Sequence[Mapping[str, Json]],
) -> list[list[Mapping[str, Json]]]:
    """Split alike findings into sets where each special stands at each place."""
    places: dict[str, dict[str, Mapping[str, Json]]] = {}
    for finding in group:
        places.setdefault(str(finding["special"]), {})[str(finding["place"])] = finding
    specials: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for special, where in places.items():
        specials.setdefault((titles.link(special), tuple(where)), []).append(special)
    return [
        [places[special][place] for special in alike for place in where]
        for (_, where), alike in specials.items()
    ]


def _entry(
    number: int,
    findings: Sequence[Mapping[str, Json]],
    lossy: Sequence[str],
    columns: Columns,
    claims: Mapping[str, Mapping[str, Json]],
) -> FindingGroup:
    first = findings[0]
    kinds = _strings(first["kinds"])
    stances = {side: _strings(first[side]) for side in SIDES[:3]} | {"lossy": list(lossy)}
    causes = list(dict.fromkeys(claim for f in findings for claim in _strings(f["claims"])))
    known = first.get("known")
    return FindingGroup(
        number=number,
        kinds=kinds,
        title=_title(findings),
        effects=[wording.vanished()]
        if first.get("state") == State.VANISHED
        else wording.effects(kinds, stances, columns),
        skew=wording.skew(_specials(first), stances, columns) if first.get("skew") else None,
        stances=stances,
        brief={side: columns.brief(ids) for side, ids in stances.items()},
        grouped={side: columns.grouped(ids) for side, ids in stances.items()},
        state=str(first["state"]) if first.get("state") else None,
        known=known if isinstance(known, dict) else None,
        proven=bool(first.get("proven", True)),
        claims=_claims(causes, stances, columns, claims),
        members=[_member(finding) for finding in findings],
    )


def _specials(finding: Mapping[str, Json]) -> list[str]:
    """Return what is special at each place of a finding."""
    special = finding["special"]
    return _strings(special) if isinstance(special, list) else [str(special)]


def _title(findings: Sequence[Mapping[str, Json]]) -> Phrase:
    first = findings[0]
    if isinstance(first["place"], list):
        if len(findings) > 1:
            return titles.several_title(len(findings), _strings(first["place"]))
        return titles.joint_title(_strings(first["special"]), _strings(first["place"]))
    specials = list(dict.fromkeys(str(finding["special"]) for finding in findings))
    places = list(dict.fromkeys(str(finding["place"]) for finding in findings))
    return titles.single_title(specials, places)


def _member(finding: Mapping[str, Json]) -> Member:
    payload, twin = _witness(finding.get("witness")), _witness(finding.get("twin"))
    return Member(
        id=str(finding["id"]),
        title=_title([finding]),
        payload=segments(payload.value, twin) if payload else None,
        twin=segments(twin.value, payload) if twin else None,
        payload_text=compact(payload.value) if payload else None,
        twin_text=compact(twin.value) if twin else None,
        cases=_strings(finding["cases"]),
    )


def _claims(
    causes: Sequence[str],
    stances: Mapping[str, Sequence[str]],
    columns: Columns,
    claims: Mapping[str, Mapping[str, Json]],
) -> list[ClaimView]:
    sides: dict[str, set[str]] = {}
    for side in SIDES[:3]:
        for column in columns.described(stances[side]):
            sides.setdefault(columns.variant[column], set()).add(side)
    views = []
    for cause in causes:
        variant, _, name = cause.partition(":")
        found = claims.get(cause, {})
        stood = sides.get(variant, set())
        side = next(iter(stood)) if len(stood) == 1 else "both"
        at, says = str(found.get("at") or ""), str(found.get("says") or "")
        views.append(ClaimView(variant=variant, id=name, at=at, says=says, side=side))
    order = [*SIDES[:3], "both"]
    return sorted(views, key=lambda view: order.index(view.side))


def _witness(value: Json) -> Witness | None:
    return Witness(value=value["value"]) if isinstance(value, dict) else None


def _strings(value: Json) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
