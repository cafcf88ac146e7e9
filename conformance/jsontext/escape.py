"""Escapes text of a record for the format that it is put into: one function for each.

Titles, names, messages and claims are whatever somebody wrote into a record. They are shown as
text, and must not become a line, a tag, a heading, a link or a command of their own.
"""

from __future__ import annotations

import re
from xml.sax import saxutils

from conformance.jsontext.text import visible


def terminal_text(text: str) -> str:
    """Return the text as part of one line on a terminal: without a line feed or control character.

    Where GitHub Actions shows what is printed, `##[` starts a command wherever it stands.
    """
    return visible(text).replace("\n", "\\u000a").replace("##[", "#\\u0023[")


def terminal_output(lines: str) -> str:
    """Return what is to be printed, line by line, with no command of GitHub Actions at the start.

    Lines come about by wrapping too, so this is for the whole of an output. In JSON nothing changes
    but that a character may be written as its escape.
    """
    return _COMMAND.sub(r"\1\\u003a:", lines).replace("##[", "#\\u0023[")


_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


def html(text: str) -> str:
    """Return the text for a page; what the template puts in is escaped by the template engine."""
    return visible(text)


def xml(text: str) -> str:
    """Return the text as the content of an XML 1.0 element."""
    return saxutils.escape(_in_xml(text))


def xml_attribute(text: str) -> str:
    """Return the text as the value of an attribute in XML 1.0, in quotes."""
    return saxutils.quoteattr(_in_xml(text))


def _in_xml(text: str) -> str:
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", visible(text))


_NOT_XML = re.compile("[\ufffe\uffff]")
"""What XML 1.0 forbids besides what is never visible (section 2.2)."""


def sarif(text: str) -> str:
    """Return the text for a message of SARIF, where `[words](target)` would be a link (3.11.6)."""
    return _LINK.sub(r"\1\1\\](", visible(text))


_LINK = re.compile(r"(\\*)\]\(")


def code(text: str) -> str:
    """Return the text in backticks, as code in a sentence; a backtick in it becomes an escape."""
    return "`" + text.replace("`", "\\u0060") + "`"


def markdown(text: str, *, in_cell: bool = False) -> str:
    """Return the text as a part of one line of Markdown, what stands in backticks as code.

    Nothing in it is markup: no emphasis, link, image, tag, heading or list, nor what trackers make
    of plain text (mentions, links to issues, bare addresses).

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
            # The last backtick of an odd number, or a pair with nothing between, is no code.
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


_MARKUP = re.compile(
    r"""
    (?P<mark> [\\*\[\]~$|] | (?<![^\W_])_ | _(?![^\W_]) | :(?=//) | (?<=\bwww)\. )
    | (?P<entity> &(?=[\w#]) ) | (?P<tag> < )
    | (?P<link> (?<!\w)@(?=\w) | @(?=[\w.-]*\.[\w.-]*[A-Za-z]) | \#(?=\d) | (?<=\bGH)-(?=\d) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_START = re.compile(r"^(\s*(?=[#>+=-])|\s*\d+(?=[.)](?:\s|$)))(.)")
"""What makes a heading, a quotation, a list or a rule at the start of a line."""


def _escaped(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "entity":
            return "&amp;"
        case "tag":
            return "&lt;"
        case "link":
            # A space of no width: a backslash is gone before trackers look for what to link.
            return f"{match[0]}&#8203;"
        case _:
            return f"\\{match[0]}"
