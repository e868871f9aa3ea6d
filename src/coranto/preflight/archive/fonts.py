"""Every font is embedded, and says which characters its letters are (ISO 19005-3, 6.2.11)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.fonts", "archive.characters")
_SPELT_OUT = ("A", "U")
"""Levels of PDF/A at which text can be read out."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each font that isn't embedded, or whose letters nobody can name."""
    spelt_out = document.metadata.get("pdfaid:conformance", "") in _SPELT_OUT
    for font in document.fonts:
        name = font.name or "without a name"
        if not font.embedded:
            yield stop(
                "archive.fonts", f"the font `{name}` is not embedded", hint="make the PDF with all fonts embedded"
            )
        elif spelt_out and font.kind == "Type0" and not font.mapped:
            yield stop(
                "archive.characters",
                f"the font `{name}` doesn't say which characters its letters are",
                hint="embed it with a `/ToUnicode`",
            )
