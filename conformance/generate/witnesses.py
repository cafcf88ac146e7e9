"""Cases without a corpus: the witnesses of the exact comparison, and a few drawn ones."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from conformance.corpus.entries import text_of
from conformance.generate.chunks import chunks
from conformance.generate.keep import Collection
from conformance.generate.plan import planned
from conformance.jsontext.text import canonical, shortened, visible
from conformance.model import Case, Cause, Corpus, Expectation, Input

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.compare.disagreements import Proof
    from conformance.exact import ProvenCause
    from conformance.judges.schema import SchemaJudge
    from conformance.model import Json, Record

_MAX_SLUG = 60
_MAX_TITLE = 110
_FILE = "proof"


def corpus_from(
    record: Record, judges: Sequence[SchemaJudge], proof: Proof, *, chunks_drawn: int
) -> Corpus:
    """Return cases for a record that has none.

    There is one for each cause, near to the case that differs in one place and fares better, one
    for each further vector of verdicts, and one for each further behaviour among the drawn inputs.

    Args:
        record: The record.
        judges: Its columns.
        proof: Their exact comparison.
        chunks_drawn: How many chunks of inputs are drawn.

    Raises:
        DefectError: A validator contradicts the exact comparison.
    """
    cases = list(_proven(proof))
    corpus = Corpus(cases=tuple(cases), flags=(), retired={}, files={})
    if chunks_drawn:
        work = planned(record, corpus, judges, proof.cells, seed=1, from_schemas=False)
        found = Collection(record, corpus, judges, seed=1)
        for chunk in chunks(work, range(chunks_drawn)):
            found.add(chunk)
        corpus = replace(corpus, cases=(*cases, *found.cases()))
    return corpus


def _proven(proof: Proof) -> Iterator[Case]:
    known: dict[str, str] = {}
    for cause in proof.causes.causes:
        name = _id(Cause(cause.facts).id)
        text = canonical(cause.witness.value)
        if text in known:
            continue
        near = None
        if cause.twin is not None:
            near = known.get(canonical(cause.twin.value))
            if near is None:
                near = known[canonical(cause.twin.value)] = f"{name}-without"
                yield _case(near, f"Without it: {_title(cause)}", cause.twin.value)
        known[text] = name
        yield _case(name, _title(cause), cause.witness.value, near=near)
    number = count(1)
    for vector, witness in proof.cells.vectors.items():
        if canonical(witness.value) not in known:
            title = f"The smallest value with the verdicts {', '.join(vector)}"
            yield _case(f"cells/{next(number):03}", title, witness.value)


def _title(cause: ProvenCause) -> str:
    return shortened(visible(Cause(cause.facts).id), _MAX_TITLE)


def _id(cause: str) -> str:
    digest = hashlib.sha256(cause.encode("utf-8", "surrogatepass")).hexdigest()
    words = "-".join(re.findall("[a-z0-9]+", cause.lower())) or "root"
    return f"differences/{words[:_MAX_SLUG].rstrip('-')}-{digest[:6]}"


def _case(name: str, title: str, value: Json, *, near: str | None = None) -> Case:
    return Case(
        id=name,
        rev=1,
        title=title,
        why=None,
        input=Input(text=text_of(value)),
        expect=Expectation(verdict="open", because="The sources disagree, or none was asked."),
        cites=(),
        flags=(),
        near=near,
        direction="both",
        origin=None,
        file=_FILE,
    )
