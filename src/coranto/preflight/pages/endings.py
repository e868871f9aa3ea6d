"""A column ends well: no heading in its last two lines, and no word that is broken into the next."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("endings.heading", "endings.hyphen")
_HINT = "lengthen or shorten the text before it by a line"


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each column or page that ends otherwise while its text goes on."""
    for ending in proof.endings:
        words = ending.words if len(ending.words) <= 40 else f"{ending.words[:37]}…"  # noqa: PLR2004
        what = (
            f"the heading `{words}` stands in the last two lines of its column"
            if ending.what == "heading"
            else f"the word `{words}` is broken at the end of its column"
        )
        yield query(
            f"endings.{ending.what}", what, hint=_HINT, place=issue.places.get(ending.identity), spot=ending.spot
        )
