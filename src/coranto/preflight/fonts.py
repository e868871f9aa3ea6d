"""Every font of the PDF is one that the layout declares."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:  # noqa: ARG001 - every rule is asked alike
    """Yield a finding for each family that is embedded and not declared."""
    for family in dict.fromkeys(font.family for font in proof.fonts):
        # The engine names a font by what was asked for: a list of families, or one.
        asked = {name.strip() for name in family.split(",")}
        if not asked & set(proof.families):
            yield stop(
                "fonts.foreign",
                f"the font family `{family}` is not one of the layout's",
                hint=f"use {', '.join(proof.families)}, or add it to layout.yaml",
            )
