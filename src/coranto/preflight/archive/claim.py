"""The PDF says which part of PDF/A it keeps (ISO 19005-3, 6.6.4)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.claim",)
_PARTS = {"1": "AB", "2": "ABU", "3": "ABU"}


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if it says nothing, or names what there isn't."""
    part, level = (document.metadata.get(f"pdfaid:{name}", "") for name in ("part", "conformance"))
    if not part:
        yield stop("archive.claim", "it doesn't say that it is PDF/A", hint="make it as PDF/A-3")
    elif part != "4" and (not level or level not in _PARTS.get(part, "")):
        yield stop(
            "archive.claim", f"it says that it is PDF/A-{part}{level.lower()}, which there isn't", hint="say PDF/A-3a"
        )
