"""Preflight: a proof is judged before it is filed.

In: the issue and its proof.  Out: findings, each with its place in the copy
and on the page.  One rule a file; `RULES` lists them in the order in which
they are asked.
"""

import itertools
from collections.abc import Callable, Iterable

from coranto.findings import Finding, in_order
from coranto.issue.model import Issue
from coranto.preflight import (
    alone,
    bounds,
    contents,
    editorial,
    endings,
    fonts,
    footnotes,
    glyphs,
    grid,
    headings,
    legible,
    links,
    log,
    pictures,
    resolution,
    words,
)
from coranto.press.proof import Proof

Rule = Callable[[Issue, Proof], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    fonts.check,
    glyphs.check,
    contents.check,
    links.check,
    pictures.check,
    resolution.check,
    words.check,
    legible.check,
    bounds.check,
    footnotes.check,
    headings.check,
    endings.check,
    alone.check,
    grid.check,
    log.check,
)
LIMIT = 500
"""Queries of one rule that are told of the copy."""


def preflight(issue: Issue, proof: Proof) -> tuple[Finding, ...]:
    """Return all that is to be said of a proof, the reader's own queries included."""
    findings = [finding for rule in RULES for finding in rule(issue, proof)]
    return in_order([*issue.queries, *edit(issue), *findings])


def edit(issue: Issue) -> list[Finding]:
    """Return what a sub-editor would ask of the copy, for which no page is needed."""
    return [finding for rule in editorial.RULES for finding in itertools.islice(rule(issue), LIMIT)]
