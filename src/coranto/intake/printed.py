"""Printed issues: a PDF with a text layer becomes blocks again.

In: a PDF.  Out: headings by the size of their type, paragraphs whole over
lines, columns and pages, lists, links, pictures in their places; running heads,
folios and ornaments are furniture.  A PDF that holds only pictures of pages is
refused: it needs OCR first.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from coranto.findings import Place, query, stop
from coranto.intake.decoding import refused
from coranto.intake.guessing import guess_language
from coranto.intake.pagelines import lines_of
from coranto.intake.pagepictures import Pictures, Shown, drawn_lines
from coranto.intake.pagesigns import UNKNOWN
from coranto.intake.printedtext import Setter
from coranto.intake.recipe import Recipe
from coranto.intake.runningheads import Placed, without_furniture
from coranto.intake.stream import Reading

PAGE_LIMIT = 2_000
_OCR = "run OCR over the pages, such as `ocrmypdf --force-ocr`, and import what it makes"
_PRIVATE_SHARE = 0.05
"""Share of the signs from which what no one else can read is more than ornament."""


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a PDF holds; it tells its encoding itself.

    Raises:
        CopyError: it is encrypted or torn, or has no text.

    """
    del recipe, encoding
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = f"`{path.name}` is {'encrypted' if locked else 'no whole PDF'}"
        hint = "save it without a password" if locked else "copy it anew, or mend it with qpdf"
        raise refused(path, "intake.encrypted" if locked else "intake.torn", what, hint) from error
    with document:
        if len(document) > PAGE_LIMIT:
            what = f"`{path.name}` has {len(document):,} pages, the limit is {PAGE_LIMIT:,}"
            raise refused(path, "intake.too-large", what, "split it into issues")
        reading = Reading(path, [])
        placed = list(_lines(document, reading))
        language = _language(document)
        title = document.get_metadata_dict().get("Title", "").strip()
        reading.facts = {"title": title} if title else {}
        if not any(one.line.text for one in placed):
            what = f"`{path.name}` has no text: its pages are pictures"
            raise refused(
                path, "intake.no-text", what, "run OCR over it first, such as ocrmypdf, and import what it makes"
            )
        _tell_unknown(placed, reading)
        _tell_private(placed, reading)
    reading.lines = {one.number: one.line.text for one in placed if one.line.text}
    kept = list(without_furniture(placed, reading))
    reading.blocks = list(Setter(kept, reading).blocks())
    if language and language.partition("-")[0].lower() == guess_language(reading):
        reading.facts["lang"] = language  # files say what their program was set to; only if the text agrees
    return reading


def _language(document: pypdfium2.PdfDocument) -> str:
    """Return the language that a PDF says it is in."""
    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    buffer = (pdfium.FPDF_WCHAR * size)()
    pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _lines(document: pypdfium2.PdfDocument, reading: Reading) -> Iterator[Placed]:
    """Yield the lines and pictures of all pages; note pages that are pictures, and pictures that stay away."""
    number = 0
    empty: list[int] = []
    pictures = Pictures()
    for at, page in enumerate(document, 1):
        said = page.get_textpage().get_text_range()
        shown = pictures.on(page, words=len(said.split()))
        lines = lines_of(page, shown)
        if shown and not said.strip():
            empty.append(at)
        _tell(at, shown, page, reading)
        for line in lines:
            number += 1
            yield Placed(line, number, at, page.get_height())
        page.close()
    if empty and number:
        what = f"the pages {', '.join(map(str, empty[:10]))} have no text: they are pictures"
        reading.findings.append(
            query("intake.no-text", what, hint="run OCR over them first", place=Place(reading.path))
        )


def _tell_unknown(placed: list[Placed], reading: Reading) -> None:
    """Hold copy whose letters can't be known."""
    if pages := [one.page for one in placed for _ in range(one.line.text.count(UNKNOWN))]:
        count = f"{len(pages):,} signs are" if len(pages) > 1 else "a sign is"
        what = f"{count} of type that doesn't say its letters, first on page {pages[0]}; {UNKNOWN} stands for them"
        reading.findings.append(stop("intake.unmapped", what, hint=_OCR, place=Place(reading.path)))


def _tell_private(placed: list[Placed], reading: Reading) -> None:
    """Hold copy of which much is signs that mean something in their font alone; bullets and ornaments may be such."""
    signs = "".join(one.line.text for one in placed)
    private = sum(unicodedata.category(sign) in ("Co", "Cn") for sign in signs)
    if private > _PRIVATE_SHARE * len(signs):
        what = f"{private:,} of {len(signs):,} signs are letters in their own font alone (of the Private Use Area)"
        reading.findings.append(stop("intake.unmapped", what, hint=_OCR, place=Place(reading.path)))


def _tell(at: int, shown: list[Shown], page: pypdfium2.PdfPage, reading: Reading) -> None:
    """Ask about what of a page's pictures can't come along."""
    for one in shown:
        if one.lost:
            what = f"a picture of {one.told} on page {at} {one.why}, and is not brought along"
            hint = "take it from the files that the PDF was made of, and put it into art/"
            reading.findings.append(query("intake.picture", what, hint=hint, place=Place(reading.path)))
    if lines := drawn_lines(page):
        what = f"page {at} holds a drawing of {lines} lines, which the PDF does not mark as a figure"
        hint = "look whether it is a chart or an ornament; save it as a picture into art/"
        reading.findings.append(query("intake.drawing", what, hint=hint, place=Place(reading.path)))
