"""Black text is printed in black alone, so that no inks have to meet."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Colour, Document, Space

CODES = ("print.rich-black",)
_BLACK, _OTHERS = 0.85, 0.1
"""Parts of black from which text is black, and of all other inks together up to which they don't count."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a query for each page with text in black and other inks."""
    for page in document.pages:
        for run, more in by_page(run for run in page.runs if run.visible and _is_rich(run.colour)):
            inks = " ".join(f"{name}{100 * share:.0f}" for name, share in zip("CMYK", run.colour.values, strict=True))
            yield query(
                "print.rich-black",
                f"text is printed in black with other inks, {inks}{more}",
                hint="print it in black alone, C0 M0 Y0 K100",
                spot=run.spot,
            )


def _is_rich(colour: Colour) -> bool:
    if colour.space is not Space.CMYK or len(colour.values) != 4:  # noqa: PLR2004 - inks
        return False
    *others, black = colour.values
    return black >= _BLACK and sum(others) > _OTHERS
