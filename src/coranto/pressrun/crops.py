"""Crops: the spot of each finding, as a picture of the page around it.

In: a PDF that isn't trusted, and spots on its pages.  Out: pictures, made in a
process of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from coranto.children.guard import guarded
from coranto.children.limits import Limits
from coranto.compare.pixels import scale_for
from coranto.compare.reading import Document
from coranto.errors import CorantoError
from coranto.findings import Spot
from coranto.preflight.painting import read_document

DPI = 110.0
_AROUND = 36.0
"""pt of the page that are shown around a spot."""
_LEAST = 150.0
"""pt that a picture is wide and high, at least."""
_MARK = (209, 0, 122)
_LIMIT = 200
"""Pictures of one PDF."""
_MOST = Limits(120.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    pdf: bytes
    spots: tuple[Spot, ...]


def crops(pdf: bytes, spots: Iterable[Spot]) -> dict[Spot, bytes]:
    """Return a picture (WebP) of each spot; of none that can't be shown."""
    asked = _Asked(pdf, tuple(dict.fromkeys(spots))[:_LIMIT])
    try:
        return guarded(lambda _: dict(_pictures(asked)), limits=_MOST)
    except CorantoError:
        return {}


def _pictures(asked: _Asked) -> Iterator[tuple[Spot, bytes]]:
    """Yield pictures, a page at a time; spots count from where the page is cut, in pt."""
    pages = {page.number: page for page in read_document(asked.pdf).pages}
    with Document(asked.pdf) as document:
        for number in sorted({spot.page for spot in asked.spots} & pages.keys()):
            page, size = pages[number], document.size(number)
            scale = scale_for(size, DPI)
            whole = document.picture(number, scale).to_pil().convert("RGB")
            wide = page.sheet[0] or size[0]
            for spot in (spot for spot in asked.spots if spot.page == number):
                yield spot, _crop(whole, spot, page.offset, whole.width / wide)


def _crop(page: Image.Image, spot: Spot, offset: tuple[float, float], scale: float) -> bytes:
    """Return what is around a spot, the spot framed."""
    left, top = spot.x + offset[0], spot.y + offset[1]
    middle = left + spot.width / 2, top + spot.height / 2
    half = [max(side + 2 * _AROUND, _LEAST) / 2 for side in (spot.width, spot.height)]
    box = (
        max(round((middle[0] - half[0]) * scale), 0),
        max(round((middle[1] - half[1]) * scale), 0),
        min(round((middle[0] + half[0]) * scale), page.width),
        min(round((middle[1] + half[1]) * scale), page.height),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        box = (0, 0, page.width, page.height)
    shown = page.crop(box)
    frame = (
        left * scale - box[0] - 3,
        top * scale - box[1] - 3,
        (left + spot.width) * scale - box[0] + 3,
        (top + spot.height) * scale - box[1] + 3,
    )
    ImageDraw.Draw(shown).rectangle(frame, outline=_MARK, width=2)
    output = BytesIO()
    shown.save(output, "WEBP", quality=80, method=4)
    return output.getvalue()
