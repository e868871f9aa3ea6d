"""The judge of the archive: whether a PDF is what PDF/A-3 (ISO 19005-3) wants."""

from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
