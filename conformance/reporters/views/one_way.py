"""What some columns write and others reject: the breaks of all exchanges, ranked and folded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.jsontext.text import compact
from conformance.reporters.views.grid import relation_data
from conformance.reporters.words import titles
from conformance.reporters.words.phrases import plain, sentence, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.compare.breaks import Break
    from conformance.model import Claim, Json
    from conformance.reporters.words.phrases import Phrase
    from conformance.results.lines import ExchangeLine

UNTITLED: Phrase = sentence((text("this value"),))
"""The title where only the smallest value is known, and no cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of a source behind a break: its place, and what it says."""

    at: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneWay:
    """Something that a column writes and others reject.

    Attributes:
        writer: The column that writes it.
        readers: The columns that reject it.
        title: What is special, and where.
        payload: The smallest value that shows it, as text.
        why: Why the first of the readers rejects it, a sentence each with the place.
        statements: The statements behind it.
        importance: How much it matters, from 0 to 1.
    """

    writer: str
    readers: tuple[str, ...]
    title: Phrase
    payload: str
    why: tuple[str, ...]
    statements: tuple[Statement, ...]
    importance: float


def one_ways(
    exchanges: Iterable[ExchangeLine], order: Mapping[str, int], claims: Mapping[str, Claim]
) -> list[OneWay]:
    """Return what columns write and others reject, the most important first.

    Args:
        exchanges: The exchanges.
        order: The fields in reading order -> their index.
        claims: `VARIANT:CLAIM` -> the claim.
    """
    found: dict[tuple[str, str], OneWay] = {}
    for line in exchanges:
        exchange = line.exchange
        relation = exchange.relation
        made = [(one.cause.id, _of_break(line, one, order, claims)) for one in exchange.breaks]
        if not made and relation.only_a is not None:
            payload = compact(relation.only_a.value)
            made = [(payload, _of_value(line, payload))]
        for key, one in made:
            known = found.get((exchange.writer, key))
            readers = one.readers if known is None else (*known.readers, *one.readers)
            found[exchange.writer, key] = replace(known or one, readers=readers)
    return sorted(found.values(), key=lambda x: (-x.importance, -len(x.readers)))


def exchange_data(
    exchanges: Iterable[ExchangeLine], order: Mapping[str, int], claims: Mapping[str, Claim]
) -> list[Json]:
    """Return the exchanges for the page's script, with what is rejected."""
    return [
        {
            "writer": line.exchange.writer,
            "reader": line.exchange.reader,
            **relation_data(line.exchange.relation),
            "breaks": [_data(_of_break(line, one, order, claims)) for one in line.exchange.breaks],
        }
        for line in exchanges
    ]


def _data(one: OneWay) -> Json:
    return {
        "title": plain(one.title),
        "payload": one.payload,
        "why": [*one.why],
        "statements": [{"at": x.at, "says": x.says} for x in one.statements],
    }


def _of_break(
    line: ExchangeLine, one: Break, order: Mapping[str, int], claims: Mapping[str, Claim]
) -> OneWay:
    facts = one.cause
    if len(facts.places) > 1:
        title = titles.joint_title(facts.specials, facts.places, order)
    else:
        title = titles.single_title(facts.specials, facts.places)
    known = [claims[name] for name in one.claims if name in claims]
    return OneWay(
        writer=line.exchange.writer,
        readers=(line.exchange.reader,),
        title=title,
        payload=compact(one.witness.value),
        why=tuple(f"{titles.path(x.instance) or 'the record'}: {x.message}" for x in one.reasons),
        statements=tuple(Statement(at=claim.at, says=claim.says) for claim in known),
        importance=one.importance,
    )


def _of_value(line: ExchangeLine, payload: str) -> OneWay:
    return OneWay(
        writer=line.exchange.writer,
        readers=(line.exchange.reader,),
        title=UNTITLED,
        payload=payload,
        why=(),
        statements=(),
        importance=0.0,
    )
