"""Leaves out the sets of facts that mix the reasons of several branches.

Of a union whose branches are told apart by a part, for example `type`, a value is refused by the
branch that it names, for one reason. That it also breaks every other branch is a smallest set of
facts too, and tells nothing: whatever the part is, a set that names it says as much. There are as
many of them as reasons can be combined, so where there are many they are not even searched.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from conformance.exact.combining import Found
from conformance.exact.facts import WORDS, closure
from conformance.model import PRESENT, Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from conformance.exact.combining import Chosen, Combinations, Facts, Option
    from conformance.exact.members import Place
    from conformance.exact.objects import Reach


def unmixed(found: Sequence[Facts], values: Callable[[str], Collection[str]]) -> list[Facts]:
    """Return the sets, but those that follow from others by what a part can be.

    A set is left out if for each thing that some other part can be, a set that is kept names that,
    and otherwise only facts that hold with this one. So a value that shows a set that is left out
    shows a set that is kept.

    Args:
        found: The smallest sets, in their order.
        values: Returns what a part can be, each in the words of facts, `absent` among them.
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
    """Return whether a fact says that a part is one string or one integer."""
    return fact.special.startswith('"') or fact.special.removeprefix("-").isdecimal()


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
    return all(
        any(facts in kept and rest <= known for facts, rest in named.get(special, ()))
        for special in values(tag)
    )


# --- searching them apart -------------------------------------------------------------------------


def tag_of(options: Mapping[Place, Sequence[Option]]) -> Place | None:
    """Return the property whose strings or integers tell most apart; None if nothing does.

    Args:
        options: The possible facts about each property; those of a property that is taken are
            about itself, and not about its parts.
    """
    names = {
        place: sum(_is_name(fact) for option in some for facts in option.facts for fact in facts)
        for place, some in options.items()
        if all(
            len(facts) == 1 and fact.place.count("/") <= 1
            for option in some
            for facts in option.facts
            for fact in facts
        )
    }
    most = max(names.values(), default=0)
    return min((place for place in names if names[place] == most), default=None) if most else None


def by_tag(
    tag: Place,
    kinds: Sequence[tuple[Sequence[Fact], Reach]],
    search: Callable[..., Combinations],
    plain: Combinations,
    is_alone: Callable[[Sequence[Fact]], bool] | None,
) -> Iterator[tuple[Facts, frozenset[int]]]:
    """Yield sets of facts with what they leave, searched for each thing that a property can be.

    Args:
        tag: The property.
        kinds: All that it can be, in the words of facts.
        search: Makes a search; `settled` says what the property is.
        plain: The search in which it can be anything.
        is_alone: Returns whether nobody else accepts a value whose property is of a kind, so that
            there is no disagreement where this schema rejects it too; None if that is not so.
    """
    met: dict[Chosen, None] = {}
    for words, reach in kinds:
        world = search(settled=(tag, reach))
        found = world.found()
        if is_alone is not None and len(found) > 1 and is_alone(words):
            found = found[:1]
        for chosen, cells in filter(_is_possible, found):
            met[chosen] = None
            for facts, word in product(world.facts(chosen), words):
                yield facts | {word}, cells
    place = plain.places.index(tag)
    there = [
        (place, number)
        for number, option in enumerate(plain.options[place])
        if any(
            fact.is_presence and fact.special == PRESENT for facts in option.facts for fact in facts
        )
    ]
    for chosen, also in product(met, (frozenset[tuple[int, int]](), frozenset(there))):
        found = [Found(chosen | also, plain.cells(chosen | also))]
        for both, cells in filter(_is_possible, found):
            yield from ((facts, cells) for facts in plain.facts(both))


def _is_possible(found: Found) -> bool:
    """Return whether some value has the facts of a choice."""
    return bool(found.cells)
