"""Shrinking: a picture that went to the next page comes back, as small as the room that was left for it.

In: pages laid out once.  Out: for each picture that would leave a page half
empty, how high it is to be, in px.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

SMALLEST = 0.6
"""The least of its height to which a picture is made smaller."""
_HEIGHT = "--picture-height"

Box = Any  # the engine has no types
Page = Any


def brought_back(pages: Sequence[Page]) -> Iterator[tuple[Element, dict[str, float | str]]]:
    """Yield the figures of these pages (`weasyprint.Document.pages`) that are to change, with their styles."""
    for before, after in pairwise(page._page_box for page in pages):  # noqa: SLF001 - the way to the boxes
        if (figure := _opening_figure(before, after)) and (styles := _shrunk(figure, before)):
            yield figure.element, styles


def _opening_figure(before: Box, after: Box) -> Box | None:
    """Return the figure that a page begins with, if the page before has the beginning of its text."""
    box = after.children[0]
    path = [box]
    while box.element_tag != "figure":
        inner = [child for child in getattr(box, "children", ()) if isinstance(child, boxes.BlockLevelBox)]
        if not inner or box.style["column_count"] != "auto":
            return None
        box = inner[0]
        path.append(box)
    body = path[-2].element
    return box if any(other.element is body for other in before.descendants()) else None


def _shrunk(figure: Box, before: Box) -> dict[str, float | str]:
    """Return what makes a picture as small as the room that was left on the page before, within bounds.

    One that was made smaller in vain gets its height back.
    """
    picture = next((child for child in figure.descendants() if isinstance(child, boxes.ReplacedBox)), None)
    tried = figure.element.get("style", "").count(_HEIGHT)
    if picture is None or tried:
        return {_HEIGHT: "inherit"} if tried == 1 else {}
    notes = [child for child in before.children if isinstance(child, boxes.FootnoteAreaBox) and child.children]
    foot = before.content_box_y() + before.height - sum(area.margin_height() for area in notes)
    set_so_far = (
        box.position_y + box.margin_height()
        for box in before.children[0].descendants()  # a block that goes on takes all the room there is
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox)
    )
    rhythm, margin = max(strut(before.children[0].style)[0], 1.0), figure.style["margin_top"]
    white = max(rhythm, margin.value if margin != "auto" and margin.unit == "px" else 0.0)
    around = figure.border_height() - figure.padding_bottom - picture.height
    room = (foot - max(set_so_far, default=foot) - white - 1) // rhythm * rhythm - around
    if SMALLEST * picture.height <= room < picture.height:
        return {_HEIGHT: f"{room:.3f}px", "padding-bottom": 0.0}
    return {}
