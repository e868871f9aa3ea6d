"""Rules that are asked of the copy alone, before there is a page; `coranto check` asks them, too."""

import itertools
from collections.abc import Iterable

from coranto.findings import Finding, in_order
from coranto.issue.model import Issue
from coranto.preflight.access import alternatives, linktext
from coranto.preflight.editorial import dates, mentions, pairs, placeholders, repeats, spaces, weekdays
from coranto.preflight.rules import CopyRule, JudgeName

LIMIT = 500
"""Findings of one rule that are told."""

COPY_RULES: dict[JudgeName, tuple[CopyRule, ...]] = {
    JudgeName.ACCESS: (alternatives, linktext),
    JudgeName.EDITORIAL: (placeholders, repeats, spaces, pairs, mentions, dates, weekdays),
}


def judge_copy(issue: Issue, judges: Iterable[JudgeName] = JudgeName) -> tuple[Finding, ...]:
    """Return all that these judges say of the copy alone."""
    rules = [rule for name in judges for rule in COPY_RULES.get(name, ())]
    return in_order([finding for rule in rules for finding in itertools.islice(rule.check(issue), LIMIT)])
