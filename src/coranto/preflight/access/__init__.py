"""The judge of access: whether everybody can read what is there, with eyes or without."""

from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
