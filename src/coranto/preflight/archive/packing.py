"""Its streams are packed openly, and lie in it (ISO 19005-3, 6.1.7)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.packing", "archive.oddities")
_FORBIDDEN = {"LZWDecode": "LZW", "LZW": "LZW", "Crypt": "encryption"}


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each way of packing that is forbidden, and for each thing that hardly anybody makes."""
    for name in dict.fromkeys(_FORBIDDEN[one] for one in document.filters if one in _FORBIDDEN):
        yield stop("archive.packing", f"something in it is packed by {name}", hint="pack it by Flate")
    for what in document.oddities:
        yield stop("archive.oddities", f"it has {what}", hint="take that out")
