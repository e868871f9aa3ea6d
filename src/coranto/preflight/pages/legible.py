"""Every word of the copy that stands on a page can be read there."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("legible.unread", "legible.touching")


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for the first words of each block that can't be read, and why."""
    told: set[tuple[str, str]] = set()
    for one in proof.illegible:
        if (one.identity, one.why) in told:
            continue
        told.add((one.identity, one.why))
        words = one.words if len(one.words) <= 40 else f"{one.words[:37]}…"  # noqa: PLR2004
        yield stop(
            f"legible.{one.what}",
            f"`{words}` can't be read: {one.why}",
            hint="mend the stylesheet; what is not to be read, take out of the copy",
            place=issue.places.get(one.identity),
            spot=one.spot,
        )
