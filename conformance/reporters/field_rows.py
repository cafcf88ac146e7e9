"""Draws the rows of the field table: on a terminal, in the width that is there, and in Markdown."""

from __future__ import annotations

from collections import Counter
from itertools import count
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from conformance.dataclass import dataclass
from conformance.jsontext.escape import markdown, terminal_text
from conformance.model import Verdict
from conformance.reporters.words.phrases import plain
from conformance.reporters.words.signs import STYLES, sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from conformance.reporters.views.folded import FoldedRow
    from conformance.reporters.words.phrases import Phrase

PROGRAMS = "programs"
"""The heading of the number of programs that accept."""

_DESCRIPTIONS = "descriptions"
THE_RECORD = "the record"
"""The name of the record itself among its fields."""

_FEWEST = 28
"""Characters that the field and the value need beside the columns; with fewer, heads are short."""

_WORD = 16
"""A word of a value is not broken if it has at most this many characters."""

_PADDING = 1
_BEFORE = 2
"""The columns before the variants'."""

_NAMED = 2
"""At most this many fields of a row are named on a terminal; more are counted."""

_MEANS = {
    Verdict.ACCEPT: "accepts",
    Verdict.REJECT: "rejects",
    Verdict.SILENT: "does not say",
    Verdict.LOSSY: "changes it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRows:
    """The rows with the headings of their cells; drawn by rich.

    Attributes:
        rows: The rows.
        heads: The heading of each variant.
        most: At most this many rows are drawn.
        more: What tells where the other rows are.
    """

    rows: Sequence[FoldedRow]
    heads: Sequence[str]
    most: int
    more: str

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the table, then what its short heads and signs mean."""
        del console
        shown = self.rows[: self.most]
        heads = [terminal_text(head) for head in self.heads]
        letters = [letter for _, letter in zip(heads, _letters(), strict=False)]
        cells = [[_signs(verdicts) for verdicts in row.cells] for row in shown]
        asked = any(any(row.asked) for row in shown)
        room = options.max_width - _FEWEST - (len(PROGRAMS) + _PADDING if asked else 0)
        if _width(heads, cells) <= room:
            yield _table(shown, heads, asked=asked)
        elif _width(letters, cells) <= room:
            yield _table(shown, letters, asked=asked)
            legend = [f"{x} {head}" for x, head in zip(letters, heads, strict=True)]
            yield _wrapped(legend, options.max_width)
        else:
            yield _table(shown, None, asked=asked)
        if len(self.rows) > len(shown):
            yield Text(f"and {len(self.rows) - len(shown)} more: {self.more}", "dim")
        yield _wrapped(_legend(shown), options.max_width)


def in_markdown(
    rows: Sequence[FoldedRow], heads: Sequence[str], *, most: int, more: str
) -> Iterator[str]:
    """Yield the lines of the rows as a table in Markdown.

    Args:
        rows: The rows.
        heads: The heading of each variant.
        most: At most this many rows are shown.
        more: What tells where the other rows are.
    """
    shown = rows[:most]
    asked = any(any(row.asked) for row in shown)
    named = ["Field", "Value", *heads, *([PROGRAMS] if asked else [])]
    yield f"| {' | '.join(markdown(x, in_cell=True) for x in named)} |"
    yield f"|---|---|{':---:|' * (len(named) - _BEFORE)}"
    for row in shown:
        cells = [_signs(verdicts) for verdicts in row.cells]
        fields = ", ".join(f"`{x}`" if x else THE_RECORD for x in row.fields)
        texts = [fields, plain(row.label), *cells, *([_accepting(row)] if asked else [])]
        yield f"| {' | '.join(markdown(x, in_cell=True) for x in texts)} |"
    yield ""
    yield "; ".join(_legend(shown)) + "."
    if len(rows) > len(shown):
        yield ""
        yield f"And {len(rows) - len(shown)} more {more}"


def _letters() -> Iterator[str]:
    """Return A to Z, then A1 to Z1 and so on."""
    return (f"{letter}{number or ''}" for number in count() for letter in ascii_uppercase)


def _width(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return the width of the variants' cells, each with its padding."""
    columns = zip(heads, *cells, strict=True)
    return sum(max(map(cell_len, column)) + _PADDING for column in columns)


def _table(rows: Sequence[FoldedRow], heads: Sequence[str] | None, *, asked: bool) -> Table:
    """Return the rows; without heads, the cells of each row are counted."""
    labels = [terminal_text(_bare(row.label)) for row in rows]
    longest = max((cell_len(word) for label in labels for word in label.split()), default=0)
    least = min(longest, _WORD if heads else _WORD // 2)
    table = Table(box=SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column("Field", overflow="fold")
    table.add_column("Value", overflow="fold", min_width=least)
    for head in [_DESCRIPTIONS] if heads is None else heads:
        table.add_column(Text(head), justify="center", no_wrap=True)
    if asked:
        table.add_column(PROGRAMS, justify="right", no_wrap=True)
    for row, label in zip(rows, labels, strict=True):
        cells = [_counted(row)] if heads is None else [_styled(x) for x in row.cells]
        numbers = [_accepting(row)] if asked else []
        table.add_row(Text(_fields(row.fields)), Text(label), *cells, *numbers)
    return table


def _fields(paths: Sequence[str]) -> str:
    named = [terminal_text(path or THE_RECORD) for path in paths[:_NAMED]]
    more = len(paths) - len(named)
    return ", ".join(named) + (f" +{more}" if more else "")


def _bare(label: Phrase) -> str:
    """Return a value without backticks if it is nothing but code."""
    return label[0].text if len(label) == 1 else plain(label)


def _signs(verdicts: Iterable[Verdict]) -> str:
    return "/".join(map(sign, verdicts))


def _styled(verdicts: Sequence[Verdict]) -> Text:
    return Text("/").join(Text(sign(x), STYLES[x]) for x in verdicts)


def _counted(row: FoldedRow) -> Text:
    """Return how many variants have each cell, a line each: `✓ 3`, `✗ 2`."""
    found = Counter(cell for cell in row.cells if cell)
    parts = [_styled(cell).append(f" {number}") for cell, number in found.items()]
    return Text("\n").join(parts)


def _accepting(row: FoldedRow) -> str:
    return f"{_range(*row.accept)}/{_range(*row.asked)}" if any(row.asked) else ""


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def _legend(rows: Sequence[FoldedRow]) -> list[str]:
    """Return what the signs in some rows mean."""
    cells = {verdicts for row in rows for verdicts in row.cells}
    given = {verdict for verdicts in cells for verdict in verdicts}
    legend = [f"{sign(x)} {means}" for x, means in _MEANS.items() if x in given]
    if any(len(verdicts) > 1 for verdicts in cells):
        legend.append("two signs: types/prose")
    if any(any(row.asked) for row in rows):
        legend.append("n/m: n of m programs accept")
    return legend


def _wrapped(parts: Iterable[str], width: int) -> Text:
    """Return parts side by side; a line only ends between two of them."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(f"{lines[-1]}   {part}") <= width:
            lines[-1] += f"   {part}"
        else:
            lines.append(part)
    return Text("\n".join(lines), "dim")
