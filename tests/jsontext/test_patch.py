from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.jsontext.patch import Operation, PatchError, applied, followed_through
from conformance.jsontext.pointers import followed, joined

if TYPE_CHECKING:
    from conformance.model import Json

VALUE: Any = {"a": {"x": 1}, "b": [10, 20, 30], "c/d": None}


def operation(name: str, path: str, value: Json = None, origin: str = "") -> Operation:
    entry: dict[str, Any] = {"op": name, "path": path}
    entry |= {"from": origin} if name in {"move", "copy"} else {}
    entry |= {"value": value} if name in {"add", "replace", "test"} else {}
    return Operation.of(entry)


DONE: list[tuple[Operation, Any]] = [
    (operation("add", "/e", 5), {**VALUE, "e": 5}),
    (operation("add", "/a", 5), {**VALUE, "a": 5}),
    (operation("add", "/b/1", 5), {**VALUE, "b": [10, 5, 20, 30]}),
    (operation("add", "/b/3", 5), {**VALUE, "b": [10, 20, 30, 5]}),
    (operation("add", "/b/-", 5), {**VALUE, "b": [10, 20, 30, 5]}),
    (operation("add", "", 5), 5),
    (operation("remove", "/c~1d"), {"a": {"x": 1}, "b": [10, 20, 30]}),
    (operation("remove", "/b/0"), {**VALUE, "b": [20, 30]}),
    (operation("remove", ""), None),
    (operation("replace", "/a/x", [2]), {**VALUE, "a": {"x": [2]}}),
    (operation("replace", "/b/2", 5), {**VALUE, "b": [10, 20, 5]}),
    (operation("replace", "", 5), 5),
    (operation("move", "/e", origin="/a"), {"b": [10, 20, 30], "c/d": None, "e": {"x": 1}}),
    (operation("move", "/b/0", origin="/b/2"), {**VALUE, "b": [30, 10, 20]}),
    (operation("copy", "/a/y", origin="/b"), {**VALUE, "a": {"x": 1, "y": [10, 20, 30]}}),
    (operation("test", "/b", [10.0, 20, 30]), VALUE),
    (operation("test", "", VALUE), VALUE),
]


@pytest.mark.parametrize(("step", "expected"), DONE, ids=lambda x: str(x)[:60])
def test_an_operation_gives_a_new_value(step: Operation, expected: Any) -> None:
    before: Any = {"a": {"x": 1}, "b": [10, 20, 30], "c/d": None}

    assert applied(before, step) == expected
    assert before == VALUE


REFUSED = [
    (operation("add", "/a/x/y", 1), "nothing can be added at /a/x/y"),
    (operation("add", "/b/4", 1), "nothing can be added at /b/4"),
    (operation("add", "/b/01", 1), "nothing can be added at /b/01"),
    (operation("add", "/no/x", 1), "there is nothing at /no"),
    (operation("add", "x", 1), "'x' is no JSON Pointer"),
    (operation("remove", "/no"), "there is nothing at /no"),
    (operation("replace", "/b/3", 1), "there is nothing at /b/3"),
    (operation("replace", "x", 1), "there is nothing at x"),
    (operation("move", "/a/x/y", origin="/a"), "/a cannot move into itself"),
    (operation("move", "/a", origin=""), "(root) cannot move into itself"),
    (operation("move", "/e", origin="/no"), "there is nothing at /no"),
    (operation("copy", "/e", origin="/no"), "there is nothing at /no"),
    (operation("test", "/b", [10, 20]), "/b is [10,20,30], and not [10,20]"),
    (operation("test", "", 1), '(root) is {"a":{"x":1},"b":[10,20,30],"c/d":null}, and not 1'),
]


@pytest.mark.parametrize(("step", "message"), REFUSED)
def test_an_operation_that_does_not_apply_says_why(step: Operation, message: str) -> None:
    with pytest.raises(PatchError) as caught:
        applied(VALUE, step)

    assert str(caught.value) == message


FOLLOWED = [
    (operation("add", "/b/1", 5), {"/b/0": "/b/0", "/b/1": "/b/2", "/b": "/b", "/a/x": "/a/x"}),
    (operation("add", "/b/-", 5), {"/b/2": "/b/2"}),
    (operation("add", "/a", 5), {"/a": None, "/a/x": None, "/b": "/b"}),
    (operation("add", "", 5), {"/b": None}),
    (operation("copy", "/b/0", origin="/a"), {"/a": "/a", "/b/0": "/b/1"}),
    (operation("remove", "/b/1"), {"/b/0": "/b/0", "/b/1": None, "/b/2": "/b/1", "/a": "/a"}),
    (operation("remove", "/a"), {"/a/x": None, "/b/0": "/b/0"}),
    (operation("replace", "/a/x", 5), {"/a/x": None, "/a": "/a"}),
    (operation("move", "/e", origin="/a"), {"/a": "/e", "/a/x": "/e/x", "/b/0": "/b/0"}),
    (operation("move", "/b", origin="/a"), {"/a/x": "/b/x", "/b/0": None}),
    (operation("move", "/b/-", origin="/a"), {"/a/x": "/b/3/x", "/b/0": "/b/0"}),
    (operation("move", "/b/-", origin="/b/0"), {"/b/0": "/b/2", "/b/1": "/b/0", "/b/2": "/b/1"}),
    (operation("move", "/a/-", origin="/b/0"), {"/b/0": "/a/-", "/a/x": "/a/x"}),
    (operation("test", "/b", [10, 20, 30]), {"/b/1": "/b/1"}),
]


@pytest.mark.parametrize(("step", "expected"), FOLLOWED, ids=lambda x: str(x)[:60])
def test_a_pointer_is_followed_through_an_operation(
    step: Operation, expected: dict[str, str | None]
) -> None:
    assert {x: followed_through(x, step, VALUE) for x in expected} == expected


PLACES = st.sampled_from(["", "/a", "/a/x", "/b", "/b/0", "/b/1", "/b/2", "/b/-", "/e", "/c~1d"])
STEPS = st.builds(
    operation,
    st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]),
    PLACES,
    st.integers(),
    PLACES,
)


@given(STEPS)
def test_what_a_followed_pointer_leads_to_is_what_it_led_to(step: Operation) -> None:
    marked: Any = {"a": {"x": "1"}, "b": ["10", "20", "30"], "c/d": "d"}
    try:
        after = applied(marked, step)
    except PatchError:
        return
    for path in (["a", "x"], ["b", 0], ["b", 1], ["b", 2], ["c/d"]):
        pointer = joined("", *path)
        now = followed_through(pointer, step, marked)
        if now is not None:
            assert followed(after, now) == followed(marked, pointer)
