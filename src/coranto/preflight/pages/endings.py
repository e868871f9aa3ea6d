"""A column ends well: no heading in its last two lines, no text that has hardly begun, no word broken into the next."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("endings.heading", "endings.opening", "endings.hyphen")
_SAID = {
    "heading": "the heading `{}` stands in the last two lines of its column",
    "opening": "the article that begins `{}` has less than two lines below its headline before its column ends",
    "hyphen": "the word `{}` is broken at the end of its column",
}
_HINT = "lengthen or shorten the text before it by a line"


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each column or page that ends otherwise while its text goes on."""
    for ending in proof.endings:
        words = ending.words if len(ending.words) <= 40 else f"{ending.words[:37]}…"  # noqa: PLR2004
        yield query(
            f"endings.{ending.what}",
            _SAID[ending.what].format(words),
            hint=_HINT,
            place=issue.places.get(ending.identity),
            spot=ending.spot,
        )
