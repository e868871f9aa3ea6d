"""Pictures of a PDF: how large each is drawn, and fewer pixels where there are more than its reader can see.

In: an open PDF.  Out: the same, its pictures sampled down.  What one picture
is drawn at is known from the transformations that stand before it in the
content of pages, forms and patterns (ISO 32000-1, 8.3).
"""

import io
import math
import zlib
from collections.abc import Iterator

import pikepdf
from PIL import Image

_SLACK = 1.25
"""A picture is left as it is unless it has so many times the pixels that are wanted."""
_QUALITY = 85
_DEPTH = 12
_UNIT = pikepdf.Matrix()


def drawn_sizes(pdf: pikepdf.Pdf) -> dict[tuple[int, int], tuple[float, float]]:
    """Return for each picture, by its object number, the largest width and height in pt at which it is drawn."""
    sizes: dict[tuple[int, int], tuple[float, float]] = {}
    for page in pdf.pages:
        for picture, width, height in _drawn(page.obj, page.obj.get("/Resources"), _UNIT, 0):
            before = sizes.get(picture, (0.0, 0.0))
            sizes[picture] = max(before[0], width), max(before[1], height)
    return sizes


def _drawn(
    content: pikepdf.Object, resources: pikepdf.Object | None, matrix: pikepdf.Matrix, depth: int
) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Yield each picture that a content shows, and its width and height in pt."""
    if resources is None or depth > _DEPTH:
        return
    stack: list[pikepdf.Matrix] = []
    base = matrix
    for instruction in pikepdf.parse_content_stream(content, operators="q Q cm Do scn SCN"):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop() if stack else matrix
        elif operator == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif operator == "Do":
            yield from _shown(_named(resources, "/XObject", operands[0]), matrix, depth)
        elif operands and isinstance(operands[-1], pikepdf.Name):
            yield from _shown(_named(resources, "/Pattern", operands[-1]), base, depth)


def _named(resources: pikepdf.Object, kind: str, name: object) -> pikepdf.Object | None:
    of_kind = resources.get(kind)
    return None if of_kind is None else of_kind.get(str(name))


def _shown(
    item: pikepdf.Object | None, matrix: pikepdf.Matrix, depth: int
) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Yield the pictures of a picture, a form or a pattern that is shown under a transformation."""
    if not isinstance(item, pikepdf.Stream):
        return
    if item.get("/Subtype") == "/Image":
        yield item.objgen, math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        return
    pattern = "/PatternType" in item and depth == 0  # a page's pattern stands on the page itself (8.7.3.1)
    yield from _drawn(item, item.get("/Resources"), _matrix(item) if pattern else _matrix(item) @ matrix, depth + 1)


def _matrix(stream: pikepdf.Stream) -> pikepdf.Matrix:
    return pikepdf.Matrix(*map(float, stream.Matrix)) if "/Matrix" in stream else _UNIT


def sample_down(pdf: pikepdf.Pdf, *, ppi: int) -> None:
    """Give each picture that has many more pixels to the inch than that no more of them."""
    for number, (width, height) in drawn_sizes(pdf).items():
        stream = pdf.get_object(number)
        if not isinstance(stream, pikepdf.Stream) or not width or not height:
            continue
        wanted = math.ceil(width / 72 * ppi), math.ceil(height / 72 * ppi)
        _sample(stream, wanted)
        mask = stream.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            _sample(mask, wanted)


def _sample(stream: pikepdf.Stream, wanted: tuple[int, int]) -> None:
    size = int(stream.Width), int(stream.Height)
    if size[0] < wanted[0] * _SLACK or size[1] < wanted[1] * _SLACK or bool(stream.get("/ImageMask", False)):
        return
    photo = stream.get("/Filter") == "/DCTDecode"
    picture = as_picture(stream)
    if picture is None:
        return
    replace_picture(
        stream, picture.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0), photo=photo, quality=_QUALITY
    )


_TRANSPARENT = {"LA": "L", "RGBA": "RGB"}


def as_picture(stream: pikepdf.Stream) -> Image.Image | None:
    """Return a picture as Pillow has it, grey or colour; None if it is of a kind that the press doesn't make."""
    if stream.get("/Decode") is not None or stream.get("/ColorSpace") not in (
        "/DeviceGray",
        "/DeviceRGB",
        "/DeviceCMYK",
    ):
        return None
    try:
        picture = pikepdf.PdfImage(stream).as_pil_image()
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError):
        return None
    if picture.mode in _TRANSPARENT:  # pikepdf 10 lays the mask over it, which is kept by itself
        picture = picture.convert(_TRANSPARENT[picture.mode])
    return picture.convert("L") if picture.mode in ("1", "P") and stream.ColorSpace == "/DeviceGray" else picture


def replace_picture(stream: pikepdf.Stream, picture: Image.Image, *, photo: bool, quality: int) -> None:
    """Put another picture in the place of one; a `photo` is kept as a JPEG."""
    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
    if photo:
        output = io.BytesIO()
        picture.save(output, "JPEG", quality=quality, subsampling=0 if quality > _QUALITY else -1)
        stream.write(output.getvalue(), filter=pikepdf.Name.DCTDecode)
    else:
        stream.write(zlib.compress(picture.tobytes(), 6), filter=pikepdf.Name.FlateDecode)
    stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
    stream.ColorSpace = pikepdf.Name(spaces[picture.mode])
    if photo and picture.mode == "CMYK":
        stream.Decode = pikepdf.Array([1, 0] * 4)  # Pillow writes CMYK as Adobe does, the other way round
