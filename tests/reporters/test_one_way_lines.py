"""What one column writes and another rejects, on a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group

from conformance.reporters.one_way_lines import MAX_PAYLOAD, MAX_STATEMENTS, one_way_lines
from conformance.reporters.views.overview import Tally
from conformance.reporters.words.columns import columns_of


def printed(fake: Any, lines: Any, most: int | None) -> list[str]:
    tally = Tally()
    for line in fake.typed(*lines):
        tally.add(line)
    run = tally.overview()
    columns = columns_of(run.columns, run.header.variants, run.header.fields)
    console = Console(width=100, force_terminal=False)
    with console.capture() as captured:
        console.print(Group(*one_way_lines(run, columns, most=most)))
    return captured.get().splitlines()


def test_each_has_its_value_and_who_rejects_it(fake: Any) -> None:
    assert printed(fake, fake.sending(), 2) == [
        "What one writes and another rejects",
        "  alpha (declared) writes `null` for `state`  ✗ beta (declared)",
        '    {"state": null}',
        "  alpha (declared) writes `kind` left out  ✗ beta (declared)",
        "    {}",
        "  and 1 more: --verbose",
        "",
    ]


def test_in_full_each_has_its_reasons_and_statements(fake: Any) -> None:
    assert printed(fake, fake.sending(), None) == [
        "What one writes and another rejects",
        "  alpha (declared) writes `null` for `state`  ✗ beta (declared)",
        '    {"state": null}',
        "    state: null is not a string",
        "    row state: `state` is sent or beta.",
        "  alpha (declared) writes `kind` left out  ✗ beta (declared)",
        "    {}",
        "  alpha (declared) writes this value  ✗ gamma 2",
        '    {"state": "y"}',
        "",
    ]


def test_long_payloads_and_many_statements_are_cut(fake: Any) -> None:
    claims = [{"id": f"c{n}", "at": f"row {n}", "says": "So."} for n in range(MAX_STATEMENTS + 1)]
    rest: dict[str, Any] = {"strength": "stated", "keywords": [], "no_effect": None}
    whole = [{**rest, **x} for x in claims]
    names = [f"beta:{x['id']}" for x in claims]
    head = fake.header(variants=[fake.variant("beta", None, claims=whole)])
    long = fake.broken("/x", "null", {"x": None, "y": "a" * MAX_PAYLOAD}, claims=names)
    lines = fake.results(
        fake.exchange("alpha.declared", "beta.declared", "overlap", long), head=head
    )

    told = printed(fake, lines, None)

    assert [line for line in told if "row" in line] == [
        f"    row {n}: So." for n in range(MAX_STATEMENTS)
    ]
    assert "…" in "".join(told)


def test_there_is_nothing_to_say_without_any(fake: Any) -> None:
    assert printed(fake, fake.results(), None) == []
