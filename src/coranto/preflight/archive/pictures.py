"""Pictures and what is translucent look alike everywhere (ISO 19005-3, 6.2.8 and 6.2.10)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.gathering import by_page, listed
from coranto.preflight.painting.model import Document

CODES = ("archive.interpolation", "archive.blending")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each page with pictures that a viewer is to smooth, and one for blending in no space."""
    for page in document.pages:
        for one, more in by_page(one for one in page.pictures if one.interpolates):
            yield stop(
                "archive.interpolation",
                f"a viewer is to smooth a picture (`/Interpolate`){more}",
                hint="let it be as it is",
                spot=one.spot,
            )
    if any(one.kind == "GTS_PDFA1" for one in document.intents):
        return
    if pages := [page.number for page in document.pages if page.transparent and page.blending is None]:
        yield stop(
            "archive.blending",
            f"what is translucent on {listed(pages)} is blended in no colour space that is named",
            hint="name one in the page's `/Group`, or add an output intent",
        )
