"""The judge of editorial matters: what a sub-editor would ask of the copy.

Its rules need the issue alone, and tell queries only: a language may always be
cleverer than a rule.
"""

from coranto.preflight.editorial import dates, mentions, pairs, placeholders, repeats, spaces, weekdays
from coranto.preflight.rules import CopyRule, DocumentRule, ProofRule

COPY_RULES: tuple[CopyRule, ...] = (placeholders, repeats, spaces, pairs, mentions, dates, weekdays)
RULES: tuple[ProofRule, ...] = ()
DOCUMENT_RULES: tuple[DocumentRule, ...] = ()
