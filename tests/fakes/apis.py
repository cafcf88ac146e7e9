"""Small OpenAPI files, and what `compare` says of them as a whole."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from conformance.readers.read import Options, opened_types
from conformance.surveys.survey import Running, surveyed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.surveys.results import Entry, Survey


def api(path: Path, **schemas: Any) -> Path:
    """Write an OpenAPI file with these schemas; return its path."""
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    path.write_text(json.dumps(whole, indent=1), "utf-8")
    return path


def ref(name: str) -> dict[str, str]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: Any = (), **properties: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    return {"type": "object", "properties": properties, "required": list(required)}


def survey_of(folder: Path, *sources: Mapping[str, Any], **running: Any) -> Survey:
    """Return the comparison of some sources, each given by its schemas."""
    files = {
        name: api(folder / f"{name}.json", **schemas)
        for name, schemas in zip("abc", sources, strict=False)
    }
    opened = {name: opened_types(path.as_posix(), Options()) for name, path in files.items()}
    return surveyed(opened, [], Running(told=lambda _: None, **running))


def entry_of(survey: Survey, name: str) -> Entry:
    """Return the entry of a type."""
    return next(entry for entry in survey.entries if entry.name == name)


def check_form(found: Any) -> None:
    """Raise an error if JSON is not of the format of a comparison of whole sources."""
    form = resources.files("conformance") / "formats" / "survey.schema.json"
    jsonschema_rs.validator_for(json.loads(form.read_text("utf-8"))).validate(found)


STRING = {"type": "string"}
SHOPS: tuple[dict[str, Any], dict[str, Any]] = (
    {
        "Line": thing(("sku",), sku={"type": "string", "maxLength": 20}),
        "Order": thing(("status",), status={"enum": ["open"]}, line=ref("Line")),
        "Basket": thing(line=ref("Line")),
        "Same": STRING,
        "Gone": STRING,
        "<img src=x onerror=hit()>": {"enum": ["<script>hit()</script>"]},
        "item": STRING,
        "Item": STRING,
    },
    {
        "Line": thing(("sku",), sku={"type": "string", "maxLength": 10}),
        "Order": thing(("status",), status={"enum": ["open", "paid"]}, line=ref("Line")),
        "Basket": thing(line=ref("Line")),
        "Same": STRING,
        "<img src=x onerror=hit()>": {"enum": ["</script>"]},
        "ITEM": STRING,
    },
)
"""Two releases of a shop's API."""
