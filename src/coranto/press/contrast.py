"""Contrast: whether letters can be told from what they stand on.

In: colours as the engine has them.  Out: their contrast, from 1 (the same) to
21 (black on white).

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from dataclasses import dataclass
from typing import Any

Ink = tuple[float, float, float]
"""Red, green and blue, from 0 to 1 (sRGB)."""

WHITE: Ink = (1.0, 1.0, 1.0)
LEAST = 1.5
"""The least contrast that is taken for legible: far below what reads well (4.5), and above what is meant to be seen."""
WANTED, WANTED_OF_LARGE = 4.5, 3.0
"""What reads well, and what does in large type (WCAG 2.2, 1.4.3)."""
LARGE, LARGE_IF_BOLD = 18.0, 14.0
"""From which size, in pt, type is large."""
_BOLD = 700
_LINEAR = 0.04045
"""Up to here the curve of sRGB is a line (IEC 61966-2-1)."""
_TRISTIMULUS = {"oklab": "xyz-d65", "oklch": "xyz-d65", "lab": "xyz-d50", "lch": "xyz-d50"}

Colour = Any  # the engine has no types


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text stands on: the colour of the nearest box that is painted, and when it was painted."""

    ink: Ink = WHITE
    order: int = -1
    """The number of the box among the page's painted ones; -1 is the paper."""


PAPER = Ground()


def over(colour: Colour, ground: Ink, opacity: float = 1.0) -> Ink:
    """Return what comes of a colour on a ground."""
    alpha = float(colour.alpha) * opacity
    red, green, blue = (alpha * one + (1 - alpha) * other for one, other in zip(_ink(colour), ground, strict=True))
    return red, green, blue


def contrast(one: Ink, other: Ink) -> float:
    """Return the contrast of two colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def wanted(size: float, weight: int) -> float:
    """Return the contrast that type of a size (pt) and weight should have."""
    return WANTED_OF_LARGE if size >= (LARGE_IF_BOLD if weight >= _BOLD else LARGE) else WANTED


def _ink(colour: Colour) -> Ink:
    if colour.space == "device-cmyk":
        *inks, black = colour.coordinates
        cyan, magenta, yellow = ((1 - ink) * (1 - black) for ink in inks)
        return cyan, magenta, yellow
    if white := _TRISTIMULUS.get(colour.space):
        # Contrast asks for the luminance only: a grey of the same serves as well.
        light = min(max(float(colour.to(white).coordinates[1]), 0.0), 1.0)
        grey = light * 12.92 if light <= _LINEAR / 12.92 else 1.055 * light ** (1 / 2.4) - 0.055
        return grey, grey, grey
    parts = colour.to("srgb").coordinates if colour.space in ("srgb", "hsl", "hwb") else colour.coordinates
    red, green, blue = (min(max(float(part), 0.0), 1.0) for part in parts)
    return red, green, blue


def _luminance(ink: Ink) -> float:
    red, green, blue = (part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in ink)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
