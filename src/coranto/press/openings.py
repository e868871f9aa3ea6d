"""Openings: an article that would begin too far down a page goes to the next.

In: pages laid out once, and how their columns end.  Out: the articles whose
headline stands on the page before their text, or whose text has hardly begun
below it when the page ends; of the first in a department, the department.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from coranto.press.proof import Ending


def first_pages(pages: Sequence[Any]) -> dict[str, int]:
    """Return on which of these pages (`weasyprint.Document.pages`), from 0, each anchor stands first."""
    first: dict[str, int] = {}
    for number, page in enumerate(pages):
        for identity in page.anchors:
            first.setdefault(identity, number)
    return first


def late(first: Mapping[str, int], endings: Iterable[Ending], root: Element) -> Iterator[Element]:
    """Yield the articles that ought to begin a page, or the departments that they open."""
    hardly_begun = {ending.identity for ending in endings if ending.what == "opening"}
    for department in root.iter("section"):
        articles = department.findall("article")
        for article in articles:
            slug = article.get("id", "")
            headline, body = first.get(f"{slug}.headline"), first.get(f"{slug}.body")
            stranded = headline is not None and body is not None and headline < body
            if stranded or (hardly_begun and any(inner.get("id") in hardly_begun for inner in article.iter())):
                yield department if article is articles[0] else article
