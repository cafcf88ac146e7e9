"""Where the files are that variants were read from."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conformance.errors import UsageError
from conformance.files import limit_bytes
from conformance.model import ReadFrom, Record, Variant
from conformance.record.origins import Origin, Stale, found_origin, origin_of, stale_variants

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = b"interface Order {}"
DIGEST = hashlib.sha256(TEXT).hexdigest()
LOCAL = ReadFrom(
    reader="typescript",
    source="web/types.ts",
    type="Order",
    files={"web/types.ts": DIGEST},
    direction="receive",
    decisions={},
)
ELSEWHERE = replace(LOCAL, elsewhere=True)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with a record, which is the current folder."""
    root = tmp_path / "tree"
    (root / ".git").mkdir(parents=True)
    (root / "schemas" / "order").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


@pytest.fixture
def small_files() -> Iterator[None]:
    limit_bytes(20)
    yield
    limit_bytes(1 << 26)


def put(path: Path, data: bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


RECORD = Path("schemas/order")


def test_a_file_in_the_source_tree_is_named_from_its_root(tree: Path, documents: Path) -> None:
    put(tree / "web/types.ts")

    assert origin_of(Path("web/types.ts"), RECORD, documents) == Origin(
        path=Path("web/types.ts"), name="web/types.ts", elsewhere=False
    )


def test_a_file_elsewhere_is_named_from_the_folder_of_documents(
    tree: Path, documents: Path
) -> None:
    path = put(documents / "pages/order.md")

    assert tree.exists()
    assert origin_of(path, RECORD, documents) == Origin(
        path=path, name="pages/order.md", elsewhere=True
    )
    with pytest.raises(UsageError) as caught:
        origin_of(path, RECORD, None)
    assert str(caught.value).endswith(
        "order.md: the file is outside of the record's source tree; copy it there, or name a "
        "folder that holds it with --sources"
    )


def test_other_files_of_a_source_are_named_beside_it() -> None:
    origin = Origin(path=Path("/a/b/types.ts"), name="web/types.ts", elsewhere=False)

    assert origin.name_of("/a/b/types.ts") == "web/types.ts"
    assert origin.name_of("/a/b/more/x.ts") == "web/more/x.ts"
    assert origin.name_of("/a/x.ts") == "x.ts"


def test_a_document_may_be_called_otherwise_than_in_the_variant() -> None:
    origin = Origin(path=Path("/a/b/page.txt"), name="pages/order.txt", elsewhere=True)

    assert origin.name_of("/a/b/page.txt") == "pages/order.txt"


@pytest.mark.usefixtures("tree")
def test_a_source_of_the_tree_is_found_there_and_else_among_the_documents(
    tree: Path, documents: Path
) -> None:
    there = put(documents / "web/types.ts")
    assert found_origin(LOCAL, RECORD, documents).path == there

    put(tree / "web/types.ts")
    assert found_origin(LOCAL, RECORD, documents).path == Path("web/types.ts")
    assert found_origin(ELSEWHERE, RECORD, documents).path == there


@pytest.mark.usefixtures("tree", "small_files")
def test_a_document_is_found_by_its_path_its_name_or_its_digest(documents: Path) -> None:
    put(documents / "long.txt", b"x" * 21)
    digest = put(documents / "z/another.txt")
    put(documents / "z/other.txt", b"other")
    assert found_origin(ELSEWHERE, RECORD, documents).path == digest

    name = put(documents / "y/types.ts", b"changed")
    assert found_origin(ELSEWHERE, RECORD, documents).path == name

    put(documents / "x/types.ts", b"also")
    assert found_origin(ELSEWHERE, RECORD, documents).path == digest

    path = put(documents / "web/types.ts", b"this")
    assert found_origin(ELSEWHERE, RECORD, documents).path == path


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("folder", [None, "empty"])
def test_a_source_that_is_not_at_hand_cannot_be_read(folder: str | None) -> None:
    sources = None if folder is None else Path(folder)
    with pytest.raises(UsageError) as caught:
        found_origin(LOCAL, RECORD, sources)

    where = "" if folder is None else " or in empty"
    assert str(caught.value) == (
        f"web/types.ts: cannot be read: it is not in the source tree{where}; name a folder that "
        "holds it with --sources"
    )


def record(**read: ReadFrom | None) -> Record:
    variants = tuple(
        Variant(
            id=name,
            title=name,
            language=None,
            component=None,
            as_of=None,
            source=None,
            notation=(),
            native_names=(),
            claims=(),
            readings=(),
            read_from=read_from,
        )
        for name, read_from in read.items()
    )
    return Record(
        folder=RECORD,
        id="order",
        title="",
        about="",
        fields=(),
        traced=False,
        variants=variants,
        files={},
    )


PACKAGE = "npm:shop@2.0.0/dist/types.d.ts"


@pytest.mark.usefixtures("tree")
def test_a_file_of_a_published_package_is_where_it_says() -> None:
    origin = origin_of(Path(PACKAGE), RECORD, None)
    read_from = replace(LOCAL, source=PACKAGE, files={PACKAGE: DIGEST})

    assert origin == Origin(path=Path(PACKAGE), name=PACKAGE, elsewhere=True)
    assert found_origin(read_from, RECORD, None) == origin
    assert origin.name_of("npm:shop@2.0.0/dist/more.d.ts") == "npm:shop@2.0.0/dist/more.d.ts"
    assert [*stale_variants(record(sdk=read_from), None)] == []


@pytest.mark.usefixtures("tree")
def test_a_file_that_is_not_there_has_no_origin() -> None:
    with pytest.raises(UsageError, match=r"web/none\.ts: there is no such file"):
        origin_of(Path("web/none.ts"), RECORD, None)


def test_a_variant_is_stale_if_a_file_of_its_source_changes(tree: Path) -> None:
    put(tree / "web/types.ts")
    put(tree / "web/more.ts", b"changed")
    two = replace(LOCAL, files={**LOCAL.files, "web/more.ts": DIGEST, "web/none.ts": DIGEST})
    known = record(hand=None, same=LOCAL, more=two, far=ELSEWHERE)

    assert [*stale_variants(known, None)] == [
        Stale(variant="more", file="web/more.ts", missing=False),
        Stale(variant="far", file="web/types.ts", missing=True),
    ]
