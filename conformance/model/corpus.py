"""The cases of a record."""

from __future__ import annotations

import base64
from dataclasses import field
from typing import TYPE_CHECKING

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from conformance.model.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input as it is on the wire. Exactly one attribute is set.

    Attributes:
        text: A text; it need not be JSON.
        data: Bytes that are not UTF-8.
    """

    text: str | None = None
    data: bytes | None = None

    @property
    def raw(self) -> bytes:
        """The input as a decoder gets it. Lone surrogates, which UTF-8 cannot write, are kept."""
        if self.data is not None:
            return self.data
        return (self.text or "").encode("utf-8", "surrogatepass")

    def json(self) -> dict[str, Json]:
        """Return it as `text`, or as `base64` if it is not UTF-8."""
        if self.data is not None:
            return {"base64": base64.b64encode(self.data).decode("ascii")}
        return {"text": self.text}

    @classmethod
    def of(cls, entry: Mapping[str, str]) -> Input:
        """Return the input of the shape that `json` gives.

        Raises:
            ValueError: Its base64 is broken.
        """
        if "base64" in entry:
            return cls(data=base64.b64decode(entry["base64"], validate=True))
        return cls(text=entry["text"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The verdict that the cited sources call for.

    Attributes:
        verdict: `accept`, `reject`, `either` or `open`.
        level: `must`, `should` or `may` for accept and reject; None for the others.
        choices: For `either`: `accept` and `reject` -> the name of the policy that chooses it.
        because: The reason; None if the citations give it.
    """

    verdict: str
    level: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    because: str | None = None

    def json(self) -> dict[str, Json]:
        """Return it with all its members, in the shape that other programs rely on."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "choices": dict(self.choices),
            "because": self.because,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One input with an immutable id; CORPUS.md of the project explains each part.

    Attributes:
        cites: `VARIANT:CLAIM` or `document:ID`.
        near: The id of the case that differs in one place and is expected to be accepted.
        origin: For generated cases: the tool, the seed, and the numbers that draw it again.
        file: The corpus file, relative to the record's folder.
    """

    id: str
    rev: int
    title: str
    why: str | None
    input: Input
    expect: Expectation
    cites: tuple[str, ...]
    flags: tuple[str, ...]
    near: str | None
    direction: str
    origin: Mapping[str, Json] | None
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An entry of the corpus's dictionary of flags."""

    id: str
    kind: str
    means: str
    effect: str | None
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDocument:
    """A document that cases cite besides claims."""

    id: str
    kind: str
    title: str
    version: str | None
    date: str | None
    digest: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All cases of a record, sorted by file and then in the file's order.

    Attributes:
        cases: The cases. Those of a large corpus are not held in memory: each time they are gone
            through, they are read.
        flags: The dictionary of flags, sorted by id.
        retired: Id that no case may use again -> the id that replaces it, or None.
        files: Every file that was read, path inside the record's folder -> SHA-256 of its bytes.
        documents: The documents that cases cite besides claims, sorted by id.
        version: The version under which it is exported, `YYYY.N`; None if it has none yet.
    """

    cases: Collection[Case]
    flags: tuple[Flag, ...]
    retired: Mapping[str, str | None]
    files: Mapping[str, str]
    documents: tuple[CitedDocument, ...] = ()
    version: str | None = None


def unnamed_case(given: Input) -> Case:
    """Return a case for an input of no corpus; only its id is empty."""
    return Case(
        id="",
        rev=1,
        title="",
        why=None,
        input=given,
        expect=Expectation(verdict="open"),
        cites=(),
        flags=(),
        near=None,
        direction="both",
        origin=None,
        file="",
    )
