"""Preflight: an issue and its finished PDFs are judged before they go out.

    pages       whether the pages are true to the copy
    print       whether a printer can print the PDF
    archive     whether the PDF is what PDF/A-3 wants
    access      whether everybody can read it
    editorial   whether the copy is ready

In: the issue and its proof, or any finished PDF as `painting` has read it.
Out: findings, each with its place in the copy and on the page, as far as
there is one.  One rule a file; each judge lists its own.
"""

import itertools
from collections.abc import Iterable

from coranto.findings import Finding, in_order
from coranto.issue.model import Issue
from coranto.preflight.gathering import shortened
from coranto.preflight.judges import JUDGES, known_codes
from coranto.preflight.painting.model import Document
from coranto.preflight.rules import Judge, JudgeName
from coranto.press.proof import Proof

__all__ = ["JUDGES", "Judge", "JudgeName", "judge_copy", "judge_document", "known_codes", "preflight"]

COPY_LIMIT = 500
"""Findings of one rule that are told of the copy alone."""


def preflight(issue: Issue, proof: Proof, *, judges: Iterable[JudgeName] = JudgeName) -> tuple[Finding, ...]:
    """Return all that these judges say of a proof, the reader's own queries included."""
    judges = tuple(judges)
    rules = [rule for name in judges for rule in JUDGES[name].rules]
    findings = [finding for rule in rules for finding in rule.check(issue, proof)]
    return in_order([*issue.queries, *judge_copy(issue, judges), *findings])


def judge_copy(issue: Issue, judges: Iterable[JudgeName] = JudgeName) -> tuple[Finding, ...]:
    """Return all that these judges say of the copy alone, for which no page is needed."""
    rules = [rule for name in judges for rule in JUDGES[name].copy_rules]
    return in_order([finding for rule in rules for finding in itertools.islice(rule.check(issue), COPY_LIMIT)])


def judge_document(document: Document, judges: Iterable[JudgeName]) -> tuple[Finding, ...]:
    """Return all that these judges say of a finished PDF."""
    rules = [rule for name in judges for rule in JUDGES[name].document_rules]
    return in_order([*shortened(finding for rule in rules for finding in rule.check(document))])
