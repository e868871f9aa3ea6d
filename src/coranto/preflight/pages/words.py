"""Every word of the copy stands on a page.

Once from the copy (does the layout set it at all?), once from the galley (did
the engine lose it?).  What is not meant to be read on a page is left out: alt
texts, addresses, tags, keywords, the summary, and the cover, which a layout
may have otherwise.
"""

from collections.abc import Iterator

from pydantic import BaseModel

from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof, bare

CODES = ("words.lost",)
_UNSET = {
    "kind",
    "language",
    "layout",
    "options",
    "tags",
    "keywords",
    "summary",
    "cover",
    "articles",
    "fillers",
    "back_cover",
    "spine",
    "url",
    "alt",
    "file",
    "type",
    "width",
    "house_style",
    "waivers",
}


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each text of the copy, and each run of words, that stands on no page."""
    for identity, text in _texts(issue):
        if bare(text) not in proof.flatplan.letters:
            yield _lost(issue, proof, identity, text)
    for article in issue.articles.values():
        for block in article.body.blocks:
            if block.id not in proof.flatplan.spots and block.id in issue.places:
                yield _lost(issue, proof, block.id, f"the text of line {block.place.line}")
    for loss in proof.losses:
        yield _lost(issue, proof, loss.identity, loss.words)


def _texts(issue: Issue) -> Iterator[tuple[str, str]]:
    yield from _in_model(issue.periodical, "periodical")
    yield from _in_model(issue.head, "issue")
    for article in issue.articles.values():
        yield from _in_model(article.front, article.slug)
        for block in article.body.blocks:
            yield from _in_model(block.chart, block.id)


def _in_model(value: object, identity: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a model's value that is to be read on a page, and its id."""
    if isinstance(value, str):
        for part in value.split("\n\n"):  # paragraphs stand apart
            yield identity, part
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if name not in _UNSET:
                yield from _in_model(getattr(value, name), f"{identity}.{field.alias or name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _in_model(item, f"{identity}.{index}")


def _lost(issue: Issue, proof: Proof, identity: str, words: str) -> Finding:
    shown = words if len(words) <= 60 else f"{words[:57]}…"  # noqa: PLR2004
    spots = proof.flatplan.spots.get(identity, ())
    return stop(
        "words.lost",
        f"these words stand on no page: “{shown}”",
        hint="shorten what stands there, or let the layout set it",
        place=issue.places.get(identity),
        spot=spots[0] if spots else None,
    )
