"""The judge of print: whether a printer can print what he gets.

What PDF/X-4 (ISO 15930-7) wants holds the press; what is a matter of paper,
screen and machine is asked, and its limits are `Limits` of the document.
"""

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
from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
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
