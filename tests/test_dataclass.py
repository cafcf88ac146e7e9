"""Our dataclasses behave like those of the standard library, which stands beside each test."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast
from weakref import ref

import pytest

from conformance.dataclass import dataclass
from conformance.dataclass import replace as replaced

if TYPE_CHECKING:
    from collections.abc import Callable


def pickled(what: object) -> object:
    return pickle.loads(pickle.dumps(what))  # noqa: S301  made here


MAKERS = pytest.mark.parametrize("maker", [dataclass, dataclasses.dataclass])


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box."""

    size: int
    name: str = "box"
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False, repr=False)
    most: ClassVar[int] = 9


@dataclass(slots=True)
class Pair:
    a: int
    b: int = 2

    def __post_init__(self) -> None:
        self.b += 1


@dataclass(slots=True)
class Triple(Pair):
    c: int = field(init=False)

    def __post_init__(self) -> None:
        self.c = self.a + self.b


@MAKERS
def test_arguments_defaults_and_what_factories_make_become_attributes(maker: Any) -> None:
    class Mixed:
        a: int
        b: list[int] = field(default_factory=list)
        c: int = field(default=3, kw_only=True)

    mixed: Any = maker(slots=True, frozen=True)(Mixed)

    made = mixed(1)

    assert (made.a, made.b, made.c) == (1, [], 3)
    assert mixed(1).b is not made.b
    assert mixed(1, [2], c=4) == mixed(a=1, b=[2], c=4)
    with pytest.raises(TypeError, match=r"Mixed.__init__\(\) missing 1 required positional"):
        mixed()
    with pytest.raises(TypeError, match="takes from 2 to 3 positional arguments"):
        mixed(1, [], 3)


def test_a_class_may_finish_what_was_made() -> None:
    assert (Pair(1).b, Triple(1, 5).c) == (3, 6)


def test_an_attribute_of_the_class_is_no_part_of_an_object() -> None:
    assert [x.name for x in dataclasses.fields(Box)] == ["size", "name", "tags", "note"]
    assert Box.most == 9


@MAKERS
def test_equal_attributes_make_equal_objects_of_one_class(maker: Any) -> None:
    class One:
        a: float

    one_of: Any = maker(slots=True, frozen=True)(One)

    class Other:
        a: float

    other_of: Any = maker(slots=True, frozen=True)(Other)

    nan = float("nan")

    assert one_of(1) == one_of(1.0)
    assert one_of(nan) == one_of(nan)
    assert one_of(1) != one_of(2)
    assert one_of(1) != other_of(1)
    assert hash(one_of(1)) == hash((1,))


def test_attributes_that_are_not_compared_tell_nothing_apart() -> None:
    assert Box(size=1, note="x") == Box(size=1)
    assert Box(size=1, name="x") != Box(size=1)


@MAKERS
def test_only_what_is_frozen_has_a_hash(maker: Any) -> None:
    class Open:
        a: int

    open_of: Any = maker(slots=True)(Open)

    with pytest.raises(TypeError, match="unhashable type"):
        hash(open_of(1))


@MAKERS
def test_without_comparison_an_object_equals_itself_only(maker: Any) -> None:
    class Thing:
        a: int

    thing: Any = maker(slots=True, frozen=True, eq=False)(Thing)

    one = thing(1)

    assert one == one  # noqa: PLR0124  the question
    assert one != thing(1)
    assert len({one, thing(1)}) == 2


@MAKERS
def test_an_object_can_be_followed_until_it_goes_if_its_class_says_so(maker: Any) -> None:
    class Plain:
        a: int

    class Followed:
        a: int

    plain: Any = maker(slots=True, frozen=True)(Plain)
    followed: Any = maker(slots=True, frozen=True, weakref_slot=True)(Followed)

    one = followed(1)
    at = ref(one)

    assert at() is one
    with pytest.raises(TypeError, match="cannot create weak reference"):
        ref(plain(1))


@MAKERS
def test_what_a_class_defines_itself_is_left(maker: Any) -> None:
    class Own:  # noqa: PLW1641  it gets its hash
        a: str

        def __eq__(self, other: object) -> bool:
            return self.a.lower() == str(getattr(other, "a", "")).lower()

        def __repr__(self) -> str:
            return f"<{self.a}>"

    own: Any = maker(slots=True, frozen=True)(Own)

    assert own("x") == own("X")
    assert hash(own("x")) == hash(("x",))
    assert repr(own("x")) == "<x>"


def test_an_object_shows_its_attributes() -> None:
    assert repr(Box(size=1)) == "Box(size=1, name='box', tags=[])"

    @dataclass(slots=True, repr=False)
    class Hidden:
        a: int

    assert "a=1" not in repr(Hidden(1))


def test_an_object_within_itself_is_shown_once() -> None:
    @dataclass(slots=True)
    class Knot:
        next: Any = None

    knot = Knot()
    knot.next = knot

    assert repr(knot).endswith(".Knot(next=...)")


def test_what_is_frozen_refuses_changes() -> None:
    box = Box(size=1)

    with pytest.raises(FrozenInstanceError, match=r"Box\.size is frozen"):
        box.size = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match=r"Box\.name is frozen"):
        del box.name
    with pytest.raises(FrozenInstanceError):
        cast("Any", box).other = 2
    assert box == Box(size=1)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("what", [Box(size=2, tags=["x"], note="y"), Pair(1, 5)])
def test_copies_are_equal(copied: Callable[[Any], Any], what: Any) -> None:
    made = copied(what)

    assert made == what
    assert made is not what
    assert getattr(made, "note", None) == getattr(what, "note", None)


@pytest.mark.parametrize("changed", [replaced, replace], ids=["ours", "theirs"])
def test_a_copy_may_have_other_values(changed: Any) -> None:
    assert changed(Box(size=1, tags=["x"]), size=2) == Box(size=2, tags=["x"])
    assert changed(Triple(1, 5), b=7).c == 8
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        changed(Box(size=1), other=2)


@MAKERS
def test_python_and_the_standard_library_know_it_as_a_dataclass(maker: Any) -> None:
    class Base:
        a: int
        b: int = field(default=2, kw_only=True)

    base: Any = maker(slots=True)(Base)

    class More(base):  # type: ignore[misc]
        c: int = 3

    more: Any = maker(slots=True)(More)

    assert [dataclasses.is_dataclass(x) for x in (more, object)] == [True, False]
    assert [(x.name, x.type, x.kw_only) for x in dataclasses.fields(more(1))] == [
        *(("a", "int", False), ("b", "int", True), ("c", "int", False))
    ]
    assert (more.__match_args__, more.__slots__) == (("a", "c"), ("c",))
    assert dataclasses.asdict(more(1, 4)) == {"a": 1, "b": 2, "c": 4}
    match more(1, 4):
        case base(a=1, b=2):
            pass
        case _:
            pytest.fail("it is not matched")


def test_objects_without_attributes_are_equal() -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(())


def test_an_object_has_no_other_attributes() -> None:
    pair = cast("Any", Pair(1))

    with pytest.raises(AttributeError):
        pair.other = 1
