"""The contents says the page on which a thing begins, and the folio there says the same."""

import re
from collections.abc import Iterator

from coranto.contents import Entry, list_contents
from coranto.findings import Finding, stop
from coranto.issue.model import Issue
from coranto.press.proof import Flatplan, Proof

CODES = ("contents.folio", "contents.lost", "contents.number")


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each entry whose page number is not the flatplan's or the folio's."""
    for index, entry in enumerate(list_contents(issue)):
        identity = f"contents.{index}"
        if wrong := _wrong(entry, identity, proof.flatplan):
            code, what = wrong
            hint = "let the layout set it" if code == "contents.lost" else "let the layout number pages in @page only"
            spot = next(iter(proof.flatplan.spots.get(identity, ())), None)
            yield stop(code, what, hint=hint, place=issue.places.get(entry.target), spot=spot)


def _wrong(entry: Entry, identity: str, flatplan: Flatplan) -> tuple[str, str] | None:
    """Return what is wrong with an entry, and the code of its finding."""
    page, ends = flatplan.page_of(entry.target), flatplan.page_of(f"{entry.target}.end")
    numbers = [int(number) for number in re.findall(r"\d+", flatplan.generated.get(identity, ""))]
    printed = numbers[0] if numbers else None
    if page is None:
        return "contents.lost", f"`{entry.title}` stands in the contents and on no page"
    if printed != page:
        return "contents.number", f"the contents says page {printed} for `{entry.title}`, which begins on page {page}"
    if len(numbers) > 1 and numbers[-1] != ends:
        what = f"the contents lets `{entry.title}` end on page {numbers[-1]}, it ends on page {ends}"
        return "contents.number", what
    if not _folio_agrees(flatplan.furniture[page - 1], page):
        return "contents.folio", f"page {page} does not call itself {page}"
    return None


def _folio_agrees(furniture: tuple[str, ...], page: int) -> bool:
    """Tell whether a folio that the page has, `7` or `7 / 8`, is this page's; a page may have none."""
    folios = [words for words in furniture if re.fullmatch(r"\d+( / \d+)?", words)]
    return all(int(re.split(r"\D", words)[0]) == page for words in folios)
