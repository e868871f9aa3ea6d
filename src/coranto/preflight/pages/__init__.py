"""The judge of pages: whether what was pressed is true to the copy, and well made."""

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
from coranto.preflight.rules import DocumentRule, ProofRule

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
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
