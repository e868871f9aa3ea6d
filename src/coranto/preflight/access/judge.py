"""What this judge asks, in this order."""

from coranto.preflight.access import (
    annotations,
    contrast,
    figures,
    language,
    levels,
    order,
    scans,
    tables,
    tagged,
    tags,
    title,
)
from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = (tags, order, contrast)
DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    tagged,
    title,
    language,
    figures,
    tables,
    levels,
    scans,
    annotations,
)
