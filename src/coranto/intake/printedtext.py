"""Printed text: lines of pages become headings, paragraphs, lists and pictures again.

In: the lines of a PDF that are copy, and its pictures, in reading order.  Out:
blocks: headings by the size of their type, paragraphs whole over lines, columns
and pages, a picture with the smaller line below it as its caption.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from coranto.findings import Place, query
from coranto.intake.artwork import Artwork
from coranto.intake.captions import captions_of
from coranto.intake.pagelines import Line, Run
from coranto.intake.pagepictures import Shown
from coranto.intake.runningheads import Placed
from coranto.intake.stream import Block, Reading, Sort, escaped, short
from coranto.intake.writer import slug
from coranto.issue.passages import said

_BULLET = re.compile(r"^\s*(?:[•‣▪–◦■□*·●○-]|(\d{1,3})[.)])\s+")
_STARS = re.compile(r"^[*·•⁂\s]+$|^[-–—_]{3,}$")
_ENDS = (".", "!", "?", ":", "…", ".”", "。", "！", "？", "؟", "।", ")", "”", "»", '"')
_LARGER = 1.12
"""By how much larger than text a heading is set."""
_HEADING_LIMIT = 200
_STEP = 1.35
"""By how much more than usual one line stands below another that begins a paragraph."""


class Setter:
    """Puts lines together to blocks."""

    def __init__(self, placed: list[Placed], reading: Reading) -> None:
        self.reading = reading
        self.artwork = Artwork(reading.path, "", reading, {})
        sizes: Counter[float] = Counter()
        lines = [one for one in placed if one.line.picture is None]
        for one in lines:
            sizes[one.line.size] += len(one.line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        steps = [
            one.line.bottom - other.line.bottom
            for one, other in pairwise(lines)
            if one.page == other.page and one.line.size == other.line.size == self.body
        ]
        near = [step for step in steps if 0 < step < 3 * self.body]
        self.step = statistics.median(near) if near else 1.3 * self.body
        larger = sorted({round(one.line.size) for one in lines if self._is_larger(one.line)}, reverse=True)
        self.levels = {size: min(level, 5) for level, size in enumerate(larger, 1)}
        self.words = Counter(re.findall(r"\w+-\w+", "\n".join(one.line.text for one in lines).casefold()))
        self.captions = dict(captions_of(placed, self.body))
        within = {one.number for caption in self.captions.values() for one in caption}
        self.placed = [one for one in placed if one.number not in within]

    def _is_larger(self, line: Line) -> bool:
        return (
            line.size >= _LARGER * self.body and len(line.text) <= _HEADING_LIMIT and any(map(str.isalpha, line.text))
        )

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the document; items that follow each other are one list."""
        last: Block | None = None
        for group in self._groups():
            block = self._block(group)
            if last and last.sort is block.sort is Sort.LIST and block.first == last.end + 1:
                inner = block.text.startswith("- ") and not last.text.startswith("- ")
                last = Block(Sort.LIST, f"{last.text}\n{'   ' if inner else ''}{block.text}", last.place, block.end)
                continue
            if last:
                yield last
            last = block
        if last:
            yield last

    def _groups(self) -> Iterator[list[Placed]]:
        """Yield what belongs together; a paragraph goes on behind a picture that stands amid it."""
        group: list[Placed] = []
        pictures: list[Placed] = []
        for one in self.placed:
            if one.line.picture:
                pictures.append(one)
                continue
            if group and not self._goes_on(group, one, parted=bool(pictures)):
                yield group
                group = []
            if not group:
                yield from ([picture] for picture in pictures)
                pictures = []
            group.append(one)
        if group:
            yield group
        yield from ([picture] for picture in pictures)

    def _sort(self, line: Line) -> str:
        if self._is_larger(line):
            return f"heading {round(line.size)}"
        if line.bold and len(line.text) <= _HEADING_LIMIT and not line.text.endswith((".", ":")):
            return "bold"
        return "text"

    def _goes_on(self, group: list[Placed], one: Placed, *, parted: bool) -> bool:
        """Tell whether a line goes on with the block of those before it."""
        last, line = group[-1].line, one.line
        if self._sort(last) != self._sort(line) or _BULLET.match(line.text) or _STARS.match(line.text):
            return False
        down = last.bottom - line.bottom
        if self._sort(line) != "text":
            return group[-1].page == one.page and 0 < down < 2 * line.size
        ends = last.text.endswith(_ENDS)
        far = down > _STEP * max(self.step, 1.2 * line.size)
        if group[-1].page != one.page or down <= 0 or (parted and far):  # another page or column, or behind a picture
            return not ends or line.text[:1].islower()
        if abs(last.size - line.size) > 0.1 * self.body and not line.text[:1].islower():
            return False
        if far:
            return False
        indented = line.left - min(last.left, group[0].line.left) > 0.8 * line.size and len(group) > 1
        hanging = bool(_BULLET.match(group[0].line.text))
        return hanging or not (indented and ends)

    def _block(self, group: list[Placed]) -> Block:
        first, end = group[0], group[-1].number
        place = Place(self.reading.path, first.number, 1)
        if first.line.picture:
            return self._picture(first, first.line.picture, place)
        if first.page != group[-1].page:
            what = f"a paragraph that begins `{short(first.line.text, 40)}` runs over pages, and is made whole"
            hint = f"look at the pages {first.page} and {group[-1].page}"
            self.reading.findings.append(query("intake.broken", what, hint=hint, place=place))
        sort = self._sort(first.line)
        if sort.startswith("heading"):
            text = self._joined(group, plain=True)
            return Block(Sort.HEADING, text, place, end, self.levels[round(first.line.size)])
        if sort == "bold":
            return Block(
                Sort.HEADING, self._joined(group, plain=True), place, end, max(self.levels.values(), default=0) + 1
            )
        text = self._joined(group, plain=False)
        if _STARS.match(first.line.text) and len(group) == 1:
            return Block(Sort.OTHER, "---", place, end)
        if mark := _BULLET.match(first.line.text):
            self.reading.lines[first.number] = first.line.text[mark.end() :]  # its number is no word
            bare = re.sub(r"^(?:\*\*)?\\?(?:[•‣▪–◦■□*·●○-]|\d{1,3}\\?[.)])(?:\*\*)?\s+", "", text)
            return Block(Sort.LIST, f"{mark[1]}. {bare}" if mark[1] else f"- {bare}", place, end)
        return Block(Sort.PARAGRAPH, text, place, end)

    def _picture(self, one: Placed, shown: Shown, place: Place) -> Block:
        """Return a picture with its caption; it is called by what it shows, or by its page."""
        lines = self.captions.get(one.number, [])
        caption = " ".join(said(self._joined(lines, plain=True)).split())
        named = slug(shown.alt) if shown.alt else ""
        stem = named if named and named.isascii() else f"page-{one.page}"
        address = f"{shown.key}/{stem}{shown.suffix}"
        assert self.artwork.packed is not None  # noqa: S101 - given above
        self.artwork.packed[address] = shown.content
        text = self.artwork.show(address, shown.alt if shown.alt != caption else "", place, caption)
        return Block(Sort.PICTURE, text, place, max((line.number for line in lines), default=one.number))

    def _joined(self, group: list[Placed], *, plain: bool) -> str:
        """Return the lines as one; a word that a hyphen broke is whole, unless it has its hyphen elsewhere, too."""
        runs: list[Run] = []
        for one in group:
            line = one.line.runs
            if runs and re.search(r"\w-$", runs[-1].text.rstrip()) and one.line.text[:1].islower():
                last = runs[-1].text.rstrip()
                word = f"{last.split()[-1]}{one.line.text.split()[0]}".casefold()
                keeps = self.words[re.sub(r"[^\w-]", "", word)] > 0
                runs[-1] = Run(last if keeps else last[:-1], runs[-1].bold, runs[-1].address)
            elif runs:
                runs.append(
                    Run(
                        " ",
                        runs[-1].bold and line[0].bold,
                        runs[-1].address if line[0].address == runs[-1].address else "",
                    )
                )
            runs += line
        return _marked(runs, plain=plain)


def _marked(runs: list[Run], *, plain: bool) -> str:
    """Return runs as Markdown: bold and links marked, each as long as it goes."""
    merged: list[Run] = []
    for run in runs:
        if merged and (merged[-1].bold, merged[-1].address) == (run.bold, run.address):
            merged[-1] = Run(merged[-1].text + run.text, run.bold, run.address)
        else:
            merged.append(run)
    parts: list[str] = []
    for run in merged:
        said = escaped(re.sub(r"\s+", " ", run.text))
        bare = said.strip()
        lead, tail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
        if bare and run.address:
            address = f"<{run.address}>" if re.search(r"[()\s]", run.address) else run.address
            said = f"{lead}[{bare}]({address}){tail}"
        elif bare and run.bold and not plain and re.match(r"\w", bare):
            said = f"{lead}**{bare}**{tail}"
        parts.append(said)
    return re.sub(r" {2,}", " ", "".join(parts)).strip()
