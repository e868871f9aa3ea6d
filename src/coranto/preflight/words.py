"""Every word of the galley stands on a page."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each run of words that got lost."""
    for loss in proof.losses:
        spots = proof.flatplan.spots.get(loss.identity, ())
        yield stop(
            "words.lost",
            f"these words stand on no page: “{loss.words}”",
            hint="shorten what stands there, or mend the layout",
            place=issue.places.get(loss.identity),
            spot=spots[0] if spots else None,
        )
