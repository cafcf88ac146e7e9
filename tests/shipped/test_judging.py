"""The corpus of each shipped record, judged by every reading: laws that hold for each verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
from fakes import ACCEPT, REJECT, SILENT
from fakes.shipped import RECORDS

from conformance.corpus.load import load_corpus
from conformance.jsontext.text import Parsed, read_input
from conformance.judges.panel import judge_corpus
from conformance.judges.reasons import Explainer
from conformance.judges.schema import schema_judge
from conformance.model import Verdict
from conformance.record.load import load_record
from conformance.schema.silence import Mode, compile_silence

if TYPE_CHECKING:
    from conformance.model import Reading, Variant

pytestmark = pytest.mark.untraced

TRACED = {folder.name for folder in RECORDS if load_record(folder).traced}
CORPORA = {folder.name: load_corpus(folder) for folder in RECORDS}
PARSED = {
    name: [read_input(case.input) for case in corpus.cases] for name, corpus in CORPORA.items()
}
VALUES = {
    name: [one.value for one in parsed if isinstance(one, Parsed)]
    for name, parsed in PARSED.items()
}
READINGS = {
    f"{folder.name}: {variant.id}.{reading.name}": (folder.name, variant, reading)
    for folder in RECORDS
    for variant in load_record(folder).variants
    for reading in variant.readings
}


def valid(record: str, reading: Reading, mode: Mode) -> list[bool]:
    schema = cast("dict[str, Any]", compile_silence(reading.file, mode))
    validator = jsonschema_rs.validator_for(schema)
    return [validator.is_valid(value) for value in VALUES[record]]


@pytest.mark.parametrize(("record", "_variant", "reading"), READINGS.values(), ids=READINGS)
def test_strict_is_never_laxer_than_lenient(
    record: str, _variant: Variant, reading: Reading
) -> None:
    strictly, leniently = (valid(record, reading, mode) for mode in (Mode.STRICT, Mode.LENIENT))
    pairs = zip(strictly, leniently, strict=True)

    assert [strict for strict, lenient in pairs if strict and not lenient] == []


@pytest.mark.parametrize(("record", "variant", "reading"), READINGS.values(), ids=READINGS)
def test_both_validators_give_the_same_reasons_for_every_case(
    record: str, variant: Variant, reading: Reading
) -> None:
    explainer = Explainer.of(reading.file, variant.claims)

    found = [explainer.explain(value) for value in VALUES[record]]

    assert found == [explainer.explain_by_reference(value) for value in VALUES[record]]


@pytest.mark.parametrize(("record", "variant", "reading"), READINGS.values(), ids=READINGS)
def test_both_validators_agree_and_every_objection_has_its_reasons(
    record: str, variant: Variant, reading: Reading
) -> None:
    judge = schema_judge(variant, reading)

    for judged in judge_corpus(CORPORA[record], [judge]):
        (found,) = judged.judgements.values()
        assert found.verdict is judge.verdict(judged.parsed)
        assert bool(found.reasons) is (found.verdict in {REJECT, SILENT})
        assert bool(found.note) is (found.verdict is Verdict.UNSUPPORTED)
        assert (found.verdict is Verdict.UNSUPPORTED) is not isinstance(judged.parsed, Parsed)
        if record in TRACED and found.verdict is REJECT:
            assert all(reason.claims for reason in found.reasons)


def test_every_reading_accepts_something_and_rejects_something() -> None:
    seen = {
        name: {judge.verdict(parsed) for parsed in PARSED[record]}
        for name, (record, variant, reading) in READINGS.items()
        for judge in [schema_judge(variant, reading)]
    }

    assert {name for name, verdicts in seen.items() if not {ACCEPT, REJECT} <= verdicts} == set()
