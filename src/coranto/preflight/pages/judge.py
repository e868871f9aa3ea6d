"""What this judge asks, in this order."""

from coranto.preflight.pages import (
    alone,
    bounds,
    contents,
    endings,
    fonts,
    footnotes,
    glyphs,
    grid,
    headings,
    legible,
    links,
    log,
    pictures,
    resolution,
    words,
)
from coranto.preflight.rules import ProofRule

RULES: tuple[ProofRule, ...] = (
    fonts,
    glyphs,
    contents,
    links,
    pictures,
    resolution,
    words,
    legible,
    bounds,
    footnotes,
    headings,
    endings,
    alone,
    grid,
    log,
)
