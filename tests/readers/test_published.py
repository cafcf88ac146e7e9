"""Sources inside published packages, with clients that only pretend to fetch."""

from __future__ import annotations

import io
import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance.errors import BrokenFileError, ConformanceError, IncompleteRunError, UsageError
from conformance.readers import published as module
from conformance.readers.package_names import Published, published
from conformance.readers.published import is_kept, unpacked
from conformance.readers.read import Options, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import RunCommand

TYPES = 'export interface Order { id: string }\nexport { Line } from "./line";\n'


def tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("package/link.ts")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("folder")
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Return a function that installs a client; the cache is a folder of the test's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(module, "user_cache_path", lambda _: tmp_path / "cache")
    monkeypatch.setattr(module, "find_spec", lambda _: None)

    def install(name: str, body: str) -> None:
        file = folder / name
        file.write_text(
            f"#!{sys.executable} -S\nimport os, shutil, sys\n"
            f"with open({str(tmp_path / 'asked')!r}, 'a') as log: print(*sys.argv[1:], file=log)\n"
            f"{body}\n",
            encoding="utf-8",
        )
        file.chmod(0o755)

    return install


def asked(tmp_path: Path) -> list[str]:
    return (tmp_path / "asked").read_text("utf-8").splitlines()


def copying(archive: Path) -> str:
    return f"shutil.copy({str(archive)!r}, '.')"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("npm:left@1.0.0/a/b.d.ts", ("npm", "left", "1.0.0", "a/b.d.ts")),
        ("npm:@scope/left@1.0.0/b.d.ts", ("npm", "@scope/left", "1.0.0", "b.d.ts")),
        ("pypi:left@1!0/left/x.py", None),
        ("pypi:left@1.0rc1/left/x.py", ("pypi", "left", "1.0rc1", "left/x.py")),
        ("go:example.org/a/b/v3@v3.1.0/x/y.go", ("go", "example.org/a/b/v3", "v3.1.0", "x/y.go")),
        ("maven:org.x:left@1.0/org/X.java", ("maven", "org.x:left", "1.0", "org/X.java")),
        ("crate:left@0.1.0/src/lib.rs", ("crate", "left", "0.1.0", "src/lib.rs")),
    ],
)
def test_a_name_tells_the_package_its_version_and_the_file(
    name: str, found: tuple[str, str, str, str] | None
) -> None:
    if found is None:
        with pytest.raises(UsageError, match=r"write pypi:NAME@VERSION/PATH#TYPE"):
            published(name)
    else:
        kind, package, version, path = found
        assert published(name) == Published(kind=kind, name=package, version=version, path=path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("npm:left/index.d.ts", "npm:NAME@VERSION/PATH#TYPE"),
        ("npm:", "npm:NAME@VERSION"),
        ("npm:left@/x.ts", "npm:NAME@VERSION/PATH"),
        ("npm:-g@1.0.0/x.ts", "npm:NAME@VERSION/PATH"),
        ("npm:left right@1/x.ts", "npm:NAME@VERSION/PATH"),
        ("maven:left@1.0/X.java", None),
        ("npm:left@1.0.0", None),
        ("maven:X.java", "maven:GROUP:ARTIFACT@VERSION"),
    ],
)
def test_a_name_without_a_version_is_refused(name: str, hint: str | None) -> None:
    if hint is None:
        assert published(name) is not None
        return
    with pytest.raises(UsageError, match=hint):
        published(name)


@pytest.mark.parametrize("name", ["types.ts", "a/npm:x", "./go:x@v1/y.go", "C:/x.ts", "x@1/y.ts"])
def test_other_names_are_ordinary_paths(name: str) -> None:
    assert published(name) is None


def test_a_file_of_that_name_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("npm:odd").touch()

    assert published("npm:odd") is None


def test_a_source_in_a_package_is_read_with_its_neighbours(
    tmp_path: Path, client: Callable[[str, str], None]
) -> None:
    more = b"export interface Line { sku: string }\nexport type Both = Line | Order;\n"
    files = {"package/lib/types.d.ts": TYPES.encode(), "package/lib/line.d.ts": more}
    client("npm", copying(tar(tmp_path / "left-1.0.0.tgz", files)))

    name = "npm:left@1.0.0/lib/types.d.ts#Line"
    source = read(name, Options())

    assert source.type == "Line"
    assert [*source.digests] == [
        "npm:left@1.0.0/lib/line.d.ts", "npm:left@1.0.0/lib/types.d.ts",
    ]  # fmt: skip
    assert source.claims[0].file == "npm:left@1.0.0/lib/line.d.ts"
    assert asked(tmp_path) == ["pack --loglevel=error --ignore-scripts left@1.0.0"]


def test_what_is_fetched_once_is_kept(tmp_path: Path, client: Callable[[str, str], None]) -> None:
    one = Published(kind="npm", name="left", version="1.0.0", path="a.ts")
    client("npm", copying(tar(tmp_path / "l.tgz", {"package/a.ts": b"1", "package/b.ts": b"2"})))

    assert not is_kept(one)
    first = unpacked(one)
    second = unpacked(Published(kind="npm", name="left", version="1.0.0", path="b.ts"))

    assert is_kept(one)
    assert first == second
    assert len(asked(tmp_path)) == 1


def test_a_note_that_names_nothing_is_made_again(
    tmp_path: Path, client: Callable[[str, str], None]
) -> None:
    one = Published(kind="npm", name="left", version="1.0.0", path="a.ts")
    client("npm", copying(tar(tmp_path / "l.tgz", {"package/a.ts": b"1"})))
    unpacked(one)
    (note,) = (tmp_path / "cache/packages").glob("*.txt")
    note.write_text("\n", encoding="utf-8")

    assert not is_kept(one)
    assert (unpacked(one) / "a.ts").is_file()


def test_two_packages_with_the_same_bytes_share_a_folder(
    tmp_path: Path, client: Callable[[str, str], None]
) -> None:
    client("npm", copying(tar(tmp_path / "l.tgz", {"package/a.ts": b"1"})))

    folders = {
        unpacked(Published(kind="npm", name=name, version="1.0.0", path="a.ts")) for name in "ab"
    }

    assert len(folders) == 1


def test_nothing_leaves_the_folder_and_no_link_is_made(
    tmp_path: Path, client: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    files = {
        "package/a.ts": b"1",
        "package/../../out.ts": b"2",
        "package//etc/out.ts": b"3",
        "package/b\\c.ts": b"4",
        "package": b"5",
        "package/large.ts": b"x" * 11,
    }
    client("npm", copying(tar(tmp_path / "l.tgz", files)))

    folder = unpacked(Published(kind="npm", name="left", version="1", path="a.ts"))

    assert sorted(x.relative_to(folder).as_posix() for x in folder.rglob("*") if x.is_file()) == [
        "a.ts"
    ]
    assert not list(tmp_path.rglob("out.ts"))


def go_body(archive: Path) -> str:
    return f"print({json.dumps(json.dumps({'Zip': str(archive)}))})"


def test_each_client_brings_its_archive(
    tmp_path: Path, client: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARGO_HOME", str(tmp_path / "cargo"))
    crates = tmp_path / "cargo/registry/cache/index"
    crates.mkdir(parents=True)
    crate = tar(tmp_path / "c.crate", {"left-0.1.0/src/lib.rs": b"//"})
    client("cargo", f"shutil.copy({str(crate)!r}, {str(crates / 'left-0.1.0.crate')!r})")
    client("pip", copying(zipped(tmp_path / "left-1.0.whl", {"left/x.py": b"#", "big": b""})))
    client("go", go_body(zipped(tmp_path / "go.zip", {"example.org/a@v1.0.0/x.go": b"//"})))
    client("mvn", copying(zipped(tmp_path / "left-1.0-sources.jar", {"org/X.java": b"//"})))

    for name in (
        "crate:left@0.1.0/src/lib.rs",
        "pypi:left@1.0/left/x.py",
        "go:example.org/a@v1.0.0/x.go",
        "maven:org.x:left@1.0/org/X.java",
    ):
        one = published(name)
        assert one is not None
        assert (unpacked(one) / one.path).is_file()
    assert asked(tmp_path)[0] == "fetch --quiet"
    assert asked(tmp_path)[1].startswith("download --no-deps --only-binary :all: ")
    assert asked(tmp_path)[2] == "mod download -json example.org/a@v1.0.0"
    assert "-Dartifact=org.x:left:1.0:jar:sources" in asked(tmp_path)[3]


def test_pip_of_this_python_is_used_if_it_has_one(
    tmp_path: Path, client: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client("python-of-ours", copying(zipped(tmp_path / "left-1.0.whl", {"left/x.py": b"#"})))
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python-of-ours"))

    unpacked(Published(kind="pypi", name="left", version="1.0", path="left/x.py"))

    assert asked(tmp_path)[0].startswith("-m pip download ")


FAILING: list[tuple[str, str, str, type[ConformanceError], str]] = [
    ("npm:left@9/x.ts", "", "", IncompleteRunError, "npm is not installed; install npm, or name"),
    ("npm:left@9/x.ts", "npm", "print('npm notice'); sys.exit('npm ERR! 404 no left')",
     BrokenFileError, "npm:left@9: npm cannot fetch it: npm ERR! 404 no left; check the name"),
    ("npm:left@9/x.ts", "npm", "sys.exit(1)", BrokenFileError, "it does not say why"),
    ("npm:left@9/x.ts", "npm", "", BrokenFileError, "it brought no archive"),
    ("npm:left@9/x.ts", "npm", "open('left.tgz', 'w').write('no archive')", BrokenFileError,
     "the package cannot be unpacked"),
    ("go:example.org/a@v1/x.go", "go", "print('{}')", BrokenFileError, "go cannot fetch it: {}"),
    ("go:example.org/a@v1/x.go", "go", "print('[')", BrokenFileError, "go cannot fetch it"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "program", "body", "kind", "words"), FAILING)
def test_what_cannot_be_fetched_is_refused_in_clear_words(  # noqa: PLR0913, PLR0917  a table
    client: Callable[[str, str], None],
    name: str,
    program: str,
    body: str,
    kind: type[ConformanceError],
    words: str,
) -> None:
    if program:
        client(program, body)
    one = published(name)
    assert one is not None

    with pytest.raises(kind) as caught:
        unpacked(one)

    assert words in str(caught.value)
    assert not is_kept(one)


def test_a_client_that_takes_too_long_is_ended(
    client: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.2)
    client("npm", "import time; time.sleep(60)")

    with pytest.raises(BrokenFileError, match="npm cannot fetch it: it takes too long"):
        unpacked(Published(kind="npm", name="left", version="1", path="x.ts"))


def test_a_package_of_too_many_files_is_refused(
    tmp_path: Path, client: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_FILES", 1)
    client("npm", copying(tar(tmp_path / "l.tgz", {"package/a.ts": b"1", "package/b.ts": b"2"})))

    with pytest.raises(BrokenFileError, match="it has more than 1 files"):
        unpacked(Published(kind="npm", name="left", version="1", path="a.ts"))


@pytest.mark.parametrize(
    ("path", "hint"),
    [("b/a.ts", "it has lib/a.ts"), ("c.ts", "look into the package for its path")],
)
def test_a_file_that_the_package_lacks_is_refused_with_those_alike(
    tmp_path: Path, client: Callable[[str, str], None], path: str, hint: str
) -> None:
    client("npm", copying(tar(tmp_path / "l.tgz", {"package/lib/a.ts": b"1"})))

    with pytest.raises(UsageError, match=hint):
        unpacked(Published(kind="npm", name="left", version="1", path=path))


def test_two_releases_of_a_package_are_compared(
    tmp_path: Path, client: Callable[[str, str], None], command: RunCommand
) -> None:
    for version, values in (("1.0.0", '"a"'), ("2.0.0", '"a" | "b"')):
        text = f"export interface Order {{ state: {values} }}\n"
        tar(tmp_path / f"left-{version}.tgz", {"package/types.d.ts": text.encode()})
    client(
        "npm",
        f"shutil.copy({str(tmp_path)!r} + '/left-' + sys.argv[-1].partition('@')[2] + '.tgz', '.')",
    )
    old, new = (f"npm:left@{version}/types.d.ts#Order" for version in ("1.0.0", "2.0.0"))

    outcome = command("compare", old, new, "--out", str(tmp_path / "out"), "--verbose")

    assert outcome.code == 0, outcome.err
    assert "npm:left@1.0.0" in outcome.out
    assert "`b` as a `state`" in outcome.out
    assert os.fspath(tmp_path / "cache") not in outcome.out
    relation = command("relate", old, new, "--format", "json")
    assert json.loads(relation.out)["relation"] == "within"
