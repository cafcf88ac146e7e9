"""Writes a history as JSON, by `formats/history.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.history.results import NEW, OLD, OTHER, OWN
from conformance.results.parts import witness_json
from conformance.surveys.results import CONFLICTS, KINDS

if TYPE_CHECKING:
    from conformance.history.results import Against, Held, History, Parting, Step, Version
    from conformance.model import Json
    from conformance.results.lines import FindingLine
    from conformance.surveys.results import Entry

_SAYS = {"only_a": "rejected", "only_b": "accepted", "gap_a": "opened", "gap_b": "settled"}
"""Kind of value -> what became of it."""


def history_json(history: History) -> dict[str, Json]:
    """Return a history as JSON."""
    shown: dict[str, Json] = {
        "format": 1,
        "source": history.name,
        "title": history.title,
        "notation": history.notation,
        "type": history.type,
        "interrupted": history.interrupt > 0,
        "versions": [_version(version) for version in history.versions],
        "steps": [_step(step) for step in history.steps],
    }
    if history.against is not None:
        shown["against"] = _against(history.against)
    return shown


def _version(version: Version) -> Json:
    return {
        "id": version.id,
        "label": version.label,
        "date": version.date,
        "subject": version.subject,
    }


def _step(step: Step) -> Json:
    senders, readers = step.breaks
    return {
        "version": step.version.id,
        "before": None if step.before is None else step.before.id,
        "kind": step.kind.value,
        "why": step.why,
        "count": step.count,
        "equal": step.equal,
        "breaks": {"senders": senders, "readers": readers},
        "types": [_held(held) for held in step.types],
    }


def _held(held: Held) -> Json:
    senders, readers = held.breaks
    entry = held.entry
    witnesses = {kind: x for pair in entry.pairs for kind, x in pair.witnesses.items()}
    return {
        "name": entry.name,
        "state": entry.state.value,
        "was": entry.types.get(OLD, (None,))[0],
        "is": entry.types.get(NEW, (None,))[0],
        "held_by": held.held_by,
        "breaks": {"senders": senders, "readers": readers},
        **{_SAYS[kind]: witness_json(witnesses.get(kind)) for kind in KINDS},
        "through": [*entry.through],
        "changes": [] if entry.own is None else [_change(line) for line in entry.own.findings],
        "proven": entry.proven,
        "why_not": [*entry.why_not],
    }


def _change(line: FindingLine) -> Json:
    finding = line.finding
    sides = {column.partition(".")[0]: stance for column, stance in finding.stances.items()}
    was, now = sides.get(OLD), sides.get(NEW)
    return {
        "id": finding.id,
        "places": [*finding.cause.places],
        "was": None if was is None else was.value,
        "is": None if now is None else now.value,
        "witness": witness_json(finding.witness),
    }


def _against(against: Against) -> Json:
    return {
        "source": against.name,
        "title": against.title,
        "moves": against.moves,
        "types": against.types,
        "apart": [*against.apart],
        "partings": [_parting(parting) for parting in against.partings],
    }


def _parting(parting: Parting) -> Json:
    names = {OWN: "source", OTHER: "against"}
    return {
        "version": parting.version.id,
        "moved": [names[side] for side in parting.moved],
        "parted": [_apart(entry) for entry in parting.parted],
        "changed": [_apart(entry) for entry in parting.changed],
        "joined": [*parting.joined],
    }


def _apart(entry: Entry) -> Json:
    witnesses = {kind: x for pair in entry.pairs for kind, x in pair.witnesses.items()}
    said = {"only_a": "source_accepts", "only_b": "against_accepts"}
    return {
        "name": entry.name,
        "state": entry.state.value,
        **{said[kind]: witness_json(witnesses.get(kind)) for kind in CONFLICTS},
    }
