"""The sheet that a chart is drawn on: boxes, lines and lettering, placed in pt.

In: places in pt from the top left.  Out: SVG of paths, the lettering too, that
may stand in HTML; `currentColor` in it is the stylesheet's.  Matplotlib
(https://matplotlib.org) draws, with no setting, font or date of the machine.
"""

import contextlib
import io
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

from coranto.cache import cache_folder

if TYPE_CHECKING:
    from matplotlib.path import Path as Outline

Write = Callable[[float], str]
Tone = tuple[str, float]
"""A colour and its opacity; `currentColor` is the accent."""

SIZE, LINE = 7.5, 9.0
"""Size and line of the lettering, in pt."""
HAIR, STROKE = 0.35, 1.3
INK, GREY, PALE = ("#1a1a1a", 1.0), ("#777777", 1.0), ("#c4c4c4", 1.0)
_ACCENT = "#010203"
"""Stands for the accent until the drawing is done."""
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Hand:
    """How a layout and a language letter a chart: the sans, and the form of numbers and of percentages."""

    faces: tuple[Path, ...]
    families: tuple[str, ...]
    number: Write
    percent: Write
    rtl: bool = False
    """Whether the language runs from right to left: bars and shares begin at the right."""


@contextlib.contextmanager
def house_style(hand: Hand) -> Iterator[None]:
    """Let matplotlib be as it comes, with the layout's fonts and no other."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache_folder("matplotlib") or tempfile.gettempdir()))
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it remarks on weights that a family hasn't got
    machine = list(fontManager.ttflist)
    fontManager.ttflist.clear()
    for face in hand.faces:
        fontManager.addfont(face)
    own: dict[Any, Any] = {
        "font.family": list(hand.families),
        "text.parse_math": False,
        "svg.hashsalt": "coranto",
        "path.simplify": False,
    }
    try:
        with mpl.rc_context(), warnings.catch_warnings():
            mpl.rcdefaults()
            mpl.rcParams.update(own)
            warnings.simplefilter("ignore")  # a sign that no font has is told by the table of the numbers
            yield
    finally:
        fontManager.ttflist[:] = machine


class Drawing:
    """A sheet on which everything is placed in pt from its top left; it grows downwards.

    A mirrored one is measured from the top right; its lettering reads as it does.
    """

    def __init__(self, width: float, *, mirrored: bool = False) -> None:
        from matplotlib.figure import Figure

        self.width, self.height, self.mirrored = width, 0.0, mirrored
        self.figure = Figure(frameon=False)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()

    def box(self, x: float, y: float, width: float, height: float, tone: Tone) -> None:
        """Fill a box; a negative width runs to the left."""
        from matplotlib.patches import Rectangle

        if width < 0:
            x, width = x + width, -width
        x = self.width - x - width if self.mirrored else x
        self.axes.add_patch(Rectangle((x, y), width, height, linewidth=0, facecolor=_ink(tone[0]), alpha=tone[1]))
        self.height = max(self.height, y + height)

    def line(self, points: Sequence[tuple[float, float]], tone: Tone, width: float = HAIR) -> None:
        """Draw a line through points."""
        xs, ys = zip(*points, strict=True)
        xs = tuple(self.width - x for x in xs) if self.mirrored else xs
        self.axes.plot(
            xs, ys, color=_ink(tone[0]), alpha=tone[1], linewidth=width, solid_capstyle="butt", solid_joinstyle="round"
        )
        self.height = max(self.height, *ys)

    def text(self, x: float, y: float, words: str, *, at: float = 0, tone: Tone = INK, bold: bool = False) -> None:
        """Set words on the baseline `y`; `at` is the share of their width that stands left of `x`."""
        from matplotlib.patches import PathPatch
        from matplotlib.transforms import Affine2D

        outline = _letter(words, bold)
        x, at = (self.width - x, 1 - at) if self.mirrored else (x, at)
        if words.strip():
            placed = Affine2D().scale(1, -1).translate(x - at * extent(words, bold), y)
            self.axes.add_patch(PathPatch(outline.transformed(placed), linewidth=0, facecolor=_ink(tone[0])))
        self.height = max(self.height, y + 0.3 * SIZE)

    def svg(self, alt: str) -> str:
        """Return the drawing as SVG without ids, styles or comments; `alt` says what it shows."""
        self.axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self.figure.set_size_inches(self.width / 72, self.height / 72)
        file = io.StringIO()
        self.figure.savefig(
            file, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
        parts = [
            f'<path d="{" ".join(part.get("d", "").split())}" {_attributes(part.get("style", ""))}/>'
            for part in fromstring(file.getvalue()).iter(f"{_SVG}path")  # noqa: S314 - of our own library
            if part.get("style")
        ]
        size = f'viewBox="0 0 {self.width:g} {self.height:g}"'
        return f'<svg class="drawing" {size}><title>{escape(alt)}</title>{"".join(parts)}</svg>'


def _attributes(style: str) -> str:
    """Return a style as attributes: the engine takes `style` for CSS of the page (WeasyPrint 70)."""
    pairs = (part.split(":", 1) for part in style.replace(_ACCENT, "currentColor").split(";") if ":" in part)
    return " ".join(f'{name.strip()}="{value.strip()}"' for name, value in pairs)


def _ink(colour: str) -> str:
    return _ACCENT if colour == "currentColor" else colour


def _letter(words: str, bold: bool) -> "Outline":
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    return TextPath((0, 0), words, SIZE, FontProperties(weight=600 if bold else 400))


def extent(words: str, bold: bool = False) -> float:
    """Return how wide words stand, in pt."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    properties = FontProperties(size=SIZE, weight=600 if bold else 400)
    return float(text_to_path.get_text_width_height_descent(words, properties, ismath=False)[0]) if words else 0.0


def _cut(word: str, width: float) -> Iterator[str]:
    while len(word) > 1 and extent(word) > width:
        end = next((end for end in range(len(word) - 1, 1, -1) if extent(word[:end]) <= width), 1)
        yield word[:end]
        word = word[end:]
    yield word


def break_lines(words: str, width: float) -> list[str]:
    """Return words in lines that are no wider than `width`; a word that is wider is broken where it must be."""
    lines: list[str] = []
    for word in (part for whole in words.split() for part in _cut(whole, width)):
        if lines and extent(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
