"""Legibility: what stands on a page can be read there.

In: the engine's text boxes, page by page.  Out: `Illegible`, for each text of
the copy that is laid out and yet not to be read: hidden, transparent, tiny,
turned or scaled, cut out, in the colour of its ground, or printed over another.  That every word stands on a
page says nothing of this; a stylesheet needs only one line for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from coranto.findings import Spot
from coranto.press.contrast import LEAST, PAPER, Ground, contrast, over, wanted
from coranto.press.proof import Illegible, Pale
from coranto.press.touching import Line, over_others

PT = 0.75
"""Points in a CSS pixel (css-values-4, 6.2)."""
SMALLEST = 4.0
"""Size of the smallest type that is taken for legible, in pt."""
FAINTEST = 0.2
"""Opacity below which ink is taken for none."""
_TIGHTEST = -0.2
"""Space between letters or words, in em, below which they stand on one another."""

Box = Any  # the engine has no types


@dataclass(frozen=True, slots=True)
class Light:
    """What a box's ancestors do to its text."""

    opacity: float = 1.0
    turned: bool = False
    cut: bool = False
    ground: Ground = PAPER
    heard: bool = False
    """It is there for those who listen: the numbers of a chart, which the drawing shows."""

    def through(self, box: Box) -> "Light":
        """Return the light inside a box."""
        style = box.style
        if box.element_tag == "table" and box.element.get("class") == "numbers":
            return Light(heard=True)
        if style["opacity"] == 1 and not style["transform"] and not style["clip"]:
            return self
        cut = self.cut or bool(style["clip"] and style["position"] in ("absolute", "fixed"))
        turned = self.turned or bool(style["transform"])
        return replace(self, opacity=self.opacity * style["opacity"], turned=turned, cut=cut)


@dataclass
class Sheet:
    """Looks at the copy's texts on one page."""

    number: int
    illegible: list[Illegible]
    pale: list[Pale]
    lines: list[Line] = field(default_factory=list)
    painted: list[Box] = field(default_factory=list)
    """What is painted, in order: boxes with a ground of their own, and pictures."""
    faint: list[tuple[Box, str, Ground, float]] = field(default_factory=list)
    """Texts that can't be told from their ground; it, and the contrast."""

    def paint(self, box: Box, light: Light) -> Light:
        """Note what a box paints; return the light inside it, with the ground that its text stands on."""
        style = box.style
        colour = style["background_color"]
        pictured = isinstance(box, boxes.ReplacedBox) or any(kind != "none" for kind, _ in style["background_image"])
        plain = colour != "currentcolor" and colour.alpha > 0
        if not (pictured or plain):
            return light
        self.painted.append(box)
        ink = over(colour, light.ground.ink, light.opacity) if plain else light.ground.ink
        return replace(light, ground=Ground(ink, len(self.painted) - (2 if pictured else 1)))

    def look(self, box: Box, identity: str, light: Light) -> None:
        """Look at a text of the copy."""
        if light.heard or not box.text.strip():
            return
        if why := next(_reasons(box, light), ""):
            self._note(box, identity, why)
            return
        self.shade(box, identity, light)
        self.lines.append(Line.of(box, identity))

    def shade(self, box: Box, identity: str, light: Light) -> None:
        """Look at the colour of a text."""
        colour, style = box.style["color"], box.style
        if colour != "currentcolor":
            shade = contrast(over(colour, light.ground.ink, light.opacity), light.ground.ink)
            if shade < wanted(style["font_size"] * PT, style["font_weight"]):
                self.faint.append((box, identity, light.ground, shade))

    def close(self) -> None:
        """Look for texts that are printed over one another, and for those in the colour of what they stand on."""
        for box, identity, ground, shade in self.faint:
            # What is painted behind its ground, a picture first of all, may be what it is seen on.
            if any(_meet(box, other) for other in self.painted[ground.order + 1 :]):
                continue
            if shade < LEAST:
                self._note(box, identity, f"it has the colour of what it stands on (a contrast of {shade:.1f} to 1)")
            else:
                least = wanted(box.style["font_size"] * PT, box.style["font_weight"])
                self.pale.append(Pale(identity, box.text.strip(), shade, least, self._spot(box)))
        for line, touching in over_others(self.lines):
            if touching:
                self._note(line.box, line.identity, "it touches the line above it", "touching")
            else:
                self._note(line.box, line.identity, "it is printed over other words")

    def _note(self, box: Box, identity: str, why: str, what: str = "unread") -> None:
        self.illegible.append(Illegible(identity, box.text.strip(), why, self._spot(box), what))

    def _spot(self, box: Box) -> Spot:
        return Spot(self.number, box.position_x * PT, box.position_y * PT, box.width * PT, box.height * PT)


def _meet(box: Box, other: Box) -> bool:
    """Tell whether two boxes share room."""
    left, top = max(box.position_x, other.border_box_x()), max(box.position_y, other.border_box_y())
    right = min(box.position_x + box.width, other.border_box_x() + other.border_width())
    bottom = min(box.position_y + box.height, other.border_box_y() + other.border_height())
    return bool(left < right and top < bottom)


def _reasons(box: Box, light: Light) -> Iterator[str]:
    style, size = box.style, box.style["font_size"]
    if style["visibility"] != "visible":
        yield f"`visibility: {style['visibility']}` hides it"
    if light.opacity * _alpha(style) < FAINTEST:
        yield "it is transparent"
    if light.turned:
        yield "`transform` moves it, and nobody can tell where to"
    if light.cut:
        yield "`clip` cuts it out"
    if size * PT < SMALLEST:
        yield f"its type is of {size * PT:.2g}pt"
    for spacing, parts in ((style["letter_spacing"], "letters"), (style["word_spacing"], "words")):
        if isinstance(spacing, int | float) and spacing < _TIGHTEST * size:
            yield f"its {parts} stand on one another"


def _alpha(style: Any) -> float:  # noqa: ANN401 - the engine has no types
    color = style["color"]
    return 1.0 if color == "currentcolor" else float(color.alpha)
