"""What this judge asks, in this order."""

from coranto.preflight.print import (
    black,
    bleed,
    boxes,
    colours,
    fonts,
    hairline,
    ink,
    intent,
    layers,
    pages,
    resolution,
    screenish,
    small,
)
from coranto.preflight.rules import DocumentRule

DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    intent,
    boxes,
    fonts,
    colours,
    layers,
    screenish,
    resolution,
    ink,
    bleed,
    hairline,
    small,
    black,
    pages,
)
