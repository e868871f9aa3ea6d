"""Each page says where it is cut and how far its bleed goes (ISO 15930-7, 6.9)."""

from collections.abc import Iterator
from itertools import pairwise

from coranto.findings import Finding, query, stop
from coranto.preflight.gathering import listed
from coranto.preflight.painting.model import Document, Page

CODES = ("print.boxes", "print.bleed-box")
_SLACK = 0.1


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for boxes that are missing or don't stand in each other, and a query for a narrow bleed."""
    for wrong, what, hint in (
        (_is_missing, "no TrimBox", "say where the page is cut"),
        (_is_double, "a TrimBox and an ArtBox", "keep the TrimBox"),
        (
            _is_outside,
            "boxes that don't stand in each other",
            "put the TrimBox into the BleedBox, that into the MediaBox",
        ),
    ):
        if pages := [page.number for page in document.pages if wrong(page)]:
            yield stop("print.boxes", f"{listed(pages)} {'has' if len(pages) == 1 else 'have'} {what}", hint=hint)
    least = document.limits.bleed
    if pages := [page.number for page in document.pages if "trim" in page.boxes and _bleed(page) < least - _SLACK]:
        yield query(
            "print.bleed-box",
            f"the BleedBox of {listed(pages)} is less than {least * 25.4 / 72:.0f} mm around what is cut out",
            hint="make the sheet larger, and say where its bleed ends",
        )


def _is_missing(page: Page) -> bool:
    return "trim" not in page.boxes and "art" not in page.boxes


def _is_double(page: Page) -> bool:
    return "trim" in page.boxes and "art" in page.boxes


def _is_outside(page: Page) -> bool:
    boxes = [page.boxes[name] for name in ("trim", "bleed", "media") if name in page.boxes]
    return any(
        inner[0] < outer[0] - _SLACK
        or inner[1] < outer[1] - _SLACK
        or inner[2] > outer[2] + _SLACK
        or inner[3] > outer[3] + _SLACK
        for inner, outer in pairwise(boxes)
    )


def _bleed(page: Page) -> float:
    """Return how far the bleed goes where it is narrowest, in pt."""
    trim, bleed = page.boxes["trim"], page.boxes.get("bleed", page.boxes["trim"])
    return min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
