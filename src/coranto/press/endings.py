"""Endings: how the columns and pages of a text end.

In: the engine's page boxes.  Out: `Ending`, for each column or page at whose
foot a heading stands with less than two lines below it, an article's text
begins with less than that, or a word is broken, while the text goes on in the
next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from coranto.findings import Spot
from coranto.press.legibility import PT
from coranto.press.proof import Ending

LINES = 2
"""Lines that stand below a heading at least."""
HYPHEN = "\u2010"
"""What the engine sets where it breaks a word."""
OPENING = 2
"""Lines of an article's text that stand below its headline at least, in each column."""
_HEADINGS = {"h4", "h5", "h6"}

Box = Any  # the engine has no types


@dataclass(frozen=True, slots=True)
class _Item:
    """A line, or a picture, and the block that it belongs to."""

    box: Box
    block: Box
    identity: str


def read_endings(page_boxes: Sequence[Box]) -> Iterator[Ending]:
    """Yield what ought not to stand at the end of the columns of these pages."""
    bodies = [list(_bodies(page)) for page in page_boxes]
    begun: set[int] = set()
    for number, found in enumerate(bodies, 1):
        later = {id(body.element): body for body in (bodies[number] if number < len(bodies) else ())}
        for body in found:
            columns = _columns(body)
            rows = [list(_items(column, column, "")) for column in columns]
            if id(body.element) in later:
                rows.append(list(_items(later[id(body.element)], body, "")))
                if id(body.element) not in begun:
                    yield from _judge_opening(list(_items(body, body, "")), rows[-1], len(columns), number)
            begun.add(id(body.element))
            for items, following in pairwise(rows):
                if following:
                    yield from _judge(items, following[0], number)


def _bodies(box: Box) -> Iterator[Box]:
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.Box) or isinstance(child, boxes.MarginBox | boxes.LineBox):
            continue
        if child.element is not None and "body" in child.element.get("class", "").split():
            yield child
        else:
            yield from _bodies(child)


def _columns(body: Box) -> list[Box]:
    """Return the last row of a body's columns, or the body itself."""
    if body.style["column_count"] == "auto" or not body.children:
        return [body]
    columns = [child for child in body.children if child.is_column]
    last = max((column.position_y for column in columns), default=0)
    return [column for column in columns if column.position_y == last] or [body]


def _items(box: Box, block: Box, identity: str) -> Iterator[_Item]:
    if not isinstance(box, boxes.Box) or not box.is_in_normal_flow():
        return
    if box.element is not None:
        identity = box.element.get("id") or identity
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        yield _Item(box, block, identity)
        return
    for child in getattr(box, "children", ()):
        yield from _items(child, box, identity)


def _judge_opening(items: list[_Item], following: list[_Item], columns: int, page: int) -> Iterator[Ending]:
    pictured = any(isinstance(item.box, boxes.ReplacedBox) for item in items)
    if not pictured and len(items) < OPENING * columns and (items or following):
        first = (items or following)[0]
        yield _ending("opening", first, _words(first.box), page)


def _judge(items: list[_Item], following: _Item, page: int) -> Iterator[Ending]:
    for below, item in enumerate(reversed(items[-LINES - 1 :])):
        if isinstance(item.box, boxes.ReplacedBox):
            break
        if item.block.element_tag in _HEADINGS:
            # What it heads may be a line, and end here.
            if below < LINES and not (below and following.block.element_tag in _HEADINGS):
                yield _ending("heading", item, _words(item.box), page)
            break
    last, first = (_words(item.box).split() for item in (items[-1], following)) if items else ([], [])
    if last and first and last[-1].endswith(HYPHEN):
        yield _ending("hyphen", items[-1], last[-1].removesuffix(HYPHEN) + first[0], page)


def _words(line: Box) -> str:
    parts = line.descendants() if isinstance(line, boxes.LineBox) else ()
    return "".join(box.text for box in parts if isinstance(box, boxes.TextBox)).strip()


def _ending(what: str, item: _Item, words: str, page: int) -> Ending:
    box = item.box
    spot = Spot(page, box.position_x * PT, box.position_y * PT, box.width * PT, box.height * PT)
    return Ending(what, item.identity, words, spot)
