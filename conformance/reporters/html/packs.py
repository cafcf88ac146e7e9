"""Packs the cases for the page: verdict vectors stored once, the rest gzipped in blocks.

The page unpacks the index and the numbers when it opens, and a block when one of its rows is in
sight or opened, so that a million cases neither swell the file nor the page's memory.
"""

from __future__ import annotations

import base64
import json
import sys
import zlib
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from conformance.jsontext.parts import Written, array_json, object_json
from conformance.jsontext.text import ascii_json, compact, in_ascii, utf8_json
from conformance.model import Verdict
from conformance.reporters.spool import Spool
from conformance.results.encode import notes_json
from conformance.results.parts import reason_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

NAMES_A_BLOCK = 1000
TEXTS_A_BLOCK = 1000
DETAILS_A_BLOCK = 200
BLOCK_CHARACTERS = 400_000


def pack(value: Json) -> Markup:
    """Return a JSON value as gzip in base64, the same text for the same value everywhere."""
    # ASCII only, so that a lone surrogate travels as the escape that it was.
    return _packed(ascii_json(value))


def pack_numbers(numbers: array[int]) -> Markup:
    """Return numbers as 32 bits each, the lowest byte first, as gzip in base64."""
    if sys.byteorder == "big":  # pragma: no cover  no such machine is at hand
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return _packed(numbers.tobytes())


def _packed(data: bytes) -> Markup:
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
        starts: The number of the first entry of each block.
    """

    def __init__(self, size: int) -> None:
        """Start empty; a block holds `size` entries, or fewer if they are long."""
        self.starts: list[int] = []
        self._spool = Spool()
        self._size = size
        self._open: list[bytes] = []
        self._characters = 0
        self._count = 0

    def add(self, entry: bytes, length: int) -> None:
        """Add an entry, JSON in UTF-8, whose value has about `length` characters."""
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
            self._spool.add(_packed(in_ascii(array_json(self._open))).encode("ascii"))
            self._open = []
            self._characters = 0

    def packed(self) -> Iterator[Markup]:
        """Yield the blocks that are full."""
        for block in self._spool:
            yield Markup(block.decode("ascii"))  # noqa: S704  base64 holds no markup


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
        count: The number of cases.
        vectors: Verdict vectors, one letter a column.
        used: How many cases have each vector, by the vector's number.
        names: The id and the title of each case.
        texts: The inputs.
        details: Everything else that an opened row shows.
    """

    def __init__(self, columns: Sequence[str], fields: Sequence[str]) -> None:
        """Start empty.

        Args:
            columns: Column ids, in order.
            fields: The record's fields in reading order: their cases come in that order.
        """
        self.count = 0
        self.vectors = Numbers()
        self.used: Counter[int] = Counter()
        self.names = Blocks(NAMES_A_BLOCK)
        self.texts = Blocks(TEXTS_A_BLOCK)
        self.details = Blocks(DETAILS_A_BLOCK)
        self._columns = columns
        self._fields = {name: number for number, name in enumerate(fields)}
        self._places, self._flags, self._departures = Numbers(), Numbers(), Numbers()
        self._numbers = {name: array("I") for name in ("place", "vector", "flags", "departures")}
        self._departures.of("[]")
        self._firsts: dict[str, int] = {}
        self._reasons = Written(reason_json)

    def add(self, line: CaseLine) -> str:
        """Add a case; return its verdict vector."""
        case = line.case
        verdicts = {column: found.verdict for column, found in line.judgements.items()}
        vector = "".join(LETTERS[verdicts.get(c, Verdict.NOT_RUN)] for c in self._columns)
        vector_number = self.vectors.of(vector)
        self.used[vector_number] += 1
        if self.used[vector_number] == 1:
            self._firsts[case.id] = self.count
        departures = set(line.departures)
        departing = [n for n, column in enumerate(self._columns) if column in departures]
        self._numbers["place"].append(self._places.of(line.place))
        self._numbers["vector"].append(vector_number)
        self._numbers["flags"].append(self._flags.of(" ".join(case.flags)))
        self._numbers["departures"].append(self._departures.of(json.dumps(departing)))
        self.names.add(utf8_json([case.id, case.title]), len(case.id) + len(case.title))
        text: Json = case.input.json() if case.input.text is None else case.input.text
        self.texts.add(utf8_json(text), len(str(text)))
        twin = "" if line.twin is None else compact(line.twin.value)
        self.details.add(self._detail(line, twin), 800 + len(twin))
        self.count += 1
        return vector

    def _detail(self, line: CaseLine, twin: str) -> bytes:
        """Return what an opened row shows besides the input, without what is empty."""
        case = line.case
        before: dict[str, Json] = {
            "rev": case.rev,
            "why": case.why,
            "file": case.file,
            "expect": case.expect.json(),
            "cites": list(case.cites),
            "near": case.near,
            "direction": case.direction,
            "origin": None if case.origin is None else dict(case.origin),
            "notes": notes_json(line.judgements),
        }
        written = {name: utf8_json(value) for name, value in before.items() if value}
        reasons = {
            column: array_json(map(self._reasons.of, found.reasons))
            for column, found in line.judgements.items()
            if found.reasons
        }
        if reasons:
            written["reasons"] = object_json(reasons)
        if twin:
            written["twin"] = utf8_json(twin)
        return object_json(written)

    def numbers(self) -> dict[str, Markup]:
        """Return the numbers of each case's place, vector, flags and departures, packed."""
        return {name: pack_numbers(numbers) for name, numbers in self._numbers.items()}

    def index(self, separating: Sequence[str]) -> Json:
        """Return what the page needs to list and to filter besides, and close the blocks.

        Args:
            separating: Ids of the fewest cases that tell all columns apart; each is the first case
                of its vector.
        """
        for blocks in (self.names, self.texts, self.details):
            blocks.close()
        places = list(self._places.values)
        return {
            "count": self.count,
            "places": [*places],
            "placeRanks": [*self._ranks(places)],
            "vectors": [*self.vectors.values],
            "flags": [*self._flags.values],
            "departures": [*map(json.loads, self._departures.values)],
            "minimal": [self._firsts[name] for name in separating if name in self._firsts],
            "nameStarts": [*self.names.starts],
            "textStarts": [*self.texts.starts],
            "detailStarts": [*self.details.starts],
        }

    def _ranks(self, places: Sequence[str]) -> list[int]:
        """Return each place's rank: the record itself first, then by field."""

        def order(number: int) -> tuple[int, str]:
            first = places[number].split("/")[1] if places[number] else ""
            known = self._fields.get(first, len(self._fields))
            return (known if places[number] else -1, places[number])

        ranked = sorted(range(len(places)), key=order)
        return [ranked.index(number) for number in range(len(places))]
