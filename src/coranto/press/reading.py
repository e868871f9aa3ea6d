"""Reading the pages: what the engine laid out, against what it was given.

In: the engine's page boxes and the document's elements.  Out: the text of each
page's furniture, what the stylesheet generated, words that got lost, and what
stands outside its column or page.  The engine drops or pushes off the page
what does not fit, without a word (WeasyPrint 70), so that is proved here, once
for every word.

`Page._page_box` is not public; it is the only way to the lines of a page, and
WeasyPrint is pinned.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.replaced import replacedbox_layout

from coranto.findings import Spot
from coranto.press.contrast import WHITE, Ground, over
from coranto.press.legibility import PT, Light, Sheet
from coranto.press.proof import Illegible, Loss, Overrun, Pale, Shown, bare

_SLACK = 1.5
"""How far a box may stand out, in px: the engine rounds, italics lean."""
_OWN = ("first-letter", "first-line")
_DRAWING = "{http://www.w3.org/2000/svg}svg"
_WORDLESS = {"head", "style", "script", "title", _DRAWING}

Box = Any  # the engine has no types


@dataclass
class Reading:
    """What was read off the pages."""

    furniture: list[tuple[str, ...]] = field(default_factory=list)
    generated: dict[str, str] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    """The texts of all boxes, in the order of the pages."""
    families: dict[str, None] = field(default_factory=dict)
    """Names of font families that text was asked to be set in."""
    losses: list[Loss] = field(default_factory=list)
    overruns: list[Overrun] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    illegible: list[Illegible] = field(default_factory=list)
    pale: list[Pale] = field(default_factory=list)


def read_pages(page_boxes: Iterable[Box], root: Element) -> Reading:
    """Return what stands on the pages of the document `root`."""
    reading = Reading()
    laid: defaultdict[int, list[str]] = defaultdict(list)
    for number, page_box in enumerate(page_boxes, 1):
        furniture = []
        sheet = Sheet(number, reading.illegible, reading.pale)
        paper = Light(ground=Ground(over(page_box.style["background_color"], WHITE)))
        for child in page_box.all_children():
            if isinstance(child, boxes.MarginBox):
                furniture.append(_words(child, reading, sheet, sheet.paint(child, paper.through(child))).strip())
            else:
                _Page(number, page_box, reading, laid, sheet).walk(child, "", page_box, None, paper)
        sheet.close()
        reading.furniture.append(tuple(filter(None, furniture)))
    reading.losses += _losses(root, laid)
    return reading


def _words(margin_box: Box, reading: Reading, sheet: Sheet, light: Light) -> str:
    words = [box for box in margin_box.descendants() if isinstance(box, boxes.TextBox)]
    reading.families.update(dict.fromkeys(family for box in words for family in box.style["font_family"]))
    for box in words:
        sheet.shade(box, "", light)
    return "".join(box.text for box in words)


@dataclass(frozen=True, slots=True)
class _Page:
    """Reads one page."""

    number: int
    box: Box
    reading: Reading
    laid: defaultdict[int, list[str]]
    """The texts of each element, by the element's `id()`."""
    sheet: Sheet

    def walk(self, box: Box, identity: str, column: Box, clip: Box | None, light: Light) -> None:
        """Read a box and all within it; it stands in this element, this column, and is cut off by this box."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - it stands for a box that is placed absolutely
        pseudo = box.element_tag.partition("::")[2] if box.element_tag else ""
        if box.element is not None:
            identity = box.element.get("id") or identity
        if isinstance(box, boxes.TextBox):
            self._read_text(box, pseudo, identity, light)
            self._judge(box, box.text.strip(), identity, self.box if pseudo == "marker" else column, clip)
            return
        if isinstance(box, boxes.ReplacedBox):
            self._judge(box, "a drawing" if box.element_tag == _DRAWING else "a picture", identity, column, clip)
            self._read_picture(box, identity)
        elif isinstance(box, boxes.TableBox) and box.border_width() > column.padding_width() + _SLACK:
            self._note(box, "a table", identity)
        if isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox) and not box.is_table_wrapper:
            column = box
            if box.style["overflow"] != "visible":
                clip = box
        light = self.sheet.paint(box, light.through(box))
        for child in box.all_children():
            self.walk(child, identity, column, clip, light)

    def _read_picture(self, box: Box, identity: str) -> None:
        if box.element is not None and (source := box.element.get("src")):
            width, height, left, top = (side * PT for side in replacedbox_layout(box))
            self.reading.shown.append(Shown(unquote(source), identity, Spot(self.number, left, top, width, height)))

    def _read_text(self, box: Box, pseudo: str, identity: str, light: Light) -> None:
        if not pseudo or pseudo in _OWN:
            self.sheet.look(box, identity, light)
        for family in box.style["font_family"]:
            self.reading.families[family] = None
        if pseudo and pseudo not in _OWN:
            self.reading.generated[identity] = self.reading.generated.get(identity, "") + box.text
            if pseudo == "footnote-call":
                self.reading.calls.setdefault(identity, self.number)
        elif box.element is not None:
            self.laid[id(box.element)].append(box.text)
            self.reading.text.append(box.text)

    def _judge(self, box: Box, what: str, identity: str, column: Box, clip: Box | None) -> None:
        """Note a box outside the padding of its column, the height of the page's text, or what cuts it off."""
        if not what:
            return
        page = self.box
        left, right, middle = box.position_x, box.position_x + box.margin_width(), box.position_y + box.height / 2
        inner_left, inner_right = column.padding_box_x(), column.padding_box_x() + column.padding_width()
        top, bottom = page.content_box_y(), page.content_box_y() + page.height
        if column is page:  # a list's marker stands beside its column
            inner_left, inner_right = 0, page.margin_width()
        if clip is not None:
            top = max(top, clip.padding_box_y())
            bottom = min(bottom, clip.padding_box_y() + clip.padding_height())
        bleed = 0 if isinstance(box, boxes.TextBox) else page.bleed["left"]
        inner_left, inner_right = max(inner_left, -bleed), min(inner_right, page.margin_width() + bleed)
        inside = inner_left - _SLACK <= left and right <= inner_right + _SLACK
        if not (inside and top - _SLACK <= middle <= bottom + _SLACK):
            self._note(box, what, identity)

    def _note(self, box: Box, what: str, identity: str) -> None:
        spot = Spot(
            self.number, box.position_x * PT, box.position_y * PT, box.margin_width() * PT, box.margin_height() * PT
        )
        self.reading.overruns.append(Overrun(identity, what, spot))


def _losses(root: Element, laid: dict[int, list[str]]) -> Iterator[Loss]:
    for element, identity in _elements(root, ""):
        source = "".join([element.text or "", *(child.tail or "" for child in element)])
        wanted = bare(source)
        if not wanted:
            continue
        found = bare("".join(laid.get(id(element), ())))
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


def _first_missing(source: str, found: str) -> str:
    """Return the words of `source` from the first one that isn't in `found`, which begins alike."""
    seen = ""
    words = source.split()
    for index, word in enumerate(words):
        seen += bare(word)
        if not found.startswith(seen):
            return " ".join(words[index : index + 8])
    return " ".join(words[:8])
