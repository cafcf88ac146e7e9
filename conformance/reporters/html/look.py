"""What the pages have in common: how their templates are filled, and what a page may load."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from conformance.jsontext import escape
from conformance.jsontext.text import visible
from conformance.reporters.words.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Sequence


def environment() -> Environment:
    """Return what fills a template: everything is escaped, and a missing name is an error."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["plain"] = plain
    made.filters["count"] = _count
    made.filters["in_link"] = in_link
    return made


def wrapped(*parts: str) -> str:
    """Return the parts of a script as one, which leaves no name outside."""
    whole = "\n".join(parts)
    return f'(() => {{\n"use strict";\n{whole}}})();\n'


def allowed(*, style: str, scripts: Sequence[str] = ()) -> str:
    """Return the policy of a page that loads nothing and runs only these scripts."""
    parts = [
        "default-src 'none'",
        *([f"script-src {' '.join(map(_digest, scripts))}"] if scripts else []),
        f"style-src {_digest(style)}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(parts)


def read(name: str) -> str:
    """Return a file beside this module."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _digest(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _shown(value: object) -> object:
    """Return the text on the page for a value; invisible characters become escapes."""
    return escape.html(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def in_link(identity: str) -> str:
    """Return an id as it is written in a link; the script makes links the same way."""
    return quote(visible(identity))


def _count(number: int, one: str, many: str) -> str:
    """Return `1 case`, `1,234 cases`."""
    return f"{number:,} {one if number == 1 else many}"
