"""The headings of an issue go down by one level at a time, so that a listener knows what belongs to what."""

from collections.abc import Iterable, Iterator

from coranto.findings import Finding, Place, query
from coranto.issue.model import Issue
from coranto.preflight.access.hearing import Hearing, things
from coranto.preflight.access.order import short
from coranto.preflight.painting.model import Tag
from coranto.press.proof import Proof

CODES = ("access.level",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each heading that leaves a level out."""
    hearing = Hearing(issue, proof)
    jumping = {id(tag): (tag, before) for tag, before in jumps(hearing.tags)}
    at = 0
    for thing in things(issue) if jumping else ():
        at, above = hearing.find(thing, at) or (at, ())
        for tag in above:
            if one := jumping.pop(id(tag), None):
                yield _told(f"{thing.what} `{short(thing.words)}` is", *one, thing.place)
    for tag, before in jumping.values():
        yield _told(f"a heading of page {tag.page} is", tag, before, None)


def _told(said: str, tag: Tag, before: int, place: Place | None) -> Finding:
    return query(
        "access.level",
        f"{said} of level {tag.level}, and the one before it of level {before}",
        hint="let the layout leave no level out",
        place=place,
    )


def jumps(tags: Iterable[Tag]) -> Iterator[tuple[Tag, int]]:
    """Yield each heading that is more than one level below the one before it, and the level of that; 0 is none."""
    before = 0
    for tag in tags:
        if tag.level > before + 1:
            yield tag, before
        before = tag.level or before
