"""Settles the facts that differ by direction, or count as far as a decision says."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.model import Verdict
from conformance.readers import facts
from conformance.readers.facts import Direction

if TYPE_CHECKING:
    from conformance.readers.decide import Decisions
    from conformance.readers.facts import Facts, Type


def settled(found: Facts, decided: Decisions, direction: Direction) -> tuple[Facts, frozenset[str]]:
    """Return the facts without `Directed` and `OnDecision`, and the decisions that were met.

    Args:
        found: The facts.
        decided: The decisions on what the notation leaves open.
        direction: The direction that the facts are wanted for.
    """
    settling = _Settling(decided=decided, direction=direction)
    types = {name: settling.type(kind) for name, kind in found.types.items()}
    root = settling.type(found.root)
    sent = None if found.sent_root is None else settling.type(found.sent_root)
    return replace(found, root=root, types=types, sent_root=sent), frozenset(settling.topics)


@dataclass(slots=True, kw_only=True)
class _Settling:
    decided: Decisions
    direction: Direction
    topics: set[str] = field(default_factory=set)

    def type(self, kind: Type) -> Type:  # noqa: PLR0911  one line a kind of type
        match kind:
            case facts.Directed():
                sends = self.direction is Direction.SEND
                return self.type(kind.sent if sends else kind.received)
            case facts.OnDecision():
                return self.by_decision(kind)
            case facts.Union():
                return self.union(kind)
            case facts.All():
                return replace(kind, parts=tuple(map(self.type, kind.parts)))
            case facts.ListOf():
                return replace(kind, item=self.type(kind.item))
            case facts.TupleOf():
                rest = None if kind.rest is None else self.type(kind.rest)
                return replace(kind, items=tuple(map(self.type, kind.items)), rest=rest)
            case facts.MapOf():
                return replace(kind, value=self.type(kind.value))
            case facts.Opaque():
                return self.opaque(kind)
            case facts.Object():
                return self.object(kind)
        return kind

    def opaque(self, kind: facts.Opaque) -> Type:
        if kind.declared is not None:
            self.topics.add("own-code")
            verdict = self.decided["own-code"]
            if verdict is Verdict.ACCEPT:
                return self.type(kind.declared)
            if verdict is Verdict.REJECT:
                return facts.Never(span=kind.span)
        within = None if kind.within is None else self.type(kind.within)
        return replace(kind, within=within, declared=None)

    def by_decision(self, kind: facts.OnDecision) -> Type:
        self.topics.add(kind.topic)
        verdict = self.decided[kind.topic]
        if verdict is Verdict.REJECT:
            return facts.Never(span=kind.span)
        inner = self.type(kind.type)
        if verdict is Verdict.ACCEPT:
            return inner
        why = self.decided.why(kind.topic)
        return facts.Opaque(span=kind.span, why=why, within=inner, decided=True)

    def union(self, kind: facts.Union) -> Type:
        """Return the options that are left; a single one stands by itself."""
        options = tuple(map(self.type, kind.options))
        kept = tuple(option for option in options if not isinstance(option, facts.Never))
        if len(kept) == len(options):
            return replace(kind, options=options)
        if len(kept) == 1:
            return kept[0]
        return replace(kind, options=kept) if kept else facts.Never(span=kind.span)

    def object(self, kind: facts.Object) -> Type:
        fields = tuple(
            replace(
                one,
                type=self.type(one.type),
                sent_type=None if one.sent_type is None else self.type(one.sent_type),
            )
            for one in kind.fields
        )
        unlisted, sent = (
            said if said is None or isinstance(said, bool) else self.type(said)
            for said in (kind.unlisted, kind.sent_unlisted)
        )
        return replace(kind, fields=fields, unlisted=unlisted, sent_unlisted=sent)
