"""The spine: what stands on the back of a glued issue becomes a galley of its own.

In: an issue and its layout, how high its pages are, and how wide the spine is.
Out: a galley of one page, as long as the spine is high and as high as it is
wide; who binds the issue turns it.
"""

from dataclasses import replace

from coranto.compose import Galley, compose
from coranto.issue.model import Issue
from coranto.layout.model import Layout

TEMPLATE, CLASS = "spine.html", "spine-words"
_MM = 72 / 25.4
_FURNITURE = ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
_SHARE, _LARGEST = 0.5, 16.0
"""How much of the spine's width its type takes, and the most, in pt."""
NARROWEST = 4.0
"""mm of a spine that carries words: on a narrower one they would be too small, and go over its edge."""


def compose_spine(issue: Issue, layout: Layout, *, height: float, width: float) -> Galley:
    """Return the galley of a spine; its height is in pt, its width in mm.

    Raises:
        CopyError, LayoutError: as `compose` does.

    """
    galley = compose(issue, layout, template=TEMPLATE)
    size = min(_SHARE * width * _MM, _LARGEST)
    furniture = "".join(f"@{name} {{ content: none }}\n" for name in _FURNITURE)
    css = (
        f":root {{ --spine: {width:g}mm; --spine-type: {size:.2f}pt }}\n"
        f"@page spine:first {{ size: {height:.3f}pt {width:g}mm; margin: 0;\n{furniture}}}\n"
    )
    if width < NARROWEST:
        css += f".{CLASS} {{ display: none }}\n"
    return replace(galley, css=galley.css + css, fitted=False, on_paper=True)
