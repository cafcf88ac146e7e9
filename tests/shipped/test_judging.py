"""The shipped record's corpus, judged by every reading: laws that hold for each verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
from fakes import ACCEPT, REJECT, SILENT

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

FOLDER = Path(__file__).parents[2] / "schemas" / "realtime-conversation-item"
RECORD, CORPUS = load_record(FOLDER), load_corpus(FOLDER)
PARSED = {case.id: read_input(case.input) for case in CORPUS.cases}
VALUES = [parsed.value for parsed in PARSED.values() if isinstance(parsed, Parsed)]
READINGS = {
    f"{variant.id}.{reading.name}": (variant, reading)
    for variant in RECORD.variants
    for reading in variant.readings
}


def valid(reading: Reading, mode: Mode) -> list[bool]:
    schema = cast("dict[str, Any]", compile_silence(reading.file, mode))
    validator = jsonschema_rs.validator_for(schema)
    return [validator.is_valid(value) for value in VALUES]


@pytest.mark.parametrize(("_variant", "reading"), READINGS.values(), ids=READINGS)
def test_strict_is_never_laxer_than_lenient(_variant: Variant, reading: Reading) -> None:
    pairs = zip(valid(reading, Mode.STRICT), valid(reading, Mode.LENIENT), strict=True)

    assert [strict for strict, lenient in pairs if strict and not lenient] == []


@pytest.mark.parametrize(("variant", "reading"), READINGS.values(), ids=READINGS)
def test_both_validators_give_the_same_reasons_for_every_case(
    variant: Variant, reading: Reading
) -> None:
    explainer = Explainer.of(reading.file, variant.claims)

    found = [explainer.explain(value) for value in VALUES]

    assert found == [explainer.explain_by_reference(value) for value in VALUES]


@pytest.mark.parametrize(("variant", "reading"), READINGS.values(), ids=READINGS)
def test_both_validators_agree_and_every_objection_has_its_reasons(
    variant: Variant, reading: Reading
) -> None:
    judge = schema_judge(variant, reading)

    for judged in judge_corpus(CORPUS, [judge]):
        (found,) = judged.judgements.values()
        assert found.verdict is judge.verdict(judged.parsed)
        assert bool(found.reasons) is (found.verdict in {REJECT, SILENT})
        assert bool(found.note) is (found.verdict is Verdict.UNSUPPORTED)
        assert (found.verdict is Verdict.UNSUPPORTED) is not isinstance(judged.parsed, Parsed)
        assert all(reason.claims for reason in found.reasons if found.verdict is REJECT)


def test_every_reading_accepts_something_and_rejects_something() -> None:
    judges = [schema_judge(variant, reading) for variant, reading in READINGS.values()]

    seen = {
        judge.column.id: {judge.verdict(parsed) for parsed in PARSED.values()} for judge in judges
    }

    assert {name for name, verdicts in seen.items() if not {ACCEPT, REJECT} <= verdicts} == set()
