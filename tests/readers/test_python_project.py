from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fakes.python_sources import schema, written

from conformance.errors import BrokenFileError
from conformance.readers import python
from conformance.readers.decide import decisions
from conformance.readers.documents import opened
from conformance.readers.emit import emit

MODEL = "from pydantic import BaseModel\nclass {}(BaseModel):\n    {}: int\n"
ORDER = MODEL.format("Order", "id")
FOUND = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def read(folder: Path, text: str, others: dict[str, str], name: str = "X") -> dict[str, Any]:
    """Return the schema of a field's type in a class that is read from a file."""
    source = f"from typing import *\n{text}\nclass {name}(TypedDict):\n    a: Wanted\n"
    document = written(folder, source, others)
    found: Any = emit(python.facts(document, name), decisions("python")).schema
    inside: dict[str, Any] = found["properties"]["a"]
    if "$ref" in inside:
        inside = found["$defs"][inside["$ref"].rpartition("/")[2]]
    return inside


PYDANTIC = """\
import pydantic
OLD = pydantic.VERSION.startswith("1.")
V = int(pydantic.VERSION.split(".")[0])
"""
IMPORTS: dict[str, tuple[str, dict[str, str]]] = {
    "a neighbour": ("from order import Order as Wanted", {"order.py": ORDER}),
    "a neighbour by dots": ("from .order import Order as Wanted", {"order.py": ORDER}),
    "a stub": ("from .order import Order as Wanted", {"order.pyi": ORDER}),
    "a module of a package": (
        "from shop import order\nWanted = order.Order",
        {"shop/__init__.py": "", "shop/order.py": ORDER},
    ),
    "a module of a folder": (
        "from shop import order\nWanted = order.Order",
        {"shop/order.py": ORDER},
    ),
    "a module by its name": ("import order\nWanted = order.Order", {"order.py": ORDER}),
    "a module under another name": (
        "import shop.order as o\nWanted = o.Order",
        {"shop/__init__.py": "", "shop/order.py": ORDER},
    ),
    "a module with dots": (
        "import shop.order\nWanted = shop.order.Order",
        {"shop/__init__.py": "", "shop/order.py": ORDER},
    ),
    "a module of a folder with dots": (
        "import shop.order\nWanted = shop.order.Order",
        {"shop/order.py": ORDER},
    ),
    "the package itself": (
        "from . import order\nWanted = order.Order",
        {"__init__.py": "", "order.py": ORDER},
    ),
    "what a package passes on": (
        "from shop import Order as Wanted",
        {"shop/__init__.py": "from .order import Order", "shop/order.py": ORDER},
    ),
    "what a package passes on from itself": (
        "from shop import Order as Wanted",
        {"shop/__init__.py": "from shop.order import Order", "shop/order.py": ORDER},
    ),
    "the src folder": ("from order import Order as Wanted", {"src/order.py": ORDER}),
    "a star": ("from order import *\nWanted = Order", {"order.py": ORDER}),
    "a star over stars": (
        "from a import *\nWanted = Order",
        {"a.py": "from b import *", "b.py": "from a import *\nfrom c import *", "c.py": ORDER},
    ),
    "a star with a list": (
        "from order import *\nWanted = _Order",
        {"order.py": ORDER.replace("Order", "_Order") + "__all__ = ['_Order']\n"},
    ),
    "a star with a list that is code": (
        "from order import *\nWanted = Order",
        {"order.py": ORDER + "__all__ = [*names]\n"},
    ),
    "a star with a list that is none": (
        "from order import *\nWanted = Order",
        {"order.py": ORDER + "__all__ = 'Order'\n"},
    ),
    "the later of two stars": (
        "from old import *\nfrom order import *\nWanted = Order",
        {"old.py": MODEL.format("Order", "old"), "order.py": ORDER},
    ),
    "for type checkers only": (
        "if TYPE_CHECKING:\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "what holds when it runs": (
        "if TYPE_CHECKING:\n    Wanted = int\nelse:\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "the first that can be imported": (
        "try:\n    from order import Order as Wanted\nexcept ImportError:\n    Wanted = None",
        {"order.py": ORDER},
    ),
    "a new Python": (
        "import sys\nif sys.version_info >= (3, 10):\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "pydantic 2": (
        f"{PYDANTIC}if not OLD and V > 1:\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "within a with statement": (
        "with warnings.catch_warnings():\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "the later of two": (
        "from old import Wanted\nfrom order import Order as Wanted",
        {"old.py": MODEL.format("Wanted", "x"), "order.py": ORDER},
    ),
    "the class after the import": (
        f"from old import Order\n{ORDER}Wanted = Order",
        {"old.py": MODEL.format("Order", "x")},
    ),
    "one of several targets": (
        "a, b = 1, 2\nfrom order import Order\nWanted = Other = Order",
        {"order.py": ORDER},
    ),
    "one that is declared under a condition only": (
        "from flags import FLAG\nif FLAG:\n    from order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "one that is declared again for certain": (
        "from flags import FLAG\nif FLAG:\n    Wanted = int\nfrom order import Order as Wanted",
        {"order.py": ORDER},
    ),
    "a nested class": (
        "from order import Shop\nWanted = Shop.Order",
        {"order.py": "class Shop:\n    " + ORDER.replace("\n", "\n    ")},
    ),
    "a circle of files": (
        "from a import Order as Wanted",
        {"a.py": f"from b import Other\n{ORDER}", "b.py": "from a import Order\nOther = Order"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTS)
def test_a_type_is_found(tmp_path: Path, name: str) -> None:
    text, others = IMPORTS[name]

    assert read(tmp_path, text, others) == FOUND


MISSING = "the source names the type {}, and does not define it"
ABSENT: dict[str, tuple[str, dict[str, str], str]] = {
    "a package that is not there": ("from far import Wanted", {}, MISSING.format("Wanted")),
    "a module that is not there": ("import far\nWanted = far.Order", {}, "`far.Order` is no type"),
    "a neighbour that is not there": ("from .far import Wanted", {}, MISSING.format("Wanted")),
    "a name that is not there": (
        "from order import Wanted", {"order.py": ""}, MISSING.format("Wanted"),
    ),
    "a name of a folder that is not there": (
        "from shop import Wanted", {"shop/a.py": ""}, MISSING.format("Wanted"),
    ),
    "a name that a star does not pass on": (
        "from order import *\nWanted = _Order",
        {"order.py": ORDER.replace("Order", "_Order")},
        "`_Order` is no type",
    ),
    "a name that is passed on in a circle": (
        "from a import Wanted",
        {"a.py": "from b import Wanted", "b.py": "from a import Wanted"},
        MISSING.format("Wanted"),
    ),
    "a module": ("import order as Wanted", {"order.py": ORDER}, "`Wanted` is no type"),
    "a folder": ("import shop as Wanted", {"shop/a.py": ""}, "`Wanted` is no type"),
    "one of two": (
        "from flags import FLAG\nif FLAG:\n    Wanted = int\nelse:\n    Wanted = str",
        {},
        "`Wanted` depends on a condition that is code",
    ),
    "a part of a value": ("value = 3\nWanted = value.x", {}, "`value.x` is no type"),
    "a part of a function": ("def f(): ...\nWanted = f.x", {}, "`f.x` is no type"),
    "a value": ("Wanted = 3", {}, "`3` is no type that can be read"),
    "a part of a class that is not there": (
        f"{ORDER}Wanted = Order.Far", {}, "`Order.Far` is no type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ABSENT)
def test_a_type_that_is_not_found_is_silent(tmp_path: Path, name: str) -> None:
    text, others, why = ABSENT[name]

    found = read(tmp_path, text, others)

    assert set(found) == {"x-silent"}
    assert found["x-silent"] in {why, MISSING.format(why.split("`")[1] if "`" in why else "")}


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ("not TYPE_CHECKING", True),
        ("1 < 2 and 'a' == 'a'", True),
        ("1 != 1 or 2 <= 1", False),
        ("-1 > 0", False),
        ("sys.version_info[:2] >= (3, 8)", True),
        ("sys.version_info[:] >= (3, 8)", True),
        ("[1, 2][1] == 2", True),
        ("'Ab'.lower() + 'c' == 'abc'", True),
        ("2 ** 3 == 7 + 1 and 9 // 2 * 2 - 1 == 7 and 9 % 2 and 1 / 2 == 0.5", True),
        ("1 << 2 == 4 and 1 | 2 == 3", True),
        ("2.0 ** 0.5 > 1", True),
        ("NUMBER == 3", True),
        ("2 ** 99999 > 1", None),
        ("1 << 99999 > 1", None),
        ("1 / 0", None),
        ("'a' * 3 == 'aaa'", None),
        (f"'{'a' * 6000}' + '{'b' * 6000}'", None),
        ("3 .real()", None),
        ("(3).lower()", None),
        ("'a' in 'ab'", None),
        ("1 < 2 < 3", None),
        ("LOOP", None),
        ("f()", None),
        ("absent", None),
        ("sys.platform == 'linux'", None),
        ("int('x')", None),
        ("(lambda: 1)", None),
        ("1 @ 2", None),
        (" + ".join(["1"] * 80), None),
    ],
)
def test_a_condition_is_decided_where_that_can_be_done(
    tmp_path: Path, test: str, holds: object
) -> None:
    beside = "import sys\nNUMBER = 3\nLOOP = LOOP2\nLOOP2 = LOOP\n"

    found = read(tmp_path, f"{beside}if {test}:\n    Wanted = int\nelse:\n    Wanted = str", {})

    if holds is None:
        assert found == {"x-silent": "`Wanted` depends on a condition that is code"}
    else:
        assert found == {"type": "integer" if holds else "string"}


def test_a_part_of_an_undecided_condition_for_type_checkers_is_a_fallback(tmp_path: Path) -> None:
    text = "from m import FLAG\nif TYPE_CHECKING:\n    if FLAG:\n        Wanted = int\n"

    assert read(tmp_path, text, {}) == {"type": "integer"}


def test_files_of_one_package_are_found_from_inside_of_it(tmp_path: Path) -> None:
    others = {
        "shop/__init__.py": "",
        "shop/api/__init__.py": "",
        "shop/api/views.py": "from shop.order import Order as X\nfrom ..order import Order as Y\n",
        "shop/order.py": ORDER,
    }
    written(tmp_path, "", others)
    document = opened(tmp_path / "shop" / "api" / "views.py")

    for name in ("X", "Y"):
        assert list(python.facts(document, name).types) == ["Order"]


def test_a_package_outside_of_any_project_is_its_own_project(tmp_path: Path) -> None:
    folder = tmp_path / "shop" / "api"
    folder.mkdir(parents=True)
    for each in (folder, folder.parent):
        (each / "__init__.py").touch()
    (folder / "views.py").write_text("from ..order import Order\nX = Order\n", "utf-8")
    (folder.parent / "order.py").write_text(ORDER, "utf-8")

    assert list(python.facts(opened(folder / "views.py"), "X").types) == ["Order"]


def test_an_import_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "far.py").write_text(ORDER, "utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    document = written(inside, "from ..far import Order\nX = List[Order]\n")

    with pytest.raises(BrokenFileError, match="outside of the source's project"):
        python.facts(document, "X")


def test_a_neighbour_that_is_not_python_is_refused_with_its_line(tmp_path: Path) -> None:
    document = written(tmp_path, "from far import Order\nX = Order\n", {"far.py": "a = 1\nb = ("})

    with pytest.raises(BrokenFileError) as raised:
        python.names(document)

    assert (Path(raised.value.file or "").name, raised.value.place) == ("far.py", "line 2")


def test_relative_paths_are_shown_as_they_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "from order import Order\nX = Order\n", {"order.py": ORDER})
    monkeypatch.chdir(tmp_path)

    document = opened(Path("models.py"))
    python.facts(document, "X")

    assert list(document.tree.digests) == ["models.py", "order.py"]


def test_a_file_that_is_named_by_a_detour_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    written(tmp_path, "from typing import *\nimport b\nX = List[b.Y]\nclass Z(TypedDict): ...\n",
            {"b.py": "import models\nY = models.Z\n"})  # fmt: skip

    document = opened(tmp_path / "a" / ".." / "models.py")

    assert python.names(document) == ["X", "Z"]
    assert list(python.facts(document, "X").types) == ["X", "Z"]


def test_two_types_of_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    others = {
        "a.py": MODEL.format("Order", "a"),
        "b/__init__.py": MODEL.format("Order", "b"),
        "c/__init__.py": "",
        "c/a.py": MODEL.format("Order", "c"),
        "d/a.py": MODEL.format("Order", "d"),
    }
    text = """
    import a, b, c.a, d.a
    class X(BaseModel):
        a: a.Order
        b: b.Order
        c: c.a.Order
        d: d.a.Order
    """

    found = schema(tmp_path, text, others=others)

    assert list(found["$defs"]) == ["Order", "b.Order", "a.Order", "a.Order_2"]


# --- what is no Python ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("x = 1\nclass X(:\n", "line 2", "this is not Python: invalid syntax", "the file is whole"),
        ("x = 1\nclass X[T]: ...\n", "line 2", "this is not Python", "TypeVar and Generic"),
        ("type X[T] = list[T]\n", "line 1", "this is not Python", "TypeVar and Generic"),
        ("x = '\0'\n", "line 1", "this is not Python: it holds a null character", "file is whole"),
        (
            f"x = {'(' * 250}1{')' * 250}\n",
            "line 1",
            "this is not Python: too many nested",
            "whole",
        ),
        (f"x = {'-' * 100_000}1\n", None, "nested too deeply", "statement of its own"),
        (f"type Y = int\nx = {'-' * 100_000}1\n", None, "nested too deeply", "of its own"),
        (
            "type Y = int\nx = '\0'\n",
            "line 2",
            "this is not Python: it holds a null",
            "file is whole",
        ),
    ],
)
def test_text_that_is_not_python_is_refused(
    tmp_path: Path, text: str, place: str | None, message: str, hint: str
) -> None:
    document = written(tmp_path, text)

    with pytest.raises(BrokenFileError) as raised:
        python.names(document)

    assert (raised.value.file, raised.value.place) == (document.shown, place)
    assert message in raised.value.message
    assert hint in (raised.value.hint or "")


def test_odd_text_is_read_without_a_warning(tmp_path: Path) -> None:
    text = "x = '\\d'\ntype X = list[Y]\nY\N{NO-BREAK SPACE}= list['\"\\d\"']\n"
    document = written(tmp_path, text)

    assert python.names(document) == ["X", "Y"]
    assert list(python.facts(document, "X").types) == ["X", "Y"]
