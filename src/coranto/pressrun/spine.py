"""The spine of an issue that is glued: set by itself, for the binding to turn.

In: an issue that is set for print, and how wide its spine is.  Out: a PDF of one
page, and what is to be said of it.
"""

from coranto.errors import CopyError
from coranto.findings import Finding, query, stop
from coranto.issue.model import Issue
from coranto.layout.model import Layout
from coranto.press.proof import PageSize, bare

_MM = 72 / 25.4
_ID = "issue.spine"
_EDGE = 5 * _MM
"""pt that words keep from the head and the foot."""


def set_spine(issue: Issue, layout: Layout, page: PageSize, *, width: float) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the PDF of a spine, as wide as is said in mm, and what is to be said of it.

    Raises:
        CopyError: the words are longer than the spine.
        LayoutError: the layout is at fault.

    """
    from coranto.compose.spine import NARROWEST, compose_spine
    from coranto.preflight.pages import glyphs, legible, log
    from coranto.press import paginate, pull

    proof = pull(paginate(compose_spine(issue, layout, height=page.height, width=width)))
    spots = proof.flatplan.spots.get(_ID, ())
    length, room = sum(spot.width for spot in spots), page.height - 2 * _EDGE
    place = issue.places.get(_ID) or issue.places.get("issue.date")
    if length > room:
        what = f"the words of the spine are {length / _MM:.0f} mm long, and find room for {room / _MM:.0f} mm"
        hint = "write fewer: `spine:` and a text in issue.yaml"
        raise CopyError(what, [stop("copy.spine", what, hint=hint, place=place)])
    if issue.head.spine and width < NARROWEST:
        what = f"the spine is {width:g} mm wide, and carries no words below {NARROWEST:g} mm"
        narrow = query("copy.spine", what, hint="take `spine:` out", place=issue.places.get(_ID))
        return proof.pdf, (narrow,)
    wanted = issue.head.spine or issue.periodical.title
    inside = all(spot.x >= 0 and spot.x + spot.width <= page.height for spot in spots)
    if width >= NARROWEST and not (spots and inside and bare(wanted) in proof.flatplan.letters):
        what = f"the spine’s words, `{wanted}`, do not stand on it"
        hint = 'let the layout\'s spine.html set them, in an element with `id="issue.spine"`'
        return proof.pdf, (stop("words.lost", what, hint=hint, place=place),)
    return proof.pdf, tuple(finding for rule in (glyphs, legible, log) for finding in rule.check(issue, proof))
