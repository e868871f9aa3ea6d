"""The judge of print: whether a printer can print what he gets."""

from coranto.preflight.rules import DocumentRule, ProofRule

RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
