"""Says where what a variant writes, its send reading, is not what it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.compare.differences import differences
from conformance.compare.exchanges import sent_side
from conformance.compare.sides import Side
from conformance.dataclass import dataclass
from conformance.exact import relate
from conformance.jsontext.text import compact
from conformance.model import Verdict
from conformance.proofs.cells import compare_columns
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.titles import joint_title, single_title
from conformance.results.parts import relation_json, witness_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.compare.differences import Difference, Differences
    from conformance.exact import Relation
    from conformance.model import Json, Variant

_WRITTEN = {
    Verdict.ACCEPT: "may be written",
    Verdict.REJECT: "is never written",
    Verdict.SILENT: "is left open for writing",
}
_READ = {
    Verdict.ACCEPT: "is read",
    Verdict.REJECT: "is rejected",
    Verdict.SILENT: "is left open for reading",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A variant's send reading beside its declared one.

    Attributes:
        file: The file of the send reading.
        relation: The relation of what is written to what is read.
        found: All differences; what is written is A.
    """

    file: str
    relation: Relation
    found: Differences


def apart(variant: Variant) -> Apart | None:
    """Return a variant's send reading beside its declared one; None if it has none."""
    if variant.sent is None:
        return None
    sent, read = sent_side(variant), _declared(variant)
    relation = relate(compare_columns([sent.column(), read.column()]), sent.id, read.id)
    return Apart(file=variant.sent.name, relation=relation, found=differences(sent, read))


def apart_lines(one: Apart) -> Iterator[str]:
    """Yield the relation, and each difference with its smallest value."""
    proven = "proven" if one.relation.proven else "not proven"
    yield f"  {one.file}: what it writes to what it reads: {one.relation.relation}, {proven}"
    yield from (f"    {why}" for why in one.relation.why_not)
    for each in one.found.every:
        value = compact(each.witness.value)
        yield f"    {_title(each)} {_WRITTEN[each.a]}, {_READ[each.b]}: {value}"


def apart_json(one: Apart) -> dict[str, Json]:
    """Return the same as JSON."""
    return {
        "file": one.file,
        **relation_json(one.relation),
        "differences": [
            {
                "facts": [{"place": fact.place, "special": fact.special} for fact in each.facts],
                "written": each.a.value,
                "read": each.b.value,
                "witness": witness_json(each.witness),
            }
            for each in one.found.every
        ],
    }


def _declared(variant: Variant) -> Side:
    reading = variant.readings[0]
    return Side(id=variant.column(reading.name), file=reading.file, claims=variant.claims)


def _title(one: Difference) -> str:
    specials, places = [x.special for x in one.facts], [x.place for x in one.facts]
    made = single_title if len(places) == 1 else joint_title
    return plain(made(specials, places))
