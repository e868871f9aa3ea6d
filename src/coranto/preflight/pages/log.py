"""No line of the engine's log is left without an explanation."""

from collections.abc import Iterator

from coranto.findings import Finding, query, stop
from coranto.issue.model import Issue
from coranto.preflight.pages import pictures
from coranto.press.proof import Proof

CODES = ("log.error", "log.stylesheet", "log.warning")
_TOLD_ELSEWHERE = (*pictures.LOG, ".notdef glyph rendered", "No anchor #")


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:  # noqa: ARG001 - every rule is asked alike
    """Yield a finding for each line that no other rule speaks of."""
    for line in dict.fromkeys(proof.log):
        if line.text.startswith(_TOLD_ELSEWHERE):
            continue
        text = line.text.rstrip(".")
        if line.place:
            yield query(
                "log.stylesheet",
                f"the engine passes over a rule of the stylesheet: {text}",
                hint="mend the layout",
                place=line.place,
            )
        elif line.level == "ERROR" or line.text.startswith("Anchor defined twice"):
            yield stop(
                "log.error", f"the engine complains: {text}", hint="look at the page, and tell us if it is right"
            )
        else:
            yield query(
                "log.warning", f"the engine remarks: {text}", hint="look at the page, and tell us if it is right"
            )
