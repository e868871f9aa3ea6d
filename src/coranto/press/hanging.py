"""Hanging: a pull quote stands out of its column, into the margin that the column lies at.

In: pages laid out once.  Out: for each pull quote in columns, where it hangs:
`--hang-side` is -1 in the first column, 1 in the last, 0 in one between them, which
has no margin to hang into.  How far it hangs is the stylesheet's, which keeps
its measure: so it is as high on whichever side it hangs.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

_CLASS = "pull"
_WRITTEN = re.compile(r"--hang-side: (-?\d)")

Box = Any  # the engine has no types


def hung(pages: Sequence[Any]) -> Iterator[tuple[Element, str]]:
    """Yield the pull quotes of these pages (`weasyprint.Document.pages`) that hang otherwise, and how they ought to."""
    for element, side in _pulls(pages):
        if [side] != (_WRITTEN.findall(element.get("style", "")) or ["0"])[-1:]:
            yield element, side


def _pulls(pages: Sequence[Any]) -> Iterator[tuple[Element, str]]:
    for page in pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the way to the columns
            columns = [child for child in getattr(box, "children", ()) if getattr(child, "is_column", False)]
            starts = sorted({column.position_x for column in columns})
            if box.style["direction"] == "rtl":
                starts.reverse()
            for column in columns if len(starts) > 1 else ():
                first, last = column.position_x == starts[0], column.position_x == starts[-1]
                for child in column.children:
                    if isinstance(child, boxes.BlockBox) and _CLASS in child.element.get("class", "").split():
                        yield child.element, str(last - first)
