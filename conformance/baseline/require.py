"""Decides whether columns relate as closely as is required, apart from known differences."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Verdict
from conformance.results.lines import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.exact import Relation
    from conformance.results.lines import FindingLine, RelationLine, Stances

DEMANDS = {
    "agree": "no source rejects what another accepts",
    "within": "all that the first source accepts, no other rejects",
    "equal": "all sources say the same of every value",
    "backward": "each source reads what the one before it writes",
    "forward": "each source reads what the one after it writes",
    "full": "each source reads what its neighbours write",
}
"""What may be required -> what it means."""

_MEETS = {
    "agree": {"equal", "agree"},
    "within": {"equal", "agree", "within"},
    "equal": {"equal"},
}
_READ = {"backward": (False,), "forward": (True,), "full": (False, True)}
"""Demand on versions -> whether the newer one writes what the older one reads."""


class Answer(Enum):
    """Whether a demand is met."""

    MET = "met"
    BROKEN = "broken"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The answer to a demand.

    Attributes:
        breaking: The ids of the findings that break it.
        why_not: What keeps it from being decided.
    """

    answer: Answer
    breaking: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()


def required(  # noqa: PLR0913  one question, and all that answers it
    demand: str,
    findings: Sequence[FindingLine],
    relations: Sequence[RelationLine],
    *,
    first: str,
    complete: bool,
    why_not: Sequence[str] = (),
    versions: Sequence[tuple[str, str]] = (),
) -> Required:
    """Return whether columns relate as is demanded, but for the findings that are known.

    Args:
        demand: One of `DEMANDS`.
        findings: All findings, each with its state.
        relations: The relations of all pairs of columns.
        first: The first column, which `within` is about.
        complete: Whether the findings are proven to be all there are.
        why_not: The obstacles to that proof.
        versions: The pairs of an older and a newer column that `backward`, `forward` and `full`
            are about.
    """
    read = [(b, a) if turned else (a, b) for turned in _READ.get(demand, ()) for a, b in versions]
    present = [line for line in findings if not line.vanished]
    breaking = [
        line.id
        for line in present
        if line.state is not State.KNOWN and _breaks(demand, line.finding.stances, first, read)
    ]
    if breaking:
        return Required(answer=Answer.BROKEN, breaking=tuple(breaking))
    if read:
        pairs = [
            _from(a, line) for a, b in read for line in relations if {a, b} == {line.a, line.b}
        ]
        demand = "within"
    else:
        pairs = [_from(first, x) for x in relations if demand != "within" or _has(first, x)]
    if all(pair.proven and pair.relation in _MEETS[demand] for pair in pairs) or complete:
        return Required(answer=Answer.MET)
    return Required(answer=Answer.UNDECIDED, why_not=tuple(why_not))


def _breaks(demand: str, stances: Stances, first: str, read: Sequence[tuple[str, str]]) -> bool:
    if read:
        return any(
            writer in stances
            and stances[writer].accepts
            and stances.get(reader, Verdict.SILENT).counted is Verdict.REJECT
            for writer, reader in read
        )
    sides = {verdict.counted for verdict in stances.values()}
    conflict = {Verdict.ACCEPT, Verdict.REJECT} <= sides
    match demand:
        case "agree":
            return conflict
        case "within":
            accepts = first in stances and stances[first].accepts
            return accepts and Verdict.REJECT in sides
        case _:
            return len(sides) > 1


def _has(first: str, line: RelationLine) -> bool:
    return first in {line.a, line.b}


def _from(first: str, line: RelationLine) -> Relation:
    return line.relation.converse() if line.b == first else line.relation
