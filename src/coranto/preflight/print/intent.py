"""The PDF says for which printing condition its inks are meant (ISO 15930-7, 6.2.3)."""

from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.preflight.painting.model import Document

CODES = ("print.intent", "print.claim")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if there is no such condition, or none of inks, and a query if no PDF/X is claimed."""
    ours = [one for one in document.intents if one.kind == "GTS_PDFX"]
    if not ours:
        yield stop("print.intent", "it has no output intent for print", hint="add one with the printer's ICC profile")
    elif ours[0].space not in ("CMYK", "") or (ours[0].components is None and not ours[0].condition):
        yield stop(
            "print.intent",
            f"its output intent is of {ours[0].space or 'no condition'}, not of inks",
            hint="take the printer's ICC profile, which is of CMYK",
        )
    if not any(claim.startswith("PDF/X") for claim in document.claims):
        yield query(
            "print.claim",
            "it doesn't say that it is PDF/X",
            hint="make it as PDF/X-4, or ask whether the printer takes it",
        )
