"""What changes for somebody who upgrades a package from one release to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.model import Witness
    from conformance.results.lines import RelationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """Two releases of a package, one after the other.

    Attributes:
        package: The name of its columns without the version.
        older, newer: The releases' columns.
        rejected: The smallest value that the older accepts and the newer rejects, as text; None if
            no case shows one.
        accepted: The smallest value that only the newer accepts.
    """

    package: str
    older: str
    newer: str
    rejected: str | None
    accepted: str | None

    @property
    def versions(self) -> tuple[str, str]:
        """The older version and the newer one."""
        return self.older.partition("@")[2], self.newer.partition("@")[2]


def upgrades(
    families: Mapping[str, Sequence[str]], relations: Iterable[RelationLine]
) -> list[Upgrade]:
    """Return every step from one release to the next that the cases say something about.

    Args:
        families: Package -> its releases' columns, older ones first.
        relations: The relations of the run.
    """
    sides: dict[tuple[str, str], tuple[Witness | None, Witness | None]] = {}
    for line in relations:
        only_a, only_b = line.relation.only_a, line.relation.only_b
        sides[line.a, line.b], sides[line.b, line.a] = (only_a, only_b), (only_b, only_a)
    return [
        Upgrade(
            package=package,
            older=older,
            newer=newer,
            rejected=_text(sides[older, newer][0]),
            accepted=_text(sides[older, newer][1]),
        )
        for package, releases in families.items()
        for older, newer in pairwise(releases)
        if (older, newer) in sides
    ]


def _text(witness: Witness | None) -> str | None:
    return None if witness is None else compact(witness.value)
