"""The lines of a run without its cases, as most reports need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.results.lines import (
    ColumnLine,
    ExchangeLine,
    FieldLine,
    FindingLine,
    FooterLine,
    HeaderLine,
    RelationLine,
)

if TYPE_CHECKING:
    from conformance.compare.fields import Field
    from conformance.results.lines import Line


class Parts:
    """Collects the lines of a run and leaves out its cases.

    Attributes:
        columns: The columns so far.
        findings: The findings so far.
        fields: The fields so far.
        relations: The relations so far.
        exchanges: The exchanges so far.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self._header: HeaderLine | None = None
        self._footer: FooterLine | None = None
        self.columns: list[ColumnLine] = []
        self.findings: list[FindingLine] = []
        self.fields: list[Field] = []
        self.relations: list[RelationLine] = []
        self.exchanges: list[ExchangeLine] = []

    def add(self, line: Line) -> None:
        """Take the next line of the run."""
        match line:
            case HeaderLine():
                self._header = line
            case ColumnLine():
                self.columns.append(line)
            case FindingLine():
                self.findings.append(line)
            case FieldLine():
                self.fields.append(line.field)
            case RelationLine():
                self.relations.append(line)
            case ExchangeLine():
                self.exchanges.append(line)
            case FooterLine():
                self._footer = line

    @property
    def header(self) -> HeaderLine:
        """The header, the first line of every run."""
        assert self._header is not None  # noqa: S101  see above
        return self._header

    @property
    def footer(self) -> FooterLine:
        """The footer, the last line of every run."""
        assert self._footer is not None  # noqa: S101  see above
        return self._footer
