"""Finds what the text of a page says of each field, below the heading with the field's name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.readers.facts import Doc, Object, Span, Union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Facts, Type

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_FIRST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a page is laid out.

    Attributes:
        heading: Matches a heading; its group `name` is the field's name in the source.
        end: Matches where the text below a heading ends besides at the next one.
        before: Matches a comment with such headings that stands before the declaration of a type,
            and its end up to the declaration; None if the headings stand behind it.
        is_page: Whether code has no marks of its own in the text.
    """

    heading: re.Pattern[str]
    end: re.Pattern[str]
    before: re.Pattern[str] | None = None
    is_page: bool = True


def with_docs(found: Facts, document: Document, page: Page) -> Facts:
    """Return facts with what a page says of the fields that have no comment yet.

    The headings behind a declaration are about its fields, up to the next declaration; if there are
    none, all headings are.
    """
    lines = sorted({kind.span.line for kind in found.types.values()})
    described = {key: _type(kind, document, page, lines) for key, kind in found.types.items()}
    return replace(found, types=described)


def _type(kind: Type, document: Document, page: Page, lines: Sequence[int]) -> Type:
    if isinstance(kind, Union):
        options = tuple(_type(option, document, page, lines) for option in kind.options)
        return replace(kind, options=options)
    if not isinstance(kind, Object) or kind.span.file != document.shown:
        return kind
    last = next((line for line in lines if line > kind.span.line), None)
    return _described(kind, document, page, last)


def _described(kind: Object, document: Document, page: Page, last: int | None) -> Object:
    text = document.text.replace("\u00a0", " ").replace("\u202f", " ")
    names = [one.native or one.name for one in kind.fields]
    docs: dict[str, tuple[int, int]] = {}
    for part in _parts(text, _line_start(text, kind.span.line), last, page):
        docs = docs or dict(_docs(text, part, names, page))
    fields = []
    for name, one in zip(names, kind.fields, strict=True):
        place = docs.get(name)
        if place is not None and one.doc is None:
            at = Span(document.shown, *_place(text, place[0]))
            one = replace(one, doc=Doc(text[slice(*place)], at, page.is_page))  # noqa: PLW2901
        fields.append(one)
    return replace(kind, fields=tuple(fields))


def _parts(text: str, start: int, last: int | None, page: Page) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that may be about a type that is declared at an index."""
    if page.before is None:
        yield start, len(text) if last is None else _line_start(text, last)
        yield 0, len(text)
        return
    for found in page.before.finditer(text, 0, start):
        if found.end() == start:
            yield found.span("doc")


def _docs(
    text: str, part: tuple[int, int], names: Sequence[str], page: Page
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the names of fields with the start and end of what is said of them."""
    every = list(page.heading.finditer(text, *part))
    headings = [x for x in every if x["name"] in names]
    headed = {x["name"] for x in headings}
    for index, heading in enumerate(headings):
        following = headings[index + 1 : index + 2]
        end = next((x.start() for x in every if x.start() >= heading.end()), part[1])
        closed = page.end.search(text, heading.end(), end)
        end = end if closed is None else closed.start()
        until = names.index(following[0]["name"]) if following else len(names)
        lost = [x for x in names[names.index(heading["name"]) + 1 : until] if x not in headed]
        for name, first, last in _split(text, (heading.end(), end), heading["name"], lost):
            if text[first:last].strip():
                yield name, (first, last)


def _split(
    text: str, part: tuple[int, int], name: str, lost: Sequence[str]
) -> Iterator[tuple[str, int, int]]:
    """Yield what is below a heading, field by field: headings of the next ones may be lost.

    A paragraph behind the first belongs to such a field if its first words have the field's name.
    """
    start, end = part
    waiting = list(lost)
    for each in _PARAGRAPH.finditer(text, *part):
        words = re.findall(r"\w+", text[each.end() : end])[:_FIRST_WORDS]
        is_first = not text[start : each.start()].strip()
        found = next((x for x in waiting if x in words and not is_first), None)
        if found is not None:
            yield name, start, each.start()
            name, start = found, each.end()
            waiting.remove(found)
    yield name, start, end


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at


def _place(text: str, at: int) -> tuple[int, int]:
    """Return the line and column of an index."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - start + 1
