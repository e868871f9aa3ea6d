"""The editorial judge: what a sub-editor would ask of the copy.

In: the issue alone; no page is needed.  Out: queries, each with its place.
None holds the press: a language may always be cleverer than a rule.
"""

from collections.abc import Callable, Iterable

from coranto.findings import Finding
from coranto.issue.model import Issue
from coranto.preflight.editorial import dates, mentions, pairs, placeholders, repeats, spaces, weekdays

Rule = Callable[[Issue], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    placeholders.check,
    repeats.check,
    spaces.check,
    pairs.check,
    mentions.check,
    dates.check,
    weekdays.check,
)
