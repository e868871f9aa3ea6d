"""Marks: where the sheet is cut and folded, and whether its inks meet.

In: the size of what is cut out.  Out: boxes of the page (ISO 32000-1, 14.11.2)
and lines outside of what bleeds, in all inks (8.6.6.4, the colorant `All`).
"""

from collections.abc import Iterator

import pikepdf

from coranto.finish.model import BLEED

_MM = 72 / 25.4
MARGIN = 12 * _MM
"""pt of sheet around what is cut out: bleed and marks."""
_FROM, _LENGTH = 4 * _MM, 5 * _MM
"""pt from the edge at which a crop mark begins, and how long it is."""
_CROSS, _RADIUS = 7 * _MM, 1.6 * _MM
"""pt from the edge to the middle of a registration mark, and its radius."""
_WEIGHT = 0.25
_ROUND = 0.5523
"""How far the handles of a curve stand off that makes a quarter of a circle."""


def mark_page(pdf: pikepdf.Pdf, page: pikepdf.Page, *, folds: tuple[float, ...] = ()) -> None:
    """Give a page its boxes and its marks; `folds` are pt from its left edge at which it is folded."""
    width, height = float(page.TrimBox[2]), float(page.TrimBox[3])
    page.obj.MediaBox = pikepdf.Array([-MARGIN, -MARGIN, width + MARGIN, height + MARGIN])
    page.obj.BleedBox = pikepdf.Array([-BLEED, -BLEED, width + BLEED, height + BLEED])
    for name in ("/CropBox", "/ArtBox"):
        if name in page.obj:
            del page.obj[name]
    form = pdf.make_stream(_drawing(width, height, folds).encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = page.obj.MediaBox
    form.Resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(All=_all_inks()))
    own = dict(page.obj.Resources.as_dict().items())  # its own: pages share theirs
    shown = dict(own["/XObject"].as_dict().items()) if "/XObject" in own else {}
    own["/XObject"] = pikepdf.Dictionary({**shown, "/Marks": form})
    page.obj.Resources = pikepdf.Dictionary(own)
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q\n/Marks Do")
    page.contents_coalesce()


def _all_inks() -> pikepdf.Array:
    full = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, full])


def _drawing(width: float, height: float, folds: tuple[float, ...]) -> str:
    lines = [f"/All CS 1 SCN {_WEIGHT} w", *_crops(width, height)]
    for x, y in (
        (width / 2, -_CROSS),
        (width / 2, height + _CROSS),
        (-_CROSS, height / 2),
        (width + _CROSS, height / 2),
    ):
        if not folds or x < 0 or x > width:  # a fold's own mark stands there
            lines += _target(x, y)
    lines.append("[2 2] 0 d")
    lines += [_line(x, y, x, y + way * _LENGTH) for x in folds for y, way in ((-_FROM, -1), (height + _FROM, 1))]
    return "\n".join([*lines, ""])


def _crops(width: float, height: float) -> Iterator[str]:
    for x, way in ((0.0, -1), (width, 1)):
        for y, turn in ((0.0, -1), (height, 1)):
            yield _line(x + way * _FROM, y, x + way * (_FROM + _LENGTH), y)
            yield _line(x, y + turn * _FROM, x, y + turn * (_FROM + _LENGTH))


def _target(x: float, y: float) -> Iterator[str]:
    reach, near = _RADIUS * 1.6, _RADIUS * _ROUND
    yield _line(x - reach, y, x + reach, y)
    yield _line(x, y - reach, x, y + reach)
    r = _RADIUS
    points = [
        (x + r, y + near, x + near, y + r, x, y + r),
        (x - near, y + r, x - r, y + near, x - r, y),
        (x - r, y - near, x - near, y - r, x, y - r),
        (x + near, y - r, x + r, y - near, x + r, y),
    ]
    curves = " ".join(" ".join(f"{value:.3f}" for value in curve) + " c" for curve in points)
    yield f"{x + r:.3f} {y:.3f} m {curves} S"


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"
