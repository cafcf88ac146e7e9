"""Sources are read from commits as they are from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.repositories import Repo

from conformance.errors import BrokenFileError, ConformanceError, UsageError
from conformance.files import MAX_BYTES, limit_bytes
from conformance.readers.read import Options, opened_types, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YAML = """\
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        line: {$ref: "parts/line.yaml#/components/schemas/Line"}
"""
LINE = """\
openapi: 3.1.0
components:
  schemas:
    Line: {type: %s}
"""
PROJECTS = {
    "api.yaml": {"api.yaml": YAML, "parts/line.yaml": LINE % "string"},
    "types.ts": {
        "types.ts": 'import { Line } from "./line";\nexport interface Order { line: Line }\n',
        "line.ts": "export type Line = string;\n",
    },
    "app/models.py": {
        "app/__init__.py": "",
        "app/models.py": "from dataclasses import dataclass\nfrom app.parts import line\n"
        "@dataclass\nclass Order:\n    line: line.Line\n",
        "app/parts/line.py": "Line = str\n",
    },
    "src/order.rs": {
        "src/lib.rs": "mod line;\nmod order;\n",
        "src/line.rs": "pub type Line = String;\n",
        "src/order.rs": "use crate::line::Line;\n#[derive(Deserialize)]\n"
        "pub struct Order { line: Line }\n",
    },
    "order/order.go": {
        "go.mod": "module example.com/m\n",
        "order/order.go": 'package order\nimport "example.com/m/parts"\n'
        'type Order struct { Line parts.Line `json:"line"` }\n',
        "parts/line.go": "package parts\ntype Line string\n",
    },
    "m/Order.java": {
        "m/Order.java": "package m;\npublic record Order(Line line) {}\n",
        "m/Line.java": "package m;\npublic record Line(String id) {}\n",
    },
    "m/Order.kt": {
        "pom.xml": "",
        "m/Order.kt": "package m\n@Serializable data class Order(val line: Line)\n",
        "m/Parts.kt": "package m\n@Serializable data class Line(val id: String)\n",
    },
    "order.proto": {
        "order.proto": 'syntax = "proto3";\nimport "line.proto";\n'
        "message Order { Line line = 1; }\n",
        "line.proto": 'syntax = "proto3";\nmessage Line { string id = 1; }\n',
    },
}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repo]:
    monkeypatch.chdir(tmp_path)
    yield Repo(tmp_path)
    limit_bytes(MAX_BYTES)


@pytest.mark.parametrize("path", PROJECTS)
def test_each_notation_finds_the_other_files_of_the_same_commit(repo: Repo, path: str) -> None:
    repo.commit(dict(PROJECTS[path]))
    now = read(f"{path}#Order", Options())
    repo.commit(dict.fromkeys(PROJECTS[path]) | {"other.txt": "x"})

    found = read(f"HEAD~1:{path}#Order", Options())

    assert found.file.schema == now.file.schema
    assert found.silent == now.silent
    assert {x.removeprefix("HEAD~1:") for x in found.digests} == {*now.digests}
    assert [x.removeprefix("HEAD~1:") for x in found.digests] != [*found.digests]
    assert found.claims[0].file == f"HEAD~1:{now.claims[0].file}"


def test_a_file_is_read_as_it_was_and_not_as_it_is(repo: Repo) -> None:
    old = {"api.yaml": YAML, "parts/line.yaml": LINE % "string"}
    repo.commit(dict(old))
    (repo.folder / "parts/line.yaml").write_text(LINE % "integer", "utf-8")

    then, now = (read(f"{start}api.yaml#Order", Options()) for start in ("main:", ""))

    assert [str(x.file.schema).count("'string'") for x in (then, now)] == [1, 0]


def test_a_path_may_start_at_the_working_folder(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a/types.ts": "export type A = 1;", "b/types.ts": "export type B = 2;"})
    monkeypatch.chdir(repo.folder / "a")

    found = [opened_types(f"HEAD:{path}", Options()) for path in ("./types.ts", "../b/types.ts")]

    assert [(x.document.shown, x.types) for x in found] == [
        ("HEAD:a/types.ts", ("A",)),
        ("HEAD:b/types.ts", ("B",)),
    ]


def test_a_link_is_read_as_the_file_that_it_leads_to(repo: Repo) -> None:
    (repo.folder / "link.ts").symlink_to("types.ts")
    repo.commit({"types.ts": "export type A = 1;"})

    assert read("HEAD:link.ts", Options()).file.schema == read("types.ts", Options()).file.schema


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("HEAD:dir/types.ts", "HEAD has no such file; it has other/types.ts, types.ts"),
        ("HEAD:nothing.ts", "name a path from the repository's top"),
        ("HEAD:other", "this is a folder"),
        ("HEAD:sub", "this is a submodule"),
        ("HEAD:../types.ts", "the path leads out of the repository"),
        ("nope:types.ts", "there is no revision 'nope' in the repository; it has main"),
        ("HEAD:pointer.yaml", "the file is in Git LFS"),
        ("HEAD:latin.ts", "the file is not UTF-8"),
        ("HEAD:long.ts", "there are more than 300 bytes"),
        ("HEAD:out.yaml#Order", "out.yaml at line 7: ../../line.yaml.*there is no such file"),
    ],
)
def test_what_is_not_in_the_commit_is_told(repo: Repo, name: str, words: str) -> None:
    limit_bytes(300)
    (repo.folder / "latin.ts").write_bytes(b"// \xff\n")
    repo.commit({
        "types.ts": "",
        "other/types.ts": "",
        "pointer.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
        "long.ts": " " * 301,
        "out.yaml": YAML.replace("parts/", "../../"),
    })  # fmt: skip
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    repo.git("commit", "-q", "-m", "a submodule")

    with pytest.raises((UsageError, BrokenFileError), match=words):
        read(name, Options())


def test_a_path_that_is_meant_from_this_folder_is_told(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a/types.ts": "export type A = 1;"})
    monkeypatch.chdir(repo.folder / "a")

    with pytest.raises(UsageError, match=r"from this folder it is HEAD:\./types\.ts"):
        read("HEAD:types.ts", Options())


def test_outside_of_a_repository_there_is_no_such_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConformanceError, match="there is no such file; nor a Git repository here"):
        read("main:types.ts", Options())


def test_no_go_file_is_found_in_a_folder_that_the_commit_does_not_have(repo: Repo) -> None:
    text = 'package order\nimport "example.com/m/none"\ntype Order struct { A none.Line }\n'
    repo.commit({"go.mod": "module example.com/m\n", "order.go": text})

    assert [x.why for x in read("HEAD:order.go#Order", Options()).silent]
