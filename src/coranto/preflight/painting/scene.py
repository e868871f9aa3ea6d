"""The scene: what one page's content works with, and its graphics state (ISO 32000-1, 8.4 and 8.6)."""

from dataclasses import replace
from typing import Any

import pikepdf

from coranto.preflight.painting.canvas import Canvas
from coranto.preflight.painting.colours import CMYK, GREY, RGB, define
from coranto.preflight.painting.geometry import UNIT, Box, Matrix, times
from coranto.preflight.painting.model import Colour, Mark, Space
from coranto.preflight.painting.sources import Sources
from coranto.preflight.painting.state import Ink, State, beginning

Operands = Any
"""What an instruction is given: whatever the PDF has."""


class Scene:
    """The state of a content, and the instructions that set it."""

    def __init__(self, sources: Sources, canvas: Canvas) -> None:
        self.sources, self.canvas = sources, canvas
        self.state = beginning(UNIT, (0, 0, 0, 0))
        self.stack: list[State] = []
        self.base: Matrix = UNIT
        self.resources: pikepdf.Object | None = None

    def save(self, _: Operands) -> None:
        """Keep the state (`q`)."""
        self.stack.append(self.state.copied())

    def restore(self, _: Operands) -> None:
        """Take the state that was kept last (`Q`)."""
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, operands: Operands) -> None:
        """Let what follows be transformed (`cm`)."""
        self.state.matrix = times(as_matrix(operands), self.state.matrix)

    def thicken(self, operands: Operands) -> None:
        """Set how thick lines are (`w`)."""
        self.state.weight = float(operands[0])

    def set_state(self, operands: Operands) -> None:
        """Set what a graphics state names (`gs`)."""
        found, state = self.named("/ExtGState", operands[0]), self.state
        if found is None:
            return
        state.fill.opacity = float(found.get("/ca", state.fill.opacity))
        state.line.opacity = float(found.get("/CA", state.line.opacity))
        state.weight = float(found.get("/LW", state.weight))
        if "/OP" in found:
            state.line.overprints = state.fill.overprints = bool(found.OP)
        if "/op" in found:
            state.fill.overprints = bool(found.get("/op"))
        if "/OPM" in found:
            state.spares = int(found.OPM) == 1
        if "/BM" in found:
            modes = list(found.BM) if isinstance(found.BM, pikepdf.Array) else [found.BM]
            state.blend = str(modes[0]).lstrip("/").replace("Compatible", "Normal")
        if "/SMask" in found:
            state.masked = isinstance(found.SMask, pikepdf.Dictionary)
            self.canvas.transparent = self.canvas.transparent or state.masked
        if isinstance(found.get("/Font"), pikepdf.Array):
            state.face, state.size = self.sources.face(found.Font[0]), float(found.Font[1])

    # --- colours ------------------------------------------------------------------------------

    def set_space(self, operands: Operands, *, line: bool = False) -> None:
        """Set a colour space (`cs`, `CS`)."""
        named = None if self.resources is None else self.resources.get("/ColorSpace")
        ink = self._ink(line)
        ink.definition = define(operands[0], named)
        ink.colour, ink.pattern = ink.definition.first, None

    def set_colour(self, operands: Operands, *, line: bool = False) -> None:
        """Set a colour of the space (`scn`, `SCN`), or a pattern."""
        ink, values = self._ink(line), list(operands)
        ink.pattern = None
        if values and isinstance(values[-1], pikepdf.Name):
            ink.pattern = self.named("/Pattern", values.pop())
        ink.colour = ink.definition.colour(tuple(map(float, values)))

    def set_device_colour(self, operands: Operands, *, line: bool = False) -> None:
        """Set a colour of the device (`g`, `rg`, `k`)."""
        ink = self._ink(line)
        ink.definition = {1: GREY, 3: RGB, 4: CMYK}[len(operands)]
        ink.colour, ink.pattern = ink.definition.colour(tuple(map(float, operands))), None

    def _ink(self, line: bool) -> Ink:
        return self.state.line if line else self.state.fill

    def mark(self, ink: Ink, box: Box, *, weight: float | None = None, rectangle: bool = False) -> None:
        """Paint an area or a line."""
        self.canvas.add(
            Mark(
                **self.canvas.common(box, ink.opacity, self.state.blend),
                colour=ink.colour,
                weight=weight,
                rectangle=rectangle,
                overprints=ink.overprints and (ink.colour.space is Space.SPOT or self.state.spares),
            ),
            masked=self.state.masked,
        )

    def named(self, kind: str, name: object) -> pikepdf.Object | None:
        """Return a resource."""
        of_kind = None if self.resources is None else self.resources.get(kind)
        return of_kind.get(str(name)) if isinstance(of_kind, pikepdf.Dictionary) else None


def in_colour(ink: Ink, colour: Colour) -> Ink:
    """Return the same in another colour."""
    return replace(ink, colour=colour, pattern=None)


def as_matrix(numbers: Operands) -> Matrix:
    """Return a transformation of six numbers."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def as_box(numbers: Operands) -> Box:
    """Return a rectangle, whichever corners it names (7.9.5)."""
    left, bottom, right, top = (float(number) for number in numbers)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def matrix_of(stream: pikepdf.Stream | pikepdf.Object) -> Matrix:
    """Return the transformation of a form or a pattern."""
    given = stream.get("/Matrix")
    return UNIT if given is None else as_matrix(given)
