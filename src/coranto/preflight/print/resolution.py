"""No picture has fewer pixels to the inch than print shows, at the size at which it is drawn."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document

CODES = ("print.resolution",)
_ORNAMENT = 16
"""Pixels; what has no more across or down is a pattern, not a picture."""
_SLACK = 0.99


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with pictures that are too small."""
    least = document.limits.ppi
    for page in document.pages:
        small = (one for one in page.pictures if 0 < one.ppi < least * _SLACK and min(one.pixels) > _ORNAMENT)
        for one, more in by_page(small):
            yield query(
                "print.resolution",
                f"a picture of {one.pixels[0]} × {one.pixels[1]} pixels is set at {one.ppi:.0f} ppi{more}; "
                f"print shows {least:g}",
                hint="take a larger one, or set it smaller",
                spot=one.spot,
            )
