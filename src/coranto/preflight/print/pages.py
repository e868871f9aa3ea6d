"""The pages fill the sheets that are folded, and all are of one size."""

from collections import Counter
from collections.abc import Iterator, Sequence

from coranto.findings import Finding, query
from coranto.finish.model import COVER
from coranto.preflight.gathering import listed
from coranto.preflight.painting.model import Document, Page

CODES = ("print.page-count", "print.page-size")
_SLACK = 0.5
_SHEETS = COVER // 2


def check(document: Document) -> Iterator[Finding]:
    """Yield a query if pages lack to a sheet, and one for those of another size."""
    pages, fold = document.pages[_cover(document.pages) :], document.limits.fold
    count = len(pages)
    if count % fold:
        lack = fold - count % fold
        yield query(
            "print.page-count",
            f"it has {count} {'page' if count == 1 else 'pages'}, which is no multiple of {fold}",
            hint=f"add {lack}, or take {count % fold} away; the press adds blanks unless it is told not to",
        )
    sizes = Counter((round(page.size[0]), round(page.size[1])) for page in pages)
    usual = sizes.most_common(1)[0][0]
    others = [
        page.number
        for page in pages
        if abs(page.size[0] - usual[0]) > 1 + _SLACK or abs(page.size[1] - usual[1]) > 1 + _SLACK
    ]
    if others:
        yield query(
            "print.page-size",
            f"{listed(others)} {'is' if len(others) == 1 else 'are'} of another size than the others",
            hint="cut all pages to one size",
        )


def _cover(pages: Sequence[Page]) -> int:
    """Return how many pages at the beginning are the spreads of a cover to be glued: two, or none."""
    if len(pages) <= _SHEETS:
        return 0
    outside, inside, first = (page.size for page in pages[: _SHEETS + 1])
    return _SHEETS if outside == inside and outside[0] >= 2 * first[0] and outside[1] == first[1] else 0
