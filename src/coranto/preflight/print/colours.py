"""All colours are inks: none is left for a screen."""

from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document, Mark, Page, Picture, Run, Space

CODES = ("print.rgb", "print.converted")
_NO_INKS = (Space.RGB, Space.LAB)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each page with colours of a screen; a query if these have a profile that tells their inks."""
    for page in document.pages:
        found = list(_coloured(page))
        for (one, space), more in _told(found, device=True):
            yield stop(
                "print.rgb",
                f"{_what(one)} is in {space} without a profile{more}",
                hint="convert it to the printer's inks",
                spot=one.spot,
            )
        for (one, space), more in _told(found, device=False):
            yield query(
                "print.converted",
                f"{_what(one)} is in {space}{more}; the printer's own machine chooses its inks",
                hint="convert it, or ask whether the printer wants it so",
                spot=one.spot,
            )


def _told(
    found: list[tuple[Mark | Run | Picture, Space, bool]], *, device: bool
) -> Iterator[tuple[tuple[Mark | Run | Picture, Space], str]]:
    spaces = {one.order: space for one, space, its in found if its is device}
    for one, more in by_page(one for one, _, its in found if its is device):
        yield (one, spaces[one.order]), more


def _coloured(page: Page) -> Iterator[tuple[Mark | Run | Picture, Space, bool]]:
    """Yield what is painted in no inks, and whether its colours are those of any screen."""
    for one in page.painted:
        if isinstance(one, Run) and not one.visible:
            continue
        space, device = (one.space, one.device) if isinstance(one, Picture) else (one.colour.space, one.colour.device)
        if space in _NO_INKS:
            yield one, space, device and space is Space.RGB


def _what(one: Mark | Run | Picture) -> str:
    return "a picture" if isinstance(one, Picture) else "text" if isinstance(one, Run) else "an area or a line"
