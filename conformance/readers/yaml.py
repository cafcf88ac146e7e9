"""Reads YAML as a JSON value: the scalars of JSON, with the place of every part.

What YAML reads as something else than JSON can say stays text (`no`, `12:30`, `2026-01-31`, `0o7`,
`1_000`), or is refused where it would be lost (tags, names that are lists, infinity).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from conformance.dataclass import dataclass
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import steps
from conformance.jsontext.text import MAX_DEPTH, Problem, parse, visible
from conformance.readers.facts import Span
from conformance.readers.yaml_parts import LEVELS, known_parts, lines_of, members, opens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Json
    from conformance.readers.documents import Document
    from conformance.readers.yaml_parts import Known

_MAX_COPIED = 200_000
"""Aliases may stand for at most this many parts in all: a short text can name billions."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONSTANTS: Mapping[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MERGE = "<<"


@dataclass(slots=True)
class Node:
    """A value with the places of its parts.

    Attributes:
        line: The line of its start, from 1.
        column: The column, from 1.
        value: The value.
        parts: Its members by name, or its elements by index; the place is that of the name.
        size: The number of values in it, itself counted.
        shift: Lines that are added to those of its parts.
    """

    line: int
    column: int
    value: Json
    parts: dict[str, tuple[int, int, Node]] = field(default_factory=dict)
    size: int = 1
    shift: int = 0


@dataclass(slots=True)
class _Open:
    """A list or an object that is being read.

    Attributes:
        node: It.
        anchor: The name under which aliases mean it; None if it has none.
        name: The name of the member at hand and its place; None before it.
        merged: What `<<` names, the first first.
    """

    node: Node
    anchor: str | None
    name: tuple[str, int, int] | None = None
    merged: list[Node] = field(default_factory=list)


class _Spans(Mapping[str, Span]):
    """JSON Pointer -> place, found by following the pointer."""

    def __init__(self, root: Node, file: str) -> None:
        self._root = root
        self._file = file

    def __getitem__(self, pointer: str) -> Span:
        line, column, node, shift = self._root.line, self._root.column, self._root, 0
        for step in steps(pointer):
            shift += node.shift
            line, column, node = node.parts[step]
        return Span(self._file, line + shift, column)

    def __iter__(self) -> Iterator[str]:
        waiting = [("", self._root)]
        while waiting:
            pointer, node = waiting.pop()
            yield pointer
            for step, (_, _, part) in reversed(node.parts.items()):
                waiting.append((f"{pointer}/{step.replace('~', '~0').replace('/', '~1')}", part))

    def __len__(self) -> int:
        return self._root.size


def compose(document: Document) -> tuple[Json, Mapping[str, Span]]:
    """Return the value of a text in YAML, and the place of each part by its JSON Pointer.

    Raises:
        BrokenFileError: It is not YAML, or has a value that JSON has not, or a name twice.
    """
    known = known_parts()
    if known is not None:
        root = _Parted(document, known).root()
        known.turn()
        if root is not None:
            return root.value, _Spans(root, document.shown)
    root = _composed(document.text, document.shown)
    return root.value, _Spans(root, document.shown)


def _composed(text: str, shown: str, depth: int = 0) -> Node:
    composer = _Composer(shown, depth)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            composer.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise composer.broken(f"not YAML: {error.problem or error.context}", line) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise composer.broken("not YAML: a character that it does not allow", line) from error
    except (ValueError, OverflowError) as error:  # a version or a character that is no number
        raise composer.broken("not YAML: a number that is too large", composer.line) from error
    if composer.root is None:
        raise composer.broken("the file is empty", 1, hint="write a JSON value, or YAML")
    return composer.root


class _Parted:
    """Reads a text piece by piece, and takes over those that are known."""

    def __init__(self, document: Document, known: Known[Node]) -> None:
        self._document, self._known = document, known
        self._lines = lines_of(document.text) or []

    def root(self) -> Node | None:
        """Return the value of the text; None if it has to be read as a whole."""
        try:
            return self._object(0, len(self._lines), 0)
        except BrokenFileError:
            return None

    def _object(self, first: int, end: int, level: int) -> Node | None:
        """Return an object of the lines of its members; None if they do not tell them."""
        found = members(self._lines, first, end)
        if found is None:
            return None
        made: Node | None = None
        for start, stop in found:
            one = self._member(start, stop, level)
            if one is None:
                return None
            if made is None:
                made = one
            elif one.column != made.column or one.parts.keys() & made.parts.keys():
                return None
            else:
                cast("dict[str, Json]", made.value).update(cast("dict[str, Json]", one.value))
                made.parts.update(one.parts)
                made.size += one.size - 1
        return made

    def _member(self, first: int, end: int, level: int) -> Node | None:
        """Return an object with the only member that stands in some lines."""
        head = opens(self._lines, first, end) if level < LEVELS - 1 else None
        if head is not None:
            named = self._one("".join(self._lines[first : head + 1]), first, level)
            inner = self._object(head + 1, end, level + 1)
            if named is not None and inner is not None and inner.column > named.column:
                ((name, (line, column, node)),) = named.parts.items()
                if node.value is None:
                    parts = {name: (line, column, inner)}
                    value: Json = {name: inner.value}
                    return replace(named, value=value, parts=parts, size=1 + inner.size)
        return self._one("".join(self._lines[first:end]), first, level)

    def _one(self, text: str, first: int, level: int) -> Node | None:
        """Return an object of a text that starts behind some lines, if it has one member."""
        known = self._known.get(level, text)
        if known is None:
            known = _composed(text, self._document.shown, level)
            self._known.keep(level, text, known)
        if not isinstance(known.value, dict) or len(known.parts) != 1:
            return None
        ((name, (line, column, node)),) = known.parts.items()
        moved = replace(node, line=node.line + first, shift=node.shift + first)
        return Node(
            known.line + first,
            known.column,
            {name: node.value},
            {name: (line + first, column, moved)},
            1 + node.size,
        )


class _Composer:
    """Makes nodes of the parser's events."""

    def __init__(self, shown: str, depth: int) -> None:
        self._shown = shown
        self._depth = depth
        self._around: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._copied = 0
        self.line = 1
        self.root: Node | None = None

    def broken(self, message: str, line: int | None, *, hint: str | None = None) -> BrokenFileError:
        return BrokenFileError(
            visible(message),
            file=self._shown,
            place=None if line is None else f"line {line}",
            hint=hint or "write plain YAML 1.2, or JSON",
        )

    def take(self, event: Any) -> None:  # noqa: ANN401  an event of the parser
        self.line = event.start_mark.line + 1
        kind = type(event).__name__
        if getattr(event, "tag", None) is not None and kind != "DocumentStartEvent":
            raise self.broken(
                "a tag gives the value another type", self.line, hint="remove the tag"
            )
        match kind:
            case "DocumentStartEvent":
                self._start(event)
            case "ScalarEvent":
                self._scalar(event)
            case "AliasEvent":
                self._alias(event)
            case "MappingStartEvent" | "SequenceStartEvent":
                self._open(event, {} if kind == "MappingStartEvent" else [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self._close()

    def _start(self, event: Any) -> None:  # noqa: ANN401
        if self.root is not None:
            raise self.broken(
                "the file holds a second document", self.line, hint="put it into its own file"
            )
        if event.version is not None and tuple(event.version) < (1, 2):
            raise self.broken(
                "the file is of YAML 1.1, which has other scalars", self.line,
                hint="write YAML 1.2: remove the line %YAML",
            )  # fmt: skip

    def _open(self, event: Any, value: Json) -> None:  # noqa: ANN401
        if len(self._around) + self._depth >= MAX_DEPTH:
            raise self.broken(f"nested deeper than {MAX_DEPTH} levels", self.line)
        self._may_be_value()
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1, value)
        self._around.append(_Open(node, event.anchor))

    def _may_be_value(self) -> None:
        """Raise an error where a name is due and a list or an object comes."""
        if self._around and isinstance(self._around[-1].node.value, dict):
            inside = self._around[-1]
            if inside.name is None:
                raise self.broken("a name that is a list or an object", self.line)

    def _close(self) -> None:
        done = self._around.pop()
        for other in done.merged:
            for name, part in other.parts.items():
                if name not in done.node.parts:
                    self._add(done.node, name, *part)
        if done.anchor is not None:
            self._anchors[done.anchor] = done.node
        self._place(done.node)

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        text, plain = event.value, event.style is None and event.implicit[0]
        inside = self._around[-1] if self._around else None
        if inside is not None and isinstance(inside.node.value, dict) and inside.name is None:
            if event.anchor is not None:
                self._anchors[event.anchor] = Node(line, column, text)
            self._name(inside, text, line, column, plain=plain)
            return
        node = Node(line, column, self._value(text) if plain else self._text(text))
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._place(node)

    def _name(self, inside: _Open, text: str, line: int, column: int, *, plain: bool) -> None:
        if plain and text in {"", "~"}:
            raise self.broken("a member without a name", line, hint="write a name before the colon")
        self._text(text)
        merges = plain and text == _MERGE
        if not merges and text in inside.node.parts:
            raise self.broken(f"the name {text!r} is twice in one object", line)
        inside.name = (text if not merges else "", line, 0 if merges else column)

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self.broken(f"the alias *{event.anchor} names nothing before it", self.line)
        self._copied += node.size
        if self._copied > _MAX_COPIED:
            raise self.broken(
                f"its aliases stand for more than {_MAX_COPIED:,} values", self.line,
                hint="write out what they stand for, or use $ref",
            )  # fmt: skip
        inside = self._around[-1] if self._around else None
        if inside is not None and isinstance(inside.node.value, dict) and inside.name is None:
            if not isinstance(node.value, str):
                raise self.broken("a name that is no text", self.line)
            at = (event.start_mark.line + 1, event.start_mark.column + 1)
            self._name(inside, node.value, *at, plain=False)
            return
        self._place(node)

    def _place(self, node: Node) -> None:
        """Put a value where it stands."""
        if not self._around:
            self.root = node
            return
        inside = self._around[-1]
        if inside.name is None:
            self._add(inside.node, str(len(inside.node.parts)), node.line, node.column, node)
            return
        name, line, column = inside.name
        inside.name = None
        if column:
            self._add(inside.node, name, line, column, node)
        else:
            inside.merged += self._merged(node)

    def _merged(self, node: Node) -> list[Node]:
        """Return the objects that `<<` names: one, or a list of them."""
        found = [node]
        if isinstance(node.value, list):
            found = [part for _, _, part in node.parts.values()]
        if not all(isinstance(one.value, dict) for one in found):
            raise self.broken(
                "<< names something that is no object", self.line, hint='quote it: "<<"'
            )
        return found

    def _add(self, node: Node, name: str, line: int, column: int, part: Node) -> None:
        if isinstance(node.value, dict):
            node.value[name] = part.value
        else:
            cast("list[Json]", node.value).append(part.value)
        node.parts[name] = (line, column, part)
        node.size += part.size

    def _value(self, text: str) -> Json:
        """Return the value of a plain scalar."""
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _NO_NUMBER.fullmatch(text):
            raise self.broken(f"JSON has no number {text}", self.line, hint="quote it as a text")
        if _NUMBER.fullmatch(text):
            parsed = parse(text)
            if isinstance(parsed, Problem):
                raise self.broken(parsed.message, self.line)
            return parsed.value
        return self._text(text)

    def _text(self, text: str) -> str:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise self.broken("a string holds a lone surrogate", self.line) from error
        return text
