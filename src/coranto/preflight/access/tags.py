"""All that the copy has is tagged as what it is: departments, headlines, headings, lists, tables, pictures.

The tags are read back from the PDF.  Where a heading is none to a screen
reader, nobody can leap to it; what has no tag at all is not heard.
"""

from collections import Counter
from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.issue.model import Issue
from coranto.preflight.access.hearing import HEADING, alts, hear, stands_in, things
from coranto.preflight.access.order import short
from coranto.press.proof import Proof

CODES = ("access.role", "access.picture", "access.unheard")


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each thing whose tag is another, or that has none."""
    hearing = hear(issue, proof)
    at = 0
    for thing in things(issue) if hearing.tags else ():
        found = hearing.find(thing, at) or hearing.find(thing, 0)
        spot = next(iter(proof.flatplan.spots.get(thing.identity, ())), None)
        if found is None:
            what = f"{thing.what} `{short(thing.words)}` has no tag, and is not read aloud"
            yield stop("access.unheard", what, hint="let the layout set it as text", place=thing.place, spot=spot)
            continue
        at, above = found
        if not stands_in(above, thing.role):
            inner = next((tag.role for tag in reversed(above) if tag.role not in ("Span", "NonStruct")), "nothing")
            yield query(
                "access.role",
                f"{thing.what} `{short(thing.words)}` is tagged as {inner}, not as {_named(thing.role)}",
                hint="let the layout's template use the element for it",
                place=thing.place,
                spot=spot,
            )
    said = Counter(tag.alt for tag in hearing.tags if tag.role in ("Figure", "Formula"))
    for alt, place in alts(issue) if hearing.tags else ():
        if said[alt] < 1:
            what = f"the picture “{short(alt)}” has no tag that says so"
            yield query("access.picture", what, hint="let the layout show it with its alt text", place=place)
        said[alt] -= 1


def _named(role: str) -> str:
    return "a heading" if role == HEADING else role
