"""Reading: a PDF opened, its pages painted one by one, and what it says of itself gathered.

In: bytes that nobody vouches for.  Out: a `Document`, or why there is none.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from coranto.errors import EditionError
from coranto.findings import Spot
from coranto.preflight.painting import catalogue, coverage, tags
from coranto.preflight.painting.canvas import Canvas
from coranto.preflight.painting.colours import define
from coranto.preflight.painting.content import Content
from coranto.preflight.painting.geometry import Box, Matrix, box_of, within
from coranto.preflight.painting.model import Annotation, Document, Page
from coranto.preflight.painting.scene import as_box
from coranto.preflight.painting.sources import Sources

PAGE_LIMIT = 5_000
_BOXES = {"crop": "/CropBox", "bleed": "/BleedBox", "trim": "/TrimBox", "art": "/ArtBox"}
_LETTER: Box = (0.0, 0.0, 612.0, 792.0)
_ANNOTATION_LIMIT = 10_000
_HIDDEN, _PRINTED, _NO_VIEW = 2, 4, 32
"""Flags of an annotation (ISO 32000-1, 12.5.3)."""
_FAULTS = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, ArithmeticError)


def read(content: bytes, *, painted: bool = True) -> Document:
    """Return what a PDF holds, with what its pages paint or without.

    Raises:
        EditionError: it can't be read.

    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return _read(pdf, painted=painted)
    except pikepdf.PasswordError as error:
        raise EditionError("it is encrypted with a password; judge a copy without one") from error
    except _FAULTS as error:
        raise EditionError("it is no PDF that can be read; take another copy of it") from error


def _read(pdf: pikepdf.Pdf, *, painted: bool) -> Document:
    if not 0 < len(pdf.pages) <= PAGE_LIMIT:
        raise EditionError(f"it has {len(pdf.pages):,} pages; from 1 to {PAGE_LIMIT:,} are judged")
    sources = Sources()
    pages = tuple(_page(page, number, sources, painted=painted) for number, page in enumerate(pdf.pages, 1))
    return Document(
        pages=pages,
        fonts=sources.fonts,
        coverage=coverage.measure(pdf, sources.inked),
        tags=tags.read(pdf),
        **catalogue.read(pdf),
    )


def _page(page: pikepdf.Page, number: int, sources: Sources, *, painted: bool) -> Page:
    boxes = {"media": _media(page)}
    for name, key in _BOXES.items():
        given = page.obj.get(key) if name != "crop" else _inherited(page.obj, key)
        if given is not None:
            boxes[name] = as_box(given)
    unit = float(page.obj.get("/UserUnit", 1))
    turned = int(_inherited(page.obj, "/Rotate") or 0) % 360
    shown = within(boxes.get("crop", boxes["media"]), boxes["media"]) or boxes["media"]
    cut = within(boxes.get("trim", shown), boxes["media"]) or shown
    matrix = _onto(cut, turned, unit)
    canvas = Canvas(number)
    sheet = box_of(matrix, shown)
    try:
        if painted:
            Content(sources, canvas).paint(page.obj, _inherited(page.obj, "/Resources"), matrix, sheet)
    except _FAULTS:
        canvas.unread = "its content is damaged"
    finished = box_of(matrix, cut)
    group = page.obj.get("/Group")
    return Page(
        number=number,
        boxes={name: _in_pt(box, unit) for name, box in boxes.items()},
        size=(finished[2] - finished[0], finished[3] - finished[1]),
        offset=(max(-sheet[0], 0.0), max(-sheet[1], 0.0)),
        sheet=(sheet[2] - sheet[0], sheet[3] - sheet[1]),
        turned=turned,
        marks=tuple(canvas.marks),
        pictures=tuple(canvas.pictures),
        runs=tuple(canvas.runs),
        annotations=tuple(_annotations(page.obj, matrix, number)),
        transparent=canvas.transparent,
        blending=define(group.CS).space if group is not None and "/CS" in group else None,
        unread=canvas.unread,
    )


def _onto(cut: Box, turned: int, unit: float) -> Matrix:
    """Return the transformation onto the page as it is cut and looked at, from its top left."""
    left, bottom, right, top = (side * unit for side in cut)
    return {
        90: (0.0, unit, unit, 0.0, -bottom, -left),
        180: (-unit, 0.0, 0.0, unit, right, -bottom),
        270: (0.0, -unit, -unit, 0.0, top, right),
    }.get(turned, (unit, 0.0, 0.0, -unit, -left, top))


def _media(page: pikepdf.Page) -> Box:
    given = _inherited(page.obj, "/MediaBox")
    box = _LETTER if given is None else as_box(given)
    return box if box[0] < box[2] and box[1] < box[3] else _LETTER


def _in_pt(box: Box, unit: float) -> Box:
    left, bottom, right, top = (side * unit for side in box)
    return left, bottom, right, top


def _inherited(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """Return what a page, or a node above it, says (ISO 32000-1, 7.7.3.4)."""
    node: pikepdf.Object | None = page
    for _ in range(64):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return None if node is None else node.get(key)


def _annotations(page: pikepdf.Object, matrix: Matrix, number: int) -> Iterator[Annotation]:
    listed = page.get("/Annots")
    for one in list(listed)[:_ANNOTATION_LIMIT] if isinstance(listed, pikepdf.Array) else ():
        if not isinstance(one, pikepdf.Dictionary) or "/Rect" not in one:
            continue
        left, top, right, bottom = box_of(matrix, as_box(one.Rect))
        flags = int(one.get("/F", 0))
        yield Annotation(
            kind=str(one.get("/Subtype", "")).lstrip("/"),
            spot=Spot(number, left, top, right - left, bottom - top),
            contents=str(one.get("/Contents", "")),
            tagged="/StructParent" in one,
            printed=bool(flags & _PRINTED),
            hidden=bool(flags & (_HIDDEN | _NO_VIEW)),
            drawn="/AP" in one,
        )
