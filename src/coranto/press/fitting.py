"""Fitting: what a first look at the pages lets a second pass do better.

In: pages laid out once, in a layout that asks to be fitted.  Out: a `Fit`,
styles and classes for elements to lay out the pages once more.

- Text stands on a grid of lines, the line height of `html`, from the top of the
  page: what has other lines is given so much white above what follows it.
- A paragraph whose last line is a few letters long is set a little tighter.
- A picture that went to the next page comes back, if it can be made small enough (`coranto.press.shrinking`).
- A headline at the foot of a page goes to the next, where its text begins (`coranto.press.openings`).
- A pull quote in columns hangs into the margin at its column (`coranto.press.hanging`).
- A department that would leave a page nearly empty runs on (`coranto.press.runningon`).
- An entry of the contents that begins and ends on one page says so (`one-page`).

The engine has no grid of its own (WeasyPrint 70).  All is read off the boxes;
lengths here are px, as the engine has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from coranto.press.hanging import hung
from coranto.press.openings import first_pages, late
from coranto.press.proof import Ending, Grid
from coranto.press.runningon import running_on
from coranto.press.shrinking import brought_back

PASSES = 3
"""How often pages are fitted at most: what moves to another column may want a second look."""
TIGHTEST = 0.015
"""The most by which two letters of a paragraph come closer, in em: less than is seen."""
SHORT = 2.5
"""A last line shorter than this is short, in em."""
_SLACK = 0.4
_APART = {"aside", "figure", "table", "pre", "section"}
_INDENTED = {"blockquote"}
_HEADINGS = {"h4", "h5", "h6"}

Box = Any  # the engine has no types
Page = Any


@dataclass
class Fit:
    """What the second pass shall do otherwise, by elements of the document."""

    styles: dict[Element, dict[str, float | str]] = field(default_factory=dict)
    classes: dict[Element, str] = field(default_factory=dict)

    def set(self, box: Box, name: str, value: float) -> None:
        """Give a box's element a length, in px."""
        self.styles.setdefault(box.element, {})[name] = round(value, 3)

    def apply(self) -> None:
        """Write it into the document."""
        for element, styles in self.styles.items():
            written = (
                f"{name}: {value}" if isinstance(value, str) else f"{name}: {value:.3f}px"
                for name, value in styles.items()
            )
            element.set("style", "; ".join(filter(None, [element.get("style", ""), *written])))
        for element, name in self.classes.items():
            element.set("class", f"{element.get('class', '')} {name}".strip())


def fit(pages: Sequence[Page], endings: Iterable[Ending], root: Element) -> Fit:
    """Return what a second pass shall do otherwise on these pages (`weasyprint.Document.pages`), which end so."""
    found = Fit()
    flows = [_Flow(page._page_box, found) for page in pages]  # noqa: SLF001 - the way to the lines
    for flow in flows:
        flow.walk(flow.page.children[0], [], within=False)
    for element, styles in brought_back(pages):
        found.styles.setdefault(element, {}).update(styles)
    for element, style in hang(pages).styles.items():
        found.styles.setdefault(element, {}).update(style)
    found.classes |= running_on(pages)
    first = first_pages(pages)
    found.classes |= dict.fromkeys(_single_pages(first, root), "one-page")
    for element in late(first, endings, root):
        found.styles.setdefault(element, {})["break-before"] = "page"
    return found


def bring_pictures_back(pages: Sequence[Page]) -> Fit:
    """Return what brings back the pictures that went to the next page, for a layout that is not fitted."""
    return Fit(dict(brought_back(pages)))


def hang(pages: Sequence[Page]) -> Fit:
    """Return what lets the pull quotes of these pages hang where they stand; nothing else moves by it."""
    return Fit({element: {"--hang-side": side} for element, side in hung(pages)})


def measure(pages: Sequence[Page]) -> Grid:
    """Return how many lines of the text stand on the grid of these pages."""
    found = Fit()
    counts = []
    for page in pages:
        flow = _Flow(page._page_box, found)  # noqa: SLF001
        flow.walk(flow.page.children[0], [], within=False)
        counts.append((flow.on_grid, flow.lines))
    return Grid(sum(on for on, _ in counts), sum(lines for _, lines in counts), tuple(counts))


@dataclass
class _Flow:
    """The text of a page, walked from top to bottom."""

    page: Box
    found: Fit
    shift: float = 0.0
    """How far what comes next is to stand below where it stands."""
    below: float = 0.0
    """The margin below the box that was passed last, which a margin above the next can't undercut."""
    heading: tuple[Box, float] | None = None
    """The heading that was passed last, and the white above it."""
    lines: int = 0
    on_grid: int = 0

    def __post_init__(self) -> None:
        style = self.page.children[0].style
        self.rhythm, self.size = style["line_height"].value, style["font_size"]
        self.top = self.bottom = self.page.content_box_y()
        self.column_top = self.top

    def walk(self, box: Box, opening: list[Box], *, within: bool) -> None:
        """Walk a box; `opening` are the boxes that begin with it, outermost first; `within` a body or not."""
        if not isinstance(box, boxes.BlockLevelBox) or not box.is_in_normal_flow():
            return
        tag = box.element_tag
        chain = [*opening, box]
        white = chain[0].border_box_y() - self.bottom
        inner = [child for child in getattr(box, "children", ()) if not _is_nothing(child)]
        holds_lines = any(isinstance(child, boxes.LineBox) for child in inner)
        if isinstance(box, boxes.FlexContainerBox) or (tag in _APART and (within or _is_list_of_works(box))):
            self._fill(box)
        elif holds_lines and within and tag not in _HEADINGS and self._is_text(box):
            self._set_on_grid(inner, chain)
        elif holds_lines and not within and tag == "p":
            self._tighten(box, inner)
        elif tag in _INDENTED and not self._is_text(box):
            self._fill(box)
        elif not holds_lines:
            within = within or "body" in box.element.get("class", "").split()
            self._walk_children(box, inner, chain, within=within)
        self.bottom = max(self.bottom, box.border_box_y() + box.border_height())
        self.below = max(box.margin_bottom, 0.0)
        self.heading = (chain[0], white) if tag in _HEADINGS else None

    def _walk_children(self, box: Box, inner: list[Box], chain: list[Box], *, within: bool) -> None:
        if box.style["column_count"] == "auto":
            for child in inner:
                self.walk(child, chain, within=within)
                chain = []
            return
        for is_column, row in groupby(inner, lambda child: child.element is box.element):
            if is_column:
                self._walk_columns(list(row), chain)
            else:
                for child in row:
                    self.walk(child, chain, within=within)
                    chain = [child]

    def _walk_columns(self, columns: list[Box], chain: list[Box]) -> None:
        """Walk a row of columns; all of them begin alike, so what stands above moves them all."""
        if chain:
            # The engine collapses no margin with that of a box in columns (WeasyPrint 70).
            self._align(columns[0].position_y, chain[0], chain[0].margin_top)
        shift, top = self.shift, self.column_top
        ends = []
        for column in columns:
            self.shift, self.bottom, self.column_top = shift, column.position_y, column.position_y
            for child in column.children:
                self.walk(child, [], within=True)
            ends.append((self.bottom, self.bottom + self.shift))
        self.bottom, self.column_top = max(ends)[0], top
        self.shift = max(ends)[1] - self.bottom

    def _fill(self, box: Box) -> None:
        """Give what has other lines as much white below as fills the last of the grid's lines."""
        over = (box.border_height() + box.margin_bottom) % self.rhythm
        if _SLACK < over < self.rhythm - _SLACK:
            # A margin may be lost in that of what follows; a padding would show on a ground or above a rule.
            plain = box.border_bottom_width == 0 and box.style["background_color"].alpha == 0
            side = "padding" if plain and box.element_tag != "table" else "margin"
            self.found.set(box, f"{side}-bottom", getattr(box, f"{side}_bottom") + self.rhythm - over)
            self.shift += self.rhythm - over

    def _is_text(self, box: Box) -> bool:
        height = box.style["line_height"]
        return bool(height != "normal" and height.value == self.rhythm and box.style["font_size"] == self.size)

    def _set_on_grid(self, inner: list[Box], chain: list[Box]) -> None:
        lines = [child for child in inner if isinstance(child, boxes.LineBox)]
        target, white = chain[0], chain[0].border_box_y() - self.bottom
        if self.heading:  # white goes above the heading, not between it and its text
            target, white = self.heading
        self._align(lines[0].position_y, target, white)
        for line in lines:
            offset = (line.position_y - self.top) % self.rhythm
            self.lines += 1
            self.on_grid += min(offset, self.rhythm - offset) < _SLACK
        self._tighten(chain[-1], lines)

    def _align(self, y: float, target: Box, white: float) -> None:
        """Move what begins at `y` to the next line of the grid, or to the last one if the white allows it."""
        over = (y + self.shift - self.top) % self.rhythm
        at_top = target.border_box_y() - self.column_top < _SLACK
        if min(over, self.rhythm - over) < _SLACK or (at_top and target.element_tag not in _HEADINGS):
            return
        if at_top:  # a margin would be lost here
            self.found.set(target, "padding-top", target.padding_top + self.rhythm - over)
            self.shift += self.rhythm - over
            return
        by = -over if over <= min(self.rhythm / 2, white - self.below) else self.rhythm - over
        self.found.set(target, "margin-top", white + by)
        self.shift += by

    def _tighten(self, box: Box, lines: list[Box]) -> None:
        """Set a paragraph tighter if that can bring a short last line back."""
        least = 3
        last = _width(lines[-1])
        letters = sum(len(_text(line)) for line in lines[:-1])
        if "letter-spacing" in box.element.get("style", ""):
            return
        if box.element_tag != "p" or len(lines) < least or last > SHORT * self.size:
            return
        closer = 1.2 * (last + self.size / 4) / letters
        if closer <= TIGHTEST * self.size:
            self.found.set(box, "letter-spacing", -closer)


def _is_nothing(box: Box) -> bool:
    """Tell whether a box takes no room: it is placed elsewhere, or only keeps room for what follows it."""
    return isinstance(box, AbsolutePlaceholder) or (box.element_tag == "div::before" and not box.children)


def _is_list_of_works(box: Box) -> bool:
    return not {"sources", "references"}.isdisjoint(box.element.get("class", "").split())


def _text(line: Box) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def _width(line: Box) -> float:
    return float(sum(box.width for box in line.descendants() if isinstance(box, boxes.TextBox)))


def _single_pages(first: dict[str, int], root: Element) -> Iterator[Element]:
    """Yield the entries of the contents that begin and end on one page."""
    for entry in root.iter("li"):
        for link in entry.iter("a"):
            end = link.get("data-end", "").removeprefix("#")
            if "one-page" in entry.get("class", "").split():
                continue
            if end and first.get(end) == first.get(link.get("href", "").removeprefix("#")):
                yield entry
