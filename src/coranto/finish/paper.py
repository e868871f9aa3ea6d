"""The edition for print: PDF/X-4 (ISO 15930-7), in the inks of a printing condition.

In: a PDF that the press has pulled, with what bleeds off its pages.  Out: the
same for a printer: in CMYK, for an output intent, with boxes and marks, its
pages brought to a multiple of four and, if it is asked for, laid out in pairs
to be folded, or the outermost as a cover to be glued around the others.  What
only a screen needs is taken out: links, outline, tags.
"""

import io

import pikepdf

from coranto.finish.archive import add_intent
from coranto.finish.binding import SHEETS, bind
from coranto.finish.booklet import impose
from coranto.finish.inks import ink
from coranto.finish.marks import mark_page
from coranto.finish.metadata import describe
from coranto.finish.model import EditionName, Facts, PrintOrder
from coranto.finish.pictures import sample_down
from coranto.finish.saving import saved

PPI = 300
_MM = 72 / 25.4
_REGISTRY = "http://www.color.org"
_SCREEN_ONLY = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageMode", "/Names", "/Dests")
_SCREEN_ONLY_ON_PAGES = ("/Annots", "/Tabs", "/StructParents")


def finish(content: bytes, facts: Facts, *, order: PrintOrder) -> bytes:
    """Return the edition for print of a PDF that the press has pulled."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if order.spine:
            with pikepdf.open(io.BytesIO(order.spine)) as spine:
                pdf.pages.extend(spine.pages)
        _strip(pdf)
        sample_down(pdf, ppi=PPI)
        ink(pdf, order)
        paper = order.paper
        spines = [pdf.pages.p(len(pdf.pages))] if order.spine else []
        del pdf.pages[len(pdf.pages) - len(spines) :]
        _fill_up(pdf, paper.missing(len(pdf.pages)), before_last=order.back_cover)
        folds: tuple[float, ...] = ()
        if paper.booklet:
            folds = (impose(pdf, creep=paper.creep * _MM, rtl=order.rtl),)
        for spine_page in spines:
            folds = bind(pdf, spine_page, rtl=order.rtl)
        for number, page in enumerate(pdf.pages):
            mark_page(pdf, page, folds=folds if number < SHEETS or not spines else ())
        described = content + order.spine + repr((paper.booklet, paper.creep)).encode()
        describe(pdf, facts, EditionName.PRINT, described)
        profile = order.profile
        add_intent(
            pdf,
            kind="/GTS_PDFX",
            name=profile.condition,
            info=profile.name,
            profile=profile.content,
            components=4,
            registry=_REGISTRY,
        )
        return saved(pdf, version="1.6")


def _strip(pdf: pikepdf.Pdf) -> None:
    for name in _SCREEN_ONLY:
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        for name in _SCREEN_ONLY_ON_PAGES:
            if name in page.obj:
                del page.obj[name]


def _fill_up(pdf: pikepdf.Pdf, missing: int, *, before_last: bool) -> None:
    """Add so many blank pages at the end, or before the last page."""
    box = pdf.pages[-1].TrimBox
    for _ in range(missing):
        page = pdf.add_blank_page(page_size=(float(box[2]), float(box[3])))
        page.obj.TrimBox = pikepdf.Array(box)
        page.obj.Group = pikepdf.Dictionary(
            Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
        )
        if before_last:
            last = pdf.pages[-2]
            del pdf.pages[-2]
            pdf.pages.append(last)
