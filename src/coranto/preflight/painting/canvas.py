"""The canvas: what a page paints, gathered in order, and what lies below each."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from coranto.findings import Spot
from coranto.preflight.painting.geometry import Box
from coranto.preflight.painting.model import Colour, Mark, Picture, Run, Space

_LOOKED_AT = 400
"""Grounds, from above, that are looked at for one that lies below something."""
_AS_ON_PAPER = ("Multiply", "Darken")
"""Blend modes in which white paper shows a colour as it is."""


class _Ground(NamedTuple):
    box: Box
    colour: Colour


@dataclass(slots=True)
class Canvas:
    """What is painted on one page."""

    number: int
    marks: list[Mark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    grounds: list[_Ground] = field(default_factory=list)
    order: int = 0
    transparent: bool = False
    unread: str = ""

    def common(self, box: Box, opacity: float, blend: str) -> dict[str, Any]:
        """Return what all that is painted has, for what comes next."""
        self.order += 1
        if opacity < 1 or blend != "Normal":
            self.transparent = True
        spot = Spot(self.number, box[0], box[1], box[2] - box[0], box[3] - box[1])
        ground = self._below((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        return {"order": self.order, "spot": spot, "opacity": opacity, "blend": blend, "ground": ground}

    def _below(self, x: float, y: float) -> Colour | None:
        for box, colour in self.grounds[: -_LOOKED_AT - 1 : -1]:
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return colour
        return None

    def add(self, painted: Mark | Picture | Run, *, solid: bool = False, masked: bool = False) -> None:
        """Put something onto what is there; of a picture that is no `solid` one, and through a mask, that shows."""
        if isinstance(painted, Run):
            self.runs.append(painted)
            return
        if isinstance(painted, Mark):
            self.marks.append(painted)
            solid = painted.rectangle and painted.weight is None
            colour = painted.colour
        else:
            self.pictures.append(painted)
            colour = Colour(painted.space, (), painted.device)
        if solid and painted.opacity > 0:
            spot = painted.spot
            box = spot.x, spot.y, spot.x + spot.width, spot.y + spot.height
            seen = Colour(colour.space, (), colour.device) if masked else _seen(colour, painted)
            self.grounds.append(_Ground(box, seen))


def _seen(colour: Colour, painted: Mark | Picture) -> Colour:
    """Return the colour that is seen where something lies over its ground; without values if that can't be told."""
    if painted.opacity == 1 and painted.blend == "Normal":
        return colour
    ground = painted.ground
    if ground is None:
        ground = Colour(colour.space, (0.0 if colour.space in (Space.CMYK, Space.SPOT) else 1.0,) * len(colour.values))
    plain = painted.blend == "Normal" or (painted.ground is None and painted.blend in _AS_ON_PAPER)
    if not plain or ground.space is not colour.space or len(ground.values) != len(colour.values):
        return Colour(colour.space, (), colour.device)
    share = painted.opacity
    mixed = tuple(share * one + (1 - share) * other for one, other in zip(colour.values, ground.values, strict=True))
    return Colour(colour.space, mixed, colour.device, colour.spots)
