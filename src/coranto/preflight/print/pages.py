"""The pages fill the sheets that are folded, and all are of one size."""

from collections import Counter
from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.preflight.gathering import listed
from coranto.preflight.painting.model import Document

CODES = ("print.page-count", "print.page-size")
_SLACK = 0.5


def check(document: Document) -> Iterator[Finding]:
    """Yield a query if pages lack to a sheet, and one for those of another size."""
    pages, fold = document.pages[document.limits.cover :], document.limits.fold
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
