"""The graphics state: how what comes next is painted (ISO 32000-1, 8.4 and 9.3)."""

from dataclasses import dataclass

import pikepdf

from coranto.preflight.painting.colours import GREY, Definition
from coranto.preflight.painting.faces import Face
from coranto.preflight.painting.geometry import UNIT, Box, Matrix
from coranto.preflight.painting.model import Colour


@dataclass(slots=True)
class Ink:
    """What fills, or what draws lines."""

    definition: Definition
    colour: Colour
    opacity: float = 1.0
    overprints: bool = False
    pattern: pikepdf.Object | None = None

    def copied(self) -> "Ink":
        """Return the same, to be changed by itself."""
        return Ink(self.definition, self.colour, self.opacity, self.overprints, self.pattern)


@dataclass(slots=True)
class State:
    """The graphics state; `q` keeps a copy of it."""

    matrix: Matrix
    clip: Box
    fill: Ink
    line: Ink
    weight: float = 1.0
    blend: str = "Normal"
    spares: bool = False
    """Whether what overprints leaves inks alone of which it has none (`/OPM`)."""
    masked: bool = False
    """Whether a mask says how much of it is seen where."""
    face: tuple[int, Face] | None = None
    """The font, with its number in the document."""
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    text: Matrix = UNIT
    row: Matrix = UNIT

    def copied(self) -> "State":
        """Return the same, to be changed by itself; every page does so hundreds of times."""
        return State(
            self.matrix,
            self.clip,
            self.fill.copied(),
            self.line.copied(),
            self.weight,
            self.blend,
            self.spares,
            self.masked,
            self.face,
            self.size,
            self.spacing,
            self.word_spacing,
            self.stretch,
            self.leading,
            self.rise,
            self.mode,
            self.text,
            self.row,
        )


def beginning(matrix: Matrix, clip: Box) -> State:
    """Return the state in which a page begins."""
    return State(matrix, clip, Ink(GREY, GREY.first), Ink(GREY, GREY.first))
