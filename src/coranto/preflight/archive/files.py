"""Every file in it is described: what it is, and what it is to the pages (ISO 19005-3, 6.8)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.files",)
_RELATIONSHIPS = (
    "Source", "Data", "Alternative", "Supplement", "Unspecified", "EncryptedPayload", "FormData", "Schema",
)  # fmt: skip


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each file that lacks something."""
    if document.files and document.metadata.get("pdfaid:part") in ("1", "2"):
        yield stop(
            "archive.files",
            f"it carries {len(document.files)} files, which PDF/A-{document.metadata['pdfaid:part']} doesn't let it",
            hint="make it as PDF/A-3",
        )
        return
    for one in document.files:
        lacks = [
            what
            for lacking, what in (
                (not one.mime, "its type (`/Subtype`)"),
                (one.relationship not in _RELATIONSHIPS, "what it is to the pages (`/AFRelationship`)"),
                (not one.associated, "a part of the document to which it belongs (`/AF`)"),
                (not one.both_names, "a name for old readers or for new ones (`/F` and `/UF`)"),
                (not one.description, "a description (`/Desc`)"),
            )
            if lacking
        ]
        if lacks:
            yield stop("archive.files", f"the file `{one.name}` in it lacks {', '.join(lacks)}", hint="say it")
