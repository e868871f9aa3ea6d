"""No small type is left out of inks, which would fill it up."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Colour, Document

CODES = ("print.reversed",)
_SLACK = 0.01


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with small letters in the paper's colour on a ground of ink."""
    least = document.limits.reversed
    for page in document.pages:
        small = (
            run
            for run in page.runs
            if run.visible and run.size < least - _SLACK and run.colour.is_paper and _is_inked(run.ground)
        )
        for run, more in by_page(small):
            yield query(
                "print.reversed",
                f"type of {run.size:.1f} pt stands in white on ink{more}; it may fill up below {least:g} pt",
                hint="set it larger, or dark on light",
                spot=run.spot,
            )


def _is_inked(ground: Colour | None) -> bool:
    return ground is not None and not ground.is_paper
