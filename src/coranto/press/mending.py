"""Mending: what the engine gets wrong on the page, put right.

Nine things, in WeasyPrint 70:

It breaks a line after its first word when all of a run of text fits into the
line but for the space at the run's end (`text/line_break.py`,
`split_first_line`, step 2: the width is taken with that space).  It happens
where a run ends before bold, a link or a nested list, once in some hundred
times.  A space at a line's end hangs and takes no room (css-text-3, 4.1.2).

It sends the footnotes of a page to the next one to make room for the first
lines of a paragraph that has nothing to do with them, where it could send the
paragraph (`layout/block.py`, `_linebox_layout`).  A note belongs on the page of
its mark (css-gcpm-3, 2.5); only on a page that holds nothing else must it give way.

It takes the baseline of a run of text from the tallest font in it, so that a
line with a few letters of another script is higher than the others, though
`line-height` is a length.  The first available font decides (css-inline-3, 5.1).

It balances columns by setting them again and again, 1px higher each time where
it doesn't know how much is wanting, four hundred times for a box that must not
be broken; a line at a time finds the same, and columns end where a line ends.  And where the second column can't
take what comes next it throws the first away, too, so that all stands on the
next page and the headline alone on this one (`layout/column.py`,
`columns_layout`); what was set may stay (css-multicol-1, 7 and 8).  And where
columns take all the height there is, it loses what runs over all of them next.

It keeps the margin above what begins a column, so that columns don't begin
level (`layout/block.py`, `block_level_layout`; css-break-4, 5.2).

From right to left it indents a line at its end, not at its beginning
(`layout/inline.py`, `get_next_linebox`; css-text-3, 8.1), and moves a box with
margins `auto` by both of them (`layout/block.py`, `block_level_width`).

It tells no screen reader the language of a passage, and has the dots of a
leader read aloud, one by one (`pdf/tags.py`, `_build_box_tree`).

It draws `currentColor` in an SVG that stands in the text in black, whatever
the text's colour is (`html.py`, `handle_svg`; css-color-4, 9).
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import weasyprint
from weasyprint import html, layout
from weasyprint.layout import block, column, inline, page
from weasyprint.pdf import tags
from weasyprint.text import line_break

from coranto.errors import PressError
from coranto.press.actualtext import tell_letters
from coranto.press.hanspacing import space_out
from coranto.press.plates import admit_plates
from coranto.press.unbroken import keep_last_words

_VERSION = "70.0"
_WRAPS = ("normal", "pre-line")
_AMENDMENTS = (
    (
        block,
        "_linebox_layout",
        "report = not context.in_column and can_break_now and not could_break_before",
        "report = not context.in_column and can_break_now and not could_break_before and page_is_empty",
    ),
    (
        block,
        "block_level_layout",
        "        if context.current_page > 1 and page_is_empty:\n",
        (
            "        if containing_block.is_column and box.position_y == containing_block.content_box_y():\n"
            "            box.margin_top = 0\n"
            "        if context.current_page > 1 and page_is_empty:\n"
        ),
    ),
    (
        column,
        "columns_layout",
        "        if stop_rendering:\n            break\n\n    # Report",
        "        if stop_rendering and (column_skip_stack or break_page):\n            break\n\n    # Report",
    ),
    (
        column,
        "columns_layout",
        "    context.in_column = True\n",
        (
            "    from math import ceil\n    from ..text.line_break import strut\n"
            "    line = strut(style)[0] or 1\n    context.in_column = True\n"
        ),
    ),
    (
        column,
        "columns_layout",
        "height = sum(consumed_heights) / count",
        "height = line * ceil(sum(consumed_heights) / count / line - 0.001)",
    ),
    (
        column,
        "columns_layout",
        "                height += add_height\n",
        "                height = line * ceil((height + add_height) / line - 0.001)\n",
    ),
    (
        column,
        "columns_layout",
        "            if new_child is None:\n                columns = []\n",
        (
            "            if new_child is None and columns:\n"
            "                column_skip_stack = skip_stack\n"
            "                break\n"
            "            if new_child is None:\n                columns = []\n"
        ),
    ),
    (
        tags,
        "_build_box_tree",
        "    tag = _get_pdf_tag(element_tag)\n",
        "    tag = 'Artifact' if box.is_leader else _get_pdf_tag(element_tag)\n",
    ),
    (
        tags,
        "_build_box_tree",
        "    pdf.add_object(element)\n",
        (
            "    pdf.add_object(element)\n"
            "    if box.element is not None and (language := box.element.get('lang')):\n"
            "        element['Lang'] = pydyf.String(language)\n"
        ),
    ),
    # Not wrong, but slow: of each box that has no footnote it searches all footnotes that are still to come.
    (
        block,
        "_linebox_layout",
        "if descendant.footnote in context.footnotes",
        "if descendant.footnote and descendant.footnote in context.footnotes",
    ),
    # Not wrong, but without a seam: pages that are to be fitted need no margins yet (`coranto.press.matter`).
    (
        layout,
        "layout_document",
        "    # Add margin boxes\n",
        "    if getattr(context, 'pauses', False):\n        yield pages\n    # Add margin boxes\n",
    ),
    (
        page,
        "remake_page",
        "    page_type = PageType(side, blank, name, index, groups)\n",
        (
            "    from coranto.press.plates import page_name\n"
            "    if (plate := page_name(context, index)) is not None:\n        blank, name = False, plate\n"
            "    page_type = PageType(side, blank, name, index, groups)\n"
        ),
    ),
    (
        page,
        "make_all_pages",
        "        if resume_at is None and not reported_footnotes:\n",
        (
            "        from coranto.press.plates import due\n"
            "        if resume_at is None and not reported_footnotes and due(context, i) is None:\n"
        ),
    ),
)
"""Functions of the engine, and what of their text ought to be otherwise: they have no seam to do it from outside."""
_SVG = "{http://www.w3.org/2000/svg}svg"

Line = tuple[Any, int, int | None, float, float, float]
"""Layout, length in bytes, bytes to skip to the next line, width, height and baseline in px."""


def mend() -> None:
    """Put the engine right in this process, if it is the one that we know."""
    if weasyprint.__version__ == _VERSION and not hasattr(line_break.split_first_line, "mended"):
        _mend_lines()
        _amend()
        _mend_indent()
        _mend_auto_margins()
        space_out()
        tell_letters()
        admit_plates()
        keep_last_words()
        html.HTML_HANDLERS[_SVG] = _in_its_colour(html.HTML_HANDLERS[_SVG])


def _amend() -> None:
    """Compile the engine's own functions anew, each with its amendments."""
    sources: dict[tuple[ModuleType, str], str] = {}
    for module, name, wrong, right in _AMENDMENTS:
        source = sources.get((module, name)) or inspect.getsource(getattr(module, name))
        if source.count(wrong) != 1:
            message = f"WeasyPrint {_VERSION} is not as it was: {name}"
            raise PressError(message)
        sources[module, name] = source.replace(wrong, right)
    for (module, _), source in sources.items():
        exec(compile(source, str(module.__file__), "exec"), vars(module))  # noqa: S102 - the engine's own source
    block.columns_layout = column.columns_layout
    layout.make_all_pages = page.make_all_pages


def _mend_lines() -> None:
    original = line_break.split_first_line

    def split_first_line(
        text: str,
        style: Any,  # noqa: ANN401 - the engine has no types
        context: Any,  # noqa: ANN401
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Line:
        rest = (style, context, max_width, justification_spacing, is_line_start, minimum)
        line: Line = original(text, *rest)
        if line[2] is not None and max_width and text.endswith(" ") and style["white_space"] in _WRAPS:
            stopped_early = " " not in text.encode()[: line[1]].decode(errors="replace")
            if stopped_early and " " in text.rstrip(" ") and original(text.rstrip(" "), *rest)[2] is None:
                room = max_width + style["font_size"]
                line = original(text, style, context, room, justification_spacing, is_line_start, minimum)
        if style["line_height"] != "normal":
            height, baseline = line_break.strut(style)
            line = (*line[:5], baseline - (height - line[4]) / 2)
        return line

    split_first_line.mended = True  # type: ignore[attr-defined]
    line_break.split_first_line = inline.split_first_line = split_first_line


def _mend_indent() -> None:
    original = inline.get_next_linebox

    def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> tuple[Any, Any]:  # noqa: ANN401
        line, resume_at = original(context, linebox, *rest)
        if line is not None and linebox.text_indent and line.style["direction"] == "rtl":
            for child in line.children:
                child.translate(-linebox.text_indent, 0)
        return line, resume_at

    inline.get_next_linebox = get_next_linebox


def _mend_auto_margins() -> None:
    original = block.block_level_width

    def block_level_width(box: Any, containing_block: Any, with_min_max: bool = True) -> None:  # noqa: ANN401
        sides = [side for side in ("margin_left", "margin_right") if getattr(box, side) == "auto"]
        original(box, containing_block, with_min_max)
        leftwards = not isinstance(containing_block, tuple) and containing_block.style["direction"] == "rtl"
        if leftwards and not box.is_column:
            box.position_x -= sum(getattr(box, side) for side in sides)

    block_level_width.without_min_max = original.without_min_max  # type: ignore[attr-defined]
    block.block_level_width = block_level_width


def _in_its_colour(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Let an SVG know the colour of the text that it stands in."""

    def handle_svg(element: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401 - the engine has no types
        colour = box.style["color"]
        if colour.space == "srgb":
            red, green, blue = (round(value * 255) for value in colour.coordinates)
            element.set("color", f"rgb({red}, {green}, {blue})")
        return handle(element, box, *rest)

    return handle_svg
