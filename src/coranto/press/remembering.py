"""Remembering: what was measured once is not measured again.

What WeasyPrint 70 asks again and again, though the answer is always the same:

- the strut of a style, and the description of its font (`text/line_break.py`);
- the lengths of a box in a block of some size (`layout/percent.py`);
- the height of some footnotes together (`layout/__init__.py`);
- whether a box is in the flow, and on which named page it stands, for which it
  looks at every letter of a paragraph (`formatting_structure/boxes.py`);
- the styles of a document that is built anew, of which hardly any is another;
- the references of all pages, anew for each tag (pydyf 0.13, `page_references`).

Lines are kept in `coranto.press.standing`.  `tests/test_standing.py` holds the
pages to be the same, byte for byte.
"""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, column, inline
from weasyprint.text import line_break

_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
)
_NOT_INHERITED = frozenset({"margin_top", "margin_bottom", "padding_top", "padding_bottom", "break_before"})
"""What fitting changes, and what is inside has nothing to do with."""
_IN_FLOW = ("static", "relative")

Style = Any  # the engine has no types
Context = Any
Box = Any


def remember() -> None:
    """Let the engine remember in this process."""
    if getattr(line_break.strut, "remembers", False):
        return
    line_break.strut = inline.strut = _kept_by_style(line_break.strut, "kept_strut")
    line_break.get_font_description = _kept_by_style(line_break.get_font_description, "kept_font")
    lengths = _kept_lengths(inline.resolve_percentages)
    block.resolve_percentages = column.resolve_percentages = inline.resolve_percentages = lengths
    LayoutContext._update_footnote_area = _kept_areas(LayoutContext._update_footnote_area)  # noqa: SLF001
    pydyf.PDF.page_references = property(_kept_references(pydyf.PDF.page_references.fget))
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    boxes.ParentBox.page_values = _page_values(boxes.ParentBox.page_values)


def recall_styles(style_for: Any, before: Mapping[Any, Style], root: Element) -> None:  # noqa: ANN401
    """Take the styles of a document from when it was built before, wherever its stylesheets still say the same.

    What was computed of them need not be computed again, and the lines that
    were set in them stand.
    """
    styles = style_for.get_computed_styles()
    parents = {child: parent for parent in root.iter() for child in parent}
    for (element, pseudo), style in list(styles.items()):
        parent = styles.get((element if pseudo else parents.get(element), None))
        known = before.get((element, pseudo))
        if parent is not None:
            style.parent_style, style.root_style = parent, styles[root, None]
        if known is not None and _bequest(known.parent_style) is _bequest(parent):
            changed = _changed(known.cascaded, style.cascaded)
            if not changed:
                styles[element, pseudo] = known
            elif changed <= _NOT_INHERITED:
                style.bequest = _bequest(known)


def _bequest(style: Style | None) -> Style | None:
    """Return the first of the styles of which all that is inherited is the same."""
    return getattr(style, "bequest", style)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Return the names of the properties that are not set alike, or not whatever the parent has."""
    if before == after:
        return {name for name in _NOT_INHERITED & after.keys() if after[name][0] == "inherit"}
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _kept_by_style(original: Callable[[Style], Any], name: str) -> Callable[[Style], Any]:
    def remembered(style: Style) -> Any:  # noqa: ANN401
        if (found := style.__dict__.get(name)) is None:
            found = style.__dict__[name] = original(style)
        return found

    remembered.remembers = True  # type: ignore[attr-defined]
    return remembered


def _kept_lengths(original: Callable[[Box, Any], None]) -> Callable[[Box, Any], None]:
    def resolve_percentages(box: Box, containing_block: Any) -> None:  # noqa: ANN401
        style = box.style
        if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
            original(box, containing_block)
            return
        if isinstance(box, boxes.TextBox):
            size = None  # it has no margins of its own
        elif isinstance(containing_block, boxes.Box):
            size = containing_block.width, containing_block.height
        else:
            size = tuple(containing_block)
        kept = style.__dict__.setdefault("kept_lengths", {})
        if (found := kept.get(size)) is None:
            original(box, containing_block)
            kept[size] = {name: getattr(box, name) for name in _LENGTHS}
        else:
            box.__dict__.update(found)

    return resolve_percentages


def _kept_areas(original: Callable[[Context], Any]) -> Callable[[Context], Any]:
    def _update_footnote_area(context: Context) -> Any:  # noqa: ANN401
        area, notes = context.current_footnote_area, context.current_page_footnotes
        kept = area.__dict__.setdefault("kept_heights", {})
        which = tuple(map(id, notes))
        if not notes or which not in kept:
            overflow = original(context)
            kept[which] = area.height, overflow
            return overflow
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = notes
        area.height, overflow = kept[which]
        if not context.in_column:
            context.page_bottom -= area.margin_height()
        return overflow

    return _update_footnote_area


def _kept_references(original: Callable[[Any], tuple[bytes, ...]]) -> Callable[[Any], tuple[bytes, ...]]:
    def page_references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401
        kept: tuple[bytes, ...] = pdf.__dict__.get("kept_references", ())
        if 3 * len(kept) != len(pdf.pages["Kids"]):  # a number, a generation and an R for each page
            kept = pdf.kept_references = original(pdf)
        return kept

    return page_references


def _is_in_normal_flow(box: Box) -> bool:
    style = box.style
    return style["float"] == "none" and style["position"] in _IN_FLOW


def _page_values(original: Callable[[Box], tuple[Any, Any]]) -> Callable[[Box], tuple[Any, Any]]:
    def page_values(box: Box) -> tuple[Any, Any]:
        if box.children and isinstance(box.children[0], boxes.LineBox):
            return box.style["page"], box.style["page"]  # only blocks stand on named pages (css-page-3, 8.2)
        return original(box)

    return page_values
