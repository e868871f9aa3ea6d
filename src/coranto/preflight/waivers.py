"""Waivers: what an issue lets stand, who says so, and until when.

In: the issue and all that was found.  Out: the same, with the queries that are
waived told apart, and what is to be said of the waivers themselves.  They are
judged as of the issue's own day, so that it says the same of itself whenever
it is pressed.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches

from coranto.findings import Finding, Level, in_order, query, stop
from coranto.issue.model import Issue, Waiver

CODES = {
    "waivers.expired": "A waiver holds on the issue's day.",
    "waivers.idle": "A waiver has something to waive.",
    "waivers.refused": "What holds the press is not waived.",
}
_READERS = ("copy.", "house.")
"""Words with which codes of the reader begin; it is not for preflight to list them."""


def faults(issue: Issue) -> Iterator[Finding]:
    """Yield a fault for each waiver of a rule that there isn't."""
    if not issue.head.waivers:
        return
    from coranto.preflight.judges import known_codes  # loads all judges

    known = known_codes()
    for index, waiver in enumerate(issue.head.waivers):
        if waiver.rule in known or waiver.rule.startswith(_READERS):
            continue
        near = get_close_matches(waiver.rule, known, n=1)
        yield stop(
            "copy.waiver",
            f"there is no rule `{waiver.rule}` to be waived",
            hint=f"did you mean `{near[0]}`?" if near else "write its code, as `coranto preflight` shows it",
            place=issue.places.get(f"issue.waivers.{index}.rule"),
        )


def waive(issue: Issue, findings: Collection[Finding], asked: Collection[str]) -> tuple[Finding, ...]:
    """Return findings, and what is to be said of the waivers; `asked` are the codes that might have been told."""
    left = list(findings)
    told: list[Finding] = []
    for index, waiver in enumerate(issue.head.waivers):
        place = issue.places.get(f"issue.waivers.{index}.rule")
        if waiver.until < issue.head.date:
            message = f"the waiver of `{waiver.rule}` by {waiver.who} ran out on {waiver.until}"
            told.append(
                query("waivers.expired", message, hint="mend what it lets stand, or set a later day", place=place)
            )
            continue
        fitting = [at for at, finding in enumerate(left) if finding.rule == waiver.rule and _fits(waiver, finding)]
        for at in fitting:
            if left[at].level is Level.QUERY:
                left[at] = replace(left[at], waived=f"{waiver.reason} ({waiver.who}, until {waiver.until})")
        if any(left[at].level is Level.STOP for at in fitting):
            message = f"`{waiver.rule}` holds the press, and can't be waived"
            told.append(query("waivers.refused", message, hint="mend it, and take the waiver out", place=place))
        elif not fitting and (waiver.rule in asked or waiver.rule.startswith(_READERS)):
            message = f"the waiver of `{waiver.rule}` by {waiver.who} has nothing to waive"
            told.append(query("waivers.idle", message, hint="take it out", place=place))
    return in_order([*left, *told])


def _fits(waiver: Waiver, finding: Finding) -> bool:
    """Tell whether a finding stands where a waiver says."""
    if waiver.where is None:
        return True
    spots = (f"page {finding.spot.page}",) if finding.spot else ()
    place = finding.place
    files = (place.file.name, f"{place.file.name}:{place.line}") if place else ()
    return waiver.where in (*spots, *files)
