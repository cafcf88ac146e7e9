"""Whole sources compared: what is equal, what differs, and through what."""

from __future__ import annotations

import gc
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fakes.apis import api, check_form, entry_of, ref, survey_of, thing

from conformance import interrupts
from conformance.exact.facts import closure
from conformance.exact.primes import Primes
from conformance.exact.solver import Solver
from conformance.generate.executors import processes
from conformance.judges.schema import SchemaJudge
from conformance.readers.read import Options, opened_types
from conformance.record.sources import record_of
from conformance.reporters.surveys.html import page
from conformance.surveys import comparing
from conformance.surveys import survey as module
from conformance.surveys.encode import survey_json
from conformance.surveys.results import MAX_BRIEF, State
from conformance.surveys.survey import Running, surveyed

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.surveys.comparing import Compared, Work

STRING = {"type": "string"}
OLD = {
    "Line": thing(("sku",), sku={"type": "string", "maxLength": 20}),
    "Order": thing(("id",), id=STRING, lines={"type": "array", "items": ref("Line")}),
    "Same": thing(a=STRING),
    "Gone": STRING,
}
NEW = {
    "Line": thing(("sku",), sku={"type": "string", "maxLength": 10}),
    "Order": OLD["Order"],
    "Same": thing(a=STRING),
    "Come": STRING,
}


def states(found: Any) -> dict[str, str]:
    return {entry.name: entry.state.value for entry in found.entries}


def test_every_type_is_paired_and_compared(tmp_path: Path) -> None:
    found = survey_of(tmp_path, OLD, NEW)

    assert states(found) == {
        "Line": "differs", "Order": "differs", "Come": "only here", "Gone": "only here",
        "Same": "equal",
    }  # fmt: skip
    assert [(x.id, x.title, x.types) for x in found.sources] == [
        ("a", "a", 4),
        ("b", "b", 4),
    ]
    check_form(survey_json(found))


def test_what_differs_is_told_in_the_type_and_where_it_is_held_the_type_is_named(
    tmp_path: Path,
) -> None:
    found = survey_of(tmp_path, OLD, NEW)

    line, order = entry_of(found, "Line"), entry_of(found, "Order")
    assert line.own is not None
    assert [x.id for x in line.own.findings] == [
        "/sku = a string of at least 11 characters and shorter than 21"
    ]
    assert {x.place for x in line.own.fields} == {"", "/sku"}
    assert (line.used_by, line.through) == (1, ())
    assert order.own is None
    assert order.through == ("Line",)
    (pair,) = order.pairs
    assert pair.relation == "contains"
    assert pair.witnesses["only_a"].value == {"id": "", "lines": [{"sku": "x" * 11}]}
    assert line.importance > order.importance


def test_types_that_say_the_same_in_other_words_are_equal_and_so_is_what_holds_them(
    tmp_path: Path,
) -> None:
    first = {"A": {"enum": ["x", "y"]}, "B": thing(a=ref("A"))}
    second = {"A": {"anyOf": [{"const": "y"}, {"const": "x"}]}, "B": thing(a=ref("A"))}

    assert states(survey_of(tmp_path, first, second)) == {"A": "equal", "B": "equal"}


def test_of_types_that_are_too_large_only_the_smallest_values_are_found(tmp_path: Path) -> None:
    api(tmp_path / "a.json", **OLD)
    api(tmp_path / "b.json", **NEW)
    sources = {x: opened_types(str(tmp_path / f"{x}.json"), Options()) for x in "ab"}

    found = surveyed(sources, [], Running(told=lambda _: None, largest=10))
    line = next(x for x in found.entries if x.name == "Line")

    assert (line.own, line.proven, line.state) == (None, True, State.DIFFERS)
    assert line.pairs[0].witnesses["only_a"].value == {"sku": "x" * 11}


def work_of(folder: Path) -> Work:
    """Return a type that is to be compared."""
    files = {name: api(folder / f"{name}.json", Line=x["Line"]) for name, x in SIDES.items()}
    opened = {name: opened_types(path.as_posix(), Options()) for name, path in files.items()}
    record = record_of({name: x.source(x.chosen("Line")) for name, x in opened.items()})
    return comparing.Work(number=0, record=record)


SIDES = {"a": OLD, "b": NEW}


def made() -> list[Any]:
    """Return what comparisons have made that is still in memory."""
    return [x for x in gc.get_objects() if isinstance(x, Solver | Primes | SchemaJudge)]


def test_nothing_of_a_comparison_stays_but_what_it_found(tmp_path: Path) -> None:
    work = work_of(tmp_path)
    gc.collect()
    gc.disable()
    there = made()

    found = comparing.compared(work)
    left = [one for one in made() if not any(one is other for other in there)]

    gc.enable()
    assert found.own is not None
    assert (left, closure.cache_info().currsize) == ([], 0)


@pytest.mark.parametrize(
    ("long", "why_not"),
    [
        (comparing.LONG, ()),
        (0, ("a.declared at (root): more than 1 sets of facts about the parts",)),
    ],
)
def test_a_type_that_is_not_long_is_followed_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: int, why_not: tuple[str, ...]
) -> None:
    monkeypatch.setattr(comparing, "LIMITS", replace(comparing.LIMITS, sets=1))
    monkeypatch.setattr(comparing, "LONG", long)

    line = entry_of(survey_of(tmp_path, OLD, NEW), "Line")

    assert (line.proven, line.why_not) == (not why_not, why_not)


@pytest.mark.parametrize(("grown", "generation"), [(0, 2), (10_000, 1)])
def test_what_a_long_comparison_leaves_is_looked_for_among_old_objects_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: int, generation: int
) -> None:
    monkeypatch.setattr(comparing, "GROWN", grown)
    work = work_of(tmp_path)
    looked: list[int] = []
    monkeypatch.setattr("gc.collect", looked.append)

    comparing.compared(work)

    assert looked == [generation]


def test_a_difference_in_a_part_that_cannot_show_is_none(tmp_path: Path) -> None:
    held = {"anyOf": [ref("A"), {}]}

    found = survey_of(tmp_path, {"A": STRING, "B": held}, {"A": {"type": "integer"}, "B": held})

    assert states(found) == {"A": "differs", "B": "equal"}


def test_where_less_can_become_more_the_whole_types_are_compared(tmp_path: Path) -> None:
    held = {"not": ref("A")}

    found = survey_of(
        tmp_path, {"A": {"type": "number"}, "B": held}, {"A": {"type": "integer"}, "B": held}
    )

    assert entry_of(found, "A").pairs[0].relation == "contains"
    assert entry_of(found, "B").pairs[0].relation == "within"
    assert entry_of(found, "B").pairs[0].unsettled == ()


def test_what_is_too_large_to_be_compared_at_once_is_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.surveys.settling.SMALL", 0)
    held = {"not": ref("A")}

    found = survey_of(
        tmp_path, {"A": {"type": "number"}, "B": held}, {"A": {"type": "integer"}, "B": held}
    )

    entry = entry_of(found, "B")
    assert entry.state is State.UNDECIDED
    assert entry.why_not == ("whether more values are told apart through A is not decided",)


def test_what_was_found_counts_where_more_is_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.surveys.settling.SMALL", 0)
    held = thing(a={"oneOf": [ref("A"), {"type": "null"}]})

    found = survey_of(
        tmp_path, {"A": {"type": "number"}, "B": held}, {"A": {"type": "integer"}, "B": held}
    )

    (pair,) = entry_of(found, "B").pairs
    assert entry_of(found, "B").state is State.DIFFERS
    assert pair.relation == "unknown"
    assert [*pair.witnesses] == ["only_a"]
    assert "only_b" in pair.unsettled


def test_types_that_hold_one_another_are_settled(tmp_path: Path) -> None:
    def tree(kind: str) -> dict[str, Any]:
        return {
            "Leaf": thing(("value",), value={"type": kind}),
            "Node": thing(left=ref("Node"), right=ref("Pair")),
            "Pair": thing(node=ref("Node"), leaf=ref("Leaf")),
        }

    found = survey_of(tmp_path, tree("number"), tree("integer"))

    assert states(found) == {"Leaf": "differs", "Node": "differs", "Pair": "differs"}
    assert [entry_of(found, x).pairs[0].relation for x in ("Leaf", "Node", "Pair")] == [
        "contains", "contains", "contains",
    ]  # fmt: skip


def test_three_sources_are_compared_two_by_two(tmp_path: Path) -> None:
    found = survey_of(
        tmp_path,
        {"A": {"enum": ["x"]}},
        {"A": {"enum": ["x", "y"]}},
        {"A": {"enum": ["x", "y"]}, "B": STRING},
    )

    entry = entry_of(found, "A")
    assert [(x.a, x.b, x.relation) for x in entry.pairs] == [
        ("a", "b", "within"),
        ("a", "c", "within"),
        ("b", "c", "equal"),
    ]
    assert entry.rejecting == ("a",)
    assert entry.breaks == (False, True)


def test_what_cannot_be_read_is_said_and_the_others_are_compared(tmp_path: Path) -> None:
    broken = {"A": {"$ref": "#/components/schemas/Nothing"}, "B": STRING}

    found = survey_of(tmp_path, {"A": STRING, "B": STRING}, broken, {"A": {"type": "integer"}})

    first, second = entry_of(found, "A"), entry_of(found, "B")
    assert first.state is State.DIFFERS
    assert [(x.a, x.b) for x in first.pairs] == [("a", "c")]
    assert first.why_not[0].startswith("b: ")
    assert "Nothing" in first.why_not[0]
    assert second.state is State.EQUAL
    two = survey_of(tmp_path, {"A": STRING}, broken)
    assert entry_of(two, "A").state is State.UNREAD


def test_what_is_nested_too_deeply_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("conformance.readers.read.Opened.schema", deep)

    found = survey_of(tmp_path, {"A": STRING}, {"A": STRING})

    assert entry_of(found, "A").why_not == (
        "a: it is nested too deeply",
        "b: it is nested too deeply",
    )


def test_a_type_that_could_be_several_is_said(tmp_path: Path) -> None:
    found = survey_of(tmp_path, {"Order": STRING, "order": STRING}, {"ORDER": STRING})

    entry = found.entries[0]
    assert entry.state is State.SEVERAL
    assert entry.types["a"] == ("components/schemas/Order", "components/schemas/order")


def test_what_the_comparison_cannot_do_is_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("conformance.surveys.comparing.compare_columns", deep)
    monkeypatch.setattr("conformance.surveys.settling.compare_columns", deep)

    found = survey_of(tmp_path, {"A": {"enum": ["x"]}}, {"A": {"enum": ["y"]}})

    entry = entry_of(found, "A")
    assert entry.state is State.UNDECIDED
    assert entry.why_not == ("it is nested too deeply",)


def test_silence_is_a_difference_but_no_conflict(tmp_path: Path) -> None:
    def opened(name: str, text: str) -> Any:
        (tmp_path / name).write_text(text, "utf-8")
        return opened_types((tmp_path / name).as_posix(), Options())

    sources = {
        "a": opened("a.ts", "interface A { x: Date }\ninterface B { x: string }"),
        "b": opened("b.ts", "interface A { x: string }\ninterface B { x: string }"),
    }

    found = surveyed(sources, [], Running(told=lambda _: None))

    entry = entry_of(found, "A")
    assert entry.state is State.DIFFERS
    assert entry.rejecting == ()
    assert [*entry.pairs[0].witnesses] == ["gap_b"]


def test_the_fields_of_a_part_stand_with_the_part(tmp_path: Path) -> None:
    def lines(least: int) -> dict[str, Any]:
        array = {"type": "array", "items": ref("Line"), "minItems": least}
        return {"Line": thing(("sku",), sku=STRING), "Order": thing(lines=array)}

    own = entry_of(survey_of(tmp_path, lines(1), lines(2)), "Order").own

    assert own is not None
    assert [field.place for field in own.fields] == ["", "/lines"]


def test_what_is_not_waited_for_is_not_done(tmp_path: Path) -> None:
    cancelled: list[bool] = []

    class Late:
        def result(self) -> None:
            raise interrupts.Interrupted

        def cancel(self) -> None:
            cancelled.append(True)

    class Handing:
        def submit(self, *_: object) -> Late:
            return Late()

    first = {name: {"enum": ["x"]} for name in "ABC"}
    second = {name: {"enum": ["y"]} for name in "ABC"}
    interrupts.reset()

    found = survey_of(tmp_path, first, second, executor=Handing(), ahead=2)

    interrupts.reset()
    assert cancelled == [True]
    assert found.interrupt == 128 + signal.SIGINT


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    alone = survey_of(tmp_path, OLD, NEW)

    with processes(2) as executor:
        together = survey_of(tmp_path, OLD, NEW, executor=executor)

    assert survey_json(together) == survey_json(alone)


def test_an_interrupt_keeps_what_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = comparing.compared

    def compared(work: Work) -> Compared:
        if seen:
            raise interrupts.Interrupted
        seen.append(work.number)
        return real(work)

    monkeypatch.setattr(module, "compared", compared)
    held = thing(b=ref("B"))
    first = {"A": {"enum": ["x"]}, "B": {"enum": ["x"]}, "C": STRING, "D": held}
    second = {"A": {"enum": ["y"]}, "B": {"enum": ["y"]}, "C": STRING, "D": held}
    interrupts.reset()

    found = survey_of(tmp_path, first, second)

    interrupts.reset()
    assert found.interrupt == 128 + signal.SIGINT
    assert states(found) == {
        "A": "differs", "B": "not decided", "D": "not decided", "C": "equal",
    }  # fmt: skip
    assert entry_of(found, "B").why_not == (module.NOT_COMPARED,)


def test_what_holds_a_type_that_was_not_compared_is_not_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compared(_: Work) -> Compared:
        raise interrupts.Interrupted

    monkeypatch.setattr(module, "compared", compared)
    first = {"A": thing(b=ref("B")), "B": {"enum": ["x"]}}
    second = {"A": thing(b=ref("B")), "B": {"enum": ["y"]}}
    interrupts.reset()

    found = survey_of(tmp_path, first, second)

    interrupts.reset()
    assert states(found) == {"A": "not decided", "B": "not decided"}


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    files = [api(tmp_path / "a.json", **OLD), api(tmp_path / "b.json", **NEW)]
    opened = {x.stem: opened_types(x.as_posix(), Options()) for x in files}

    surveyed(opened, [], Running(told=told.append))

    assert told == [
        "pairing types",
        "reading 0 of 5 types",
        "comparing 1 of 2 types: Line",
        "comparing 2 of 2 types: Order",
        "settling how whole types relate",
    ]


def test_a_new_property_of_an_open_type_counts_less_than_one_that_is_gone(tmp_path: Path) -> None:
    old = {"Added": thing(a=STRING), "Gone": thing(a=STRING, b=STRING)}
    new = {"Added": thing(a=STRING, b=STRING), "Gone": thing(("c",), a=STRING, c=STRING)}
    found = survey_of(tmp_path, old, new)
    added, gone = entry_of(found, "Added"), entry_of(found, "Gone")

    assert added.breaks[0]
    assert added.own is not None
    assert added.own.unlisted == {x.id for x in added.own.findings}
    assert [entry.name for entry in found.entries] == ["Gone", "Added"]
    assert gone.importance > added.importance > 0


def test_types_that_share_no_more_than_a_name_are_named(tmp_path: Path) -> None:
    names = [f"T{number:02}" for number in range(13)]
    old = {name: thing(a=STRING, b=STRING, c=STRING) for name in names}
    new = {name: thing(x=STRING, y=STRING, z=STRING) for name in names}
    (few,) = survey_of(tmp_path, {"T": old["T00"]}, {"T": new["T00"]}).notes
    (many,) = survey_of(tmp_path, old, new).notes

    assert few == ("share a name and few properties, so the pair may be a wrong one (--pairs): T")
    assert many.endswith("T10, T11 and 1 more")


def test_types_that_share_no_more_than_a_name_come_last_of_those_that_differ(
    tmp_path: Path,
) -> None:
    old = {"A": thing(a=STRING, b=STRING, c=STRING), "B": thing(note={"enum": ["x"]})}
    new = {"A": thing(x=STRING, y=STRING, z=STRING), "B": thing(note=STRING)}

    found = survey_of(tmp_path, old, new)

    assert [(x.name, x.unlike) for x in found.entries] == [("B", False), ("A", True)]
    shown: Any = survey_json(found)
    check_form(shown)
    assert [x.get("unlike") for x in shown["types"]] == [None, True]
    assert "may be two types of one name" in "".join(page(found))


def test_a_brief_survey_leaves_out_what_takes_most_space(tmp_path: Path) -> None:
    wide = {f"p{number}": {"type": "string"} for number in range(6)}
    old = {"Wide": thing(**wide), "Part": thing(w=ref("Wide")), "Gone": STRING}
    new = {"Wide": thing(**{name: {"type": "number"} for name in wide}), "Part": old["Part"]}
    whole = survey_of(tmp_path, old, new)
    found = whole.brief()
    (wide_entry, part) = found.entries

    assert found.counts() == whole.counts()
    assert found.counts()[State.LONE] == 1
    assert wide_entry.own is not None
    assert len(wide_entry.own.findings) == MAX_BRIEF
    assert (wide_entry.own.fields, wide_entry.own.claims, wide_entry.own.cut) == ((), {}, True)
    assert part.own is None
    assert all(len(source.files) == 1 for source in found.sources)
    many = replace(whole, sources=(replace(whole.sources[0], files=dict.fromkeys("abcdef", "")),))
    assert many.brief().sources[0].files == {}
    check_form(survey_json(found))


def test_folders_are_compared_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "web" / "line.ts").write_text("export interface Line { sku: string }", "utf-8")
    (tmp_path / "web" / "order.ts").write_text(
        'import { Line } from "./line"; export interface Order { line: Line }', "utf-8"
    )
    (tmp_path / "app" / "line.py").write_text(
        "from typing import TypedDict\nclass Line(TypedDict):\n    sku: int\n", "utf-8"
    )
    (tmp_path / "app" / "order.py").write_text(
        "from typing import TypedDict\nfrom .line import Line\n"
        "class Order(TypedDict):\n    line: Line\n",
        "utf-8",
    )
    (tmp_path / "app" / "broken.py").write_text("class (", "utf-8")
    opened = {name: opened_types(str(tmp_path / name), Options()) for name in ("web", "app")}
    found = surveyed(opened, [], Running(told=lambda _: None))
    order = entry_of(found, "Order")

    assert states(found) == {"Line": "differs", "Order": "differs"}
    assert order.through == ("Line",)
    assert any("broken.py" in note for note in found.notes)


def test_where_a_type_cannot_be_read_its_looks_tell_nothing(tmp_path: Path) -> None:
    bad = {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/None"}}}
    whole = thing(a=STRING)
    found = survey_of(tmp_path, {"Item": whole}, {"ITEM": whole, "iTEM": bad})

    assert states(found)["Item"] == "equal"
    assert entry_of(found, "Item").types == {
        "a": ("components/schemas/Item",),
        "b": ("components/schemas/ITEM",),
    }
