"""Plates: pages that differ as pictures, for a report.

In: two PDFs and how they differ.  Out: for each page that looks otherwise, is
new or is gone, its pictures before and after.
"""

from dataclasses import dataclass
from pathlib import Path

from coranto.compare import pixels
from coranto.compare.model import Comparison, PagePair
from coranto.compare.reading import Document

DPI = 80.0
"""Pixels to the inch of a picture in a report: text can just be read."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A pair of pages as pictures (WebP); one is None where a page has no other."""

    pair: PagePair
    before: bytes | None
    after: bytes | None
    size: tuple[float, float]
    """Width and height of both together, in pt."""


def plates(before: Path, after: Path, found: Comparison, *, most: int) -> tuple[Plate, ...]:
    """Return at most so many plates of a comparison: those that differ most go first, all in the order of pages.

    Raises:
        EditionError: one of the two can't be read.

    """
    pairs = [
        *found.looks,
        *(PagePair(page, None, 1.0) for page in found.gone),
        *(PagePair(None, page, 1.0) for page in found.added),
    ]
    pairs = sorted(pairs, key=lambda pair: (pair.furniture, -pair.share))[:most]
    with Document(before) as one, Document(after) as other:
        return tuple(
            _plate(one, other, pair) for pair in sorted(pairs, key=lambda pair: pair.after or pair.before or 0)
        )


def _plate(before: Document, after: Document, pair: PagePair) -> Plate:
    pictures: list[bytes | None] = []
    width = height = 0.0
    for document, number in ((before, pair.before), (after, pair.after)):
        if number is None:
            pictures.append(None)
            continue
        size = document.size(number)
        scale = pixels.scale_for(size, DPI)
        pictures.append(pixels.as_picture(document.picture(number, scale)))
        width, height = max(width, size[0]), max(height, size[1])
    return Plate(pair, pictures[0], pictures[1], (width, height))


def first_page(pdf: Path, *, dpi: float = 40.0) -> bytes:
    """Return a picture (WebP) of the first page of a PDF.

    Raises:
        EditionError: it can't be read.

    """
    with Document(pdf) as document:
        return pixels.as_picture(document.picture(1, pixels.scale_for(document.size(1), dpi)))
