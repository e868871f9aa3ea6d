"""Standing lines: a line that is set once is kept standing, and only moved when it is wanted again.

Printers keep type standing that they will need again.  WeasyPrint 70 throws
every line away and sets it anew: columns are set once to see whether all fits,
then until they are balanced, then for good; a page again when a footnote takes
its room; and a fitted layout sets all its pages several times.  What a line
looks like depends on what is in it, on the room, and on what stands beside it,
not on its place (`layout/inline.py`, `get_next_linebox`).  So it is set at the
top left of nowhere, kept, and a copy of it is moved to where it belongs; and
all lines of a paragraph at once where they stand and find room
(`layout/block.py`, `_linebox_layout`).

Only plain lines stand: text, and what is inline in the text.  One with a float,
a running element or a number that is known only when all pages stand is set by
the engine as ever.
"""

from collections.abc import Callable, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline

KEPT_LIMIT = 60_000
"""Lines kept at a time: some five hundred pages of two columns, and as much memory as these pages take themselves."""

Box = Any  # the engine has no types
Context = Any
SkipStack = dict[int, Any] | None
Line = tuple[Box | None, SkipStack]
"""A line at the top left, and where the next one begins."""


class Paragraph:
    """The lines of a paragraph that are kept."""

    def __init__(self, held: Sequence[object]) -> None:
        self.held = held  # the paragraph is found by their ids, so they must not die before it
        self.lines: dict[tuple[object, ...], Line] = {}
        self.ends: dict[tuple[object, ...], tuple[Box, ...]] = {}
        """All lines from some place to the end, where nothing is to be undone when they are thrown away."""
        self.measures: dict[float, float] = {}
        """Of a block as wide, how narrow it is when its lines are level (`coranto.press.balancing`)."""


class Standing:
    """The lines of a document that are kept, by what is in them."""

    def __init__(self) -> None:
        self.count = 0
        self.paragraphs: dict[tuple[object, ...], Paragraph] = {}

    def paragraph(self, linebox: Box, skip_stack: SkipStack) -> Paragraph | None:
        """Return what is kept of a paragraph, if it is plain from there on."""
        found = linebox.__dict__.get("standing")
        if found is None or found[0] is not linebox.children:
            key: list[object] = [id(linebox.style)]
            held: list[object] = [linebox.style]
            plain_from = 0
            for index, child in enumerate(linebox.children, 1):
                if not _describe(child, key, held):
                    plain_from = index
            paragraph = self.paragraphs.setdefault(tuple(key), Paragraph(held))
            found = linebox.standing = linebox.children, paragraph, plain_from
        _, paragraph, plain_from = found
        return paragraph if next(iter(skip_stack or (0,))) >= plain_from else None

    def keep(self, paragraph: Paragraph, key: tuple[object, ...], line: Line) -> Line:
        """Keep a line; when there are too many, all others go."""
        if self.count >= KEPT_LIMIT:
            self.distribute()
        box, _ = line
        if box and not any(inner.footnote or inner.note for inner in box.descendants()):
            box.inert = True  # nothing is to be undone when it is thrown away
        paragraph.lines[key] = line
        self.count += 1
        return line

    def distribute(self) -> None:
        """Put the type back into its cases."""
        for paragraph in self.paragraphs.values():
            paragraph.lines.clear()
            paragraph.ends.clear()
        self.count = 0


def keep_standing() -> None:
    """Let lines stand in this process, in documents whose layout context has a `Standing` (`standing`)."""
    if not hasattr(inline.get_next_linebox, "stands"):
        inline.get_next_linebox = _line_by_line(inline.get_next_linebox)
        block._linebox_layout = _all_at_once(block._linebox_layout)  # noqa: SLF001
        block.remove_placeholders = _but_inert(block.remove_placeholders)


def _line_by_line(original: Callable[..., Line]) -> Callable[..., Line]:
    def get_next_linebox(
        context: Context,
        linebox: Box,
        position_y: float,
        bottom_space: float,
        skip_stack: SkipStack,
        containing_block: Box,
        *rest: Any,  # noqa: ANN401
    ) -> Line:
        *_, first_letter_style, first_line_style = rest
        standing: Standing | None = getattr(context, "standing", None)
        paragraph = None
        if standing and first_letter_style is None and first_line_style is None:
            paragraph = standing.paragraph(linebox, skip_stack)
        if standing is None or paragraph is None:
            return original(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)
        x = containing_block.content_box_x()
        near = beside(context, position_y)
        places = tuple(_place(shape, x, position_y) for shape in near)
        key = _flat(skip_stack), containing_block.width, containing_block.height, linebox.text_indent, places
        if (line := paragraph.lines.get(key)) is None:
            shapes = context.excluded_shapes
            context.excluded_shapes = [_moved(shape, -x, -position_y) for shape in near]
            box, resume_at = original(context, linebox, 0, bottom_space, skip_stack, _at_left(containing_block), *rest)
            context.excluded_shapes = shapes
            line = standing.keep(paragraph, key, (box, resume_at))
        box, resume_at = line
        return box and _moved(box, x, position_y), resume_at

    get_next_linebox.stands = True  # type: ignore[attr-defined]
    return get_next_linebox


def _all_at_once(original: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def _linebox_layout(context: Context, parent: Box, index: int, linebox: Box, *rest: Any) -> tuple[Any, ...]:  # noqa: ANN401
        new_children, _, _, _, margins, bottom_space, position_y, skip_stack, letter, line, _, most = rest
        if letter is line is most is None:
            y = position_y + (block.collapse_margin(margins) if margins else 0)
            moved = []
            for kept in _lines_to_end(context, parent, linebox, skip_stack, y):
                moved.append(_moved(kept, parent.content_box_x(), y))
                y += kept.height
            if moved and not context.overflows_page(
                bottom_space, y + parent.border_bottom_width + parent.padding_bottom
            ):
                new_children += moved
                return False, False, {index: None}, y, [], None
        return original(context, parent, index, linebox, *rest)

    return _linebox_layout


def _lines_to_end(context: Context, parent: Box, linebox: Box, skip_stack: SkipStack, y: float) -> tuple[Box, ...]:
    """Return all lines from there to the end of a paragraph, if they stand and nothing hangs on them."""
    standing: Standing | None = getattr(context, "standing", None)
    paragraph = standing and standing.paragraph(linebox, skip_stack)
    if not paragraph or beside(context, y):
        return ()
    path, width, height = _flat(skip_stack), parent.width, parent.height
    if (found := paragraph.ends.get((path, width, height))) is not None:
        return found
    lines: list[Box] = []
    at, indent = path, 0
    if not path:
        inline.resolve_one_percentage(linebox, "text_indent", width)
        indent = linebox.text_indent
    while not lines or at:
        line, resume_at = paragraph.lines.get((at, width, height, indent, ())) or (None, None)
        if line is None:
            return ()
        line.resume_at = resume_at
        lines.append(line)
        at, indent = _flat(resume_at), 0
    ends = tuple(lines) if all("inert" in line.__dict__ for line in lines) else ()
    return paragraph.ends.setdefault((path, width, height), ends)


def _but_inert(original: Callable[..., None]) -> Callable[..., None]:
    def remove_placeholders(context: Context, box_list: Sequence[Box], *rest: Any) -> None:  # noqa: ANN401
        original(context, [box for box in box_list if "inert" not in box.__dict__], *rest)

    return remove_placeholders


def _describe(box: Box, key: list[object], held: list[object]) -> bool:
    """Add to a key what makes a box what it is, and to what is held what the key has the id of; tell if it is plain."""
    hanging = box.footnote, box.note
    key += type(box), id(box.element), id(box.style), box.trailing_collapsible_space, *map(id, hanging)
    held += box.style, *hanging
    in_flow = box.is_in_normal_flow() and not (box.missing_link or box.is_leader)
    if in_flow and isinstance(box, boxes.TextBox):
        key.append(box.text)
        return True
    if in_flow and isinstance(box, boxes.InlineReplacedBox):
        key.append(id(box.replacement))
        held.append(box.replacement)
        return True
    if in_flow and type(box) is boxes.InlineBox:
        key.append(len(box.children))
        plain = [_describe(child, key, held) for child in box.children]
        return all(plain)
    key.append(id(box))
    held.append(box)
    return False


def _flat(skip_stack: SkipStack) -> tuple[int, ...]:
    path = []
    while skip_stack:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    return tuple(path)


def beside(context: Context, y: float) -> list[Box]:
    """Return the floats that end at this height or below it."""
    return [shape for shape in context.excluded_shapes if shape.position_y + shape.margin_height() >= y]


def _place(shape: Box, x: float, y: float) -> tuple[object, ...]:
    """Return what a line has to know of a float beside it."""
    return shape.style["float"], shape.position_x - x, shape.position_y - y, shape.margin_width(), shape.margin_height()


def _at_left(parent: Box) -> Box:
    """Return a copy of a block whose content begins at the left edge of nowhere."""
    parent = parent.copy()
    parent.position_x = parent.margin_left = parent.border_left_width = parent.padding_left = 0
    return parent


def _moved(box: Box, dx: float, dy: float) -> Box:
    """Return a copy of a box and all in it, moved; the engine changes what it is given."""
    twin = object.__new__(type(box))
    twin.__dict__.update(box.__dict__)
    twin.position_x += dx
    twin.position_y += dy
    if twin.children:
        twin.children = [_moved(child, dx, dy) for child in twin.children]
    return twin
