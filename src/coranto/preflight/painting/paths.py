"""Paths: areas that are filled, lines that are drawn, and what they cut off (ISO 32000-1, 8.5)."""

from abc import abstractmethod

import pikepdf

from coranto.preflight.painting import shadings
from coranto.preflight.painting.canvas import Canvas
from coranto.preflight.painting.geometry import Box, Matrix, around, moved, scale, times, within
from coranto.preflight.painting.scene import Operands, Scene, in_colour, matrix_of
from coranto.preflight.painting.sources import Sources
from coranto.preflight.painting.state import Ink

NOWHERE: Box = (0.0, 0.0, -1.0, -1.0)
_CORNERS = (4, 5)
"""Points of a rectangle; its first may be named again."""
_NEAR = 0.01
_SHADING, _UNCOLOURED = 2, 2


class Paths(Scene):
    """The instructions that make paths and paint them."""

    def __init__(self, sources: Sources, canvas: Canvas) -> None:
        super().__init__(sources, canvas)
        self.path: list[tuple[float, float]] = []
        self.clips = False

    @abstractmethod
    def enter(self, stream: pikepdf.Stream, matrix: Matrix, clip: Box, *, coloured: bool = True) -> None:
        """Do the content of a form or a pattern."""

    def go(self, operands: Operands) -> None:
        """Add points to the path; the handles of curves are taken for points (`m`, `l`, `c`)."""
        numbers = [float(number) for number in operands]
        a, b, c, d, e, f = self.state.matrix
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self.path.append((a * x + c * y + e, b * x + d * y + f))

    def draw_rectangle(self, operands: Operands) -> None:
        """Add a rectangle to the path (`re`)."""
        x, y, width, height = (float(number) for number in operands)
        matrix = self.state.matrix
        self.path += [
            moved(matrix, *corner) for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        ]

    def clip(self, _: Operands) -> None:
        """Let the path clip what follows (`W`)."""
        self.clips = True

    def end(self, _: Operands = None, *, fills: bool = False, draws: bool = False) -> None:
        """Paint the path, and end it (`f`, `S`, `B`, `n`)."""
        state = self.state
        if self.path:
            box = around(self.path)
            shown = within(box, state.clip)
            if fills and shown is not None:
                self._fill(state.fill, shown, rectangle=_is_rectangle(self.path, box))
            if draws:
                self._draw(box)
            if self.clips:
                state.clip = shown or NOWHERE
        self.path, self.clips = [], False

    def _fill(self, ink: Ink, box: Box, *, rectangle: bool) -> None:
        pattern = ink.pattern
        if pattern is not None and pattern.get("/PatternType") == _SHADING:
            self._shade(pattern.get("/Shading"), box)
        elif isinstance(pattern, pikepdf.Stream):
            self.enter(
                pattern, times(matrix_of(pattern), self.base), box, coloured=pattern.get("/PaintType") != _UNCOLOURED
            )
        else:
            self.mark(ink, box, rectangle=rectangle)

    def _draw(self, box: Box) -> None:
        state = self.state
        weight = state.weight * scale(state.matrix)
        half = weight / 2
        grown = box[0] - half, box[1] - half, box[2] + half, box[3] + half
        if (shown := within(grown, state.clip)) is not None:
            self.mark(state.line, shown, weight=weight)

    def shade(self, operands: Operands) -> None:
        """Paint a gradient over all that is not clipped (`sh`)."""
        self._shade(self.named("/Shading", operands[0]), self.state.clip)

    def _shade(self, shading: pikepdf.Object | None, box: Box) -> None:
        named = None if self.resources is None else self.resources.get("/ColorSpace")
        for colour in shadings.colours(shading, named):
            self.mark(in_colour(self.state.fill, colour), box)


def _is_rectangle(path: list[tuple[float, float]], box: Box) -> bool:
    """Tell whether a path is nothing but the box around it."""
    left, bottom, right, top = box
    return len(path) in _CORNERS and all(
        min(abs(x - left), abs(x - right)) < _NEAR and min(abs(y - bottom), abs(y - top)) < _NEAR for x, y in path
    )
