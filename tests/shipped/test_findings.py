"""What the findings of the shipped record say of the packages that people install."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import examined
from fakes.newest import newest
from fakes.shipped import FIRST

from conformance.model import Cause, Fact, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.compare.findings import Evidence
    from conformance.compare.holding import Holding
    from conformance.model import Finding

pytestmark = pytest.mark.untraced

UNIONS = {newest(f"sdk.openai-{x}.union") for x in ("java", "node", "python")}
TAKING = {Verdict.ACCEPT, Verdict.LOSSY}


@pytest.fixture
def shown() -> Mapping[str, Evidence]:
    """Give what cases alone show of programs, without the exact comparison's causes."""
    return examined.shown(FIRST)


@pytest.fixture
def whole() -> tuple[Sequence[Finding], Holding]:
    """Give all findings of the record, with what says whether they hold."""
    return examined.whole(FIRST)


@pytest.mark.parametrize(
    ("name", "refused", "taken"),
    [
        ('/content/*/type = "text"', True, newest("sdk.openai-python.item")),
        ('/content/*/type = "output_text"', False, newest("sdk.openai-client-base.union")),
        ('/content/*/type = "input_image"', False, newest("sdk.openai-client-base.union")),
        ('/content = absent & /type = "message"', True, newest("sdk.openai-node")),
        ("/type = absent", True, newest("sdk.openai-java")),
    ],
)
def test_what_the_current_unions_do_otherwise_is_told(
    shown: Mapping[str, Evidence], name: str, *, refused: bool, taken: str
) -> None:
    judgements = shown[name].judgements
    said = {judgements[union].verdict for union in UNIONS}
    assert said == ({Verdict.REJECT} if refused else {Verdict.ACCEPT})
    assert judgements[taken].verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        (
            [("/content/*", "an unlisted property"), ("/id", "a string")],
            {"openapi.declared", "scala.declared", "scala.documented"},
        ),
        (
            [("/id", "absent"), ("/status", '"in_progress"')],
            {"openapi.documented", "elixir.documented"},
        ),
        (
            [("/content/*/type", '"text"'), ("/role", '"user"')],
            {f"{x}.documented" for x in ("elixir", "openapi", "rust", "scala", "typescript")},
        ),
    ],
)
def test_features_that_only_stand_beside_the_cause_are_no_finding(
    whole: tuple[Sequence[Finding], Holding], facts: list[tuple[str, str]], broken: set[str]
) -> None:
    findings, holding = whole
    cause = Cause(tuple(Fact(*fact) for fact in facts))
    assert cause.id not in {x.id for x in findings}
    stances = dict.fromkeys(sorted(broken), Verdict.REJECT)
    claimed = replace(findings[0], cause=cause, stances=stances, cases=())
    assert {*holding.broken(claimed)} == broken


def test_a_type_of_another_value_is_named(whole: tuple[Sequence[Finding], Holding]) -> None:
    mistyped = {x.id: x.mistyped for x in whole[0] if x.mistyped}
    client = {newest("sdk.openai-python.union-construct"): "RealtimeConversationItemSystemMessage"}
    assert mistyped['/type = "item_reference"'] == client
    assert mistyped["/type = absent"] == client
    assert mistyped["/type = any other string"] == client
    assert {column for found in mistyped.values() for column in found} == {
        newest("sdk.openai-java.union-decode"),
        newest("sdk.openai-python.union-construct"),
    }
