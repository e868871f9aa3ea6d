"""Page pictures: two pages laid over each other, and where they differ.

In: two pages as PDFium's bitmaps.  Out: how much of them differs, by how much,
and the areas.  Every pixel counts and every colour channel; a difference of up
to `tolerance` (0 if nothing is said) is passed over, and none else.
"""

from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageFilter

from coranto.findings import Spot

PIXEL_LIMIT = 40_000_000
"""Pixels of the largest page picture: A0 at 100 to the inch has 15 million."""
CELL = 8
"""Pixels of a cell: areas are rectangles of cells."""
_AREA_LIMIT = 40

Bitmap = Any  # PDFium has no types


class Difference(NamedTuple):
    """How two page pictures differ."""

    share: float
    """Of the pixels, from 0 to 1."""
    largest: int
    """Of a colour channel, from 0 to 255."""
    areas: tuple[Spot, ...]


def scale_for(size: tuple[float, float], dpi: float) -> float:
    """Return pixels to the pt for a page of this size in pt; less than asked for where it would be too large."""
    scale = dpi / 72
    pixels = max(size[0], 1) * max(size[1], 1) * scale * scale
    return float(scale if pixels <= PIXEL_LIMIT else scale * (PIXEL_LIMIT / pixels) ** 0.5)


def difference(before: Bitmap, after: Bitmap, *, page: int, scale: float, tolerance: int = 0) -> Difference | None:
    """Return how two pictures of a page differ, or nothing if no pixel does."""
    alike = (before.width, before.height, before.stride) == (after.width, after.height, after.stride)
    if alike and bytes(before.buffer) == bytes(after.buffer):
        return None
    one, other = before.to_pil().convert("RGB"), after.to_pil().convert("RGB")
    size = max(one.width, other.width), max(one.height, other.height)
    red, green, blue = ImageChops.difference(_on_ground(one, size, 0), _on_ground(other, size, 255)).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    largest = int(most.getextrema()[1])  # type: ignore[arg-type] # of one channel, two numbers
    if largest <= tolerance:
        return None
    mask = most.point([255 if value > tolerance else 0 for value in range(256)])
    share = mask.histogram()[255] / (size[0] * size[1])
    return Difference(share, largest, _areas(mask, page, scale))


def _on_ground(picture: Image.Image, size: tuple[int, int], ground: int) -> Image.Image:
    """Return a picture enlarged; what only one of two pages covers differs, on grounds that do."""
    if picture.size == size:
        return picture
    enlarged = Image.new("RGB", size, (ground, ground, ground))
    enlarged.paste(picture)
    return enlarged


def _areas(mask: Image.Image, page: int, scale: float) -> tuple[Spot, ...]:
    """Return rectangles around what differs; near ones are one, so that there are not too many."""
    cells = mask.reduce(CELL).point([0, *[255] * 255])
    while True:
        cells = cells.filter(ImageFilter.MaxFilter(3))
        found = _islands(cells)
        if len(found) <= _AREA_LIMIT:
            break
    cell = CELL / scale
    right, bottom = mask.width / scale, mask.height / scale
    return tuple(
        Spot(page, left * cell, top * cell, min(end * cell, right) - left * cell, min(foot * cell, bottom) - top * cell)
        for left, top, end, foot in found
    )


def _islands(cells: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes of what hangs together, from the top down."""
    width, height = cells.size
    left = {at for at, value in enumerate(cells.tobytes()) if value}
    found = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        waiting, columns, rows = [start], [start % width], [start // width]
        while waiting:
            at = waiting.pop()
            row, column = divmod(at, width)
            columns.append(column)
            rows.append(row)
            for near_row in range(max(row - 1, 0), min(row + 2, height)):
                for near in range(near_row * width + max(column - 1, 0), near_row * width + min(column + 2, width)):
                    if near in left:
                        left.discard(near)
                        waiting.append(near)
        found.append((min(columns), min(rows), max(columns) + 1, max(rows) + 1))
    return found


def as_picture(bitmap: Bitmap) -> bytes:
    """Return a page as a small picture for a browser (WebP, without loss)."""
    out = BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "WEBP", lossless=True, quality=60, method=2)
    return out.getvalue()
