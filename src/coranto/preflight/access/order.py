"""What is read aloud comes in the order of the copy, over columns and pages.

A passage that is heard before what it follows is out of order.  Pictures with
a page of their own may stand anywhere, and notes at the foot of their page.
"""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.preflight.access.hearing import hear, things
from coranto.press.proof import Proof

CODES = ("access.order",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each passage that is heard too early."""
    hearing = hear(issue, proof)
    at, before = 0, ""
    for thing in things(issue):
        found = hearing.find(thing, at)
        if found is None and (earlier := hearing.letters.find(thing.letters)) >= 0:
            yield stop(
                "access.order",
                f"`{short(thing.words)}` is read aloud before `{short(before)}`, which stands before it",
                hint="let the layout keep the order of the copy",
                place=thing.place,
                spot=next(iter(proof.flatplan.spots.get(thing.identity, ())), None),
            )
            at = earlier
        elif found:
            at = found[0]
        before = thing.words


def short(words: str) -> str:
    """Return the beginning of words, to be quoted."""
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"  # noqa: PLR2004
