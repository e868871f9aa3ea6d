"""Lines of a printed page: the signs of a PDF, gathered to lines in reading order.

In: a page of pypdfium2 (https://pypdfium2.readthedocs.io).  Out: its lines, as
one reads them, over columns; each knows its box, its size, and which of its
words are bold or lead somewhere.
"""

import ctypes
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

_BOLD = 600
"""Weight from which type is bold."""
_HYPHENS = ("\x02", "\ufffe", "\u00ad", "\u2010")
_URL_LIMIT = 4_096
_MARK_LENGTH = 4
"""Signs of the longest bullet or number of an item."""
_DOTTED = re.compile(r"(?:\s?[.…·]){4,}\s*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike, and where they lead."""

    text: str
    bold: bool = False
    address: str = ""


@dataclass
class Line:
    """A line: its box in pt from the page's bottom left, the size of its type, its runs."""

    left: float
    right: float
    bottom: float
    top: float
    size: float
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.runs) and all(run.bold for run in self.runs if run.text.strip())


@dataclass
class _Gathering:
    """A line as it grows, sign by sign."""

    left: float
    right: float
    bottom: float
    top: float
    sizes: list[float]
    signs: list[tuple[str, bool, str]]

    def line(self) -> Line:
        runs: list[Run] = []
        for sign, bold, address in self.signs:
            if runs and (runs[-1].bold, runs[-1].address) == (bold, address):
                runs[-1] = Run(runs[-1].text + sign, bold, address)
            else:
                runs.append(Run(sign, bold, address))
        return Line(self.left, self.right, self.bottom, self.top, statistics.mode(self.sizes), runs)


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines of a page in the order in which they are read."""
    return _in_order(_gathered(page))


def _gathered(page: pypdfium2.PdfPage) -> list[Line]:
    """Gather signs to pieces of lines, as the file has them: a wide gap or another height ends one."""
    textpage = page.get_textpage()
    raw, links = textpage.raw, _links(page)
    lines: list[Line] = []
    now: _Gathering | None = None
    for at in range(textpage.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(raw, at))
        if sign in "\r\n":
            if now and now.signs:
                lines.append(now.line())
            now = None
            continue
        left, bottom, right, top = textpage.get_charbox(at, loose=True)
        generated = pdfium.FPDFText_IsGenerated(raw, at) == 1
        size = pdfium.FPDFText_GetFontSize(raw, at) * _scale(raw, at)
        if sign in _HYPHENS:
            sign = "-"
        if generated or not sign.strip():
            if now and now.signs and now.signs[-1][0] != " ":
                now.signs.append((" ", *now.signs[-1][1:]))
            continue
        bold = pdfium.FPDFText_GetFontWeight(raw, at) >= _BOLD
        address = next((url for box, url in links if _inside((left + right) / 2, (bottom + top) / 2, box)), "")
        if now and _apart(now, left, bottom, top, size):
            lines.append(now.line())
            now = None
        if now is None:
            now = _Gathering(left, right, bottom, top, [], [])
        now.left, now.right = min(now.left, left), max(now.right, right)
        now.bottom, now.top = min(now.bottom, bottom), max(now.top, top)
        now.sizes.append(round(size, 1))
        now.signs.append((sign, bold, address))
    if now and now.signs:
        lines.append(now.line())
    return [line for line in lines if line.text]


def _scale(raw: pdfium.FPDF_TEXTPAGE, at: int) -> float:
    """Return by how much the page enlarges the type that it names."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, at, ctypes.byref(matrix)):
        return 1.0
    return float((matrix.a**2 + matrix.b**2) ** 0.5) or 1.0


def _apart(now: _Gathering, left: float, bottom: float, top: float, size: float) -> bool:
    """Tell whether a sign begins another line: it stands higher or lower, or far to the side."""
    middle = (bottom + top) / 2
    off = not now.bottom - 0.3 * size <= middle <= now.top + 0.3 * size
    right_to_left = left < now.left
    return (
        off or (not right_to_left and left - now.right > 1.6 * size) or (right_to_left and now.left - left > 8 * size)
    )


def _links(page: pypdfium2.PdfPage) -> list[tuple[tuple[float, float, float, float], str]]:
    """Return the boxes of a page that lead to the web or to a mailbox, with their addresses."""
    found: list[tuple[tuple[float, float, float, float], str]] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        buffer = ctypes.create_string_buffer(_URL_LIMIT)
        length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, _URL_LIMIT) if action else 0
        box = pdfium.FS_RECTF()
        if 1 < length <= _URL_LIMIT and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            url = buffer.raw[: length - 1].decode("utf-8", "replace")
            if url.startswith(("http://", "https://", "mailto:")):
                found.append(((box.left, box.bottom, box.right, box.top), url))
    return found


def _inside(across: float, up: float, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    return left <= across <= right and min(bottom, top) <= up <= max(bottom, top)


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Join pieces of a column that stand on one height: a bullet and its text, a dotted line's number."""
    rows: list[list[Line]] = []
    for line in lines:
        row = rows[-1] if rows else None
        if row and _overlap(row[-1], line) > 0.5 * min(row[-1].top - row[-1].bottom, line.top - line.bottom):
            row.append(line)
        else:
            rows.append([line])
    whole: list[Line] = []
    for row in rows:
        pieces = sorted(row, key=lambda piece: piece.left)
        joined = [pieces[0]]
        for piece in pieces[1:]:
            last = joined[-1]
            gap = piece.left - last.right
            near = gap < 3 * piece.size or (len(last.text) <= _MARK_LENGTH and gap < 6 * piece.size)
            if not near and not _DOTTED.search(last.text):
                joined.append(piece)
                continue
            initial = (
                len(last.text) == 1
                and last.text.isupper()
                and last.size > 1.5 * piece.size
                and piece.text[:1].islower()
            )
            longest = max((last, piece), key=lambda one: len(one.text))
            runs = [*last.runs, *([] if initial or gap < 0.1 * piece.size else [Run(" ")]), *piece.runs]
            joined[-1] = Line(last.left, piece.right, longest.bottom, longest.top, longest.size, runs)
        whole += joined
    return whole


def _overlap(one: Line, other: Line) -> float:
    return min(one.top, other.top) - max(one.bottom, other.bottom)


def _in_order(lines: list[Line]) -> list[Line]:
    """Return lines from the top down, column after column; what runs over columns stands between them."""
    lines = sorted(lines, key=lambda line: (-line.top, line.left))
    gutter = _gutter(lines)
    if gutter is None:
        return _whole(lines)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.right <= gutter + 1:
            left.append(line)
        elif line.left >= gutter - 1:
            right.append(line)
        else:
            ordered += [*_in_order(left), *_in_order(right), line]
            left, right = [], []
    return [*ordered, *_in_order(left), *_in_order(right)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the white between two columns is: hardly a line crosses it, and text stands on both sides."""
    width = max((line.right for line in lines), default=0.0) - min((line.left for line in lines), default=0.0)
    best: tuple[int, float] | None = None
    for at in sorted({round(line.left, 0) - 2 for line in lines}):
        before = [line for line in lines if line.right <= at + 1]
        after = [line for line in lines if line.left >= at - 1]
        crossing = len(lines) - len(before) - len(after)
        if min(len(before), len(after)) < 3 or crossing > 0.4 * len(lines):  # noqa: PLR2004 - lines of a column
            continue
        widths = (statistics.median(line.right - line.left for line in side) for side in (before, after))
        if min(widths) < 0.15 * width or not _side_by_side(before, after):
            continue
        if best is None or crossing < best[0]:
            best = crossing, at
    return best[1] if best else None


def _side_by_side(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Tell whether two groups of lines share most of the height of the lower one."""
    top = min(max(line.top for line in one), max(line.top for line in other))
    bottom = max(min(line.bottom for line in one), min(line.bottom for line in other))
    heights = (max(line.top for line in side) - min(line.bottom for line in side) for side in (one, other))
    return top - bottom > 0.4 * min(heights)
