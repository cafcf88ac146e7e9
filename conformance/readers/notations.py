"""The notations that can be read: a line each, and a module of the same name beside this one.

A module has two functions:

* `names(document) -> Sequence[str]`: the types that the file declares, in its order;
* `facts(document, name) -> Facts` for types in code, or `schema(document, name, options) ->
  Emitted` for a notation that is JSON Schema already. `name` is one of `names`, and both raise
  `BrokenFileError` with file and line for what they cannot read at all.

It may have two more:

* `is_page(document) -> bool`: whether the file is the text of a documentation page, for which some
  decisions are others;
* `declared(document) -> Sequence[str]`, if `names` holds types of other files too: those that the
  file declares itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conformance.dataclass import dataclass
from conformance.errors import UsageError
from conformance.readers.parsers import needed_for

if TYPE_CHECKING:
    from conformance.readers.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """A notation that can be read.

    Attributes:
        name: Its name: the key in `decide.DEFAULTS`, the value of `--as`, and the module here.
        title: Its name for people.
        suffixes: The ends of the names of its files, those that tell it.
        is_schema: Whether it is JSON Schema, or holds it.
        marks: For files in JSON and YAML: members at the top that tell it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...] = ()
    is_schema: bool = False
    marks: tuple[str, ...] = ()

    def module(self) -> Any:  # noqa: ANN401  a module with the two functions
        """Return the module that reads it.

        Raises:
            IncompleteRunError: A parser that it needs is not installed.
        """
        with needed_for(f"reading {self.title}"):
            return import_module(f"conformance.readers.{self.name.replace('-', '_')}")


JSON_SCHEMA = Notation(name="json-schema", title="JSON Schema", is_schema=True)
NOTATIONS = (
    Notation(name="typescript", title="TypeScript", suffixes=(".ts", ".mts", ".cts", ".tsx")),
    Notation(name="python", title="Python", suffixes=(".py", ".pyi")),
    Notation(name="rust", title="Rust", suffixes=(".rs",)),
    Notation(name="go", title="Go", suffixes=(".go",)),
    Notation(name="java", title="Java", suffixes=(".java",)),
    Notation(name="kotlin", title="Kotlin", suffixes=(".kt",)),
    Notation(name="scala", title="Scala", suffixes=(".scala",)),
    Notation(name="protobuf", title="protobuf", suffixes=(".proto",)),
    Notation(name="avro", title="Avro", suffixes=(".avsc",)),
    Notation(name="graphql", title="GraphQL", suffixes=(".graphql", ".graphqls", ".gql")),
    Notation(name="elixir", title="Elixir", suffixes=(".ex", ".exs")),
    Notation(name="generator-docs", title="openapi-generator's docs", suffixes=(".md",)),
    Notation(name="openapi", title="OpenAPI", is_schema=True, marks=("openapi", "swagger")),
    Notation(name="asyncapi", title="AsyncAPI", is_schema=True, marks=("asyncapi",)),
    JSON_SCHEMA,
)
SUFFIXES = (*(end for notation in NOTATIONS for end in notation.suffixes), ".yaml", ".yml")
"""The ends of the names of files that are sources, and no plain schema files."""

STRUCTURED = (".json", ".yaml", ".yml")
"""The ends of the names of files in JSON and YAML: their content tells the notation."""


def notation_of(document: Document, asked: str | None = None) -> Notation:
    """Return the notation of a file, by the end of its name, or by its content.

    Args:
        document: The file.
        asked: The name of the notation of files whose names do not tell.

    Raises:
        UsageError: The file does not tell, and no notation is asked for.
        BrokenFileError: The file is neither JSON nor YAML, unlike its name.
        IncompleteRunError: It is YAML, and the parser of YAML is not installed.
    """
    suffix = document.path.suffix.lower()
    if suffix in STRUCTURED:
        return _by_content(document)
    found = next((x for x in NOTATIONS if suffix in x.suffixes), None)
    found = found or next((x for x in NOTATIONS if x.name == asked), None)
    if found is None:
        raise UsageError(
            f"the notation of {document.path.name!r} is not known",
            file=document.shown,
            hint=f"name it with --as: {', '.join(x.name for x in NOTATIONS)}",
        )
    return found if found.suffixes else _by_content(document)


def _by_content(document: Document) -> Notation:
    """Return the notation of a file in JSON or YAML."""
    from conformance.readers.structured import structured  # noqa: PLC0415  not for code

    members = structured(document).value
    if isinstance(members, dict):
        for notation in NOTATIONS:
            if members.keys() & notation.marks:
                return notation
    return JSON_SCHEMA
