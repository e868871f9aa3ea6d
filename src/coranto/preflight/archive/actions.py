"""It does nothing by itself: no scripts, and no actions but those that lead somewhere (ISO 19005-3, 6.5)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("archive.scripts", "archive.actions")
ALLOWED = ("GoTo", "GoToR", "GoToE", "URI", "Named", "SubmitForm", "Thread")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for scripts, and one for each sort of action that is forbidden."""
    for kind in document.actions:
        if kind == "JavaScript":
            yield stop("archive.scripts", "it has scripts in JavaScript", hint="take them out")
        elif kind not in ALLOWED:
            yield stop("archive.actions", f"it has an action of the sort `{kind}`", hint="take it out")
