"""The content of a page: its instructions, done without a device (ISO 32000-1, annex A).

In: a page, its transformation, and the sources of its document, which have a
limit: a page may show forms that show forms, a thousand million times.  Out:
on a canvas, what it paints, in order.
"""

from collections.abc import Callable
from functools import partial

import pikepdf

from coranto.preflight.painting.canvas import Canvas
from coranto.preflight.painting.colours import define
from coranto.preflight.painting.geometry import Box, Matrix, box_of, sides, times, upright, within
from coranto.preflight.painting.model import Picture, Space
from coranto.preflight.painting.paths import NOWHERE, Paths
from coranto.preflight.painting.scene import Operands, as_box, matrix_of
from coranto.preflight.painting.sources import Sources
from coranto.preflight.painting.state import beginning
from coranto.preflight.painting.writing import Writing

_DEPTH = 12
"""Forms and patterns within each other."""


class Content(Paths, Writing):
    """Does the instructions of one page."""

    def __init__(self, sources: Sources, canvas: Canvas) -> None:
        super().__init__(sources, canvas)
        self.depth = 0

    def paint(self, stream: pikepdf.Object, resources: pikepdf.Object | None, matrix: Matrix, clip: Box) -> None:
        """Do a page's content."""
        self.state, self.base, self.resources = beginning(matrix, clip), matrix, resources
        self._do(stream)

    def _do(self, stream: pikepdf.Object) -> None:
        for instruction in self.sources.instructions(stream, self.canvas):
            do = _DO.get(str(instruction.operator))
            if do is None:
                continue
            try:
                do(self, instruction.operands)
            except (ValueError, TypeError, IndexError, AttributeError, KeyError, ArithmeticError, pikepdf.PdfError):
                self.canvas.unread = "an instruction in it makes no sense"

    def show(self, operands: Operands) -> None:
        """Show a picture or a form (`Do`)."""
        item = self.named("/XObject", operands[0])
        if not isinstance(item, pikepdf.Stream):
            return
        if item.get("/Subtype") == "/Image":
            self._picture(str(operands[0]).lstrip("/"), item, item.objgen[0])
        elif item.get("/Subtype") == "/Form":
            self.enter(item, times(matrix_of(item), self.state.matrix), self.state.clip)

    def show_inline(self, operands: Operands) -> None:
        """Show a picture that stands in the content itself (`BI`)."""
        picture = operands[0]
        entries = {
            "/Width": picture.width,
            "/Height": picture.height,
            "/ImageMask": picture.image_mask,
            "/ColorSpace": None if picture.image_mask else pikepdf.Name(picture.colorspace or "/DeviceGray"),
        }
        self._picture("inline", pikepdf.Dictionary({name: it for name, it in entries.items() if it is not None}), 0)

    def _picture(self, name: str, item: pikepdf.Object, number: int) -> None:
        state = self.state
        shown = within(box_of(state.matrix, (0, 0, 1, 1)), state.clip)
        if shown is None:
            return
        stencil = bool(item.get("/ImageMask", False))
        named = None if self.resources is None else self.resources.get("/ColorSpace")
        space = None if stencil else define(item.get("/ColorSpace"), named)
        if "/SMask" in item:
            self.canvas.transparent = True
        self.canvas.add(
            Picture(
                **self.canvas.common(shown, state.fill.opacity, state.blend),
                name=name,
                number=number,
                pixels=(int(item.get("/Width", 0)), int(item.get("/Height", 0))),
                size=sides(state.matrix),
                space=state.fill.colour.space if space is None else space.shown,
                device=state.fill.colour.device if space is None else space.device,
                stencil=stencil,
                interpolates=bool(item.get("/Interpolate", False)),
            ),
            solid=not stencil and "/SMask" not in item and "/Mask" not in item and upright(state.matrix),
            masked=state.masked,
        )
        if space is not None and space.space is Space.CMYK and number:
            self.sources.inked.add(number)

    def enter(self, stream: pikepdf.Stream, matrix: Matrix, clip: Box, *, coloured: bool = True) -> None:
        """Do the content of a form or a pattern."""
        if self.depth >= _DEPTH:
            self.canvas.unread = f"forms in it stand more than {_DEPTH} deep in each other"
            return
        before = self.state, self.stack, self.base, self.resources, self.path
        pattern = "/PatternType" in stream
        inner = self.state.copied()
        inner.matrix = matrix
        if pattern and coloured:
            inner = beginning(matrix, clip)
        inner.fill.pattern = None
        box = stream.get("/BBox")
        cell = box_of(matrix, as_box(box)) if box is not None else clip
        shown = within(cell, clip)
        inner.clip = shown or (cell if pattern else NOWHERE)  # a pattern's cell is repeated where it is wanted
        self.state, self.stack, self.base, self.path = inner, [], matrix, []
        self.resources = stream.get("/Resources", self.resources)
        self.depth += 1
        try:
            self._do(stream)
        finally:
            self.depth -= 1
            self.state, self.stack, self.base, self.resources, self.path = before


_Do = Callable[[Content, Operands], None]
_DO: dict[str, _Do] = {
    "q": Content.save,
    "Q": Content.restore,
    "cm": Content.transform,
    "w": Content.thicken,
    "gs": Content.set_state,
    "cs": Content.set_space,
    "CS": partial(Content.set_space, line=True),
    **dict.fromkeys(("sc", "scn"), Content.set_colour),
    **dict.fromkeys(("SC", "SCN"), partial(Content.set_colour, line=True)),
    **dict.fromkeys(("g", "rg", "k"), Content.set_device_colour),
    **dict.fromkeys(("G", "RG", "K"), partial(Content.set_device_colour, line=True)),
    **dict.fromkeys(("m", "l", "c", "v", "y"), Content.go),
    "re": Content.draw_rectangle,
    **dict.fromkeys(("W", "W*"), Content.clip),
    "n": Content.end,
    **dict.fromkeys(("f", "F", "f*"), partial(Content.end, fills=True)),
    **dict.fromkeys(("S", "s"), partial(Content.end, draws=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), partial(Content.end, fills=True, draws=True)),
    "sh": Content.shade,
    "Do": Content.show,
    "INLINE IMAGE": Content.show_inline,
    "BT": Content.begin_text,
    "Tf": Content.set_font,
    "Tm": Content.set_text_matrix,
    "Td": Content.next_row,
    "TD": partial(Content.next_row, leads=True),
    "T*": Content.next_row,
    "Tc": Content.set_spacing,
    "Tw": Content.set_word_spacing,
    "Tz": Content.set_stretch,
    "TL": Content.set_leading,
    "Ts": Content.set_rise,
    "Tr": Content.set_mode,
    **dict.fromkeys(("Tj", "TJ"), Content.write),
    **dict.fromkeys(("'", '"'), Content.write_on_next_row),
}
