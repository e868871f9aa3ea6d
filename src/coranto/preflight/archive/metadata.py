"""What it says of itself can be read, and is said alike in both places (ISO 19005-3, 6.6)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.metadata", "archive.agreement")
_ALIKE = {
    "Title": "dc:title",
    "Subject": "dc:description",
    "Author": "dc:creator",
    "Keywords": "pdf:Keywords",
    "Creator": "xmp:CreatorTool",
    "Producer": "pdf:Producer",
    "CreationDate": "xmp:CreateDate",
    "ModDate": "xmp:ModifyDate",
}


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if its XMP can't be read, and one for each thing that its Info says otherwise."""
    if document.metadata_fault:
        yield stop(
            "archive.metadata", f"its XMP metadata can't be read: {document.metadata_fault}", hint="write them anew"
        )
        return
    for name, said in document.info.items():
        other = _ALIKE.get(name)
        if other is None:
            continue
        also = document.metadata.get(other)
        if also is None or _plain(also) != _plain(said):
            told = "nothing" if also is None else f"“{also[:60]}”"
            yield stop(
                "archive.agreement",
                f"its `/{name}` says “{said[:60]}”, its XMP `{other}` {told}",
                hint="let both say the same",
            )


def _plain(said: str) -> str:
    """Return a value as it can be compared: of dates, the moment counts, not how it is written."""
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        return said.strip()
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else moment.isoformat()
