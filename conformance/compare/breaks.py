"""What one column writes and another one rejects: the shapes of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from conformance.exact import Relation
    from conformance.model import Cause, Reason, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Something that a writer may write and a reader rejects.

    Attributes:
        cause: What is special, and where.
        witness: The smallest value that shows it.
        importance: How much it matters, from 0 to 1, to three decimals.
        reasons: Why the reader rejects the value, best first.
        claims: `VARIANT:CLAIM` of the statements of the reader, then of the writer at that place.
    """

    cause: Cause
    witness: Witness
    importance: float
    reasons: tuple[Reason, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one column writes against what another one, or itself, reads.

    Attributes:
        writer: The column that writes, by the send reading of its variant.
        reader: The column that reads.
        relation: The relation of what is written to what is read.
        breaks: What the reader rejects of what the writer may write, the most important first; none
            if the reader is a program.
    """

    writer: str
    reader: str
    relation: Relation
    breaks: tuple[Break, ...] = ()
