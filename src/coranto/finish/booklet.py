"""The booklet: pages in pairs, as the sheets are printed that are folded into each other.

In: a PDF whose pages are a multiple of four.  Out: its spreads, outside and
inside of the outermost sheet first.  Paper has a thickness, so the pages of
inner sheets stand out and lose more when the booklet is cut; creep moves them
to the fold beforehand, sheet by sheet.
"""

import pikepdf

from coranto.finish.model import BLEED


def pairs(count: int, *, rtl: bool = False) -> list[tuple[int, int]]:
    """Return the pages (from 1) that stand left and right on each side of each sheet."""
    spreads: list[tuple[int, int]] = []
    for sheet in range(count // 4):
        spreads += [(count - 2 * sheet, 2 * sheet + 1), (2 * sheet + 2, count - 2 * sheet - 1)]
    return [(right, left) for left, right in spreads] if rtl else spreads


def impose(pdf: pikepdf.Pdf, *, creep: float, rtl: bool) -> float:
    """Put the pages of a PDF onto spreads; return where these are folded, in pt from the left.

    `creep` is in pt, that of the innermost sheet.
    """
    pages = list(pdf.pages)
    width, height = float(pages[0].TrimBox[2]), float(pages[0].TrimBox[3])
    sheets = len(pages) // 4
    spreads = pairs(len(pages), rtl=rtl)
    labels = pikepdf.Array()
    for index, (left, right) in enumerate(spreads):
        shift = creep * (index // 2) / max(sheets - 1, 1)
        forms = {
            "Left": placed(pdf, pages[left - 1], (-BLEED, -BLEED, width - shift, height + BLEED)),
            "Right": placed(pdf, pages[right - 1], (shift, -BLEED, width + BLEED, height + BLEED)),
        }
        drawing = f"q 1 0 0 1 {shift:.3f} 0 cm /Left Do Q\nq 1 0 0 1 {width - shift:.3f} 0 cm /Right Do Q"
        add_sheet(pdf, (2 * width, height), forms, drawing)
        labels.append(index)
        labels.append(pikepdf.Dictionary(P=pikepdf.String(f"{left}+{right}")))
    del pdf.pages[: len(pages)]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=labels)
    return width


def add_sheet(pdf: pikepdf.Pdf, size: tuple[float, float], forms: dict[str, pikepdf.Object], drawing: str) -> None:
    """Add a page of this size, in pt, on which forms are drawn by their names."""
    sheet = pdf.add_blank_page(page_size=size)
    sheet.obj.TrimBox = pikepdf.Array([0, 0, *size])
    sheet.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({f"/{name}": form for name, form in forms.items()})
    )
    sheet.Contents = pdf.make_stream(drawing.encode())
    sheet.obj.Group = pikepdf.Dictionary(
        Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
    )


def placed(pdf: pikepdf.Pdf, page: pikepdf.Page, box: tuple[float, float, float, float]) -> pikepdf.Object:
    """Return a page as a form, cut off at the sides of a box, in pt: left, bottom, right, top."""
    page.contents_coalesce()
    form = pdf.make_stream(page.Contents.read_bytes())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array(box)
    form.Resources = page.obj.Resources
    form.Group = page.obj.Group
    return pdf.make_indirect(form)
