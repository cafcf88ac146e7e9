"""Checks a corpus beyond its format, for faults that are legal.

`load_corpus` rejects a corpus that cannot be used at all; these checks serve authors of cases.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conformance.corpus.digests import FILE, case_sha256
from conformance.corpus.write import file_text
from conformance.dataclass import dataclass
from conformance.jsontext.diff import places_apart
from conformance.jsontext.pointers import joined
from conformance.jsontext.text import Problem, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.corpus.digests import Digest
    from conformance.model import Case, Corpus, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """A fault of a corpus.

    Attributes:
        level: `error` or `warning`.
        file: The file, relative to the record's folder.
        place: A JSON Pointer into the file; empty for the whole of it.
        message: What is wrong, one sentence without a full stop.
        hint: What to do about it.
    """

    level: str
    file: str
    place: str
    message: str
    hint: str

    def __str__(self) -> str:
        """Return the one line that is shown to the user."""
        return f"{self.file} at {self.place or '(root)'}: {self.message}; {self.hint}"


def lint_corpus(corpus: Corpus, record: Record, kept: Mapping[str, Digest]) -> tuple[Lint, ...]:
    """Return all faults of a corpus, in the order of its files and cases.

    Args:
        corpus: The corpus.
        record: Its record, with the variants whose claims the cases cite.
        kept: The digests kept in the record's folder (see `kept_digests`).
    """
    places = _places(corpus)
    return (
        *_citations(corpus, record, places),
        *_twins(corpus, places),
        *_revisions(corpus, kept, places),
        *_repeated_inputs(corpus, places),
        *_unused(corpus),
        *_layout(corpus, record),
    )


def _places(corpus: Corpus) -> dict[str, str]:
    """Return the JSON Pointer of each case in its file, by the case's id."""
    places = {}
    counts: dict[str, int] = {}
    for case in corpus.cases:
        index = counts.get(case.file, 0)
        counts[case.file] = index + 1
        places[case.id] = joined("", "cases", index)
    return places


def _citations(corpus: Corpus, record: Record, places: Mapping[str, str]) -> Iterator[Lint]:
    claims = {f"{variant.id}:{claim.id}" for variant in record.variants for claim in variant.claims}
    for case in corpus.cases:
        place = f"{places[case.id]}/cites"
        for index, cited in enumerate(case.cites):
            if not cited.startswith("document:") and cited not in claims:
                yield Lint(
                    level="error",
                    file=case.file,
                    place=f"{place}/{index}/claim",
                    message=f"there is no claim {cited}",
                    hint="cite VARIANT:CLAIM as the variant's `variant.json` has it",
                )
        if case.expect.level == "must" and not case.cites:
            yield Lint(
                level="error",
                file=case.file,
                place=place,
                message='an expectation of level "must" cites nothing',
                hint="cite what it rests on, or lower the level",
            )


def _twins(corpus: Corpus, places: Mapping[str, str]) -> Iterator[Lint]:
    cases = {case.id: case for case in corpus.cases}
    for case in corpus.cases:
        if case.near is None:
            continue
        twin = cases[case.near]
        place = f"{places[case.id]}/near"
        if twin.expect.verdict not in {"accept", "either"}:
            yield Lint(
                level="error",
                file=case.file,
                place=place,
                message=f"{twin.id} is itself expected to be: {twin.expect.verdict}",
                hint="name a case that is expected to be accepted",
            )
        apart = _apart(case, twin)
        if apart is not None and apart != 1:
            yield Lint(
                level="error",
                file=case.file,
                place=place,
                message=f"{twin.id} differs in {apart} places",
                hint="name a case that differs in one place",
            )


def _apart(case: Case, twin: Case) -> int | None:
    """Return the number of places in which two cases differ; None if it has no meaning.

    A text without a JSON value has no places. Two texts of one value differ in spelling only, which
    counts as one place.
    """
    if case.input == twin.input:
        return 0
    if case.input.text is None or twin.input.text is None:
        return None
    one, other = parse(case.input.text), parse(twin.input.text)
    if isinstance(one, Problem) or isinstance(other, Problem):
        return None
    return places_apart(one.value, other.value) or 1


def _revisions(
    corpus: Corpus, kept: Mapping[str, Digest], places: Mapping[str, str]
) -> Iterator[Lint]:
    for case in corpus.cases:
        before = kept.get(case.id)
        if before is None:
            continue
        place = f"{places[case.id]}/rev"
        if case.rev < before.rev:
            yield Lint(
                level="error",
                file=case.file,
                place=place,
                message=f"rev {case.rev} is lower than the {before.rev} that it was",
                hint=f"write at least {before.rev}: a rev only rises",
            )
        elif case.rev == before.rev and case_sha256(case) != before.sha256:
            yield Lint(
                level="error",
                file=case.file,
                place=place,
                message="input or expectation changed, and rev did not",
                hint=f"write {before.rev + 1}: baselines and other people's suites pin the rev",
            )
    for gone in sorted(kept.keys() - places.keys() - corpus.retired.keys()):
        yield Lint(
            level="error",
            file=FILE,
            place=joined("", "cases", gone),
            message=f"the case {gone} is gone and not retired",
            hint="put it back, or enter its id in `retired` of a corpus file",
        )


def _repeated_inputs(corpus: Corpus, places: Mapping[str, str]) -> Iterator[Lint]:
    first: dict[tuple[str | None, bytes | None], str] = {}
    for case in corpus.cases:
        given = (case.input.text, case.input.data)
        if given in first:
            yield Lint(
                level="warning",
                file=case.file,
                place=f"{places[case.id]}/input",
                message=f"the case {first[given]} has the same input",
                hint="keep one of the two",
            )
        first.setdefault(given, case.id)


def _unused(corpus: Corpus) -> Iterator[Lint]:
    flags = {flag for case in corpus.cases for flag in case.flags}
    cited = {citation for case in corpus.cases for citation in case.cites}
    defined = [("flags", flag.id, flag.id in flags) for flag in corpus.flags]
    defined += [("sources", item.id, f"document:{item.id}" in cited) for item in corpus.documents]
    for key, name, used in defined:
        if not used:
            yield Lint(
                level="warning",
                file="corpus",
                place=joined("", key, name),
                message=f"no case uses {name}",
                hint="use it, or remove it",
            )


def _layout(corpus: Corpus, record: Record) -> Iterator[Lint]:
    for name in corpus.files:
        text = (record.folder / name).read_bytes().decode("utf-8")
        if text != file_text(json.loads(text)):
            yield Lint(
                level="warning",
                file=name,
                place="",
                message="the file is not in the corpus's layout",
                hint="let the tool write it",
            )
