"""Running heads: what margins of several pages hold, folios, lines of a contents page, pictures on many pages.

In: the lines of a PDF and the pictures between them, page after page.  Out:
those that are copy; the others are left out, each with its reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from coranto.intake.pagelines import Line
from coranto.intake.pagepictures import Shown
from coranto.intake.stream import Left, Reading

_FOLIO = re.compile(
    r"^(?:[-–—\s|·]*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s|·]*|[ivxlc]{1,7})$", re.IGNORECASE
)
_LISTED = re.compile(r"(?:\s?[.…·]){4,}\s*\d+$")
_MARGIN = 0.12
"""Share of a page's height, at its head and at its foot, in which running heads stand."""
_MANY = 3
"""Pages on which a picture stands that is furniture; at one place, two are enough."""

_INNER = "words of a drawing, which has come as a picture"


@dataclass
class Placed:
    """A line or a picture, and where it stands."""

    line: Line
    number: int
    """Of all lines of the document."""
    page: int
    height: float


def without_furniture(placed: list[Placed], reading: Reading) -> Iterator[Placed]:
    """Yield what is copy; note in the reading what isn't, and why."""
    lines = [one for one in placed if one.line.picture is None and not one.line.inner]
    why_not = dict.fromkeys((one.number for one in placed if one.line.inner), _INNER)
    why_not |= _furniture(lines) | _ornaments([one for one in placed if one.line.picture])
    for one in placed:
        why = why_not.get(one.number, "")
        if why:
            reading.left.append(Left(one.number, one.number, one.line.text, why))
            reading.lines.pop(one.number, None)
        else:
            yield one


def _furniture(placed: list[Placed]) -> dict[int, str]:
    """Return why lines aren't copy, by their numbers."""
    if not placed:
        return {}
    pages = max(one.page for one in placed)
    sizes = Counter(one.line.size for one in placed for _ in one.line.text)
    body = sizes.most_common(1)[0][0]

    def height(one: Placed) -> tuple[float, float]:
        return round(one.line.bottom), one.line.size

    def in_margin(one: Placed) -> bool:
        return one.line.bottom > (1 - _MARGIN) * one.height or one.line.top < _MARGIN * one.height

    def key(one: Placed) -> str:
        return re.sub(r"\d+", "#", one.line.text.casefold())

    margins = Counter({(key(one), one.page): 1 for one in placed if in_margin(one)}.keys())
    seen = Counter(said for said, _ in margins)
    levels = Counter(level for level, _ in {(height(one), one.page): 1 for one in placed if in_margin(one)})
    found: dict[int, str] = {}
    for one in placed:
        repeated = in_margin(one) and seen[key(one)] > 1
        level = in_margin(one) and one.line.size < 0.95 * body and levels[height(one)] >= max(3, round(0.4 * pages))
        folio = in_margin(one) and _FOLIO.match(one.line.text)
        listed = _LISTED.search(one.line.text)
        if repeated or level or folio or listed:
            why = "folio" if folio else "line of a contents page" if listed else "running head or foot"
            found[one.number] = why
    return found


def _ornaments(placed: list[Placed]) -> dict[int, str]:
    """Return why pictures aren't copy, by their numbers."""
    pages: defaultdict[str, set[int]] = defaultdict(set)
    places: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)

    def place(shown: Shown) -> tuple[str, int, int]:
        return shown.key, round(shown.box[0]), round(shown.box[1])

    found: dict[int, str] = {}
    shown_ones = [(one, one.line.picture) for one in placed if one.line.picture]
    for one, shown in shown_ones:
        pages[shown.key].add(one.page)
        places[place(shown)].add(one.page)
    for one, shown in shown_ones:
        often = len(pages[shown.key])
        called = f"a picture of {shown.told} on page {one.page}"
        if shown.why:
            found[one.number] = f"{called}, which {shown.why}"
        elif often >= _MANY or len(places[place(shown)]) > 1:
            found[one.number] = f"{called}, which stands on {often} pages"
    return found
