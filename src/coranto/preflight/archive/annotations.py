"""What is laid over the pages can be seen, printed and drawn by anybody (ISO 19005-3, 6.3)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Annotation, Document

CODES = ("archive.annotations",)
_FORBIDDEN = ("3D", "Sound", "Screen", "Movie", "RichMedia")
_UNDRAWN = ("Popup", "Link")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for the first annotation of each page and sort that is not so."""
    told: set[tuple[int, str]] = set()
    for page in document.pages:
        for one in page.annotations:
            fault = _fault(one)
            if fault and (page.number, one.kind) not in told:
                told.add((page.number, one.kind))
                yield stop(
                    "archive.annotations",
                    f"an annotation of the sort `{one.kind}` {fault}",
                    hint="mend it, or take it out",
                    spot=one.spot,
                )


def _fault(one: Annotation) -> str:
    if one.kind in _FORBIDDEN:
        return "is forbidden"
    if one.kind == "Popup":
        return ""
    if one.hidden:
        return "is hidden"
    if not one.printed:
        return "isn't printed"
    solid = one.spot.width > 0 and one.spot.height > 0
    return "doesn't say how it looks" if not one.drawn and one.kind not in _UNDRAWN and solid else ""
