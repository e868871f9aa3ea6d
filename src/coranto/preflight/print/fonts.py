"""Every font is embedded: a printer's machine has others of the same name."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("print.fonts",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each font that isn't embedded."""
    for name in dict.fromkeys(font.name or "without a name" for font in document.fonts if not font.embedded):
        yield stop("print.fonts", f"the font `{name}` is not embedded", hint="make the PDF with all fonts embedded")
