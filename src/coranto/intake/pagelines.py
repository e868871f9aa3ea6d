"""Lines of a printed page: the signs of a PDF, gathered to lines in reading order.

In: a page of pypdfium2 (https://pypdfium2.readthedocs.io), and the pictures on
it.  Out: its lines, as one reads them, over columns; each knows its box, its
size, and which of its words are bold or lead somewhere.  A page that is read
from right to left is looked at as in a mirror: its boxes are those of the
mirror, so that nobody below needs to know.
"""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2

from coranto.intake.leftward import leftward_pieces
from coranto.intake.pageboxes import Box
from coranto.intake.pagepictures import Shown
from coranto.intake.pagesigns import Sign, Signs, is_leftward

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
    picture: Shown | None = None
    """The picture that stands here instead of words."""
    inner: bool = False
    """Whether it stands in a drawing, and is a part of its picture."""

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


def lines_of(page: pypdfium2.PdfPage, pictures: Sequence[Shown] = ()) -> list[Line]:
    """Return the lines of a page, and its pictures, in the order in which they are read."""
    textpage = page.get_textpage()
    signs = Signs(page, textpage)
    leftward = is_leftward(textpage.get_text_range())
    lines = _leftward(signs) if leftward else _gathered(signs.as_filed())
    lines = [line for line in lines if line.text]
    drawn = [one.box for one in pictures if one.drawn and not one.why]
    inner = [line for line in lines if any(_stands_in(line, box) for box in drawn)]
    lines = [line for line in lines if line not in inner]
    lines += [
        Line(left, right, bottom, top, 0.0, picture=one) for one in pictures for left, bottom, right, top in (one.box,)
    ]
    if leftward:
        lines = [replace(line, left=-line.right, right=-line.left) for line in lines]
    return [*_in_order(lines), *(replace(line, inner=True) for line in inner)]


def _stands_in(line: Line, box: Box) -> bool:
    return box[0] <= (line.left + line.right) / 2 <= box[2] and box[1] <= (line.bottom + line.top) / 2 <= box[3]


def _leftward(signs: Signs) -> list[Line]:
    """Gather signs to pieces of lines by their places."""
    found: list[Line] = []
    for piece in leftward_pieces(signs.as_told()):
        seen = [sign for sign in piece if not sign.made]
        left, bottom = min(sign.box[0] for sign in seen), min(sign.box[1] for sign in seen)
        right, top = max(sign.box[2] for sign in seen), max(sign.box[3] for sign in seen)
        now = _Gathering(left, right, bottom, top, [round(sign.size, 1) for sign in seen], [])
        now.signs += [(sign.text, sign.bold, sign.address) for sign in piece]
        found.append(now.line())
    return found


def _gathered(signs: Iterable[Sign]) -> list[Line]:
    """Gather signs to pieces of lines, as the file has them: a wide gap or another height ends one."""
    lines: list[Line] = []
    now: _Gathering | None = None
    for sign in signs:
        if sign.text in "\r\n":
            if now and now.signs:
                lines.append(now.line())
            now = None
            continue
        if sign.made or not sign.text.strip():
            if now and now.signs and now.signs[-1][0] != " ":
                now.signs.append((" ", *now.signs[-1][1:]))
            continue
        left, bottom, right, top = sign.box
        if now and _apart(now, left, bottom, top, sign.size):
            lines.append(now.line())
            now = None
        if now is None:
            now = _Gathering(left, right, bottom, top, [], [])
        now.left, now.right = min(now.left, left), max(now.right, right)
        now.bottom, now.top = min(now.bottom, bottom), max(now.top, top)
        now.sizes.append(round(sign.size, 1))
        now.signs.append((sign.text, sign.bold, sign.address))
    if now and now.signs:
        lines.append(now.line())
    return lines


def _apart(now: _Gathering, left: float, bottom: float, top: float, size: float) -> bool:
    """Tell whether a sign begins another line: it stands higher or lower, or far to the side."""
    middle = (bottom + top) / 2
    off = not now.bottom - 0.3 * size <= middle <= now.top + 0.3 * size
    right_to_left = left < now.left
    return (
        off or (not right_to_left and left - now.right > 1.6 * size) or (right_to_left and now.left - left > 8 * size)
    )


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Join pieces of a column that stand on one height: a bullet and its text, a dotted line's number."""
    rows: list[list[Line]] = []
    for line in lines:
        row = rows[-1] if rows else None
        if (
            row
            and not row[-1].picture
            and not line.picture
            and _overlap(row[-1], line) > 0.5 * min(row[-1].top - row[-1].bottom, line.top - line.bottom)
        ):
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
