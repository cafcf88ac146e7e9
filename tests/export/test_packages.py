"""The packages of a bundle: installed from the built file, and used."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fakes
import pytest

if TYPE_CHECKING:
    from conftest import MakeRecord, RunCommand

NPM, NODE = shutil.which("npm"), shutil.which("node")
USE = """
import { createHash } from "node:crypto";
import { allows, cases, inputOf, manifest, observed } from "thing-corpus";
import corpus from "thing-corpus/corpus.json" with { type: "json" };

const digests = cases.map((entry) => [
  entry.id, createHash("sha256").update(inputOf(entry)).digest("hex"),
]);
console.log(JSON.stringify({
  digests: Object.fromEntries(digests),
  manifest: manifest.inputs,
  same: JSON.stringify(corpus.cases) === JSON.stringify(cases),
  observed: Object.keys(observed.verdicts),
  allows: cases.map((entry) => [allows(entry, true), allows(entry, false)]),
}));
"""


@pytest.fixture
def project(project: Path, make_record: MakeRecord) -> Path:
    cases = [
        fakes.case_entry("a/one", {"é": 1}, expect={"verdict": "accept", "level": "must"}),
        fakes.case_entry("a/two", 2, expect={"verdict": "reject", "level": "must"}),
        fakes.case_entry("a/bytes", 3, input={"base64": "//4="}),
    ]
    flags = {"Odd": {"kind": "topic", "means": "Odd."}}
    make_record(project / "schemas/thing", cases=cases, flags=flags, version="2026.3")
    return project


@pytest.fixture
def dist(project: Path, command: RunCommand) -> Path:
    command("corpus", "export", "bundle")
    assert command("corpus", "package", "bundle", "dist").code == 0
    return project / "dist"


def test_the_packages_are_named_and_their_digests_listed(dist: Path, command: RunCommand) -> None:
    archives = ["thing-corpus-2026.3.0.tgz", "thing-corpus-2026.3.tar.gz"]
    assert sorted(path.name for path in dist.iterdir()) == ["SHA256SUMS", *archives]
    sums = {name: hashlib.sha256((dist / name).read_bytes()).hexdigest() for name in archives}
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    assert (dist / "SHA256SUMS").read_text("ascii") == listed
    outcome = command("corpus", "package", "bundle", "again")
    assert outcome.out.splitlines()[-1] == "written: again/SHA256SUMS"
    assert (dist.parent / "again" / "SHA256SUMS").read_text("ascii") == listed


def test_the_archive_unpacks_to_the_bundle(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(dist / "thing-corpus-2026.3.tar.gz") as archive:
        archive.extractall(tmp_path / "out", filter="data")
        assert {(entry.mtime, entry.uname) for entry in archive} == {(1767225600, "")}
    unpacked, bundle = tmp_path / "out" / "thing-corpus-2026.3", dist.parent / "bundle"
    files = sorted(path.relative_to(bundle) for path in bundle.rglob("*") if path.is_file())
    assert sorted(x.relative_to(unpacked) for x in unpacked.rglob("*") if x.is_file()) == files
    assert [
        name for name in files if (bundle / name).read_bytes() != (unpacked / name).read_bytes()
    ] == []


@pytest.mark.skipif(NPM is None, reason="there is no npm")
def test_the_package_for_npm_is_installed_and_used(dist: Path, tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    fakes.write_json(app / "package.json", {"name": "app", "type": "module", "private": True})
    (app / "use.js").write_text(USE, "utf-8")
    install = [str(NPM), "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*install, dist / "thing-corpus-2026.3.0.tgz"], cwd=app, check=True)

    used = subprocess.run(
        [str(NODE), "--no-warnings", "use.js"], cwd=app, check=True, capture_output=True
    )

    found = json.loads(used.stdout)
    assert found["digests"] == found["manifest"]
    assert (len(found["digests"]), found["same"]) == (3, True)
    assert found["observed"] == ["a/one", "a/two", "a/bytes"]
    assert found["allows"] == [[True, False], [False, True], [True, True]]


def npm_manifest(path: Path) -> Any:
    """Return the `package.json` of a package for npm."""
    with tarfile.open(path) as archive:
        member = archive.extractfile("package/package.json")
        assert member is not None
        return json.load(member)


@pytest.mark.usefixtures("dist")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none", "out"], ["none: there is no bundle", "`conformance corpus export FOLDER`"]),
        (["dist", "out"], ["dist: there is no bundle", "manifest.json"]),
        (["bundle", "bundle"], ["the packages would be inside the bundle", "beside it"]),
        (["bundle", "bundle/dist"], ["bundle/dist: the packages would be inside the bundle"]),
        (["bundle", "out", "--npm-name", "My Corpus"], ["'My Corpus'", "--npm-name"]),
        (["bundle", "out", "--license", "do what you like!"], ["SPDX", "--license MIT"]),
        (["bundle", "dist/SHA256SUMS"], ["dist/SHA256SUMS: cannot be written"]),
    ],
)
def test_what_cannot_be_packed_is_told(
    command: RunCommand, arguments: list[str], words: list[str]
) -> None:
    outcome = command("corpus", "package", *arguments)

    assert outcome.code == 2
    assert [word for word in words if word not in outcome.err] == []
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "options",
    [["--level", "must"], ["--flags", "-Odd"], ["--columns", "open.*"], ["--minimal"]],
)
def test_what_is_not_the_whole_corpus_is_not_packed_under_its_name(
    project: Path, command: RunCommand, options: list[str]
) -> None:
    assert command("corpus", "export", "some", *options).code == 0

    outcome = command("corpus", "package", "some", "dist")

    assert (outcome.code, outcome.out) == (2, "")
    assert "some: the bundle does not hold the whole corpus" in outcome.err
    assert "export it without --columns, --flags, --level and --minimal" in outcome.err
    assert not (project / "dist").exists()


def test_the_digests_of_earlier_packages_stay_while_these_stand_there(
    dist: Path, command: RunCommand
) -> None:
    (dist / "about.txt").write_text("mine", "utf-8")
    earlier = (dist / "SHA256SUMS").read_text("ascii").splitlines()
    about = f"{hashlib.sha256(b'mine').hexdigest()} *about.txt"
    gone = f"{'0' * 64}  gone.tgz"
    (dist / "SHA256SUMS").write_text("\n".join([gone, *earlier, about]), "utf-8")

    command("corpus", "export", "new", "--version", "2026.10")
    assert command("corpus", "package", "new", "dist").code == 0
    assert command("corpus", "package", "bundle", "dist").code == 0

    lines = (dist / "SHA256SUMS").read_text("ascii").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    archives = {path.name: path.read_bytes() for path in dist.iterdir() if path.suffix != ""}
    assert len(archives) == 5
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in archives.items()}
    assert list(listed) == sorted(listed)
    assert [line for line in [*earlier, about] if line not in lines] == []


def test_a_file_that_is_no_list_of_digests_is_not_replaced(dist: Path, command: RunCommand) -> None:
    sums = dist / "SHA256SUMS"
    sums.write_bytes(sums.read_bytes() + b"mine \xff\n")
    before = sums.read_bytes()

    outcome = command("corpus", "package", "bundle", "dist")

    assert outcome.code == 2
    assert "dist/SHA256SUMS at line 3: no SHA-256 digest and file name; mend" in outcome.err
    assert sums.read_bytes() == before


def test_a_package_may_have_a_name_with_a_scope(dist: Path, command: RunCommand) -> None:
    command("corpus", "package", "bundle", "dist", "--npm-name", "@me/things")

    manifest = npm_manifest(dist / "me-things-2026.3.0.tgz")
    assert manifest["name"] == "@me/things"
    assert "license" not in manifest


@pytest.mark.parametrize(
    "terms",
    [
        "MIT",
        "(MIT OR Apache-2.0+)",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "MIT AND (Apache-2.0 OR (BSD-3-Clause AND ISC)) AND LicenseRef-1",
        "DocumentRef-x:LicenseRef-y WITH DocumentRef-x:AdditionRef-z",
        "ORACLE OR ANDROID",
    ],
)
def test_a_package_names_the_licence_that_is_given(
    dist: Path, command: RunCommand, terms: str
) -> None:
    command("corpus", "package", "bundle", "dist", "--license", terms)

    (archive,) = dist.glob("*.tgz")
    assert npm_manifest(archive)["license"] == terms


@pytest.mark.untraced
@pytest.mark.usefixtures("dist")
@pytest.mark.parametrize(
    "terms",
    [
        "", "#", "foo bar", ")(", "()", "MIT OR", "OR MIT", "AND", "MIT and ISC", "MIT OR AND",
        "MIT+ +", "(MIT", "MIT)", "(MIT) ISC", "(MIT) WITH x", "MIT WITH OR", "MIT WITH x WITH y",
        "MIT OR OR OR ISC", "MIT OR #", "DocumentRef-x:MIT", "x:LicenseRef-y", "MIT\n",
    ],
)  # fmt: skip
def test_a_licence_that_is_no_spdx_expression_is_refused(command: RunCommand, terms: str) -> None:
    outcome = command("corpus", "package", "bundle", "out", "--license", terms)

    assert outcome.code == 2
    assert "is not an SPDX licence expression; for example --license MIT" in outcome.err
