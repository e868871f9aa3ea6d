"""What lies over other things comes out as it looks: blended in inks, and nothing white overprints."""

from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.preflight.gathering import by_page, listed
from coranto.preflight.painting.model import Document, Space

CODES = ("print.blending", "print.overprint")


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for translucent pages that aren't blended in inks, and a finding for white that would vanish."""
    if pages := [
        page.number for page in document.pages if page.transparent and page.blending in (Space.RGB, Space.LAB)
    ]:
        yield query(
            "print.blending",
            f"what is translucent on {listed(pages)} is blended in colours of a screen",
            hint="blend it in CMYK",
        )
    for page in document.pages:
        for mark, more in by_page(mark for mark in page.marks if mark.overprints and mark.colour.is_paper):
            yield stop(
                "print.overprint",
                f"white overprints{more}: it would not be seen",
                hint="let it knock out what lies below",
                spot=mark.spot,
            )
