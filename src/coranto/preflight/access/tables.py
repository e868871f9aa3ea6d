"""Each table of a PDF has heads, so that a listener knows what a cell is about."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.table-heads",)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each table without a head."""
    headless = []
    waiting: list[int] = []
    for number, tag in enumerate(document.tags):
        while waiting and tag.depth <= document.tags[waiting[-1]].depth:
            headless.append(waiting.pop())
        if tag.role == "Table":
            waiting.append(number)
        elif tag.role == "TH" and waiting:
            waiting.pop()
    for number in sorted([*headless, *waiting]):
        yield stop(
            "access.table-heads",
            "a table has no heads",
            hint="tag the cells that head its columns or rows as heads",
            spot=document.whole(document.tags[number].page),
        )
