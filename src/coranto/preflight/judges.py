"""The five judges: what they say, and all that they may tell."""

from collections.abc import Iterable

from coranto.findings import Finding, in_order
from coranto.issue.model import Issue
from coranto.preflight.access import judge as access
from coranto.preflight.archive import judge as archive
from coranto.preflight.copyrules import COPY_RULES, judge_copy
from coranto.preflight.gathering import shortened
from coranto.preflight.pages import judge as pages
from coranto.preflight.painting.model import Document
from coranto.preflight.print import judge as printing
from coranto.preflight.rules import Judge, JudgeName
from coranto.press.proof import Proof

JUDGES = {
    name: Judge(name, rules, document_rules, COPY_RULES.get(name, ()))
    for name, rules, document_rules in (
        (JudgeName.PAGES, pages.RULES, ()),
        (JudgeName.PRINT, (), printing.DOCUMENT_RULES),
        (JudgeName.ARCHIVE, (), archive.DOCUMENT_RULES),
        (JudgeName.ACCESS, access.RULES, access.DOCUMENT_RULES),
        (JudgeName.EDITORIAL, (), ()),
    )
}


def known_codes() -> dict[str, str]:
    """Return each code that a judge may tell, and what its rule wants."""
    return {code: wants for judge in JUDGES.values() for code, wants in judge.codes.items()}


def preflight(issue: Issue, proof: Proof, *, judges: Iterable[JudgeName] = JudgeName) -> tuple[Finding, ...]:
    """Return all that these judges say of a proof, the reader's own queries included."""
    judges = tuple(judges)
    rules = [rule for name in judges for rule in JUDGES[name].rules]
    findings = [finding for rule in rules for finding in rule.check(issue, proof)]
    return in_order([*issue.queries, *judge_copy(issue, judges), *findings])


def judge_document(document: Document, judges: Iterable[JudgeName]) -> tuple[Finding, ...]:
    """Return all that these judges say of a finished PDF."""
    rules = [rule for name in judges for rule in JUDGES[name].document_rules]
    return in_order([*shortened(finding for rule in rules for finding in rule.check(document))])
