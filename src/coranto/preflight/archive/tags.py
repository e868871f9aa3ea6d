"""At level A, it can be read out: it has tags, and says its language (ISO 19005-3, 6.7)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.tags", "archive.language")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if one of these is missing where level A is claimed."""
    if document.metadata.get("pdfaid:conformance") != "A":
        return
    if not (document.marked and document.structured):
        yield stop("archive.tags", "it has no tags, which level A wants", hint="make it with tags, or claim level B")
    if not document.language:
        yield stop("archive.language", "it doesn't say its language", hint="say it in `/Lang`")
