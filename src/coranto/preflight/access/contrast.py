"""Words stand out from what they stand on: 4.5 to 1, and 3 to 1 in large type (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.preflight.access.order import short
from coranto.press.proof import Proof

CODES = ("access.contrast",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for the first words of each block that are too pale, and of each contrast in running heads."""
    told: set[tuple[str, float]] = set()
    for one in proof.pale:
        key = one.identity, 0 if one.identity else one.contrast
        if key not in told and any(map(str.isalnum, one.words)):
            told.add(key)
            yield query(
                "access.contrast",
                f"`{short(one.words)}` has a contrast of {one.contrast:.1f} to 1, it should have {one.least:g}",
                hint="take a darker or lighter colour, in the layout or by its options",
                place=issue.places.get(one.identity),
                spot=one.spot,
            )
