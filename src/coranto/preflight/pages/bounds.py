"""Nothing stands outside its column or its page."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("bounds.overrun",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for the first thing of each block that runs out."""
    told: set[str] = set()
    for overrun in proof.overruns:
        if overrun.identity in told:
            continue
        told.add(overrun.identity)
        what = overrun.what if len(overrun.what) <= 40 else f"{overrun.what[:37]}…"  # noqa: PLR2004
        yield stop(
            "bounds.overrun",
            f"`{what}` runs out of its column or page",
            hint="shorten it, break it, or make it smaller",
            place=issue.places.get(overrun.identity),
            spot=overrun.spot,
        )
