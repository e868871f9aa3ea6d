"""Every character has a glyph in the layout's fonts."""

import unicodedata
from collections.abc import Iterator

from pydantic import BaseModel

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("glyphs.missing",)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each character that no font has, at its first place in the copy."""
    missing = {code for font in proof.fonts for code in font.missing}
    for code in sorted(missing):
        sign = chr(code)
        name = unicodedata.name(sign, "")
        identity = next(_where(issue, sign), "")
        spots = proof.flatplan.spots.get(identity, ())
        yield stop(
            "glyphs.missing",
            f"no font of the layout has the character {sign} (U+{code:04X} {name})".replace(" )", ")"),
            hint="write it otherwise, or choose a layout whose fonts have it",
            place=issue.places.get(identity),
            spot=spots[0] if spots else None,
        )


def _where(issue: Issue, sign: str) -> Iterator[str]:
    """Yield the ids of what holds the character."""
    yield from _in_model(issue.periodical, "periodical", sign)
    yield from _in_model(issue.head, "issue", sign)
    for article in issue.articles.values():
        yield from _in_model(article.front, article.slug, sign)
        yield from (block.id for block in article.body.blocks if sign in f"{block.html}{block.chart}")


def _in_model(value: object, identity: str, sign: str) -> Iterator[str]:
    if isinstance(value, str):
        if sign in value:
            yield identity
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _in_model(getattr(value, name), f"{identity}.{name}", sign)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _in_model(item, f"{identity}.{index}", sign)
