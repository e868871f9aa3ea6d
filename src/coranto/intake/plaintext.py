"""Plain text: paragraphs between empty lines, with what can be seen of headings and lists.

In: text as it is taken from a PDF, a mail or a typewriter.  Out: its blocks.
Lines that a margin broke become one, a word that a hyphen broke becomes whole,
and so does a paragraph that a page broke; each is told.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from coranto.findings import Finding, Place, query
from coranto.intake.decoding import decode
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Block, Reading, Sort, escaped, short

_ITEM = re.compile(r"^\s*(?:[-*•–‣]|\d{1,3}[.)])\s+(?=\S)")
_ADDRESS = re.compile(r"https?://|^www\.|\S@\S+\.\w")
_RULE = re.compile(r"^(?:=+|-{3,}|~{3,}|\*{3,}|[*\s]{5,})$")
_ENDS = (*".!?:;,”\"'’)]…。！？：；،؟।",)
_LINE_LIMIT = 100
"""Letters of the longest line that may be a heading."""


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a text holds.

    Raises:
        CopyError: it is not text.

    """
    text, found, findings = decode(content, path, told=encoding or recipe.encoding)
    rows = text.split("\n")
    reading = Reading(path, [], encoding=found, findings=findings)
    reading.lines = {number: row for number, row in enumerate(rows, 1) if row.strip()}
    reading.blocks = list(blocks_of(rows, path, findings, markdown=recipe.inline == "markdown"))
    reading.blocks = list(joined(reading.blocks, findings))
    for block in reading.blocks:
        if block.sort is Sort.LIST:  # numbers of items are no words
            rows_of = range(block.first, block.end + 1)
            reading.lines |= {row: _ITEM.sub("", reading.lines[row]) for row in rows_of if row in reading.lines}
    return reading


def blocks_of(rows: list[str], path: Path, findings: list[Finding], *, markdown: bool) -> Iterator[Block]:
    """Yield the blocks of a text."""
    first: int | None = None
    for number, row in enumerate([*rows, ""], 1):
        if row.strip("\f \t"):
            first = first or number
        elif first:
            lines = [line.strip("\f").rstrip() for line in rows[first - 1 : number - 1]]
            yield from _block(lines, Place(path, first, 1), findings, markdown=markdown)
            first = None


def _block(lines: list[str], place: Place, findings: list[Finding], *, markdown: bool) -> Iterator[Block]:
    first, end = place.line or 1, (place.line or 1) + len(lines) - 1
    said = (lambda text: text.strip()) if markdown else (lambda text: escaped(text.strip()))
    if len(lines) == 2 and _RULE.match(lines[1]):  # noqa: PLR2004 - a heading, and the line under it
        yield Block(Sort.HEADING, said(lines[0]), place, end, 1 if lines[1].startswith("=") else 2)
        return
    if len(lines) == 1 and _RULE.match(lines[0].strip()):
        yield Block(Sort.OTHER, "---", place, end)
        return
    if marks := re.match(r"(#{1,6})\s+(\S.*)", lines[0]) if len(lines) == 1 else None:
        yield Block(Sort.HEADING, said(marks[2].rstrip("# ")), place, end, len(marks[1]))
        return
    at = next((at for at, line in enumerate(lines) if _ITEM.match(line)), None)
    if at == 0 or (at and any(_ITEM.match(line) for line in lines[at + 1 :])):
        if at:
            yield Block(Sort.PARAGRAPH, "\n".join(map(said, lines[:at])), place, first + at - 1)
        items: list[str] = []
        for line in lines[at:]:
            mark = _ITEM.match(line)
            if mark:
                sign = mark[0].strip()
                items.append(f"{sign if sign[0].isdigit() else '-'} {said(line[mark.end() :])}")
            else:
                items[-1] += f" {said(line)}"
        yield Block(Sort.LIST, "\n".join(items), Place(place.file, first + at, 1), end)
        return
    if len(lines) == 1 and _looks_like_heading(lines[0]):
        yield Block(Sort.HEADING, said(lines[0]), place, end, 1 if lines[0].isupper() else 2)
        return
    yield Block(Sort.PARAGRAPH, _unbroken([*map(said, lines)], place, findings), place, end)


def _looks_like_heading(line: str) -> bool:
    bare = line.strip()
    if _ADDRESS.search(bare):
        return False
    return len(bare) <= _LINE_LIMIT and not bare.endswith(_ENDS) and any(map(str.isalpha, bare))


def _unbroken(lines: list[str], place: Place, findings: list[Finding]) -> str:
    """Return lines with the words whole that a hyphen at a line's end broke."""
    made = [lines[0]]
    for at, line in enumerate(lines[1:], 1):
        text = made[-1]
        if re.search(r"\w[-\u00ad]$", text[-2:]) and line[:1].islower():
            word = f"{text.split()[-1]}{line.split(' ')[0]}"
            what = f"`{short(word)}` was broken at a line's end, and is made whole"
            hint = "look whether its hyphen belongs there"
            findings.append(query("intake.hyphen", what, hint=hint, place=Place(place.file, (place.line or 1) + at, 1)))
            made[-1] = text[:-1] + line
        else:
            made.append(line)
    return "\n".join(made)


def joined(blocks: Iterable[Block], findings: list[Finding]) -> Iterator[Block]:
    """Yield blocks with the paragraphs whole that the end of a page broke: the first ends amid a sentence."""
    last: Block | None = None
    for block in blocks:
        if last and last.sort in (Sort.PARAGRAPH, Sort.HEADING) and _goes_on(last, block):
            what = f"a paragraph is broken before `{short(block.text, 40)}`, and is made whole"
            findings.append(query("intake.broken", what, hint="look whether it is one", place=block.place))
            last = Block(Sort.PARAGRAPH, f"{last.text} {block.text}", last.place, block.end)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _goes_on(last: Block, block: Block) -> bool:
    if block.sort not in (Sort.PARAGRAPH, Sort.HEADING) or not block.text[:1].islower():
        return False
    return not last.text.endswith(_ENDS) and len(last.text) > _LINE_LIMIT
