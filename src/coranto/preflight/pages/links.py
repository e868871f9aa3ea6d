"""Every link inside the issue lands."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("links.dead",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each link whose target stands on no page."""
    for link in proof.links:
        if link.target not in proof.flatplan.spots:
            yield stop(
                "links.dead",
                f"the link to `#{link.target}` lands on no page",
                hint="give its target an id, or let the layout set it",
                place=issue.places.get(link.identity),
                spot=link.spot,
            )
