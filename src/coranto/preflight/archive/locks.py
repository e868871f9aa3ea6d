"""Nothing keeps it shut: it is not encrypted, and has an identity (ISO 19005-3, 6.1.3)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.encryption", "archive.identity")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if it is encrypted, and one if its trailer has no `/ID`."""
    if document.encrypted:
        yield stop("archive.encryption", "it is encrypted", hint="save it without a password")
    if not document.identified:
        yield stop("archive.identity", "its trailer bears no identity (`/ID`)", hint="write it anew, with one")
