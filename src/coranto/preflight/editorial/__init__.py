"""The judge of editorial matters: whether the copy is ready."""

from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
