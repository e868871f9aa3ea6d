"""The spine of an issue that is glued: set by itself, for the binding to turn.

In: an issue that is set for print, and how wide its spine is.  Out: a PDF of one
page, and what is to be said of it.
"""

from coranto.errors import CopyError
from coranto.findings import Finding, query, stop
from coranto.issue.model import Issue
from coranto.layout.model import Layout
from coranto.press.proof import PageSize

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
    from coranto.preflight.pages import glyphs, log
    from coranto.press import paginate, pull

    proof = pull(paginate(compose_spine(issue, layout, height=page.height, width=width)))
    words = proof.flatplan.spots.get(_ID, ())
    length, room = sum(spot.width for spot in words), page.height - 2 * _EDGE
    if length > room:
        what = f"the words of the spine are {length / _MM:.0f} mm long, and find room for {room / _MM:.0f} mm"
        hint = "write fewer: `spine:` and a text in issue.yaml"
        place = issue.places.get(_ID) or issue.places.get("issue.date")
        raise CopyError(what, [stop("copy.spine", what, hint=hint, place=place)])
    if issue.head.spine and width < NARROWEST:
        what = f"the spine is {width:g} mm wide, and carries no words below {NARROWEST:g} mm"
        narrow = query("copy.spine", what, hint="take `spine:` out", place=issue.places.get(_ID))
        return proof.pdf, (narrow,)
    return proof.pdf, (*glyphs.check(issue, proof), *log.check(issue, proof))
