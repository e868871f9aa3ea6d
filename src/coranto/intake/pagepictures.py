"""Pictures of a printed page: what a PDF shows of them, taken out so that they can be shown again.

In: a page of pypdfium2.  Out: its pictures with their boxes, as the JPEG that
they are, or as PNG; drawings that the file itself calls figures (ISO 32000-2,
14.8.4.8) are drawn anew.  Masks, ornaments and grounds aren't copy; each says
why not.
"""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from coranto.intake.pageboxes import Box, area_of, around, box_of, mark_of, sides_of, strips
from coranto.intake.pagetags import figures_of
from coranto.issue.pictures import FILE_LIMIT, PIXEL_LIMIT

_LEAST = 20.0
"""Width and height, in pt, from which a picture is worth the name."""
_LEAST_PIXELS = 24
_LEAST_DRAWING = 40.0
_LONG = 15.0
"""Times that the longer side of an ornament is as long as the other."""
_WHOLE = 0.8
"""Share of a page from which a picture is its ground, or a scan whose words stand in the file, too."""
_RESOLUTION = 300 / 72
"""Pixels a pt of what is drawn anew."""
_MASK = "is a mask through which a colour is painted"
_CURVE = 6
"""Segments from which a path is more than a line or a box."""
_CURVES = 12
"""Such paths from which they are a drawing."""
_OWN_COLOURS = (
    pdfium.FPDF_COLORSPACE_DEVICEGRAY,
    pdfium.FPDF_COLORSPACE_DEVICERGB,
    pdfium.FPDF_COLORSPACE_CALGRAY,
    pdfium.FPDF_COLORSPACE_CALRGB,
    pdfium.FPDF_COLORSPACE_ICCBASED,
)
TOTAL_LIMIT = 200_000_000
"""Bytes of all pictures of a PDF."""
_TEXT = 60
"""Words from which a page has a text."""
_IMAGES = 1_000
"""Pictures of a page that are looked at."""
_DEPTH = 8
"""Forms within forms in which pictures are looked for."""


@dataclass(frozen=True)
class Shown:
    """A picture on a page."""

    box: Box
    pixels: tuple[int, int]
    key: str
    """What is the same for the same picture."""
    content: bytes = b""
    suffix: str = ""
    alt: str = ""
    why: str = ""
    """Why it isn't copy."""
    lost: bool = False
    """Whether it may be copy all the same."""
    drawn: bool = False
    """Whether it was lines and words, and is a picture only now."""

    @property
    def told(self) -> str:
        """How it is called to whom it is told."""
        return f"{self.pixels[0]} × {self.pixels[1]} pixels"


class Pictures:
    """Takes the pictures of a PDF, page after page; what stands on many pages is taken once."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[bytes, str, str]] = {}
        self.room = TOTAL_LIMIT

    def on(self, page: pypdfium2.PdfPage, *, words: int) -> list[Shown]:
        """Return the pictures of a page that has so many words."""
        images = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH))
        figures = figures_of(page)
        found: list[Shown] = []
        taken: set[int] = set()
        for figure in figures:
            boxes = [box_of(thing) for thing in page.get_objects(max_depth=1) if mark_of(thing) in figure.marks]
            within = [at for at, image in enumerate(images) if mark_of(image) in figure.marks]
            if not boxes:
                continue
            whole = around(boxes)
            if len(within) == 1 and area_of(whole) < 1.2 * area_of(box_of(images[within[0]])):
                shown = self._image(images[within[0]], page, words)
                found.append(replace(shown, alt=figure.alt))
            elif min(sides_of(whole)) >= _LEAST_DRAWING:
                found.append(replace(self._drawn(page, whole), alt=figure.alt))
            taken.update(within)
        for strip in strips([(at, box_of(image)) for at, image in enumerate(images[:_IMAGES]) if at not in taken]):
            if len(strip) == 1:
                found.append(self._image(images[strip[0]], page, words))
            else:
                found.append(self._drawn(page, around([box_of(images[at]) for at in strip])))
        return found

    # --- one picture -------------------------------------------------------------

    def _image(self, image: pypdfium2.PdfImage, page: pypdfium2.PdfPage, words: int) -> Shown:
        box, pixels = box_of(image), image.get_px_size()
        key = hashlib.sha256(bytes(image.get_data())).hexdigest() if pixels[0] * pixels[1] <= PIXEL_LIMIT else ""
        shown = Shown(box, pixels, f"{key} {pixels}")
        if why := _no_copy(shown, page, words):
            return replace(shown, why=why, lost="pixels" in why)
        if shown.key not in self.known:
            self.known[shown.key] = self._room_for(*_taken_out(image))
        content, suffix, why = self.known[shown.key]
        return replace(shown, content=content, suffix=suffix, why=why, lost=bool(why) and why != _MASK)

    def _drawn(self, page: pypdfium2.PdfPage, box: Box) -> Shown:
        """Return what stands in a box of the page, drawn anew."""
        left, bottom, right, top = page.get_bbox()
        width, height = sides_of(box)
        scale = min(_RESOLUTION, (PIXEL_LIMIT / (width * height)) ** 0.5)
        crop = (max(0, box[0] - left), max(0, box[1] - bottom), max(0, right - box[2]), max(0, top - box[3]))
        shown = Shown(box, (round(width * scale), round(height * scale)), f"drawn {box} {id(page)}", drawn=True)
        if page.get_rotation():
            return replace(shown, why="lies on a page that is turned", lost=True)
        bitmap = page.render(scale=scale, crop=crop, may_draw_forms=False)
        picture = bitmap.to_pil().convert("RGB")
        key = hashlib.sha256(picture.tobytes()).hexdigest()
        if key not in self.known:
            self.known[key] = self._room_for(_png(picture), ".png", "")
        content, suffix, why = self.known[key]
        return replace(shown, pixels=picture.size, key=key, content=content, suffix=suffix, why=why, lost=bool(why))

    def _room_for(self, content: bytes, suffix: str, why: str) -> tuple[bytes, str, str]:
        """Return a picture, or why it stays away if there is no room for it."""
        if len(content) > min(self.room, FILE_LIMIT):
            return b"", "", f"has {len(content):,} bytes, for which there is no room"
        self.room -= len(content)
        return content, suffix, why


def drawn_lines(page: pypdfium2.PdfPage) -> int:
    """Return of how many curves a page has a drawing that is no figure of its tags; few are ornaments."""
    if figures_of(page):
        return 0
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH)
    curves = sum(1 for path in paths if pdfium.FPDFPath_CountSegments(path.raw) >= _CURVE)
    return curves if curves >= _CURVES else 0


def _no_copy(shown: Shown, page: pypdfium2.PdfPage, words: int) -> str:
    """Return why a picture isn't copy, by its look from afar."""
    width, height = sides_of(shown.box)
    if shown.pixels[0] * shown.pixels[1] > PIXEL_LIMIT:
        return f"has more than {PIXEL_LIMIT:,} pixels"
    if min(width, height) < _LEAST or min(shown.pixels) < _LEAST_PIXELS:
        return "is too small to be more than an ornament"
    if max(width, height) > _LONG * min(width, height):
        return "is a rule"
    if words >= _TEXT and area_of(shown.box) > _WHOLE * page.get_width() * page.get_height():
        return "is the ground of a page, or its scan"
    return ""


def _taken_out(image: pypdfium2.PdfImage) -> tuple[bytes, str, str]:
    """Return a picture's bytes and how its file's name ends, or why it can't be shown."""
    try:
        told = image.get_metadata()
        if told.colorspace == pdfium.FPDF_COLORSPACE_UNKNOWN and told.bits_per_pixel == 1:
            return b"", "", _MASK
        picture, upright = _as_drawn(image)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        return b"", "", f"can't be read ({error})"
    opaque = picture.mode != "RGBA" or picture.getchannel("A").getextrema()[0] == 255  # noqa: PLR2004
    if image.get_filters() == ["DCTDecode"]:
        content = bytes(image.get_data())
        mode = _jpeg_mode(content)
        if not mode:
            return b"", "", "is torn"
        if mode in ("L", "RGB") and upright and opaque and told.colorspace in _OWN_COLOURS:
            return content, ".jpg", ""
    grey = told.colorspace in (pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_CALGRAY)
    return _png(picture.convert("L" if grey and opaque else "RGB" if opaque else "RGBA")), ".png", ""


def _as_drawn(image: pypdfium2.PdfImage) -> tuple[Image.Image, bool]:
    """Return a picture with its mask, a pixel a pixel, and whether it stands upright on its page."""
    matrix = image.get_matrix()
    width, height = image.get_px_size()
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.01 * (matrix.a + matrix.d)
    if upright:
        image.set_matrix(pypdfium2.PdfMatrix(width, 0, 0, height, 0, 0))
    try:
        bitmap = image.get_bitmap(render=True, scale_to_original=not upright)
    finally:
        image.set_matrix(matrix)
    return bitmap.to_pil(), upright


def _jpeg_mode(content: bytes) -> str:
    """Return the colour mode of a JPEG that is whole."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
            picture.load()
            return picture.mode
    except Exception:  # noqa: BLE001 - Pillow's decoders raise whatever they like
        return ""


def _png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()
