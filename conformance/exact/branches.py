"""Leaves out the sets of facts that mix the reasons of several branches.

Of a union whose branches are told apart by a part, for example `type`, a value is refused by the
branch that it names, for one reason. That it also breaks every other branch is a smallest set of
facts too, and tells nothing: whatever the part is, a set that names it says as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.exact.facts import WORDS, closure
from conformance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from conformance.exact.combining import Facts


def unmixed(found: Sequence[Facts], values: Callable[[str], Collection[str]]) -> list[Facts]:
    """Return the sets, but those that follow from others by what a part can be.

    A set is left out if for each thing that some other part can be, a set that is kept names that,
    and otherwise only facts that hold with this one. So a value that shows a set that is left out
    shows a set that is kept.

    Args:
        found: The smallest sets, in their order.
        values: Returns what a part can be, each in words, and absent; nothing if that is not known.
    """
    tags = _tags(found)
    kept = dict.fromkeys(found)
    for facts in sorted(found, key=_least_telling):
        known = closure(facts)
        if any(_is_told(tag, named, known, kept, values) for tag, named in tags.items()):
            del kept[facts]
    return list(kept)


def _least_telling(facts: Facts) -> tuple[int, int, list[Fact]]:
    """Return the key of the order in which sets are tried: large ones, without a name, first."""
    return -len(facts), sum(map(_is_name, facts)), sorted(facts)


def _tags(found: Sequence[Facts]) -> dict[str, dict[str, list[tuple[Facts, Facts]]]]:
    """Return the parts that choose branches -> what one is -> the sets, and what else they say."""
    named = {
        fact.place
        for facts in found
        for fact in facts
        if len(facts) > 1 and _is_name(fact) and not fact.place.endswith("/*")
    }
    result: dict[str, dict[str, list[tuple[Facts, Facts]]]] = {tag: {} for tag in sorted(named)}
    for facts in found:
        for fact in facts:
            if fact.place in named:
                rest = facts - {fact}
                result[fact.place].setdefault(fact.special, []).append((facts, rest))
    return result


def _is_name(fact: Fact) -> bool:
    """Return whether a fact says that a part is one string."""
    return fact.special.startswith('"')


def _is_told(
    tag: str,
    named: dict[str, list[tuple[Facts, Facts]]],
    known: Facts,
    kept: dict[Facts, None],
    values: Callable[[str], Collection[str]],
) -> bool:
    """Return whether a set that says nothing of a part is told by sets that name the part."""
    whole, _, _ = tag.rpartition("/")
    if Fact(whole, WORDS["object"]) not in known:
        return False
    if any(f"{fact.place}/".startswith(f"{tag}/") for fact in known):
        return False
    possible = values(tag)
    return bool(possible) and all(
        any(facts in kept and rest <= known for facts, rest in named.get(special, ()))
        for special in possible
    )
