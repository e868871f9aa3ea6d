"""Running on: a department that would leave the page before it nearly empty begins below what stands there.

In: pages laid out once.  Out: classes, which a layout may make something of:
`run-on` for a department that ought to run on, and `poster` for a figure
(`number`) that has a page for itself, and room to be seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

EMPTY = 0.6
"""A page that is filled to less than this has room for the beginning of another department."""
ALONE = 0.42
"""Of a page, the most that a figure fills that has it for itself."""
SCRAP = 0.15
"""The least of a page that a department may leave on its last one by running on."""
WHITE = 0.07
"""What parts it from what stands above, and may be lost at the foot, in parts of a page."""

Box = Any  # the engine has no types


@dataclass
class _Stretch:
    """A department on its pages."""

    element: Element
    first: int
    last: int
    at_top: bool
    ends: float
    """Down to which part of the last page it goes."""

    @property
    def length(self) -> float:
        """How many pages it takes."""
        return self.last - self.first + self.ends


def running_on(pages: Sequence[Any]) -> dict[Element, str]:
    """Return the departments of these pages (`weasyprint.Document.pages`) that run on or are alone, with a class."""
    stretches = _stretches(pages)
    found = dict.fromkeys(_running_on(stretches), "run-on")
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
        alone = stretch.at_top and stretch.first == stretch.last and stretch.ends < ALONE
        below = following is not None and (following.element in found or following.first == stretch.last)
        if alone and not below and stretch.element not in found and _is_number(stretch.element):
            found[stretch.element] = "poster"
    return found


def _is_number(department: Element) -> bool:
    return [article.get("class") for article in department.findall("article")] == ["number"]


def _stretches(pages: Sequence[Any]) -> list[_Stretch]:
    stretches: dict[int, _Stretch] = {}
    for number, page in enumerate(pages):
        box = page._page_box  # noqa: SLF001 - the way to the boxes
        top, height = box.content_box_y(), box.height
        for department in _departments(box):
            begins, ends = department.border_box_y() - top, _bottom(department) - top
            found = stretches.setdefault(
                id(department.element), _Stretch(department.element, number, number, begins < 1, 0.0)
            )
            found.last, found.ends = number, ends / height
    return list(stretches.values())


def _running_on(stretches: Sequence[_Stretch]) -> Iterator[Element]:
    filled, before = 1.0, -1
    for stretch in stretches:
        if not stretch.at_top:
            filled, before = stretch.ends, stretch.last
            continue
        depth = filled + WHITE + stretch.length
        if stretch.first == before + 1 and filled < EMPTY and (depth < 1 or depth % 1 > SCRAP):
            yield stretch.element
            filled, before = depth % 1, stretch.last
        else:
            filled, before = stretch.ends, stretch.last


def _departments(box: Box) -> Iterator[Box]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.BlockBox) and child.element is not None:
            if "department" in child.element.get("class", "").split():
                yield child
            elif child.element.tag in ("html", "body", "main"):
                yield from _departments(child)


def _bottom(box: Box) -> float:
    """Return where the last line, picture or drawing of a box ends."""
    bottoms = [
        part.position_y + part.height
        for part in box.descendants()
        if isinstance(part, boxes.LineBox | boxes.ReplacedBox)
    ]
    return float(max(bottoms, default=box.position_y))
