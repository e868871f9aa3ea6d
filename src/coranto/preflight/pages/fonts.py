"""Every font of the PDF is one that the layout declares, and a picture gets the fonts that it asks for."""

from collections.abc import Iterator

from coranto.findings import Finding, Place, query, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("fonts.foreign", "fonts.picture")
_GENERIC = {"serif", "sans-serif", "monospace", "system-ui"}


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each family that is asked for or embedded and not declared, and a query for pictures.

    The engine takes another face for a family that it hasn't got, without a
    word (WeasyPrint 70).
    """
    used = dict.fromkeys([*proof.asked, *(font.family for font in proof.fonts)])
    for family in used:
        if family not in proof.families and family not in _GENERIC:
            yield stop(
                "fonts.foreign",
                f"the font family `{family}` is not one of the layout's",
                hint=f"use {', '.join(dict.fromkeys(proof.families))}, or add it to layout.yaml",
                place=proof.asked.get(family),
            )
    known = {*proof.families, *_GENERIC}
    for picture in issue.pictures.values():
        for family in picture.families:
            if family not in known:
                yield query(
                    "fonts.picture",
                    f"the picture `{picture.name}` asks for the font family `{family}`, and is set in another",
                    hint=f"use {', '.join(dict.fromkeys(proof.families))}, or turn its text into outlines",
                    place=Place(picture.path),
                )
