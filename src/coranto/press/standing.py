"""Standing lines: a line once set is kept standing, and only moved when it is wanted again."""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

Box = Any
Context = Any

HITS = [0, 0, 0]


def keep_standing() -> None:
    if not hasattr(inline.get_next_linebox, "keeps"):
        inline.get_next_linebox = _standing(inline.get_next_linebox)


def _standing(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_next_linebox(
        context: Context, linebox: Box, position_y: float, bottom_space: float, skip_stack: Any, containing_block: Box, *rest: Any
    ) -> tuple[Any, Any]:
        *_, first_letter_style, first_line_style = rest
        kept = None
        if first_letter_style is None and first_line_style is None and not _beside(context, position_y):
            kept = _kept(context, linebox, 0 if skip_stack is None else next(iter(skip_stack)))
        if kept is None:
            HITS[2] += 1
            return original(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)
        key = (_flat(skip_stack), containing_block.width, containing_block.height, linebox.text_indent)
        found = kept.get(key)
        if found is None:
            HITS[1] += 1
            block = containing_block.copy()
            block.position_x = block.margin_left = block.border_left_width = block.padding_left = 0
            shapes, context.excluded_shapes = context.excluded_shapes, []
            found = original(context, linebox, 0, bottom_space, skip_stack, block, *rest)
            context.excluded_shapes = shapes
            kept[key] = found
        else:
            HITS[0] += 1
        line, resume_at = found
        if line is not None:
            line = _copy(line, containing_block.content_box_x(), position_y)
        return line, resume_at

    get_next_linebox.keeps = True
    return get_next_linebox


def _beside(context: Context, position_y: float) -> bool:
    return any(shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes)


def _flat(skip_stack: Any) -> tuple[int, ...]:
    path = []
    while skip_stack:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    return tuple(path)


def _copy(box: Box, dx: float, dy: float) -> Box:
    twin = object.__new__(type(box))
    twin.__dict__.update(box.__dict__)
    twin.position_x += dx
    twin.position_y += dy
    if twin.children:
        twin.children = [_copy(child, dx, dy) for child in twin.children]
    return twin


def _kept(context: Context, linebox: Box, start: int) -> dict | None:
    mine = linebox.__dict__.get("kept_lines")
    if mine is None or mine[0] is not linebox.children:
        every = context.__dict__.setdefault("standing", {})
        plain_from = 0
        key = [id(linebox.style)]
        for at, child in enumerate(linebox.children):
            if _describe(child, key):
                plain_from = at + 1
        lines = every.setdefault(tuple(key), ({}, linebox))[0]
        mine = linebox.kept_lines = linebox.children, lines, plain_from
    return mine[1] if start >= mine[2] else None


def _describe(box: Box, key: list) -> bool:
    """Return whether it isn't plain."""
    if isinstance(box, boxes.TextBox):
        key += id(box.element), id(box.style), box.text
        return bool(box.missing_link)
    if type(box) is boxes.InlineBox and box.is_in_normal_flow() and not box.missing_link and not box.is_leader:
        key += id(box.element), id(box.style), len(box.children)
        odd = False
        for child in box.children:
            odd |= _describe(child, key)
        return odd
    key.append(id(box))
    return True
