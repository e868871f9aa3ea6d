"""No line is so thin that it may break."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document, Mark

CODES = ("print.hairline",)
_SLACK = 0.005


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with lines, or areas, that are too thin."""
    least = document.limits.hairline
    for page in document.pages:
        for one, more in by_page(mark for mark in page.marks if _thickness(mark) < least - _SLACK):
            yield query(
                "print.hairline",
                f"a line is {_thickness(one):.2f} pt thick{more}; print needs {least:g} pt",
                hint="make it thicker",
                spot=one.spot,
            )


def _thickness(mark: Mark) -> float:
    """Return how thick a line, or what looks like one, is in pt."""
    if mark.colour.is_paper:
        return 1.0
    if mark.weight is not None:
        return mark.weight
    long, short = max(mark.spot.width, mark.spot.height), min(mark.spot.width, mark.spot.height)
    return short if mark.rectangle and long > _LINE else 1.0


_LINE = 3.0
"""pt; what is no longer is a dot."""
