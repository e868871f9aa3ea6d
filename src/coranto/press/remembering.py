"""Remembering: what was measured once for a document is not measured again.

WeasyPrint 70 sets a text several times over before it stands: columns once to
see whether all fits, then until they are balanced, then for good; a page again
when a footnote or a page number takes its room.  Each time it breaks every
line anew, from the same text to the same width.  What comes of it depends on
nothing else, so it is kept: lines (`text/line_break.py`, `split_first_line`),
justified lines (`create_layout`), the strut of a style, and the lengths of a
run of text, which has no margins of its own.  `tests/test_mending.py` holds
the pages to be the same, byte for byte.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, column, inline, preferred
from weasyprint.text import line_break

LENGTH_LIMIT = 5_000
"""Letters of the longest text that is kept: each line keeps all that follows it in its paragraph."""
KEPT_LIMIT = 20_000
"""Lines kept at a time: some three hundred pages."""
_FLOWING = ("static", "relative")
_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
)

Layout = Any
Style = Any
Context = Any
Box = Any


def remember() -> None:
    """Let the engine remember in this process."""
    if getattr(line_break.split_first_line, "remembers", False):
        return
    split = _kept_lines(line_break.split_first_line)
    line_break.split_first_line = inline.split_first_line = preferred.split_first_line = split
    inline.create_layout = _kept_layouts(inline.create_layout)
    line_break.strut = inline.strut = _kept_struts(line_break.strut)
    lengths = _kept_lengths(inline.resolve_percentages)
    block.resolve_percentages = column.resolve_percentages = inline.resolve_percentages = lengths
    LayoutContext._update_footnote_area = _kept_areas(LayoutContext._update_footnote_area)
    boxes.LineBox.page_values = boxes.Box.page_values
    boxes.Box.is_in_normal_flow = _is_in_normal_flow


def _kept(context: Context, what: str, key: tuple[object, ...], style: Style, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what was made for a key; it is kept with the document, and with the style that a key has the id of."""
    kept: dict[tuple[object, ...], tuple[Style, Any]] = context.__dict__.setdefault(what, {})
    found = kept.get(key)
    if found is None:
        if len(kept) >= KEPT_LIMIT:
            kept.clear()
        found = kept[key] = style, make()
    return found[1]


def _copy(layout: Layout) -> Layout:
    """Return a sleeping layout of a box's own, since the box may change it."""
    twin = object.__new__(type(layout))
    twin.__dict__.update(layout.__dict__)
    return twin


def _kept_lines(original: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(
        text: str,
        style: Style,
        context: Context,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> tuple[Any, ...]:
        rest = (max_width, justification_spacing, is_line_start, minimum)
        if context is None or len(text) > LENGTH_LIMIT:
            return original(text, style, context, *rest)  # type: ignore[no-any-return] # the engine has no types
        key = (text, id(style), *rest)
        layout, *measures = _kept(context, "kept_lines", key, style, lambda: original(text, style, context, *rest))
        return _copy(layout), *measures

    split_first_line.remembers = split_first_line.mended = True  # type: ignore[attr-defined]
    return split_first_line


def _kept_layouts(original: Callable[..., Layout]) -> Callable[..., Layout]:
    def create_layout(
        text: str, style: Style, context: Context, max_width: float | None, justification_spacing: float
    ) -> Layout:
        def make() -> Layout:
            layout = original(text, style, context, max_width, justification_spacing)
            layout.deactivate()
            return layout

        layout = _copy(_kept(context, "kept_layouts", (text, id(style), max_width, justification_spacing), style, make))
        layout.layout = layout.language = layout.style = None  # what the caller lays aside
        return layout

    return create_layout


def _kept_struts(original: Callable[[Style], Any]) -> Callable[[Style], Any]:
    def strut(style: Style) -> Any:  # noqa: ANN401
        if (found := style.__dict__.get("kept_strut")) is None:
            found = style.kept_strut = original(style)
        return found

    return strut


def _kept_lengths(original: Callable[[Box, Any], None]) -> Callable[[Box, Any], None]:
    def resolve_percentages(box: Box, containing_block: Any) -> None:  # noqa: ANN401
        style = box.style
        if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
            original(box, containing_block)
            return
        if isinstance(box, TextBox):
            key = None
        elif isinstance(containing_block, boxes.Box):
            key = containing_block.width, containing_block.height
        else:
            key = tuple(containing_block)
        kept = style.__dict__.setdefault("kept_lengths", {})
        if (found := kept.get(key)) is not None:
            box.__dict__.update(found)
        else:
            original(box, containing_block)
            kept[key] = {name: getattr(box, name) for name in _LENGTHS}

    return resolve_percentages


def _kept_areas(original):
    def _update_footnote_area(self):
        area, notes = self.current_footnote_area, self.current_page_footnotes
        kept = area.__dict__.setdefault("kept_heights", {})
        key = tuple(map(id, notes))
        if not notes or key not in kept:
            overflow = original(self)
            kept[key] = area.height, overflow
            return overflow
        if area.height != "auto" and not self.in_column:
            self.page_bottom += area.margin_height()
        area.children = notes
        area.height, overflow = kept[key]
        if not self.in_column:
            self.page_bottom -= area.margin_height()
        return overflow

    return _update_footnote_area


def _is_in_normal_flow(box):
    style = box.style
    return style["float"] == "none" and style["position"] in _FLOWING
