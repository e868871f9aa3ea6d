"""The judge of the archive: whether a PDF is what PDF/A-3 (ISO 19005-3) wants, as far as we can tell.

A claim that isn't true holds the PDF.  What else the standard wants, veraPDF
can judge.
"""

from coranto.preflight.archive import (
    actions,
    annotations,
    claim,
    colours,
    files,
    fonts,
    locks,
    metadata,
    packing,
    pictures,
    tags,
    unread,
)
from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    claim,
    locks,
    metadata,
    files,
    actions,
    packing,
    fonts,
    colours,
    pictures,
    annotations,
    tags,
    unread,
)
