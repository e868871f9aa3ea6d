"""Printed issues: a PDF with a text layer becomes blocks again.

In: a PDF.  Out: headings by the size of their type, paragraphs whole over
lines, columns and pages, lists, links; running heads and folios are furniture.
A PDF that holds only pictures of pages is refused: it needs OCR first.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2

from coranto.findings import Place, query
from coranto.intake.decoding import refused
from coranto.intake.pagelines import Line, Run, lines_of
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Block, Left, Reading, Sort, escaped, short

_BULLET = re.compile(r"^\s*(?:[•‣▪–◦■□*·●○-]|(\d{1,3})[.)])\s+")
_FOLIO = re.compile(
    r"^(?:[-–—\s|·]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s|·]*|[ivxlc]{1,7})$", re.IGNORECASE
)
_LISTED = re.compile(r"(?:\s?[.…·]){4,}\s*\d+$")
_STARS = re.compile(r"^[*·•⁂\s]+$|^[-–—_]{3,}$")
_ENDS = (".", "!", "?", ":", "…", ".”", "。", "！", "？", "؟", "।", ")", "”", "»", '"')
_MARGIN = 0.12
"""Share of a page's height, at its head and at its foot, in which running heads stand."""
_LARGER = 1.12
"""By how much larger than text a heading is set."""
_HEADING_LIMIT = 200
PAGE_LIMIT = 2_000


@dataclass
class _Placed:
    """A line, and where it stands."""

    line: Line
    number: int
    """Of all lines of the document."""
    page: int
    height: float


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a PDF holds; it tells its encoding itself.

    Raises:
        CopyError: it is encrypted or torn, or has no text.

    """
    del recipe, encoding
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = f"`{path.name}` is {'encrypted' if locked else 'no whole PDF'}"
        hint = "save it without a password" if locked else "copy it anew, or mend it with qpdf"
        raise refused(path, "intake.encrypted" if locked else "intake.torn", what, hint) from error
    with document:
        if len(document) > PAGE_LIMIT:
            what = f"`{path.name}` has {len(document):,} pages, the limit is {PAGE_LIMIT:,}"
            raise refused(path, "intake.too-large", what, "split it into issues")
        reading = Reading(path, [])
        placed = list(_lines(document, reading))
        title = document.get_metadata_dict().get("Title", "").strip()
        reading.facts = {"title": title} if title else {}
        if not placed:
            what = f"`{path.name}` has no text: its pages are pictures"
            raise refused(
                path, "intake.no-text", what, "run OCR over it first, such as ocrmypdf, and import what it makes"
            )
    reading.lines = {one.number: one.line.text for one in placed}
    kept = list(_without_furniture(placed, reading))
    reading.blocks = list(_Setter(kept, reading).blocks())
    return reading


def _lines(document: pypdfium2.PdfDocument, reading: Reading) -> Iterator[_Placed]:
    number = 0
    empty: list[int] = []
    for at, page in enumerate(document, 1):
        height = page.get_height()
        lines = lines_of(page)
        pictures = sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
        if pictures and not lines:
            empty.append(at)
        elif pictures:
            what = f"page {at} holds {pictures} pictures, which a PDF doesn't give back whole"
            hint = "take the files that it was made of, or pdfimages, and put them into art/"
            reading.findings.append(query("intake.picture", what, hint=hint, place=Place(reading.path)))
        for line in lines:
            number += 1
            yield _Placed(line, number, at, height)
        page.close()
    if empty and number:
        what = f"the pages {', '.join(map(str, empty[:10]))} have no text: they are pictures"
        reading.findings.append(
            query("intake.no-text", what, hint="run OCR over them first", place=Place(reading.path))
        )


def _without_furniture(placed: list[_Placed], reading: Reading) -> Iterator[_Placed]:
    """Yield the lines but running heads and folios: what margins of several pages hold, or a number there."""
    pages = placed[-1].page
    sizes = Counter(one.line.size for one in placed for _ in one.line.text)
    body = sizes.most_common(1)[0][0]

    def height(one: _Placed) -> tuple[float, float]:
        return round(one.line.bottom), one.line.size

    def in_margin(one: _Placed) -> bool:
        return one.line.bottom > (1 - _MARGIN) * one.height or one.line.top < _MARGIN * one.height

    def key(one: _Placed) -> str:
        return re.sub(r"\d+", "#", one.line.text.casefold())

    margins = Counter({(key(one), one.page): 1 for one in placed if in_margin(one)}.keys())
    seen = Counter(said for said, _ in margins)
    levels = Counter(level for level, _ in {(height(one), one.page): 1 for one in placed if in_margin(one)})
    for one in placed:
        repeated = in_margin(one) and seen[key(one)] > 1
        level = in_margin(one) and one.line.size < 0.95 * body and levels[height(one)] >= max(3, round(0.4 * pages))
        folio = in_margin(one) and _FOLIO.match(one.line.text)
        listed = _LISTED.search(one.line.text)
        if repeated or level or folio or listed:
            why = "folio" if folio else "line of a contents page" if listed else "running head or foot"
            reading.left.append(Left(one.number, one.number, one.line.text, why))
            del reading.lines[one.number]
        else:
            yield one


class _Setter:
    """Puts lines together to blocks."""

    def __init__(self, placed: list[_Placed], reading: Reading) -> None:
        self.placed, self.reading = placed, reading
        sizes: Counter[float] = Counter()
        for one in placed:
            sizes[one.line.size] += len(one.line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        steps = [
            one.line.bottom - other.line.bottom
            for one, other in pairwise(placed)
            if one.page == other.page and one.line.size == other.line.size == self.body
        ]
        near = [step for step in steps if 0 < step < 3 * self.body]
        self.step = statistics.median(near) if near else 1.3 * self.body
        larger = sorted({round(one.line.size) for one in placed if self._is_larger(one.line)}, reverse=True)
        self.levels = {size: min(level, 5) for level, size in enumerate(larger, 1)}
        self.words = Counter(re.findall(r"\w+-\w+", "\n".join(one.line.text for one in placed).casefold()))

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

    def _groups(self) -> Iterator[list[_Placed]]:
        group: list[_Placed] = []
        for one in self.placed:
            if group and not self._goes_on(group, one):
                yield group
                group = []
            group.append(one)
        if group:
            yield group

    def _sort(self, line: Line) -> str:
        if self._is_larger(line):
            return f"heading {round(line.size)}"
        if line.bold and len(line.text) <= _HEADING_LIMIT and not line.text.endswith((".", ":")):
            return "bold"
        return "text"

    def _goes_on(self, group: list[_Placed], one: _Placed) -> bool:
        """Tell whether a line goes on with the block of those before it."""
        last, line = group[-1].line, one.line
        if self._sort(last) != self._sort(line) or _BULLET.match(line.text) or _STARS.match(line.text):
            return False
        down = last.bottom - line.bottom
        if self._sort(line) != "text":
            return group[-1].page == one.page and 0 < down < 2 * line.size
        ends = last.text.endswith(_ENDS)
        if group[-1].page != one.page or down <= 0:  # another page or column
            return not ends or line.text[:1].islower()
        if abs(last.size - line.size) > 0.1 * self.body and not line.text[:1].islower():
            return False
        if down > 1.35 * max(self.step, 1.2 * line.size):
            return False
        indented = line.left - min(last.left, group[0].line.left) > 0.8 * line.size and len(group) > 1
        hanging = bool(_BULLET.match(group[0].line.text))
        return hanging or not (indented and ends)

    def _block(self, group: list[_Placed]) -> Block:
        first, end = group[0], group[-1].number
        place = Place(self.reading.path, first.number, 1)
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

    def _joined(self, group: list[_Placed], *, plain: bool) -> str:
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
