"""Reading the pages: what the engine laid out, against what it was given.

In: the engine's page boxes and the document's elements.  Out: the text of each
page's furniture, what the stylesheet generated, words that got lost, and what
stands outside its column or page.  The engine drops or pushes off the page
what does not fit, without a word (WeasyPrint 70), so that is proved here, once
for every word.

`Page._page_box` is not public; it is the only way to the lines of a page, and
WeasyPrint is pinned.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from coranto.findings import Spot
from coranto.press.proof import Loss, Overrun

PT = 0.75
"""Points in a CSS pixel (css-values-4, 6.2)."""
_TOLERANCE = 1.5
"""How far a box may stand out, in px: the engine rounds, italics lean."""
_IGNORED = re.compile("[\\s\u00ad\u200b\u2010\u2011\u002d\u2060]+")
_OWN = ("first-letter", "first-line")
_WORDLESS = {"head", "style", "script", "title"}

Box = Any  # the engine has no types


@dataclass
class Reading:
    """What was read off the pages."""

    furniture: list[tuple[str, ...]] = field(default_factory=list)
    generated: dict[str, str] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    overruns: list[Overrun] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """What an inner box stands in."""

    page: int
    identity: str
    column: Box
    page_box: Box
    margin: bool
    footnotes: float
    """Height of the footnotes below the page's text, in px."""


def read_pages(page_boxes: Iterable[Box], root: Element) -> Reading:
    """Return what stands on the pages of the document `root`."""
    reading = Reading()
    laid: defaultdict[int, list[str]] = defaultdict(list)
    for number, page_box in enumerate(page_boxes, 1):
        furniture: list[str] = []
        footnotes = sum(
            child.margin_height() for child in page_box.all_children() if isinstance(child, boxes.FootnoteAreaBox)
        )
        for child in page_box.all_children():
            margin = isinstance(child, boxes.MarginBox)
            words: list[str] = []
            _walk(child, _Around(number, "", page_box, page_box, margin, footnotes), reading, laid, words)
            if margin and words:
                furniture.append("".join(words).strip())
        reading.furniture.append(tuple(furniture))
    reading.losses += _losses(root, laid)
    return reading


def _walk(box: Box, around: _Around, reading: Reading, laid: defaultdict[int, list[str]], words: list[str]) -> None:
    pseudo = box.element_tag.partition("::")[2] if box.element_tag else ""
    if box.element is not None and not pseudo and (identity := box.element.get("id")):
        around = replace(around, identity=identity)
    if isinstance(box, boxes.TextBox):
        words.append(box.text)
        if around.margin:
            return
        if pseudo and pseudo not in _OWN:
            identity = box.element.get("id") or around.identity
            reading.generated[identity] = reading.generated.get(identity, "") + box.text
            if pseudo == "footnote-call":
                reading.calls.setdefault(identity, around.page)
        elif box.element is not None:
            laid[id(box.element)].append(box.text)
        _judge_position(box, box.text, around, reading, hangs=pseudo == "marker")
        return
    if isinstance(box, boxes.ReplacedBox) and not around.margin:
        _judge_position(box, "a picture", around, reading)
    if isinstance(box, boxes.BlockContainerBox):
        around = replace(around, column=box)
    for child in box.all_children():
        _walk(child, around, reading, laid, words)


def _judge_position(box: Box, what: str, around: _Around, reading: Reading, *, hangs: bool = False) -> None:
    """Note a box that is outside the padding box of its column, or above or below the page's text."""
    if not what.strip():
        return
    column, page = around.column, around.page_box
    left, right, middle = box.position_x, box.position_x + box.margin_width(), box.position_y + box.height / 2
    inner_left, inner_right = column.padding_box_x(), column.padding_box_x() + column.padding_width()
    if hangs:  # a list's marker stands beside its column
        inner_left, inner_right = 0, page.margin_width()
    bottom = page.content_box_y() + page.height + around.footnotes
    if (
        left < inner_left - _TOLERANCE
        or right > inner_right + _TOLERANCE
        or middle < page.content_box_y() - _TOLERANCE
        or middle > bottom + _TOLERANCE
    ):
        spot = Spot(around.page, left * PT, box.position_y * PT, box.margin_width() * PT, box.height * PT)
        reading.overruns.append(Overrun(around.identity, what.strip(), spot))


def _losses(root: Element, laid: dict[int, list[str]]) -> Iterator[Loss]:
    for element, identity in _elements(root, ""):
        source = "".join([element.text or "", *(child.tail or "" for child in element)])
        wanted = _bare(source)
        if not wanted:
            continue
        found = _bare("".join(laid.get(id(element), ())))
        # A table's head stands on each of its pages, so what was laid may be the source several times.
        if found == wanted or (found and found == wanted * (len(found) // len(wanted))):
            continue
        yield Loss(identity, _first_missing(source, found))


def _elements(element: Element, identity: str) -> Iterator[tuple[Element, str]]:
    identity = element.get("id") or identity
    if not isinstance(element.tag, str) or element.tag in _WORDLESS:
        return
    yield element, identity
    for child in element:
        yield from _elements(child, identity)


def _bare(text: str) -> str:
    """Return the letters of a text as they can be compared: no spaces, no hyphens, no case."""
    return _IGNORED.sub("", text.casefold())


def _first_missing(source: str, found: str) -> str:
    """Return the words of `source` from the first one that isn't in `found`, which begins alike."""
    seen = ""
    words = source.split()
    for index, word in enumerate(words):
        seen += _bare(word)
        if not found.startswith(seen):
            return " ".join(words[index : index + 8])
    return " ".join(words[:8])
