"""Makes cases and the parts that they share from the content of corpus files, and checks names.

Sources, flags, retired ids and case ids are shared by all files of a corpus, and each is defined
once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from conformance.corpus.keys import Keys
from conformance.errors import BrokenFileError
from conformance.jsontext.pointers import joined
from conformance.model import Case, CitedDocument, Corpus, Expectation, Flag, Input

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from conformance.model import Json

Entries: TypeAlias = "Iterable[tuple[str, int, Any]]"
"""Cases in the form of their files: the file's path inside the record's folder, the place in its
list, and the case."""


def checked_corpus(
    contents: Mapping[str, Any],
    entries: Callable[[], Entries],
    cases: Collection[Case],
    *,
    digests: Mapping[str, str],
    shown: str,
) -> Corpus:
    """Return a corpus whose names fit together.

    Args:
        contents: File -> its content; its cases are not looked at.
        entries: Gives the cases of all files, in their order, each time it is called.
        cases: The same cases as values.
        digests: File -> SHA-256 of its bytes.
        shown: The record's folder in error messages.

    Raises:
        BrokenFileError: An id is there twice or is retired; a flag, a cited document or the case in
            `near` does not exist; an `either` has no flag of kind ambiguity.
    """
    _check_names(contents, entries, shown)
    return Corpus(
        cases=cases,
        flags=tuple(_flag(name, entry) for name, entry in _shared(contents, "flags")),
        retired={name: entry.get("replaced_by") for name, entry in _shared(contents, "retired")},
        files=digests,
        documents=tuple(_document(name, entry) for name, entry in _shared(contents, "sources")),
        version=_version(contents, shown),
    )


def case_of(entry: Any, *, file: str) -> Case:  # noqa: ANN401  JSON, checked against its format
    """Return a case from its form in a corpus file."""
    expect = entry["expect"]
    return Case(
        id=entry["id"],
        rev=int(entry["rev"]),
        title=entry["title"],
        why=entry.get("why"),
        input=_input(entry["input"]),
        expect=Expectation(
            verdict=expect["verdict"],
            level=expect.get("level"),
            choices=expect.get("choices", {}),
            because=expect.get("because"),
        ),
        cites=tuple(
            citation["claim"] if "claim" in citation else f"document:{citation['document']}"
            for citation in entry.get("cites", [])
        ),
        flags=tuple(entry.get("flags", [])),
        near=entry.get("near"),
        direction=entry.get("direction", "both"),
        origin=entry.get("origin"),
        file=file,
    )


def text_of(value: Json) -> str:
    """Return the input text that a case's `value` means.

    Members stay in their order, a space follows each comma and each colon outside strings, and
    characters past ASCII are written as themselves.
    """
    return json.dumps(value, ensure_ascii=False)


# --- names that must be there, and once ----------------------------------------------------------


def _check_names(contents: Mapping[str, Any], entries: Callable[[], Entries], shown: str) -> None:
    """Raise an error for duplicate definitions, and for references to undefined things."""
    flags = _defined_once(contents, "flags", shown)
    sources = _defined_once(contents, "sources", shown)
    retired = _defined_once(contents, "retired", shown)
    ids = Keys()
    for _, _, case in entries():
        ids.add(case["id"])
    twice = ids.twice()
    places: dict[str, str] = {}
    for name, index, case in entries():
        file = f"{shown}/{name}"
        place = f"/cases/{index}"
        if case["id"] in places:
            raise BrokenFileError(
                f"the id {case['id']} is used already, at {places[case['id']]}",
                file=file,
                place=f"{place}/id",
                hint="give this case an id of its own",
            )
        if case["id"] in retired:
            raise BrokenFileError(
                f"the id {case['id']} is retired, and is never used again",
                file=file,
                place=f"{place}/id",
                hint="give this case an id of its own",
            )
        if case["id"] in twice:
            places[case["id"]] = f"{file} {place}"
        _check_flags(case, flags, file=file, place=place)
        _check_documents(case, sources, file=file, place=place)
        if case.get("near", case["id"]) not in ids:
            raise BrokenFileError(
                f"there is no case {case['near']}",
                file=file,
                place=f"{place}/near",
                hint="name an existing case that differs in one place, or leave `near` out",
            )


def _check_flags(case: Any, flags: Mapping[str, Any], *, file: str, place: str) -> None:  # noqa: ANN401  JSON, checked
    kinds = set()
    for index, flag in enumerate(case.get("flags", [])):
        if flag not in flags:
            raise BrokenFileError(
                f"there is no flag {flag}",
                file=file,
                place=f"{place}/flags/{index}",
                hint=f"define it in `flags` of a corpus file, or use one of {_listed(flags)}",
            )
        kinds.add(flags[flag]["kind"])
    if case["expect"]["verdict"] == "either" and "ambiguity" not in kinds:
        raise BrokenFileError(
            'a case that expects "either" has no flag of kind ambiguity',
            file=file,
            place=f"{place}/flags",
            hint="add the flag that names the point on which the sources conflict",
        )


def _check_documents(case: Any, sources: Mapping[str, Any], *, file: str, place: str) -> None:  # noqa: ANN401  JSON, checked
    for index, citation in enumerate(case.get("cites", [])):
        if citation.get("document") not in {*sources, None}:
            raise BrokenFileError(
                f"there is no source {citation['document']}",
                file=file,
                place=f"{place}/cites/{index}/document",
                hint=f"describe it in `sources` of a corpus file, or use one of {_listed(sources)}",
            )


def _defined_once(contents: Mapping[str, Any], key: str, shown: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    files: dict[str, str] = {}
    for name, content in contents.items():
        for item, entry in content.get(key, {}).items():
            if item in found:
                raise BrokenFileError(
                    f"{item} is defined in {files[item]} already",
                    file=f"{shown}/{name}",
                    place=joined("", key, item),
                    hint="keep one of the two: the names are shared by the whole corpus",
                )
            found[item] = entry
            files[item] = f"{shown}/{name}"
    return found


def _version(contents: Mapping[str, Any], shown: str) -> str | None:
    files = [name for name, content in contents.items() if "version" in content]
    if len(files) > 1:
        raise BrokenFileError(
            f"{files[0]} already has the version",
            file=f"{shown}/{files[1]}",
            place="/version",
            hint="keep one of the two: the corpus has one version",
        )
    return contents[files[0]]["version"] if files else None


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(sorted(names)) or "(none yet)"


# --- the values ----------------------------------------------------------------------------------


def _shared(contents: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    return sorted(
        (item for content in contents.values() for item in content.get(key, {}).items()),
        key=lambda item: item[0],
    )


def _input(entry: Any) -> Input:  # noqa: ANN401  JSON, checked against its format
    if "value" in entry:
        return Input(text=text_of(entry["value"]))
    return Input.of(entry)


def _flag(name: str, entry: Any) -> Flag:  # noqa: ANN401  JSON, checked against its format
    return Flag(
        id=name,
        kind=entry["kind"],
        means=entry["means"],
        effect=entry.get("effect"),
        links=tuple(entry.get("links", [])),
    )


def _document(name: str, entry: Any) -> CitedDocument:  # noqa: ANN401  JSON, checked
    return CitedDocument(
        id=name,
        kind=entry["kind"],
        title=entry["title"],
        version=entry.get("version"),
        date=entry.get("date"),
        digest=entry.get("digest"),
        url=entry.get("url"),
    )
