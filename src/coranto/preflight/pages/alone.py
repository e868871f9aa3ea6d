"""No picture stands alone on a page, but one that was to have a page of its own."""

from collections.abc import Iterable, Iterator

from coranto.contents import department_id
from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("alone.picture",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each picture or chart of a body that is all that its page has, its caption aside."""
    flatplan = proof.flatplan
    blocks = [block for article in issue.articles.values() for block in article.body.blocks]
    figures = {block.id: block for block in blocks if block.chart or block.html.startswith("<figure")}
    holders = {article.slug for article in issue.articles.values()}
    holders |= {department_id(index) for index in range(len(issue.head.departments))}
    busy = {
        spot.page
        for identity, spots in flatplan.spots.items()
        if identity in issue.places and identity not in holders and not _within(identity, figures.keys())
        for spot in spots
    }
    for identity, block in figures.items():
        for spot in flatplan.spots.get(identity, ()):
            if not block.is_plate and spot.page not in busy:
                yield query(
                    "alone.picture",
                    "a picture stands alone on its page",
                    hint="move its paragraph, make it smaller, or give it the page with width=page",
                    place=block.place,
                    spot=spot,
                )


def _within(identity: str, figures: Iterable[str]) -> bool:
    """Tell whether something is a figure, or a part of one, such as a chart's title."""
    return any(identity == figure or identity.startswith(f"{figure}.") for figure in figures)
