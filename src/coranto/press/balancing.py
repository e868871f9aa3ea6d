"""Balancing: titles whose lines are of like length, with no word left over on the last.

In: a block that asks for it (`text-wrap: balance`, css-text-4, 6.4).  Out: the
block as narrow as its lines can be without one more of them, so that nothing
below it moves, and no page has to be made up again for it.

The engine doesn't know the property (WeasyPrint 70); it learns it here.  The
widths that are tried are those between the narrowest that could hold the
words, if no line were shorter than another, and the block's own.  Of those
with as many lines as before, that with the most level lines is taken.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.css.properties import INHERITED, INITIAL_VALUES, KNOWN_PROPERTIES
from weasyprint.css.validation import properties
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline

from coranto.press.hanspacing import WIDE
from coranto.press.standing import SkipStack, Standing, beside

MOST = 8
"""Lines of a title at most; what is longer is text."""
_NAME = "text-wrap"
_NEAR = 3.0
"""How near to the narrowest width the search goes, in px: less than a letter."""

Box = Any  # the engine has no types
Context = Any


def admit_balance() -> None:
    """Teach the engine the property, in this process; lines stand by then (`coranto.press.standing`)."""
    if _NAME in properties.PROPERTIES:
        return
    INITIAL_VALUES["text_wrap"] = "wrap"
    INHERITED.add("text_wrap")
    KNOWN_PROPERTIES.add(_NAME)
    known = properties.single_keyword(lambda keyword: keyword in ("wrap", "balance"))
    properties.property(_NAME)(known)
    block._linebox_layout = _level(block._linebox_layout)  # noqa: SLF001


def _level(original: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def _linebox_layout(context: Context, parent: Box, index: int, linebox: Box, *rest: Any) -> tuple[Any, ...]:  # noqa: ANN401
        if parent.style["text_wrap"] != "balance":
            return original(context, parent, index, linebox, *rest)
        _, _, _, _, margins, _, y, skip_stack, *_ = rest
        measure = _balanced(context, parent, linebox, y + block.collapse_margin(margins or [0]), skip_stack)
        level = _narrowed(parent, measure)
        laid = original(context, level, index, linebox, *rest)
        parent.margin_top = level.margin_top  # lost at the head of a page
        return laid

    return _linebox_layout


def _balanced(context: Context, parent: Box, linebox: Box, y: float, skip_stack: SkipStack) -> float:
    """Return the width in which the lines of a block, the first at `y`, are level."""
    standing: Standing | None = getattr(context, "standing", None)
    paragraph = standing and standing.paragraph(linebox, skip_stack)
    if not paragraph or beside(context, y):
        return float(parent.width)
    if parent.width not in paragraph.measures and not skip_stack:
        shapes, context.excluded_shapes = context.excluded_shapes, []
        paragraph.measures[parent.width] = _measure(context, parent, linebox)
        context.excluded_shapes = shapes
    return paragraph.measures.get(parent.width, float(parent.width))


def _measure(context: Context, parent: Box, linebox: Box) -> float:
    """Return the width in which the lines of a block are level."""
    lines = _lines(context, parent, linebox, parent.width)
    if not 1 < len(lines) <= MOST:
        return float(parent.width)
    tried = {parent.width: lines}
    narrow, wide = sum(line.width for line in lines) / len(lines), max(line.width for line in lines)
    while wide - narrow > _NEAR:
        width = (narrow + wide) / 2
        found = _lines(context, parent, linebox, width)
        if len(found) > len(lines):
            narrow = width
        else:
            tried[width] = found
            wide = max(line.width for line in found)
    return float(min(tried, key=lambda width: (_raggedness(tried[width]), -width)))


def _lines(context: Context, parent: Box, linebox: Box, width: float) -> list[Box]:
    """Return the lines of a block in this width, or as many as there must not be if a word is broken."""
    lines: list[Box] = []
    setting = inline.iter_line_boxes(context, linebox, 0, 0, None, _narrowed(parent, width), [], [], None, None)
    for line, resume_at in setting:
        lines += [line] * ((MOST + 1) if _breaks_word(linebox, resume_at) else 1)
        if len(lines) > MOST:
            break
    return lines


def _breaks_word(linebox: Box, skip_stack: SkipStack) -> bool:
    """Tell whether a line ends between two letters that no space, hyphen or change of script parts."""
    box = linebox
    while skip_stack and not isinstance(box, boxes.TextBox):
        ((index, skip_stack),) = skip_stack.items()
        box = box.children[index]
    if not skip_stack:
        return False
    text, (end, *_) = box.text.encode(), skip_stack
    before, after = text[:end].decode()[-1:], text[end:].decode()[:1]
    return before.isalpha() and after.isalpha() and not (WIDE.match(before) or WIDE.match(after))


def _raggedness(lines: list[Box]) -> float:
    """Return by how much lines are shorter than the longest; a word alone on the last counts as a short line."""
    longest = max(line.width for line in lines)
    last = "".join(box.text for box in lines[-1].descendants() if isinstance(box, boxes.TextBox))
    alone = longest if len(last.split()) == 1 else 0.0
    return float(sum((longest - line.width) ** 2 for line in lines) + alone**2)


def _narrowed(parent: Box, width: float) -> Box:
    """Return a copy of a block with this width, aligned in the block as its lines are."""
    if width >= parent.width:
        return parent
    twin = parent.copy()
    white, align = parent.width - width, parent.style["text_align_all"]
    rtl = parent.style["direction"] == "rtl"
    at_right = align in ({"right", "start", "justify"} if rtl else {"right", "end"})
    twin.width = width
    twin.position_x += white / 2 if align == "center" else white if at_right else 0
    return twin
