"""The text of a body, which knows where in its file each of its rows stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.token import Token

from coranto.findings import Place


@dataclass(frozen=True)
class BodyText:
    """Markdown, and the line (from 1) of the file on which it begins; rows count from 0."""

    text: str
    path: Path
    line: int
    rows: list[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", self.text.split("\n"))

    def place(self, row: int, column: int = 1) -> Place:
        """Return the place of a row."""
        return Place(self.path, self.line + row, column)

    def line_of(self, token: Token) -> int:
        """Return the line on which a block's token begins."""
        return self.line + (token.map[0] if token.map else 0)

    def place_of(self, token: Token) -> Place:
        """Return where a block's token begins."""
        return self.place(token.map[0] if token.map else 0)

    def locate(self, needle: str, rows: Iterable[int] | None = None) -> Place:
        """Return where `needle` stands in these rows (first, end), or where they begin."""
        first, end = rows or (0, len(self.rows))
        start = needle.split("\n", 1)[0]
        for row in range(first, min(max(end, first + 1), len(self.rows))):
            column = self.rows[row].find(start)
            if column >= 0:
                return self.place(row, column + 1)
        return self.place(first)
