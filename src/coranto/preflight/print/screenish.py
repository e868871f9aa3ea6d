"""There is nothing in it that only a screen has, and nothing that a printer's machine can't open."""

from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.preflight.gathering import listed
from coranto.preflight.painting.model import Document

CODES = ("print.encryption", "print.annotations", "print.unread")
_HARMLESS = ("TrapNet", "PrinterMark", "Popup")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if it is encrypted, and queries for annotations and for what could not be looked at."""
    if document.encrypted:
        yield stop("print.encryption", "it is encrypted", hint="save it without a password")
    pages = {page.number: one.kind for page in document.pages for one in page.annotations if one.kind not in _HARMLESS}
    if pages:
        kinds = ", ".join(sorted(set(pages.values())))
        yield query(
            "print.annotations",
            f"there are annotations ({kinds}) on {listed(pages)}",
            hint="take them away: what a screen shows is not for print",
        )
    for why in dict.fromkeys(page.unread for page in document.pages if page.unread):
        numbers = [page.number for page in document.pages if page.unread == why]
        yield query("print.unread", f"not all of {listed(numbers)} could be judged: {why}", hint="look at it by eye")
