"""A PDF has a title, and a viewer shows it instead of the file's name."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.no-title", "access.title-hidden")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if there is no title, or if it is not shown."""
    if not (document.info.get("Title", "").strip() or document.metadata.get("dc:title", "").strip()):
        yield stop("access.no-title", "the PDF has no title", hint="give it one in its properties")
    elif not document.title_shown:
        what = "a viewer is not told to show the PDF's title"
        yield stop("access.title-hidden", what, hint="set DisplayDocTitle in its viewer preferences")
