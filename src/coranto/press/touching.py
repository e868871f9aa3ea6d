"""Touching: lines that are printed over one another, or so close that their letters meet.

In: the texts of the copy on one page, each by what its capitals take of the
page.  Out: those that can't be read, or hardly, for the one above them.  It
takes the boxes as they stand, so it doesn't matter whether a line height, a
margin or a position has brought them there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coranto.press.hanspacing import WIDE

CAPITALS = 0.7
"""Height of capitals, in em: what two lines must not share."""
SHARED = 0.3
"""Part of its height that a line may share with another: below this, they touch and can be read."""
NEAREST, NEAREST_WIDE = 0.75, 0.9
"""From one baseline to the next, in em; nearer, letters meet: descenders what is below them, of wide scripts any."""

Box = Any  # the engine has no types


@dataclass(frozen=True, slots=True)
class Line:
    """A text on a page: how high its capitals are and where it begins and ends, in px."""

    top: float
    base: float
    left: float
    right: float
    box: Box
    identity: str

    @classmethod
    def of(cls, box: Box, identity: str) -> "Line":
        """Return the line that a text box is."""
        base = box.position_y + box.baseline
        top = base - CAPITALS * box.style["font_size"]
        return cls(top, base, box.position_x, box.position_x + box.width, box, identity)


def over_others(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines that stand over another or touch it; and whether they only touch it."""
    in_order = sorted(lines, key=lambda line: line.top)
    for index, line in enumerate(in_order):
        size = line.box.style["font_size"]
        for other in in_order[index + 1 :]:
            if other.top >= line.base + size * (NEAREST_WIDE - CAPITALS):
                break
            high = min(line.base, other.base) - other.top
            wide = min(line.right, other.right) - max(line.left, other.left)
            least = min(line.base - line.top, other.base - other.top)
            if wide <= least:
                continue
            if high > SHARED * least:
                yield other, False
            elif 0 < other.base - line.base < _nearest(line, other) * min(size, other.box.style["font_size"]):
                yield other, True


def _nearest(line: Line, other: Line) -> float:
    wide = WIDE.search(line.box.text) and WIDE.search(other.box.text)
    return NEAREST_WIDE if wide else NEAREST
