"""A paper: a file of the copy as it was typed, and which parts of it are prose.

In: the text of a file, and what the reader made of it.  Out: runs of prose,
each as long as what was typed, with a sign of its own for whatever isn't
prose: code, addresses, attributes, the words of others.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from markdown_it.token import Token

from coranto.findings import Place
from coranto.issue.datafile import KeyPath, Sheet

BLANK = "\ufffc"
"""Stands for each sign that is no prose."""
_NOT_PROSE = {
    "kind", "language", "layout", "options", "articles", "file", "url", "email", "phone", "isbn", "issn", "doi", "id",
    "licence", "issue", "book", "references", "for", "house_style", "outlet", "tags", "keywords",
}  # fmt: skip
_OTHERS = ("sources", "title")
"""The title of a source is its author's, not ours."""
_FOREIGN_BLOCKS = {"fence", "code_block", "html_block", "displayed_formula"}
_MASKS = (
    re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL),
    re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL),
    re.compile(r"\[[^\[\]\n]*\]\{[^{}\n]*\blang=[^{}\n]*\}"),
    re.compile(r"\]\((?:<[^<>\n]*>|(?:[^()\s]|\([^()\s]*\))*)(?:[ \t]+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\)"),
    re.compile(r"^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]+\S[^\n]*", re.MULTILINE),
    re.compile(
        r"<[^<>\s]{1,1000}[:@][^<>\s]{1,1000}>|\bhttps?://[^\s<>]+|\bwww\.[^\s<>]+"
        r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+"
    ),
    re.compile(r"\[\^[^\[\]\n]+\]"),
    re.compile(r"\{[^{}\n]*\}"),
    re.compile(r"^[ \t]*:{3,}[ \t]*\w*", re.MULTILINE),
)
"""None takes the square of a text's length, whatever it holds."""
_BEGINS = re.compile(r"[ \t>]*(?:#{1,6} |\||[-*+] |\d{1,9}[.)] |: |:::)")
"""A line with which an item, a row, a heading, or a definition begins."""
_STANDS_ALONE = re.compile(r"[ \t>]*(?:#{1,6} |\|)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of prose in a file."""

    start: int
    """Where it begins in the file's text."""
    text: str
    path: KeyPath | None
    """The value of a data file that it is, or nothing: the body."""


@dataclass(frozen=True)
class Paper:
    """A file of the copy."""

    path: Path
    text: str
    language: str
    sheet: Sheet | None = None
    body: int | None = None
    """Where in the text the body begins, if it has one."""
    foreign: tuple[tuple[int, int], ...] = ()
    """Rows of the body (first, end) that are code, or the words of others."""
    department: str | None = None
    kind: str | None = None
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note where each line begins."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        object.__setattr__(self, "_starts", starts)

    def place(self, at: int) -> Place:
        """Return the place of a sign of the text."""
        line = bisect_right(self._starts, at)
        return Place(self.path, line, at - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """Return where in the text a place is."""
        return self._starts[(place.line or 1) - 1] + (place.column or 1) - 1

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The stretches of prose, in the order of the file."""
        return (*self._values(), *self._body())

    @cached_property
    def passages(self) -> tuple[Run, ...]:
        """The same, paragraph by paragraph: each heading, item, row and value is one of its own."""
        return tuple(passage for run in self.runs for passage in _split(run))

    def _values(self) -> Iterator[Run]:
        if self.sheet is None:
            return
        for path, end in self.sheet.ends.items():
            names = [part for part in path if isinstance(part, str)]
            if not _NOT_PROSE.isdisjoint(names) or (_OTHERS[0] in names and names[-1] == _OTHERS[1]):
                continue
            start = self.offset(self.sheet.values[path])
            typed = self.text[start : self.offset(end)]
            if typed[:1] in ("'", '"') and len(typed) > 1:
                typed = BLANK + re.sub(r"\\.", BLANK * 2, typed[1:-1]) + BLANK
            yield Run(start, _masked(typed, _MASKS[5:6]), path)

    def _body(self) -> Iterator[Run]:
        if self.body is None:
            return
        lines = self.text[self.body :].split("\n")
        for first, end in self.foreign:
            lines[first:end] = [BLANK * len(line) for line in lines[first:end]]
        yield Run(self.body, _masked("\n".join(lines), _MASKS), None)


def _masked(text: str, masks: Iterable[re.Pattern[str]]) -> str:
    for mask in masks:
        text = mask.sub(lambda match: re.sub(r"[^\n]", BLANK, match[0]), text)
    return text


def _split(run: Run) -> Iterator[Run]:
    first = at = 0
    for line in run.text.split("\n"):
        blank = not line.strip(f" \t{BLANK}")
        if (blank or _BEGINS.match(line)) and first < at:
            yield Run(run.start + first, run.text[first : at - 1], run.path)
            first = at
        at += len(line) + 1
        if blank:
            first = at
        elif _STANDS_ALONE.match(line):
            yield Run(run.start + first, run.text[first : at - 1], run.path)
            first = at
    if first < at:
        yield Run(run.start + first, run.text[first:], run.path)


def foreign_rows(tokens: Iterable[Token]) -> tuple[tuple[int, int], ...]:
    """Return the rows of a body that are code, a quotation set apart, verse, or in another language."""
    return tuple(
        (token.map[0], token.map[1])
        for token in tokens
        if token.map
        and token.nesting >= 0
        and (
            token.type in _FOREIGN_BLOCKS
            or token.type in ("blockquote_open", "container_verse_open")
            or (token.block and "lang" in token.attrs)
        )
    )
