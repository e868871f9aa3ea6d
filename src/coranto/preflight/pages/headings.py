"""No heading stands alone at the foot of a page: what it heads begins on the same page."""

from collections.abc import Iterator
from itertools import pairwise

from coranto.contents import department_id
from coranto.findings import Finding, query
from coranto.issue.model import Article, Issue
from coranto.press.proof import Flatplan, Proof

CODES = ("headings.stranded",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each heading whose page is not that of what follows it."""
    for index, department in enumerate(issue.head.departments):
        first = issue.articles[department.articles[0]]
        title = f"{department_id(index)}.title"
        yield from _check(issue, proof.flatplan, title, department.title, _beginning(first, proof.flatplan))
    for article in issue.articles.values():
        blocks = [block for block in article.body.blocks if not block.is_plate]
        if article.front.headline and blocks:
            yield from _check(issue, proof.flatplan, f"{article.slug}.headline", article.front.headline, blocks[0].id)
        for heading, block in pairwise(blocks):
            if heading.html.startswith(("<h4", "<h5", "<h6")):
                words = heading.html.partition(">")[2].rpartition("<")[0]
                yield from _check(issue, proof.flatplan, heading.id, words, block.id)


def _beginning(article: Article, flatplan: Flatplan) -> str:
    """Return the id of the first thing of an article that stands on a page."""
    headline = f"{article.slug}.headline"
    return headline if flatplan.page_of(headline) else article.slug


def _check(issue: Issue, flatplan: Flatplan, heading: str, words: str, following: str) -> Iterator[Finding]:
    spots, page = flatplan.spots.get(heading, ()), flatplan.page_of(following)
    if spots and page and spots[-1].page < page:
        yield query(
            "headings.stranded",
            f"the heading `{words}` stands on page {spots[-1].page}, what it heads begins on page {page}",
            hint="lengthen or shorten the text before it, or mend the layout",
            place=issue.places.get(heading),
            spot=spots[-1],
        )
