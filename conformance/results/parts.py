"""The JSON of parts that several answers share, and the results file too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.exact import Relation
    from conformance.model import Json, Reason, Witness


def reason_json(reason: Reason) -> dict[str, Json]:
    """Return a reason in the shape that other programs rely on."""
    return {
        "instance": reason.instance,
        "keyword": reason.keyword,
        "file": reason.file,
        "schema": reason.schema,
        "property": reason.property,
        "claims": list(reason.claims),
        "message": reason.message,
    }


def witness_json(witness: Witness | None) -> dict[str, Json] | None:
    """Return a witness in its box, since the value may itself be null."""
    return None if witness is None else {"value": witness.value}


def relation_json(relation: Relation) -> dict[str, Json]:
    """Return a relation in the shape that `relate` prints too."""
    return {
        "relation": relation.relation,
        "proven": relation.proven,
        "why_not": list(relation.why_not),
        "both": witness_json(relation.both),
        "only_a": witness_json(relation.only_a),
        "only_b": witness_json(relation.only_b),
        "gap_a": witness_json(relation.gap_a),
        "gap_b": witness_json(relation.gap_b),
    }
