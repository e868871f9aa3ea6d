"""Boxes on a printed page: where things stand, through the forms that hold them, and which of them belong together.

In: objects of pypdfium2.  Out: their boxes, in pt from the page's bottom left.
"""

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pt from the page's bottom left."""
_TOUCHING = 1.0
"""White, in pt, between strips of one picture."""


def mark_of(thing: pypdfium2.PdfObject) -> int:
    """Return the number of the marked content to which a thing, or the form that holds it, belongs."""
    while thing.container is not None:
        thing = thing.container
    return int(pdfium.FPDFPageObj_GetMarkedContentID(thing.raw))


def box_of(thing: pypdfium2.PdfObject) -> Box:
    """Return the box of a thing on its page, through the forms that hold it."""
    left, bottom, right, top = thing.get_bounds()
    holder = thing.container
    while holder is not None:
        matrix = holder.get_matrix()
        corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
        right, top = max(x for x, _ in corners), max(y for _, y in corners)
        holder = holder.container
    return left, bottom, right, top


def around(boxes: Sequence[Box]) -> Box:
    """Return the box that holds all boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def sides_of(box: Box) -> tuple[float, float]:
    """Return the width and the height of a box."""
    return max(0.0, box[2] - box[0]), max(0.0, box[3] - box[1])


def area_of(box: Box) -> float:
    """Return the area of a box, in square pt."""
    width, height = sides_of(box)
    return width * height


def strips(boxes: list[tuple[int, Box]]) -> Iterator[list[int]]:
    """Yield the numbers of pictures; those that touch each other along a whole side are strips of one."""
    rest = boxes
    while rest:
        (first, box), *rest = rest
        strip = [first]
        while touching := next((one for one in rest if _touch(box, one[1])), None):
            rest.remove(touching)
            strip.append(touching[0])
            box = around([box, touching[1]])
        yield strip


def _touch(one: Box, other: Box) -> bool:
    def near(here: float, there: float) -> bool:
        return abs(here - there) <= _TOUCHING

    stacked = near(one[0], other[0]) and near(one[2], other[2]) and (near(one[1], other[3]) or near(one[3], other[1]))
    beside = near(one[1], other[1]) and near(one[3], other[3]) and (near(one[0], other[2]) or near(one[2], other[0]))
    return stacked or beside
