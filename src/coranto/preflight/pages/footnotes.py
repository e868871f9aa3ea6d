"""A footnote stands on the page of its mark.

The engine sooner moves a note to the next page than a paragraph whose first
lines don't fit (WeasyPrint 70, `layout/block.py`, `_linebox_layout`).
"""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("footnotes.away",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each note that begins on another page than its mark."""
    for identity, page in proof.flatplan.calls.items():
        spots = proof.flatplan.spots.get(identity, ())
        if spots and spots[0].page != page:
            yield query(
                "footnotes.away",
                f"a footnote stands on page {spots[0].page}, its mark on page {page}",
                hint="shorten or lengthen the text before it by a line or two",
                place=issue.places.get(identity),
                spot=spots[0],
            )
