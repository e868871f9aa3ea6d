"""The judge of access: whether everybody can read what is there, with eyes or without."""

from coranto.preflight.access import (
    alternatives,
    annotations,
    contrast,
    figures,
    language,
    levels,
    linktext,
    order,
    scans,
    tables,
    tagged,
    tags,
    title,
)
from coranto.preflight.rules import CopyRule, DocumentRule, ProofRule

COPY_RULES: tuple[CopyRule, ...] = (alternatives, linktext)
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
