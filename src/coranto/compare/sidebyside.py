"""Two editions side by side: what moved, what was changed, what looks otherwise.

In: two PDFs.  Out: a `Comparison`.  Bytes are compared first, and where they
are the same nothing else is.  Then the words, over all pages as one text; then
each page is laid over the one that holds the same words.
"""

import filecmp
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from coranto.compare import pixels
from coranto.compare.causes import causes_of
from coranto.compare.model import Change, Comparison, Fact, Move, PagePair, Shift, Verdict
from coranto.compare.pairing import Pages, pair_pages
from coranto.compare.reading import Document, PageText, size_in_mm
from coranto.compare.texts import Text, in_pairs, read_text
from coranto.compare.words import Match, Word, align, alike, text_of
from coranto.errors import EditionError
from coranto.findings import Spot

DPI = 100.0
_AROUND = 4
"""Words that are shown before and after a change."""
_CHANGE_LIMIT, _LETTER_LIMIT = 500, 600
_SLACK = 6.0
"""How far, in pt, a difference may stand out of a running head and still be its, beside the size of two cells."""


def compare_pdfs(
    before: Path | bytes, after: Path | bytes, *, dpi: float | None = DPI, tolerance: int = 0
) -> Comparison:
    """Return how two PDFs differ, as plain data.

    `dpi` is the number of pixels to the inch at which pages are compared;
    None compares no pixels.  A difference of a colour channel of up to
    `tolerance` (of 255) is passed over.  It keeps no limits of time and memory:
    call it in a process of its own for a PDF that you don't trust.

    Raises:
        EditionError: one of the two can't be read.

    """
    if same_bytes(before, after):
        return Comparison(Verdict.BYTES, dpi=dpi, tolerance=tolerance)
    with Document(before) as one, Document(after) as other:
        texts = read_text(one), read_text(other)
        kept, match = align(texts[0].words, texts[1].words)
        pages = pair_pages(*texts, kept)
        changes = _without_swaps(list(_changes(*texts, kept, match)))
        notes = [f"{len(changes) - _CHANGE_LIMIT} more places differ in words"] if len(changes) > _CHANGE_LIMIT else []
        looks = [] if dpi is None else list(_looks(one, other, texts, pages, dpi, tolerance, notes))
        found = Comparison(
            Verdict.DIFFERS,
            pages=(one.count, other.count),
            gone=pages.gone,
            added=pages.added,
            sizes=tuple(_sizes(*texts, pages)),
            moves=tuple(_moves(*texts)),
            changes=tuple(changes[:_CHANGE_LIMIT]),
            shifts=tuple(_shifts(*texts, kept, match, pages))[:_CHANGE_LIMIT],
            furniture=tuple(
                _only(_furniture(texts[0], pages.after), _furniture(texts[1], pages.after.values()), "running heads")
            ),
            links=tuple(_only(_links(texts[0]), _links(texts[1]), "links")),
            facts=tuple(_facts(texts[0].facts, texts[1].facts)),
            looks=tuple(looks),
            reflowed=_reflowed(*texts, match, pages),
            references=_references(*texts, match),
            dpi=dpi,
            tolerance=tolerance,
            notes=tuple(notes),
        )
    return causes_of(found, *texts)


def same_bytes(before: Path | bytes, after: Path | bytes) -> bool:
    """Tell whether two files are the same: by their sizes, and only where these are, by their bytes.

    Raises:
        EditionError: one of the two can't be read.

    """
    try:
        if isinstance(before, Path) and isinstance(after, Path):
            return before.is_file() and after.is_file() and filecmp.cmp(before, after, shallow=False)
        one, other = (side if isinstance(side, bytes) else side.read_bytes() for side in (before, after))
    except OSError as error:
        raise EditionError(f"`{error.filename}` can't be read: {error.strerror}") from error
    return one == other


# --- words ------------------------------------------------------------------------------------


def _changes(before: Text, after: Text, kept: Match, match: Match) -> Iterator[Change]:
    """Yield what was changed: between the words that kept their order, those that have none alike anywhere."""
    told = {at for at, j in enumerate(match) if j < 0}
    new_told = set(range(len(after.words))).difference(match)
    listed, new_listed = before.listed(told), after.listed(new_told)
    if Counter(before.words[at].key for at in listed) == Counter(after.words[at].key for at in new_listed):
        told, new_told = told - listed, new_told - new_listed  # a contents in another order, which the articles tell
    i = j = 0
    for to_i, to_j in [*((i, j) for i, j in enumerate(kept) if j >= 0), (len(kept), len(after.words))]:
        old = [at for at in range(i, to_i) if at in told]
        new = [at for at in range(j, to_j) if at in new_told]
        if (old or new) and not alike([before.words[at] for at in old], [after.words[at] for at in new]):
            yield Change(
                _said(before.words, old),
                _said(after.words, new),
                before.words[old[0]].page if old else None,
                after.words[new[0]].page if new else None,
                after.article_at(new[0]) if new else before.article_at(old[0]),
                text_of(before.words[max(i - _AROUND, 0) : i]),
                text_of(before.words[to_i : to_i + _AROUND]),
            )
        i, j = to_i + 1, to_j + 1


def _without_swaps(changes: list[Change]) -> list[Change]:
    """Leave out Chinese and Japanese marks that PDFium reads at another place of the same line: those that hang."""
    kept: list[Change] = []
    for change in changes:
        swapped = next((one for one in kept[-3:] if _is_swap(one, change)), None)
        if swapped:
            kept.remove(swapped)
        else:
            kept.append(change)
    return kept


def _is_swap(one: Change, other: Change) -> bool:
    same = (one.before, one.after, one.article) == (other.after, other.before, other.article)
    mark = one.before or one.after
    return same and not (one.before and one.after) and len(mark) == 1 and unicodedata.category(mark)[0] == "P"


def _said(words: list[Word], places: list[int]) -> str:
    parts: list[list[Word]] = []
    for n, at in enumerate(places):
        if not n or places[n - 1] != at - 1:
            parts.append([])
        parts[-1].append(words[at])
    said = " … ".join(text_of(part) for part in parts)
    return said if len(said) <= _LETTER_LIMIT else f"{said[:_LETTER_LIMIT]}… ({len(places):,} words)"


def _shifts(before: Text, after: Text, kept: Match, match: Match, pages: Pages) -> Iterator[Shift]:
    """Yield the runs that moved past other words of their page; those that a page's end cuts off are no such."""
    run: list[int] = []
    for at in range(len(match) + 1):
        moved = at < len(match) and match[at] >= 0 and kept[at] < 0
        follows = moved and bool(run) and match[at] == match[run[-1]] + 1
        if run and not follows:
            one, other = before.words[run[0]].page, after.words[match[run[0]]].page
            if pages.after.get(one) == other:
                yield Shift(_said(before.words, run), one, other, after.article_at(match[run[0]]))
            run = []
        if moved:
            run.append(at)


def _references(before: Text, after: Text, match: Match) -> int:
    """Count the page numbers that follow what they point to."""
    pairs = ((before.words[i], after.words[j]) for i, j in enumerate(match) if j >= 0)
    return sum(one.reference and other.reference and one.text != other.text for one, other in pairs)


def _reflowed(before: Text, after: Text, match: Match, pages: Pages) -> int:
    """Count the words that stand on another page than most of those that stood on theirs."""
    pairs = ((before.words[i].page, after.words[j].page) for i, j in enumerate(match) if j >= 0)
    return sum(pages.after.get(one) != other for one, other in pairs)


# --- articles, sizes, links, facts --------------------------------------------------------------


def _moves(before: Text, after: Text) -> Iterator[Move]:
    for old, new in in_pairs(before, after):
        title = new.title if new else old.title if old else ""
        pages = old.pages if old else None, new.pages if new else None
        if pages[0] != pages[1]:
            yield Move(title, *pages)


def _sizes(before: Text, after: Text, pages: Pages) -> Iterator[Fact]:
    told: set[Fact] = set()
    for one, other in pages.after.items():
        old, new = before.pages[one - 1], after.pages[other - 1]
        for fact in (Fact("page", size_in_mm(old.size), size_in_mm(new.size)), *_boxes(old, new)):
            if fact.before != fact.after and fact not in told:
                told.add(fact)
                yield fact


def _boxes(old: PageText, new: PageText) -> Iterator[Fact]:
    for name in sorted({*old.boxes, *new.boxes}):
        sides = [_box(page.boxes.get(name)) for page in (old, new)]
        yield Fact(f"{name} box", sides[0], sides[1])


def _box(box: tuple[float, ...] | None) -> str:
    if box is None:
        return "the whole page"
    left, bottom, right, top = box
    return f"{size_in_mm((right - left, top - bottom))}, from {size_in_mm((left, bottom))}"


def _furniture(text: Text, pages: Iterable[int]) -> Iterable[str]:
    """Return the running heads of these pages, each once; which article they name depends on the page: left out."""
    titles = sorted({re.escape(article.title) for article in text.articles if article.title}, key=len, reverse=True)
    names = re.compile("|".join(titles) or "(?!)", re.IGNORECASE)
    return {names.sub("…", line) for page in pages for line in text.pages[page - 1].furniture} - {"…"}


def _links(text: Text) -> Iterable[str]:
    return {link for page in text.pages for link in page.links}


def _only(before: Iterable[str], after: Iterable[str], name: str) -> Iterator[Fact]:
    old, new = Counter(before), Counter(after)
    yield from (Fact(name, one, "") for one in sorted((old - new).elements()))
    yield from (Fact(name, "", one) for one in sorted((new - old).elements()))


def _facts(before: dict[str, str], after: dict[str, str]) -> Iterator[Fact]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Fact(name, before.get(name, ""), after.get(name, ""))


# --- pictures -----------------------------------------------------------------------------------


def _looks(
    before: Document,
    after: Document,
    texts: tuple[Text, Text],
    pages: Pages,
    dpi: float,
    tolerance: int,
    notes: list[str],
) -> Iterator[PagePair]:
    for one, other in pages.after.items():
        old, new = texts[0].pages[one - 1], texts[1].pages[other - 1]
        scale = min(pixels.scale_for(page.size, dpi) for page in (old, new))
        if scale < dpi / 72:
            notes.append(f"page {other} is {size_in_mm(new.size)}: compared at {scale * 72:.1f} pixels to the inch")
        found = pixels.difference(
            before.picture(one, scale), after.picture(other, scale), page=other, scale=scale, tolerance=tolerance
        )
        if found:
            heads = [*old.furniture_spots, *new.furniture_spots]
            yield PagePair(
                one,
                other,
                found.share,
                found.largest,
                found.areas,
                words=_shown(old) != _shown(new),
                furniture=all(
                    any(_within(area, head, 2 * pixels.CELL / scale) for head in heads) for area in found.areas
                ),
            )


def _shown(page: PageText) -> list[str]:
    return [word.key or word.text for word in page.words]


def _within(area: Spot, head: Spot, coarseness: float) -> bool:
    slack = _SLACK + coarseness
    return (
        area.x >= head.x - slack
        and area.y >= head.y - slack
        and area.x + area.width <= head.x + head.width + slack
        and area.y + area.height <= head.y + head.height + slack
    )
