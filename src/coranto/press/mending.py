"""Mending: what the engine gets wrong on the page, put right.

Four things, in WeasyPrint 70:

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

It draws `currentColor` in an SVG that stands in the text in black, whatever
the text's colour is (`html.py`, `handle_svg`; css-color-4, 9).
"""

import inspect
from collections.abc import Callable
from typing import Any

import weasyprint
from weasyprint import html
from weasyprint.layout import block, inline
from weasyprint.text import line_break

_VERSION = "70.0"
_GIVES_NOTES_UP = "report = not context.in_column and can_break_now and not could_break_before"
_WRAPS = ("normal", "pre-line")
_SVG = "{http://www.w3.org/2000/svg}svg"

Line = tuple[Any, int, int | None, float, float, float]
"""Layout, length in bytes, bytes to skip to the next line, width, height and baseline in px."""


def mend() -> None:
    """Put the engine right in this process, if it is the one that we know."""
    if weasyprint.__version__ == _VERSION and not hasattr(line_break.split_first_line, "mended"):
        _mend_lines()
        _mend_footnotes()
        html.HTML_HANDLERS[_SVG] = _in_its_colour(html.HTML_HANDLERS[_SVG])


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


def _mend_footnotes() -> None:
    """Set the function anew with one condition more: it has no seam to put it in from outside."""
    source = inspect.getsource(block._linebox_layout)  # noqa: SLF001
    mended = source.replace(_GIVES_NOTES_UP, f"{_GIVES_NOTES_UP} and page_is_empty")
    exec(compile(mended, block.__file__, "exec"), vars(block))  # noqa: S102 - the engine's own source


def _in_its_colour(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Let an SVG know the colour of the text that it stands in."""

    def handle_svg(element: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401 - the engine has no types
        colour = box.style["color"]
        if colour.space == "srgb":
            red, green, blue = (round(value * 255) for value in colour.coordinates)
            element.set("color", f"rgb({red}, {green}, {blue})")
        return handle(element, box, *rest)

    return handle_svg
