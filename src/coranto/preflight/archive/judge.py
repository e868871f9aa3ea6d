"""What this judge asks, in this order."""

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
from coranto.preflight.rules import DocumentRule

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
