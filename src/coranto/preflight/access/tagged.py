"""A PDF is tagged: without tags, a screen reader has to guess what is what, and in which order."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.untagged",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if there are no tags, or if the PDF does not say that there are."""
    if not document.tags:
        yield stop("access.untagged", "the PDF has no tags", hint="export it with tags, as PDF/UA")
    elif not document.marked:
        yield stop("access.untagged", "the PDF has tags and does not say so", hint="export it with tags, as PDF/UA")
