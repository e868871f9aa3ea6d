"""Standing lines: a line that is set once is kept standing, and only moved when it is wanted again.

Printers keep type standing that they will need again.  WeasyPrint 70 throws
every line away and sets it anew: columns are set once to see whether all fits,
then until they are balanced, then for good; a page again when a footnote takes
its room; and a fitted layout sets all its pages several times.  What a line
looks like depends on what is in it, on the room, and on what stands beside it,
not on its place (`layout/inline.py`, `get_next_linebox`).  So it is set at the
top left of nowhere, kept, and a copy of it is moved to where it belongs.

Only plain lines stand: text, and what is inline in the text.  One with a float,
a running element or a number that is known only when all pages stand is set by
the engine as ever.
"""

from collections.abc import Callable, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

KEPT_LIMIT = 60_000
"""Lines kept at a time: some five hundred pages of two columns, and as much memory as these pages take themselves."""

Box = Any  # the engine has no types
Context = Any
Lines = dict[tuple[object, ...], tuple[Box | None, Any]]


class Standing:
    """The lines of a document that are kept, by what is in them."""

    def __init__(self) -> None:
        self.count = 0
        self.paragraphs: dict[tuple[object, ...], tuple[Lines, Sequence[object]]] = {}
        """Lines of each paragraph; and all that its key has the id of, which must not die before it."""

    def lines_of(self, linebox: Box) -> tuple[Lines, int]:
        """Return the lines of a paragraph that are kept, and the index of the first of its boxes from which all are plain."""
        found = linebox.__dict__.get("standing")
        if found is None or found[0] is not linebox.children:
            key: list[object] = []
            held: list[object] = [linebox.style]
            plain_from = 0
            for index, child in enumerate(linebox.children, 1):
                if not _describe(child, key, held):
                    plain_from = index
            lines, _ = self.paragraphs.setdefault((id(linebox.style), *key), ({}, held))
            found = linebox.standing = linebox.children, lines, plain_from
        return found[1], found[2]

    def keep(self, lines: Lines, key: tuple[object, ...], line: tuple[Box | None, Any]) -> None:
        """Keep a line; when there are too many, all others go."""
        if self.count >= KEPT_LIMIT:
            for kept, _ in self.paragraphs.values():
                kept.clear()
            self.count = 0
        lines[key] = line
        self.count += 1


def keep_standing() -> None:
    """Let lines stand in this process, in documents whose layout context has a `Standing` (`standing`)."""
    if not hasattr(inline.get_next_linebox, "stands"):
        inline.get_next_linebox = _standing(inline.get_next_linebox)


def _standing(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_next_linebox(
        context: Context,
        linebox: Box,
        position_y: float,
        bottom_space: float,
        skip_stack: dict[int, Any] | None,
        containing_block: Box,
        *rest: Any,  # noqa: ANN401 - the engine has no types
    ) -> tuple[Box | None, Any]:
        *_, first_letter_style, first_line_style = rest
        standing: Standing | None = getattr(context, "standing", None)
        if standing is None or first_letter_style is not None or first_line_style is not None:
            return original(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)  # type: ignore[no-any-return]
        lines, plain_from = standing.lines_of(linebox)
        if next(iter(skip_stack or (0,))) < plain_from:
            return original(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)  # type: ignore[no-any-return]
        x = containing_block.content_box_x()
        beside = [
            shape for shape in context.excluded_shapes if shape.position_y + shape.margin_height() >= position_y
        ]
        room = containing_block.width, containing_block.height, linebox.text_indent
        key = _flat(skip_stack), room, tuple(_place(shape, x, position_y) for shape in beside)
        if (found := lines.get(key)) is None:
            shapes, context.excluded_shapes = context.excluded_shapes, [_moved(shape, -x, -position_y) for shape in beside]
            found = original(context, linebox, 0, bottom_space, skip_stack, _at_origin(containing_block), *rest)
            context.excluded_shapes = shapes
            standing.keep(lines, key, found)
        line, resume_at = found
        return line and _moved(line, x, position_y), resume_at

    get_next_linebox.stands = True  # type: ignore[attr-defined]
    return get_next_linebox


def _describe(box: Box, key: list[object], held: list[object]) -> bool:
    """Add what makes a box what it is to a key, and whose ids are in it; return whether it is plain."""
    key += type(box), id(box.element), id(box.style)
    held.append(box.style)
    if box.missing_link or box.is_leader or not box.is_in_normal_flow():
        key.append(id(box))
        held.append(box)
        return False
    if isinstance(box, boxes.TextBox):
        key.append(box.text)
        return True
    if isinstance(box, boxes.InlineReplacedBox):
        key.append(id(box.replacement))
        held.append(box.replacement)
        return True
    if type(box) is boxes.InlineBox:
        key.append(len(box.children))
        return all([_describe(child, key, held) for child in box.children])
    key.append(id(box))
    held.append(box)
    return False


def _flat(skip_stack: dict[int, Any] | None) -> tuple[int, ...]:
    path = []
    while skip_stack:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    return tuple(path)


def _place(shape: Box, x: float, y: float) -> tuple[object, ...]:
    """Return what a line has to know of a float beside it."""
    return shape.style["float"], shape.position_x - x, shape.position_y - y, shape.margin_width(), shape.margin_height()


def _at_origin(block: Box) -> Box:
    block = block.copy()
    block.position_x = block.margin_left = block.border_left_width = block.padding_left = 0
    return block


def _moved(box: Box, dx: float, dy: float) -> Box:
    """Return a copy of a box and all in it, moved; the engine changes what it is given."""
    twin = object.__new__(type(box))
    twin.__dict__.update(box.__dict__)
    twin.position_x += dx
    twin.position_y += dy
    if twin.children:
        twin.children = [_moved(child, dx, dy) for child in twin.children]
    return twin
