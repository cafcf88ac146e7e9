from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.record.sources import named_sources, titles_by_id


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["api.yaml#Order", "web/types.ts#Order"], ["api-yaml", "types-ts"]),
        (["old/types.ts#Order", "new/types.ts#Order"], ["old-types-ts", "new-types-ts"]),
        (["a/x/types.ts", "b/x/types.ts"], ["a-x-types-ts", "b-x-types-ts"]),
        (["types.ts#Old", "types.ts#New", "a.py"], ["types-ts-Old", "types-ts-New", "a-py"]),
        (["server=api.yaml#Order", "types.ts"], ["server", "types-ts"]),
        (["°.ts", "b.ts"], ["ts", "b-ts"]),
        (["°", "b.ts"], ["source", "b-ts"]),
    ],
)
def test_a_source_is_called_after_its_file_and_as_much_more_as_is_needed(
    sources: list[str], names: list[str]
) -> None:
    found = named_sources(sources)

    assert list(found) == names
    assert list(found.values()) == [source.rpartition("=")[2] for source in sources]


def test_a_file_whose_name_has_an_equals_sign_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a=b.ts").write_text("")

    assert named_sources(["a=b.ts", "c=d.ts"]) == {"a-b-ts": "a=b.ts", "c": "d.ts"}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["a.ts", "b.ts", "a.ts"], "a.ts is there twice; leave one of them out"),
        (["x=a.ts", "x=b.ts"], "a.ts and b.ts have the same name, x; give one a name of its own"),
        (["b-ts=a.ts", "b.ts"], "a.ts and b.ts have the same name, b-ts; give one a name"),
    ],
)
def test_two_of_one_name_are_refused(sources: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        named_sources(sources)
    assert str(caught.value).startswith(message)


def test_a_name_that_was_chosen_is_what_people_call_a_source() -> None:
    named = named_sources(["official=old/api.yaml#Order", "new/api.yaml#Order", "web/types.ts"])

    assert titles_by_id(named) == ["official", "new/api.yaml", "web/types.ts"]
