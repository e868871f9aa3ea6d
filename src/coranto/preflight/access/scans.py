"""No page is a picture of a page: nobody can search it, and no voice can read it."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document, Page

CODES = ("access.scan",)
_COVERED = 0.75
"""Part of the page that a picture covers if it is a scan of it; margins may be cut."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each page on which there are no letters, and a picture nearly as large as it."""
    for page in document.pages:
        if not page.runs and _largest(page) > _COVERED * page.size[0] * page.size[1]:
            what = f"page {page.number} is a picture, without a letter behind it"
            yield stop("access.scan", what, hint="recognise its text (OCR)", spot=document.whole(page.number))


def _largest(page: Page) -> float:
    return max((picture.spot.width * picture.spot.height for picture in page.pictures), default=0.0)
