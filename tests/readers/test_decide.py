from __future__ import annotations

import pytest

from conformance.errors import UsageError
from conformance.model import Verdict
from conformance.readers.decide import DEFAULTS, QUESTIONS, WRITTEN, decisions
from conformance.readers.notations import NOTATIONS


@pytest.mark.parametrize("notation", [*DEFAULTS, "another"])
def test_each_notation_answers_every_question_with_a_reason(notation: str) -> None:
    found = decisions(notation)

    assert [x.topic for x in found.stated()] == list(QUESTIONS)
    assert all(x.why.endswith(".") for x in found.stated())


def test_the_table_is_about_the_notations_that_are_read() -> None:
    assert DEFAULTS.keys() == {notation.name for notation in NOTATIONS}


def test_a_change_is_for_all_notations_or_for_one() -> None:
    changes = ("null=silent", "go.enum=reject", "asyncapi.enum=accept")

    assert decisions("go", changes)["null"] is Verdict.SILENT
    assert decisions("go", changes)["enum"] is Verdict.REJECT
    assert decisions("rust", changes)["null"] is Verdict.SILENT
    assert decisions("rust", changes)["enum"] is decisions("rust")["enum"]
    assert decisions("asyncapi", changes)["enum"] is Verdict.ACCEPT
    assert decisions("go", changes).why("enum") == "Decided on the command line."


def test_a_page_of_documentation_leaves_more_open() -> None:
    page = decisions("rust", is_page=True)

    assert page["unlisted"] is Verdict.SILENT
    assert page.why("unlisted") == "A page of documentation does not show serde's attributes."
    assert page["null"] is decisions("rust")["null"]
    assert decisions("rust", ["unlisted=reject"], is_page=True)["unlisted"] is Verdict.REJECT
    assert decisions("go", is_page=True) == decisions("go")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("null", "'null' is no decision; write TOPIC=VERDICT, for example null=silent"),
        ("nul=silent", "there is no decision on 'nul'; the topics are null,"),
        ("null=maybe", "'maybe' is no verdict on null; write accept, reject or silent"),
        ("ruby.null=silent", "there is no notation 'ruby'; the notations are "),
    ],
)
def test_a_change_that_means_nothing_is_refused(change: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        decisions("go", [change])
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("notation", WRITTEN)
def test_a_class_writes_no_properties_but_its_own_whatever_it_reads(notation: str) -> None:
    assert decisions(notation, ["unlisted=accept"])["unlisted"] is Verdict.ACCEPT
    assert decisions(notation, ["unlisted=accept"], sends=True)["unlisted"] is Verdict.REJECT
    assert decisions(notation, sends=True)["null"] is decisions(notation)["null"]


def test_types_of_values_and_pages_say_the_same_of_what_is_written() -> None:
    assert decisions("typescript", sends=True) == decisions("typescript")
    assert decisions("rust", is_page=True, sends=True) == decisions("rust", is_page=True)
