"""Which sets of facts are the smallest, and which of these are said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.exact.facts import closure
from conformance.model import ABSENT, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.exact.combining import Facts


def implied(weaker: Facts, facts: Facts) -> bool:
    """Return whether a set of facts says less than another one, and nothing else."""
    return weaker != facts and len(weaker) <= len(facts) and weaker <= closure(facts)


def is_split(facts: Facts, found: Iterable[Facts]) -> Fact | None:
    """Return a fact 'is there' about a part of which some value settles it with less, or None.

    To say that a part is there would hide that its values are refused for different reasons.

    Args:
        facts: A set of facts that settles something.
        found: The smallest such sets.
    """
    for fact in sorted(facts):
        if not fact.is_presence or fact.part.count("/") > 1:
            continue
        rest = facts - {fact}
        fewer = [closure(rest - {other}) for other in rest]
        for done in found:
            about = {each for each in done if f"{each.place}/".startswith(f"{fact.part}/")}
            about -= {fact, Fact(fact.part, ABSENT)}
            if about and any(done - about <= known for known in fewer):
                return fact
    return None


def smallest(found: Iterable[Facts]) -> list[Facts]:
    """Return the sets than which no other one says less, in their order; none may be empty."""
    every = list(dict.fromkeys(found))
    often = Counter(fact for facts in every for fact in facts)
    by_fact: dict[Fact, list[Facts]] = {}
    for facts in every:
        by_fact.setdefault(min(facts, key=often.__getitem__), []).append(facts)
    result = []
    for facts in every:
        known = closure(facts)
        near = (other for fact in known for other in by_fact.get(fact, ()))
        if not any(x != facts and len(x) <= len(facts) and x <= known for x in near):
            result.append(facts)
    return result
