"""Packs the cases for the page: verdict vectors stored once, the rest gzipped in blocks.

The page unpacks the index when it opens and a block when one of its rows is opened, so that
100,000 cases neither swell the file nor the page's memory.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from conformance.jsontext.text import compact
from conformance.model import Verdict
from conformance.results.encode import notes_json, reasons_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Json
    from conformance.results.lines import CaseLine

LETTERS = {
    Verdict.ACCEPT: "a",
    Verdict.REJECT: "r",
    Verdict.SILENT: "s",
    Verdict.LOSSY: "l",
    Verdict.UNSUPPORTED: "u",
    Verdict.ERROR: "e",
    Verdict.CRASH: "c",
    Verdict.TIMEOUT: "t",
    Verdict.NOT_RUN: "n",
}
"""A verdict's letter in a vector."""

TEXTS_A_BLOCK = 1000
DETAILS_A_BLOCK = 200
BLOCK_CHARACTERS = 400_000


def pack(value: Json) -> Markup:
    """Return a JSON value as gzip in base64, the same text for the same value everywhere."""
    # ASCII only, so that a lone surrogate travels as the escape that it was.
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return Markup(base64.b64encode(_gzipped(data)).decode("ascii"))  # noqa: S704  base64 holds no markup


def _gzipped(data: bytes) -> bytes:
    """Return data as gzip (RFC 1952), whose header Python's own writes in different ways."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush()
    sizes = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + packed + sizes


class Blocks:
    """A growing list, packed block by block.

    Attributes:
        packed: The blocks that are full.
        starts: The number of the first entry of each block.
    """

    def __init__(self, size: int) -> None:
        """Start empty; a block holds `size` entries, or fewer if they are long."""
        self.packed: list[Markup] = []
        self.starts: list[int] = []
        self._size = size
        self._open: list[Json] = []
        self._characters = 0
        self._count = 0

    def add(self, entry: Json, length: int) -> None:
        """Add an entry of about `length` characters."""
        if not self._open:
            self.starts.append(self._count)
        self._open.append(entry)
        self._count += 1
        self._characters += length
        if len(self._open) == self._size or self._characters > BLOCK_CHARACTERS:
            self.close()

    def close(self) -> None:
        """Pack what has not filled a block yet."""
        if self._open:
            self.packed.append(pack(self._open))
            self._open = []
            self._characters = 0


class Numbers:
    """Numbers for values that come again and again, in order of appearance."""

    def __init__(self) -> None:
        """Start empty."""
        self.values: dict[str, int] = {}

    def of(self, value: str) -> int:
        """Return the number of a value, a new one where it is new."""
        return self.values.setdefault(value, len(self.values))


class CasePack:
    """The cases of a results file, as the page keeps them.

    Attributes:
        ids: Case ids in the file's order.
        vectors: Verdict vectors, one letter a column.
        used: How many cases have each vector, by the vector's number.
        texts: The inputs.
        details: Everything else that an opened row shows.
    """

    def __init__(self, columns: Sequence[str], fields: Sequence[str]) -> None:
        """Start empty.

        Args:
            columns: Column ids, in order.
            fields: The record's fields in reading order: their cases come in that order.
        """
        self.ids: list[str] = []
        self.vectors = Numbers()
        self.used: Counter[int] = Counter()
        self.texts = Blocks(TEXTS_A_BLOCK)
        self.details = Blocks(DETAILS_A_BLOCK)
        self._columns = columns
        self._fields = {name: number for number, name in enumerate(fields)}
        self._titles: list[str] = []
        self._places = Numbers()
        self._place_of: list[int] = []
        self._vector_of: list[int] = []
        self._flags = Numbers()
        self._flags_of: list[int] = []
        self._departures: dict[str, Json] = {}

    def add(self, line: CaseLine) -> str:
        """Add a case; return its verdict vector."""
        case = line.case
        number = len(self.ids)
        verdicts = line.verdicts
        vector = "".join(LETTERS[verdicts.get(c, Verdict.NOT_RUN)] for c in self._columns)
        vector_number = self.vectors.of(vector)
        self.used[vector_number] += 1
        self.ids.append(case.id)
        self._titles.append(case.title)
        self._place_of.append(self._places.of(line.place))
        self._vector_of.append(vector_number)
        self._flags_of.append(self._flags.of(" ".join(case.flags)))
        if line.departures:
            departures = set(line.departures)
            self._departures[str(number)] = [
                n for n, column in enumerate(self._columns) if column in departures
            ]
        text: Json = case.input.json() if case.input.text is None else case.input.text
        self.texts.add(text, len(str(text)))
        detail = _detail(line)
        self.details.add(detail, 800 + len(str(detail.get("twin", ""))))
        return vector

    def index(self, separating: Sequence[str]) -> Json:
        """Return what the page needs of every case to list and to filter, and close the blocks.

        Args:
            separating: Ids of the fewest cases that tell all columns apart.
        """
        self.texts.close()
        self.details.close()
        places = list(self._places.values)
        ranks = {number: rank for rank, number in enumerate(self._ranked(places))}
        apart = set(separating)
        order = sorted(range(len(self.ids)), key=lambda n: (ranks[self._place_of[n]], n))
        return {
            "ids": [*self.ids],
            "titles": [*self._titles],
            "places": [*places],
            "placeOf": [*self._place_of],
            "vectors": [*self.vectors.values],
            "vectorOf": [*self._vector_of],
            "flags": [*self._flags.values],
            "flagsOf": [*self._flags_of],
            "departures": self._departures,
            "minimal": [n for n, name in enumerate(self.ids) if name in apart],
            "order": [*order],
            "textStarts": [*self.texts.starts],
            "detailStarts": [*self.details.starts],
        }

    def _ranked(self, places: Sequence[str]) -> list[int]:
        """Return the places' numbers, the record itself first, then by field."""

        def rank(number: int) -> tuple[int, str]:
            first = places[number].split("/")[1] if places[number] else ""
            known = self._fields.get(first, len(self._fields))
            return (known if places[number] else -1, places[number])

        return sorted(range(len(places)), key=rank)


def _detail(line: CaseLine) -> dict[str, Json]:
    """Return what an opened row shows besides the input, without what is empty."""
    case = line.case
    detail: dict[str, Json] = {
        "rev": case.rev,
        "why": case.why,
        "file": case.file,
        "expect": case.expect.json(),
        "cites": list(case.cites),
        "near": case.near,
        "direction": case.direction,
        "origin": None if case.origin is None else dict(case.origin),
        "notes": notes_json(line.judgements),
        "reasons": reasons_json(line.judgements),
        "twin": None if line.twin is None else compact(line.twin.value),
    }
    return {name: value for name, value in detail.items() if value}
