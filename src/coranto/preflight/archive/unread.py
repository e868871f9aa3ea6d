"""All of it can be looked at."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import listed
from coranto.preflight.painting.model import Document

CODES = ("archive.unread",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for pages of which not all could be judged."""
    for why in dict.fromkeys(page.unread for page in document.pages if page.unread):
        numbers = [page.number for page in document.pages if page.unread == why]
        yield query("archive.unread", f"not all of {listed(numbers)} could be judged: {why}", hint="ask veraPDF, too")
