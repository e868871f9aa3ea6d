"""What reaches the edge of a page goes on beyond it, as far as sheets may slip when they are cut."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document, Mark, Page, Picture

CODES = ("print.bleed",)
_NEAR, _SLACK = 0.5, 0.5
"""pt from the edge at which something is meant to reach it, and pt that its bleed may lack."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with something that ends at its edge."""
    least = document.limits.bleed
    for page in document.pages:
        for one, more in by_page(_short(page, least)):
            what = "a picture" if isinstance(one, Picture) else "an area"
            yield query(
                "print.bleed",
                f"{what} ends at the edge of the page{more}; it is to go on for {least * 25.4 / 72:.0f} mm",
                hint="let it bleed, or keep it off the edge",
                spot=one.spot,
            )


def _short(page: Page, least: float) -> Iterator[Mark | Picture]:
    width, height = page.size
    areas = [mark for mark in page.marks if mark.rectangle and not mark.colour.is_paper and not _is_level(mark)]
    both: list[Mark | Picture] = [*page.pictures, *areas]
    for one in both:
        spot = one.spot
        inside = spot.x < width - _NEAR and spot.y < height - _NEAR
        if not inside or spot.x + spot.width <= _NEAR or spot.y + spot.height <= _NEAR:
            continue  # all of it stands outside, as marks do
        beyond = (-spot.x, -spot.y, spot.x + spot.width - width, spot.y + spot.height - height)
        if any(-_NEAR <= side < least - _SLACK for side in beyond):
            yield one


def _is_level(mark: Mark) -> bool:
    """Tell whether an area can't be told from what it lies on, which may bleed for it."""
    return mark.ground == mark.colour and mark.opacity == 1
