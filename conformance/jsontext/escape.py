"""Escapes text of a record for the format that it is put into: one function for each.

The author of a record writes its titles, names, messages and claims. Reports show them as text,
and they must not become a line, a tag, a heading, a link or a command.
"""

from __future__ import annotations

import re

from conformance.expressions import expression
from conformance.jsontext.text import visible


def terminal_text(text: str) -> str:
    """Return the text as part of one line on a terminal: without a line feed or control character.

    In the log of GitHub Actions, `##[` starts a command at any place.
    """
    return visible(text).replace("\n", "\\u000a").replace("##[", "#\\u0023[")


def terminal_output(lines: str) -> str:
    """Return an output without commands of GitHub Actions at the start of its lines.

    Wrapping makes lines too, so this is for a whole output. In JSON, the only change is that a
    character may become its escape.
    """
    return _COMMAND.sub(r"\1\\u003a:", lines).replace("##[", "#\\u0023[")


_COMMAND = expression(r"^(\s*)::", re.MULTILINE)


def html(text: str) -> str:
    """Return the text for a page; the template engine escapes markup."""
    return visible(text)


def xml(text: str) -> str:
    """Return the text as the content of an XML 1.0 element."""
    return _in_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_attribute(text: str) -> str:
    """Return the text as the value of an attribute in XML 1.0, in quotes."""
    escaped = xml(text).replace("\n", "&#10;")
    if '"' not in escaped:
        return f'"{escaped}"'
    return f"'{escaped}'" if "'" not in escaped else f'"{escaped.replace(chr(34), "&quot;")}"'


def _in_xml(text: str) -> str:
    shown = visible(text)
    if shown.isprintable():
        return shown
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", shown)


_NOT_XML = expression("[\ufffe\uffff]")
"""Characters that XML 1.0 forbids and `visible` keeps (section 2.2)."""


def sarif(text: str) -> str:
    """Return the text for a message of SARIF, where `[words](target)` would be a link (3.11.6)."""
    return _LINK.sub(r"\1\1\\](", visible(text))


_LINK = expression(r"(\\*)\]\(")


def code(text: str) -> str:
    """Return the text in backticks, as code in a sentence; a backtick in it becomes an escape."""
    return "`" + text.replace("`", "\\u0060") + "`"


def markdown(text: str, *, in_cell: bool = False) -> str:
    """Return the text as a part of one line of Markdown; text in backticks is code.

    Nothing else in it is markup: no emphasis, link, image, tag, heading or list, and nothing that
    trackers turn into a link (mentions, issue numbers, bare addresses).

    Args:
        text: The text.
        in_cell: Whether it is for a table's cell, where a bar ends the cell in code too.
    """
    shown = visible(text.replace("\r\n", "\n").replace("\n", " "))
    parts = shown.split("`")
    made = []
    for number, part in enumerate(parts):
        if number % 2 == 0:
            made.append(_MARKUP.sub(_escaped, part))
        elif number == len(parts) - 1 or not part.strip():
            # The last backtick of an odd number, or a pair with nothing between, is not code.
            made.append("\\`" + _MARKUP.sub(_escaped, part))
            made.append("" if number == len(parts) - 1 else "\\`")
        else:
            made.append(f"`{part.replace('|', chr(92) + '|') if in_cell else part}`")
    return _START.sub(r"\1\\\2", "".join(made))


def markdown_code(text: str, *, in_cell: bool = False) -> str:
    """Return a code span, its fence longer than any run of backticks inside."""
    shown = terminal_text(text)
    fence = _fence(shown, 1)
    return f"{fence} {shown.replace('|', chr(92) + '|') if in_cell else shown} {fence}"


def markdown_block(text: str, language: str) -> list[str]:
    """Return the lines of a code block, its fence longer than any run of backticks inside."""
    shown = visible(text)
    fence = _fence(shown, 3)
    return [f"{fence}{language}", shown, fence]


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


_MARKUP = expression(
    r"""
    (?P<mark> [\\*\[\]~$|] | (?<![^\W_])_ | _(?![^\W_]) | :(?=//) | (?<=\bwww)\. )
    | (?P<entity> &(?=[\w#]) ) | (?P<tag> < )
    | (?P<link> (?<!\w)@(?=\w) | @(?=[\w.-]*\.[\w.-]*[A-Za-z]) | \#(?=\d) | (?<=\bGH)-(?=\d) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_START = expression(r"^(\s*(?=[#>+=-])|\s*\d+(?=[.)](?:\s|$)))(.)")
"""The start of a heading, a quotation, a list or a rule."""


def _escaped(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "entity":
            return "&amp;"
        case "tag":
            return "&lt;"
        case "link":
            # A space of no width: trackers drop a backslash before they look for links.
            return f"{match[0]}&#8203;"
        case _:
            return f"\\{match[0]}"
