"""No spot has more ink than the paper takes."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document, Mark, Page, Picture, Run, Space

CODES = ("print.ink",)
_SLACK = 5.0
"""Percent: a JPEG's colours are not those that were put into it, quite."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with areas, letters or pictures that are too heavy."""
    limit = document.limits.ink or next((one.ink for one in document.intents if one.ink is not None), None)
    if limit is None:
        return
    for page in document.pages:
        heavy = (one for one in _inked(page) if _amount(one, document) > limit + _SLACK)
        for one, more in by_page(heavy):
            yield query(
                "print.ink",
                f"{_what(one)} has {_amount(one, document):.0f}% of ink{more}; the limit is {limit:.0f}%",
                hint="convert it for this profile, or take inks away",
                spot=one.spot,
            )


def _inked(page: Page) -> Iterator[Mark | Run | Picture]:
    """Yield what is printed of a page, in order; marks around it are made of all inks on purpose."""
    width, height = page.size
    for one in page.painted:
        spot = one.spot
        if spot.x < width and spot.y < height and spot.x + spot.width > 0 and spot.y + spot.height > 0:
            yield one


def _amount(one: Mark | Run | Picture, document: Document) -> float:
    """Return how much ink there is on the heaviest spot, what it lies on included."""
    if isinstance(one, Picture):
        own = document.coverage.get(one.number, 0.0)
    elif isinstance(one, Run) and not one.visible:
        return 0.0
    else:
        own = 100 * sum(one.colour.inks or ())
    ground = one.ground
    below = 100 * sum((ground.inks or ()) if ground is not None else ())
    if one.blend != "Normal" or (isinstance(one, Mark) and one.overprints and one.colour.space is Space.SPOT):
        return one.opacity * own + below
    return one.opacity * own + (1 - one.opacity) * below


def _what(one: Mark | Run | Picture) -> str:
    return "a picture" if isinstance(one, Picture) else "text" if isinstance(one, Run) else "an area"
