"""Makes statements of what comments say, and the schema of the documented reading."""

from __future__ import annotations

import json
import re
from dataclasses import field, replace
from typing import TYPE_CHECKING, cast

from conformance.dataclass import dataclass
from conformance.jsontext.pointers import followed, joined
from conformance.jsontext.text import canonical, shortened
from conformance.readers.emitted import MAX_SAYS
from conformance.readers.prose.places import Places
from conformance.readers.prose.rules import Requirement, Values, said
from conformance.readers.prose.sentences import sentences
from conformance.readers.prose.statements import Effect, Prose, Stated, UnreadSentence
from conformance.readers.prose.targets import may_be_null, owner_of, target_at, without_null
from conformance.readers.prose.unread import telling_words
from conformance.readers.prose.values import bare
from conformance.readers.words import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conformance.model import Json
    from conformance.readers.emitted import Passage
    from conformance.readers.facts import Span
    from conformance.readers.prose.sentences import Sentence
    from conformance.readers.prose.targets import Target

_CODE = re.compile(r"`[\w.]+`")
_TYPE_NAMES = frozenset(
    (
        *("any", "array", "bool", "boolean", "date", "dict", "false", "float", "int", "integer"),
        *("list", "nil", "none", "null", "number", "object", "str", "string", "true", "undefined"),
    )
)
"""Words that name types: a list of them is about the type and not about values."""


def prose_of(schema: Json, passages: Sequence[Passage], text_of: Callable[[str], str]) -> Prose:
    """Return what comments say, and what becomes of a schema by that.

    Args:
        schema: The declared reading.
        passages: The comments, with pointers into the schema.
        text_of: Returns the text of a file by its name in the places of comments.
    """
    copy: Json = json.loads(json.dumps(schema))
    return _Reading(schema=copy, text_of=text_of).read(passages)


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with what a rule made of it, before it is known what that does."""

    passage: Passage
    sentence: Sentence
    said: Values | Requirement


@dataclass(slots=True, kw_only=True)
class _Reading:
    schema: Json
    text_of: Callable[[str], str]
    replaced: list[str] = field(default_factory=list)
    places: dict[str, Places] = field(default_factory=dict)

    def read(self, passages: Sequence[Passage]) -> Prose:
        stated: dict[tuple[int, int], Stated] = {}
        left: list[tuple[int, Passage, Sentence]] = []
        waiting: list[tuple[int, _Read]] = []
        for index, passage in enumerate(passages):
            known = self.known(passage)
            lists: list[_Read] = []
            for sentence in sentences(passage.doc.text):
                found = said(sentence, known)
                if isinstance(found, Values):
                    lists.append(_Read(passage, sentence, found))
                elif found is not None:
                    waiting.append((index, _Read(passage, sentence, found)))
                else:
                    left.append((index, passage, sentence))
            for one, made in self.values(lists):
                if made is None:
                    left.append((index, passage, one.sentence))
                else:
                    stated[index, one.sentence.number] = made
        for index, one in waiting:  # they are about values that comments on others may list
            made = self.requirement(one)
            if made is None:
                left.append((index, one.passage, one.sentence))
            else:
                stated[index, one.sentence.number] = made
        left.sort(key=lambda each: (each[0], each[2].number))
        return Prose(
            schema=self.schema,
            replaced=tuple(self.replaced),
            stated=tuple(_united([stated[key] for key in sorted(stated)])),
            unread=tuple(self.unread(left)),
        )

    def known(self, passage: Passage) -> frozenset[str]:
        """Return the strings that the types list for what a comment is about."""
        targets = [target_at(self.schema, pointer) for pointer in passage.pointers]
        return frozenset().union(*(one.known() for one in targets if one is not None))

    # --- lists of values ---

    def values(self, lists: Sequence[_Read]) -> Iterator[tuple[_Read, Stated | None]]:
        """Yield the statements of one comment that list values; None for one that is passed over.

        Of lists that differ none is applied.
        """
        plans = [(one, self.plans(one)) for one in lists]
        planned = {
            canonical([*sorted(map(canonical, values))])
            for _, plan in plans
            for _, values, why in plan
            if not why
        }
        for one, plan in plans:
            yield one, self.listed(one, plan, differ=len(planned) > 1) if plan else None

    def plans(self, one: _Read) -> list[tuple[Target, tuple[Json, ...], str]]:
        """Return each scalar with its values, and why they are only suggested; none if passed."""
        found = cast("Values", one.said)
        plans = []
        for pointer in one.passage.pointers:
            target = target_at(self.schema, pointer)
            values = None if target is None else target.read(found.values)
            if target is None or values is None or self.is_other(found, target, pointer):
                return []
            plans.append((target, values, self.why(one, target, values)))
        return plans

    def is_other(self, found: Values, target: Target, pointer: str) -> bool:
        """Return whether a list is about something else than the value of the field.

        The sentence names another thing before them; they are the names of fields beside it, or of
        types; or they say no more than `boolean` does.
        """
        around = owner_of(pointer)
        own = {"" if around is None else around[1], *found.values}
        if {bare(word) for word in _CODE.findall(found.before)} - own:
            return True
        odd = [word for word in found.values if word not in target.known()]
        if target.types == {"boolean"}:
            return len(set(found.values)) > 1
        names = {name.lower() for name in self.beside(pointer)}
        return any(word.lower() in _TYPE_NAMES | names for word in odd)

    def beside(self, pointer: str) -> list[str]:
        """Return the names of the fields of the object that a field is of."""
        around = owner_of(pointer)
        if around is None:
            return []
        held = cast("dict[str, Json]", followed(self.schema, around[0]))["properties"]
        return [*cast("dict[str, Json]", held)]

    def why(self, one: _Read, target: Target, values: tuple[Json, ...]) -> str:
        """Return why values are only suggested; empty if they may be applied."""
        if one.passage.is_open:
            return "the type names values, and accepts others too"
        if target.why:
            return target.why
        if target.values is None:
            found = cast("Values", one.said)
            is_clear = found.marked or one.passage.doc.is_page or found.rule == "always"
            return "" if is_clear else "the values stand there without quotation marks"
        return "" if any(map(target.has, values)) else "none of these values is declared"

    def listed(
        self, one: _Read, plan: list[tuple[Target, tuple[Json, ...], str]], *, differ: bool
    ) -> Stated:
        found = cast("Values", one.said)
        values = plan[0][1]
        around = owner_of(one.passage.pointers[0])
        name = one.passage.place if around is None else around[1]
        says = f"`{name}` is {'always ' if len(values) == 1 else ''}{_shown(values)}"
        made = replace(
            self.stated(one, says, implied=found.rule in {"alone", "brackets", "colon"}),
            values=values,
            declared=plan[0][0].values,
        )
        why = next((why for _, _, why in plan if why), "")
        if differ and not why:
            why = "another sentence lists other values"
        if why:
            return replace(made, effect=Effect.SUGGESTED, why=why)
        keywords: list[str] = []
        effects = {self.applied(target, values, keywords) for target, values, _ in plan}
        effect = Effect.ADDS if Effect.ADDS in effects else Effect.AGREES
        return replace(made, effect=effect, keywords=tuple(keywords))

    def applied(self, target: Target, values: tuple[Json, ...], keywords: list[str]) -> Effect:
        """Write values into the schema, and add their keyword; return whether that is a change."""
        pointer = target.pointer
        target = (
            target_at(self.schema, pointer) or target
        )  # an earlier sentence may have changed it
        old = set(map(canonical, target.values or ()))
        if target.values is not None and old == set(map(canonical, values)):
            name = "$ref" if target.is_reference else "enum" if "enum" in target.body else "const"
            keywords.append(joined(pointer, name))
            return Effect.AGREES
        held: list[Json] = [*values, None] if target.takes_null else [*values]
        name, value = ("const", held[0]) if len(held) == 1 else ("enum", held)
        body = cast("dict[str, Json]", followed(self.schema, pointer))
        if target.values is not None and not target.is_reference:
            gone = {"const", "enum"} & body.keys()
        elif body.keys() <= {"$ref", "type"}:
            gone = {"$ref", "type"} & body.keys()
        else:
            gone = {"$ref"} & body.keys()
        self.replaced += [joined(pointer, each) for each in sorted(gone)]
        kept = {each: held for each, held in body.items() if each not in gone}
        body.clear()
        body |= {**kept, name: value}
        keywords.append(joined(pointer, name))
        return Effect.ADDS

    # --- requirements ---

    def requirement(self, one: _Read) -> Stated | None:
        """Return a statement that requires a field; None if what decides is not found."""
        found = cast("Requirement", one.said)
        around = owner_of(one.passage.pointers[0])
        if around is None:
            return None
        owner, name = around
        deciding = self.deciding(found, owner, name, is_page=one.passage.doc.is_page)
        if deciding is None:
            return None
        other, values, why = deciding
        says = f"`{name}` is required where `{other}` is {_shown(values)}"
        made = replace(self.stated(one, says, implied=False), values=values)
        if len(one.passage.pointers) > 1:
            why = "the field has several names"
        if why:
            return replace(made, effect=Effect.SUGGESTED, why=why)
        keywords = self.required(owner, name, {other: _is(values)}, says)
        if keywords is None:
            required = cast("list[str]", followed(self.schema, joined(owner, "required")))
            at = joined(owner, "required", required.index(name))
            return replace(made, effect=Effect.AGREES, keywords=(at,))
        return replace(made, effect=Effect.ADDS, keywords=keywords)

    def deciding(
        self, found: Requirement, owner: str, name: str, *, is_page: bool
    ) -> tuple[str, tuple[Json, ...], str] | None:
        """Return the field that decides, its values, and why they are only suggested."""
        held = followed(self.schema, joined(owner, "properties"))
        candidates = []
        for each in cast("dict[str, Json]", held):
            target = target_at(self.schema, joined(owner, "properties", each))
            values = None if target is None else target.read(found.values)
            if each == name or target is None or values is None:
                continue
            is_named = found.field == each
            has_all = all(map(target.has, values))
            if is_named or (found.field is None and has_all):
                is_known = target.values is None or any(map(target.has, values))
                if not found.marked and not (is_page or any(map(target.has, values))):
                    continue
                why = "" if is_known else f"`{each}` has none of these values"
                candidates.append((each, values, why))
        return candidates[0] if len(candidates) == 1 else None

    def required(
        self, owner: str, name: str, condition: dict[str, Json], says: str
    ) -> tuple[str, ...] | None:
        """Require a field under a condition; return the keywords, or None if it always is."""
        body = cast("dict[str, Json]", followed(self.schema, owner))
        own = cast("dict[str, Json]", body["properties"])[name]
        demands: dict[str, Json] = {}
        key = "not"
        if may_be_null(own):
            present = without_null(own)
            key = next(iter(present))
            demands["properties"] = {name: present}
        if not demands and name in cast("list[Json]", body.get("required", [])):
            return None
        parts = cast("list[Json]", body.setdefault("allOf", []))
        at = joined(owner, "allOf", len(parts), "then")
        parts.append(
            {
                "title": shortened(says, MAX_SAYS),
                "if": {"properties": condition, "required": [*condition]},
                "then": {"required": [name], **demands},
            }
        )
        not_null = [joined(at, "properties", name, key)] if demands else []
        return (joined(at, "required"), *not_null)

    # --- what is said ---

    def stated(self, one: _Read, says: str, *, implied: bool) -> Stated:
        return Stated(
            place=one.passage.place,
            span=self.span(one.passage, one.sentence),
            sentence=one.sentence.number,
            text=one.sentence.text,
            rule=one.said.rule,
            says=shortened(says, MAX_SAYS),
            implied=implied,
            effect=Effect.ADDS,
        )

    def unread(self, left: Sequence[tuple[int, Passage, Sentence]]) -> Iterator[UnreadSentence]:
        seen: set[tuple[Span, int]] = set()
        for _, passage, sentence in left:
            words = telling_words(sentence.text)
            key = (passage.doc.span, sentence.number)
            if not words or key in seen:
                continue
            seen.add(key)
            yield UnreadSentence(
                place=passage.place,
                span=self.span(passage, sentence),
                sentence=sentence.number,
                text=sentence.text,
                why=f"no rule reads the sentence, which says {_quoted(words)}",
            )

    def span(self, passage: Passage, sentence: Sentence) -> Span:
        file = passage.doc.span.file
        if file not in self.places:
            self.places[file] = Places(self.text_of(file))
        return self.places[file].of(passage.doc, sentence.start)


def _united(stated: Sequence[Stated]) -> Iterator[Stated]:
    """Yield each statement on a place once: a type may stand at several places of a schema."""
    known: dict[tuple[str, Span, int, str], Stated] = {}
    for one in stated:
        key = (one.place, one.span, one.sentence, one.says)
        before = known.get(key)
        known[key] = (
            one
            if before is None
            else replace(
                before,
                effect=min(before.effect, one.effect, key=[*Effect].index),
                keywords=(*before.keywords, *one.keywords),
            )
        )
    yield from known.values()


def _is(values: tuple[Json, ...]) -> Json:
    return {"const": values[0]} if len(values) == 1 else {"enum": [*values]}


def _shown(values: Sequence[Json]) -> str:
    return alternatives([json.dumps(value, ensure_ascii=False) for value in values])


def _quoted(words: Sequence[str]) -> str:
    return " and ".join(f'"{word}"' for word in words)
