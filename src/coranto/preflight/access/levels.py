"""The headings of a PDF begin on the first level, and go down by one at a time."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.level",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each heading that leaves a level out."""
    before = 0
    for tag in document.tags:
        if tag.level <= before + 1:
            before = tag.level or before
            continue
        after = f"follows one of level {before}" if before else "is the first"
        what = f"a heading of level {tag.level} {after}"
        yield stop("access.level", what, hint="leave no level out", spot=document.whole(tag.page))
        before = tag.level
