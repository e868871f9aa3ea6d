"""Tracked text: text that is rewritten, and still knows from which line of its source each row comes."""

import bisect
import re
from collections.abc import Callable


class Tracked:
    """Text and, for each of its rows, the line of the source (from 1)."""

    def __init__(self, text: str, lines: list[int] | None = None, *, first: int = 1) -> None:
        self.text = text
        self.lines = lines or list(range(first, first + text.count("\n") + 1))
        self._ends: list[int] = []

    def line_at(self, at: int) -> int:
        """Return the line of the source that the sign at an offset comes from."""
        if not self._ends:
            self._ends = [match.start() for match in re.finditer("\n", self.text)] or [len(self.text)]
        return self.lines[bisect.bisect_left(self._ends, at)]

    def sub(
        self, pattern: re.Pattern[str], becomes: str | Callable[[re.Match[str]], str], *, sign: str = ""
    ) -> "Tracked":
        """Return the text with every match replaced; new rows get the lines of what they replace.

        `sign` is what each match holds: a text without it isn't searched.
        """
        if sign not in self.text:
            return self
        parts: list[str] = []
        lines: list[int] = []
        at = row = 0
        for match in pattern.finditer(self.text):
            new = match.expand(becomes) if isinstance(becomes, str) else becomes(match)
            if new == match[0]:
                continue
            before = self.text[at : match.start()]
            rows = before.count("\n")
            lines += self.lines[row : row + rows]
            row += rows
            spanned = match[0].count("\n")
            last = self.lines[row + spanned]
            lines += [min(self.lines[row] + extra, last) for extra in range(new.count("\n"))]
            row += spanned
            parts += [before, new]
            at = match.end()
        if not parts:
            return self
        return Tracked("".join([*parts, self.text[at:]]), lines + self.lines[row:])
