"""Each figure of a PDF says in words what it shows."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.figure",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each figure and formula without an alternative."""
    for tag in document.tags:
        if tag.role in ("Figure", "Formula") and not tag.alt:
            yield stop(
                "access.figure",
                f"a {tag.role.lower()} has no alternative text",
                hint="say what it shows, or make it an artifact if it shows nothing",
                spot=document.whole(tag.page),
            )
