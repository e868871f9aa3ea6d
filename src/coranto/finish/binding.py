"""The binding: the outermost pages become a cover that is glued around the others.

In: a PDF, its pages a multiple of four, and the spine, a page that lies.  Out: the
cover as the printer prints it, outside and inside, back, spine and front
side by side; then the other pages, one by one.  The spine is read from the head
to the foot, as ISO 6357 has it.
"""

import pikepdf

from coranto.finish.booklet import add_sheet, placed
from coranto.finish.model import BLEED, COVER

SHEETS = COVER // 2
"""Spreads of a cover: its outside and its inside."""


def bind(pdf: pikepdf.Pdf, spine: pikepdf.Page, *, rtl: bool) -> tuple[float, float]:
    """Put the four outermost pages of a PDF onto two spreads; return where these are folded, in pt from the left."""
    pages = list(pdf.pages)
    first, second, *inner, before_last, last = pages
    width, height = float(first.TrimBox[2]), float(first.TrimBox[3])
    thickness = float(spine.TrimBox[3])
    after = width + thickness
    turned = f"q 0 -1 1 0 {width:.3f} {height:.3f} cm /Spine Do Q"
    back = placed(pdf, spine, (-BLEED, 0, height + BLEED, thickness))
    outside = (first, last) if rtl else (last, first)
    inside = (before_last, second) if rtl else (second, before_last)
    for (left, right), forms, drawing in ((outside, {"Spine": back}, turned), (inside, {}, "")):
        halves = {
            "Left": placed(pdf, left, (-BLEED, -BLEED, width, height + BLEED)),
            "Right": placed(pdf, right, (0, -BLEED, width + BLEED, height + BLEED)),
        }
        beside = f"q /Left Do Q\nq 1 0 0 1 {after:.3f} 0 cm /Right Do Q\n"
        add_sheet(pdf, (width + after, height), halves | forms, beside + drawing)
    del pdf.pages[: len(pages)]
    pdf.pages.extend(inner)
    count = len(pages)
    labels = [(0, f"{count}+1"), (1, f"2+{count - 1}")]
    numbers = [part for index, said in labels for part in (index, pikepdf.Dictionary(P=pikepdf.String(said)))]
    numbers += [SHEETS, pikepdf.Dictionary(S=pikepdf.Name.D, St=SHEETS + 1)]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(numbers))
    return width, after
