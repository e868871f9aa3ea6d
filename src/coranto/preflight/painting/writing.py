"""Writing: letters that are shown, how large and where (ISO 32000-1, 9.4)."""

from decimal import Decimal

import pikepdf

from coranto.preflight.painting.geometry import UNIT, box_of, scale, sides, times, within
from coranto.preflight.painting.model import Run
from coranto.preflight.painting.scene import Operands, Scene, as_matrix

_INVISIBLE, _CLIPS = 3, 4
"""The text mode that paints nothing, and the first that clips, too (9.3.6)."""
_NUMBERS = (int, float, Decimal)
_BELOW, _ABOVE = 0.2, 0.75
"""Parts of the size by which letters reach below and above their line."""


class Writing(Scene):
    """The instructions that show letters."""

    def begin_text(self, _: Operands) -> None:
        """Begin a text (`BT`)."""
        self.state.text = self.state.row = UNIT

    def set_font(self, operands: Operands) -> None:
        """Set font and size (`Tf`)."""
        item = self.named("/Font", operands[0])
        self.state.face = None if item is None else self.sources.face(item)
        self.state.size = float(operands[1])

    def set_spacing(self, operands: Operands) -> None:
        """Set the space between letters (`Tc`)."""
        self.state.spacing = float(operands[0])

    def set_word_spacing(self, operands: Operands) -> None:
        """Set the space between words (`Tw`)."""
        self.state.word_spacing = float(operands[0])

    def set_stretch(self, operands: Operands) -> None:
        """Set how wide letters are (`Tz`)."""
        self.state.stretch = float(operands[0]) / 100

    def set_leading(self, operands: Operands) -> None:
        """Set the distance of lines (`TL`)."""
        self.state.leading = float(operands[0])

    def set_rise(self, operands: Operands) -> None:
        """Set how far letters are raised (`Ts`)."""
        self.state.rise = float(operands[0])

    def set_mode(self, operands: Operands) -> None:
        """Set how letters are painted (`Tr`)."""
        self.state.mode = int(operands[0])

    def set_text_matrix(self, operands: Operands) -> None:
        """Set where letters stand (`Tm`)."""
        self.state.text = self.state.row = as_matrix(operands)

    def next_row(self, operands: Operands, *, leads: bool = False) -> None:
        """Go to another line (`Td`, `TD`, `T*`)."""
        x, y = (float(number) for number in operands) if len(operands) else (0.0, -self.state.leading)
        if leads:
            self.state.leading = -y
        self.state.text = self.state.row = times((1, 0, 0, 1, x, y), self.state.row)

    def write(self, operands: Operands) -> None:
        """Show letters (`Tj`, `TJ`)."""
        self._write(operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]])

    def write_on_next_row(self, operands: Operands) -> None:
        """Show letters on the next line (`'`, `"`)."""
        if len(operands) == 3:  # noqa: PLR2004 - word spacing, spacing, letters
            self.state.word_spacing, self.state.spacing = float(operands[0]), float(operands[1])
        self.next_row(())
        self._write([operands[-1]])

    def _write(self, parts: Operands) -> None:
        state = self.state
        if state.face is None:
            return
        number, face = state.face
        count, length = 0, 0.0
        for part in parts:
            if isinstance(part, _NUMBERS):
                length -= float(part) / 1000 * state.size
                continue
            letters = bytes(part)
            some, wide = face.run(letters)
            spaces = 0 if face.wide else letters.count(b" ")
            length += wide * state.size + some * state.spacing + spaces * state.word_spacing
            count += some
        length *= state.stretch
        matrix = times(state.text, state.matrix)
        state.text = times((1, 0, 0, 1, length, 0), state.text)
        below, above = state.rise - _BELOW * state.size, state.rise + _ABOVE * state.size
        box = within(box_of(matrix, (0.0, below, length, above)), state.clip)
        if not count or box is None:
            return
        mode = state.mode % _CLIPS
        ink = state.line if mode == 1 else state.fill
        self.canvas.add(
            Run(
                **self.canvas.common(box, ink.opacity, state.blend),
                size=abs(state.size) * sides(matrix)[1],
                colour=ink.colour,
                font=number,
                count=count,
                visible=mode != _INVISIBLE,
                outlined=state.weight * scale(state.matrix) if mode in (1, 2) else None,
            )
        )
