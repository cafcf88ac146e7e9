"""The values that the stages pass to one another. Nothing here does any work.

Everything is frozen. Treat mappings as read-only.
"""

from __future__ import annotations

import base64
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from conformance.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value as Python holds it: dict, list, str, int, float, bool or None."""


class Verdict(StrEnum):
    """A column's answer on a case.

    Schema columns answer accept, reject, silent or unsupported; programs any but silent.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    SILENT = "silent"
    LOSSY = "lossy"
    UNSUPPORTED = "unsupported"
    ERROR = "error"
    CRASH = "crash"
    TIMEOUT = "timeout"
    NOT_RUN = "not-run"

    @property
    def accepts(self) -> bool:
        """Whether the column accepts the case, changed or unchanged."""
        return self is Verdict.ACCEPT or self is Verdict.LOSSY

    @property
    def counted(self) -> Verdict:
        """The verdict as a disagreement counts it: `lossy` counts as `accept`."""
        return Verdict.ACCEPT if self is Verdict.LOSSY else self


SIDES = (Verdict.ACCEPT, Verdict.REJECT, Verdict.SILENT)
"""The sides of a disagreement, in the order in which reports show them."""

STANCES = (*SIDES, Verdict.LOSSY)
"""The verdicts that take part in a finding."""


class Kind(StrEnum):
    """The kinds of finding, most pressing first."""

    CONFLICT = "conflict"
    CONTRADICTION = "contradiction"
    LOSS = "loss"
    REFINEMENT = "refinement"
    GAP = "gap"


# --- a record and its variants -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The place where a variant's description was published."""

    project: str
    version: str
    document: str
    sha256: str
    retrieved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on how a notation is read, for example what `null` means in it."""

    topic: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeName:
    """A property's name in the source, and its name on the wire."""

    native: str
    wire: str
    inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a variant's source.

    Attributes:
        id: Unique inside the variant.
        at: The locator into the source document.
        says: The statement in this project's words.
        strength: `stated` or `implied`.
        keywords: The schema keywords that express it, each `FILE#POINTER`.
        no_effect: The reason why no keyword expresses it; None if one does.
        file: The file of the source that was read, relative to the record's folder; None if a
            person wrote the claim, or the file is not at hand there.
        line: The line in it, from 1; None without a file.
        found: `types` or `prose`: the part of the source that says it; None without a file.
        column: The column in the line, from 1; None if a rule did not read it in prose.
        sentence: The number of the sentence in its comment, from 1; None likewise.
    """

    id: str
    at: str
    says: str
    strength: str
    keywords: tuple[str, ...]
    no_effect: str | None
    file: str | None = None
    line: int | None = None
    found: str | None = None
    column: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class SchemaFile:
    """One JSON Schema file that was read and found sound.

    Attributes:
        path: The file.
        name: Its path inside the variant's folder, for example `declared.schema.json`.
        text: The file's text, unchanged.
        schema: The schema as JSON.
        dialect: The dialect's URI.
        resources: Every file reachable through `$ref` (itself not), by the path relative to this
            file's folder that its `$ref`s use.
        warnings: Legal parts that are probably not meant.
    """

    path: Path
    name: str
    text: str
    schema: Json
    dialect: str
    resources: Mapping[str, Json] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way of reading a variant: `declared` or `documented`, with its schema."""

    name: str
    file: SchemaFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """The reason why a program of the variant's language and its types disagree on some cases.

    Attributes:
        column: The program's column.
        cases: Ids of the cases, or patterns of them.
        why: The reason, one or two sentences.
    """

    column: str
    cases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of a source that was not read, or a sentence in it.

    Attributes:
        place: Its place in words.
        file: The file.
        line: The line in it, from 1.
        why: The reason.
        column: The column in the line, from 1; None if it is no sentence.
        sentence: The number of the sentence in its comment, from 1; None if it is none.
    """

    place: str
    file: str
    line: int
    why: str
    column: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFrom:
    """The source that a variant's declared reading was read from.

    Attributes:
        reader: The notation that it was read as.
        source: The file, relative to the source tree, or to a folder of documents.
        type: The full name of the type in it.
        files: Every file that was read, named like the source -> SHA-256 of its bytes.
        direction: `receive` or `send`; `both` if the send reading was read besides.
        decisions: Topic -> the verdict that a person decided on.
        formats: `annotate` or `assert`: whether the formats of strings have to hold.
        elsewhere: Whether the files are not kept in the source tree.
        unread: The parts that were not read, and the sentences that no rule read.
        prose: `off`, `suggest` or `apply`: what is done with what comments say.
    """

    reader: str
    source: str
    type: str
    files: Mapping[str, str]
    direction: str
    decisions: Mapping[str, str]
    formats: str = "annotate"
    elsewhere: bool = False
    unread: tuple[Unread, ...] = ()
    prose: str = "suggest"

    @property
    def name(self) -> str:
        """The source with its type: `PATH#TYPE`."""
        return f"{self.source}#{self.type}" if self.type != "#" else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One published description of the record.

    Attributes:
        sent: The schema of what it writes, its send reading, if that is told apart from what it
            reads. It judges no case: a writer rejects nothing.
    """

    id: str
    title: str
    language: str | None
    component: str | None
    as_of: str | None
    source: Source | None
    notation: tuple[Decision, ...]
    native_names: tuple[NativeName, ...]
    claims: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    notes: tuple[str, ...] = ()
    native: tuple[Divergence, ...] = ()
    read_from: ReadFrom | None = None
    sent: SchemaFile | None = None

    def column(self, reading: str) -> str:
        """Return the id of the column of a reading."""
        return f"{self.id}.{reading}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The type as some releases have it.

    Attributes:
        since: The first of these releases.
        file: The schema that was read; None if they do not have the type.
    """

    since: str
    file: SchemaFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """The shapes of a package's releases.

    Attributes:
        column: The id of the package's columns without the version.
        source: The source, with `{version}` where the version goes.
        versions: All releases that are known, oldest first.
        shapes: The shapes, oldest first; two that follow one another are not equal.
    """

    column: str
    source: str
    versions: tuple[str, ...]
    shapes: tuple[Shape, ...]

    def shape_of(self, version: str) -> Shape | None:
        """Return the shape that a release has; None if the release is not known."""
        if version not in self.versions:
            return None
        at = self.versions.index(version)
        before = [x for x in self.shapes if self.versions.index(x.since) <= at]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The thing that the variants describe, in a folder with everything about it.

    Attributes:
        folder: The folder.
        id: The folder's name.
        title: Its name for readers.
        about: A description, one or two sentences.
        fields: The fields' wire names in reading order.
        traced: Whether every rejecting keyword must be tied to a claim.
        variants: Sorted by id.
        files: Every file that was read, path inside the folder -> SHA-256 of its bytes.
        in_tree: The folder's path in its source tree, with slashes; None if it is not known.
        releases: The shapes of the releases of packages, by column.
        official: Patterns of the columns of programs whose makers also own the record.
    """

    folder: Path
    id: str
    title: str
    about: str
    fields: tuple[str, ...]
    traced: bool
    variants: tuple[Variant, ...]
    files: Mapping[str, str]
    in_tree: str | None = None
    releases: tuple[Releases, ...] = ()
    official: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, tuple[Variant, Reading]]:
        """The columns of its readings, by id, in column order."""
        return {
            variant.column(reading.name): (variant, reading)
            for variant in self.variants
            for reading in variant.readings
        }


# --- the corpus ----------------------------------------------------------------------------------


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


# --- judging -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A judge of cases: a reading of a variant, a native decoder, or a package.

    Attributes:
        id: For example `NAME.declared`, `native.NAME`, `sdk.NAME@VERSION`.
        group: Its group in reports: the variant's id, `native` or `sdk`.
        reading: `declared` or `documented`; None for programs.
        variant: The id of the variant whose description it judges by; None if there is none.
        permissive: Whether it accepts nearly anything, by design, so that accepting means nothing.
        component: For programs: the published name of the component that it decodes; None if
            unknown.
        as_of: For programs: the day on which its types were published, YYYY-MM-DD; None if
            unknown.
    """

    id: str
    group: str
    reading: str | None
    variant: str | None
    permissive: bool = False
    component: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a column rejects or is silent: one failing assertion, or one undescribed place.

    Attributes:
        instance: JSON Pointer to the place in the instance.
        keyword: The failing keyword; `x-silent` if the place is not described.
        file: The schema file's name.
        schema: JSON Pointer to the keyword in that file.
        property: The missing or unlisted property; None for other keywords.
        claims: Ids of the claims behind the keyword, unqualified.
        message: One sentence.
    """

    instance: str
    keyword: str
    file: str
    schema: str
    property: str | None
    claims: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A column's verdict on one input, with its reasons."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    """For unsupported, error, crash, timeout and not-run: what happened, one sentence."""
    typed_as: str | None = None
    """The type that a program decoded it as; None if it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """The program behind a column: a library, a compiler, a decoder.

    Attributes:
        name: Its name.
        version: Its version.
        language: The programming language; None if it does not matter.
        date: The day on which its verdicts were recorded, YYYY-MM-DD; None for a live run.
    """

    name: str
    version: str
    language: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program's column with its verdicts, whether it ran just now or long ago.

    Attributes:
        column: The column.
        judge: `live` or `recorded`.
        subject: The program; None if it never answered.
        not_run: The reason why it gave no verdict at all; None if it gave some.
        judgements: Case id -> judgement.
        warnings: Oddities of the run, one sentence each.
        otherwise: The judgement of a case that is missing there: it was not run.
    """

    column: Column
    judge: str
    subject: Implementation | None
    not_run: str | None
    judgements: Mapping[str, Judgement]
    warnings: tuple[str, ...] = ()
    otherwise: Judgement = Judgement(verdict=Verdict.NOT_RUN)

    def judgement(self, case: str) -> Judgement:
        """Return the judgement of a case."""
        return self.judgements.get(case, self.otherwise)


# --- comparing -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A value that shows something, in a box because the value may itself be null."""

    value: Json


ABSENT = "absent"
PRESENT = "present"
ELEMENT = "an element"
UNLISTED = "an unlisted property"
OTHER_STRING = "any other string"
ANYTHING = "any value"
"""The special of the whole value if a column rejects everything."""


class Fact(NamedTuple):
    """Something that may hold of a value.

    Attributes:
        place: A JSON Pointer, with `*` for any element and for any name that no schema gives.
        special: A literal as canonical JSON, or a class of values in words.
    """

    place: str
    special: str

    @property
    def is_presence(self) -> bool:
        """Whether it says that a part is there, whatever the part's value."""
        return self.special in {PRESENT, ELEMENT} or self.special.startswith(UNLISTED)

    @property
    def part(self) -> str:
        """The place of the part that a fact of presence is about."""
        if self.special == PRESENT:
            return self.place
        return f"{self.place}/{'*' if self.special == ELEMENT else step_of(self.special)}"

    def under(self, step: str) -> Fact:
        """Return the fact about a part as a fact about the whole."""
        return Fact(f"/{step}{self.place}", self.special)


def step_of(special: str) -> str:
    """Return the step of a place that leads to a property of an unlisted name."""
    words = special.removeprefix("an ").replace("~", "~0").replace("/", "~1")
    return f"({words})"


@dataclass(frozen=True, slots=True)
class Cause:
    """What is special in an input, and where: the identity of a finding.

    Attributes:
        facts: Sorted; several for an interaction.
    """

    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, places: str | Iterable[str], specials: str | Iterable[str]) -> Cause:
        """Return the cause of one place, or of several that act together, in any order."""
        if isinstance(places, str):
            return cls((Fact(places, str(specials)),))
        return cls(tuple(sorted(Fact(*pair) for pair in zip(places, specials, strict=True))))

    @property
    def places(self) -> tuple[str, ...]:
        """The place of each fact."""
        return tuple(fact.place for fact in self.facts)

    @property
    def specials(self) -> tuple[str, ...]:
        """What is special at each place, in the same order."""
        return tuple(fact.special for fact in self.facts)

    @property
    def id(self) -> str:
        """The text that names the finding: each place, and what is special there."""
        return " & ".join(f"{fact.place or '(root)'} = {fact.special}" for fact in self.facts)


class Group(StrEnum):
    """What a finding is about, in the order in which reports show the groups."""

    VALUES = "values"
    ABSENCE = "null and absence"
    UNLISTED = "unlisted properties"
    COMBINATIONS = "combinations"
    TYPES = "types"
    LOSSES = "losses"
    PROGRAMS = "programs only"
    TEXTS = "texts that are not JSON"


class Importance(NamedTuple):
    """How much a finding matters.

    Attributes:
        group: What it is about.
        score: From 0 to 1, to three decimals.
        because: What adds to the score, the most telling first.
    """

    group: Group = Group.TYPES
    score: float = 0.0
    because: tuple[str, ...] = ()


NOT_WEIGHED = Importance()
"""The importance of a finding that is not weighed, since nothing shows it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The last change of a package's stance on a finding.

    Attributes:
        column: The id of the package's columns without the version.
        version: The first release with its stance of today.
        verdict: That stance.
        again: Whether an earlier release had it too.
    """

    column: str
    version: str
    verdict: Verdict
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause of disagreement, and the columns' stances on it.

    Attributes:
        cause: What is special, and where.
        kinds: Sorted, most pressing first.
        stances: Column id -> accept, reject, silent or lossy; columns without a verdict are left
            out.
        witness: The smallest value that shows it; None if only a text that is not JSON does.
        twin: The nearest value that more columns accept; None if there is none.
        cases: Ids of the cases that show it, or of the first ones.
        claims: `VARIANT:CLAIM` of the claims that cause it.
        skew: Whether the sides describe different components or dates.
        mistyped: The columns that decode it as a type that belongs to another value -> this type;
            their stance is `lossy`.
        importance: How much it matters.
        since: For packages whose releases changed their stance, the last change.
        more: The number of further cases that show it.
    """

    cause: Cause
    kinds: tuple[Kind, ...]
    stances: Mapping[str, Verdict]
    witness: Witness | None
    twin: Witness | None
    cases: tuple[str, ...]
    claims: tuple[str, ...]
    skew: bool
    mistyped: Mapping[str, str] = field(default_factory=dict)
    importance: Importance = NOT_WEIGHED
    since: tuple[Since, ...] = ()
    more: int = 0

    @property
    def id(self) -> str:
        """The cause's id: a finding stays the same when columns change sides."""
        return self.cause.id

    def columns(self, *verdicts: Verdict) -> tuple[str, ...]:
        """Return the ids of the columns with one of these stances, in column order."""
        return tuple(column for column, stance in self.stances.items() if stance in verdicts)


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
