"""The contents says the page on which a thing begins, and the folio there says the same."""

import re
from collections.abc import Iterator

from coranto.contents import list_contents
from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("contents.folio", "contents.lost", "contents.number")


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each entry whose page number is not the flatplan's or the folio's."""
    flatplan = proof.flatplan
    for index, entry in enumerate(list_contents(issue)):
        identity = f"contents.{index}"
        spots = flatplan.spots.get(identity, ())
        spot = spots[0] if spots else None
        page = flatplan.page_of(entry.target)
        numbers = re.findall(r"\d+", flatplan.generated.get(identity, ""))
        printed = int(numbers[0]) if numbers else None
        ends = flatplan.page_of(f"{entry.target}.end")
        if page is None:
            yield stop(
                "contents.lost",
                f"`{entry.title}` stands in the contents and on no page",
                hint="let the layout set it",
                place=issue.places.get(entry.target),
                spot=spot,
            )
        elif printed != page:
            yield stop(
                "contents.number",
                f"the contents says page {printed} for `{entry.title}`, which begins on page {page}",
                hint="let the layout number pages in @page only",
                place=issue.places.get(entry.target),
                spot=spot,
            )
        elif len(numbers) > 1 and int(numbers[-1]) != ends:
            yield stop(
                "contents.number",
                f"the contents lets `{entry.title}` end on page {numbers[-1]}, it ends on page {ends}",
                hint="let the layout number pages in @page only",
                place=issue.places.get(entry.target),
                spot=spot,
            )
        elif not _folio_agrees(flatplan.furniture[page - 1], page):
            yield stop(
                "contents.folio",
                f"page {page} does not call itself {page}",
                hint="let the layout number pages in @page only",
                place=issue.places.get(entry.target),
                spot=spot,
            )


def _folio_agrees(furniture: tuple[str, ...], page: int) -> bool:
    """Tell whether a folio that the page has, `7` or `7 / 8`, is this page's; a page may have none."""
    folios = [words for words in furniture if re.fullmatch(r"\d+( / \d+)?", words)]
    return all(int(re.split(r"\D", words)[0]) == page for words in folios)
