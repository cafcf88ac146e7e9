"""Reads the Markdown pages that openapi-generator writes about the models of a client.

A page has a heading with the model's name, a table of its properties, and a section for each list
of values. A property's type may be described on another page, which lies beside it.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.readers import facts as kinds
from conformance.readers.facts import Doc, Facts, Field, Presence, Reference, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.readers.documents import Document
    from conformance.readers.facts import Type

_TITLE = re.compile(r"# +(.+)")
_SECTION = re.compile(r"## +(.+)")
_ENUM = re.compile(r"Enum: *(.+)")
_ALLOWED = re.compile(r"Allowed values: *\[(.*)\]\s*")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[(.*)\]\(([^()\s]*)\)", re.DOTALL)
_LIST = re.compile(
    r"(?:Seq|Array|ArrayList|List|Vec|list)[<\[](?P<a>.+)[>\]]|\[\](?P<b>.+)|\[(?P<c>.+)\]|"
    r"(?P<d>.+)\[\]"
)
_SET = re.compile(r"(?:Set|set)[<\[](.+)[>\]]")
_MAP = re.compile(
    r"(?:(?:Map|HashMap|Dict|dict|collections::HashMap|std::collections::HashMap)"
    r"[<\[](?:String|string|str), *(?P<a>.+)[>\]]|map\[string\](?P<b>.+)|"
    r"\{ \[key: string\]: (?P<c>.+); \}|\{str: \((?P<d>.+),\)\})"
)
_TEXTS = {"String", "str", "string"}
_INTEGERS = {"Int", "Integer", "Long", "int", "int32", "int64", "integer", "i32", "i64", "long"}
_NUMBERS = {
    *("BigDecimal", "Double", "Float", "Number", "decimal", "double", "f32", "f64", "float"),
    *("float32", "float64", "number"),
}
_BOOLEANS = {"Boolean", "bool", "boolean"}
_ANYTHING = {"Any", "AnyType", "Object", "any", "interface{}", "object", "serde_json::Value"}
_HEADS = ("Name", "Type", "Notes")
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A property as it is listed: cells by the heading of their column."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class _Model:
    """A model as its page describes it.

    Attributes:
        line: The line of its heading.
        rows: Its properties.
        lists: Its lists of values by name, each with its line.
    """

    name: str
    line: int
    has_table: bool = False
    rows: list[_Row] = field(default_factory=list)
    lists: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)


def names(document: Document) -> Sequence[str]:
    """Return the models that a page describes."""
    return [model.name for model in _models(document)]


def facts(document: Document, name: str) -> Facts:
    """Return what a page says about a model.

    Args:
        document: The page.
        name: One of `names`.

    Raises:
        BrokenFileError: The table of its properties cannot be read, or two models share the name.
    """
    reader = _Reader()
    root = reader.reference(document, name)
    return Facts(name=name, root=root, types=reader.all_types())


class _Reader:
    """Reads models, and those on the pages beside them."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        self._waiting: list[tuple[str, Document, _Model]] = []

    def reference(self, document: Document, name: str) -> Reference:
        """Return a reference to a model, which is read later unless it is known."""
        models = [model for model in _models(document) if model.name == name]
        if len(models) > 1:
            raise _error(document, models[1].line, f"{name} is described twice", "remove one")
        span = Span(document.shown, models[0].line)
        page = (document.shown, name)
        if page not in self._keys:
            taken = set(self._keys.values())
            self._keys[page] = f"{document.path.stem}.{name}" if name in taken else name
            self._waiting.append((self._keys[page], document, models[0]))
        return Reference(span=span, name=self._keys[page])

    def all_types(self) -> dict[str, Type]:
        """Return the models that were named, and those that they name."""
        found: dict[str, Type] = {}
        while self._waiting:
            key, document, model = self._waiting.pop(0)
            found[key] = self._object(document, model)
        return found

    def _object(self, document: Document, model: _Model) -> Type:
        span = Span(document.shown, model.line)
        if not model.has_table:
            return kinds.Opaque(span=span, why="the page has no table of properties")
        fields: dict[str, Field] = {}
        for row in model.rows:
            name = _bare(row.cells["Name"])
            if not name or name in fields:
                what = f"the property {name} is there twice" if name else "a property has no name"
                raise _error(document, row.line, what, "correct the table")
            optional = "[optional]" in row.cells["Notes"]
            fields[name] = Field(
                name=name,
                type=self._type(document, model, row),
                span=Span(document.shown, row.line),
                received=Presence.OPTIONAL if optional else Presence.REQUIRED,
                doc=_doc(document, row),
            )
        return kinds.Object(span=span, fields=(*fields.values(),), name=model.name)

    def _type(self, document: Document, model: _Model, row: _Row) -> Type:
        text = row.cells["Type"].removeprefix("Pointer to ")
        link = _LINK.fullmatch(text)
        target = link[2] if link else ""
        place = _Place(document, model, Span(document.shown, row.line), html.unescape(target))
        return self._named(_bare(link[1] if link else text), place, 0)

    def _named(self, text: str, place: _Place, depth: int) -> Type:  # noqa: PLR0911
        """Return the type of a name; that of its innermost part may be a link."""
        span = place.span
        if depth > _MAX_DEPTH:
            return kinds.Opaque(span=span, why="the type is nested too deeply")
        for pattern, unique in ((_SET, True), (_LIST, False)):
            found = pattern.fullmatch(text)
            if found:
                inner = next(filter(None, found.groups()))
                item = self._named(inner, place, depth + 1)
                return kinds.ListOf(span=span, item=item, unique=unique)
        found = _MAP.fullmatch(text)
        if found:
            inner = next(filter(None, found.groups()))
            return kinds.MapOf(span=span, value=self._named(inner, place, depth + 1))
        if place.target.startswith("#"):
            return _listed(text, place)
        if text in _TEXTS:
            return kinds.Text(span=span)
        if text in _INTEGERS or text in _NUMBERS:
            return kinds.Number(span=span, integer=text in _INTEGERS)
        if text in _BOOLEANS:
            return kinds.Boolean(span=span)
        if text in _ANYTHING:
            return kinds.Anything(span=span)
        return self._elsewhere(text, place)

    def _elsewhere(self, name: str, place: _Place) -> Type:
        """Return a model that another page describes."""
        path = place.target.partition("#")[0]
        page = place.document.beside(path) if path.endswith(".md") and ":" not in path else None
        if page is None or name not in names(page):
            return kinds.Undefined(span=place.span, name=name)
        return self.reference(page, name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a type stands: its page, its model, its row, and where its link leads."""

    document: Document
    model: _Model
    span: Span
    target: str


def _doc(document: Document, row: _Row) -> Doc | None:
    text = html.unescape(row.cells.get("Description", ""))
    return Doc(text, Span(document.shown, row.line)) if text else None


def _listed(name: str, place: _Place) -> Type:
    """Return the list of values that a link leads to, in the same model."""
    found = place.model.lists.get(name)
    if found is None:
        return kinds.Undefined(span=place.span, name=name)
    line, values = found
    span = Span(place.document.shown, line)
    return kinds.Literals(span=span, values=values, name=name)


# --- the page ------------------------------------------------------------------------------------


def _models(document: Document) -> list[_Model]:
    """Return the models of a page: each heading of the first level that a table follows.

    Raises:
        BrokenFileError: A row has not as many cells as the table has columns.
    """
    found: list[_Model] = []
    heads: Sequence[str] = ()
    section = ""
    lines = document.text.replace("\u00a0", " ").split("\n")
    for number, line in enumerate(lines, 1):
        title = _TITLE.fullmatch(line.strip())
        above = _SECTION.fullmatch(line.strip())
        if title:
            found.append(_Model(name=_bare(title[1]), line=number))
        if not found:
            continue
        if title or above:
            section = _bare(above[1]) if above else ""
            heads = ()
            continue
        enum = _ENUM.fullmatch(section)
        cells = [cell.strip() for cell in _CELL.split(_row(line))]
        if enum:
            _add_values(found[-1], enum[1].replace("`", "").strip(), number, line, cells)
        elif not line.strip():
            heads = ()
        elif heads and not _RULE.fullmatch(line):
            if len(cells) != len(heads):
                hint = "escape a bar in a cell as \\|"
                what = f"the row has {len(cells)} cells, and the table {len(heads)} columns"
                raise _error(document, number, what, hint)
            row = _Row(line=number, cells=dict(zip(heads, cells, strict=True)))
            found[-1].rows.append(row)
        elif set(_HEADS) <= set(cells):
            heads = cells
            found[-1].has_table = True
    return [model for model in found if model.has_table or model.lists or len(found) == 1]


def _row(line: str) -> str:
    """Return a row of a table without the bars at its ends."""
    line = line.strip()
    return line[1:].removesuffix("|") if line.startswith("|") else line


def _add_values(model: _Model, name: str, number: int, line: str, cells: Sequence[str]) -> None:
    """Add the values of a line in a section on a list of values."""
    listed = _ALLOWED.fullmatch(html.unescape(line))
    line_before, values = model.lists.get(name, (number, ()))
    if listed:
        values += tuple(value.strip() for value in listed[1].split(","))
    elif len(cells) == len(("Name", "Value")) and _is_quoted(html.unescape(cells[1])):
        values += (json.loads(html.unescape(cells[1])),)
    else:
        return
    model.lists[name] = (line_before, tuple(dict.fromkeys(values)))


def _is_quoted(text: str) -> bool:
    return re.fullmatch(r'"[^"\\]*"', text) is not None


def _bare(text: str) -> str:
    """Return a text without the marks of Markdown and with its entities as characters."""
    return html.unescape(re.sub(r"[*`]|\\(?=[^\w\s])", "", text)).strip()


def _error(document: Document, line: int, message: str, hint: str) -> BrokenFileError:
    return BrokenFileError(message, file=document.shown, place=f"line {line}", hint=hint)
