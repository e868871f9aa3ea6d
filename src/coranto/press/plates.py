"""Plates: pictures that take a page of their own, while the text runs on around them.

In: a document whose stylesheet takes an element out of the flow by
`position: running(plate)`; its `page` names the `@page` rule of its page.
Out: that page, set behind the one on which the element was passed; the text
goes on behind it as if nothing had been there.

The engine has no floats to the next page (css-page-floats-3; WeasyPrint 70).
It makes pages one after the other, each from where the last one stopped, and
leaves a page blank where a chapter must begin on a right one; a plate's page is
made in the same way, from the plate.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import page

NAME = "plate"
"""What stylesheets call them: `position: running(plate)`."""

Box = Any  # the engine has no types
Context = Any
Path = tuple[int, ...]
"""Where a box stands in its document: the number of each child on the way to it."""


def due(context: Context, index: int) -> Box | None:
    """Return the plate that page `index` (from 0) is to be, if it is to be one.

    It is the first that the text has passed and that has no page yet.
    """
    if not index:
        return None
    resume_at = context.page_maker[index][0]
    reached = None if resume_at is None else _path(resume_at)
    shown = {number: plate for number, plate in context.plates_shown.items() if number < index}
    for path, plate in context.plates:
        if reached is not None and path >= reached:
            return None
        if not any(plate is other for other in shown.values()):
            return plate
    return None


def page_name(context: Context, index: int) -> str | None:
    """Return the name of the page that the plate for page `index` asks for, or None if there is no plate."""
    plate = due(context, index)
    if plate is None:
        return None
    return "" if plate.style["page"] == "auto" else str(plate.style["page"])


def let_plates_stand(make_page: Callable[..., Any]) -> Callable[..., Any]:
    """Return a `make_page` (`layout/page.py`) that makes the page of a plate where one is due."""

    def make(
        context: Context,
        root_box: Box,
        page_type: Any,  # noqa: ANN401 - the engine has no types
        resume_at: Any,  # noqa: ANN401
        page_number: int,
        page_state: Any,  # noqa: ANN401
    ) -> tuple[Box, Any, Any]:
        index = page_number - 1
        if not hasattr(context, "plates"):
            context.plates, context.plates_shown = list(_find(root_box, ())), {}
        context.plates_shown.pop(index, None)
        plate = due(context, index)
        if plate is None:
            made: tuple[Box, Any, Any] = make_page(context, root_box, page_type, resume_at, page_number, page_state)
        else:
            # Notes and floats of the page before go on with the text, on the page behind.
            held = context.reported_footnotes, context.broken_out_of_flow
            context.reported_footnotes, context.broken_out_of_flow = [], {}
            alone = root_box.copy_with_children([_stood_up(plate)])
            sheet, _, _ = make_page(context, alone, page_type, None, page_number, page_state)
            context.reported_footnotes, context.broken_out_of_flow = held
            context.plates_shown[index] = plate
            made = sheet, resume_at, context.page_maker[index][1]
        return made

    return make


def let_plates_follow(remake_page: Callable[..., Any]) -> Callable[..., Any]:
    """Return a `remake_page` that has the next page made anew if another plate, or none, is due there by now."""

    def remake(index: int, context: Context, root_box: Box, html: Any) -> tuple[Box, Any]:  # noqa: ANN401
        made: tuple[Box, Any] = remake_page(index, context, root_box, html)
        wanted = due(context, index + 1)
        if wanted is not context.plates_shown.get(index + 1) and not (wanted is None and made[1] is None):
            context.page_maker[index + 1][-1]["content_changed"] = True
        return made

    return remake


def _find(box: Box, path: Path) -> Iterator[tuple[Path, Box]]:
    """Yield the plates of a document, and where each stands."""
    for number, child in enumerate(box.children):
        if child.is_running() and child.style["position"][1] == NAME:
            yield (*path, number), child
        elif isinstance(child, boxes.ParentBox):
            yield from _find(child, (*path, number))


def _path(resume_at: Any) -> Path:  # noqa: ANN401 - a dictionary within a dictionary, or None
    if not resume_at:
        return ()
    (number, inner), *_ = resume_at.items()
    return (number, *_path(inner))


def _stood_up(plate: Box) -> Box:
    """Return a plate as what stands on its page: placed by its stylesheet, over the page's text area."""
    box = plate.deepcopy()
    box.style = box.style.copy()
    box.style["position"] = "absolute"
    return build.create_anonymous_boxes(box)


def admit_plates() -> None:
    """Let the engine set plates, in this process."""
    page.make_page = let_plates_stand(page.make_page)
    page.remake_page = let_plates_follow(page.remake_page)
