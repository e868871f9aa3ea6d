"""Coverage: how much ink pictures put on one spot."""

from collections.abc import Iterable
from io import BytesIO

import pikepdf
from PIL import Image, ImageChops

PIXEL_LIMIT = 100_000_000
_SPOT = 4
"""Pixels, across and down, of what counts as one spot: single pixels are noise."""
_INVERTED = [1, 0] * 4


def measure(pdf: pikepdf.Pdf, numbers: Iterable[int]) -> dict[int, float]:
    """Return for pictures in four inks, by their objects, the most ink on one spot, in percent."""
    found = {}
    for number in sorted(numbers):
        stream = pdf.get_object(number, 0)
        picture = _inks(stream) if isinstance(stream, pikepdf.Stream) else None
        if picture is not None:
            found[number] = _most(picture)
    return found


def _inks(stream: pikepdf.Stream) -> Image.Image | None:
    """Return a picture whose channels say how much of each ink is printed; None if it can't be told."""
    size = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if size[0] * size[1] > PIXEL_LIMIT or stream.get("/BitsPerComponent", 8) != 8:  # noqa: PLR2004
        return None
    decode = stream.get("/Decode")
    inverted = decode is not None and [float(end) for end in decode] == _INVERTED
    try:
        if stream.get("/Filter") == "/DCTDecode":
            picture: Image.Image = Image.open(BytesIO(stream.read_raw_bytes()))
            inverted = not inverted  # Pillow turns inks round, as Adobe writes them
            if picture.mode != "CMYK" or picture.size != size:
                return None
            picture.load()
        else:
            picture = Image.frombytes("CMYK", size, stream.read_bytes())
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError, Image.DecompressionBombError):
        return None
    return ImageChops.invert(picture) if inverted else picture


def _most(picture: Image.Image) -> float:
    cyan, magenta, yellow, black = picture.reduce(min(_SPOT, *picture.size)).split()
    pairs = ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2)
    most = ImageChops.add(*pairs, scale=2).getextrema()[1]
    return float(most) / 255 * 400  # type: ignore[arg-type] # of one channel, two numbers
