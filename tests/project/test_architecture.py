"""What the modules of the package may import, print and know."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from fakes.shipped import RECORDS

import conformance
from conformance.readers.notations import NOTATIONS

PACKAGE = Path(conformance.__file__).parent
TESTS = Path(__file__).parents[1]
SOURCES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "shipped" not in path.parts
}
FOUNDATION = {"model", "errors", "dataclass", "expressions"}
ENDS = {"pipeline", "cli", "__main__"}
ORDER = (
    *(
        "__main__",
        "cli",
        "pipeline",
        "pytest_plugin",
        "reporters",
        "history",
        "surveys",
        "baseline",
        "generate",
        "results",
        "export",
        "compare",
    ),
    *(
        "judges",
        "programs",
        "corpus",
        "record",
        "readers",
        "proofs",
        "schema",
        "exact",
        "formats",
        "git",
    ),
    *("documents", "dialects", "jsontext", "files", "interrupts"),
    *("model", "errors", "expressions", "dataclass", ""),
)
"""The package's folders and files from the top down: each imports only what stands after it."""
MAX_FLAT = 10
THEMES = {
    "cli": {
        *("bad_input", "commands", "dialects", "hostile", "interrupts", "kinds", "programs"),
        *("revisions", "versions"),
    },
    "exact": {"aborts", "decided", "definition", "limits", "nearest", "random", "suite", "wide"},
    "generate": {"cluster"},
    "readers": {"own_code"},
    "surveys": {"cluster"},
}
"""Files of tests that are about a theme and no single module, by folder."""

APART = (("exact", "schema"), ("judges", "programs"), ("corpus", "record"), ("programs", "record"))


@cache
def trees() -> dict[str, ast.Module]:
    """Return each module's syntax tree, made when a test asks: every worker collects all tests."""
    return {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


@cache
def imported(tree: ast.AST, *, for_types: bool = True) -> frozenset[str]:
    """Return the modules of the package that a module imports, without the package's name."""
    found = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not for_types:
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {x for x in inside if x.removeprefix("conformance.") in SOURCES}
            found |= modules or {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    ours = (x for x in found if x.startswith("conformance"))
    return frozenset(x.removeprefix("conformance").lstrip(".") for x in ours)


def top(module: str) -> str:
    return module.partition(".")[0]


def test_the_foundation_imports_nothing_of_ours() -> None:
    above = {
        (name, other)
        for name in trees()
        for other in imported(trees()[name])
        if top(name) in FOUNDATION and top(other) not in {"dataclass", top(name)}
    }

    assert above == set()
    assert {top(x) for x in imported(trees()["jsontext.text"])} <= FOUNDATION


def test_folders_import_only_what_is_below_them() -> None:
    upward = {
        name: sorted(
            x
            for x in imported(tree)
            if top(x) != top(name) and ORDER.index(top(x)) <= ORDER.index(top(name))
        )
        for name, tree in trees().items()
        if top(name) not in {"", "__init__"}
    }

    assert {name: found for name, found in upward.items() if found} == {}


@pytest.mark.parametrize("pair", APART)
def test_some_folders_know_nothing_of_each_other(pair: tuple[str, str]) -> None:
    tied = [
        name
        for name, tree in trees().items()
        for x in imported(tree)
        if {top(name), top(x)} == {*pair}
    ]

    assert tied == []


def test_no_stage_imports_the_pipeline_or_the_command_line() -> None:
    upward = {
        name: sorted(x for x in imported(tree) if top(x) in ENDS)
        for name, tree in trees().items()
        if top(name) not in ENDS
    }

    assert {name: found for name, found in upward.items() if found} == {}
    assert {top(x) for x in imported(trees()["pipeline"])} & {"cli", "__main__"} == set()


def test_imports_make_no_circle() -> None:
    graph = {
        name: imported(tree, for_types=False) & trees().keys() - {"__init__"}
        for name, tree in trees().items()
    }
    done: set[str] = set()
    while ready := {name for name in graph.keys() - done if graph[name] - {name} <= done}:
        done |= ready

    assert sorted(graph.keys() - done) == []


STANDARD = {"dataclass", "pytest_plugin", "readers.facts"}
"""The modules that may make classes by the standard library's decorator: ours says why."""


def test_dataclasses_are_made_by_our_own_decorator() -> None:
    calls = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and ast.unparse(node) == "dataclasses.dataclass")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "dataclasses"
            and "dataclass" in {alias.name for alias in node.names}
        )
    }

    assert calls == STANDARD


def test_only_the_command_line_prints_and_exits() -> None:
    calls = {
        name: sorted(
            {
                ast.unparse(node.func)
                for node in ast.walk(tree)
                if isinstance(node, ast.Call)
                and re.fullmatch(
                    r"print|input|exit|click\.echo|(sys\.)?(exit|stdout\.\w+|stderr\.\w+)",
                    ast.unparse(node.func),
                )
            }
        )
        for name, tree in trees().items()
        if top(name) not in {"cli", "__main__"}
    }

    assert {name: found for name, found in calls.items() if found} == {}


def test_few_modules_lie_flat() -> None:
    flat = {name for name in SOURCES if "." not in name and SOURCES[name].name != "__init__.py"}

    assert len(flat) <= MAX_FLAT, sorted(flat)


def test_no_module_takes_a_private_name_of_another() -> None:
    private = re.compile(r"_(?!_)")
    taken = {
        name: sorted(
            f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("conformance")
            for alias in node.names
            if private.match(alias.name)
        )
        for name, tree in trees().items()
    }

    assert {name: found for name, found in taken.items() if found} == {}


def test_the_tests_of_a_module_are_found_by_its_path() -> None:
    folders = {top(name) for name in SOURCES if "." in name}
    named = {
        folder: {
            "_".join(name.split(".")[1:length])
            for name in SOURCES
            if top(name) == folder
            for length in range(2, len(name.split(".")) + 1)
        }
        for folder in folders
    }
    lost = [
        path.relative_to(TESTS).as_posix()
        for folder in folders
        for path in sorted((TESTS / folder).glob("test_*.py"))
        if path.stem.removeprefix("test_") not in named[folder] | THEMES.get(folder, set())
    ]

    assert [folder for folder in sorted(folders) if not any((TESTS / folder).glob("*.py"))] == []
    assert lost == []


@pytest.mark.parametrize("name", ["utils", "core", "manager", "helpers"])
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    assert [module for module in SOURCES if name in module.split(".")] == []


# --- the engine knows no record ------------------------------------------------------------------


def record_words() -> set[str]:
    """Return the words of the shipped records that are no ordinary English ones."""
    # Languages and libraries that sources are written in and with, and what parsers call things.
    plain = {notation.name for notation in NOTATIONS} | {"pydantic", "zod", "is_error"}
    variants = {path.name for record in RECORDS for path in (record / "variants").iterdir()}
    words = {word for record in RECORDS for word in words_of(record)}
    odd = {x for x in words if x[:1] != "_" and (not x.isalpha() or not x[1:].islower())} - {""}
    return (odd | variants) - plain


def words_of(record: Path) -> set[str]:
    """Return the names and listed values of a record."""
    words = {record.name, *json.loads((record / "record.json").read_text("utf-8"))["fields"]}
    for path in record.rglob("variants/**/*.json"):
        content = json.loads(path.read_text("utf-8"))
        if path.name == "variant.json":
            words |= {content.get("component", "")} | set(content.get("native_names", {}))
        for match in re.finditer(
            r'"(?:enum|const)": (\[[^\]]*\]|"[^"]*")', path.read_text("utf-8")
        ):
            literals = json.loads(match[1])
            words |= set(literals if isinstance(literals, list) else [literals]) - {None}
    return {word for word in words if isinstance(word, str)}


def test_the_words_looked_for_are_those_of_the_records() -> None:
    expected = {"call_id", "in_progress", "item_reference", "realtime.item"}

    assert expected <= record_words()


def test_the_package_holds_no_word_of_a_shipped_record() -> None:
    words = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(record_words())))})(?![\w-])"
    )
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file()
        and not {"shipped", "example"} & set(path.parts)  # records of their own
        and path.suffix in {".py", ".json", ".j2", ".js", ".css"}
    }

    found = {name: sorted(set(words.findall(text))) for name, text in texts.items()}

    assert {name: hits for name, hits in found.items() if hits} == {}
